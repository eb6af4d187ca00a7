"""On which days a fact may be said."""

from __future__ import annotations

import re
from datetime import date
from typing import Final, Protocol

_YEAR: Final = re.compile(r"[_.-](?:19|20)\d\d(?:-\d\d){0,2}$")


class Dated(Protocol):
    """Whatever holds from a day until a day, both included; None is open."""

    @property
    def valid_from(self) -> date | None: ...

    @property
    def valid_to(self) -> date | None: ...


def holds_on(fact: Dated, day: date) -> bool:
    """Whether the fact is true on this day."""
    return (fact.valid_from is None or fact.valid_from <= day) and (
        fact.valid_to is None or day <= fact.valid_to
    )


def stem_of(key: str) -> str:
    """The key without its year: what facts share that replace each other ("minimum_wage.rate")."""
    return _YEAR.sub("", key)
