"""The words for kinds of post, picture formats, fields of the copy and states of the matrix; reasons as sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext, ngettext

from campaigns.content.checks.finding import Finding
from campaigns.facts.library import load_library
from web.fact_names import fact_named
from web.formats import day, language_name, number
from web.topics import book
from web.topics import topic_word as topic_word
from web.words.pictures import FIELDS as FIELDS
from web.words.pictures import field_word as field_word
from web.words.pictures import format_word as format_word
from web.words.sentences import codes_by_name, told_piece, told_value

_ = lazy_gettext
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

KINDS: Mapping[str, Any] = {
    "explainer": _("Explainer"),
    "carousel": _("Carousel"),
    "myth_fact": _("Myth and fact"),
    "steps": _("Steps"),
    "deadline": _("Deadline"),
    "checklist": _("Checklist"),
    "what_changes": _("What changes"),
    "event": _("Event"),
    "referral": _("Referral"),
    "live_qa": _("Live questions and answers"),
    "group_comment": _("Comment for groups"),
    "film": _("Short film"),
}

SOUND_WORDS: Mapping[str, Any] = {
    "none": _("No sound"),
    "bed": _("Music"),
    "voice": _("Recorded voice"),
    "voice_over_bed": _("Recorded voice over music"),
}

#: What a fact says in each language.
FACT_PARTS: Mapping[str, Any] = {
    "headline": _("headline"),
    "sentence": _("sentence"),
    "claim": _("false claim"),
}

COLOURS: Mapping[str, Any] = {
    "ink": _("Ink"),
    "paper": _("Paper"),
    "accent": _("Accent"),
    "accent_ink": _("Ink on accent"),
}

COLOUR_PAIRS: Mapping[tuple[str, str], Any] = {
    ("ink", "paper"): _("Ink on paper"),
    ("accent_ink", "accent"): _("Ink on accent"),
}


def kind_word(key: str) -> str:
    return str(KINDS.get(key, key))


def kept_reason(kept: Mapping[str, Any]) -> str:
    """A reason that was kept as plain data, in the reader's language."""
    return say(kept["msgid"], kept["values"])


def say(msgid: str, values: Mapping[str, Any]) -> str:
    """A stored reason in the reader's language: days as days, codes as languages, topics and kinds by name."""
    return str(gettext(msgid)).format(**{name: _plain(name, value) for name, value in values.items()})


def finding_sentence(finding: Finding) -> str:
    """What a check says. Pieces of the text are isolated: Arabic words must not turn the sentence around."""
    return told_piece(finding.message, finding.values)


def _topic_named(name: str) -> str:
    """The key of a topic by its English name, as reasons are kept; a key stays a key.

    A topic has the name of its facts; one without facts of ours that of the programme's topics.
    """
    of_facts = {one.name["en"]: one.topic for one in load_library()}
    return of_facts.get(name) or next((key for key, found in book().topics.items() if found.en == name), name)


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, date):
        return day(value)
    if name == "facts" and isinstance(value, str | list | tuple):
        keys = value.split(", ") if isinstance(value, str) else value
        return ngettext("%(num)s fact", "%(num)s facts", len(keys))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number(value, 0 if isinstance(value, int) else 1)
    if name == "odds":
        return number(int(str(value).replace(",", "")))
    if isinstance(value, list | tuple):
        return ", ".join(str(_plain(name, each)) for each in value)
    if not isinstance(value, str):
        return value
    if _DAY.fullmatch(value):
        return day(date.fromisoformat(value))
    if name in ("language", "languages"):
        code, _space, rest = value.partition(" ")
        return f"{language_name(codes_by_name().get(code, code))} {rest}".strip()
    if name == "topic":
        return topic_word(_topic_named(value))
    if name in ("feast", "what"):
        return gettext(value)
    if name == "kind":
        return kind_word(value) if value in KINDS else gettext(value)
    if name in ("fact", "instead"):
        return fact_named(value)
    if name == "part":
        return FACT_PARTS.get(value, value)
    if name in ("field", "layer"):
        return field_word(value)
    return told_value(name, value) if name in ("its", "ours") else value


def still_told() -> str:
    """What the lawyers get of a film post without a film."""
    return str(_("No film is made yet; the lawyers see, and approve, a picture only."))
