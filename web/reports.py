"""A report as a page of its own: for the download, for paper, for the command line. Nothing in it is fetched."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from typing import Any

from flask import Flask, has_request_context, render_template
from flask_babel import Babel, force_locale
from flask_babel import gettext as _
from jinja2 import StrictUndefined

from campaigns.content.notation import LRI, PDI
from campaigns.reach.asked import Period
from campaigns.reach.disclosure.asked import SMALLEST_IN_A_REGION
from campaigns.reach.metrics import PARTS, RATES, TOLD
from campaigns.reach.reports import Report, why_not_compared
from campaigns.reach.rows import LanguageRow, TopicRow
from campaigns.reach.spreads import Spread, Way
from campaigns.reach.suppression import Count
from web.charts import BarRow, Value, bar_rows
from web.content_words import topic_word
from web.formats import day, init_formats, language_name, locale, number, share
from web.radar_words import region_word
from web.reach_words import daytime_word, format_word, metric_word, place_word, weekday_word
from web.translations.compiled import DIRECTORIES, OF_REPORTS, compile_catalogues
from web.words import said

LOCALES = {"de": "de", "en": "en_GB"}
#: Languages in which a report is set on paper besides, from right to left. Their words are a draft and say so.
DRAFTED = ("ar", "fa")
PAPER_LOCALES = {**LOCALES, **{code: code for code in DRAFTED}}
STYLES = ("css/tokens.css", "css/report.css")
DAYS_OF_A_WEEK = 7
SHARES = ("asked", "seen", "clicked")


def report_html(report: Report, *, language: str) -> str:
    """The whole report as one HTML document in German or English, which prints well."""
    locale = LOCALES.get(language, LOCALES["en"])
    if has_request_context():
        with force_locale(locale):
            return _render(report, language)
    with alone().test_request_context(), force_locale(locale):
        return _render(report, language)


def report_body(report: Report, *, language: str) -> str:
    """The report without head and foot, for a page around it."""
    locale = LOCALES.get(language, LOCALES["en"])
    if has_request_context():
        with force_locale(locale):
            return render_template("reach/body.html", **report_context(report))
    with alone().test_request_context(), force_locale(locale):
        return render_template("reach/body.html", **report_context(report))


def report_context(report: Report) -> dict[str, Any]:
    """What the template of a report is handed, on the desk and alone."""
    return {
        "report": report,
        "asked_chart": asked_chart(report),
        "clicks_chart": clicks_chart(report),
        "weeks_during": observed_weeks(report)[1],
        "weeks_before": observed_weeks(report)[0],
        "weeks_note": weeks_note,
        "observed_note": observed_note(report),
        "why_not_compared": said(why_not_compared(report)) if why_not_compared(report) else "",
        "shown_count": shown_count,
        "is_unobserved": is_unobserved,
        "per_week": per_week,
        "held_back_note": held_back_note(report),
        "shared_out": partial(shared_out, report),
        "holds_shares": holds_shares(report),
        "channel_word": place_word,
        "language_word": language_word,
        "region_word": region_word,
        "smallest_in_a_region": SMALLEST_IN_A_REGION,
        "said": said,
        "told": told_here(report),
        "untold": untold_here(report),
        "shares_known": shares_known(report),
        "fairness_note": fairness_note(report),
        "told_value": told_value,
        "named_ways": named_ways,
        "spread_of": partial(spread_of, report),
        "metric_word": metric_word,
        "format_word": format_word,
        "topic_word": topic_word,
        "weekday_word": weekday_word,
        "daytime_word": daytime_word,
        "space_word": lambda key: report.spaces.get(int(key), key),
        "fair_chart": fair_chart(report),
        "addresses": None,
    }


def told_value(name: str, value: float | None) -> str:
    """A figure of posts in the reader's way: rates as per cent, counts as whole numbers."""
    return share(value, 1) if name in {str(rate) for rate in RATES} else number(value, 0)


def ways_of(spread: Spread) -> list[tuple[str, Spread]]:
    """Each way in which a figure was counted, in words; one without a name where there is but one."""
    return [(word, each) for word, _way, each in named_ways(spread)]


def named_ways(spread: Spread) -> list[tuple[str, Way | None, Spread]]:
    """The same with the way itself, for links to its posts."""
    if not spread.ways:
        return [("", None, spread)]
    channels = [way.channel for way in spread.ways]
    return [
        (
            place_word(way.channel)
            + (
                f", {_way_word(way.definition)}" if channels.count(way.channel) > 1 and way.definition else ""
            ),
            way,
            way.spread,
        )
        for way in spread.ways
    ]


def _way_word(definition: str) -> str:
    if definition == PARTS:
        return str(_("parts added up"))
    return str(_("definition %(version)s", version=definition.rsplit(".", 1)[-1]))


def spread_of(report: Report, by: str, key: str, name: str) -> Spread | None:
    """A figure of the posts that have something in common; None where nothing was published."""
    return next((group.spreads[name] for group in report.groups.get(by, ()) if group.key == key), None)


def fairness_note(report: Report) -> str:
    """What the shares are of, and which languages are left out and why."""
    compared = report.compared
    if compared is None:
        return ""
    notes = [
        _(
            "Every share is of the languages of this table together: of their questions, before and in the period, of "
            "the views of their posts, and of the clicks on their links."
        )
    ]
    if compared.channel:
        definition = compared.definition.rsplit(".", 1)[-1]
        notes.append(
            _(
                "Views are those that %(channel)s counts (definition %(version)s), and no others, because channels "
                "count differently.",
                channel=place_word(compared.channel), version=definition,
            )
            if definition
            else _(
                "Views are those that %(channel)s counts, and no others, because channels count differently.",
                channel=place_word(compared.channel),
            )
        )  # fmt: skip
    if compared.unseen:
        names = ", ".join(language_word(code) for code in compared.unseen)
        notes.append(
            _("Left out, because views of their posts are not known in this way: %(names)s.", names=names)
        )
    if compared.held:
        names = ", ".join(language_word(code) for code in compared.held)
        notes.append(
            _("Left out, because their numbers are held back to protect people: %(names)s.", names=names)
        )
    return " ".join(str(note) for note in notes)


def told_here(report: Report) -> list[str]:
    """The figures that any channel of the report tells: columns of nothing but "not available" say less than a line."""
    spreads = report.everything.spreads if report.everything else {}
    return [
        str(metric) for metric in (*TOLD, *RATES) if str(metric) in spreads and spreads[str(metric)].known
    ]


def untold_here(report: Report) -> str:
    """The other figures, in words."""
    return ", ".join(metric_word(metric) for metric in TOLD if str(metric) not in told_here(report))


def shares_known(report: Report) -> list[str]:
    """Of which shares any language tells one: "asked", "seen", "clicked"."""
    return [name for name in SHARES if any(getattr(row, name) is not None for row in report.fairness)]


def holds_shares(report: Report) -> bool:
    """Whether shares of questions are held back, all of them."""
    return "asked" not in shares_known(report) and bool(report.rows) and report.asked_after.shown != 0


def fair_chart(report: Report) -> list[BarRow]:
    """Each language's share of questions, views and clicks side by side; empty where there is nothing to compare."""
    known = shares_known(report)
    if len(known) < 2:
        return []
    return bar_rows(
        [
            (
                language_word(row.language),
                row.language,
                [
                    Value(
                        name,
                        value,
                        shared_out(report, value, name),
                        value is None and is_share_held(report, name),
                    )
                    for name, value in ((name, getattr(row, name)) for name in known)
                ],
            )
            for row in report.fairness
        ]
    )


def asked_chart(report: Report) -> list[BarRow]:
    """Questions per week in each language, before and during: periods of different length, made comparable.

    Empty where the whole report withholds them.
    """
    if all(count == Count(None) for row in report.rows for count in (row.asked_before, row.asked_after)):
        return []
    before, during = observed_weeks(report)
    return bar_rows(
        [
            (
                language_word(row.language),
                row.language,
                [
                    Value("before", *_weekly(row.asked_before, before)),
                    Value("during", *_weekly(row.asked_after, during)),
                ],
            )
            for row in report.rows
        ]
    )


def clicks_chart(report: Report) -> list[BarRow]:
    """Clicks in each language in which something was published."""
    return bar_rows(
        [
            (
                language_word(row.language),
                row.language,
                [Value("clicks", row.clicks, number(row.clicks))],
            )
            for row in report.rows
            if row.published or row.clicks
        ]
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


def weeks_note(length: float) -> str:
    """How long questions were counted, beneath their number."""
    if not length:
        return str(_("not a day was observed"))
    return str(_("questions in %(weeks)s weeks", weeks=number(length, 0 if length.is_integer() else 1)))


def observed_note(report: Report) -> str:
    """Which days rates are over, where a window was cut; '' where none was, or none is left."""
    observed = report.observed
    if observed is None or (observed.before, observed.during) == (report.before, report.period):
        return ""
    before, during = (
        _("%(start)s to %(end)s", start=day(each.start), end=day(each.end)) if each else ""
        for each in (observed.before, observed.during)
    )
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


def is_unobserved(count: Count, length: float) -> bool:
    """A nought of days that nobody observed."""
    return not length and count.shown == 0


def per_week(count: Count, length: float) -> str:
    """A count per week; a hidden one stays hidden, because "<5" would not be true of a week."""
    if count.shown is None:
        return str(_("held back"))
    return number(count.shown / length, 1) if length else str(_("not available"))


def counted(count: Count, length: float) -> str:
    """A count of questions as it may be shown, of so many observed weeks."""
    return str(_("not available")) if is_unobserved(count, length) else shown_count(count)


def shown_count(count: Count) -> str:
    """A count of questions as it may be shown."""
    if count.shown is not None:
        return number(count.shown) + ("°" if count.is_as_told else "")
    if not count.below:
        return str(_("held back"))
    # From right to left the sign would change sides, and "fewer than" would become "more than".
    apart = locale().language in DRAFTED
    return f"{LRI}<{count.below}{PDI}" if apart else f"<{count.below}"


def held_back_note(report: Report) -> str:
    """What "held back" means, and what a repeated count is; '' where a report holds nothing back."""
    if not report.tells_questions:
        return ""
    if report.step > 1:
        return str(
            _(
                "Numbers of questions are of whole weeks and in steps of %(step)s: at least so many, small ones left "
                "out. The newest wait for others, so that nobody is recognised by what came in between. Exact numbers "
                "stand in fixed reports.",
                step=report.step,
            )
        )
    rows: list[LanguageRow | TopicRow] = [*report.rows, *report.topics]
    counts = [count for row in (report, *rows) for count in (row.asked_before, row.asked_after)]
    notes = []
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


def shared_out(report: Report, value: float | None, name: str) -> str:
    """A share; of questions that are held back not even that is told."""
    if value is not None:
        return share(value)
    return str(_("held back") if is_share_held(report, name) else _("not available"))


def is_share_held(report: Report, name: str) -> bool:
    """Whether a share that is not told is held back; else nobody knows it."""
    return name == "asked" and (report.asked_before.shown, report.asked_after.shown) != (0, 0)


def language_word(code: str) -> str:
    return language_name(code or None)


def _weekly(count: Count, length: float) -> tuple[float | None, str, bool]:
    if count.shown is not None and not length:
        return None, "–", False
    return (
        (None if count.shown is None else count.shown / length),
        per_week(count, length),
        count.shown is None,
    )


def _render(report: Report, language: str) -> str:
    return render_template(
        "reach/standalone.html", language=language, styles=_styles(), **report_context(report)
    )


@cache
def _styles() -> str:
    folder = Path(__file__).parent / "static"
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in STYLES)


@cache
def alone() -> Flask:
    """An application that only knows how to write words and numbers: for the command line."""
    compile_catalogues(OF_REPORTS)
    app = Flask("web", template_folder="templates")
    app.config.update(BABEL_TRANSLATION_DIRECTORIES=DIRECTORIES, BABEL_DEFAULT_LOCALE="en_GB")
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    Babel(app)
    init_formats(app)
    return app
