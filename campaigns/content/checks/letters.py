"""Letters of the wrong alphabet: they look right and are not, so nobody finds the word and voices misread it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

import regex

from campaigns.content.checks.finding import Finding, Place, Severity
from campaigns.languages import language as language_of

WRONG: Final = "“{target}” contains “{letter}”, which is not a letter of {language}; “{right}” is."
FOREIGN: Final = "“{target}” contains “{letter}”, which {language} does not write."
MIXED: Final = "“{target}” mixes two alphabets: “{letter}” only looks like the other one."
DIGITS: Final = "“{target}” has digits that {language} does not use."

#: Letter of a neighbouring alphabet → the one the language writes.
_REPLACED: Final[Mapping[str, Mapping[str, str]]] = {
    "fa": {"ي": "ی", "ك": "ک", "ى": "ی", "ة": "ه"},
    "ar": {"ی": "ي", "ک": "ك", "ہ": "ه"},
    "ro": {"ş": "ș", "ţ": "ț", "Ş": "Ș", "Ţ": "Ț"},
    "hu": {"õ": "ő", "û": "ű", "Õ": "Ő", "Û": "Ű"},
    "uk": {"ы": "и", "э": "е", "ё": "йо", "ъ": "’", "Ы": "И", "Э": "Е", "Ё": "Йо", "Ъ": "’"},
    "hr": {"ð": "đ", "Ð": "Đ"},
    "tr": {"ý": "ı", "þ": "ş", "ð": "ğ", "Ý": "İ", "Þ": "Ş"},
}
_UNKNOWN: Final[Mapping[str, str]] = {"ru": "іїєґІЇЄҐў", "bg": "ыэёіїєґЫЭЁІЇЄҐ"}
_OTHER_DIGITS: Final[Mapping[str, str]] = {"ar": "۴۵۶", "fa": "٤٥٦"}
_WORD: Final = regex.compile(r"[\p{L}\p{M}\u200c]+")
_SCRIPTS: Final[Mapping[str, regex.Pattern[str]]] = {
    "Latn": regex.compile(r"\p{Latin}"),
    "Cyrl": regex.compile(r"\p{Cyrillic}"),
    "Grek": regex.compile(r"\p{Greek}"),
}
#: Letters that look the same in Latin, Cyrillic and Greek (Unicode confusables, single letters).
_LOOK_ALIKE: Final[Mapping[str, str]] = {
    "Latn": "aceopxyijsABCEHIJKMOPSTXYZNvuëïöäÖÏË",
    "Cyrl": "асеорхуіјѕАВСЕНІЈКМОРЅТХУ",
    "Grek": "βονυικρΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
}


def find_wrong_letters(text: str, *, language: str) -> list[Finding]:
    """Findings for letters and digits that belong to a neighbouring alphabet."""
    return [*_replaced(text, language), *_mixed(text, language), *_digits(text, language)]


def mixed_words(text: str, *, language: str) -> list[str]:
    """Words in which a letter of another alphabet only looks like one of the language's own."""
    return [str(finding.values["target"]) for finding in _mixed(text, language)]


def _words(text: str) -> Iterator[regex.Match[str]]:
    yield from _WORD.finditer(text)


def _replaced(text: str, code: str) -> Iterator[Finding]:
    right, unknown = _REPLACED.get(code, {}), _UNKNOWN.get(code, "")
    for match in _words(text):
        letter = next((sign for sign in match.group() if sign in right or sign in unknown), "")
        if letter in right and letter:
            yield _finding(WRONG, match, letter, code, right[letter])
        elif letter:
            yield _finding(FOREIGN, match, letter, code)


def _mixed(text: str, code: str) -> Iterator[Finding]:
    own = language_of(code).script
    if own not in _SCRIPTS:
        return
    for match in _words(text):
        word = match.group()
        present = [name for name, expression in _SCRIPTS.items() if expression.search(word)]
        if len(present) < 2:
            continue
        for name in present:
            letters = [sign for sign in word if _SCRIPTS[name].match(sign)]
            if all(sign in _LOOK_ALIKE[name] for sign in letters):
                yield _finding(MIXED, match, letters[0], code)
                break


def _digits(text: str, code: str) -> Iterator[Finding]:
    wrong = _OTHER_DIGITS.get(code, "")
    if wrong and (match := re.search(rf"\d*[{wrong}]\d*", text)):
        yield _finding(DIGITS, match, match.group(), code)


def _finding(
    message: str, match: re.Match[str] | regex.Match[str], letter: str, code: str, right: str = ""
) -> Finding:
    values = {
        "target": match.group(),
        "letter": letter,
        "language": language_of(code).english,
        "right": right,
    }
    return Finding(
        "letters", Severity.WARNING, message, values, Place("", *match.span()), "", str(match.group())
    )
