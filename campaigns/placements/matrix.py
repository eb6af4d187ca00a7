"""The heart of the campaign page: posts × languages, with what stands in each cell and what blocks it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, select

from campaigns.content.models import Campaign, Post, Rendition, Revision, Variant
from campaigns.content.queries import (
    current_renditions,
    latest_revisions,
    posts_of_campaign,
    variants_of_posts,
)
from campaigns.content.recall.queries import recalled_variants
from campaigns.content.segments.coverage import coverage_of
from campaigns.languages import sort_languages
from campaigns.people.models import Programme
from campaigns.placements.models import Placement
from campaigns.placements.reasons import OF_FACTS
from campaigns.vocabulary import Coverage, PlacementStatus, VariantStatus


class CellState(StrEnum):
    """What a cell of the matrix says at a glance: the furthest point, or the trouble on the way."""

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


# A proposal that expired is none of them: what is missing is the words' own next step, and Today asks for a new moment.
_TROUBLE = (
    PlacementStatus.UNCONFIRMED,
    PlacementStatus.FAILED,
    PlacementStatus.HELD,
    PlacementStatus.MISSED,
)
_FROM_VARIANT = {
    VariantStatus.MISSING: CellState.MISSING,
    VariantStatus.DRAFT: CellState.WRITTEN,
    VariantStatus.RENDERED: CellState.RENDERED,
    VariantStatus.SUBMITTED: CellState.SUBMITTED,
    VariantStatus.RETURNED: CellState.RETURNED,
    VariantStatus.APPROVED: CellState.APPROVED,
}


@dataclass(frozen=True)
class Cell:
    """A post in one language. `thumbnail` is the digest of its first picture; `next_at` its next placement."""

    variant_id: int
    language: str
    status: VariantStatus
    state: CellState
    revision: int
    origin: str | None
    headline: str
    thumbnail: str | None
    missing: Sequence[str]
    placements: Sequence[Placement] = field(default_factory=tuple)
    next_at: datetime | None = None
    published: int = 0
    coverage: Coverage = Coverage.MISSING


@dataclass(frozen=True)
class Row:
    """A post with its cells, one a language of the campaign."""

    post: Post
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Matrix:
    """Posts × languages of a campaign."""

    languages: Sequence[str]
    rows: Sequence[Row]

    @property
    def cells(self) -> list[Cell]:
        return [cell for row in self.rows for cell in row.cells]

    @property
    def published(self) -> int:
        """How many publications there are, over all cells."""
        return sum(cell.published for cell in self.cells)

    def count(self, *states: CellState) -> int:
        """How many cells stand at one of these."""
        return sum(cell.state in states for cell in self.cells)


def campaign_matrix(session: Session, campaign: Campaign) -> Matrix:
    """The matrix of a campaign, in a fixed number of queries."""
    posts = posts_of_campaign(session, campaign.id or 0)
    ids = [post.id or 0 for post in posts]
    variants = variants_of_posts(session, ids)
    every = [variant for row in variants.values() for variant in row.values()]
    revisions = latest_revisions(session, every)
    pictures = current_renditions(session, [revision.id or 0 for revision in revisions.values()])
    placements = _placements(session, [variant.id or 0 for variant in every])
    outdated = recalled_variants(session, [variant.id or 0 for variant in every])
    languages = sort_languages({variant.language for variant in every} | set(campaign.languages))
    source_language = session.get_one(Programme, campaign.programme_id).source_language
    sources = {
        row.post_id: revisions[row.id or 0]
        for row in every
        if row.language == source_language and row.id in revisions
    }
    return Matrix(
        languages=languages,
        rows=[
            Row(
                post,
                [
                    _cell(
                        variants[post.id or 0][code],
                        revisions.get(variants[post.id or 0][code].id or 0),
                        pictures,
                        placements[variants[post.id or 0][code].id or 0],
                        recalled=variants[post.id or 0][code].id in outdated,
                        source=sources.get(post.id or 0),
                    )
                    for code in languages
                    if code in variants.get(post.id or 0, {})
                ],
            )
            for post in posts
        ],
    )


def _cell(
    variant: Variant,
    revision: Revision | None,
    pictures: dict[int, list[Rendition]],
    placements: Sequence[Placement],
    *,
    recalled: bool,
    source: Revision | None,
) -> Cell:
    coverage = coverage_of(variant, revision, source)
    files = pictures.get(revision.id or 0, []) if revision else []
    waiting = [p.due_at for p in placements if p.status is PlacementStatus.SCHEDULED and p.due_at]
    published = sum(p.status is PlacementStatus.PUBLISHED for p in placements)
    return Cell(
        variant_id=variant.id or 0,
        language=variant.language,
        status=variant.status,
        state=_state(variant, placements, outdated=recalled or coverage is Coverage.OUTDATED),
        revision=variant.revision,
        origin=str(revision.origin) if revision else None,
        headline=str(revision.words.get("headline", "")) if revision else "",
        thumbnail=files[0].digest if files else None,
        missing=variant.missing,
        placements=placements,
        next_at=min(waiting, default=None),
        published=published,
        coverage=coverage,
    )


def _state(variant: Variant, placements: Sequence[Placement], *, outdated: bool) -> CellState:
    # Held for a fact is no trouble of its own: the words follow their own way, and the moment waits for them.
    waiting = [
        placement
        for placement in placements
        if placement.status is PlacementStatus.HELD and placement.reason in OF_FACTS
    ]
    statuses = {placement.status for placement in placements if placement not in waiting}
    if statuses.intersection(_TROUBLE):
        return CellState.TROUBLE
    if outdated and variant.status is not VariantStatus.MISSING:
        return CellState.OUTDATED
    if PlacementStatus.PUBLISHED in statuses and not waiting:
        return CellState.PUBLISHED
    if variant.status is VariantStatus.APPROVED and statuses & {
        PlacementStatus.SCHEDULED,
        PlacementStatus.SENDING,
    }:
        return CellState.PLACED
    return _FROM_VARIANT[variant.status]


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
