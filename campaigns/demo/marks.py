"""The marks of the demo's programmes: logos on every picture, a funder who asks for emblem and statement; a photo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Session

from assets.store import Store
from campaigns.clock import wall_time
from campaigns.content.media.funder import FunderRules, set_funder
from campaigns.content.media.logos import add_logo
from campaigns.content.media.photos import Kept, Rights, add_photo
from campaigns.people.actor import Actor
from campaigns.people.models import Programme

#: Drawn by scripts/demo_marks.py and scripts/demo_photo.py; see LICENCE.txt there.
PICTURES = Path(__file__).parent / "pictures"


@dataclass(frozen=True)
class MarksScene:
    """Logos by the name of whose they are, an emblem, each a picture of the demo; and the words beside the emblem."""

    logos: Mapping[str, str]
    emblem: str
    statement: str


@dataclass(frozen=True)
class PhotoScene:
    """A photo of the demo with its rights; it may be used for so many `days` from now."""

    key: str
    width: int
    height: int
    shows: str
    credit: str
    licence: str
    consent: str
    focus: tuple[int, int]
    days: int


def put_marks(
    session: Session, *, programme: Programme, scene: MarksScene, store: Store, by: Actor, now: datetime
) -> None:
    """The programme's pictures bear these marks from now on."""
    for name, key in scene.logos.items():
        kept = keep_mark(store, key)
        add_logo(session, programme=programme, kept=kept, name=name, is_emblem=False, by=by, now=now)
    rules, emblem = FunderRules(scene.statement), keep_mark(store, scene.emblem)
    set_funder(session, programme=programme, rules=rules, emblem=emblem, by=by, now=now)


def keep_mark(store: Store, key: str) -> Kept:
    """A mark of the demo, in the store as an upload would be."""
    data = (PICTURES / f"{key}.png").read_bytes()
    return Kept(store.put(data, "image/png"), "image/png", len(data))


def put_photo(
    session: Session, *, programme: Programme, scene: PhotoScene, store: Store, by: Actor, now: datetime
) -> None:
    """The programme has this photo to show."""
    data = (PICTURES / f"{scene.key}.jpg").read_bytes()
    today = wall_time(now, programme.zone).date()
    rights = Rights(
        credit=scene.credit,
        licence=scene.licence,
        shows=scene.shows,
        consent=scene.consent,
        usable_until=today + timedelta(days=scene.days),
        focus=(scene.focus[0], scene.focus[1]),
    )
    add_photo(
        session,
        programme_id=programme.id or 0,
        kept=Kept(store.put(data, "image/jpeg"), "image/jpeg", len(data)),
        width=scene.width,
        height=scene.height,
        rights=rights,
        today=today,
        by=by,
        now=now,
    )
