"""What the oracle beside the database knows, and the channel at whose door it stands."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scheduler.contract import Outcome, Prepared
from tests.scheduler.stage import FakeChannel

if TYPE_CHECKING:
    from tests.rules.life.played import Played

LANGUAGES = ("de", "ar")

Snapshot = tuple[int, str, str, str]


class Killed(BaseException):
    """The worker is gone: nothing after this line happens."""


@dataclass
class Known:
    """What the oracle knows: how each text stands, and what was approved of it. `None` as tag: no picture yet."""

    revision: dict[str, int] = field(default_factory=lambda: dict.fromkeys(LANGUAGES, 1))
    tag: dict[tuple[str, int], str] = field(default_factory=dict)
    link: str = ""
    funder: str = ""
    doubted: dict[str, int] = field(default_factory=dict)
    authors: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    approved: dict[tuple[str, str], dict[Snapshot, str]] = field(default_factory=lambda: defaultdict(dict))
    shown: dict[str, tuple[Snapshot, dict[str, str]]] = field(default_factory=dict)
    placed: list[int] = field(default_factory=list)
    cancelled: set[int] = field(default_factory=set)
    spoiled: dict[int, str] = field(default_factory=dict)

    def snapshot(self, language: str) -> Snapshot:
        number = self.revision[language]
        return number, self.tag.get((language, number), ""), self.link, self.funder

    def may_leave(self, language: str, channel: str) -> str | None:
        """The digest that may leave now, or None."""
        if self.doubted.get(language) == self.revision[language]:
            return None
        return self.approved[language, channel].get(self.snapshot(language))


class Watched(FakeChannel):
    """A channel during whose call the worker can die, and at whose door the oracle stands."""

    dies: str = ""
    life: Played

    def send(self, prepared: Prepared) -> Outcome:
        try:
            self.life.look_at(prepared.wire)
        except AssertionError as broken:
            # The worker takes an error of a channel for an answer it did not understand: it must not hear this one.
            self.life.broken = broken
            raise Killed from broken
        dies, self.dies = self.dies, ""
        if dies == "before":
            raise Killed
        outcome = super().send(prepared)
        if dies == "after":
            raise Killed
        return outcome
