"""Quotation marks and spaces as the language has them (CLDR's marks; French spaces by the Imprimerie nationale)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from campaigns.content.checks.finding import Finding, Place, Severity
from campaigns.languages import language as language_of

QUOTES: Final = "“{target}” is no quotation mark of {language}; it writes {right}."
TWO_SPACES: Final = "Two spaces in a row."
SPACE_BEFORE: Final = "No space belongs before “{target}” in {language}."
FRENCH_SPACE: Final = "A no-break space belongs before “{target}” in French."
HASH_SPACE: Final = "“{target}”: a space after # takes the hashtag apart."

#: Marks a language also uses, for a quotation inside another one or as a custom of print.
_ALSO: Final = {
    "de": "‚‘»«›‹", "en": "‘’", "ar": "“”„", "fa": "“”", "uk": "„“”", "ru": "„“", "tr": "‘’«»", "fr": "“”",
    "ro": "«»“", "pl": "«»", "bg": "’‘«»", "it": "“”", "es": "“”", "hu": "»«’", "hr": "»«”", "el": "“”",
    "fi": "»’", "sv": "»’", "nl": "“”„",
}  # fmt: skip
_MARKS: Final = re.compile('["„“”«»‹›‟〝〞]')
_SPACED: Final = re.compile(r"(?<=\w)[ \u00a0\u202f]+([,.;:!?؟،؛])(?=\s|$)")
_FRENCH: Final = re.compile(r"(?<=\w)( ?)([;:!?])(?=\s|$)")


def find_typography(text: str, *, language: str) -> list[Finding]:
    """Hints on marks and spaces; never more than one of each kind in a text."""
    found = [*_quotes(text, language), *_spaces(text, language)]
    once: dict[str, Finding] = {}
    for finding in found:
        once.setdefault(finding.message, finding)
    return list(once.values())


def _quotes(text: str, code: str) -> Iterator[Finding]:
    spoken = language_of(code)
    right = "".join(spoken.quotes).replace(" ", "").replace("\u00a0", "")
    for match in _MARKS.finditer(text):
        if match.group() not in right + _ALSO.get(code, ""):
            yield _finding(QUOTES, match, right="…".join(spoken.quotes), language=spoken.english)


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


def _finding(message: str, match: re.Match[str], **values: str) -> Finding:
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
