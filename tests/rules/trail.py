"""Edits the audit trail at random and asks whether looking at it finds out.

`python -m tests.rules.trail 10000` makes that many edits of the rows for which a head outside the database vouches:
changes of any column, deletions, swaps, insertions, cutting off, each as a clumsy hand would make them and as somebody
who computes every later digest anew, but has no key to sign them. All of them have to be found.

It makes a fifth as many behind the head, rows added at the end among them. All of them are found as well, but for
cutting off the end, which leaves a chain in order. That has to be so: were it found, what the desk says about the trail
would be wrong. A head on the true last row, as the worker writes it a minute later, finds that, too.
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
from campaigns.people.signing import Signer
from campaigns.people.verifying import examine
from campaigns.tables import metadata
from tests.shared import TRAIL_KEY

ROWS = 24
#: The row that the head names; the rest lies behind it.
VOUCHED = 16
START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
COLUMNS = tuple(column.name for column in AuditEntry.__table__.columns)  # type: ignore[attr-defined]
SEED = 20261123
SIGNER = Signer([TRAIL_KEY])

Row = Any
Trail = list[Row]


@dataclass
class Verdict:
    """How many edits were made of each kind and how many were found, and those with which it went otherwise than
    the heads allow."""

    edits: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    otherwise: list[str] = field(default_factory=list)

    def note(self, name: str, *, is_found: bool, has_to_be: bool) -> None:
        self.edits[name] += 1
        self.found[name] += is_found
        if is_found is not has_to_be:
            self.otherwise.append(name)


def real_trail() -> Trail:
    """Rows as the product itself writes them."""
    engine = make_engine("sqlite:///:memory:", trail_key=TRAIL_KEY)
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
    """Makes `count` edits up to the row that a head names, and a fifth as many behind it, and looks at each."""
    dice, whole, verdict = random.Random(seed), real_trail(), Verdict()
    head, later = (WrittenHead(START, row.id, row.digest) for row in (whole[VOUCHED - 1], whole[-1]))
    assert examine(whole, [head, later], SIGNER)["broken"] == []
    for _ in range(count):
        kind, edit = dice.choice(sorted(EDITS.items()))
        trail, clever = _edited(whole, edit, range(VOUCHED), dice)
        is_found = bool(examine(trail, [head], SIGNER)["broken"])
        verdict.note(_name(kind, clever), is_found=is_found, has_to_be=True)
    for _ in range(count // 5):
        kind, edit = dice.choice(sorted(BEHIND.items()))
        trail, clever = _edited(whole, edit, range(VOUCHED, ROWS), dice)
        result = examine(trail, [head], SIGNER)
        assert result["broken"] or result["vouched"] == {"row": VOUCHED, "at": START.isoformat()}
        name = f"{_name(kind, clever)}, behind the head"
        verdict.note(name, is_found=bool(result["broken"]), has_to_be=edit is not _cut_off)
        by_the_next = bool(examine(trail, [head, later], SIGNER)["broken"])
        verdict.note(f"{name}, with the next", is_found=by_the_next, has_to_be=True)
    return verdict


def _edited(
    whole: Trail, edit: Callable[[Trail, range, random.Random], None], rows: range, dice: random.Random
) -> tuple[Trail, bool]:
    clever = dice.random() < 0.5
    trail = [_copied(row) for row in whole]
    edit(trail, rows, dice)
    trail.sort(key=lambda row: row.id)
    if clever:
        _chain_anew(trail)
    return trail, clever


def _name(kind: str, clever: bool) -> str:
    return f"{kind}, computed anew" if clever else kind


def _change(trail: Trail, rows: range, dice: random.Random) -> None:
    row, column = trail[dice.choice(rows)], dice.choice([name for name in COLUMNS if name != "id"])
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


def _delete(trail: Trail, rows: range, dice: random.Random) -> None:
    """In the midst; what goes with everything behind it is cut off."""
    start = dice.choice(rows[:-1])
    del trail[start : min(start + dice.choice([1, 1, 1, 2, 5]), len(trail) - 1)]


def _swap(trail: Trail, rows: range, dice: random.Random) -> None:
    one, other = (trail[place] for place in dice.sample(rows, 2))
    one.id, other.id = other.id, one.id


def _insert(trail: Trail, rows: range, dice: random.Random) -> None:
    where = dice.choice(rows)
    new = _copied(dice.choice(trail))
    new.id, new.action = where + 1, "do_other"
    for row in trail[where:]:
        row.id += 1
    trail.append(new)


def _cut_off(trail: Trail, rows: range, dice: random.Random) -> None:
    del trail[dice.choice(rows) :]


def _append(trail: Trail, _rows: range, dice: random.Random) -> None:
    """A row that never was, behind the last one, as the product would have written it but for the signature."""
    new = _copied(dice.choice(trail))
    new.id, new.action, new.previous = len(trail) + 1, "do_other", trail[-1].digest
    new.digest = entry_digest(new)
    trail.append(new)


EDITS: dict[str, Callable[[Trail, range, random.Random], None]] = {
    "change": _change,
    "deletion": _delete,
    "swap": _swap,
    "insertion": _insert,
    "cutting off": _cut_off,
}
BEHIND = {**EDITS, "appending": _append}


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
        sys.stdout.write(f"{number:6} {kind}: {verdict.found[kind]} found\n")
    before = [kind for kind in verdict.edits if "behind" not in kind]
    found = sum(verdict.found[kind] for kind in before)
    sys.stdout.write(f"{count} edits up to the row that a head names, {found} found\n")
    sys.stdout.writelines(f"otherwise than the heads allow: {one}\n" for one in verdict.otherwise[:20])
    return 1 if verdict.otherwise else 0


if __name__ == "__main__":
    sys.exit(main())
