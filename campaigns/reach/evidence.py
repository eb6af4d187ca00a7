"""Evidence for funders and for the AI Act: who looked at what, where its words came from, and what became of it.

Regulation (EU) 2024/1689, Article 50(4), asks for disclosure of machine-made text unless a person reviewed it and
somebody is responsible for it. Each line is one decision about one digest, with the origin of the words, who wrote
them, who decided, and where the bytes were published. A row of the table of approvals is evidence of a decision only if
the trail tells of the very same one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select as select_many
from sqlmodel import Session, col, select

from campaigns.approvals.models import Approval, Proof, ReviewLink
from campaigns.approvals.testimony import Testimony
from campaigns.approvals.witness import testimony
from campaigns.content.models import Campaign, Post, Revision, Variant
from campaigns.people.models import Programme
from campaigns.people.queries import names_of
from campaigns.placements.models import Publication
from campaigns.reach.tables import write_csv
from campaigns.vocabulary import Origin

UNCONFIRMED = "unconfirmed_"


class Evidence(NamedTuple):
    """One decision, as it is written into a file. `published` are moment and address, one after the other.

    `decision` begins with `unconfirmed_` where the trail does not tell of it: nobody can say that it was made.
    """

    programme: str
    responsible: str
    campaign: str
    topic: str
    post: int
    kind: str
    language: str
    channel: str
    revision: int
    origin: str
    machine_involved: bool
    written_by: str
    decision: str
    decided_by: str
    decided_through: str
    decided_at: str
    valid_until: str
    place: str
    reason: str
    published: str
    digest: str

    @property
    def is_confirmed(self) -> bool:
        return not self.decision.startswith(UNCONFIRMED)


def evidence_of(
    session: Session,
    *,
    programme: Programme,
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[Evidence]:
    """Every decision of a programme in a span of time, the oldest first, in a fixed number of queries."""
    query = (
        select_many(Approval, Proof, Revision, Variant, Post, Campaign, ReviewLink)
        .join(Proof, col(Proof.id) == Approval.proof_id)
        .join(Revision, col(Revision.id) == Proof.revision_id)
        .join(Variant, col(Variant.id) == Proof.variant_id)
        .join(Post, col(Post.id) == Variant.post_id)
        .join(Campaign, col(Campaign.id) == Post.campaign_id)
        .join(ReviewLink, col(ReviewLink.id) == Approval.link_id, isouter=True)
        .where(col(Campaign.programme_id) == programme.id)
        .order_by(col(Approval.id))
    )
    if since is not None:
        query = query.where(col(Approval.at) >= since)
    if until is not None:
        query = query.where(col(Approval.at) < until)
    rows = session.execute(query).all()
    origins = _origins(session, {row[3].id for row in rows})
    out = _published(session, {row[1].id for row in rows})
    wrote = {number: authors for number, (_origins_, authors) in origins.items()}
    people = {who for authors in wrote.values() for _number, who in authors} | {
        row[0].by for row in rows if row[0].by is not None
    }
    names = names_of(session, people)
    trail = testimony(session, {row[0].digest for row in rows})
    return [
        _line(programme, row, origins[row[3].id][0], wrote[row[3].id], out[row[1].id], names, trail)
        for row in rows
    ]


def evidence_csv(lines: Sequence[Evidence]) -> bytes:
    """The lines as a table that spreadsheets open."""
    return write_csv([list(Evidence._fields), *[list(line) for line in lines]])


def evidence_json(lines: Sequence[Evidence]) -> list[dict[str, Any]]:
    """The lines as plain data."""
    return [line._asdict() for line in lines]


def _line(
    programme: Programme,
    row: Any,
    origins: list[tuple[int, Origin]],
    authors: list[tuple[int, int]],
    published: list[str],
    names: dict[int, str],
    trail: Testimony,
) -> Evidence:
    word, proof, revision, variant, post, campaign, link = row
    until = revision.number
    machine = any(
        number <= until and origin in (Origin.MACHINE, Origin.MACHINE_EDITED) for number, origin in origins
    )
    writers = {names.get(who, "") for number, who in authors if number <= until}
    return Evidence(
        programme=programme.name,
        responsible=programme.responsible,
        campaign=campaign.title,
        topic=campaign.topic,
        post=post.position,
        kind=post.kind,
        language=variant.language,
        channel=proof.channel,
        revision=revision.number,
        origin=revision.origin.value,
        machine_involved=machine,
        written_by=", ".join(sorted(writers - {""})),
        decision=("" if trail.tells_of(word) else UNCONFIRMED) + word.decision.value,
        decided_by=link.name if link else names.get(word.by, ""),
        decided_through=f"one-time link ({link.kind.value})" if link else "login",
        decided_at=word.at.isoformat(),
        valid_until=word.valid_until.isoformat() if word.valid_until else "",
        place=word.place,
        reason=word.reason,
        published=", ".join(published),
        digest=word.digest,
    )


def _origins(
    session: Session, variant_ids: Collection[int]
) -> dict[int, tuple[list[tuple[int, Origin]], list[tuple[int, int]]]]:
    """Each variant's revisions: number with origin, and number with author."""
    found: dict[int, tuple[list[tuple[int, Origin]], list[tuple[int, int]]]] = defaultdict(lambda: ([], []))
    query = select(Revision.variant_id, Revision.number, Revision.origin, Revision.created_by).where(
        col(Revision.variant_id).in_(list(variant_ids))
    )
    for variant_id, number, origin, author in session.exec(query):
        found[variant_id][0].append((number, Origin(origin)))
        if author is not None:
            found[variant_id][1].append((number, author))
    return found


def _published(session: Session, proof_ids: Collection[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    query = (
        select(Publication)
        .where(col(Publication.proof_id).in_(list(proof_ids)))
        .order_by(col(Publication.published_at))
    )
    for row in session.exec(query):
        found[row.proof_id].append(f"{row.published_at.isoformat()} {row.channel} {row.url}".rstrip())
    return found
