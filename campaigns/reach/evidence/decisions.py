"""Every decision about a digest: who took it, when, as what, and where the words came from.

A row of the table of approvals is evidence of a decision only if the trail tells of the very same one.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import select as select_many
from sqlmodel import Session, col, select

from campaigns.approvals.models import Approval, Proof, ReviewLink
from campaigns.approvals.testimony import Testimony
from campaigns.approvals.witness import testimony
from campaigns.content.models import Campaign, Post, Revision, Variant
from campaigns.people.models import Programme
from campaigns.people.queries import names_of
from campaigns.people.told_rights import Right, told_rights
from campaigns.vocabulary import DeciderKind, Decision, Origin, Role

UNCONFIRMED = "unconfirmed_"


class Evidence(NamedTuple):
    """One decision about one digest.

    `decision` begins with `unconfirmed_` where the trail does not tell of it: nobody can say that it was made.
    `decided_as` is `lawyer`, `lead`, `admin`, `outside_lawyer` or `partner`, and `withdrawer` where the trail does
    not tell any more in which of the first three roles somebody took an approval back. `text_id` and `proof_id` find
    the text and the file of what was decided; `person` is the number of who decided in the trail, `link_by` who gave
    the link out.
    """

    decision: str
    decided_at: datetime
    decided_by: str
    decided_as: str
    language: str
    channel: str
    campaign: str
    topic: str
    post: int
    kind: str
    headline: str
    text: str
    revision: int
    origin: str
    machine_involved: bool
    written_by: str
    valid_until: date | None
    place: str
    reason: str
    responsible: str
    programme: str
    digest: str
    person: int | None
    link_by: str
    text_id: int
    post_id: int
    proof_id: int

    @property
    def is_confirmed(self) -> bool:
        return not self.decision.startswith(UNCONFIRMED)


def evidence_of(
    session: Session,
    *,
    programme: Programme,
    since: datetime | None = None,
    until: datetime | None = None,
    languages: Collection[str] | None = None,
) -> list[Evidence]:
    """Every decision of a programme in a span of time, the oldest first, in a fixed number of queries; about texts in
    these languages alone where they are named."""
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
    if languages is not None:
        query = query.where(col(Variant.language).in_(list(languages)))
    rows = session.execute(query).all()
    written = _written(session, {row[3].id for row in rows})
    people = {
        author for texts in written.values() for _number, _origin, author in texts if author is not None
    }
    people |= {row[0].by for row in rows if row[0].by is not None}
    people |= {row[6].issued_by for row in rows if row[6] is not None}
    names = names_of(session, people)
    trail = testimony(session, {row[0].digest for row in rows})
    rights = told_rights(
        session, {row[0].by for row in rows if row[0].decision is Decision.WITHDRAW and row[0].by}
    )
    return [_line(programme, row, written[row[3].id], names, trail, rights) for row in rows]


def _line(
    programme: Programme,
    row: Any,
    written: list[tuple[int, Origin, int | None]],
    names: dict[int, str],
    trail: Testimony,
    rights: Mapping[Right, datetime],
) -> Evidence:
    word, proof, revision, variant, post, campaign, link = row
    manifest = json.loads(proof.manifest)
    until = [each for each in written if each[0] <= revision.number]
    writers = {names.get(author, "") for _number, _origin, author in until if author is not None}
    return Evidence(
        decision=("" if trail.tells_of(word) else UNCONFIRMED) + word.decision.value,
        decided_at=word.at,
        decided_by=link.name if link else names.get(word.by, ""),
        decided_as=_as_what(word, link, programme, rights),
        language=variant.language,
        channel=proof.channel,
        campaign=campaign.title,
        topic=campaign.topic,
        post=post.position,
        kind=post.kind,
        headline=manifest["title"],
        text=manifest["text"],
        revision=revision.number,
        origin=revision.origin.value,
        machine_involved=any(origin in (Origin.MACHINE, Origin.MACHINE_EDITED) for _n, origin, _a in until),
        written_by=", ".join(sorted(writers - {""})),
        valid_until=word.valid_until,
        place=word.place,
        reason=word.reason,
        responsible=programme.responsible,
        programme=programme.name,
        digest=word.digest,
        person=word.by,
        link_by=names.get(link.issued_by, "") if link else "",
        text_id=variant.id,
        post_id=post.id,
        proof_id=proof.id,
    )


def _as_what(
    word: Approval, link: ReviewLink | None, programme: Programme, rights: Mapping[Right, datetime]
) -> str:
    """In which role somebody decided. Approving and returning is for lawyers alone; withdrawing for leads and admins,
    too, so there the trail is asked which of these roles they had by then."""
    if link is not None:
        return "partner" if link.kind is DeciderKind.PARTNER else "outside_lawyer"
    if word.decision is not Decision.WITHDRAW:
        return "lawyer"
    for role, language in ((Role.LAWYER, word.language), (Role.LEAD, ""), (Role.ADMIN, "")):
        since = rights.get(Right(word.by or 0, programme.id, role.value, language))
        if since is not None and since <= word.at:
            return role.value
    return "withdrawer"


def _written(
    session: Session, variant_ids: Collection[int]
) -> dict[int, list[tuple[int, Origin, int | None]]]:
    """Each text's revisions: number, origin and author."""
    found: dict[int, list[tuple[int, Origin, int | None]]] = defaultdict(list)
    query = select(Revision.variant_id, Revision.number, Revision.origin, Revision.created_by).where(
        col(Revision.variant_id).in_(list(variant_ids))
    )
    for variant_id, number, origin, author in session.exec(query):
        found[variant_id].append((number, Origin(origin), author))
    return found
