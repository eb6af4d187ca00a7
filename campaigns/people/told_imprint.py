"""What a programme says of itself beside approved words (name, organisation, imprint) as the trail tells it.

A feed and a newsletter bear these, and they are no part of what a lawyer approves: they are settings. So the rows of
the trail that tell of a programme name their digest, and what was changed in the table alone is known as such.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import Session, col, select

from campaigns.canonical import digest_of
from campaigns.people.models import Programme
from campaigns.people.telling import rows_about

#: The columns that readers see beside every post.
SEEN = ("name", "organisation", "imprint", "imprint_url")


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
    told: dict[int, str] = {}
    actions = ("add_programme", "change_programme")
    for row, said in rows_about(session.connection(), "programme", programme_ids, actions):
        if said is not None and "said_of_itself" in said:
            told[row.subject_id] = said["said_of_itself"]
    programmes = session.exec(select(Programme).where(col(Programme.id).in_(list(told))))
    return {one.id or 0 for one in programmes if digest_of_imprint(one) != told[one.id or 0]}
