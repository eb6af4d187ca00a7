"""Stored sentences and refusals in the reader's language, with their values as people write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from babel import Locale
from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from flask_babel import get_locale, gettext, lazy_gettext

from campaigns.errors import Refusal
from campaigns.languages import languages
from campaigns.needs.topics.taxonomy import taxonomy
from campaigns.placements.sending.channel_answers import known_answer
from campaigns.reasons import Reason
from web.fact_names import facts_named
from web.formats import moment
from web.words.channels import channel_named
from web.words.pictures import field_word, format_word, formats_named, layer_word
from web.words.states import marks

_ = lazy_gettext


def sentence(refusal: Refusal) -> str:
    """The refusal in the reader's language."""
    return said(refusal.message, refusal.values)


def said(message: str, values: Mapping[str, Any] | None = None) -> str:
    """A stored sentence with {named} values in the reader's language; empty stays empty."""
    told = {name: told_value(name, each) for name, each in (values or {}).items()}
    told |= facts_named(values or {})
    return gettext(message).format(**told) if message else ""


#: Values of a finding that are pieces of a text, in whatever direction it runs.
_PIECES = frozenset({"source", "target", "right", "letter", "post"})


def told_piece(message: str, values: Mapping[str, Any]) -> str:
    """A sentence about pieces of a text, each isolated: Arabic words must not turn the sentence around."""
    isolated = {
        name: f"\u2068{_balanced(value)}\u2069" if name in _PIECES and isinstance(value, str) else value
        for name, value in values.items()
    }
    return said(message, isolated)


def _balanced(piece: str) -> str:
    """The piece without its own isolates where the cut took only one of a pair: the other would end ours too soon."""
    depth, deepest = 0, 0
    for mark in _ISOLATES.findall(piece):
        depth += -1 if mark == "\u2069" else 1
        deepest = min(deepest, depth)
    return _ISOLATES.sub("", piece) if depth or deepest else piece


@cache
def codes_by_name() -> Mapping[str, str]:
    """Languages by their English names, under which checks and reasons keep them."""
    return {row.english: code for code, row in languages().items()}


def _is_german() -> bool:
    return (get_locale() or Locale("en")).language == "de"


@cache
def _topics_by_name() -> Mapping[str, str]:
    """The German names of topics by their English ones, under which refusals name them."""
    return {topic.en: topic.de for topic in taxonomy().topics.values()}


_ISOLATES = re.compile("[\u2066-\u2069]")
#: Values that say how many; other numbers may be the number of something.
_COUNTS = frozenset({"columns", "count", "least", "limit", "members", "most"})
#: Values that may be days, kept as 2027-01-31.
_DAYS = frozenset({"day", "first", "last", "other"})
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
#: Wall times, kept as 2027-01-31 18:00.
_MOMENTS = frozenset({"present", "wall"})
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}")
#: Instants, kept in UTC as 2027-01-31T18:00.
_INSTANTS = frozenset({"made_at"})
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$")
#: Values that are themselves a sentence or a part of one, and values that name states.
_SENTENCES = frozenset({"answer", "feast", "kind", "layout", "message", "part", "problem", "reason", "what"})
_STATES = frozenset({"new", "old", "outcome", "status", "steps"})


#: Things that have a name of their own on the desk.
_NAMED = {
    "channel": channel_named,
    "field": field_word,
    "format": format_word,
    "formats": formats_named,
    "layer": layer_word,
}

#: The parts of a fact, as reasons name them.
_PARTS = (_("headline"), _("sentence"), _("claim"))


def told_value(name: str, value: Any) -> Any:
    """A value as it stands in a sentence: states and languages by their names, sentences translated."""
    if isinstance(value, int) and name in _COUNTS:
        return format_decimal(value, locale=get_locale() or Locale("en", "GB"))
    if isinstance(value, float):
        return format_decimal(value, "#,##0.#", locale=get_locale() or Locale("en", "GB"))
    if isinstance(value, Reason):
        return told_piece(value.msgid, value.values)
    if isinstance(value, date) and not isinstance(value, datetime):
        return format_date(value, "medium", locale=get_locale() or Locale("en", "GB"))
    if not isinstance(value, str) or not value:
        return value
    if name in _NAMED:
        return _NAMED[name](value)
    if name in _DAYS and _DAY.fullmatch(value):
        return format_date(date.fromisoformat(value), "medium", locale=get_locale() or Locale("en", "GB"))
    if name in _INSTANTS and _INSTANT.match(value):
        return moment(datetime.fromisoformat(value).replace(tzinfo=UTC))
    if name in _MOMENTS and _MOMENT.fullmatch(value):
        wall = datetime.fromisoformat(value)
        there = get_locale() or Locale("en", "GB")
        return f"{format_date(wall, 'medium', locale=there)}, {format_time(wall, 'short', locale=there)}"
    if name == "language":
        code = codes_by_name().get(value, value)
        return (get_locale() or Locale("en", "GB")).languages.get(code, code)
    if name in ("its", "ours"):
        return (get_locale() or Locale("en", "GB")).territories.get(value.upper(), value)
    if name == "topic":
        found = taxonomy().topics.get(value)
        english = found.en if found else value
        return _topics_by_name().get(english, english) if _is_german() else english
    if name in _STATES:
        return ", ".join(str(_state_words().get(word, word)) for word in value.split(", "))
    return _sentence_in(value) if name in _SENTENCES else value


def _sentence_in(value: str) -> str:
    """A stored sentence in the reader's language: as it is, or as the channel's answer that was made from one."""
    answer = known_answer(value)
    return told_piece(answer.msgid, answer.values) if answer else gettext(value)


@cache
def _state_words() -> dict[str, Any]:
    """States by their bare words; where two kinds share one, the first kind of the list names it."""
    words = {"superseded": _("Replaced")}
    for (_kind, state), shown in marks().items():
        words.setdefault(state, shown.word)
    return words
