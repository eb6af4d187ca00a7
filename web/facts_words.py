"""Facts in the reader's language: values as they are written, days of validity, what moved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext

from campaigns.content.fact_view import FactView
from campaigns.content.frames import framed_languages, load_frames
from campaigns.content.notation import format_value, without_isolates
from campaigns.content.values import ValueKind, parse_value
from campaigns.content.wording import Writer
from campaigns.errors import Refusal
from web.formats import locale

_ = lazy_gettext

#: Kinds of values as choices of a form, in the order people need them.
VALUE_KINDS: Mapping[ValueKind, Any] = {
    ValueKind.AMOUNT: _("Amount of money"),
    ValueKind.DATE: _("Date"),
    ValueKind.DURATION: _("Duration"),
    ValueKind.PERCENT: _("Percentage"),
    ValueKind.NUMBER: _("Number"),
    ValueKind.TIME: _("Time"),
    ValueKind.PHONE: _("Phone number"),
    ValueKind.URL: _("Web address"),
    ValueKind.LAW: _("Law"),
}

UNITS: Mapping[str, Any] = {
    "EUR": "EUR",
    "hours": _("hours"),
    "days": _("days"),
    "weeks": _("weeks"),
    "months": _("months"),
    "years": _("years"),
}


def reading_language() -> str:
    """The language in which the desk writes values and facts for this reader."""
    code = locale().language
    return code if code in framed_languages() else "de"


def value_shown(table: Mapping[str, str] | None, language: str | None = None) -> str:
    """A typed value as a language writes it; what cannot be read stays as it was typed."""
    if table is None:
        return "–"
    try:
        return format_value(parse_value(table), language=language or reading_language())
    except Refusal:
        return str(table.get("value", ""))


def sentence_in(view: FactView, language: str, part: str = "sentence") -> str:
    """One text of the fact with its values written, or nothing."""
    if language not in view.words or language not in framed_languages():
        return ""
    return str(getattr(Writer(load_frames(language)), part)(view))


def plain(text: str) -> str:
    """Without the controls that hold values together, for attributes and plain lists."""
    return without_isolates(text)
