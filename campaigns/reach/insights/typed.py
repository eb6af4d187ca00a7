"""Whole figures as people type them, with thousands set apart as in any language; nothing else is guessed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from campaigns.errors import BadInput
from campaigns.reach.insights.metrics import Metric

#: Digits alone, or groups of exactly three behind the first, all set apart by the same sign.
_WHOLE = re.compile(
    r"[0-9]+|[1-9][0-9]{0,2}(?:(?P<sign>[.,'’٬ \u00a0\u202f\u2009])[0-9]{3})(?:(?P=sign)[0-9]{3})*"
)
LONGEST = 20


def read_figures(value: Callable[[str], str], metrics: Iterable[Metric]) -> dict[Metric, int]:
    """What was typed under each metric's name; an empty field is not known and left out."""
    found: dict[Metric, int] = {}
    for metric in metrics:
        typed = value(str(metric)).strip()
        if typed:
            found[metric] = read_whole(typed, field=str(metric))
    return found


def read_whole(typed: str, *, field: str) -> int:
    """A whole number; refuses what could be a fraction or a short form, such as 1,5 for fifteen hundred."""
    plain = _in_ascii(typed)
    if len(plain) > LONGEST or not _WHOLE.fullmatch(plain):
        raise BadInput(
            "Type the whole number, such as 1500: no fraction and no short form. Leave the field empty if it is not "
            "known.",
            field=field,
        )
    return int("".join(each for each in plain if each.isdecimal()))


def _in_ascii(typed: str) -> str:
    """Digits of any script as 0 to 9."""
    return "".join(str(int(each)) if each.isdecimal() else each for each in typed)
