"""The exact package that leaves, built from the approved proof, and the proof that it is exactly that.

The digest is recomputed from the very bytes the adapter gets: each file is hashed here, its digest takes
the place the manifest gives it, and the whole manifest is hashed again. Whatever was changed in between (a
row, a file, a key too many) gives another digest and nothing leaves.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Select, Table, select

from assets.errors import StoreFault
from campaigns.canonical import digest_of
from campaigns.db import numbers
from campaigns.placements.gate import Changed, read_manifest
from campaigns.placements.models import Account, Placement
from campaigns.vocabulary import PlacementStatus

ReadFile = Callable[[str], bytes]

#: What a placement has staged on its channel before anything was.
NOTHING_STAGED: Mapping[str, Any] = MappingProxyType({})

#: Staged by what has readers already and goes on: it cannot be missed any more.
UNDERWAY = "underway"

_PLACEMENT: Table = Placement.__table__  # type: ignore[attr-defined]
_ACCOUNT: Table = Account.__table__  # type: ignore[attr-defined]
_TABLES = Placement.metadata.tables

#: How many columns of a parcel's row are the account's.
OF_SENDER = 7


class Tampered(Exception):
    """What would leave is not what was approved. `what` is a part of a sentence, never contents."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


@dataclass(frozen=True, slots=True)
class Sender:
    """The account as an adapter needs it. `secret` is still sealed."""

    account_id: int
    programme: str
    name: str
    zone: str
    options: Mapping[str, Any]
    secret: bytes | None
    capabilities: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Parcel:
    """A placement with its proof and account, read in one go before anything is sent."""

    sender: Sender
    placement_id: int
    status: PlacementStatus
    programme_id: int
    channel: str
    language: str
    key: str
    digest: str
    manifest: str
    wall: datetime
    zone: str
    sending_at: datetime | None
    restored_from: datetime | None
    attempt: int
    staged: Mapping[str, Any]
    made_at: datetime


@dataclass(frozen=True, slots=True)
class BesideFile:
    """A file that belongs to a film: `captions` or its `poster`."""

    content: bytes
    kind: str
    media_type: str


@dataclass(frozen=True, slots=True)
class WireFile:
    """A file as it leaves: its bytes, and what the manifest says about them.

    A film has a length in `seconds`, and `beside` it captions and a poster, for channels that take them.
    """

    content: bytes
    digest: str
    media_type: str
    format: str
    width: int
    height: int
    alt: str
    seconds: float | None = None
    beside: tuple[BesideFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Wire:
    """What an adapter may send, and nothing else. `key` names the placement on every try, and `made_at`, the instant
    it was put into the calendar, never changes either."""

    key: str
    digest: str
    manifest: Mapping[str, Any]
    files: tuple[WireFile, ...]
    wall: datetime
    zone: str
    made_at: datetime

    @property
    def due_at(self) -> datetime:
        """The instant its wall time means; the earlier one where the clock shows it twice."""
        return self.wall.replace(tzinfo=ZoneInfo(self.zone))

    @property
    def language(self) -> str:
        return str(self.manifest["language"])

    @property
    def direction(self) -> str:
        return str(self.manifest["direction"])

    @property
    def title(self) -> str:
        return str(self.manifest["title"])

    @property
    def text(self) -> str:
        return str(self.manifest["text"])

    @property
    def link(self) -> str:
        return str(self.manifest["link"])


def load_parcels(connection: Connection, placement_ids: Sequence[int]) -> dict[int, Parcel]:
    """Placements as the worker needs them, by id. One that has no account or no proof (any more) is left out."""
    rows = connection.execute(_PARCELS, {"wanted": list(placement_ids)})
    parcels = (Parcel(Sender(*row[:OF_SENDER]), *row[OF_SENDER:]) for row in rows)
    return {parcel.placement_id: parcel for parcel in parcels}


def build_wire(parcel: Parcel, read_file: ReadFile) -> Wire:
    """The package of a placement, with every byte checked; raises `Tampered` when it is not what was approved."""
    manifest = _checked_manifest(parcel)
    files = tuple(_read_media(item, read_file) for item in manifest["media"])
    wire = Wire(
        key=parcel.key,
        digest=parcel.digest,
        manifest=MappingProxyType(manifest),
        files=files,
        wall=parcel.wall,
        zone=parcel.zone,
        made_at=parcel.made_at,
    )
    check_wire(wire)
    return wire


def check_wire(wire: Wire) -> None:
    """Recomputes the digest from the bytes in this package; raises `Tampered` when it is not the approved one."""
    media = [_as_hashed(said, file) for said, file in zip(wire.manifest["media"], wire.files, strict=True)]
    if digest_of({**wire.manifest, "media": media}) != wire.digest:
        raise Tampered("a file has other bytes")


def _as_hashed(said: Mapping[str, Any], file: WireFile) -> dict[str, Any]:
    """What the manifest says about a file, with the digests of the bytes at hand in their places."""
    hashed = {**said, "digest": hashlib.sha256(file.content).hexdigest()}
    if "beside" in said:
        hashed["beside"] = [
            {**one, "digest": hashlib.sha256(beside.content).hexdigest()}
            for one, beside in zip(said["beside"], file.beside, strict=True)
        ]
    return hashed


def _checked_manifest(parcel: Parcel) -> dict[str, Any]:
    try:
        return read_manifest(
            parcel.manifest, digest=parcel.digest, channel=parcel.channel, language=parcel.language
        )
    except Changed as problem:
        raise Tampered(problem.what) from None


def _read_media(item: Mapping[str, Any], read_file: ReadFile) -> WireFile:
    return WireFile(
        content=_read(item, read_file),
        digest=str(item["digest"]),
        media_type=str(item["media_type"]),
        format=str(item["format"]),
        width=int(item["width"]),
        height=int(item["height"]),
        alt=str(item["alt"]),
        seconds=float(item["seconds"]) if "seconds" in item else None,
        beside=tuple(
            BesideFile(_read(one, read_file), str(one["kind"]), str(one["media_type"]))
            for one in item.get("beside", ())
        ),
    )


def _read(item: Mapping[str, Any], read_file: ReadFile) -> bytes:
    try:
        return read_file(str(item["digest"]))
    except StoreFault:
        # A store that cannot be reached raises something else, and is asked again later.
        raise Tampered("a file is missing or has other bytes") from None


def _parcels_query() -> Select[Any]:
    variant, proof, programme = (_TABLES[name] for name in ("variant", "proof", "programme"))
    row = _PLACEMENT.c
    return (
        select(
            _ACCOUNT.c.id,
            programme.c.key,
            _ACCOUNT.c.name,
            _ACCOUNT.c.zone,
            _ACCOUNT.c.options,
            _ACCOUNT.c.secret,
            _ACCOUNT.c.capabilities,
            row.id,
            row.status,
            row.programme_id,
            row.channel,
            variant.c.language,
            row.key,
            row.digest,
            proof.c.manifest,
            row.wall,
            row.zone,
            row.sending_at,
            row.restored_from,
            row.attempt,
            row.staged,
            row.created_at,
        )
        .join(variant, variant.c.id == row.variant_id)
        .join(proof, proof.c.id == row.proof_id)
        .join(programme, programme.c.id == row.programme_id)
        .join(_ACCOUNT, _ACCOUNT.c.id == row.account_id)
        .where(row.id.in_(numbers("wanted")))
    )


_PARCELS = _parcels_query()
