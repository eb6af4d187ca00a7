"""Other facts that say a value which one fact says or said: to be looked at when it moves, never changed silently."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, select

from campaigns.facts.models import Fact
from campaigns.facts.validity import stem_of
from campaigns.facts.versions import versions_of
from campaigns.vocabulary import FactStatus

Value = Mapping[str, str]
#: Values that mean the same thing wherever they stand. Three weeks of one topic are not those of another.
_ONE_MEANING: Final = frozenset({"amount", "phone", "url", "mail"})


@dataclass(frozen=True)
class Twin:
    """Another fact, and which of the values it says too."""

    fact: Fact
    values: tuple[Value, ...]


def twins_of(
    session: Session, *, fact: Fact, values: Iterable[Value], beside: Iterable[Value] = ()
) -> list[Twin]:
    """The programme's other facts that say one of these values, those of the same topic first.

    Of other topics only where the value has one meaning. What takes this fact's place another year is none, nor is
    what says one of the values `beside` too: it names the old value next to the new one, on purpose.
    """
    renewed = {_plain(value) for value in beside}
    wanted = {_plain(value) for value in values}
    others = session.exec(
        select(Fact).where(
            Fact.programme_id == fact.programme_id, Fact.id != fact.id, Fact.status != FactStatus.RETIRED
        )
    )
    found = [
        Twin(other, shared)
        for other in others
        if stem_of(other.key) != stem_of(fact.key)
        and (shared := _shared(other, fact, wanted))
        and not _shared(other, fact, renewed)
    ]
    return sorted(
        found, key=lambda twin: (twin.fact.topic != fact.topic, twin.fact.topic, twin.fact.position)
    )


def values_left(session: Session, fact: Fact) -> list[Value]:
    """The values that the fact said at an earlier revision, or the fact before it, and that it says no more."""
    now = {_plain(value) for value in fact.values.values()}
    said = {_plain(value): value for value in _said_before(session, fact)}
    return [value for plain, value in said.items() if plain not in now]


def values_come(session: Session, fact: Fact) -> list[Value]:
    """The values that the fact says now, and that neither it nor the fact before it said."""
    said = {_plain(value) for value in _said_before(session, fact)}
    return [value for value in fact.values.values() if _plain(value) not in said]


def _said_before(session: Session, fact: Fact) -> list[Value]:
    """What earlier revisions of the fact said, the newest first, then the facts before it."""
    earlier = [version for version in versions_of(session, fact) if version.number < fact.revision]
    said = [value for version in earlier for value in version.values.values()]
    before = session.exec(
        select(Fact).where(
            Fact.programme_id == fact.programme_id, Fact.topic == fact.topic, Fact.id != fact.id
        )
    )
    said += [
        value
        for other in before
        if stem_of(other.key) == stem_of(fact.key)
        and other.valid_to is not None
        and fact.valid_from is not None
        and other.valid_to < fact.valid_from
        for value in other.values.values()
    ]
    return said


def _shared(other: Fact, fact: Fact, wanted: set[tuple[str, str, str]]) -> tuple[Value, ...]:
    return tuple(
        value
        for value in other.values.values()
        if _plain(value) in wanted and (other.topic == fact.topic or value["kind"] in _ONE_MEANING)
    )


def _plain(value: Value) -> tuple[str, str, str]:
    return value["kind"], value["value"], value.get("unit", "") or ""
