"""Moments for whole rows and columns: proposing them, making them binding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from sqlmodel import Session, col, select

from campaigns.approvals.models import Proof
from campaigns.approvals.proofs import latest_proofs
from campaigns.content.models import Campaign, Post, Variant
from campaigns.errors import NotReady
from campaigns.people.actor import Actor
from campaigns.placements.actions.place import BY_HAND, STANDING, propose_placement, schedule
from campaigns.placements.actions.together.cells import Outcome, each_cell
from campaigns.placements.binding import HAND_OFF, Wish, approved_proofs
from campaigns.placements.models import Account, Placement, Space
from campaigns.placements.reasons import OF_WORDS
from campaigns.placements.rules import check_can_place
from campaigns.placements.spaces.free import PLANNED, first_free_day
from campaigns.vocabulary import PlacementStatus, VariantStatus


def schedule_cells(
    session: Session,
    *,
    campaign: Campaign,
    cells: Sequence[tuple[Post, Variant]],
    by: Actor,
    now: datetime,
) -> Outcome:
    """Makes the proposed moments of approved cells binding; cells that are not approved are passed over.

    What was held because of its words counts as proposed: its words have been approved anew since.
    """
    check_can_place(by)
    outcome = Outcome()
    approved = [(post, variant) for post, variant in cells if variant.status is VariantStatus.APPROVED]
    ids = [variant.id or 0 for _post, variant in approved]
    proofs = latest_proofs(session, ids)
    proposed = defaultdict(list)
    query = select(Placement).where(
        col(Placement.variant_id).in_(ids),
        (col(Placement.status) == PlacementStatus.PROPOSED)
        | (
            (col(Placement.status) == PlacementStatus.HELD)
            & col(Placement.reason).in_(OF_WORDS)
            & (col(Placement.due_at) > now)
        ),
    )
    for placement in session.exec(query):
        proposed[placement.variant_id].append(placement)
    languages = {variant.id: variant.language for _post, variant in approved}
    wishes = {
        row.id: Wish(
            row.variant_id, languages[row.variant_id], row.channel, row.programme_id, row.wall.date()
        )
        for rows in proposed.values()
        for row in rows
    }
    good = approved_proofs(session, set(wishes.values()))
    for post, variant in approved:
        for placement in proposed[variant.id or 0]:

            def bind(placement: Placement = placement) -> None:
                schedule(
                    session,
                    placement_id=placement.id or 0,
                    proof=good.get(wishes[placement.id]) or _latest_for(placement, proofs),
                    by=by,
                    now=now,
                )

            each_cell(session, outcome, post, variant, bind)
    return outcome


def propose_series(
    session: Session,
    *,
    campaign: Campaign,
    cells: Sequence[tuple[Post, Variant]],
    accounts: Sequence[Account],
    spaces: Sequence[Space] = (),
    first: date,
    at: time,
    zone: str,
    pace_days: int,
    by: Actor,
    now: datetime,
) -> Outcome:
    """Proposes a moment for every chosen cell: one post every `pace_days` days, all languages on the same day.

    A cell that already stands at a place keeps what stands there. In a group it slides to the next day that keeps
    what was agreed with its admins. `at` is a time by the clock of each account, and in groups by that of `zone`.
    """
    check_can_place(by)
    outcome = Outcome()
    standing = _standing(session, [variant.id or 0 for _post, variant in cells])
    order = {post_id: place for place, post_id in enumerate(dict.fromkeys(post.id for post, _v in cells))}
    for post, variant in cells:
        wall = datetime.combine(first + timedelta(days=order[post.id] * pace_days), at)
        places: list[Account | Space] = [a for a in accounts if a.language in (None, variant.language)]
        places += [space for space in spaces if space.language == variant.language]
        for where in places:
            if (variant.id, type(where), where.id) in standing:
                continue

            def propose(variant: Variant = variant, where: Account | Space = where) -> None:
                account = where if isinstance(where, Account) else None
                space = where if isinstance(where, Space) else None
                row = propose_placement(
                    session,
                    variant_id=variant.id or 0,
                    account=account,
                    space=space,
                    wall=_free(session, space, wall),  # noqa: B023
                    zone=account.zone if account else zone,
                    by=by,
                    now=now,
                )
                outcome.proposed.append(row)

            each_cell(session, outcome, post, variant, propose)
    return outcome


def _free(session: Session, space: Space | None, wall: datetime) -> datetime:
    """The same time of day on the first day on which the group is free."""
    if space is None:
        return wall
    return datetime.combine(first_free_day(session, space, wall.date(), statuses=PLANNED), wall.time())


def _latest_for(placement: Placement, proofs: Mapping[tuple[int, str], Proof]) -> Proof:
    """What was shown last for this kind of channel, so that whoever schedules it hears what speaks against it."""
    kind = HAND_OFF if placement.channel == BY_HAND else placement.channel
    found = proofs.get((placement.variant_id, kind))
    if found is None and placement.channel == BY_HAND:
        found = next(
            (proof for (owner, _kind), proof in proofs.items() if owner == placement.variant_id), None
        )
    if found is None:
        raise NotReady(
            "It was approved before this kind of channel was added. Submit it once more, so that the lawyers "
            "see it as it would leave there."
        )
    return found


def _standing(
    session: Session, variant_ids: Sequence[int]
) -> set[tuple[int, type[Account] | type[Space], int]]:
    query = select(Placement).where(
        col(Placement.variant_id).in_(variant_ids), col(Placement.status).in_(STANDING)
    )
    return {
        (row.variant_id, Account if row.account_id else Space, row.account_id or row.space_id or 0)
        for row in session.exec(query)
    }
