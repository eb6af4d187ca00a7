"""On which days a fact may be said."""

from __future__ import annotations

from datetime import date
from typing import Protocol


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
