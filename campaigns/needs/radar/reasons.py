"""Why a topic ranks where it ranks, as sentences."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from campaigns.needs.radar.covered import Coverage, Standing
from campaigns.needs.radar.law_changes import LawChange
from campaigns.needs.radar.told import Told
from campaigns.needs.topics.helplines import helpline_numbers
from campaigns.needs.topics.taxonomy import Topic
from campaigns.reasons import Reason, reason

#: The odds a rise can have. Beyond the last one the tail of a model is a guess.
ODDS = (20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)


def reasons_of(topic: Topic, told: Told) -> Iterable[Reason]:
    """The sentences, what was counted first."""
    if topic.is_sensitive:
        yield reason(
            "Sensitive: people answer this in private, it is never a campaign. Helpline {helpline}.",
            helpline=helpline_numbers(topic.key),
        )
    yield _counted(told)
    if not told.language:
        yield reason(
            "The language of these questions was not recognised: they count for the topic and lead no campaign."
        )
    yield from _risen(told)
    if told.wrong_share:
        if told.few_wrong:
            yield reason("Some of these questions had been answered wrongly in the thread.")
        else:
            yield reason(
                "About {percent} percent of these questions had been answered wrongly in the thread.",
                percent=round(told.wrong_share * 100),
            )
        if topic.legal_review == "high":
            yield reason("A wrong answer on this topic can cost people money or their rights.")
    if told.spaces > 1:
        yield reason("Asked in at least {spaces} groups and channels.", spaces=told.spaces)
    if told.change:
        yield law_reason(told.change)
    if told.coverage:
        yield _covered(told.coverage, told.as_of)


def law_reason(change: LawChange) -> Reason:
    """Which law changes, and when."""
    day = change.day.isoformat()
    if change.begins and change.what:
        return reason("The law changes on {day}. From then on: {what}.", day=day, what=_ended(change.what))
    if change.begins:
        return reason("The law changes on {day}.", day=day)
    if change.what:
        return reason("The law may change on {day}. Until then: {what}.", day=day, what=_ended(change.what))
    return reason("The law may change on {day}.", day=day)


def _ended(words: str) -> str:
    """Without a full stop of its own."""
    return words.rstrip(". ")


def _counted(told: Told) -> Reason:
    count, weeks, bound = told.shown.count, told.weeks, told.shown.bound
    if count is None:
        return reason("Asked fewer than {smallest} times in {weeks} weeks.", smallest=bound, weeks=weeks)
    if bound is not None:
        return _counted_few(told, bound)
    if told.baseline is None:
        return reason(
            "Asked about {count} times in {weeks} weeks, hardly ever before.", count=count, weeks=weeks
        )
    if told.baseline <= told.shown.below:
        return reason(
            "Asked about {count} times in {weeks} weeks; fewer than {usual} would be usual.",
            count=count,
            weeks=weeks,
            usual=2 * told.shown.below,
        )
    return reason(
        "Asked about {count} times in {weeks} weeks; about {baseline} would be usual.",
        count=count,
        weeks=weeks,
        baseline=_plain(told.baseline),
    )


def _counted_few(told: Told, bound: int) -> Reason:
    """Of a single step nothing is told but that it were fewer than two."""
    named = {"smallest": bound, "weeks": told.weeks}
    if told.baseline is None:
        return reason("Asked fewer than {smallest} times in {weeks} weeks, hardly ever before.", **named)
    if told.baseline <= told.shown.below:
        return reason(
            "Asked fewer than {smallest} times in {weeks} weeks, and fewer than {smallest} would be usual.",
            **named,
        )
    return reason(
        "Asked fewer than {smallest} times in {weeks} weeks; about {baseline} would be usual.",
        baseline=_plain(told.baseline),
        **named,
    )


def _risen(told: Told) -> Iterable[Reason]:
    """How much more and how likely by chance, where it is an alarm."""
    if told.only_corrected:
        yield reason(
            "Counted differently of late: people put many of these questions under this topic, which nobody did "
            "before. That is no rise."
        )
    if not (told.found and told.found.is_alarm):
        return
    named = {"weeks": told.found.weeks, "odds": f"{odds_of(told.found.surprise):,}"}
    if told.growth:
        yield reason(
            "In the last {weeks} weeks about {growth} times as often as before; chance alone does that less than "
            "once in {odds} cases.",
            growth=_plain(told.growth),
            **named,
        )
    else:
        yield reason(
            "In the last {weeks} weeks much more often than before; chance alone does that less than once in {odds} "
            "cases.",
            **named,
        )


def odds_of(surprise: float) -> int:
    """One in how many cases, rounded down to a round number and never beyond one in ten thousand."""
    return max((odds for odds in ODDS if odds <= 10**surprise), default=ODDS[0])


def _covered(coverage: Coverage, on: date) -> Reason:
    day = coverage.day.isoformat()
    if coverage.standing is Standing.RUNNING:
        return reason(
            "The campaign “{campaign}” has been answering it since {day}.",
            campaign=coverage.campaign,
            day=day,
        )
    if coverage.standing is Standing.PLANNED:
        return reason("The campaign “{campaign}” is planned from {day}.", campaign=coverage.campaign, day=day)
    weeks = (on - coverage.day).days // 7
    if weeks < 2:
        return reason("The last campaign, “{campaign}”, ended on {day}.", campaign=coverage.campaign, day=day)
    return reason(
        "The last campaign, “{campaign}”, ended {weeks} weeks ago.", campaign=coverage.campaign, weeks=weeks
    )


def _plain(value: float) -> float:
    """3 instead of 3.0."""
    return int(value) if value == int(value) else value
