"""Before, in the period and after in words: how many times as often was asked, and how sure that is. Never why."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import gettext as _
from markupsafe import Markup

from campaigns.reach.reports import Report, why_not_compared
from web.formats import day, number
from web.reports.counts import per_week, shown_count
from web.words.sentences import said


def compared_words(report: Report, leading: Callable[[str], str] = str) -> str:
    """The ratio with its interval, or why there is none. `leading` makes a number lead to what it is made of."""
    ratio = report.ratio
    if ratio is None:
        reason = said(why_not_compared(report))
        return str(_("A comparison of before and after is not available. %(reason)s", reason=reason))
    value, low = leading(number(ratio.value, 2)), leading(number(ratio.low, 2))
    sentences = [
        _(
            "In the period questions came %(value)s times as often a week as before; with 95 per cent confidence the "
            "true ratio lies above %(low)s.",
            value=value, low=low,
        )
        if ratio.high is None
        else _(
            "In the period questions came %(value)s times as often a week as before; with 95 per cent confidence the "
            "true ratio lies between %(low)s and %(high)s.",
            value=value, low=low, high=leading(number(ratio.high, 2)),
        ),
    ]  # fmt: skip
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
    if after.ratio and after.ratio.high is not None:
        sentences.append(
            _(
                "That is %(value)s times as often a week as before; with 95 per cent confidence the true ratio lies "
                "between %(low)s and %(high)s.",
                value=leading(number(after.ratio.value, 2)), low=leading(number(after.ratio.low, 2)),
                high=leading(number(after.ratio.high, 2)),
            )
        )  # fmt: skip
    elif after.ratio:
        sentences.append(
            _(
                "That is %(value)s times as often a week as before; with 95 per cent confidence the true ratio lies "
                "above %(low)s.",
                value=leading(number(after.ratio.value, 2)), low=leading(number(after.ratio.low, 2)),
            )
        )  # fmt: skip
    return Markup(" ").join(map(Markup, sentences))
