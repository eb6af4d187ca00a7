"""What number words are worth, alone, written as one, and one after the other."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from campaigns.content.checks.words import Words, words_of

#: Languages that write a number in one word.
_IN_ONE_PIECE: Final = frozenset({"de", "nl", "sv", "fi", "it", "hu", "hr", "es", "tr"})
_GLUE: Final = {"de": "und", "nl": "en"}
#: "and", "in", "for", "the", which Arabic writes in one piece with the number.
_ARABIC_LEAD: Final = re.compile(r"^(?:وال|ال|و|ب|ل|ف)(?=\w{3})")


@lru_cache(maxsize=8192)
def exact(token: str, code: str) -> int | None:
    """The value of a number word; None for every other word, and for "one", which is an article as well."""
    words = words_of(code)
    assert words is not None
    if code == "ar" and token not in words.numbers:
        token = _ARABIC_LEAD.sub("", token)
    if token in words.numbers:
        return words.numbers[token]
    for entry, value in words.numbers.items():
        if entry.endswith("*") and token.startswith(entry[:-1]):
            return value
    return _in_pieces(token, code) if code in _IN_ONE_PIECE else None


def is_one(token: str, words: Words) -> bool:
    """Whether this word is "one" where it stands in a longer number ("twenty-one", "واحد وعشرون")."""
    return token in words.one or (words.code == "ar" and _ARABIC_LEAD.sub("", token) in words.one)


def is_spelled_so(written: str, token: str, words: Words) -> bool:
    """Whether a folded number word is one as it was written: "što" is not sto, "ön" is not on."""
    plain = written.lower().replace("\u0307", "")
    if token not in words.numbers or not token.isascii():
        return True
    return plain == token or any(plain.startswith(one) for one in words.spelling)


def is_double(token: str, words: Words) -> bool:
    """Whether this number word has a second meaning."""
    return token in words.double or (words.code == "ar" and _ARABIC_LEAD.sub("", token) in words.double)


def _in_pieces(token: str, code: str) -> int | None:
    """The value of several number words written as one."""
    words = words_of(code)
    assert words is not None
    known = {word: value for word, value in words.numbers.items() if not word.endswith("*")}
    values = _cut(token, known | dict.fromkeys(words.one, 1), _GLUE.get(code, ""))
    return total(values, code) if values and len(values) > 1 else None


def _cut(rest: str, known: dict[str, int], glue: str, has_any: bool = False) -> list[int] | None:
    """The pieces of a word, the longest first; shorter ones where nothing else fits ("cent|otto")."""
    if not rest:
        return []
    for word in sorted((word for word in known if rest.startswith(word)), key=len, reverse=True):
        if (after := _cut(rest[len(word) :], known, glue, has_any=True)) is not None:
            return [known[word], *after]
    if has_any and glue and rest.startswith(glue):
        return _cut(rest[len(glue) :], known, glue)
    return None


def total(values: list[int], code: str) -> int:
    """What number words one after the other make: 2, 100, 5 are 205; in French 4, 20, 10 are 90."""
    whole = current = 0
    for value in values:
        if value == 100:
            current = max(current, 1) * 100
        elif value >= 1000:
            whole, current = whole + max(current, 1) * value, 0
        elif code == "fr" and value == 20 and current % 100 == 4:
            current += 76
        else:
            current += value
    return whole + current


def goes_on(values: list[int], value: int, code: str, joined: bool) -> bool:
    """Whether this number word continues the number before it ("twenty five"), or begins a new one."""
    current = total(values, code)
    last = values[-1]
    if code == "tr" and value < 10 <= last < 100:
        return True
    if value >= 100 and value != last:
        return last < 100 or value > last or last >= 1000
    if code == "fr" and value == 20 and last == 4:
        return True
    if code == "fr" and current % 100 in (60, 80) and 10 <= value < 20:
        return True
    if code == "fr" and last == 10 and 7 <= value <= 9:
        return True
    if code in ("ar", "fa") and joined and last < 10 <= value < 100:
        return code == "ar"
    if code == "ar" and value == 10 and last < 10:
        return True
    if last >= 100:
        return value < 100
    return last % 10 == 0 and last >= 20 and value < 10


def value_of(written: str, words: Words) -> int | None:
    """The value of one number word, of a scale ("тыс.") or of a word that stands for it."""
    token = written.strip().lower()
    value = exact(token, words.code)
    if value is not None:
        return value
    return next((value for expression, value in reversed(words.also) if expression.fullmatch(token)), None)
