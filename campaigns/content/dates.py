"""How a date stands inside a sentence, where a language gives it an article or a suffix that changes with the day.

Italian: dal 1º gennaio, but dall’8 and dall’11, because their words begin with a vowel. Hungarian: 1-jétől, 2-ától,
4-étől, by the vowels of the ordinal. Greek: την 1η, but τις 2, because the first alone is an ordinal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

#: Days whose Italian word begins with a vowel: otto, undici.
_ELIDED: Final = frozenset({8, 11})
#: Days whose Hungarian ordinal has back vowels: másodika, harmadika, hatodika, nyolcadika, huszadika and theirs.
_BACK: Final = frozenset({2, 3, 6, 8, 13, 16, 18, 20, 23, 26, 28, 30})


def date_in_sentence(written: str, day: int, *, language: str, case: str) -> str:
    """The date as it stands after this case; unchanged where the language has no rule for it.

    `written` is the date as the language writes it alone, `day` its day of the month. Cases: "article", "from" and
    "until" in Italian, "from" and "until" in Hungarian, "accusative" in Greek.
    """
    rule = _RULES.get((language, case))
    return rule(written, day) if rule else written


def _italian(full: str, elided: str) -> Callable[[str, int], str]:
    return lambda written, day: f"{elided}{written}" if day in _ELIDED else f"{full} {written}"


def _hungarian(front: str, back: str) -> Callable[[str, int], str]:
    def with_suffix(written: str, day: int) -> str:
        stem = "j" if day == 1 else ""
        return f"{written.removesuffix('.')}-{stem}{back if day in _BACK else front}"

    return with_suffix


def _greek_accusative(written: str, day: int) -> str:
    return f"την 1η{written.removeprefix('1')}" if day == 1 else f"τις {written}"


_RULES: Final[Mapping[tuple[str, str], Callable[[str, int], str]]] = MappingProxyType(
    {
        ("it", "article"): _italian("il", "l’"),
        ("it", "from"): _italian("dal", "dall’"),
        ("it", "until"): _italian("al", "all’"),
        ("hu", "from"): _hungarian("étől", "ától"),
        ("hu", "until"): _hungarian("éig", "áig"),
        ("el", "accusative"): _greek_accusative,
    }
)
