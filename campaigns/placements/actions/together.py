"""Acting on whole rows and columns of the matrix: what can go on goes on, the rest says why not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlmodel import Session, col, select

from campaigns.approvals.actions import submit_variant
from campaigns.approvals.models import Proof
from campaigns.approvals.preparing import Desk, prepare_parts
from campaigns.approvals.proofs import latest_proofs
from campaigns.approvals.rules import can_submit
from campaigns.content.models import Campaign, Post, Variant
from campaigns.content.queries import posts_of_campaign, variants_of_posts
from campaigns.errors import NotReady, Refusal
from campaigns.people.actor import Actor
from campaigns.placements.actions.place import BY_HAND, STANDING, propose_placement, schedule
from campaigns.placements.models import Account, Placement, Space
from campaigns.placements.queries import accounts_of, spaces_of
from campaigns.placements.rules import check_can_place
from campaigns.vocabulary import PlacementStatus, VariantStatus

#: What a space's posts are prepared as.
HAND_OFF = "handoff"
#: A lawyer has this long before the first placement.
REVIEW_BEFORE = timedelta(days=1)

READY = (VariantStatus.DRAFT, VariantStatus.RENDERED, VariantStatus.RETURNED)


@dataclass(frozen=True)
class Kept:
    """A cell that could not go on, and the sentence that says why."""

    post: Post
    language: str
    problem: Refusal


@dataclass
class Outcome:
    """What became of the chosen cells."""

    done: int = 0
    kept: list[Kept] = field(default_factory=list)


def chosen_cells(
    session: Session,
    campaign: Campaign,
    *,
    posts: Collection[int] = (),
    languages: Collection[str] = (),
) -> list[tuple[Post, Variant]]:
    """The cells in these rows and columns; without rows all rows, without columns all columns."""
    rows = [post for post in posts_of_campaign(session, campaign.id or 0) if not posts or post.id in posts]
    variants = variants_of_posts(session, [post.id or 0 for post in rows])
    return [
        (post, variant)
        for post in rows
        for variant in variants.get(post.id or 0, {}).values()
        if not languages or variant.language in languages
    ]


def channels_of(session: Session, *, programme_id: int) -> Callable[[str], set[str]]:
    """For each language, the kinds of channel on which a programme can publish it."""
    accounts = accounts_of(session, programme_id=programme_id)
    spaces = spaces_of(session, programme_id=programme_id)

    def of(language: str) -> set[str]:
        found = {account.channel for account in accounts if account.language in (None, language)}
        return found | {HAND_OFF for space in spaces if space.language == language}

    return of


def submit_cells(
    session: Session,
    *,
    campaign: Campaign,
    cells: Sequence[tuple[Post, Variant]],
    desk: Desk,
    by: Actor,
    now: datetime,
) -> Outcome:
    """Asks the lawyers for every cell that is written, with proofs for every channel the language can go to."""
    outcome = Outcome()
    channels = channels_of(session, programme_id=campaign.programme_id)
    due = _review_due(session, [variant.id or 0 for _post, variant in cells])
    for post, variant in cells:
        if variant.status not in READY or not can_submit(by, language=variant.language):
            continue
        wanted = channels(variant.language)
        if not post.formats and HAND_OFF in wanted:
            wanted = {HAND_OFF}  # text alone is an answer for threads

        def submit(variant: Variant = variant, wanted: set[str] = wanted) -> None:
            _check_channels(wanted)
            parts = prepare_parts(session, variant=variant, channels=wanted, desk=desk, now=now)
            submit_variant(
                session,
                variant=variant,
                campaign=campaign,
                parts=parts,
                due_at=due.get(variant.id or 0),
                by=by,
                now=now,
            )

        _each(session, outcome, post, variant, submit)
    return outcome


def schedule_cells(
    session: Session,
    *,
    campaign: Campaign,
    cells: Sequence[tuple[Post, Variant]],
    by: Actor,
    now: datetime,
) -> Outcome:
    """Makes the proposed moments of approved cells binding; cells that are not approved are passed over."""
    check_can_place(by)
    outcome = Outcome()
    approved = [(post, variant) for post, variant in cells if variant.status is VariantStatus.APPROVED]
    ids = [variant.id or 0 for _post, variant in approved]
    proofs = latest_proofs(session, ids)
    proposed = defaultdict(list)
    query = select(Placement).where(
        col(Placement.variant_id).in_(ids), Placement.status == PlacementStatus.PROPOSED
    )
    for placement in session.exec(query):
        proposed[placement.variant_id].append(placement)
    for post, variant in approved:
        for placement in proposed[variant.id or 0]:

            def bind(placement: Placement = placement) -> None:
                schedule(
                    session,
                    placement_id=placement.id or 0,
                    proof=_proof_for(placement, proofs),
                    by=by,
                    now=now,
                )

            _each(session, outcome, post, variant, bind)
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

    A cell that already stands at a place keeps what stands there.
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
                propose_placement(
                    session,
                    variant_id=variant.id or 0,
                    account=account,
                    space=space,
                    wall=wall,  # noqa: B023
                    zone=zone,
                    by=by,
                    now=now,
                )

            _each(session, outcome, post, variant, propose)
    return outcome


def _proof_for(placement: Placement, proofs: Mapping[tuple[int, str], Proof]) -> Proof:
    """What was approved for this placement's kind of channel; a person posts what any channel was approved for."""
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


def _each(
    session: Session, outcome: Outcome, post: Post, variant: Variant, act: Callable[[], object]
) -> None:
    """One cell in a savepoint of its own: what it cannot do, it does not half do."""
    try:
        with session.begin_nested():
            act()
    except Refusal as problem:
        session.refresh(variant)
        outcome.kept.append(Kept(post, variant.language, problem))
    else:
        outcome.done += 1


def _check_channels(channels: Collection[str]) -> None:
    if not channels:
        raise NotReady(
            "There is no account and no group for this language, so there is nothing to approve it for. "
            "Add one in the settings."
        )


def _review_due(session: Session, variant_ids: Sequence[int]) -> dict[int, datetime]:
    """When a lawyer has to have decided: a day before the first moment that stands for the variant."""
    query = select(Placement.variant_id, Placement.due_at).where(
        col(Placement.variant_id).in_(variant_ids),
        col(Placement.status).in_([PlacementStatus.PROPOSED, PlacementStatus.HELD]),
        col(Placement.due_at).is_not(None),
    )
    first: dict[int, datetime] = {}
    for variant_id, due_at in session.exec(query):
        if due_at is not None:
            first[variant_id] = min(due_at - REVIEW_BEFORE, first.get(variant_id, due_at))
    return first


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
