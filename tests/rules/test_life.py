"""A slice of the lives that `make life` plays."""

from __future__ import annotations

import pytest

from tests.rules.life import CarelessLife, Life, play


def test_no_promise_breaks_in_any_order() -> None:
    play(Life, 6, seed=3)


def test_lives_find_a_worker_that_does_not_look_at_digests() -> None:
    """What watches over lives sees: the planted fault breaks a promise."""
    with pytest.raises(AssertionError):
        play(CarelessLife, 200, seed=3)
