"""Counters out of a channel's answers: each for itself, and never nought for what was not told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from campaigns.reach.insights.metrics import Metric
from campaigns.reach.insights.readings import Reading
from scheduler.contract import Counters, NotYet, Rejected, Unknown
from scheduler.transport import Reply, Said
from scheduler.verdicts import Judge, Refused

NOT_TOLD = "The channel did not tell this figure."
NOT_GIVEN = "The channel does not give this figure for this post."

#: Where a figure stands in an answer.
Path = tuple[str | int, ...]


def figure(metric: Metric, found: Any) -> Reading:
    """A counter as the channel wrote it, a number or its digits; anything else is not told."""
    value = int(found) if isinstance(found, str) and found.isascii() and found.isdecimal() else found
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return Reading(metric, value)
    return Reading(metric, None, NOT_TOLD)


def all_of(judge: Judge, said: Said, places: Mapping[Metric, Path]) -> Counters:
    """The counters that stand in one answer."""
    if not (isinstance(said, Reply) and said.is_good):
        return judge.asked(said)
    return tuple(figure(metric, said.at(*path)) for metric, path in places.items())


def one_by_one(
    judge: Judge,
    names: Mapping[Metric, str],
    ask: Callable[[str], Said],
    read: Callable[[Reply], Any],
) -> Counters:
    """Asks for each counter apart: one that the channel has retired or refuses leaves the rest alone.

    A limit of calls, a dead token or silence ends the look; what is asked for later is asked for as a whole.
    """
    found = []
    for metric, name in names.items():
        said = ask(name)
        if isinstance(said, Reply) and said.is_good:
            found.append(figure(metric, read(said)))
        elif isinstance(judge.before(said), Rejected):
            found.append(Reading(metric, None, NOT_GIVEN))
        else:
            return judge.asked(said)
    return tuple(found)


def followers(said: Said, *path: str | int) -> Reading | None:
    """How many follow an account, where the answer tells."""
    if not (isinstance(said, Reply) and said.is_good):
        return None
    return figure(Metric.FOLLOWERS, said.at(*path))


def unasked(refused: Refused) -> NotYet | Unknown:
    """Nothing could be asked: why, as a look for counters says it."""
    return refused if isinstance(refused, NotYet) else Unknown(refused.reason)
