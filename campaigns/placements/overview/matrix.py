"""The heart of the campaign page: posts × languages, with what stands in each cell and what blocks it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from campaigns.content.models import Campaign, Post, Rendition, Revision, Variant
from campaigns.content.queries import (
    current_renditions,
    latest_revisions,
    posts_of_campaign,
    variants_of_posts,
)
from campaigns.languages import sort_languages
from campaigns.people.models import Programme
from campaigns.placements.models import Placement
from campaigns.placements.overview.standing import Standing, TextState, standings
from campaigns.vocabulary import Coverage, PlacementStatus, VariantStatus


@dataclass(frozen=True)
class Cell:
    """A post in one language. `thumbnail` is the digest of its first picture; `next_at` its next placement."""

    variant_id: int
    language: str
    status: VariantStatus
    state: TextState
    revision: int
    origin: str | None
    headline: str
    thumbnail: str | None
    missing: Sequence[Mapping[str, Any]]
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

    def count(self, *states: TextState) -> int:
        """How many cells stand at one of these."""
        return sum(cell.state in states for cell in self.cells)


def campaign_matrix(session: Session, campaign: Campaign, *, on: date) -> Matrix:
    """The matrix of a campaign as it stands on this day, in a fixed number of queries."""
    posts = posts_of_campaign(session, campaign.id or 0)
    ids = [post.id or 0 for post in posts]
    variants = variants_of_posts(session, ids)
    every = [variant for row in variants.values() for variant in row.values()]
    revisions = latest_revisions(session, every)
    pictures = current_renditions(session, [revision.id or 0 for revision in revisions.values()])
    languages = sort_languages({variant.language for variant in every} | set(campaign.languages))
    stood = standings(
        session,
        every,
        source_language=session.get_one(Programme, campaign.programme_id).source_language,
        on=on,
        revisions=revisions,
    )
    return Matrix(
        languages=languages,
        rows=[
            Row(
                post,
                [
                    _cell(variants[post.id or 0][code], revisions, pictures, stood)
                    for code in languages
                    if code in variants.get(post.id or 0, {})
                ],
            )
            for post in posts
        ],
    )


def _cell(
    variant: Variant,
    revisions: Mapping[int, Revision],
    pictures: Mapping[int, Sequence[Rendition]],
    stood: Mapping[int, Standing],
) -> Cell:
    number = variant.id or 0
    revision, standing = revisions.get(number), stood[number]
    files = pictures.get(revision.id or 0, ()) if revision else ()
    waiting = [p.due_at for p in standing.placements if p.status is PlacementStatus.SCHEDULED and p.due_at]
    return Cell(
        variant_id=number,
        language=variant.language,
        status=variant.status,
        state=standing.state,
        revision=variant.revision,
        origin=str(revision.origin) if revision else None,
        headline=str(revision.words.get("headline", "")) if revision else "",
        thumbnail=files[0].digest if files else None,
        missing=variant.missing,
        placements=standing.placements,
        next_at=min(waiting, default=None),
        published=sum(p.status is PlacementStatus.PUBLISHED for p in standing.placements),
        coverage=standing.coverage,
    )
