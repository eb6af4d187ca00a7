"""Where a text stands, in one word: the matrix, the bench, proof sheets and the queue say the same one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlmodel import Session, col, select

from campaigns.approvals.standing import fallen_back
from campaigns.content.models import Revision, Variant
from campaigns.content.queries import latest_revisions
from campaigns.content.recall.queries import recalled_variants
from campaigns.content.segments.coverage import coverage_of
from campaigns.placements.models import Placement
from campaigns.placements.reasons import OF_WORDS
from campaigns.vocabulary import Coverage, PlacementStatus, VariantStatus


class TextState(StrEnum):
    """What a text says at a glance: the furthest point, or the trouble on the way."""

    MISSING = "missing"
    WRITTEN = "written"
    RENDERED = "rendered"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    PLACED = "placed"
    PUBLISHED = "published"
    TROUBLE = "trouble"
    OUTDATED = "outdated"
    LAPSED = "lapsed"


# A proposal that expired is none of them: what is missing is the words' own next step, and Today asks for a new moment.
_TROUBLE = (
    PlacementStatus.UNCONFIRMED,
    PlacementStatus.FAILED,
    PlacementStatus.HELD,
    PlacementStatus.MISSED,
)
_TO_COME = (PlacementStatus.PROPOSED, PlacementStatus.SCHEDULED)
_FROM_STATUS = {
    VariantStatus.MISSING: TextState.MISSING,
    VariantStatus.DRAFT: TextState.WRITTEN,
    VariantStatus.RENDERED: TextState.RENDERED,
    VariantStatus.SUBMITTED: TextState.SUBMITTED,
    VariantStatus.RETURNED: TextState.RETURNED,
    VariantStatus.APPROVED: TextState.APPROVED,
}
#: Where a text stands that was submitted or approved, once that does not hold any more.
_FALLEN = {VariantStatus.SUBMITTED: TextState.RENDERED, VariantStatus.APPROVED: TextState.LAPSED}


@dataclass(frozen=True)
class Standing:
    """A text's state, how fresh its words are, and its placements that were not cancelled."""

    state: TextState
    coverage: Coverage
    placements: Sequence[Placement] = ()


def standings(
    session: Session,
    variants: Collection[Variant],
    *,
    source_language: str,
    on: date,
    revisions: Mapping[int, Revision] | None = None,
) -> dict[int, Standing]:
    """Where each of these texts stands on this day, in a fixed number of queries. `revisions`: the words of all of
    them where the caller has read them."""
    ids = [variant.id or 0 for variant in variants]
    words = latest_revisions(session, variants) if revisions is None else revisions
    sources = _sources(session, {variant.post_id for variant in variants}, source_language)
    placed = _placements(session, ids)
    recalled = recalled_variants(session, ids)
    fallen = fallen_back(session, variants, on=on)
    found: dict[int, Standing] = {}
    for variant in variants:
        number = variant.id or 0
        fresh = coverage_of(variant, words.get(number), sources.get(variant.post_id))
        state = _state(
            variant,
            placed[number],
            outdated=number in recalled or fresh is Coverage.OUTDATED,
            fallen=number in fallen,
        )
        found[number] = Standing(state, fresh, placed[number])
    return found


def _state(variant: Variant, placements: Sequence[Placement], *, outdated: bool, fallen: bool) -> TextState:
    # Held for its words is no trouble of its own: the words follow their own way, and the moment waits for them.
    waiting = [
        placement
        for placement in placements
        if placement.status is PlacementStatus.HELD and placement.reason in OF_WORDS
    ]
    statuses = {placement.status for placement in placements if placement not in waiting}
    if statuses.intersection(_TROUBLE):
        return TextState.TROUBLE
    if outdated and variant.status is not VariantStatus.MISSING:
        return TextState.OUTDATED
    # What is still to leave without an approval needs a person, however much of the text is out.
    blocked = waiting or (fallen and statuses.intersection(_TO_COME))
    if PlacementStatus.PUBLISHED in statuses and not blocked and variant.status is not VariantStatus.RETURNED:
        return TextState.PUBLISHED
    if fallen:
        return _FALLEN[variant.status]
    if variant.status is VariantStatus.APPROVED and statuses & {
        PlacementStatus.SCHEDULED,
        PlacementStatus.SENDING,
    }:
        return TextState.PLACED
    return _FROM_STATUS[variant.status]


def _sources(session: Session, post_ids: Collection[int], language: str) -> dict[int, Revision]:
    """The words in the source language, by post."""
    query = (
        select(Variant.post_id, Revision)
        .join(Revision, (col(Revision.variant_id) == Variant.id) & (col(Revision.number) == Variant.revision))
        .where(col(Variant.post_id).in_(list(post_ids)), Variant.language == language)
    )
    return dict(session.exec(query).all())


def _placements(session: Session, variant_ids: Sequence[int]) -> dict[int, list[Placement]]:
    found: dict[int, list[Placement]] = defaultdict(list)
    query = (
        select(Placement)
        .where(
            col(Placement.variant_id).in_(variant_ids),
            col(Placement.status).not_in([PlacementStatus.CANCELLED]),
        )
        .order_by(col(Placement.due_at), col(Placement.id))
    )
    for placement in session.exec(query):
        found[placement.variant_id].append(placement)
    return found
