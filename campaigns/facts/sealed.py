"""The digest of all that a fact says, as the trail tells it: who changes its row by hand makes another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import Table, select
from sqlmodel import Session

from campaigns.canonical import digest_of
from campaigns.facts.models import Fact, FactText
from campaigns.facts.state import PARTS
from campaigns.vocabulary import FactStatus

#: The rows of the trail that tell what a fact says.
TELLING = (
    "write_fact",
    "add_fact",
    "check_fact",
    "change_fact",
    "rate_fact",
    "end_fact",
    "retire_fact",
)
_FACT: Table = Fact.__table__  # type: ignore[attr-defined]
_TEXT: Table = FactText.__table__  # type: ignore[attr-defined]
#: What a post rests on. Not who checked it and when it is looked at again: that moves nothing that was said.
_SAID = ("jurisdiction", "laws", "source_title", "source_url", "values", "risk", "revision")
_DAYS = ("read_on", "valid_from", "valid_to")


def seals(session: Session, fact_ids: Collection[int]) -> dict[int, str]:
    """The digest of what each of these facts says now, with its words in every language; in two queries."""
    session.flush()
    connection = session.connection()
    texts: dict[int, dict[str, Any]] = defaultdict(dict)
    for row in connection.execute(select(_TEXT).where(_TEXT.c.fact_id.in_(list(fact_ids)))):
        texts[row.fact_id][row.language] = [getattr(row, part) for part in PARTS]
    return {
        row.id: digest_of(
            {name: getattr(row, name) for name in _SAID}
            | {name: day.isoformat() if (day := getattr(row, name)) else None for name in _DAYS}
            | {"retired": row.status == FactStatus.RETIRED, "texts": texts[row.id]}
        )
        for row in connection.execute(select(_FACT).where(_FACT.c.id.in_(list(fact_ids))))
    }
