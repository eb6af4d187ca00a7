"""What somebody sees behind a kit's link today: the open kit, or that it is shut and since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Session

from campaigns.clock import wall_time
from campaigns.errors import NotFound
from campaigns.kits.models import Kit
from campaigns.kits.opening import OpenKit, Shut, open_version
from campaigns.kits.queries import kit_by_token, version_of
from campaigns.kits.told import is_told
from campaigns.kits.versions import KitManifest, read_version
from campaigns.people.models import Programme
from campaigns.vocabulary import KitStatus


class Face(StrEnum):
    """What a kit's page shows. The values of shut kits are the keys of the words that say so."""

    OPEN = "open"
    HELD = "held"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Shown:
    """A kit behind its link. `open` is None where it is shut, since the day `since` (or good until it, if expired)."""

    kit: Kit
    said: KitManifest
    digest: str
    face: Face
    since: date
    open: OpenKit | None = None


def show_kit(session: Session, token: str, *, now: datetime) -> Shown:
    """What the link shows now. The gate is asked each time: nobody has to shut a kit first."""
    kit = kit_by_token(session, token)
    version = version_of(session, kit) if kit is not None else None
    if kit is None or version is None or not is_told(session, kit, version):
        raise NotFound("There is no kit at this address. Ask whoever sent the link for a new one.")
    programme = session.get_one(Programme, kit.programme_id)
    said = read_version(version.manifest)
    today = wall_time(now, programme.zone).date()
    if kit.withdrawn_at is not None:
        return Shown(
            kit, said, version.digest, Face.WITHDRAWN, wall_time(kit.withdrawn_at, programme.zone).date()
        )
    # The version is what the trail tells it is; a day that was put off in the table ends nothing later.
    last = min(kit.expires_on, date.fromisoformat(said["expires_on"]))
    if last < today:
        return Shown(kit, said, version.digest, Face.EXPIRED, last)
    since = wall_time(kit.held_at, programme.zone).date() if kit.held_at else today
    if kit.status is not KitStatus.OPEN:
        return Shown(kit, said, version.digest, Face.HELD, since)
    try:
        opened = open_version(session, said, programme_id=kit.programme_id, on=today)
    except Shut:
        return Shown(kit, said, version.digest, Face.HELD, since)
    return Shown(kit, said, version.digest, Face.OPEN, today, opened)
