"""A slice of the lives that `make life` plays."""

from __future__ import annotations

from tests.rules.life import Life, play


def test_no_promise_breaks_in_any_order() -> None:
    play(Life, 6, seed=3)
