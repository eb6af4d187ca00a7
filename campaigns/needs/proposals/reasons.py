"""Why a topic is proposed, in sentences: what was asked in each language, and in one region."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from campaigns.languages import language
from campaigns.needs.counts.disclosure import SMALLEST_COUNT
from campaigns.needs.radar.law_changes import LAW_AHEAD, LawChange
from campaigns.needs.radar.places import TOGETHER
from campaigns.needs.radar.ranking import RadarRow
from campaigns.reasons import Reason, reason

WORTH_NAMING = 1.5
MOST_LANGUAGES_IN_REASONS = 4


def reasons_of_topic(
    asked: Sequence[RadarRow], *, law_change: LawChange | None, today: date
) -> tuple[Reason, ...]:
    """What speaks for the campaign, each sentence once, in order."""
    reasons = [one for row in asked[:MOST_LANGUAGES_IN_REASONS] for one in _counted(row)]
    if all(row.count is None for row in asked):
        smallest = asked[0].smallest_count if asked else SMALLEST_COUNT
        reasons.append(reason("Asked fewer than {smallest} times in every language.", smallest=smallest))
    reasons += _unrecognised(asked)
    if all(row.bound is not None for row in asked):
        reasons.append(
            reason(
                "Counts alone do not speak for this campaign, so little was asked: whoever plans it has to know why it "
                "is needed."
            )
        )
    if law_change and today < law_change.day <= today + LAW_AHEAD:
        reasons.append(
            reason(
                "Posts before {day} need the facts that hold until then, posts from {day} on those that hold then.",
                day=law_change.day.isoformat(),
            )
        )
    return tuple({str(one): one for one in reasons}.values())


def _unrecognised(asked: Sequence[RadarRow]) -> Iterable[Reason]:
    """That part of the questions tells no language, for whoever chooses the languages."""
    shown = sum(row.count or 0 for row in asked)
    unknown = sum(row.count or 0 for row in asked if row.language is None)
    if any(row.shown.is_lowest for row in asked if row.language is None):
        yield reason(
            "Some of the questions that can be shown came in a language that was not recognised: look at them before "
            "you choose the languages."
        )
    elif unknown:
        yield reason(
            "About {percent} percent of the questions that can be shown came in a language that was not recognised: "
            "look at them before you choose the languages.",
            percent=max(1, round(100 * unknown / shown)),
        )


def reasons_of_region(rows: Sequence[RadarRow], here: Collection[str] | None) -> list[Reason]:
    """What speaks for the topic in one region; only counts that may be shown have a row there.

    `here` are the languages in which the region asks, None where they cannot be told.
    """
    told = [one for row in rows for one in _told_here(row)]
    if rows and here is None:
        told.append(
            reason(
                "Too few questions came from here to tell their languages: those of all regions are proposed."
            )
        )
    return told


def _told_here(row: RadarRow) -> Iterable[Reason]:
    name = "" if row.language in (None, TOGETHER) else language(row.language or "").english
    if row.bound is not None and name:
        yield reason(
            "In this region, {language}: asked fewer than {smallest} times.",
            language=name,
            smallest=row.bound,
        )
    elif row.bound is not None:
        yield reason("In this region: asked fewer than {smallest} times.", smallest=row.bound)
    elif name:
        yield reason("In this region, {language}: asked about {count} times.", language=name, count=row.count)
    else:
        yield reason("In this region: asked about {count} times.", count=row.count)
    if row.is_rising and row.rise_weeks and row.growth is None:
        yield reason(
            "There it was asked much more often in the last {weeks} weeks than before.", weeks=row.rise_weeks
        )
    elif row.is_rising and row.growth and row.growth >= WORTH_NAMING and row.rise_weeks:
        yield reason(
            "There it was asked about {growth} times as often in the last {weeks} weeks as before.",
            growth=int(row.growth) if row.growth == int(row.growth) else row.growth,
            weeks=row.rise_weeks,
        )


def _counted(row: RadarRow) -> Iterable[Reason]:
    """What speaks for the topic in one language, with the language named."""
    if row.language is None or row.count is None:
        return
    name = language(row.language).english
    if row.bound is not None and row.is_rising and row.rise_weeks:
        yield reason(
            "{language}: asked fewer than {smallest} times, in the last {weeks} weeks much more often than before.",
            language=name,
            smallest=row.bound,
            weeks=row.rise_weeks,
        )
    elif row.bound is not None:
        yield reason("{language}: asked fewer than {smallest} times.", language=name, smallest=row.bound)
    elif row.is_rising and row.growth and row.growth >= WORTH_NAMING and row.rise_weeks:
        yield reason(
            "{language}: asked about {count} times, in the last {weeks} weeks about {growth} times as often as before.",
            language=name,
            count=row.count,
            weeks=row.rise_weeks,
            growth=int(row.growth) if row.growth == int(row.growth) else row.growth,
        )
    elif row.is_rising and row.growth is None and row.rise_weeks:
        yield reason(
            "{language}: asked about {count} times, in the last {weeks} weeks much more often than before.",
            language=name,
            count=row.count,
            weeks=row.rise_weeks,
        )
    else:
        yield reason("{language}: asked about {count} times.", language=name, count=row.count)
    if row.wrong_share and row.few_wrong:
        yield reason("{language}: some of the questions had been answered wrongly.", language=name)
    elif row.wrong_share:
        yield reason(
            "{language}: about {percent} percent of the questions had been answered wrongly.",
            language=name,
            percent=round(row.wrong_share * 100),
        )
