"""Before and after in words: how many times as often was asked, and how sure that is. Never why."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import gettext as _
from markupsafe import Markup

from campaigns.reach.reports import Report, why_not_compared
from web.formats import number
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
