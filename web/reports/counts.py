"""Numbers of questions as a report says them: exact, in steps, rounded, held back, or of days nobody observed."""

from __future__ import annotations

from flask_babel import gettext as _

from campaigns.content.notation import LRI, PDI
from campaigns.needs.counts.disclosure import SMALLEST_IN_A_REGION
from campaigns.reach.disclosure.figures import PUBLIC_SMALL
from campaigns.reach.disclosure.suppression import Count
from campaigns.reach.report.asked import Period
from campaigns.reach.report.building import Report
from campaigns.reach.report.rows import LanguageRow, TopicRow
from web.formats import day, locale, number
from web.reports.languages import DRAFTED

DAYS_OF_A_WEEK = 7
#: Before a count that may as well be some more or fewer.
ABOUT = "≈"


def shown_count(count: Count) -> str:
    """A count of questions as it may be shown: "≈10" may be some more or fewer, "<5" is few or none."""
    if count.shown is not None:
        sign = ABOUT if count.fewer or count.more else ""
        text = f"{sign}{number(count.shown)}" + ("°" if count.is_as_told else "")
    elif count.below:
        sign = text = f"<{count.below}"
    else:
        return str(_("held back"))
    return _signed(sign, text)


def _signed(sign: str, text: str) -> str:
    """From right to left a sign would change sides, and "fewer than" would become "more than"."""
    return f"{LRI}{text}{PDI}" if sign and locale().language in DRAFTED else text


def counted(count: Count, length: float) -> str:
    """A count of questions as it may be shown, of so many observed weeks."""
    return str(_("not available")) if is_unobserved(count, length) else shown_count(count)


def per_week(count: Count, length: float) -> str:
    """A count per week, from the fewest to the most it may stand for.

    A hidden one stays hidden, because "<5" would not be true of a week.
    """
    if count.shown is None:
        return str(_("held back"))
    if not length:
        return str(_("not available"))
    if not count.fewer and not count.more:
        return number(count.shown / length, 1)
    least, most = (number(each / length, 1) for each in count.limits)
    return _signed("–", f"{least}–{most}")


def is_unobserved(count: Count, length: float) -> bool:
    """A nought of days that nobody observed."""
    return not length and count.shown == 0


def held_back_note(report: Report) -> str:
    """What "held back", a sign before a count and a repeated count mean; '' where nothing has to be said."""
    if not report.tells_questions:
        return ""
    if report.observed and not (report.observed.before or report.observed.during):
        return ""
    if report.step > 1:
        return _in_steps(report.step)
    notes = []
    if report.rounded:
        notes.append(
            _(
                "Numbers of questions up to %(small)s are not told, larger ones are rounded to fives, so that nobody "
                "can be recognised: “≈10” stands for %(low)s to %(high)s questions.",
                small=PUBLIC_SMALL, low=10 - report.rounded, high=10 + report.rounded,
            )
        )  # fmt: skip
    rows: list[LanguageRow | TopicRow] = [*report.rows, *report.topics]
    counts = [count for row in (report, *rows) for count in (row.asked_before, row.asked_during)]
    if any(count.shown is None for count in counts):
        notes.append(
            _(
                "Held back to protect people: small numbers of questions, and others from which they could be worked "
                "out, also together with earlier reports. Held back does not mean none."
            )
        )
    if any(count.is_as_told for count in counts):
        notes.append(
            _(
                "Numbers with ° stand as an earlier report told them: what changed since is held back to "
                "protect people."
            )
        )
    return " ".join(str(note) for note in notes)


def _in_steps(step: int) -> str:
    return str(
        _(
            "Numbers of questions are of whole weeks and in steps of %(step)s: “≈%(step)s” stands for 1 to %(most)s "
            "questions, “≈%(second)s” for %(fewest)s to %(more)s, “<%(step)s” for few or none; where languages are "
            "added up, it is as many more or fewer for each of them. The newest wait for others, so that nobody is "
            "recognised by what came in between. Exact numbers stand in fixed reports.",
            step=step, most=2 * step - 1, second=2 * step, fewest=step + 1, more=3 * step - 1,
        )
    )  # fmt: skip


def regions_note(report: Report) -> str:
    """From how many questions on regions are told, and what it means that others are not."""
    if report.step > 1:
        step = max(report.step, SMALLEST_IN_A_REGION)
        return str(
            _(
                "Regions are told in steps of %(step)s, because region and topic together tell more of a person: "
                "“≈%(step)s” stands for 1 to %(most)s questions. That a region has no row does not mean that nobody "
                "asked there. Questions whose region nobody recorded are in none.",
                step=step, most=2 * step - 1,
            )
        )  # fmt: skip
    return str(
        _(
            "Regions are told from %(number)s questions on, and where nobody can be found by them; all others are "
            "held back to protect people.",
            number=SMALLEST_IN_A_REGION,
        )
    )


def weeks(period: Period) -> float:
    """The length of a period in weeks."""
    return ((period.end - period.start).days + 1) / DAYS_OF_A_WEEK


def observed_weeks(report: Report) -> tuple[float, float]:
    """How many weeks were observed before and in the period; 0 where not a day was."""
    observed = report.observed
    if observed is None:
        return weeks(report.before), weeks(report.period)
    before, during = (weeks(each) if each else 0.0 for each in (observed.before, observed.during))
    return before, during


def weeks_note(report: Report, *, before: bool) -> str:
    """The days on which questions were counted, beneath their number."""
    observed = report.observed
    counted_in = report.before if before else report.period
    if observed is not None:
        found = observed.before if before else observed.during
        if found is None and report.period.start > observed.day:
            return str(_("the period has not begun"))
        if found is None:
            return str(_("not a day was observed"))
        counted_in = found
    return str(_("questions from %(start)s to %(end)s", start=day(counted_in.start), end=day(counted_in.end)))


def observed_note(report: Report) -> str:
    """Which days questions are of, where they are not those of the report; '' where they are, or none is left."""
    return " ".join(filter(None, (_days_note(report), mixed_note(report))))


def mixed_note(report: Report) -> str:
    """That the days of a campaign's report hold others than those of its posts: they are no "after"."""
    during = report.observed.during if report.observed else None
    first, last = report.first_post, report.last_post
    if not report.topic or during is None or first is None or last is None:
        return ""
    if first <= during.start and during.end <= last:
        return ""
    return str(
        _(
            "The first post went out on %(first)s, the last one on %(last)s. “In the period” counts all its days, from "
            "%(start)s to %(end)s, so it is not “after the campaign”.",
            first=day(first), last=day(last), start=day(during.start), end=day(during.end),
        )
    )  # fmt: skip


def _days_note(report: Report) -> str:
    observed = report.observed
    if observed is None or (observed.before, observed.during) == (report.before, report.period):
        return ""
    if report.step > 1 and observed.before and observed.during:
        return str(
            _(
                "Questions are counted over whole weeks on which they were recorded, not over exactly the days of the "
                "heading: before, %(before)s; in the period, %(during)s. A fixed report counts exactly the days of its "
                "heading and not in steps, so its numbers differ from these.",
                before=_span(observed.before), during=_span(observed.during),
            )
        )  # fmt: skip
    before, during = (_span(each) if each else "" for each in (observed.before, observed.during))
    told = ""
    if before and during:
        told = _(
            "Numbers a week count only days on which questions were recorded: before, %(before)s; in the period, "
            "%(during)s.",
            before=before, during=during,
        )  # fmt: skip
    elif during:
        told = _(
            "Numbers a week count only days on which questions were recorded: none before; in the period, %(during)s.",
            during=during,
        )
    elif before:
        told = _(
            "Numbers a week count only days on which questions were recorded: before, %(before)s; none in the period.",
            before=before,
        )
    return told


def _span(period: Period) -> str:
    return str(_("%(start)s to %(end)s", start=day(period.start), end=day(period.end)))
