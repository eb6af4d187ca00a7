"""How far every language is: missing, machine, in work, outdated, up to date.

Freshness is decided by words, never by moments: a translation is outdated when the source it was made from
had other words, and they were not marked as meaning the same. The five states are those that editors of
multilingual town guides already know from Integreat.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import case, func
from sqlalchemy import select as select_many
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from campaigns.content.models import Campaign, Post, Revision, Variant
from campaigns.languages import sort_languages
from campaigns.vocabulary import Coverage, Origin, VariantStatus


def knows(translation: Revision, source: Revision) -> bool:
    """Whether a translation was made from the source as it stands, or from words that mean the same."""
    return translation.source_digest in (None, source.digest, *source.same_as)


def coverage_of(variant: Variant, words: Revision | None, source: Revision | None) -> Coverage:
    """The state of one text. `source` is None for the source language itself."""
    is_own = source is None or source.variant_id == variant.id
    return _state(
        variant.status,
        words.origin if words else None,
        is_known=words is None or source is None or is_own or knows(words, source),
    )


def _state(status: VariantStatus, origin: Origin | None, *, is_known: bool) -> Coverage:
    if origin is None:
        return Coverage.MISSING
    if not is_known:
        return Coverage.OUTDATED
    if origin is Origin.MACHINE:
        return Coverage.MACHINE
    is_handed_on = status in (VariantStatus.SUBMITTED, VariantStatus.APPROVED)
    return Coverage.UP_TO_DATE if is_handed_on else Coverage.IN_WORK


@dataclass(frozen=True)
class LanguageCoverage:
    """The texts of one language by state."""

    language: str
    counts: Mapping[Coverage, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def share(self, state: Coverage) -> float:
        """Between 0 and 1."""
        return self.counts.get(state, 0) / self.total if self.total else 0.0


def programme_coverage(
    session: Session, *, programme_id: int, source_language: str
) -> list[LanguageCoverage]:
    """Every language of a programme over its campaigns that are not archived.

    Counted in the database; only texts whose source has other words now are looked at one by one.
    """
    own, source, words, source_words = Variant, aliased(Variant), aliased(Revision), aliased(Revision)
    moved = (
        (col(source.id) != own.id)
        & col(words.source_digest).is_not(None)
        & (col(words.source_digest) != col(source_words.digest))
    )
    joined = (
        _texts(own, words)
        .join(
            source,
            (col(source.post_id) == own.post_id) & (col(source.language) == source_language),
            isouter=True,
        )
        .join(
            source_words,
            (col(source_words.variant_id) == source.id) & (col(source_words.number) == source.revision),
            isouter=True,
        )
        .where(col(Campaign.programme_id) == programme_id, col(Campaign.archived_at).is_(None))
    )
    counts: dict[str, Counter[Coverage]] = defaultdict(Counter)
    same = case((moved, 1), else_=0) == 0
    for language, status, origin, number in session.execute(
        joined.where(same)
        .with_only_columns(own.language, own.status, words.origin, func.count())
        .group_by(own.language, own.status, words.origin)
    ):
        counts[language][_state(status, origin, is_known=True)] += number
    for language, status, text, now in session.execute(
        joined.where(moved).with_only_columns(own.language, own.status, words, source_words)
    ):
        counts[language][_state(status, text.origin, is_known=knows(text, now))] += 1
    return [LanguageCoverage(code, dict(counts[code])) for code in sort_languages(counts)]


def campaign_coverage(session: Session, *, campaign_id: int, source_language: str) -> dict[int, Coverage]:
    """The state of every variant of a campaign, by the variant's id."""
    rows = session.execute(_texts(Variant, Revision).where(col(Campaign.id) == campaign_id)).all()
    sources = {variant.post_id: words for variant, words in rows if variant.language == source_language}
    return {
        variant.id or 0: coverage_of(variant, words, sources.get(variant.post_id)) for variant, words in rows
    }


def _texts(
    own: type[Variant], words: type[Revision]
) -> Any:  # a select whose columns are chosen later has no type
    """Variants with their present words and their campaigns."""
    return (
        select_many(own, words)
        .join(Post, col(Post.id) == own.post_id)
        .join(Campaign, col(Campaign.id) == Post.campaign_id)
        .join(words, (col(words.variant_id) == own.id) & (col(words.number) == own.revision), isouter=True)
    )
