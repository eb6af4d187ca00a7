"""What the memory keeps: every saved translation, sentence by sentence, with where it came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import insert
from sqlmodel import Session, col, select

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
    session: Session, *, variant: Variant, revision: Revision, campaign: Campaign, now: datetime
) -> None:
    """Keeps a saved translation together with the source it was made from; source words teach nothing."""
    source_language = session.get_one(Programme, campaign.programme_id).source_language
    if variant.language == source_language or revision.source_digest is None:
        return
    sibling = variants_of_posts(session, [variant.post_id])[variant.post_id].get(source_language)
    source = (
        sibling
        and session.exec(
            select(Revision)
            .where(Revision.variant_id == sibling.id, Revision.digest == revision.source_digest)
            .order_by(col(Revision.number).desc())
        ).first()
    )
    if source:
        remember_drafts(
            session,
            programme_id=campaign.programme_id,
            source=source.words,
            source_language=source_language,
            drafts=[(variant, revision)],
            now=now,
        )


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
        aligned = align_copy(
            source, revision.words, source_language=source_language, language=variant.language
        )
        remember_pairs(
            session,
            programme_id=programme_id,
            source_language=source_language,
            language=variant.language,
            pairs=[(pair.source.text, pair.target.text) for pairs in aligned.values() for pair in pairs],
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
) -> int:
    """Keeps these translations; says how many were new. Known ones are marked as written again."""
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
