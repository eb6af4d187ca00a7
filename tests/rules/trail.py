"""Edits the audit trail at random and asks whether looking at it finds out.

`python -m tests.rules.trail 10000` makes that many edits: changes of any column, deletions, swaps, insertions, each
as a clumsy hand would make them and as somebody who computes every later digest anew.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from sqlmodel import Session, select

from campaigns.db import make_engine, session_scope
from campaigns.people.audit import FIRST, entry_digest, record
from campaigns.people.heads import WrittenHead
from campaigns.people.models import AuditEntry
from campaigns.people.verifying import examine
from campaigns.tables import metadata

ROWS = 24
START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
COLUMNS = tuple(column.name for column in AuditEntry.__table__.columns)  # type: ignore[attr-defined]
SEED = 20261123

Row = Any
Trail = list[Row]


@dataclass
class Verdict:
    """How many edits were made of each kind, and which were not found."""

    edits: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)


def real_trail() -> Trail:
    """Rows as the product itself writes them."""
    engine = make_engine("sqlite:///:memory:")
    metadata.create_all(engine)
    with session_scope(engine) as session:
        for number in range(ROWS):
            record(
                session,
                action="do_thing",
                subject="thing",
                subject_id=number,
                by=None,
                programme_id=1 + number % 2,
                now=START + timedelta(minutes=number),
                step=number,
            )
    with Session(engine) as session:
        rows = [_copied(row) for row in session.exec(select(AuditEntry).order_by("id"))]
    engine.dispose()
    return rows


def run(count: int, *, seed: int = SEED) -> Verdict:
    """Makes `count` edits of a trail whose last row was written down outside, and looks at each."""
    dice, whole, verdict = random.Random(seed), real_trail(), Verdict()
    heads = [WrittenHead(START, whole[-1].id, whole[-1].digest)]
    assert examine(whole, heads)["broken"] == []
    for number in range(count):
        kind, edit = dice.choice(sorted(EDITS.items()))
        clever = dice.random() < 0.5
        trail = [_copied(row) for row in whole]
        edit(trail, dice)
        trail.sort(key=lambda row: row.id)
        if clever:
            _chain_anew(trail)
        name = f"{kind}, computed anew" if clever else kind
        verdict.edits[name] += 1
        if not examine(trail, heads)["broken"]:
            verdict.missed.append(f"{number}: {name}")
    return verdict


def _change(trail: Trail, dice: random.Random) -> None:
    row, column = dice.choice(trail), dice.choice([name for name in COLUMNS if name != "id"])
    before = getattr(row, column)
    if isinstance(before, datetime):
        after: Any = before + timedelta(microseconds=dice.randrange(1, 10**9))
    elif isinstance(before, str):
        after = _other_text(before, dice)
    else:
        after = (before or 0) + dice.randrange(1, 9)
    setattr(row, column, after)
    if column in ("digest", "previous"):
        # Alone they would be computed anew; with a changed row they tell a false story.
        row.action = f"{row.action}x"


def _delete(trail: Trail, dice: random.Random) -> None:
    start = dice.randrange(len(trail))
    del trail[start : start + dice.choice([1, 1, 1, 2, 5])]


def _swap(trail: Trail, dice: random.Random) -> None:
    one, other = dice.sample(trail, 2)
    one.id, other.id = other.id, one.id


def _insert(trail: Trail, dice: random.Random) -> None:
    where = dice.randrange(len(trail))
    new = _copied(dice.choice(trail))
    new.id, new.action = where + 1, "do_other"
    for row in trail[where:]:
        row.id += 1
    trail.append(new)


EDITS: dict[str, Callable[[Trail, random.Random], None]] = {
    "change": _change,
    "deletion": _delete,
    "swap": _swap,
    "insertion": _insert,
}


def _chain_anew(trail: Trail) -> None:
    """What somebody does who knows how the chain is made: numbers, references and digests fit again."""
    previous = FIRST
    for number, row in enumerate(trail, start=1):
        row.id, row.previous = number, previous
        row.digest = previous = entry_digest(row)


def _other_text(text: str, dice: random.Random) -> str:
    if not text:
        return "x"
    place = dice.randrange(len(text))
    letter = "0" if text[place] != "0" else "1"
    return text[:place] + letter + text[place + 1 :]


def _copied(row: Any) -> Row:
    return SimpleNamespace(**{name: getattr(row, name) for name in COLUMNS})


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    verdict = run(count)
    for kind, number in sorted(verdict.edits.items()):
        sys.stdout.write(f"{number:6} {kind}\n")
    sys.stdout.write(f"{count} edits, {count - len(verdict.missed)} found\n")
    sys.stdout.writelines(f"missed {one}\n" for one in verdict.missed[:20])
    return 1 if verdict.missed else 0


if __name__ == "__main__":
    sys.exit(main())
