"""The words of one post in one language: what the picture shows and what the text beside it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from campaigns.errors import BadInput

_LISTS = ("steps", "details", "hashtags")
#: No picture and no post has more lines than this.
MOST_ENTRIES = 40


@dataclass(frozen=True)
class Copy:
    """Words of one post in one language; empty fields are not shown.

    `steps` are short lines for the picture, `details` the full sentences for the text beside it, one for
    each step (or none at all). `myth` is the false claim in quotation marks and never stands without
    `myth_label` and the fact in `headline`. `number` is the one large figure, `date` the validity or the
    moment. `notice`, `source` and `imprint` are standing lines.
    """

    kicker: str = ""
    headline: str = ""
    body: str = ""
    steps: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    myth: str = ""
    myth_label: str = ""
    fact_label: str = ""
    number: str = ""
    date: str = ""
    call_to_action: str = ""
    contact: str = ""
    hashtags: tuple[str, ...] = ()
    alt_text: str = ""
    source: str = ""
    notice: str = ""
    imprint: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON, with every field."""
        return {
            one.name: list(value) if isinstance(value := getattr(self, one.name), tuple) else value
            for one in fields(self)
        }

    def texts(self) -> dict[str, str]:
        """Every text by its place ("headline", "steps.2"), without empty ones."""
        found: dict[str, str] = {}
        for name, value in self.to_dict().items():
            if isinstance(value, list):
                found |= {f"{name}.{place}": text for place, text in enumerate(value, start=1)}
            elif value:
                found[name] = value
        return found

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Copy:
        """Copy from plain data; refuses a field it does not know and a value that is no text."""
        known = {one.name for one in fields(cls)}
        for name, value in data.items():
            if name not in known:
                raise BadInput(
                    "Copy has no field “{name}”. Fields: {known}.", name=name, known=", ".join(known)
                )
            texts = value if name in _LISTS else [value]
            if not isinstance(texts, list | tuple) or not all(isinstance(text, str) for text in texts):
                raise BadInput("The field “{name}” of the copy is not a text.", name=name)
        fitting: dict[str, Any] = {name: tuple(v) if name in _LISTS else v for name, v in data.items()}
        return cls(**fitting)


def with_text(words: Mapping[str, Any], place: str, text: str) -> dict[str, Any]:
    """The words with another text at one place ("headline", "steps.2"); refuses a place that does not exist.

    An entry beyond the end of a list fills it up to there with empty ones; `without_empty` takes them out.
    """
    name, _dot, number = place.partition(".")
    known = {one.name for one in fields(Copy)}
    is_entry = name in _LISTS and number.isdecimal() and 0 < int(number) <= MOST_ENTRIES
    if name not in known or (name in _LISTS) != bool(number) or (number and not is_entry):
        raise BadInput("There is no place “{place}” in a text.", place=place[:40])
    changed = {**Copy.from_dict(words).to_dict()}
    if not number:
        return {**changed, name: text}
    entries: list[str] = list(changed[name])
    entries += [""] * (int(number) - len(entries))
    entries[int(number) - 1] = text
    return {**changed, name: entries}


def without_empty(words: Mapping[str, Any]) -> dict[str, Any]:
    """The words without empty entries in their lists."""
    return {
        name: [entry for entry in value if entry] if name in _LISTS else value
        for name, value in words.items()
    }
