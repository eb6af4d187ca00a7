"""A programme's terms as plain values, and where they stand in a text.

Languages inflect: a form of a term is found in its other endings too, so that “Агентстві праці” counts as
“Агентство праці”. That is a rule of thumb made for finding, never for writing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from campaigns.vocabulary import TermKind

_NOTHING: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({})


@dataclass(frozen=True)
class Forms:
    """How one language says a term: the form to write first, then others that are right as well.

    `forbidden` forms are wrong or hurtful. `is_draft` until somebody who speaks the language confirmed them.
    """

    allowed: tuple[str, ...]
    forbidden: tuple[str, ...] = ()
    is_draft: bool = True

    @property
    def preferred(self) -> str:
        return self.allowed[0] if self.allowed else ""


@dataclass(frozen=True)
class Term:
    """One thing and its names by language code.

    `old` holds names that were in use once: they are understood in a source and not written any more.
    `is_untranslatable`: stands in German in every language. `keeps_source`: the German name follows the
    translated one in brackets, because that is what stands on the letter from the office.
    """

    key: str
    kind: TermKind
    forms: Mapping[str, Forms]
    old: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NOTHING)
    is_untranslatable: bool = False
    keeps_source: bool = False
    note: str = ""
    is_own: bool = False

    def allowed(self, code: str) -> tuple[str, ...]:
        """Every right form in a language; empty while nobody entered one."""
        if self.is_untranslatable:
            return self.forms["de"].allowed if "de" in self.forms else ()
        return self.forms[code].allowed if code in self.forms else ()

    def suggestion(self, code: str, source: str = "de") -> str:
        """What to write in a language: the preferred form, with the source's name in brackets where it stays."""
        allowed, original = self.allowed(code), self.allowed(source)
        if not allowed:
            return ""
        if self.keeps_source and code != source and original and allowed[0] != original[0]:
            return f"{allowed[0]} ({original[0]})"
        return allowed[0]


@dataclass(frozen=True)
class Hit:
    """A term found in a text, as code points: `text[start:end]`. `is_old`: under a name no longer in use."""

    term: Term
    start: int
    end: int
    form: str
    is_old: bool = False
    is_forbidden: bool = False


@dataclass(frozen=True)
class Terms:
    """The terms that hold in one programme."""

    rows: Sequence[Term] = ()

    def __iter__(self) -> Iterator[Term]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def hits(self, text: str, language: str) -> tuple[Hit, ...]:
        """Where terms stand in a text of this language, in reading order, the longer name before the shorter."""
        found = [
            Hit(term, match.start(), match.end(), form, is_old, is_forbidden)
            for term in self.rows
            for form, is_old, is_forbidden in _names(term, language)
            for match in pattern(form, language).finditer(text)
        ]
        kept: list[Hit] = []
        for hit in sorted(found, key=lambda each: (each.start - each.end, each.start, each.is_forbidden)):
            if all(hit.end <= other.start or hit.start >= other.end for other in kept):
                kept.append(hit)
        return tuple(sorted(kept, key=lambda each: each.start))


def stands_in(form: str, text: str, language: str) -> bool:
    """Whether a form of a term stands in a text, in whatever ending."""
    return pattern(form, language).search(text) is not None


def _names(term: Term, language: str) -> Iterator[tuple[str, bool, bool]]:
    for form in term.allowed(language):
        yield form, False, False
    for form in term.old.get(language, ()):
        yield form, True, False
    forms = term.forms.get(language)
    for form in forms.forbidden if forms else ():
        yield form, False, True


#: Languages whose words change at the end so much that the last letters of a form may be others.
_INFLECTED: Final = frozenset({"uk", "ru", "pl", "bg", "hr", "el", "fi", "hu", "tr", "ro"})
#: What joins the parts of one word, each with an ending of its own: "мини-джобе".
_JOINT: Final = re.compile("[-\u200c]")
#: "Суд" is a word of three letters that takes endings, too.
_SHORT: Final = 3
#: Vowel signs and the hamza of the Persian genitive ("دورهٔ"), which are no letters.
_MARKS: Final = "[\u064b-\u0655\u0670]*"
#: Particles that Arabic writes together with the word: and, so, with, like, for, the.
_ARABIC_FRONT: Final = "[وفبكل]{0,2}(?:ال|لل)?"


@lru_cache(maxsize=8192)
def pattern(form: str, language: str) -> re.Pattern[str]:
    """The expression that finds a form in a text of this language."""
    words = [_word(word, language) for word in form.split()]
    front = _ARABIC_FRONT if language in ("ar", "fa") else ""
    joined = r"[\s\u200c\u2066-\u2069]+".join(words)
    return re.compile(rf"(?<!\w){front}{joined}(?!\w)", re.IGNORECASE)


def _word(word: str, language: str) -> str:
    if joint := _JOINT.search(word):
        return joint.group().join(_word(part, language) for part in word.split(joint.group()))
    if language in _INFLECTED and len(word) == _SHORT and word.isalpha() and not word.isupper():
        return rf"{re.escape(word)}\w{{0,{_SHORT}}}"
    if not word.isalpha() or len(word) < 4 or (word.isupper() and len(word) < 7):
        return re.escape(word)
    if language in _INFLECTED:
        cut = 2 if len(word) > 5 else 1
        return rf"{re.escape(word[:-cut])}\w{{0,{cut + 3}}}"
    if language in ("ar", "fa"):
        bare = word.removeprefix("ال") if language == "ar" and len(word) > 5 else word
        return rf"(?:ال)?{re.escape(bare)}\w{{0,2}}{_MARKS}"
    return rf"{re.escape(word)}\w{{0,2}}"
