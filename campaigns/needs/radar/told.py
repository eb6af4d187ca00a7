"""What may be told of a topic in a language, worked out from the steps alone (`counts/steps.py`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from campaigns.needs.counts.disclosure import ShownCount, coarse_baseline, coarse_growth, coarse_spaces
from campaigns.needs.radar.alike import alike
from campaigns.needs.radar.covered import Coverage
from campaigns.needs.radar.input import RadarInput
from campaigns.needs.radar.law_changes import LawChange
from campaigns.needs.radar.series import QUARTER, WEEK, Series, monday, quarter_before
from campaigns.needs.radar.surprise import Rise, rise

#: Beyond this (one in a million) a surprise is no longer told apart.
CERTAIN_SURPRISE = 6.0

#: Questions that must be usual in the weeks of a rise before it is told as a multiple of them.
LEAST_USUAL = 1.0


@dataclass(frozen=True)
class Told:
    """What may be told of a topic in a language: what is None was too small to show."""

    as_of: date
    weeks: int
    language: str
    shown: ShownCount
    baseline: float | None
    growth: float | None
    found: Rise | None
    surprise: float | None
    wrong_share: float | None
    spaces: int
    change: LawChange | None
    coverage: Coverage | None
    #: It would be an alarm if corrections of late were counted like the past, which nobody corrected.
    only_corrected: bool = False
    #: Too few wrong answers are known, or too few questions, to tell which share they are.
    few_wrong: bool = False


def told_of(one: Series, shown: ShownCount, given: RadarInput, *, usual_rate: float) -> Told:
    """What may be told of a series: where no step lies in the window nothing but that."""
    key = (one.topic.key, one.language)
    is_shown = shown.count is not None
    is_whole = is_shown and given.wholes is None
    compared = alike(one)

    def rise_of(series: Series) -> Rise | None:
        return risen(series, usual_rate=usual_rate, smallest=given.smallest, longest=given.weeks)

    found = rise_of(compared) if is_shown else None
    counted = rise_of(one) if is_shown and compared is not one else found
    baseline = _baseline(one, given.weeks, given.smallest) if is_shown else None
    return Told(
        as_of=given.as_of,
        weeks=given.weeks,
        language=one.language,
        shown=shown,
        baseline=baseline,
        # "Hardly ever before" and "46 times as often" would contradict each other.
        growth=_growth(compared, found, given.smallest)
        if found and baseline is not None and not shown.is_lowest
        else None,
        found=found,
        surprise=round(min(found.surprise, CERTAIN_SURPRISE), 1) if found else None,
        wrong_share=_wrong_share(one, given.weeks, given.smallest) if is_whole else None,
        spaces=_spaces(one, given) if is_whole else 0,
        change=given.law_changes.get(one.topic.key),
        coverage=given.covered.get(key),
        only_corrected=_is_alarm(counted) and not _is_alarm(found),
        few_wrong=is_whole and _are_few_wrong(one, shown, given),
    )


def _is_alarm(found: Rise | None) -> bool:
    return found is not None and found.is_alarm


def shown_of(one: Series, given: RadarInput) -> ShownCount:
    return ShownCount(one.steps.last(given.weeks) or None, below=given.smallest)


def risen(one: Series, *, usual_rate: float, smallest: int, longest: int) -> Rise | None:
    """The most surprising recent weeks of a series among those that are over."""
    return rise(
        one.asked[: one.whole],
        one.lengths[: one.whole],
        usual_rate=usual_rate,
        smallest=smallest,
        longest=longest,
        season_rests_on=one.season_rests_on,
    )


def _baseline(one: Series, weeks: int, smallest: int) -> float | None:
    """What the window would hold at the earlier pace; None when the past is too small to tell."""
    past, lengths = one.asked[:-weeks], one.lengths[:-weeks]
    usual = sum(past) / (sum(lengths) or 1.0) * sum(one.lengths[-weeks:])
    return coarse_baseline(usual, past_total=sum(past), past_weeks=len(past), weeks=weeks, smallest=smallest)


def _growth(one: Series, found: Rise, smallest: int) -> float | None:
    """How many times as often as before; None when before is too small to tell, or less than one would be usual."""
    start = one.whole - found.weeks
    past, lengths = one.asked[:start], one.lengths[:start]
    if sum(past) < smallest:
        return None
    usual = sum(past) / sum(lengths) * sum(one.lengths[start : one.whole])
    return coarse_growth(found.count / usual) if usual >= LEAST_USUAL else None


def _spaces(one: Series, given: RadarInput) -> int:
    """In how many spaces at least: never more than the questions that the steps of that quarter tell of anyway."""
    after = (monday(given.as_of) - quarter_before(given.as_of)) // WEEK + 1
    asked = one.steps.last(after + QUARTER // WEEK) - one.steps.last(after)
    return coarse_spaces(min(given.spaces.get((one.topic.key, one.language), 0), asked - given.smallest + 1))


def _are_few_wrong(one: Series, shown: ShownCount, given: RadarInput) -> bool:
    """Whether all that is known of wrong answers, or of the questions, is a single step."""
    wrong = ShownCount(int(sum(one.wrong[-given.weeks :])) or None, below=given.smallest)
    return wrong.count is not None and (wrong.is_lowest or shown.is_lowest)


def _wrong_share(one: Series, weeks: int, smallest: int) -> float | None:
    """About which share in tenths; None where too few were answered wrongly to tell, and none at all looks the same."""
    wrong, asked = sum(one.wrong[-weeks:]), sum(one.asked[-weeks:])
    if wrong < smallest:
        return None
    return round(min(1.0, wrong / asked), 1) if asked else None
