"""Where things are built in each of their states, for the walk of test_states.py."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from campaigns.approvals.models import Proof, ReviewRequest
from campaigns.content.actions import write_revision
from campaigns.content.models import Variant
from campaigns.kits.desk import KitDesk
from campaigns.people.actor import Actor
from tests.builders import WORDS, approve, submit
from tests.web.stage import Scene

#: The numbers and secrets by which addresses and forms name what was built.
Names = Mapping[str, Any]


@dataclass(frozen=True)
class Stage:
    """The scene in a session, the moment, and what kits and links need. `key` signs the links of letters."""

    session: Session
    scene: Scene
    kits: KitDesk
    now: datetime
    key: bytes

    @property
    def programme_id(self) -> int:
        return self.scene.cast.programme.id or 0

    @property
    def staff(self) -> Actor:
        return self.scene.cast.staff

    @property
    def lawyer(self) -> Actor:
        return self.scene.cast.lawyer

    def german(self) -> Variant:
        return self.session.get_one(Variant, self.scene.german.id)

    def submitted(self, *channels: str) -> ReviewRequest:
        return submit(
            self.session, self.scene.cast, self.german(), now=self.now, channels=channels or ("feed",)
        )

    def approved(self, *channels: str) -> Proof:
        """The German text approved for these channels; the proof of the first."""
        approve(self.session, self.scene.cast, self.submitted(*channels), now=self.now)
        return self.session.exec(
            select(Proof).where(
                Proof.variant_id == self.scene.german.id, Proof.channel == (channels or ("feed",))[0]
            )
        ).one()

    def edit(self) -> None:
        """Somebody writes the next words of the German text."""
        variant = self.german()
        write_revision(
            self.session,
            variant=variant,
            words={**WORDS["de"].to_dict(), "headline": "Kindergeld: 259 € im Monat"},
            based_on=variant.revision,
            by=self.staff,
            now=self.now,
        )


Builder = Callable[[Stage, str], Names]
#: Each kind of thing → its states in their order → what builds it there.
THINGS: dict[str, dict[str, Callable[[Stage], Names]]] = {}


def thing(kind: str, *states: str) -> Callable[[Builder], Builder]:
    """Declares who builds things of this kind in these states; the builder is told which one is wanted."""

    def declare(build: Builder) -> Builder:
        for state in states:
            THINGS.setdefault(kind, {})[state] = lambda stage, state=state: build(stage, state)  # type: ignore[misc]
        return build

    return declare
