"""What was decided lately, and taking an approval back for every channel it was given for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select as select_many
from sqlmodel import Session, col, func, select

from campaigns.approvals.actions import withdraw_approval
from campaigns.approvals.models import Approval, Proof, ReviewLink, ReviewRequest
from campaigns.approvals.second import Second, seconds
from campaigns.approvals.to_write import return_reasons
from campaigns.approvals.validity import told_words
from campaigns.approvals.witness import testimony
from campaigns.content.models import Campaign, Post, Revision, Variant
from campaigns.errors import NotReady
from campaigns.people.actor import Actor
from campaigns.people.models import Person
from campaigns.vocabulary import Decision, VariantStatus

#: More rows than lines: one decision is a row for each channel.
ROWS = 240


@dataclass(frozen=True)
class Decided:
    """One decision as one line, whatever the number of channels. `stands`: an approval nothing has replaced;
    `is_partners`: the word of a partner outside, which is heard and opens nothing, about the one `channel` of its link.

    `request_id`: the card it was about; `second`: whose yes it waits for still, where two are needed.
    """

    approval: Approval
    name: str
    variant: Variant
    post: Post
    campaign: Campaign
    headline: str
    stands: bool
    is_partners: bool = False
    channel: str = ""
    request_id: int | None = None
    second: Second | None = None


def recent_decisions(
    session: Session, *, programme_id: int, languages: Collection[str] | None = None, most: int = 40
) -> list[Decided]:
    """The latest decisions of a programme, the newest first."""
    query = (
        select_many(
            Approval,
            func.coalesce(Person.name, ReviewLink.name),
            col(Proof.channel),
            Variant,
            Post,
            Campaign,
            Revision,
        )
        .join(Proof, col(Proof.id) == Approval.proof_id)
        .join(Revision, col(Revision.id) == Proof.revision_id)
        .join(Variant, col(Variant.id) == Proof.variant_id)
        .join(Post, col(Post.id) == Variant.post_id)
        .join(Campaign, col(Campaign.id) == Post.campaign_id)
        .join(Person, col(Person.id) == Approval.by, isouter=True)
        .join(ReviewLink, col(ReviewLink.id) == Approval.link_id, isouter=True)
        .where(col(Campaign.programme_id) == programme_id)
        .order_by(col(Approval.id).desc())
        .limit(ROWS)
    )
    if languages is not None:
        query = query.where(col(Approval.language).in_(list(languages)))
    rows = session.execute(query).all()
    digests = [row[0].digest for row in rows]
    told = testimony(session, digests)
    counting = told_words(session, digests, told=told)
    lines: dict[tuple[Any, ...], Decided] = {}
    for approval, name, channel, variant, post, campaign, revision in rows:
        key = (variant.id, approval.by, approval.link_id, approval.at, approval.decision)
        is_yes = approval.decision is Decision.APPROVE
        if is_yes and not told.tells_of(approval):
            continue  # nobody said it: the row was written past the desk
        line = Decided(
            approval=approval,
            name=name or "",
            variant=variant,
            post=post,
            campaign=campaign,
            headline=str(revision.words.get("headline", "")),
            stands=any(word.id == approval.id for word in counting.get(approval.digest, ())[-1:]),
            is_partners=told.is_partners(approval),
            channel=channel if approval.link_id else "",
        )
        lines.setdefault(key, line)
    return _with_cards(session, list(lines.values())[:most])


def _with_cards(session: Session, lines: Sequence[Decided]) -> list[Decided]:
    """The lines with the card that each is about, and with whom those wait for that have their first yes."""
    query = select(ReviewRequest).where(
        col(ReviewRequest.variant_id).in_([line.variant.id for line in lines])
    )
    requests = list(session.exec(query.order_by(col(ReviewRequest.id))))
    cards = {(one.variant_id, digest): one for one in requests for digest in one.digests.values()}
    waiting = seconds(session, [one for one in requests if one.closed_at is None])
    found = []
    for line in lines:
        card = cards.get((line.variant.id or 0, line.approval.digest))
        second = waiting.get(card.id or 0) if card and line.stands else None
        found.append(replace(line, request_id=card.id if card else None, second=second))
    return found


@dataclass(frozen=True)
class Returned:
    """A text that came back, with the last reason."""

    variant: Variant
    campaign: Campaign
    headline: str
    reason: str


def returned_texts(
    session: Session, *, programme_id: int, languages: Collection[str] | None = None
) -> list[Returned]:
    """What lawyers returned and nobody has mended yet, the latest first, in two queries."""
    query = (
        select_many(Variant, Campaign, Revision)
        .join(Post, col(Post.id) == Variant.post_id)
        .join(Campaign, col(Campaign.id) == Post.campaign_id)
        .join(Revision, (col(Revision.variant_id) == Variant.id) & (col(Revision.number) == Variant.revision))
        .where(
            col(Campaign.programme_id) == programme_id,
            col(Campaign.archived_at).is_(None),
            col(Variant.status) == VariantStatus.RETURNED,
        )
        .order_by(col(Variant.changed_at).desc(), col(Variant.id))
    )
    if languages is not None:
        query = query.where(col(Variant.language).in_(list(languages)))
    rows = session.execute(query).all()
    reasons = return_reasons(session, [variant.id for variant, *_rest in rows])
    return [
        Returned(variant, campaign, str(revision.words.get("headline", "")), reasons.get(variant.id, ""))
        for variant, campaign, revision in rows
    ]


def standing_approvals(session: Session, variant_id: int) -> list[Proof]:
    """The proofs of a variant that have a lawyer's yes, and no word against it since."""
    proofs = list(session.exec(select(Proof).where(Proof.variant_id == variant_id).order_by(col(Proof.id))))
    words = told_words(session, {proof.digest for proof in proofs})
    return [proof for proof in proofs if words.get(proof.digest)]


def withdraw_variant(
    session: Session, *, variant_id: int, reason: str, programme_id: int, by: Actor, now: datetime
) -> int:
    """Takes back every approval that stands for a variant. What is scheduled under it is held when it comes."""
    proofs = standing_approvals(session, variant_id)
    if not proofs:
        raise NotReady("There is no approval to withdraw.")
    for proof in proofs:
        withdraw_approval(session, proof=proof, reason=reason, programme_id=programme_id, by=by, now=now)
    return len(proofs)
