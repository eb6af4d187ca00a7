"""What a lawyer knows of a card already: nothing, other words, or everything but how the picture is drawn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlmodel import Session, col, select

from campaigns.approvals.models import Approval, Proof, ReviewRequest
from campaigns.approvals.proofs import is_whole, said_in
from campaigns.approvals.testimony import Testimony
from campaigns.approvals.validity import told_words
from campaigns.approvals.witness import testimony
from campaigns.content.models import Revision
from campaigns.vocabulary import Decision


class Novelty(StrEnum):
    """What is new about a card. Cards of which only the layout is new may be approved several at once."""

    NEW = "new"
    CHANGED = "changed"
    LAYOUT = "layout"
    MENDED = "mended"
    AGAIN = "again"
    SECOND = "second"


@dataclass(frozen=True)
class Known:
    """What is new, the digests that wait by channel, and each picture that was approved last with the one in its place
    now, where nothing but how they are drawn is new."""

    novelty: Novelty
    seen: dict[str, str]
    redrawn: tuple[tuple[str, str], ...] = ()


def novelties(session: Session, requests: Sequence[ReviewRequest]) -> dict[int | None, Known]:
    """The same for many cards, in a fixed number of queries."""
    proofs = _proofs(session, {request.variant_id for request in requests})
    words = _words(session, {proof.revision_id for rows in proofs.values() for proof in rows})
    digests = {proof.digest for rows in proofs.values() for proof in rows}
    told = testimony(session, digests)
    decided = _decided(session, digests, told)
    standing = told_words(session, decided, told=told)
    return {
        request.id: _known(request, proofs.get(request.variant_id, []), decided, standing, words)
        for request in requests
    }


def is_same_but_drawn_anew(before: dict[str, Any], now: dict[str, Any]) -> bool:
    """Whether two manifests differ in nothing but the bytes of their pictures: not even in size or description."""
    return _without_bytes(before) == _without_bytes(now) and before != now


def _known(
    request: ReviewRequest,
    proofs: Sequence[Proof],
    decided: dict[str, Decision],
    standing: dict[str, list[Approval]],
    words: dict[int, str],
) -> Known:
    waiting = {proof.channel: proof for proof in proofs if request.digests.get(proof.channel) == proof.digest}
    seen = {channel: proof.digest for channel, proof in sorted(waiting.items())}
    if any(standing.get(digest) for digest in seen.values()):
        return Known(Novelty.SECOND, seen)
    last = {
        proof.channel: proof
        for proof in proofs
        if decided.get(proof.digest) is Decision.APPROVE and proof.digest not in seen.values()
    }
    if seen and all(digest in decided for digest in seen.values()):
        # Somebody has decided about these very bytes: a return that was not heeded, or an approval that has ended.
        return Known(Novelty.AGAIN, seen)
    before = [decided[proof.digest] for proof in proofs if proof.digest in decided]
    if Decision.RETURN in [decided.get(digest) for digest in seen.values()] or before[-1:] == [
        Decision.RETURN
    ]:
        return Known(Novelty.MENDED, seen)
    if not last:
        return Known(Novelty.CHANGED if before else Novelty.NEW, seen)
    pairs = [(last.get(channel), proof) for channel, proof in waiting.items()]
    only_drawn = all(
        old is not None
        # Some words stand on the picture alone, so the manifest does not tell.
        and words[old.revision_id] == words[new.revision_id]
        and is_whole(old)
        and is_whole(new)
        and is_same_but_drawn_anew(said_in(old), said_in(new))
        for old, new in pairs
    )
    if not (only_drawn and pairs):
        return Known(Novelty.CHANGED, seen)
    redrawn = [
        (then["digest"], now["digest"])
        for old, new in pairs
        if old is not None
        for then, now in zip(said_in(old)["media"], said_in(new)["media"], strict=True)
        if then["digest"] != now["digest"]
    ]
    return Known(Novelty.LAYOUT, seen, tuple(dict.fromkeys(redrawn)))


def _without_bytes(manifest: dict[str, Any]) -> dict[str, Any]:
    media = [
        {name: value for name, value in file.items() if name != "digest" or not _is_picture(file)}
        for file in manifest["media"]
    ]
    return {**manifest, "media": media}


def _is_picture(file: dict[str, Any]) -> bool:
    return str(file["media_type"]).startswith("image/")


def _proofs(session: Session, variant_ids: Collection[int]) -> dict[int, list[Proof]]:
    query = select(Proof).where(col(Proof.variant_id).in_(list(variant_ids))).order_by(col(Proof.id))
    found: dict[int, list[Proof]] = defaultdict(list)
    for proof in session.exec(query):
        found[proof.variant_id].append(proof)
    return found


def _words(session: Session, revision_ids: Collection[int]) -> dict[int, str]:
    """The digest of all words of each revision, those on the picture as well."""
    query = select(Revision.id, Revision.digest).where(col(Revision.id).in_(list(revision_ids)))
    return {number: digest for number, digest in session.exec(query) if number is not None}


def _decided(session: Session, digests: Collection[str], told: Testimony) -> dict[str, Decision]:
    """The last word about each digest. A yes of which the trail does not tell makes nothing known, and a partner's is
    none of a lawyer's."""
    query = select(Approval).where(col(Approval.digest).in_(list(digests))).order_by(col(Approval.id))
    return {
        word.digest: word.decision
        for word in session.exec(query)
        if word.decision is not Decision.APPROVE or (told.tells_of(word) and not told.is_partners(word))
    }
