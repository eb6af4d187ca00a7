"""What a yes rests on beside its bytes: the facts as they were when it was said.

The row of the trail that tells of a yes names the facts behind it and the digest of what each said. Whoever changes a
fact in the desk leaves a row with its new digest, and whoever recalls it one with the languages; a fact that says
something else was written into by hand, and a recall that is missing from its table was taken out of it. Both hold
what rests on the fact.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Table, select
from sqlmodel import Session

from campaigns.facts.sealed import seals
from campaigns.people.audit import is_genuine
from campaigns.people.models import AuditEntry
from campaigns.people.signing import signer_of
from campaigns.vocabulary import RecallCause

_RECALLED, _SETTLED = "recall_fact", "settle_doubts"
_ENTRY: Table = AuditEntry.__table__  # type: ignore[attr-defined]


class Ground(NamedTuple):
    """What a row of the trail says that its yes rests on.

    `facts` are digests by the number of the fact; `kept` the recalls of which a lawyer said that the text stays;
    `second_needed`: one more lawyer had to look.
    """

    row: int
    language: str
    facts: Mapping[int, str]
    kept: Collection[int]
    second_needed: bool


class _Moved(NamedTuple):
    """A row of the trail about a fact, as far as it can be believed."""

    row: int
    state: str | None
    recall: int | None
    languages: Collection[str] | None
    settles: bool
    is_doubt: bool


class FactsBehind:
    """What the facts behind some approvals say now, and what the trail tells of them."""

    def __init__(self, session: Session, grounds: Collection[Ground]) -> None:
        facts = {fact for ground in grounds for fact in ground.facts}
        self._now = seals(session, facts) if facts else {}
        self._moved = _moved(session, facts) if facts else {}

    def bear(self, ground: Ground) -> bool:
        """Whether each fact says what the trail tells that it says, and no recall is open that the trail tells of."""
        return all(self._bears(ground, fact, seal) for fact, seal in ground.facts.items())

    def _bears(self, ground: Ground, fact: int, seal: str) -> bool:
        open_ones: dict[int | None, bool] = {}
        for moved in self._moved.get(fact, ()):
            if moved.row < ground.row:
                continue
            seal = moved.state or seal
            if moved.languages is None or ground.language in moved.languages:
                open_ones[moved.recall] = moved.is_doubt
            elif moved.settles:
                open_ones = {recall: is_doubt for recall, is_doubt in open_ones.items() if not is_doubt}
        return self._now.get(fact) == seal and not set(open_ones) - set(ground.kept)


def changed_by_hand(session: Session, seals: Mapping[int, str]) -> set[int]:
    """Those of these facts (digests by number) that do not say what the trail told last. One of which it tells nothing
    yet is left out: nobody has checked or changed it."""
    told = {
        fact: [moved.state for moved in rows if moved.state] for fact, rows in _moved(session, seals).items()
    }
    return {fact for fact, states in told.items() if states and states[-1] != seals[fact]}


def _moved(session: Session, facts: Collection[int]) -> dict[int, list[_Moved]]:
    connection = session.connection()
    signer = signer_of(connection)
    query = (
        select(_ENTRY)
        .where(_ENTRY.c.subject == "fact", _ENTRY.c.subject_id.in_(list(facts)))
        .order_by(_ENTRY.c.id)
    )
    found: dict[int, list[_Moved]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.subject_id].append(_read(row, is_signed=is_genuine(row, signer)))
    return found


def _read(row: Any, *, is_signed: bool) -> _Moved:
    """The row; of one that somebody wrote into only a recall is heard, and it is one for every language."""
    said = json.loads(row.detail) if is_signed else {}
    is_recall = row.action == _RECALLED
    return _Moved(
        row=row.id,
        state=said.get("state"),
        recall=said.get("recall") if is_recall else None,
        languages=said.get("languages") if is_recall else (),
        settles=is_signed and row.action == _SETTLED,
        is_doubt=said.get("cause") == RecallCause.DOUBTED,
    )
