"""What the memory keeps: saved translations, sentence by sentence, with where they came from.

A sentence with an error (another amount, a lost placeholder) is kept once its text is submitted: then somebody mended
it, or said why it can stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import insert
from sqlmodel import Session, col, select

from campaigns.content.checks.finding import Severity
from campaigns.content.checks.pair import check_translation
from campaigns.content.memory.likeness import bands
from campaigns.content.memory.models import MemoryBand, MemorySource, MemoryUnit
from campaigns.content.models import Campaign, Revision, Variant
from campaigns.content.queries import variants_of_posts
from campaigns.content.segments.alignment import align_copy
from campaigns.people.models import Programme
from campaigns.vocabulary import Origin

#: A sentence longer than this is none; it would only slow the memory down.
LONGEST: Final = 1000
#: The better origin wins when the same words come from two.
RANK: Final = (Origin.MACHINE, Origin.FRAME, Origin.MEMORY, Origin.MACHINE_EDITED, Origin.HUMAN)

Translation = tuple[str, str]


def remember_revision(
    session: Session,
    *,
    variant: Variant,
    revision: Revision,
    campaign: Campaign,
    before: Revision | None = None,
    is_judged: bool = False,
    now: datetime,
) -> None:
    """Keeps a translation together with the source it was made from; source words teach nothing.

    Sentences that stood in `before`, the revision this one follows, keep the origin they had. `is_judged`: whatever
    error is left may stand.
    """
    source_language = session.get_one(Programme, campaign.programme_id).source_language
    source = _source_of(session, variant, revision, source_language)
    if source is None:
        return
    both = {"source_language": source_language, "language": variant.language}
    pairs = [
        pair
        for pair in _pairs(source.words, revision.words, **both)
        if is_judged or not _has_error(pair, **both)
    ]
    kept = set(_pairs(source.words, before.words, **both)) if before else set()
    for origin, chosen, stands in (
        (revision.origin, [pair for pair in pairs if pair not in kept], False),
        (before.origin if before else revision.origin, [pair for pair in pairs if pair in kept], True),
    ):
        remember_pairs(
            session,
            programme_id=campaign.programme_id,
            pairs=chosen,
            origin=origin,
            revision_id=revision.id,
            stands_again=stands,
            now=now,
            **both,
        )


def _source_of(
    session: Session, variant: Variant, revision: Revision, source_language: str
) -> Revision | None:
    """The source words a translation was made from; None for the source itself and where nobody knows."""
    if variant.language == source_language or revision.source_digest is None:
        return None
    sibling = variants_of_posts(session, [variant.post_id])[variant.post_id].get(source_language)
    if sibling is None:
        return None
    return session.exec(
        select(Revision)
        .where(Revision.variant_id == sibling.id, Revision.digest == revision.source_digest)
        .order_by(col(Revision.number).desc())
    ).first()


def _pairs(
    source: Mapping[str, Any], target: Mapping[str, Any], *, source_language: str, language: str
) -> list[Translation]:
    aligned = align_copy(source, target, source_language=source_language, language=language)
    return [(pair.source.text, pair.target.text) for pairs in aligned.values() for pair in pairs]


def _has_error(pair: Translation, *, source_language: str, language: str) -> bool:
    found = check_translation(*pair, source_language=source_language, target_language=language)
    return any(one.severity is Severity.ERROR for one in found)


def remember_drafts(
    session: Session,
    *,
    programme_id: int,
    source: Mapping[str, Any],
    source_language: str,
    drafts: Sequence[tuple[Variant, Revision]],
    now: datetime,
) -> None:
    """Keeps translations of one source's words in several languages."""
    for variant, revision in drafts:
        if variant.language == source_language:
            continue
        remember_pairs(
            session,
            programme_id=programme_id,
            source_language=source_language,
            language=variant.language,
            pairs=_pairs(source, revision.words, source_language=source_language, language=variant.language),
            origin=revision.origin,
            revision_id=revision.id,
            now=now,
        )


def remember_pairs(
    session: Session,
    *,
    programme_id: int,
    source_language: str,
    language: str,
    pairs: Iterable[Translation],
    origin: Origin,
    revision_id: int | None,
    now: datetime,
    stands_again: bool = False,
) -> int:
    """Keeps these translations; says how many were new. Known ones are marked as written again.

    Words from two hands are the better one's. `stands_again`: nobody wrote them anew, they stand in a later revision.
    """
    wanted = list(dict.fromkeys(pair for pair in pairs if _is_worth_it(*pair)))
    sources = _sources(session, programme_id, source_language, [source for source, _target in wanted])
    known = {
        (row.source_id, row.digest): row
        for row in session.exec(
            select(MemoryUnit).where(
                col(MemoryUnit.source_id).in_(list(sources.values())), MemoryUnit.language == language
            )
        )
    }
    rows = []
    for source, target in wanted:
        found = known.get((sources[source], digest_of_text(target)))
        if found is None:
            rows.append(
                {
                    "source_id": sources[source],
                    "language": language,
                    "digest": digest_of_text(target),
                    "text": target,
                    "origin": origin,
                    "revision_id": revision_id,
                    "written_at": now,
                }
            )
        elif stands_again:
            found.revision_id = revision_id
        elif RANK.index(origin) >= RANK.index(found.origin):
            found.origin, found.revision_id, found.written_at = origin, revision_id, now
            session.add(found)
    if rows:
        session.execute(insert(MemoryUnit), rows)
    session.flush()
    return len(rows)


def _is_worth_it(source: str, target: str) -> bool:
    return bool(target) and len(source) <= LONGEST and any(letter.isalpha() for letter in source)


def _sources(session: Session, programme_id: int, language: str, texts: Sequence[str]) -> dict[str, int]:
    """The ids of these sentences; new ones are added with their bands."""
    digests = {digest_of_text(text): text for text in texts}
    found = _ids(session, programme_id, language, digests)
    new = [text for text in digests.values() if text not in found]
    if new:
        session.execute(
            insert(MemorySource),
            [
                {
                    "programme_id": programme_id,
                    "language": language,
                    "digest": digest_of_text(text),
                    "text": text,
                    "length": len(text),
                }
                for text in new
            ],
        )
        found |= (
            added := _ids(session, programme_id, language, {digest_of_text(text): text for text in new})
        )
        scope = scope_of(programme_id, language)
        session.execute(
            insert(MemoryBand),
            [
                {"source_id": number, "band": band}
                for text, number in added.items()
                for band in bands(text, scope=scope)
            ],
        )
    return found


def _ids(session: Session, programme_id: int, language: str, digests: Mapping[str, str]) -> dict[str, int]:
    rows = session.exec(
        select(MemorySource.id, MemorySource.digest).where(
            MemorySource.programme_id == programme_id,
            MemorySource.language == language,
            col(MemorySource.digest).in_(list(digests)),
        )
    )
    return {digests[digest]: number or 0 for number, digest in rows}


def scope_of(programme_id: int, language: str) -> str:
    """Within what sentences are compared: one programme's in one language."""
    return f"{programme_id}/{language}"


def digest_of_text(text: str) -> str:
    """What a sentence is known by."""
    return sha256(text.encode()).hexdigest()
