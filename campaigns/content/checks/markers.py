"""Where a text says "not", "must", "may" and what goes with them: the words of `[said]` in words/<code>.toml."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from campaigns.content.checks.finding import Finding, Place, Severity
from campaigns.content.checks.folding import fold, fold_word
from campaigns.content.checks.words import words_of

#: "no. 3" is a number, not a no.
_CITED: Final = re.compile(r"(?<!\w)no\.? ?(?=\d)")
#: Folded alike, "ألا" (that not) and "إلا" (except) differ in one sign.
_THAT_NOT, _EXCEPT = "أ", "إ"
#: What says nothing about a clause where it stands in these: "no doubt", "don't forget", "for free".
_NO_NEGATION: Final = ("no_negation", "free")
_NEGATIONS: Final = ("not", "not_too", "without")
#: "Unterlagen" and "Entgelt" begin as words that deny do, and deny nothing.
_DENIES_NOTHING: Final = ("no_cause",)

Marker = tuple[str, int, int]
"""A marker as it is written, and where it starts and ends."""
Said = dict[str, list[Marker]]


@lru_cache(maxsize=4096)
def said(text: str, language: str) -> Said:
    """Every place where a marker of each kind stands in a text. Do not change what is returned."""
    words, folded = words_of(language), fold(text)
    plain = _CITED.sub(lambda match: " " * len(match[0]), folded.text)
    found: Said = {}
    for name, expression in (words.said if words else {}).items():
        spans = [
            folded.place(*match.span())
            for match in expression.finditer(plain)
            if words
            and not _is_other_word(folded.written(*match.span()), words.plain.get(name, frozenset()), name)
            and not _lacks_accents(folded.written(*match.span()), words.accented)
        ]
        if spans:
            found[name] = [(text[start:end], start, end) for start, end in spans]
    return _without_false_friends(found)


def markers(text: str, language: str) -> dict[str, list[str]]:
    """The words of each kind ("not", "must", "may", …) that stand in a text, as they are written there."""
    return {kind: [written for written, _, _ in places] for kind, places in said(text, language).items()}


def apart_from(said: Said, kind: str, others: tuple[str, ...]) -> list[Marker]:
    """The markers of a kind that stand in no marker of the others."""
    taken = [place for other in others for place in said.get(other, ())]
    return [
        one
        for one in said.get(kind, ())
        if not any(one[1] < end and start < one[2] for _, start, end in taken)
    ]


def finding_of(check: str, message: str, here: Marker | None, there: Marker | None) -> Finding:
    """A warning about a marker of the source, of the translation, or of both; placed where the translation's is."""
    source, target = here[0] if here else "", there[0] if there else ""
    return Finding(
        check=check,
        severity=Severity.WARNING,
        message=message,
        values={"source": source, "target": target},
        place=Place("", there[1], there[2]) if there else Place(),
        source_value=source,
        target_value=target,
    )


def _without_false_friends(found: Said) -> Said:
    kept = {kind: apart_from(found, kind, _false_friends_of(kind)) for kind in found}
    return {kind: places for kind, places in kept.items() if places}


def _false_friends_of(kind: str) -> tuple[str, ...]:
    if kind in _NEGATIONS:
        return _NO_NEGATION
    return _DENIES_NOTHING if kind == "not_broad" else ()


def _lacks_accents(written: str, accented: frozenset[str]) -> bool:
    """Whether a word that is another one without accents has none: Italian "ne" is no "né"."""
    return written.isascii() and fold_word(written) in accented


def _is_other_word(written: str, plain: frozenset[str], kind: str) -> bool:
    """Whether accents make another word of it: "vă" (you) is not "va" (will); "إلا" is no "not" but an exception."""
    if written.isascii():
        return False
    is_exception = _EXCEPT in written and fold_word(written) == fold_word("ألا")
    return fold_word(written) in plain or (is_exception and kind != "except")
