"""`python -m tests.rules.life LIVES`: see the package."""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys

import tests.rules.life as lives_of
from tests.rules.life import play_share


def main() -> int:
    parser = argparse.ArgumentParser(description=lives_of.__doc__)
    parser.add_argument("lives", type=int, nargs="?", default=1000)
    parser.add_argument("--careless", action="store_true")
    chosen = parser.parse_args()
    parts = os.cpu_count() or 1
    tasks = [(chosen.careless, -(-chosen.lives // parts), 20261123 + number) for number in range(parts)]
    with multiprocessing.get_context("spawn").Pool(parts) as pool:
        broken = [one for one in pool.map(play_share, tasks) if one]
    sys.stdout.write(f"{chosen.lives} lives of 50 steps, {len(broken)} broken\n")
    sys.stdout.writelines(f"{one}\n" for one in broken)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
