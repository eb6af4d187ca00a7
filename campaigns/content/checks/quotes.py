"""Quotation marks as the language has them, and on the side where they belong (CLDR's marks, and customs of print)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from campaigns.content.checks.finding import Finding, Place, Severity
from campaigns.languages import language as language_of

QUOTES: Final = "“{target}” is no quotation mark of {language}; it writes {right}."
OPENS: Final = "“{target}” does not open a quotation in {language}; it writes {right}."
CLOSES: Final = "“{target}” does not close a quotation in {language}; it writes {right}."
INSIDE: Final = "A no-break space belongs inside “{target}” in French."

#: Pairs a language also uses, for a quotation inside another one or as a custom of print.
_ALSO: Final = {
    "de": "»«|›‹", "ar": "“”|«»", "fa": "“”|‹›", "uk": "„“|“”", "ru": "„“", "tr": "«»", "fr": "“”|‹›", "ro": "«»",
    "pl": "«»|»«", "bg": "«»", "it": "“”|‹›", "es": "«»", "hu": "»«", "hr": "»«|„”", "el": "“”", "fi": "»»",
    "sv": "»»", "nl": "“”|„”",
}  # fmt: skip
_MARKS: Final = re.compile('["„“”«»‹›‟〝〞]')
_SPACES: Final = "\u00a0\u202f"


def find_quotes(text: str, *, language: str) -> Iterator[Finding]:
    """Hints on marks of another language, and on an opening mark that closes."""
    spoken = language_of(language)
    pairs = [
        ("".join(mark.split()) for mark in spoken.quotes),
        *filter(None, _ALSO.get(language, "").split("|")),
    ]
    opening, closing = (set(side) for side in zip(*map(tuple, pairs), strict=True))
    for match in _MARKS.finditer(text):
        mark = match.group()
        values = {"target": mark, "language": spoken.english, "right": "…".join(spoken.quotes)}
        if mark not in opening | closing:
            yield _hint(QUOTES, match, values)
        elif mark not in opening and _opens(text, match):
            yield _hint(OPENS, match, values)
        elif mark not in closing and _closes(text, match):
            yield _hint(CLOSES, match, values)
        elif language == "fr" and mark in "«»" and not _has_space_inside(text, match):
            yield _hint(INSIDE, match, values)


def _opens(text: str, match: re.Match[str]) -> bool:
    """Whether a word begins behind the mark and none ends before it."""
    before, after = text[: match.start()][-1:], text[match.end() :][:1]
    return after.isalnum() and not before.isalnum() and before not in ".,!?…)»"


def _closes(text: str, match: re.Match[str]) -> bool:
    before, after = text[: match.start()][-1:], text[match.end() :][:1]
    return (before.isalnum() or before in ".!?…") and before != "" and not after.isalnum()


def _has_space_inside(text: str, match: re.Match[str]) -> bool:
    inside = text[match.end() :][:1] if match.group() == "«" else text[: match.start()][-1:]
    return inside == "" or inside in _SPACES


def _hint(message: str, match: re.Match[str], values: dict[str, str]) -> Finding:
    place = Place("", *match.span())
    return Finding("typography", Severity.HINT, message, values, place, "", match.group())
