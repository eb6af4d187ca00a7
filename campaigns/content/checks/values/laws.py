"""Citations: § 3 Abs. 2 Nr. 1, Art. 3, section 3(2), 622. §, المادة 3, чл. 3."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from campaigns.content.checks.values.claims import Claims
from campaigns.content.checks.values.found import Kind
from campaigns.content.checks.words import Words

#: "45c", "45 c"; the "à" of "17 à 20" is no part of a paragraph.
_SUFFIXED = r"(\d{1,4})(?: ?([a-h])(?![\w]| \d))?"
#: Languages in which the number stands before its word: "(2) bekezdés", "2 mom.", "2. fıkra".
_NUMBER_FIRST = frozenset({"hu", "fi", "tr", "sv", "nl"})
#: Languages in which § follows its number ("622. §", "3 kap. 2 §").
_SIGN_LAST = frozenset({"hu", "fi", "sv"})
#: Languages in which an article is an ordinal ("622. maddesinin 2. fıkrası"); what follows is the next part's.
_ORDINAL_FIRST = frozenset({"tr", "hu"})
#: What must not follow the word behind a number: a number of its own; where numbers are ordinals, a bare one.
_NO_NUMBER, _NO_OTHER = r"(?![ ]?\d)", r"(?![ ]?\d+(?![.\d]))"
_SIGN_AFTER = re.compile(rf"(?<![\d.,])(?<!§)(?<!§ ){_SUFFIXED}\.? ?§")


def read_laws(claims: Claims, words: Words) -> None:
    """The number beside § or its word is a citation's; numbers beside Abs., Nr. … are its parts."""
    before, after, sub_before, sub_after, brackets = _expressions(words)
    if words.code in _SIGN_LAST:
        for match in claims.matches(_SIGN_AFTER):
            _add(claims, match, Kind.LAW)
    for expression in (after, before) if words.code in _ORDINAL_FIRST else (before, after):
        for match in claims.matches(expression):
            _add(claims, match, Kind.LAW)
            _read_following(claims, match.end(), brackets)
    for expression in (sub_before, sub_after):
        for match in claims.matches(expression):
            _add(claims, match, Kind.SUB)


def _read_following(claims: Claims, position: int, brackets: re.Pattern[str]) -> None:
    """The rest of a chain: "(2) no. 1", "622, 623 and 626" after a doubled §."""
    while match := brackets.match(claims.text, position):
        if not claims.free(match.start(), match.end()):
            return
        _add(claims, match, Kind.SUB)
        position = match.end()


def _add(claims: Claims, match: re.Match[str], kind: Kind) -> None:
    group = 1 if match.group(1) else 3
    start, end = match.start(group), max(match.end(group), match.end(group + 1))
    digits = str(int(match.group(group)))
    key = digits + (match.group(group + 1) or "")
    first = match.start() if kind is Kind.LAW else start
    claims.add(kind, {(Kind.LAW, key)}, first, max(end, match.end()), numbers={Decimal(digits)})


@cache
def _expressions_of(law: str, sub: str, sub_follows: bool) -> tuple[re.Pattern[str], ...]:
    main, none = rf"(?:§+|{law})", _NO_OTHER if sub_follows else _NO_NUMBER
    return (
        re.compile(rf"{main}\.?[ #]{{0,2}}(?:n[ro°]?\.? ?)?{_SUFFIXED}(?![.,]?\d|[ ]?[%€]|\w)"),
        re.compile(rf"(?<![\d.,])(?<![.,]\d){_SUFFIXED}(?:\.|-?[^\W\d]{{1,4}})?[ -]?{main}{none}"),
        re.compile(rf"{sub}\.?[ ]{{0,2}}(?:\({_SUFFIXED}\)|{_SUFFIXED}(?![.,:]?\d|\w))"),
        re.compile(
            rf"(?<![\d.,])\(?{_SUFFIXED}\)?(?:\.|-?[^\W\d]{{1,4}})? ?{sub}(?!\.? ?[(\d])"
            if sub_follows
            else r"(?!)()()"
        ),
        re.compile(
            rf"(?: ?[,;/-] ?| (?:und|and|y|e|et|si|ve|i|и|та|й|es|en|och|ja|και|bis|to|do|до|u\.) )?\({_SUFFIXED}\)"
        ),
    )


def _expressions(words: Words) -> tuple[re.Pattern[str], ...]:
    return _expressions_of(words.law, words.sub, words.code in _NUMBER_FIRST)
