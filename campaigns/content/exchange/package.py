"""What goes out and what comes back, whatever the file is: texts of one language with their sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from campaigns.content.segments.alignment import Pair
from campaigns.errors import Refusal


@dataclass(frozen=True)
class Unit:
    """One place of one text: its sentences with their translations.

    `was` is the source the translation was made from, where the source has other words now.
    """

    place: str
    pairs: tuple[Pair, ...]
    is_open: bool
    was: str = ""


@dataclass(frozen=True)
class Text:
    """One variant with the numbers of the revisions that leave: the translation's and the source's."""

    variant_id: int
    post: int
    kind: str
    revision: int
    source_revision: int
    units: Sequence[Unit]


@dataclass(frozen=True)
class Package:
    """The texts of a campaign in one language."""

    campaign_id: int
    title: str
    source_language: str
    language: str
    texts: Sequence[Text]

    @property
    def units(self) -> int:
        return sum(len(text.units) for text in self.texts)


@dataclass(frozen=True)
class Received:
    """One place of one text as it came back. `target` is None where nothing was translated; `refusal` says why its
    words cannot be told from the file."""

    variant_id: int
    revision: int
    source_revision: int
    language: str
    place: str
    target: str | None
    refusal: Refusal | None = None


@dataclass(frozen=True)
class Row:
    """One sentence as it came back from a table; `number` counts from 1 within its place."""

    variant_id: int
    revision: int
    source_revision: int
    language: str
    place: str
    number: int
    target: str
