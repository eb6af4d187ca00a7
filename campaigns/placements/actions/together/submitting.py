"""Asking the lawyers for whole rows and columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from campaigns.approvals.actions import submit_variant
from campaigns.approvals.preparing import Desk, prepare_parts
from campaigns.approvals.proofs import Parts
from campaigns.approvals.rules import can_submit
from campaigns.approvals.standing import fallen_back
from campaigns.channels import profile
from campaigns.clock import wall_time
from campaigns.content.models import Campaign, Post, Variant
from campaigns.content.recall.queries import recalled_variants
from campaigns.errors import NotReady
from campaigns.links.paper import PRINT
from campaigns.people.actor import Actor
from campaigns.people.models import Programme
from campaigns.placements.accounts.connecting import is_connected
from campaigns.placements.actions.together.cells import Outcome, each_cell
from campaigns.placements.binding import HAND_OFF
from campaigns.placements.models import Account, Placement
from campaigns.placements.queries import accounts_of, spaces_of
from campaigns.vocabulary import PlacementStatus, VariantStatus

#: A lawyer has this long before the first placement.
REVIEW_BEFORE = timedelta(days=1)
#: Formats that are printed.
PAPER = frozenset(profile(PRINT).media.formats)

READY = (VariantStatus.DRAFT, VariantStatus.RENDERED, VariantStatus.RETURNED)


def channels_of(session: Session, *, programme_id: int, campaign_id: int) -> Callable[[str], set[str]]:
    """For each language, the kinds of channel a text of the campaign has to fit: where the programme can publish it,
    and where the campaign has it placed. An account that is paused or lacks its connection asks nothing of a text,
    unless there is no other place yet."""
    accounts = accounts_of(session, programme_id=programme_id)
    spaces = spaces_of(session, programme_id=programme_id)
    placed = _placed(session, campaign_id)

    def of(language: str) -> set[str]:
        ours = [account for account in accounts if account.language in (None, language)]
        found = {account.channel for account in ours if _can_publish(account)} | placed[language]
        found |= {HAND_OFF for space in spaces if space.language == language}
        return found or {account.channel for account in ours}

    return of


def _can_publish(account: Account) -> bool:
    return account.paused_at is None and is_connected(
        account.channel, account.options, has_secret=bool(account.secret)
    )


def _placed(session: Session, campaign_id: int) -> Mapping[str, set[str]]:
    """For each language, the kinds of channel on whose accounts a campaign has placed its texts."""
    query = (
        select(Variant.language, Placement.channel)
        .join(Variant, col(Variant.id) == Placement.variant_id)
        .join(Post, col(Post.id) == Variant.post_id)
        .where(
            Post.campaign_id == campaign_id,
            col(Placement.account_id).is_not(None),
            Placement.status != PlacementStatus.CANCELLED,
        )
        .distinct()
    )
    found: dict[str, set[str]] = defaultdict(set)
    for language, channel in session.exec(query):
        found[language].add(channel)
    return found


def submit_cells(
    session: Session,
    *,
    campaign: Campaign,
    cells: Sequence[tuple[Post, Variant]],
    desk: Desk,
    again: bool = False,
    by: Actor,
    now: datetime,
) -> Outcome:
    """Asks the lawyers for every cell that is written, with proofs for every channel the language can go to.

    Also for what was submitted or approved and does not stand any more; with `again` even where it is out already.
    """
    outcome = Outcome()
    ready = _ready(session, campaign, [variant for _post, variant in cells], again=again, now=now)
    channels = channels_of(session, programme_id=campaign.programme_id, campaign_id=campaign.id or 0)
    due = _review_due(session, [variant.id or 0 for _post, variant in cells])
    for post, variant in cells:
        if variant.id not in ready or not can_submit(by, language=variant.language):
            continue
        wanted = channels(variant.language)
        if not post.formats and HAND_OFF in wanted:
            wanted = {HAND_OFF}  # text alone is an answer for threads
        if any(key in PAPER for key in post.formats):
            wanted = wanted | {PRINT}

        def submit(post: Post = post, variant: Variant = variant, wanted: set[str] = wanted) -> None:
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
            if is_still(post, parts):
                outcome.stills.append((post, variant.language))

        each_cell(session, outcome, post, variant, submit)
    return outcome


def _ready(
    session: Session, campaign: Campaign, variants: Sequence[Variant], *, again: bool, now: datetime
) -> set[int | None]:
    """Which of these the lawyers can be asked for: what nobody has asked them about, and what fell back to that."""
    today = wall_time(now, session.get_one(Programme, campaign.programme_id).zone).date()
    fallen = fallen_back(session, variants, on=today)
    # What was recalled waits for other words first.
    fallen -= recalled_variants(session, fallen)
    if not again:
        out = select(Placement.variant_id).where(
            col(Placement.variant_id).in_(list(fallen)), Placement.status == PlacementStatus.PUBLISHED
        )
        fallen = fallen.difference(session.exec(out).all())
    return fallen | {variant.id for variant in variants if variant.status in READY}


def is_still(post: Post, parts: Sequence[Parts]) -> bool:
    """Whether a film post would leave as a picture everywhere, since no film of these words was made."""
    return post.kind == "film" and all(file.seconds is None for part in parts for file in part.renditions)


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
