"""The form of a text: one control per field of the copy, the source beside it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from campaigns.content.copy import Copy
from web.forms import Form
from web.words.content import FIELDS

#: Lists are written one line an entry.
LISTS = ("steps", "details", "hashtags")
#: Fields written in one line; the others grow.
SHORT = ("kicker", "headline", "number", "date", "myth_label", "fact_label", "call_to_action")
#: Standing lines come from frames and are rarely touched.
STANDING = ("kicker", "myth_label", "fact_label", "source", "notice", "imprint")
LONGEST = 4000


@dataclass(frozen=True)
class Place:
    """One field as the page shows it. `rows` is the height of its control."""

    name: str
    word: Any
    source: str
    present: str
    rows: int
    is_standing: bool
    is_open: bool


def as_text(value: Any) -> str:
    """A field's value as it is typed: lists one line an entry."""
    return "\n".join(value) if isinstance(value, list | tuple) else str(value or "")


def start_values(words: Mapping[str, Any] | None) -> dict[str, str]:
    """What stands in the form before anybody typed."""
    return {name: as_text((words or {}).get(name, "")) for name in FIELDS}


def places(
    source: Mapping[str, Any] | None, present: Mapping[str, Any] | None, form: Form
) -> Sequence[Place]:
    """Fields with anything in them (here, in the source or typed) are open; empty ones can be unfolded."""
    found = []
    for name, word in FIELDS.items():
        there, here = as_text((source or {}).get(name)), as_text((present or {}).get(name))
        typed = form.value(name)
        longest = max(len(typed), len(there))
        rows = max(typed.count("\n") + 1, there.count("\n") + 1, 1 if name in SHORT else longest // 60 + 1)
        is_standing = name in STANDING
        found.append(Place(name, word, there, here, min(rows, 10), is_standing, bool(there or here or typed)))
    return found


@dataclass(frozen=True)
class Group:
    """Fields that stand together; with a summary they are folded away."""

    places: Sequence[Place]
    summary: str = ""


def grouped(places: Sequence[Place], changed: Collection[str]) -> list[Group]:
    """Fields in the order of work. Where the source changed, only the changed ones stand open."""
    used = [place for place in places if place.is_open]
    if not changed:
        return [
            Group([place for place in used if not place.is_standing]),
            Group([place for place in used if place.is_standing], _("Standing lines")),
        ]
    rest = [place for place in used if place.name not in changed]
    same = ngettext(
        "%(num)s field whose source is the same", "%(num)s fields whose source is the same", len(rest)
    )
    return [Group([place for place in used if place.name in changed]), Group(rest, same)]


def read_words(form: Form) -> dict[str, Any]:
    """What was typed, as the plain words of a revision."""
    words: dict[str, Any] = {}
    for name in FIELDS:
        typed = form.text(name, longest=LONGEST, as_typed=True)
        words[name] = [line.strip() for line in typed.split("\n") if line.strip()] if name in LISTS else typed
    return Copy.from_dict(words).to_dict()
