"""What was worked out for the radar is kept until somebody does something in the programme."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from campaigns.vocabulary import Role
from tests.web.desk import Desk
from tests.web.needs.advice_log import log_of
from tests.web.needs.pages import line_of, page_of
from web.radar_kept import Kept

Log = Callable[..., Desk]


def test_a_new_import_stands_on_the_radar_at_once(desk_of: Log, take: Callable[[bytes], Any]) -> None:
    take(log_of(("ar", "child_benefit", 12, 1)))
    desk = desk_of(Role.LAWYER)
    assert line_of(page_of(desk, "/needs"), "Child benefit")[4] == "≈10"

    take(log_of(("ar", "child_benefit", 15, 2)))
    assert line_of(page_of(desk, "/needs"), "Child benefit")[4] == "≈25"


def test_an_answer_is_worked_out_once_and_the_one_not_asked_for_longest_goes_first() -> None:
    kept, asked = Kept(most=2), list[str]()

    def answer(key: str) -> str:
        return kept.get(key, lambda: asked.append(key) or key.upper())

    assert [answer(key) for key in "abacab"] == ["A", "B", "A", "C", "A", "B"]
    assert asked == ["a", "b", "c", "b"]
