"""Which kinds of post answer a need, each with the reason why it is proposed or not."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from campaigns.needs.radar.law_changes import LawChange
from campaigns.reasons import Reason, reason
from campaigns.vocabulary import FactKind

MANY_WRONG = 0.2
FEWEST_STEPS = 2
FEWEST_FOR_AN_OVERVIEW = 3
#: Where pictures in a row, and where films, are what people look at.
PICTURE_PLATFORMS = frozenset({"instagram"})
FILM_PLATFORMS = frozenset({"tiktok", "youtube", "instagram"})

Counted = Callable[[FactKind], int]


@dataclass(frozen=True)
class KindChoice:
    """A kind of post, whether it is proposed, and why."""

    kind: str
    included: bool
    why: Reason


@dataclass(frozen=True)
class NeedSeen:
    """What the choice depends on: the share of wrong answers, the next change of law, where it was asked."""

    wrong: float
    law_change: LawChange | None
    platforms: Collection[str]
    in_groups: bool


def kinds_for(need: NeedSeen, facts: Mapping[str, int]) -> tuple[KindChoice, ...]:
    """The kinds in the order in which they would be made; `facts` counts what is at hand by kind of fact.

    Of facts about a change only those on the change that is near.
    """
    return tuple(_choices(need, lambda kind: facts.get(kind.value, 0)))


def _choices(need: NeedSeen, has: Counted) -> Iterable[KindChoice]:
    if need.law_change:
        day = need.law_change.day.isoformat()
        if has(FactKind.CHANGE):
            yield KindChoice("what_changes", True, reason("The law changes on {day}.", day=day))
        elif need.law_change.begins:
            yield KindChoice(
                "what_changes",
                False,
                reason("The law changes on {day}, but no fact about the change is at hand.", day=day),
            )
        else:
            yield KindChoice(
                "what_changes",
                False,
                reason("The law may change on {day}, but no fact says what holds from then on.", day=day),
            )
    else:
        yield KindChoice("what_changes", False, reason("No change of the law is near."))
    yield _explainer(has)
    yield _myth(need, has)
    yield _steps(has)
    yield (
        KindChoice("deadline", True, reason("There is a deadline that people can miss."))
        if has(FactKind.DEADLINE)
        else KindChoice("deadline", False, reason("No deadline is among the facts."))
    )
    yield KindChoice("referral", True, reason("Whoever needs more than a post learns who helps."))
    if need.in_groups or need.wrong:
        yield KindChoice(
            "group_comment", True, reason("It was asked in groups: advisors answer there with a short text.")
        )
    yield from _by_place(need, has)


def _explainer(has: Counted) -> KindChoice:
    if any(has(kind) for kind in FactKind):
        return KindChoice("explainer", True, reason("One fact in plain words answers most who ask."))
    return KindChoice("explainer", False, reason("No fact is at hand that it could explain."))


def _myth(need: NeedSeen, has: Counted) -> KindChoice:
    percent = round(need.wrong * 100)
    if need.wrong < MANY_WRONG:
        return KindChoice(
            "myth_fact", False, reason("Few wrong answers: what hardly goes around is better not repeated.")
        )
    if has(FactKind.MYTH):
        return KindChoice(
            "myth_fact",
            True,
            reason("About {percent} percent of the questions had been answered wrongly.", percent=percent),
        )
    return KindChoice(
        "myth_fact",
        False,
        reason(
            "About {percent} percent of the questions had been answered wrongly, but no myth with its fact is at "
            "hand.",
            percent=percent,
        ),
    )


def _steps(has: Counted) -> KindChoice:
    steps = has(FactKind.STEP)
    if steps >= FEWEST_STEPS:
        return KindChoice("steps", True, reason("{count} steps to take are at hand.", count=steps))
    return KindChoice("steps", False, reason("It needs at least two steps to take among the facts."))


def _by_place(need: NeedSeen, has: Counted) -> Iterable[KindChoice]:
    """Kinds that belong to certain platforms, where the need was seen there; and a list, which is a matter of taste."""
    facts = sum(has(kind) for kind in (FactKind.RIGHT, FactKind.AMOUNT, FactKind.RULE, FactKind.DEADLINE))
    if not set(need.platforms) & PICTURE_PLATFORMS:
        yield KindChoice(
            "carousel", False, reason("It was not asked where people swipe through pictures (Instagram).")
        )
    elif facts < FEWEST_FOR_AN_OVERVIEW:
        yield KindChoice("carousel", False, reason("An overview needs at least three facts."))
    else:
        yield KindChoice(
            "carousel", True, reason("It was asked where people swipe through pictures (Instagram).")
        )
    if not set(need.platforms) & FILM_PLATFORMS:
        yield KindChoice("film", False, reason("It was not asked where people watch films."))
    elif facts + has(FactKind.STEP) < FEWEST_STEPS:
        yield KindChoice("film", False, reason("A film needs at least two facts."))
    else:
        yield KindChoice("film", True, reason("It was asked where people watch films."))
    yield KindChoice(
        "checklist", False, reason("A list to keep: worth it instead of the steps, not beside them.")
    )
