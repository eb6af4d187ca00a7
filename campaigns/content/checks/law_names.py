"""Whether both texts name the same laws: § 622 stands in more than one of them."""

from __future__ import annotations

import re
from typing import Final

from campaigns.content.checks.finding import Finding, Place, Severity
from campaigns.content.checks.value_finding import CHANGED

#: German laws and ordinances by their short names, which stay as they are in every language: BGB, SGB II, KSchG,
#: BeschV, ZPO. Two capitals at least, so that a noun is none.
_NAME: Final = re.compile(r"(?<!\w)(?:SGB\s?[IVX]{1,4}|(?=\w*[A-ZÄÖÜ]\w*[A-ZÄÖÜ])[A-ZÄÖÜ]\w*[GVBO])(?!\w)")
_SHORTEST: Final = 3
#: Where no § stands, only names that are a law's and nothing else's: "AGB" and "DGB" look like one.
_KNOWN: Final = re.compile(
    r"SGB [IVX]{1,4}|BGB|GG|HGB|StGB|StPO|ZPO|AGG|AufenthG|AufenthV|AsylG|AsylbLG|BeschV|IntV|StAG|KSchG|BUrlG|MuSchG"
    r"|BEEG|TzBfG|ArbZG|ArbGG|EntgFG|EFZG|MiLoG|BetrVG|NachwG|GewO|BBiG|AÜG|AEntG|JArbSchG|SchwarzArbG|BKGG|WoGG|EStG"
    r"|VwGO|VwVfG|SGG|BAföG|RDG|DDG|UVG|UhVorschG|PflegeZG|FPfZG|BDSG|DSGVO|GewSchG"
)
_BOOK: Final = re.compile(r"SGB[\s-]*(1[0-4]|[1-9])(?!\w)|SGB\s*-\s*(?=[IVX])")
_ROMAN: Final = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV")


def compare_law_names(source: str, target: str) -> list[Finding]:
    """A finding where a law of the source is another one here. A law that is spelled out or left out is none."""
    mine, theirs = _names(source), _names(target)
    if "§" not in source:
        mine, theirs = ([name for name in names if _KNOWN.fullmatch(name)] for names in (mine, theirs))
    lost = [name for name in mine if name not in theirs]
    won = [name for name in theirs if name not in mine]
    if not lost or not won:
        return []
    place = target.find(won[0])  # -1 where it is written with another space or digit
    return [
        Finding(
            check="value.law",
            severity=Severity.ERROR,
            message=CHANGED,
            values={"source": lost[0], "target": won[0]},
            place=Place("", place, place + len(won[0])) if place >= 0 else Place(),
            source_value=lost[0],
            target_value=won[0],
        )
    ]


def _names(text: str) -> list[str]:
    """Short names in one notation: "SGB 2" and "SGB-II" are SGB II."""
    told = _BOOK.sub(lambda match: f"SGB {_ROMAN[int(match[1] or 0)]}", text)
    found = (" ".join(match.group().split()) for match in _NAME.finditer(told))
    return [name for name in dict.fromkeys(found) if len(name) >= _SHORTEST or _KNOWN.fullmatch(name)]
