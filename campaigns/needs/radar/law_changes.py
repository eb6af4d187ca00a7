"""Which statements of law begin or end soon, by topic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from campaigns.needs.topics.taxonomy import Taxonomy, Topic, taxonomy

LAW_AHEAD = timedelta(days=90)


@dataclass(frozen=True)
class LawChange:
    """A statement of law that begins to hold on a day or, where `begins` is False, holds no more from then on.

    `what` is what it says, in a few words; `laws` are the sections it stands in. `fact_id` is the programme's fact
    that says so, None where only the topic knows; then `what` is a pointer for a lawyer. What holds after the end of a
    statement is not known: it may be the same again.
    """

    day: date
    what: str = ""
    laws: tuple[str, ...] = ()
    source_url: str = ""
    fact_id: int | None = None
    begins: bool = True


def law_changes_ahead(
    as_of: date, *, book: Taxonomy | None = None, ahead: timedelta = LAW_AHEAD, reader: str = "en"
) -> dict[str, LawChange]:
    """By topic, the next changing statement of law; what begins goes before what ends on the day before.

    Told in the language of the `reader`: German or English.
    """
    found = {
        topic.key: [change for change in _changes(topic, reader) if as_of < change.day <= as_of + ahead]
        for topic in (book or taxonomy()).topics.values()
    }
    return {key: nearest(changes) for key, changes in found.items() if changes}


def nearest(changes: list[LawChange]) -> LawChange:
    """The first of several; on one day what a fact says goes before what the topic knows, and what begins first."""
    return min(changes, key=lambda one: (one.day, one.fact_id is None, not one.begins, one.fact_id or 0))


def _changes(topic: Topic, reader: str) -> list[LawChange]:
    begins = [
        LawChange(fact.valid_from, fact.told(reader), topic.laws)
        for fact in topic.volatile_facts
        if fact.valid_from
    ]
    ends = [
        LawChange(fact.valid_to + timedelta(days=1), fact.told(reader), topic.laws, begins=False)
        for fact in topic.volatile_facts
        if fact.valid_to
    ]
    return [*begins, *ends]
