"""Breaks the line to every channel at every byte: `python -m tests.scheduler.channels.faults [PLACES] [CHANNEL …]`.

For each fault the post is followed to its end, and what we say is compared with what readers see.
"""

from __future__ import annotations

import logging
import sys
import tempfile
from collections import Counter
from pathlib import Path

from campaigns.db import make_engine
from campaigns.tables import metadata
from tests.scheduler.channels.contract import faults_of
from tests.scheduler.channels.kinds import KINDS
from tests.scheduler.channels.world import world_of
from tests.shared import TRAIL_KEY


def break_everywhere(name: str, places: int | None, folder: Path) -> tuple[Counter[str], list[str]]:
    """How the posts of a channel ended, and each fault after which a word of ours was false."""
    engine = make_engine(f"sqlite:///{folder}/litfass.sqlite", trail_key=TRAIL_KEY)
    metadata.create_all(engine)
    ends: Counter[str] = Counter()
    false: list[str] = []
    with world_of(engine, folder / "home", KINDS[name], read_s=5.0) as world:
        world.deliver()
        most = places or max(world.line.passed.values())
        for fault in faults_of(world, tuple(number / most for number in range(most))):
            delivered = world.deliver(fault)
            ends[delivered.row.status] += 1
            try:
                delivered.check_true()
            except AssertionError as problem:
                false.append(f"{fault}: {problem}")
    engine.dispose()
    return ends, false


def main(arguments: list[str]) -> int:
    """Prints a line for each channel; 1 when anything was false."""
    logging.disable(logging.CRITICAL)
    places = next((int(each) for each in arguments if each.isdecimal()), None)
    chosen = [each for each in arguments if each in KINDS] or list(KINDS)
    wrong = 0
    for name in chosen:
        with tempfile.TemporaryDirectory() as folder:
            ends, false = break_everywhere(name, places, Path(folder))
        wrong += len(false)
        sys.stdout.write(f"{name}: {sum(ends.values())} faults, {dict(ends)}, {len(false)} false\n")
        for each in false[:5]:
            sys.stdout.write(f"  {each}\n")
        sys.stdout.flush()
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
