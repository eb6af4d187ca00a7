"""What a campaign on a topic could rest on: the facts at hand, those a lawyer has checked, and what lacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from sqlalchemy import func, or_, select
from sqlmodel import Session, col

from campaigns.facts.library import topic_facts
from campaigns.facts.library_file import GENERIC
from campaigns.facts.models import Fact
from campaigns.needs.proposals.drafting import NEEDED
from campaigns.people.models import Programme
from campaigns.vocabulary import FactKind, FactStatus


@dataclass(frozen=True)
class AtHand:
    """The facts of one topic that hold on a day where the programme works: how many of each kind, how many checked.

    `in_library` counts what the product's library would add as drafts where the programme has none.
    """

    by_kind: Mapping[FactKind, int] = field(default_factory=lambda: MappingProxyType({}))
    checked: int = 0
    in_library: int = 0

    @property
    def total(self) -> int:
        return sum(self.by_kind.values())

    @property
    def missing(self) -> tuple[FactKind, ...]:
        """Kinds that hardly any campaign does without and of which there is none."""
        return tuple(kind for kind in NEEDED if not self.by_kind.get(kind))


def facts_at_hand(session: Session, *, programme: Programme, on: date) -> dict[str, AtHand]:
    """By topic, what is at hand on a day; a topic without facts is not in it (`nothing_at_hand`)."""
    query = (
        select(col(Fact.topic), col(Fact.kind), col(Fact.status), func.count())
        .where(
            col(Fact.programme_id) == programme.id,
            col(Fact.status) != FactStatus.RETIRED,
            col(Fact.jurisdiction).in_((programme.jurisdiction, GENERIC)),
            or_(col(Fact.valid_to).is_(None), col(Fact.valid_to) >= on),
        )
        .group_by(col(Fact.topic), col(Fact.kind), col(Fact.status))
    )
    kinds: dict[str, dict[FactKind, int]] = {}
    checked: dict[str, int] = {}
    for topic, kind, status, number in session.execute(query):
        of_topic = kinds.setdefault(topic, {})
        of_topic[kind] = of_topic.get(kind, 0) + number
        checked[topic] = checked.get(topic, 0) + (number if status is FactStatus.CHECKED else 0)
    return {topic: AtHand(MappingProxyType(found), checked[topic]) for topic, found in kinds.items()}


def nothing_at_hand(topic: str, *, jurisdiction: str) -> AtHand:
    """A topic on which the programme has no fact: what the library could bring of the law of its place."""
    known = topic_facts(topic)
    usable = [one for one in known.facts if one.jurisdiction in (jurisdiction, GENERIC)] if known else []
    return AtHand(in_library=len(usable))
