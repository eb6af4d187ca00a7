"""Facts that say the same value, as the screens show them: with their words and how much rests on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from campaigns.content.stored_facts import fact_titles
from campaigns.facts.models import Fact
from campaigns.facts.twins import Twin, twins_of
from campaigns.placements.recall.affected import uses_of_facts
from web.database import session
from web.words.facts import reading_language


@dataclass(frozen=True)
class TwinRow:
    """Another fact that says the value, and how many written texts rest on it."""

    twin: Twin
    title: str
    uses: int


def twin_rows(
    fact: Fact, values: Iterable[Mapping[str, str]], beside: Iterable[Mapping[str, str]] = ()
) -> list[TwinRow]:
    """The other facts that say one of these values, and none of those `beside`."""
    found = twins_of(session(), fact=fact, values=values, beside=beside)
    ids = [twin.fact.id or 0 for twin in found]
    titles = fact_titles(session(), ids, reading_language())
    uses = uses_of_facts(session(), ids)
    return [TwinRow(twin, titles[twin.fact.id or 0], uses.get(twin.fact.id or 0, 0)) for twin in found]
