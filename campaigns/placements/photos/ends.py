"""Whether a photo that is seen in the files of a post may still be used on its day: its licence, or the consent of the
people on it, may have ended.

A file tells which photo it shows, and what leaves is the files of its proof. What is not bound to a proof yet would
leave with the newest files of its text.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, NamedTuple, Protocol, TypeVar

from sqlalchemy import ColumnElement, Select
from sqlalchemy import select as select_many
from sqlmodel import Session, col

from campaigns.approvals.models import Proof
from campaigns.content.media.models import Photo
from campaigns.content.models import Rendition, Revision, Variant


class Going(Protocol):
    """What leaves, or stays before readers: a text, on a day, and the digest of its proof (empty: none yet)."""

    @property
    def variant_id(self) -> int: ...

    @property
    def on(self) -> date: ...

    @property
    def digest(self) -> str: ...


G = TypeVar("G", bound=Going)


class Shown(NamedTuple):
    """A file of a text with a photo in it: whether it is the text's newest, and the photo's last day if it has one."""

    digest: str
    is_newest: bool
    last: date | None


def photos_over(session: Session, going: Collection[G]) -> dict[G, date]:
    """The last day on which the photo of each of these might be used; what is not in the answer may leave."""
    shown = _shown(session, {one.variant_id for one in going}, col(Photo.usable_until).is_not(None))
    late = {
        one: [file for file in shown[one.variant_id] if file.last is not None and one.on > file.last]
        for one in going
        if one.variant_id in shown
    }
    found = _in_what_goes(session, late)
    return {one: min(file.last for file in files if file.last is not None) for one, files in found.items()}


def showing(session: Session, photo_id: int, going: Collection[G]) -> set[G]:
    """Those of these in whose files this photo is seen."""
    shown = _shown(session, {one.variant_id for one in going}, col(Photo.id) == photo_id)
    return set(
        _in_what_goes(session, {one: shown[one.variant_id] for one in going if one.variant_id in shown})
    )


def texts_with(*photos: ColumnElement[bool]) -> Select[Any]:
    """The texts that have a file in which a photo of this kind is seen, as a query of their numbers."""
    return (
        select_many(col(Revision.variant_id))
        .join(Rendition, col(Rendition.revision_id) == Revision.id)
        .join(Photo, col(Photo.id) == Rendition.photo_id)
        .where(*photos)
        .distinct()
    )


def _shown(
    session: Session, variant_ids: Collection[int], photos: ColumnElement[bool]
) -> dict[int, list[Shown]]:
    """The files of these texts with such a photo, by text."""
    if not variant_ids:
        return {}
    query = (
        select_many(
            col(Revision.variant_id),
            col(Rendition.digest),
            col(Rendition.current) & (col(Revision.number) == Variant.revision),
            col(Photo.usable_until),
        )
        .join(Revision, col(Revision.id) == Rendition.revision_id)
        .join(Variant, col(Variant.id) == Revision.variant_id)
        .join(Photo, col(Photo.id) == Rendition.photo_id)
        .where(col(Revision.variant_id).in_(list(variant_ids)), photos)
    )
    found: dict[int, list[Shown]] = defaultdict(list)
    for variant_id, *file in session.execute(query):
        found[variant_id].append(Shown(*file))
    return found


def _in_what_goes(session: Session, files: Mapping[G, list[Shown]]) -> dict[G, list[Shown]]:
    """Of these files those that leave with what goes; what goes without any is left out."""
    wanted = {one: shown for one, shown in files.items() if shown}
    proofs = _files_of_proofs(session, {one.digest for one in wanted if one.digest})
    left = {
        one: [file for file in shown if (file.digest in proofs[one.digest] if one.digest else file.is_newest)]
        for one, shown in wanted.items()
    }
    return {one: shown for one, shown in left.items() if shown}


def _files_of_proofs(session: Session, digests: Collection[str]) -> Mapping[str, frozenset[str]]:
    """The files of each of these proofs, with what belongs to them."""
    found: dict[str, frozenset[str]] = {digest: frozenset() for digest in digests}
    if not digests:
        return found
    query = select_many(col(Proof.digest), col(Proof.manifest)).where(col(Proof.digest).in_(list(digests)))
    for digest, manifest in session.execute(query):
        media = json.loads(manifest)["media"]
        beside = (one["digest"] for file in media for one in file.get("beside", ()))
        found[digest] = frozenset({file["digest"] for file in media}) | frozenset(beside)
    return found
