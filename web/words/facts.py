"""Facts in the reader's language: values as they are written, days of validity, what moved."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from babel.numbers import get_decimal_symbol
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


#: Names that the values of our own facts carry; a programme's own names stay as they are.
_NAMES: Mapping[str, Any] = {
    "start": _("from"),
    "period": _("period"),
    "deadline": _("deadline"),
    "web": _("website"),
    "wait": _("waiting time"),
    "wage": _("wage"),
    "old": _("until now"),
    "new": _("new"),
    "limit": _("limit"),
    "days": _("days"),
    "amount": _("amount"),
    "probation": _("trial period"),
    "phone": _("phone"),
    "notify": _("to notify by"),
    "notice": _("notice period"),
    "months": _("months"),
    "longer": _("longer period"),
    "lead": _("lead time"),
    "law": _("law"),
    "before": _("before"),
    "after": _("after"),
}


def name_word(name: str) -> str:
    """The name of a fact's value for the reader."""
    return str(_NAMES.get(name, name))


#: Countries whose law partners speak of: the European Union, and its neighbours in the free movement of workers.
_COUNTRIES = (
    "at", "be", "bg", "ch", "cy", "cz", "de", "dk", "ee", "es", "fi", "fr", "gr", "hr", "hu", "ie", "is", "it",
    "li", "lt", "lu", "lv", "mt", "nl", "no", "pl", "pt", "ro", "se", "si", "sk",
)  # fmt: skip


def jurisdictions(own: str) -> list[tuple[str, str]]:
    """Whose law a fact can state: the programme's country first, then none, then the others by name."""
    others = sorted(
        ((code, country_word(code)) for code in _COUNTRIES if code != own),
        key=lambda pair: pair[1].casefold(),
    )
    return [(own, country_word(own)), ("generic", str(_("no single country"))), *others]


def country_word(jurisdiction: str) -> str:
    """The country whose law a fact is about."""
    return str(locale().territories.get(jurisdiction.upper(), jurisdiction.upper()))


def figure_typed(value: str) -> str:
    """A figure with the reader's decimal sign, as it stands in a form."""
    return value.replace(".", ",") if _decimal() == "," else value


def figure_read(typed: str) -> str:
    """A figure as we keep it, with a point. The last of comma and point parts the cents, the others thousands.

    A lone sign that the reader's language parts thousands with, before three digits, is read so: who types
    1.800 in German means 1800.
    """
    bare = "".join(typed.split())
    group = "." if _decimal() == "," else ","
    if re.fullmatch(rf"[1-9]\d{{0,2}}(?:\{group}\d{{3}})+", bare):
        return bare.replace(group, "")
    if "," in bare and (bare.rfind(",") > bare.rfind(".")):
        return bare.replace(".", "").replace(",", ".")
    return bare.replace(",", "")


def _decimal() -> str:
    return str(get_decimal_symbol(locale()))


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
