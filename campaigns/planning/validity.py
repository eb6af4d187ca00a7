"""Which facts may carry a post on a day, and what takes the place of one that may not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from campaigns.content.fact_view import FactView
from campaigns.facts.validity import holds_on, stem_of
from campaigns.reasons import Reason, reason

#: What holds everywhere, whatever the law of the place.
GENERIC: Final = "generic"


def of_jurisdiction(facts: Sequence[FactView], jurisdiction: str) -> tuple[list[FactView], list[Reason]]:
    """The facts of a place's law, and a sentence for those that state another country's."""
    usable = [fact for fact in facts if fact.jurisdiction in (jurisdiction, GENERIC)]
    foreign: dict[str, list[str]] = {}
    for fact in facts:
        if fact not in usable:
            foreign.setdefault(fact.jurisdiction, []).append(fact.key)
    return usable, [
        reason(
            "Not used, because they state the law of “{its}” and the programme speaks of “{ours}”: {fact}.",
            fact=keys,
            its=its,
            ours=jurisdiction,
        )
        for its, keys in foreign.items()
    ]


def not_valid(fact: FactView, day: date, facts: Sequence[FactView]) -> Reason:
    """Why a fact is not used on a day, and what is used instead or has to be added."""
    others = [other for other in facts if other is not fact and stem_of(other.key) == stem_of(fact.key)]
    instead = next((other.key for other in others if holds_on(other, day)), None)
    values = {"fact": fact.key, "day": day, "first": fact.valid_from, "last": fact.valid_to}
    if fact.valid_from and day < fact.valid_from:
        if instead:
            return reason(
                "The fact “{fact}” holds only from {first}, not on {day}; “{instead}” is used instead.",
                instead=instead,
                **values,
            )
        return reason("The fact “{fact}” holds only from {first}, not on {day}: it is not used.", **values)
    if instead:
        return reason(
            "The fact “{fact}” held until {last} and not on {day}; “{instead}” is used instead.",
            instead=instead,
            **values,
        )
    return reason(
        "The fact “{fact}” held until {last} and not on {day}. No other takes its place: add the one that "
        "holds then.",
        **values,
    )
