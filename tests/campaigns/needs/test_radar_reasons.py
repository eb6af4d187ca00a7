"""The sentence that says how often a topic was asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from campaigns.needs.disclosure import ShownCount
from campaigns.needs.radar_reasons import reasons_of
from campaigns.needs.radar_told import Told
from campaigns.needs.taxonomy import core_taxonomy

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
