"""Answers about missing things and about other programmes' leave at full steps of time."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from campaigns.vocabulary import Role
from tests.web.desk import Desk
from web.same_time import STEP_S, until_step


@given(st.floats(min_value=0, max_value=10))
def test_what_was_taken_and_what_is_waited_make_full_steps(taken: float) -> None:
    steps = (taken + until_step(taken)) / STEP_S
    assert abs(steps - round(steps)) < 1e-6
    assert 0 < until_step(taken) <= STEP_S


def test_only_answers_about_things_that_are_not_there_wait(app: Flask, desk_of: Callable[..., Desk]) -> None:
    waited: list[float] = []
    app.extensions["litfass_wait"] = waited.append
    desk = desk_of(Role.STAFF)
    assert desk.get("/campaigns").status_code == 200
    assert desk.get("/nowhere").status_code == 404
    assert waited == []
    assert desk.get("/campaigns/999999").status_code == 404
    assert len(waited) == 1
