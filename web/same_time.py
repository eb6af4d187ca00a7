"""“There is no such page” takes the same time whether a thing is missing or another programme's.

Looking a thing up and finding whose it is takes some queries more than finding nothing. So that the time of an answer
does not say which numbers are taken elsewhere, these answers leave at full steps only.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import cast

from flask import Flask, current_app, g

#: Seconds between two moments at which such an answer may leave.
STEP_S = 0.05

Wait = Callable[[float], None]


def init_same_time(app: Flask, *, wait: Wait = time.sleep) -> None:
    app.extensions["litfass_wait"] = wait

    @app.before_request
    def _begin() -> None:
        g.began_at = time.monotonic()


def wait_for_the_step() -> None:
    """Waits until the request has taken full steps."""
    began_at = g.get("began_at")
    if began_at is not None:
        cast(Wait, current_app.extensions["litfass_wait"])(until_step(time.monotonic() - began_at))


def until_step(taken_s: float) -> float:
    """How many seconds are left of the step in which so many have passed."""
    return STEP_S - taken_s % STEP_S
