"""What a kit of a campaign may hold in one language today: its approved texts by post, and what is left out and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, select

from campaigns.approvals.models import Proof
from campaigns.approvals.validity import latest_decisions
from campaigns.content.models import Campaign, Post, PostFact, Revision, Variant
from campaigns.content.queries import posts_of_campaign, variants_of_posts
from campaigns.facts.models import Fact
from campaigns.facts.queries import facts_by_id
from campaigns.placements import reasons
from campaigns.placements.gate import Departure, closed_for, let_through
from campaigns.placements.models import Placement
from campaigns.reasons import Reason
from campaigns.vocabulary import PlacementStatus

#: Channels that programs read. Their texts are offered only where there is no other.
FOR_PROGRAMS = frozenset({"folder", "webhook"})
#: What people paste most stands first.
FIRST = ("handoff", "facebook", "instagram", "telegram")
#: The longest that a kit is good for without being looked at again.
LONGEST = timedelta(days=180)
#: A partner posts on days near those of the calendar; more than this many are no help.
DATES = 5


@dataclass(frozen=True)
class Part:
    """One post of a kit: its proofs that may leave, its days, what it rests on. `ends_on` is its last good day."""

    post: Post
    variant: Variant
    proofs: tuple[Proof, ...]
    made_on: date
    ends_on: date | None
    dates: tuple[date, ...]
    sources: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class LeftOut:
    """A post that is no part of the kit, and why."""

    post: Post
    reason: Reason


@dataclass(frozen=True)
class Gathered:
    """A campaign's posts in one language, as a kit made today would hold them."""

    parts: tuple[Part, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def ends_on(self) -> date | None:
        """The last day on which everything in it may be posted."""
        return min((part.ends_on for part in self.parts if part.ends_on), default=None)


def departure_of(proof: Proof, variant: Variant, *, programme_id: int, on: date) -> Departure:
    """What leaves when a partner is shown this proof on this day."""
    return Departure(variant.id or 0, proof.digest, variant.language, proof.channel, on, programme_id)


def gather(session: Session, campaign: Campaign, language: str, *, today: date) -> Gathered:
    """What the gate lets through today, in a fixed number of queries."""
    posts = posts_of_campaign(session, campaign.id or 0)
    variants = {
        post_id: row[language]
        for post_id, row in variants_of_posts(session, [post.id or 0 for post in posts]).items()
        if language in row
    }
    proofs = _present_proofs(session, [variant.id or 0 for variant in variants.values()])
    asked = [
        (proof, departure_of(proof, variant, programme_id=campaign.programme_id, on=today))
        for variant in variants.values()
        for proof in proofs[variant.id or 0]
    ]
    open_ones = {
        proof.id for (proof, _d), manifest in zip(asked, let_through(session, asked), strict=True) if manifest
    }
    closed = closed_for(session, {departure for proof, departure in asked if proof.id not in open_ones})
    why = {departure.variant_id: reason for departure, reason in closed.items()}
    ids = [variant.id or 0 for variant in variants.values()]
    facts = _facts(session, [post.id or 0 for post in posts])
    dates = _dates(session, ids, today=today)
    approved = latest_decisions(
        session, [proof.digest for proof, _departure in asked if proof.id in open_ones]
    )
    parts, left_out = [], []
    for post in posts:
        variant = variants.get(post.id or 0)
        good = _for_people(
            [proof for proof in proofs[variant.id or 0] if proof.id in open_ones] if variant else []
        )
        if variant is None or not good:
            reason = why.get(variant.id or 0) if variant else None
            left_out.append(LeftOut(post, reason or Reason(reasons.NOT_APPROVED)))
            continue
        words = [approved[proof.digest] for proof in good]
        behind = facts[post.id or 0]
        ends = [
            post.not_after,
            *(word.valid_until for word in words),
            *(fact.valid_to for fact, _said in behind),
        ]
        parts.append(
            Part(
                post=post,
                variant=variant,
                proofs=tuple(good),
                made_on=max(word.at.date() for word in words),
                ends_on=min((day for day in ends if day), default=None),
                dates=tuple(dates[variant.id or 0]),
                sources=tuple(said for _fact, said in behind),
            )
        )
    return Gathered(tuple(parts), tuple(left_out))


def _present_proofs(session: Session, variant_ids: Sequence[int]) -> dict[int, list[Proof]]:
    """The newest proof of each channel of the words as they stand, by variant."""
    query = (
        select(Proof)
        .join(Variant, col(Variant.id) == Proof.variant_id)
        .join(Revision, (col(Revision.id) == Proof.revision_id) & (col(Revision.number) == Variant.revision))
        .where(col(Proof.variant_id).in_(list(variant_ids)))
        .order_by(col(Proof.id))
    )
    newest = {(proof.variant_id, proof.channel): proof for proof in session.exec(query)}
    found: dict[int, list[Proof]] = defaultdict(list)
    for (variant_id, _channel), proof in newest.items():
        found[variant_id].append(proof)
    return found


def _for_people(proofs: Iterable[Proof]) -> list[Proof]:
    """Texts that a person pastes somewhere, what is pasted most first."""
    every = list(proofs)
    human = [proof for proof in every if proof.channel not in FOR_PROGRAMS]
    place = {channel: number for number, channel in enumerate(FIRST)}
    return sorted(human or every, key=lambda proof: (place.get(proof.channel, len(FIRST)), proof.channel))


def _facts(session: Session, post_ids: Sequence[int]) -> dict[int, list[tuple[Fact, dict[str, Any]]]]:
    """The facts behind each post with the sources they name. What a fact says stands in the approved words alone."""
    rows = session.exec(
        select(PostFact)
        .where(col(PostFact.post_id).in_(list(post_ids)))
        .order_by(col(PostFact.post_id), col(PostFact.position))
    ).all()
    facts = facts_by_id(session, {row.fact_id for row in rows})
    found: dict[int, list[tuple[Fact, dict[str, Any]]]] = defaultdict(list)
    for row in rows:
        fact = facts[row.fact_id]
        said = {
            "laws": list(fact.laws),
            "name": fact.source_title,
            "url": fact.source_url,
            "until": fact.valid_to.isoformat() if fact.valid_to else None,
        }
        found[row.post_id].append((fact, said))
    return found


def _dates(session: Session, variant_ids: Sequence[int], *, today: date) -> dict[int, list[date]]:
    """The days from today on for which the post stands in our own calendar."""
    rows = session.exec(
        select(Placement.variant_id, Placement.wall)
        .where(
            col(Placement.variant_id).in_(list(variant_ids)),
            col(Placement.status).in_((PlacementStatus.PROPOSED, PlacementStatus.SCHEDULED)),
        )
        .order_by(col(Placement.wall))
    )
    found: dict[int, list[date]] = defaultdict(list)
    for variant_id, wall in rows:
        day = wall.date()
        if day >= today and day not in found[variant_id] and len(found[variant_id]) < DATES:
            found[variant_id].append(day)
    return found
