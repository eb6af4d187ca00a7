"""`python -m tests.rules.door COUNT`: see the package."""

from __future__ import annotations

import sys

from sqlmodel import Session

from campaigns.db import make_engine
from campaigns.tables import metadata
from tests.rules.door import attack
from tests.shared import TRAIL_KEY


def main() -> int:
    engine = make_engine("sqlite://", trail_key=TRAIL_KEY)
    metadata.create_all(engine)
    with Session(engine) as session:
        made, opened = attack(session, int(sys.argv[1]) if sys.argv[1:] else 500, seed=20261128)
    for name, number in sorted(made.items()):
        sys.stdout.write(f"{number:6} {name}\n")
    sys.stdout.write(f"{made.total()} changes by hand, {made.total() - len(opened)} opened nothing\n")
    sys.stdout.writelines(f"{one}\n" for one in opened[:20])
    return 1 if opened else 0


if __name__ == "__main__":
    sys.exit(main())
