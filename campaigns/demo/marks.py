"""The marks of the demo's programmes: logos on every picture, a funder who asks for emblem and statement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from assets.store import Store
from campaigns.content.media.funder import FunderRules, set_funder
from campaigns.content.media.logos import add_logo
from campaigns.content.media.photos import Kept
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
