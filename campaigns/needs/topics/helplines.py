"""Whom people can call about a sensitive topic, read from helplines.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType


@dataclass(frozen=True)
class Helpline:
    """A helpline, free and open day and night, with its numbers as they are read out."""

    de: str
    en: str
    numbers: tuple[str, ...]

    @property
    def written(self) -> str:
        """The numbers in one line."""
        return " / ".join(self.numbers)

    def name(self, language: str) -> str:
        """Its name in German or, for every other language, in English."""
        return self.de if language == "de" else self.en


@cache
def helplines() -> Mapping[str, Helpline]:
    """All helplines by the key of their topic."""
    data = tomllib.loads((Path(__file__).parent / "helplines.toml").read_text(encoding="utf-8"))
    return MappingProxyType(
        {
            topic: Helpline(each["de"], each["en"], tuple(str(number) for number in each["numbers"]))
            for topic, each in data.items()
        }
    )


def helpline_of(topic: str | None) -> Helpline | None:
    """The helpline for a topic; None where none is known to fit."""
    return helplines().get(topic or "")


#: Where a woman is held or threatened at work, the helpline against violence advises, too.
_ALSO_FOR_WOMEN = {"exploitation": "violence_protection"}


def helpline_for_women(topic: str | None) -> Helpline | None:
    """The helpline for women who are held or threatened, of a topic that has none of its own."""
    return helpline_of(_ALSO_FOR_WOMEN.get(topic or ""))


def is_for_private_answers(topic: str | None) -> bool:
    """Whether whoever asks may be in danger: it is answered in private, never in a thread."""
    return bool(helpline_of(topic) or helpline_for_women(topic))


def helpline_numbers(topic: str | None) -> str:
    """The numbers for a topic in one line, empty where none is known to fit."""
    found = helpline_of(topic)
    return found.written if found else ""
