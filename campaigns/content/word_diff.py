"""What changed between two texts, word by word."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from campaigns.content.copy import Copy

Kind = Literal["same", "added", "taken"]

_TOKEN = re.compile(r"\s+|[^\W_]+(?:[.,'’\u200c][^\W_]+)*|.", re.DOTALL)


@dataclass(frozen=True)
class Piece:
    """A run of text that stayed, came in or was taken out."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Change:
    """One place of the words ("headline", "steps.2") and how it changed."""

    place: str
    pieces: tuple[Piece, ...]


def diff_words(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces from which both texts can be read: all but `added` is the old one, all but `taken` the new."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    pieces: list[Piece] = []
    for step, i1, i2, j1, j2 in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        if step == "equal":
            pieces.append(Piece("same", "".join(before[i1:i2])))
            continue
        if i1 < i2:
            pieces.append(Piece("taken", "".join(before[i1:i2])))
        if j1 < j2:
            pieces.append(Piece("added", "".join(after[j1:j2])))
    return tuple(pieces)


def diff_copy(old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> tuple[Change, ...]:
    """Every place that differs between two revisions' words, in the order of the words."""
    before, after = _texts(old or {}), _texts(new)
    order = list(dict.fromkeys([*after, *before]))
    return tuple(
        Change(place, diff_words(before.get(place, ""), after.get(place, "")))
        for place in order
        if before.get(place, "") != after.get(place, "")
    )


def _texts(words: Mapping[str, Any]) -> dict[str, str]:
    return Copy.from_dict(words).texts()
