"""Looking in the memory: the best translations of a sentence that was written before, or nearly so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final

from sqlalchemy import select as select_many
from sqlmodel import Session, col, func, select

from campaigns.content.frames import framed_languages, load_frames
from campaigns.content.memory.feeding import RANK, digest_of_text, scope_of
from campaigns.content.memory.likeness import bands, folded, likeness
from campaigns.content.memory.models import MemoryBand, MemorySource, MemoryUnit
from campaigns.content.models import Revision, Variant
from campaigns.content.word_diff import Piece, diff_words
from campaigns.vocabulary import Origin, VariantStatus

#: What is less alike costs more to mend than to write.
AT_LEAST: Final = 0.6
_CANDIDATES: Final = 80


@dataclass(frozen=True)
class Match:
    """A translation from the memory. `percent` is 100 only for the very same source words.

    `pieces` leads from the source it was made for to the one at hand. `is_approved`: a lawyer approved
    the text it last stood in, as it stands there.
    """

    percent: int
    source: str
    text: str
    origin: Origin
    is_approved: bool
    written_at: datetime
    pieces: tuple[Piece, ...]


def find_matches(
    session: Session, *, programme_id: int, source_language: str, language: str, text: str, limit: int = 3
) -> list[Match]:
    """The best translations of a sentence: the most alike first, then approved, then by a person, then new.

    The same words that were made for several sentences are offered once.
    """
    if not folded(text):
        return []
    alike = _alike(session, programme_id, source_language, text)
    if not alike:
        return []
    rows = session.execute(
        select_many(MemoryUnit, Revision, Variant)
        .join(Revision, col(Revision.id) == MemoryUnit.revision_id, isouter=True)
        .join(Variant, col(Variant.id) == Revision.variant_id, isouter=True)
        .where(col(MemoryUnit.source_id).in_(list(alike)), col(MemoryUnit.language) == language)
    ).all()
    found = [_match(text, alike[unit.source_id], unit, revision, variant) for unit, revision, variant in rows]
    found.sort(
        key=lambda each: (each.percent, each.is_approved, RANK.index(each.origin), each.written_at),
        reverse=True,
    )
    best: dict[str, Match] = {}
    for each in found:
        best.setdefault(each.text, each)
    return list(best.values())[:limit]


def _alike(
    session: Session, programme_id: int, language: str, text: str
) -> dict[int, tuple[MemorySource, float]]:
    """Sentences at least as alike as is useful, by id. The lengths alone already rule most out."""
    met = (
        select(MemoryBand.source_id)
        .where(col(MemoryBand.band).in_(bands(text, scope=scope_of(programme_id, language))))
        .group_by(col(MemoryBand.source_id))
        .order_by(func.count().desc())
        .limit(_CANDIDATES)
    )
    numbers: Sequence[int] = session.exec(met).all()
    least = AT_LEAST / (2 - AT_LEAST) * len(text)
    rows = session.exec(
        select(MemorySource).where(
            col(MemorySource.id).in_(numbers),
            MemorySource.length >= least - 12,
            MemorySource.length <= len(text) ** 2 / max(least, 1) + 12,
        )
    )
    sort = _sort_of(text, language)
    measured = {
        row.id or 0: (row, likeness(row.text, text)) for row in rows if _sort_of(row.text, language) == sort
    }
    return {number: each for number, each in measured.items() if each[1] >= AT_LEAST}


def _sort_of(text: str, language: str) -> str:
    """A hashtag, the description of a picture or a sentence: however alike, one is no translation of another."""
    if text.startswith("#"):
        return "hashtag"
    openings = _descriptions(language)
    return "description" if openings and text.startswith(openings) else "sentence"


@cache
def _descriptions(language: str) -> tuple[str, ...]:
    """How the frames of a language begin the description of a picture."""
    if language not in framed_languages():
        return ()
    texts = load_frames(language).texts
    return tuple(text.partition("{")[0] for key, text in texts.items() if key.startswith("alt."))


def _match(
    text: str,
    alike: tuple[MemorySource, float],
    unit: MemoryUnit,
    revision: Revision | None,
    variant: Variant | None,
) -> Match:
    source, measure = alike
    return Match(
        percent=int(measure * 100),
        source=source.text,
        text=unit.text,
        origin=unit.origin,
        is_approved=bool(
            revision
            and variant
            and variant.status is VariantStatus.APPROVED
            and variant.revision == revision.number
        ),
        written_at=unit.written_at,
        pieces=diff_words(source.text, text),
    )


def are_remembered(session: Session, *, programme_id: int, language: str, texts: Sequence[str]) -> bool:
    """Whether every one of these sentences stands in the programme's memory, letter by letter."""
    digests = {digest_of_text(text) for text in texts if text}
    if not digests:
        return False
    found = session.exec(
        select(MemoryUnit.digest)
        .join(MemorySource, col(MemorySource.id) == MemoryUnit.source_id)
        .where(
            MemorySource.programme_id == programme_id,
            MemoryUnit.language == language,
            col(MemoryUnit.digest).in_(digests),
        )
    )
    return set(found) >= digests
