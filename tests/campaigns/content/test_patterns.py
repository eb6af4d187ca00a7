"""Filling sentences."""

from __future__ import annotations

import pytest

from campaigns.content.patterns import BrokenPattern, fill, places


def test_places_are_filled_with_their_case() -> None:
    asked: list[tuple[str, str]] = []

    def write(name: str, case: str) -> str:
        asked.append((name, case))
        return name.upper()

    assert fill("In {frist:dative} und {geld}.", write) == "In FRIST und GELD."
    assert asked == [("frist", "dative"), ("geld", "")]


def test_full_stop_of_a_value_is_not_doubled() -> None:
    assert fill("Vrijedi od {date}.", lambda *_: "1. srpnja 2026.") == "Vrijedi od 1. srpnja 2026."
    assert fill("Vrijedi od {date}. Pišite.", lambda *_: "1. srpnja 2026.") == (
        "Vrijedi od 1. srpnja 2026. Pišite."
    )
    assert fill("{date}…", lambda *_: "2026.") == "2026.…"


@pytest.mark.parametrize("pattern", ["a {b", "a }", "{A}", "{}", "{a b}", "{{a}}"])
def test_brace_that_belongs_to_no_place_is_refused(pattern: str) -> None:
    with pytest.raises(BrokenPattern):
        fill(pattern, lambda *_: "x")


def test_places_names_what_is_asked() -> None:
    assert places("{a} {b:genitive} {a}") == {"a", "b"}
