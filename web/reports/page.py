"""A report as a page of its own: for the download, for the public, for the command line. Nothing in it is fetched."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from typing import Any

from flask import Flask, has_request_context, render_template
from flask_babel import Babel, force_locale
from jinja2 import StrictUndefined

from campaigns.needs.counts.disclosure import SMALLEST_IN_A_REGION
from campaigns.reach.report.building import Report
from web.charts import hides
from web.formats import init_formats
from web.reports.charts import asked_chart, clicks_chart, fair_chart
from web.reports.compared import after_words, compared_words
from web.reports.counts import (
    held_back_note,
    is_unobserved,
    observed_note,
    observed_weeks,
    per_week,
    regions_note,
    shown_count,
    weeks_note,
)
from web.reports.fairness import fairness_note, holds_shares, shares_known
from web.reports.languages import LOCALES, language_word, region_word, topic_word
from web.reports.posts import (
    absent_notes,
    absent_word,
    age_note,
    at_a_week,
    counted_word,
    definition_word,
    kinds_note,
    named_ways,
    spread_of,
    times_note,
    told_here,
    told_value,
    why_absent,
)
from web.translations.compiled import DIRECTORIES, OF_REPORTS, compile_catalogues
from web.words.reach import daytime_word, format_word, metric_word, place_word, weekday_word
from web.words.sentences import said

WEB = Path(__file__).parents[1]
STYLES = ("css/tokens.css", "css/report.css")


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
        "compared_words": partial(compared_words, report),
        "after_words": partial(after_words, report),
        "shown_count": shown_count,
        "is_unobserved": is_unobserved,
        "per_week": per_week,
        "held_back_note": held_back_note(report),
        "holds_shares": holds_shares(report),
        "channel_word": place_word,
        "language_word": language_word,
        "region_word": region_word,
        "smallest_in_a_region": SMALLEST_IN_A_REGION,
        "regions_note": regions_note(report),
        "said": said,
        "told": told_here(report),
        "absent_notes": absent_notes(report),
        "absent_word": absent_word,
        "why_absent": partial(why_absent, report),
        "shares_known": shares_known(report),
        "fairness_note": fairness_note(report),
        "told_value": told_value,
        "definition_word": definition_word,
        "times_note": times_note(),
        "age_note": age_note(report),
        "at_a_week": at_a_week,
        "kinds_note": kinds_note(report),
        "counted_word": counted_word,
        "named_ways": named_ways,
        "spread_of": partial(spread_of, report),
        "metric_word": metric_word,
        "format_word": format_word,
        "topic_word": topic_word,
        "weekday_word": weekday_word,
        "daytime_word": daytime_word,
        "space_word": lambda key: report.spaces.get(int(key), key),
        "fair_chart": fair_chart(report),
        "hides": hides,
        "addresses": None,
    }


def _render(report: Report, language: str) -> str:
    return render_template(
        "reach/standalone.html", language=language, styles=_styles(), **report_context(report)
    )


@cache
def _styles() -> str:
    folder = WEB / "static"
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
