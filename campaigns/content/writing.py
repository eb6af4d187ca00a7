"""What a writer needs in front of them: the source beside the text, the last pictures, the history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from campaigns.content.models import Campaign, Post, Rendition, Revision, Variant
from campaigns.content.queries import campaign_of_variant, get_variant, is_card, revisions_of
from campaigns.content.segments.coverage import knows
from campaigns.content.word_diff import Change, diff_copy
from campaigns.people.models import Programme
from campaigns.people.queries import names_of


@dataclass(frozen=True)
class Step:
    """One revision, who wrote it, and what it changed against the one before."""

    revision: Revision
    author: str | None
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Bench:
    """A variant as its writer sees it.

    `source` is None for the source language itself, and while the source is not written. `pictures` are the
    last ones made, of revision `pictured`; that may be an older one. `source_moved`: the source has other
    words than those this text was made from.
    """

    programme: Programme
    campaign: Campaign
    post: Post
    variant: Variant
    source: Revision | None
    history: Sequence[Step]
    pictures: Sequence[Rendition]
    pictured: int | None
    siblings: Mapping[str, Variant]

    @property
    def present(self) -> Revision | None:
        """The words as they stand."""
        return self.history[0].revision if self.history else None

    @property
    def is_source(self) -> bool:
        return self.variant.language == self.programme.source_language

    @property
    def source_moved(self) -> bool:
        return bool(self.source and self.present and not knows(self.present, self.source))


def bench_of(session: Session, variant_id: int) -> Bench:
    """The variant with all that stands around it, in a fixed number of queries."""
    variant = get_variant(session, variant_id)
    campaign, post = campaign_of_variant(session, variant)
    programme = session.get_one(Programme, campaign.programme_id)
    siblings = {
        row.language: row for row in session.exec(select(Variant).where(Variant.post_id == variant.post_id))
    }
    history = revisions_of(session, variant_id)
    pictures, pictured = _last_pictures(session, history)
    return Bench(
        programme=programme,
        campaign=campaign,
        post=post,
        variant=variant,
        source=_source(session, siblings.get(programme.source_language), variant),
        history=_steps(session, history),
        pictures=pictures,
        pictured=pictured,
        siblings=siblings,
    )


def source_digest_of(session: Session, variant: Variant, source_language: str) -> str | None:
    """The digest of the source words a writer of this variant has before them now."""
    sibling = session.exec(
        select(Variant).where(Variant.post_id == variant.post_id, Variant.language == source_language)
    ).first()
    found = _source(session, sibling, variant)
    return found.digest if found else None


def _source(session: Session, sibling: Variant | None, variant: Variant) -> Revision | None:
    if sibling is None or sibling.id == variant.id:
        return None
    return session.exec(
        select(Revision).where(Revision.variant_id == sibling.id, Revision.number == sibling.revision)
    ).first()


def _steps(session: Session, history: Sequence[Revision]) -> list[Step]:
    names = names_of(session, {row.created_by for row in history if row.created_by is not None})
    older = [*history[1:], None][: len(history)]  # words that nobody wrote yet have no history
    return [
        Step(row, names.get(row.created_by or 0), diff_copy(before.words if before else None, row.words))
        for row, before in zip(history, older, strict=True)
    ]


def _last_pictures(session: Session, history: Sequence[Revision]) -> tuple[list[Rendition], int | None]:
    numbers = {row.id: row.number for row in history}
    rows = session.exec(
        select(Rendition)
        .where(col(Rendition.revision_id).in_(list(numbers)), col(Rendition.current).is_(True))
        .where(is_card())
        .order_by(col(Rendition.id))
    ).all()
    if not rows:
        return [], None
    newest = max(rows, key=lambda row: numbers[row.revision_id]).revision_id
    return [row for row in rows if row.revision_id == newest], numbers[newest]
