"""Before, in the period and after in words: how many times as often was asked, and how sure that is. Never why."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import gettext as _
from markupsafe import Markup

from campaigns.reach.report.building import Report, why_not_compared
from campaigns.reach.report.comparing import Ratio
from web.formats import day, number
from web.reports.counts import per_week, shown_count
from web.words.sentences import said


def compared_words(report: Report, leading: Callable[[str], str] = str) -> str:
    """The ratio with its interval, or why there is none. `leading` makes a number lead to what it is made of."""
    ratio = report.ratio
    if ratio is None:
        reason = said(why_not_compared(report))
        return str(_("A comparison of before and after is not available. %(reason)s", reason=reason))
    sentences = [_times_as_often(ratio, leading, is_in_steps=report.step > 1)]
    if any(count.fewer or count.more for count in (report.asked_before, report.asked_during)):
        sentences.append(_("It holds every number of questions that “≈” may stand for."))
    sentences.append(_("It is wider where many questions come from one discussion."))
    sentences.append(_("The figures do not tell why."))
    return Markup(" ").join(map(Markup, sentences))


def after_words(report: Report, leading: Callable[[str], str] = str) -> str:
    """What was asked after the last post of a campaign, beside before, or from when on that stands here; else ''."""
    after = report.after
    if after is None:
        return ""
    if after.asked is None:
        return str(
            _(
                "How often was asked after the last post is told here from %(day)s on: then the first whole week "
                "after it is over.",
                day=day(after.told_from),
            )
        )
    start, end = day(after.period.start), day(after.period.end)
    if after.asked.shown is None:
        return str(
            _(
                "After the last post, from %(start)s to %(end)s, so few questions came that their number is held back "
                "to protect people.",
                start=start, end=end,
            )
        )  # fmt: skip
    sentences = [
        _(
            "After the last post, from %(start)s to %(end)s, %(count)s questions came, %(week)s a week.",
            start=start, end=end, count=leading(shown_count(after.asked)),
            week=leading(per_week(after.asked, after.period.weeks)),
        )
    ]  # fmt: skip
    if after.ratio:
        sentences.append(_that_is(after.ratio, leading, is_in_steps=report.step > 1))
    return Markup(" ").join(map(Markup, sentences))


def _times_as_often(ratio: Ratio, leading: Callable[[str], str], *, is_in_steps: bool) -> str:
    """The ratio with its interval; of numbers in steps the interval alone, since none within it is likelier."""
    ends, is_open = _ends(ratio, leading), ratio.high is None
    if is_in_steps and is_open:
        return str(
            _(
                "In the period questions came at least %(low)s times as often a week as before (95 per "
                "cent confidence).",
                **ends,
            )
        )
    if is_in_steps:
        return str(
            _(
                "In the period questions came between %(low)s and %(high)s times as often a week as before (95 per "
                "cent confidence).",
                **ends,
            )
        )
    if is_open:
        return str(
            _(
                "In the period questions came %(value)s times as often a week as before; with 95 per cent confidence "
                "the true ratio lies above %(low)s.",
                **ends,
            )
        )
    return str(
        _(
            "In the period questions came %(value)s times as often a week as before; with 95 per cent confidence the "
            "true ratio lies between %(low)s and %(high)s.",
            **ends,
        )
    )


def _that_is(ratio: Ratio, leading: Callable[[str], str], *, is_in_steps: bool) -> str:
    """The same of the questions after the last post."""
    ends, is_open = _ends(ratio, leading), ratio.high is None
    if is_in_steps and is_open:
        return str(
            _("That is at least %(low)s times as often a week as before (95 per cent confidence).", **ends)
        )
    if is_in_steps:
        return str(
            _(
                "That is between %(low)s and %(high)s times as often a week as before (95 per cent confidence).",
                **ends,
            )
        )
    if is_open:
        return str(
            _(
                "That is %(value)s times as often a week as before; with 95 per cent confidence the true ratio lies "
                "above %(low)s.",
                **ends,
            )
        )
    return str(
        _(
            "That is %(value)s times as often a week as before; with 95 per cent confidence the true ratio lies "
            "between %(low)s and %(high)s.",
            **ends,
        )
    )


def _ends(ratio: Ratio, leading: Callable[[str], str]) -> dict[str, str]:
    """The ratio and the ends of its interval as a sentence takes them; no `high` where nothing bounds it."""
    told = {"value": ratio.value, "low": ratio.low, "high": ratio.high}
    return {name: leading(number(each, 2)) for name, each in told.items() if each is not None}
