"""How sure the machine says it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.needs.learning.combining import SUREST, WEAKEST, confidences


def stored(*scores: float) -> list[dict[str, object]]:
    return [{"key": f"topic_{place}", "score": score} for place, score in enumerate(scores)]


def shares(*scores: float) -> list[float | None]:
    return [one.share for one in confidences(stored(*scores))]


def test_one_weak_keyword_is_less_sure_than_several_good_ones() -> None:
    weak, good = shares(1.2)[0], shares(7.0)[0]
    assert weak == pytest.approx(WEAKEST, abs=0.02)
    assert good == SUREST


def test_topics_share_what_keywords_are_sure_of() -> None:
    assert shares(3.0, 3.0) == [pytest.approx(SUREST / 2, abs=0.001)] * 2


def test_what_a_model_said_stands_as_it_is() -> None:
    assert shares(0.7, 0.2) == [0.7, 0.2]


def test_a_named_topic_has_no_figure() -> None:
    assert shares(1.0, 2.0)[0] is None


def test_without_topics_there_is_nothing_to_be_sure_of() -> None:
    assert confidences([]) == []


@given(st.lists(st.floats(1.1, 60), min_size=1, max_size=3))
def test_shares_never_add_up_to_more_than_the_surest(scores: list[float]) -> None:
    assert sum(share or 0 for share in shares(*sorted(scores, reverse=True))) <= SUREST + 0.002
