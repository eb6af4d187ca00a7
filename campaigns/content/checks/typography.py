"""Marks and spaces as the language has them: CLDR's percent sign, French spaces by the Imprimerie nationale."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

import regex
from babel import Locale

from campaigns.content.checks.finding import Finding, Place, Severity
from campaigns.content.checks.quotes import find_quotes
from campaigns.languages import language as language_of

TWO_SPACES: Final = "Two spaces in a row."
SPACE_BEFORE: Final = "No space belongs before “{target}” in {language}."
FRENCH_SPACE: Final = "A no-break space belongs before “{target}” in French."
HASH_SPACE: Final = "“{target}”: a space after # takes the hashtag apart."
OTHER_MARK: Final = "“{target}” is the mark of another script; {language} writes “{right}”."
NO_OPENING_MARK: Final = "A question or exclamation in Spanish begins with “{right}”."
PERCENT: Final = "“{target}”: {language} writes “{right}”."

_SPACED: Final = re.compile(r"(?<=\w)[ \u00a0\u202f]+([,.;:!?؟،؛])(?=\s|$)")
_FRENCH: Final = re.compile(r"(?<=\w)( ?)([;:!?])(?=\s|$)")
#: Marks that a language writes otherwise, behind its own letters.
_OTHER: Final = {
    "ar": (regex.compile(r"(?<=[\p{Arabic}\u2069)])[?,;](?=\s|$)"), {"?": "؟", ",": "،", ";": "؛"}),
    "fa": (regex.compile(r"(?<=[\p{Arabic}\u2069)])[?,;](?=\s|$)"), {"?": "؟", ",": "،", ";": "؛"}),
    "el": (regex.compile(r"(?<=\p{Greek})\?"), {"?": ";"}),
}
_SPANISH: Final = re.compile(r"(?:^|(?<=[.!?…:]\s)|(?<=\n))[^.!?…:¿¡\n]+([?!])")
_PERCENT: Final = re.compile(r"(?<![\d.,])(%[ \u00a0\u202f]?)?(\d[\d.,]*)([ \u00a0\u202f]?%)?")


def find_typography(text: str, *, language: str) -> list[Finding]:
    """Hints on marks and spaces; never more than one of each kind in a text."""
    found = [
        *find_quotes(text, language=language),
        *_spaces(text, language),
        *_marks(text, language),
        *_percents(text, language),
    ]
    once: dict[str, Finding] = {}
    for finding in found:
        once.setdefault(finding.message, finding)
    return list(once.values())


def _spaces(text: str, code: str) -> Iterator[Finding]:
    for match in re.finditer(r"(?<=\S) {2,}(?=\S)", text):
        yield _finding(TWO_SPACES, match)
    for match in re.finditer(r"(?<!\w)# \w", text):
        yield _finding(HASH_SPACE, match)
    if code == "fr":
        for match in _FRENCH.finditer(text):
            yield _finding(FRENCH_SPACE, match, target=match[2])
        return
    for match in _SPACED.finditer(text):
        yield _finding(SPACE_BEFORE, match, target=match[1], language=language_of(code).english)


def _marks(text: str, code: str) -> Iterator[Finding]:
    if code in _OTHER:
        expression, right = _OTHER[code]
        for match in expression.finditer(text):
            name = language_of(code).english
            yield _finding(OTHER_MARK, match, language=name, right=right[match.group()])
    if code == "es":
        for match in _SPANISH.finditer(text):
            yield _finding(NO_OPENING_MARK, match, right={"?": "¿", "!": "¡"}[match[1]])


@cache
def _percent_of(code: str) -> tuple[str, str]:
    """What stands before and after the number of a percentage."""
    pattern = Locale.parse(language_of(code).locale).percent_formats[None].pattern
    before, after = re.split(r"[#0][#0.,]*", pattern, maxsplit=1)
    return re.sub(r"[\u200e\u200f]", "", before), re.sub(r"[\u200e\u200f]", "", after)


def _percents(text: str, code: str) -> Iterator[Finding]:
    """A percentage whose sign stands close where the language parts it, or apart, or on the other side.

    Arabic and Farsi write both digits and sign in two ways; there the sign is left alone.
    """
    if language_of(code).is_rtl:
        return
    before, after = _percent_of(code)
    for match in _PERCENT.finditer(text):
        written = (match[1] or "", match[3] or "")
        if any(written) and tuple(_spaceless(one) for one in written) != (
            _spaceless(before),
            _spaceless(after),
        ):
            right = f"{before}{match[2]}{after}"
            yield _finding(PERCENT, match, language=language_of(code).english, right=right)


def _spaceless(sign: str) -> str:
    """The sign with one kind of space."""
    return re.sub(r"\s", " ", sign)


def _finding(message: str, match: re.Match[str] | regex.Match[str], **values: str) -> Finding:
    target = values.pop("target", match.group().strip())
    return Finding(
        "typography",
        Severity.HINT,
        message,
        {"target": target, **values},
        Place("", *match.span()),
        "",
        target,
    )
