"""Waiting for web and worker to answer."""

from __future__ import annotations

from collections.abc import Callable

from commands.welcome import wait_for


def after(seconds: float, clock: Callable[[], float]) -> Callable[[], bool]:
    return lambda: clock() >= seconds


def test_a_slow_machine_is_waited_for_and_told_what_is_awaited() -> None:
    now, told = 0.0, list[str]()

    def clock() -> float:
        return now

    def pause(seconds: float) -> None:
        nonlocal now
        now += seconds

    signs = {"web": after(40, clock), "worker": after(200, clock)}
    wait_for(signs, logs="/home/log", clock=clock, pause=pause, tell=told.append)
    assert now >= 200
    assert "web and worker" in told[0]
    assert "from worker after" in told[-1]
    assert "/home/log" in told[-1]
