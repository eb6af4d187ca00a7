"""Why a topic ranks where it ranks, as sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from campaigns.needs.disclosure import ShownCount
from campaigns.needs.reasons import Reason, reason
from campaigns.needs.surprise import Rise
from campaigns.needs.taxonomy import Topic


@dataclass(frozen=True)
class Told:
    """What may be told of a topic in a language: what is None was too small to show."""

    weeks: int
    shown: ShownCount
    baseline: float | None
    growth: float | None
    found: Rise | None
    wrong_share: float | None
    spaces: int
    change: date | None
    covered_by: str | None


def reasons_of(topic: Topic, told: Told) -> Iterable[Reason]:
    """The sentences, what was counted first."""
    if topic.is_sensitive:
        yield reason("Sensitive: people answer this in private, it is never a campaign. Helpline 116 016.")
    yield _counted(told)
    if told.found and told.growth and told.found.is_alarm:
        yield reason(
            "In the last {weeks} weeks {growth} times as often as before; by chance that happens once in {odds}.",
            weeks=told.found.weeks,
            growth=told.growth,
            odds=_odds(told.found.surprise),
        )
    if told.wrong_share:
        yield reason(
            "{percent} percent of the answers in threads were wrong.", percent=round(told.wrong_share * 100)
        )
    if told.spaces > 1:
        yield reason("Asked in {spaces} groups and channels.", spaces=told.spaces)
    if told.change:
        yield reason("The law changes on {day}.", day=told.change.isoformat())
    if told.covered_by:
        yield reason("The campaign “{campaign}” already answers it.", campaign=told.covered_by)


def _counted(told: Told) -> Reason:
    count, weeks = told.shown.count, told.weeks
    if count is None:
        return reason(
            "Asked fewer than {smallest} times in {weeks} weeks.", smallest=told.shown.below, weeks=weeks
        )
    if not told.shown.is_exact:
        return reason("Asked at least {count} times in {weeks} weeks.", count=count, weeks=weeks)
    if told.baseline is None:
        return reason("Asked {count} times in {weeks} weeks, hardly ever before.", count=count, weeks=weeks)
    return reason(
        "Asked {count} times in {weeks} weeks; usual are {baseline}.",
        count=count,
        weeks=weeks,
        baseline=told.baseline,
    )


def _odds(surprise: float) -> str:
    """One in how many windows, rounded to a power of ten: more would pretend precision."""
    return f"{10 ** min(round(surprise), 9):,}"
