"""The sentence that says how often a topic was asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from campaigns.needs.counts.disclosure import ShownCount
from campaigns.needs.radar.reasons import reasons_of
from campaigns.needs.radar.told import Told
from campaigns.needs.topics.taxonomy import core_taxonomy

TOPIC = next(topic for topic in core_taxonomy().topics.values() if not topic.is_sensitive)
TOLD = Told(
    language="ar",
    as_of=date(2026, 11, 23),
    weeks=8,
    shown=ShownCount(10, below=5),
    baseline=None,
    growth=None,
    found=None,
    surprise=None,
    wrong_share=None,
    spaces=0,
    change=None,
    coverage=None,
)


@pytest.mark.parametrize("usual", [7.0, 13.0])
def test_usual_number_stands_beside_what_was_asked_where_it_is_known(usual: float) -> None:
    first = next(iter(reasons_of(TOPIC, replace(TOLD, baseline=usual))))
    assert first.values["baseline"] == usual


@pytest.mark.parametrize(
    ("usual", "told"),
    [
        (None, "Asked fewer than 10 times in 8 weeks, hardly ever before."),
        (1.5, "Asked fewer than 10 times in 8 weeks, and fewer than 10 would be usual."),
        (13.0, "Asked fewer than 10 times in 8 weeks; about 13 would be usual."),
    ],
)
def test_single_step_is_told_as_fewer_than_two(usual: float | None, told: str) -> None:
    """It stands for anything from one question on."""
    few = replace(TOLD, shown=ShownCount(5, below=5), baseline=usual)
    assert str(next(iter(reasons_of(TOPIC, few)))) == told


def test_usual_number_of_a_single_step_is_told_as_fewer_than_two() -> None:
    first = next(iter(reasons_of(TOPIC, replace(TOLD, baseline=4.5))))
    assert str(first) == "Asked about 10 times in 8 weeks; fewer than 10 would be usual."


def test_share_of_wrong_answers_out_of_a_single_step_is_no_percentage() -> None:
    told = list(map(str, reasons_of(TOPIC, replace(TOLD, wrong_share=0.5, few_wrong=True))))
    assert "Some of these questions had been answered wrongly in the thread." in told
    assert not any("percent" in one for one in told)
