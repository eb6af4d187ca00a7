"""What a programme says of itself beside approved words (name, organisation, imprint) as the trail tells it.

A feed and a newsletter bear these, and they are no part of what a lawyer approves: they are settings. So the rows of
the trail that tell of a programme name their digest, and what was changed in the table alone is known as such.
"""

from __future__ import annotations

import json
from collections.abc import Collection

from sqlalchemy import Table, select
from sqlmodel import Session, col
from sqlmodel import select as select_one

from campaigns.canonical import digest_of
from campaigns.people.audit import is_genuine
from campaigns.people.models import AuditEntry, Programme
from campaigns.people.signing import signer_of

#: The columns that readers see beside every post.
SEEN = ("name", "organisation", "imprint", "imprint_url")
_ENTRY: Table = AuditEntry.__table__  # type: ignore[attr-defined]


def digest_of_imprint(programme: Programme) -> str:
    """What readers see of the programme itself."""
    return digest_of(["imprint", programme.id, *(getattr(programme, name) for name in SEEN)])


def untold_imprints(session: Session, programme_ids: Collection[int]) -> set[int]:
    """Those of these programmes that say of themselves what the trail does not tell, in two queries.

    A programme of which it tells nothing is what its row says: nobody has begun it in the desk.
    """
    if not programme_ids:
        return set()
    session.flush()
    connection = session.connection()
    signer = signer_of(connection)
    query = (
        select(_ENTRY)
        .where(
            _ENTRY.c.subject == "programme",
            _ENTRY.c.subject_id.in_(list(programme_ids)),
            _ENTRY.c.action.in_(("add_programme", "change_programme")),
        )
        .order_by(_ENTRY.c.id)
    )
    told: dict[int, str] = {}
    for row in connection.execute(query):
        said = json.loads(row.detail).get("said_of_itself") if is_genuine(row, signer) else None
        if said is not None:
            told[row.subject_id] = said
    programmes = session.exec(select_one(Programme).where(col(Programme.id).in_(list(told))))
    return {one.id or 0 for one in programmes if digest_of_imprint(one) != told[one.id or 0]}
