"""One precondition and how it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """WELL needs nothing, NOTE should be known, FAILS keeps something from working."""

    WELL = "well"
    NOTE = "note"
    FAILS = "fails"


@dataclass(frozen=True)
class Finding:
    """What was looked at and what was seen. `message` and `remedy` are msgids with {named} values."""

    name: str
    state: State
    message: str
    remedy: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """What was seen, in English."""
        return self.message.format(**self.values)

    @property
    def advice(self) -> str:
        """What to do about it, in English; empty when there is nothing to do."""
        return self.remedy.format(**self.values)

    def plain(self) -> dict[str, str]:
        """The finding as the command line prints it."""
        return {
            "name": self.name,
            "state": self.state.value,
            "sentence": self.sentence,
            "remedy": self.advice,
        }


def well(name: str, message: str, /, **values: Any) -> Finding:
    return Finding(name, State.WELL, message, values=values)


def note(name: str, message: str, remedy: str = "", /, **values: Any) -> Finding:
    return Finding(name, State.NOTE, message, remedy, values)


def fails(name: str, message: str, remedy: str, /, **values: Any) -> Finding:
    return Finding(name, State.FAILS, message, remedy, values)
