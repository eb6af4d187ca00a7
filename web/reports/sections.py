"""The sections of a report on paper: charts, tables and what has to be known of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from campaigns.reach.report.building import Report
from web.charts import BarRow, hides
from web.reports.charts import asked_chart, clicks_chart, fair_chart
from web.reports.counts import held_back_note, regions_note
from web.reports.fairness import fairness_note
from web.reports.languages import language_word, topic_word
from web.reports.posts import absent_notes, age_note, times_note, told_here
from web.reports.tables import (
    acts_table,
    asked_table,
    channel_table,
    facts_table,
    fair_table,
    follower_table,
    group_table,
    region_table,
    share_words,
)
from web.words.reach import daytime_word, format_word, place_word, weekday_word

Section = dict[str, Any]
SHADES = {
    "before": "#9aa3ad",
    "during": "#0f5c6e",
    "clicks": "#0f5c6e",
    "asked": "#9aa3ad",
    "seen": "#0f5c6e",
    "clicked": "#c7772e",
}


def sections(report: Report) -> list[Section]:
    """The parts of a report that say anything."""
    found = [
        _section(
            _("Languages"),
            tables=[asked_table(report, report.rows, "language", _("Language"), language_word)],
            charts=[
                _chart(
                    asked_chart(report),
                    _("Questions a week, before and in the period"),
                    {"before": _("before"), "during": _("in the period")},
                ),
                _chart(clicks_chart(report), _("Clicks in the period"), {"clicks": _("Clicks")}),
            ],
            notes=[*filter(None, [held_back_note(report)])],
        ),
        _section(
            _("Topics"),
            tables=[asked_table(report, report.topics, "topic", _("Topic"), topic_word)],
            notes=[_("Topics of the campaigns of the period. Questions on other topics stand in the total alone.")],
        ),
        _section(
            _("Regions"),
            tables=[region_table(report)],
            notes=[regions_note(report)],
        ),
        *_seen(report),
        _section(
            _("Fairness"),
            tables=[fair_table(report)],
            charts=[
                _chart(
                    fair_chart(report),
                    _("Share of questions beside share of views and clicks"),
                    {name: word for name, (word, _head) in share_words(report).items()},
                )
            ],
            notes=[fairness_note(report)],
        ),
        *_times(report),
        _section(
            _("Channels and approvals"),
            tables=[channel_table(report), facts_table(report), follower_table(report)],
        ),
    ]  # fmt: skip
    return [section for section in found if section]


def _seen(report: Report) -> list[Section | None]:
    notes = absent_notes(report)
    if not told_here(report):
        # Tables of nothing but numbers of posts would say less than the sentence alone.
        return [_section(_("Seen and engaged"), notes=notes, is_alone=True)] if report.published else []
    tables = [
        group_table(report, "channel", _("Seen and engaged by channel"), _("Channel"), place_word),
        acts_table(report),
        group_table(report, "language", _("Seen and engaged by language"), _("Language"), language_word),
        group_table(report, "format", _("Seen and engaged by format"), _("Format"), format_word),
        group_table(report, "topic", _("Seen and engaged by topic"), _("Topic"), topic_word)
        if report.topic is None
        else None,
        group_table(
            report,
            "space_id",
            _("Seen and engaged by group"),
            _("Group"),
            lambda key: report.spaces.get(int(key), key),
        ),
    ]
    if report.acted:
        notes.append(_(
            "Acts are reactions, comments and shares as far as channels tell them; reach, views and clicks are none. "
            "Who acts twice counts twice, so they are no number of people."))  # fmt: skip
    if report.rounded:
        notes.append(
            _(
                "Of posts in groups the public is told no acts, and how often they were seen only from eight times on."
            )
        )
    notes.append(_(
        "Per post: the median, and in brackets between which values it lies with 95 per cent "
        "confidence (order statistics; from six posts on). Medians and totals are of one channel and one definition, "
        "because each counts in its own way; reach is never added up."))  # fmt: skip
    notes.append(age_note(report))
    return [_section(_("Seen and engaged"), tables=tables, notes=notes)]


def _times(report: Report) -> list[Section | None]:
    if not told_here(report):
        return []
    tables = [
        group_table(report, "weekday", _("By weekday"), _("Weekday"), weekday_word),
        group_table(report, "daytime", _("By time of day"), _("Time of day"), daytime_word),
    ]
    notes = [times_note(), age_note(report)]
    return [_section(_("Times"), tables=tables, notes=notes)]


def _section(
    title: str,
    *,
    tables: Sequence[Any] = (),
    charts: Sequence[Any] = (),
    notes: Sequence[str] = (),
    is_alone: bool = False,
) -> Section | None:
    """A part of the paper; None where it holds nothing but notes, unless they stand alone."""
    found = {
        "title": title,
        "tables": [each for each in tables if each and each["rows"]],
        "charts": [each for each in charts if each and each["rows"]],
        "notes": list(notes),
    }
    return found if found["tables"] or found["charts"] or is_alone else None


def _chart(rows: Sequence[BarRow], title: str, legend: Mapping[str, str]) -> dict[str, Any]:
    return {
        "title": title,
        "legend": [[SHADES[key], word] for key, word in legend.items()] if len(legend) > 1 else [],
        "hidden": _("held back: the length says nothing") if hides(rows) else "",
        "rows": [
            {
                "label": row.label,
                "bars": [
                    {
                        "length": bar.length,
                        "text": bar.text,
                        "hidden": bar.is_hidden,
                        "known": bar.value is not None or bar.is_hidden,
                        "shade": SHADES[bar.series],
                    }
                    for bar in row.bars
                ],
            }
            for row in rows
        ],
    }
