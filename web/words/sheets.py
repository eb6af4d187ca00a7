"""What the sheets of a report's workbook call things, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from flask import has_request_context
from flask_babel import force_locale
from flask_babel import lazy_gettext as _

from campaigns.reach.files.counted import ABOUT, AS_TOLD, HIDDEN, UNOBSERVED
from campaigns.reach.files.sheets import Words
from campaigns.reach.files.workbook import report_xlsx
from campaigns.reach.report.building import Report
from campaigns.reach.report.posts import PostFigures
from web.formats import language_name
from web.reports.languages import LOCALES
from web.reports.page import alone
from web.words.content import topic_word
from web.words.radar import region_word
from web.words.reach import daytime_word, format_word, metric_word, place_word, weekday_word
from web.words.sentences import said


def workbook(report: Report, posts: Sequence[PostFigures], *, language: str) -> bytes:
    """The report as a workbook in German or English."""
    locale = LOCALES.get(language, LOCALES["en"])
    if has_request_context():
        with force_locale(locale):
            return report_xlsx(report, posts, _words(report))
    with alone().test_request_context(), force_locale(locale):
        return report_xlsx(report, posts, _words(report))


def _words(report: Report) -> Words:
    by: dict[str, Any] = {
        "language": lambda key: language_name(key or None),
        "topic": topic_word,
        "region": region_word,
        "channel": place_word,
        "format": format_word,
        "weekday": weekday_word,
        "daytime": daytime_word,
        "space_id": lambda key: report.spaces.get(int(key), key),
    }
    return Words(say=_say, name=lambda dimension, key: str(by[dimension](key)) if dimension in by else key)


def _say(name: str) -> str:
    """A head or a figure by its name in data; else a sentence."""
    known = _heads().get(name)
    if known is not None:
        return str(known)
    return metric_word(name) if " " not in name else said(name)


@cache
def _heads() -> dict[str, Any]:
    return {
        "summary": _("Overview"), "languages": _("Languages"), "topics": _("Topics"), "regions": _("Regions"),
        "acts": _("Acts by channel"),
        "fairness": _("Fairness"), "channels": _("Channels"), "groups": _("Seen and engaged"), "posts": _("Posts"),
        "evidence": _("Evidence"), "definitions": _("What the figures count"),
        "figure": _("Figure"), "value": _("Value"), "note": _("Note"), "programme": _("Programme"), "title": _("Title"),
        "from": _("From"), "to": _("To"), "before_from": _("Before, from"), "before_to": _("Before, to"),
        "before_observed_from": _("Observed before, from"), "before_observed_to": _("Observed before, to"),
        "observed_from": _("Observed in the period, from"), "observed_to": _("Observed in the period, to"),
        "questions_before": _("Asked before"), "questions_during": _("Asked in the period"),
        "least_before": _("At least (before)"), "most_before": _("At most (before)"),
        "least_during": _("At least (in the period)"), "most_during": _("At most (in the period)"),
        "why_not_before": _("Why not told (before)"), "why_not_during": _("Why not told (in the period)"),
        "why_no_views": _("Why not available (views)"),
        "why_not_available": _("Why not available"), HIDDEN: _("held back to protect people"),
        UNOBSERVED: _("not a day was observed"), ABOUT: _("about so many"),
        AS_TOLD: _("as an earlier report told it"),
        "publications": _("Published"), "handoffs": _("Posted in groups by hand"),
        "unproven": _("Of these without address or screenshot"), "kits": _("Kits"),
        "partners": _("Partners"), "costs_in_euros": _("Costs in euros"), "euros_per_click": _("Euros per click"),
        "campaigns_with_costs": _("Campaigns with costs"), "campaigns": _("Campaigns"),
        "rumours_heard": _("Rumours heard"), "rumours_corrected": _("Rumours corrected by a campaign"),
        "texts_approved": _("Texts approved"), "texts_returned": _("Texts returned"),
        "hours_to_approve_median": _("Hours from submitting to approving, median"),
        "asked_ratio": _("Ratio of questions a week"), "asked_ratio_low_95": _("Ratio, lower bound (95 per cent)"),
        "asked_ratio_high_95": _("Ratio, upper bound (95 per cent)"),
        "after_from": _("After the last post, from"), "after_to": _("After the last post, to"),
        "questions_after": _("Asked after the last post"), "after_ratio": _("Ratio of questions a week, after"),
        "after_ratio_low_95": _("Ratio after, lower bound (95 per cent)"),
        "after_ratio_high_95": _("Ratio after, upper bound (95 per cent)"),
        "posts_planned": _("Posts planned"), "first_post": _("First post"), "last_post": _("Last post"),
        "language": _("Language"), "topic": _("Topic"),
        "region": _("Region"), "channel": _("Channel"), "format": _("Format"), "space_id": _("Group"),
        "space": _("Group (number)"), "weekday": _("Weekday"), "daytime": _("Time of day"),
        "weekday_monday_0": _("Weekday (Monday is 0)"), "hour": _("Hour"), "publication": _("Publication (number)"),
        "views_median": _("Views, median"), "share_of_questions": _("Share of questions"),
        "share_of_views": _("Share of views"), "share_of_clicks": _("Share of clicks"), "by": _("By"),
        "group": _("Posts with"), "median": _("Median"), "low_95": _("Lower bound (95 per cent)"),
        "high_95": _("Upper bound (95 per cent)"), "total_in_one_channel": _("Total within one channel"),
        "posts_known": _("Posts known"), "published_at": _("Published at"), "zone": _("Time zone"),
        "account": _("Account"),
        "followers": _("Followers by account"), "first_known": _("First known"), "first_on": _("First known on"),
        "last_known": _("Last known"), "last_on": _("Last known on"), "post": _("Post"),
        "url": _("Address"), "digest": _("Approved digest"), "platform": _("Platform"), "version": _("Version"),
        "since": _("Since"), "definition": _("Definition"),
    }  # fmt: skip
