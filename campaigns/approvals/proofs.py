"""What will leave for one language and channel kind, as canonical JSON, and its digest.

The lawyer approves this digest; the worker recomputes it from the very bytes it is about to hand over. So
everything a reader gets stands in the manifest: words, the digest of each file with its alt text, the
link's target, the language tag, the notice and the funder's statement.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from campaigns.approvals.models import Proof
from campaigns.canonical import canonical_json, digest_of
from campaigns.content.models import Rendition, Variant
from campaigns.content.queries import SHEET, place_of
from campaigns.errors import Conflict
from campaigns.languages import language as language_row
from campaigns.people.actor import Actor, person_id

MANIFEST_VERSION = 1


@dataclass(frozen=True)
class Parts:
    """What a proof is made of. `link` is the address that stands in the text, `target` where it leads; `slide_alts`
    describe the pictures of a carousel behind its first, one by one. `looks` are pictures by
    format: a sheet for printing is shown by the one of its own format."""

    channel: str
    language: str
    title: str
    text: str
    link: str
    target: str
    alt_text: str
    slide_alts: tuple[str, ...]
    notice: str
    funder: str
    renditions: tuple[Rendition, ...]
    looks: Mapping[str, Rendition] = field(default_factory=dict)
    words: str = ""


def build_manifest(parts: Parts) -> dict[str, Any]:
    """The manifest of these parts, files in their order. One without a text names the words that its files were made
    of: other words are another proof even where no file shows the difference."""
    words = {} if parts.text else {"words": parts.words}
    return {
        **words,
        "version": MANIFEST_VERSION,
        "channel": parts.channel,
        "language": parts.language,
        "direction": language_row(parts.language).direction,
        "title": parts.title,
        "text": parts.text,
        "link": parts.link,
        "target": parts.target,
        "notice": parts.notice,
        "funder": parts.funder,
        "media": [_file(rendition, parts) for rendition in parts.renditions],
    }


def _alt_of(rendition: Rendition, parts: Parts) -> str:
    """The description of a file: the post's own, or what a further slide of a carousel says."""
    is_slide = rendition.seconds is None and "/" in rendition.format
    return parts.slide_alts[place_of(rendition) - 1] if is_slide else parts.alt_text


def _file(rendition: Rendition, parts: Parts) -> dict[str, Any]:
    """A file of the manifest. A film names its length, and its captions and poster with their digests; a sheet for
    printing its picture."""
    said: dict[str, Any] = {
        "digest": rendition.digest,
        "media_type": rendition.media_type,
        "width": rendition.width,
        "height": rendition.height,
        "format": rendition.format,
        "alt": _alt_of(rendition, parts),
    }
    if rendition.seconds is not None:
        said |= {"seconds": rendition.seconds, "beside": rendition.beside}
    elif rendition.media_type == SHEET and rendition.format in parts.looks:
        look = parts.looks[rendition.format]
        said |= {"beside": [{"kind": "picture", "media_type": look.media_type, "digest": look.digest}]}
    return said


def freeze_proof(
    session: Session, *, variant: Variant, revision_id: int, parts: Parts, by: Actor | None, now: datetime
) -> Proof:
    """The proof of these parts: the one that already has this digest, or a new row."""
    manifest = build_manifest(parts)
    digest = digest_of(manifest)
    found = session.exec(
        select(Proof).where(
            Proof.variant_id == variant.id, Proof.channel == parts.channel, Proof.digest == digest
        )
    ).first()
    if found:
        return found
    proof = Proof(
        variant_id=variant.id or 0,
        revision_id=revision_id,
        channel=parts.channel,
        manifest=canonical_json(manifest),
        digest=digest,
        created_by=person_id(by),
        created_at=now,
    )
    session.add(proof)
    session.flush()
    return proof


def is_whole(proof: Proof) -> bool:
    """Whether a proof says what its digest stands for; another shows a lawyer other words than they approve."""
    return hashlib.sha256(proof.manifest.encode()).hexdigest() == proof.digest


def said_in(proof: Proof) -> dict[str, Any]:
    """What a proof says; refuses one that somebody changed in the table."""
    if not is_whole(proof):
        raise Conflict(
            "What was submitted is not what its digest stands for: it was changed in the database past Litfass. Submit "
            "the post again."
        )
    said: dict[str, Any] = json.loads(proof.manifest)
    return said


def latest_proofs(session: Session, variant_ids: Sequence[int]) -> dict[tuple[int, str], Proof]:
    """The newest proof of each (variant, channel)."""
    rows = session.exec(select(Proof).where(col(Proof.variant_id).in_(variant_ids)).order_by(col(Proof.id)))
    return {(proof.variant_id, proof.channel): proof for proof in rows}
