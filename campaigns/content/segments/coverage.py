"""How far every language is: missing, machine, in work, outdated, up to date.

Freshness is decided by words, never by moments: a translation is outdated when the source it was made from
had other words, and they were not marked as meaning the same. The five states are those that editors of
multilingual town guides already know from Integreat.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select as select_many
from sqlmodel import Session, col

from campaigns.content.models import Campaign, Post, Revision, Variant
from campaigns.languages import sort_languages
from campaigns.vocabulary import Coverage, Origin, VariantStatus


def knows(translation: Revision, source: Revision) -> bool:
    """Whether a translation was made from the source as it stands, or from words that mean the same."""
    return translation.source_digest in (None, source.digest, *source.same_as)


def coverage_of(variant: Variant, words: Revision | None, source: Revision | None) -> Coverage:
    """The state of one text. `source` is None for the source language itself."""
    if words is None:
        return Coverage.MISSING
    if source is not None and source.variant_id != variant.id and not knows(words, source):
        return Coverage.OUTDATED
    if words.origin is Origin.MACHINE:
        return Coverage.MACHINE
    if variant.status in (VariantStatus.SUBMITTED, VariantStatus.APPROVED):
        return Coverage.UP_TO_DATE
    return Coverage.IN_WORK


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
    """Every language of a programme over its campaigns that are not archived, in one query."""
    states = _states(session, col(Campaign.programme_id) == programme_id, source_language)
    return _by_language((language, state) for language, _variant, state in states)


def campaign_coverage(session: Session, *, campaign_id: int, source_language: str) -> dict[int, Coverage]:
    """The state of every variant of a campaign, by the variant's id."""
    states = _states(session, col(Campaign.id) == campaign_id, source_language, archived=True)
    return {variant: state for _language, variant, state in states}


def _states(
    session: Session, of: object, source_language: str, *, archived: bool = False
) -> list[tuple[str, int, Coverage]]:
    query = (
        select_many(Variant, Revision)
        .join(Post, col(Post.id) == Variant.post_id)
        .join(Campaign, col(Campaign.id) == Post.campaign_id)
        .join(
            Revision,
            (col(Revision.variant_id) == Variant.id) & (col(Revision.number) == Variant.revision),
            isouter=True,
        )
        .where(of)  # type: ignore[arg-type]
    )
    rows = session.execute(query if archived else query.where(col(Campaign.archived_at).is_(None))).all()
    sources = {variant.post_id: words for variant, words in rows if variant.language == source_language}
    return [
        (variant.language, variant.id or 0, coverage_of(variant, words, sources.get(variant.post_id)))
        for variant, words in rows
    ]


def _by_language(states: Iterable[tuple[str, Coverage]]) -> list[LanguageCoverage]:
    found: dict[str, Counter[Coverage]] = {}
    for language, state in states:
        found.setdefault(language, Counter())[state] += 1
    return [LanguageCoverage(code, dict(found[code])) for code in sort_languages(found)]
