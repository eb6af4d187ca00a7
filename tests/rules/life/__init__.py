"""Writers, lawyers, planners, a worker, a network, clocks, deaths and backups, in any order: no promise breaks.

`python -m tests.rules.life 1000` plays that many lives of 50 steps each, spread over the machine's processors. The
oracle beside the database knows what was approved and what has changed since; it looks at every byte at the very
moment at which the channel gets it. `--careless` leaves out the check of digests, to show that the oracle sees it.
"""

from __future__ import annotations

import logging

from hypothesis import HealthCheck, Phase, settings
from hypothesis import seed as seeded
from hypothesis.stateful import run_state_machine_as_test

from tests.rules.life.world import CarelessLife, Life

__all__ = ["CarelessLife", "Life", "play", "play_share"]


def play(machine: type[Life], lives: int, *, steps: int = 50, seed: int = 1, shrinks: bool = False) -> None:
    """Plays that many lives; raises what broke."""
    phases = tuple(Phase) if shrinks else (Phase.generate,)
    run_state_machine_as_test(
        seeded(seed)(machine),
        settings=settings(
            max_examples=lives,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            phases=phases,
            suppress_health_check=list(HealthCheck),
        ),
    )


def play_share(task: tuple[bool, int, int]) -> str:
    """One processor's share; the sentence of what broke, or nothing."""
    logging.disable(logging.CRITICAL)
    careless, lives, seed = task
    try:
        play(CarelessLife if careless else Life, lives, seed=seed)
    except AssertionError as broken:
        return str(broken).splitlines()[0] or "broken"
    return ""
