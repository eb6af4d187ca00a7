"""The rule of two lawyers is switched, or a fact comes under it: which reviews open or close, what is held at once,
what stays held."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from campaigns.approvals.actions.following import close_sufficient, lacking_second, open_again
from campaigns.approvals.models import Proof
from campaigns.approvals.second import lawyers_for
from campaigns.content.models import Variant
from campaigns.facts.actions import rate_facts
from campaigns.facts.models import Fact
from campaigns.people.actor import Actor
from campaigns.people.models import Programme
from campaigns.people.queries import programme_languages
from campaigns.placements.approval_ends.lapsing import digests_that_lapsed, hold_lapsed
from campaigns.placements.approval_ends.reasons import SECOND_MISSING
from campaigns.placements.gate import Departure, closed_for
from campaigns.placements.models import Placement
from campaigns.vocabulary import PlacementStatus, Risk, VariantStatus


@dataclass(frozen=True)
class Switched:
    """What came of it. `held`: the posts held now; `asked`: how many texts wait for a second lawyer now; `alone`: the
    languages with fewer than two lawyers; `still_held`: posts that lacked nothing but the second lawyer and stay held.
    """

    held: list[int]
    asked: int
    alone: list[str]
    still_held: int


def follow_rule(session: Session, *, programme: Programme, by: Actor | None, now: datetime) -> Switched:
    """Does at once what the rule of two lawyers means as it and the risk of the facts stand now. Nothing that is held
    is let go by itself."""
    number = programme.id or 0
    close_sufficient(session, programme_id=number, by=by, now=now)
    if not programme.second_lawyer:
        return Switched([], 0, [], _still_held(session, number))
    opened = open_again(session, programme_id=number, by=by, now=now)
    held = hold_lapsed(session, digests=digests_that_lapsed(session, now=now), by=by, now=now)
    own = [row.id or 0 for row in held if row.programme_id == number and row.reason == SECOND_MISSING]
    return Switched(own, len(opened), _alone(session, number), _still_held(session, number))


def rate_and_follow(
    session: Session, *, facts: Sequence[Fact], risk: Risk, why: str, by: Actor, now: datetime
) -> Switched:
    """Gives facts of one programme another risk, and does at once what that means for what rests on them."""
    moved = rate_facts(session, facts=facts, risk=risk, why=why, by=by, now=now)
    programme = session.get_one(Programme, moved[0].programme_id)
    return follow_rule(session, programme=programme, by=by, now=now)


def held_and_unasked(session: Session) -> dict[int, set[int]]:
    """Texts of posts that are held for want of a second lawyer whom nobody has asked yet, by programme.

    However a fact came under the rule: what is held for it has to stand in a queue.
    """
    query = (
        select(Placement.programme_id, Placement.variant_id)
        .join(Variant, col(Variant.id) == Placement.variant_id)
        .where(
            Placement.status == PlacementStatus.HELD,
            Placement.reason == SECOND_MISSING,
            Variant.status == VariantStatus.APPROVED,
        )
        .distinct()
    )
    held: dict[int, set[int]] = defaultdict(set)
    for programme_id, variant_id in session.exec(query):
        held[programme_id].add(variant_id)
    lacking = {
        number: {
            variant.id or 0
            for _request, variant in lacking_second(session, programme_id=number, variant_ids=texts)
        }
        for number, texts in held.items()
    }
    return {number: texts for number, texts in lacking.items() if texts}


def ask_second(session: Session, *, now: datetime) -> int:
    """Opens their reviews for the second lawyer; says how many."""
    return sum(
        len(open_again(session, programme_id=number, variant_ids=texts, by=None, now=now))
        for number, texts in held_and_unasked(session).items()
    )


def _alone(session: Session, programme_id: int) -> list[str]:
    return [
        code
        for code in programme_languages(session, programme_id)
        if len(lawyers_for(session, programme_id=programme_id, language=code)) < 2
    ]


def _still_held(session: Session, programme_id: int) -> int:
    """How many posts are held for want of a second lawyer although one is enough for them now."""
    query = (
        select(Placement, Variant.language, Proof.channel)
        .join(Variant, col(Variant.id) == Placement.variant_id)
        .join(Proof, col(Proof.id) == Placement.proof_id)
        .where(
            Placement.programme_id == programme_id,
            Placement.status == PlacementStatus.HELD,
            Placement.reason == SECOND_MISSING,
        )
    )
    leaving = [
        Departure(row.variant_id, row.digest or "", language, channel, row.wall.date(), programme_id)
        for row, language, channel in session.exec(query)
    ]
    closed = closed_for(session, set(leaving))
    return sum(1 for one in leaving if one not in closed)
