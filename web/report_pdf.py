"""A report as PDF: typst sets it, with the house's fonts, in German or English; titles in any script."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from flask import has_request_context
from flask_babel import force_locale
from flask_babel import gettext as _

from campaigns.languages import languages
from campaigns.reach.letterhead import Letterhead, media_type_of
from campaigns.reach.reports import Report
from campaigns.reach.spreads import TOLD, Group, Spread
from web.charts import BarRow
from web.content_words import topic_word
from web.formats import day, moment, number, share
from web.reach_words import daytime_word, format_word, metric_word, place_word, weekday_word
from web.reports import (
    LOCALES,
    alone,
    asked_chart,
    clicks_chart,
    fair_chart,
    language_word,
    per_week,
    shares_known,
    shown_count,
    weeks,
)
from web.words import said

TEMPLATE = Path(__file__).parent / "templates" / "reach" / "report.typ"
FONTS = Path(__file__).parents[1] / "assets" / "fonts" / "files"
SHADES = {
    "before": "#9aa3ad",
    "during": "#0f5c6e",
    "clicks": "#0f5c6e",
    "asked": "#9aa3ad",
    "seen": "#0f5c6e",
    "clicked": "#c7772e",
}
MOST_EVIDENCE = 400
NOTHING = Letterhead()


def report_pdf(
    report: Report,
    *,
    language: str,
    letterhead: Letterhead = NOTHING,
    read: Callable[[str], bytes] | None = None,
) -> bytes:
    """The whole report as PDF. `read` gives the files of the letterhead, which are set as they are."""
    locale = LOCALES.get(language, LOCALES["en"])
    marks = letterhead.files(read) if read else {}
    if has_request_context():
        with force_locale(locale):
            data = _data(report, language, letterhead, marks)
    else:
        with alone().test_request_context(), force_locale(locale):
            data = _data(report, language, letterhead, marks)
    return _set(data, {_file_name(digest, mark): mark for digest, mark in marks.items()})


def _file_name(digest: str, mark: bytes) -> str:
    return f"{digest}.{'png' if media_type_of(mark) == 'image/png' else 'jpg'}"


def _set(data: dict[str, Any], logos: Mapping[str, bytes]) -> bytes:
    # The typesetter is 30 MB that the desk should not carry for nothing.
    import typst

    with tempfile.TemporaryDirectory(prefix="litfass-report-") as folder:
        place = Path(folder)
        (place / "report.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        (place / "report.typ").write_bytes(TEMPLATE.read_bytes())
        for name, content in logos.items():
            (place / Path(name).name).write_bytes(content)
        made = typst.compile(
            str(place / "report.typ"),
            root=str(place),
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            format="pdf",
        )
    assert isinstance(made, bytes)
    return made


def _data(
    report: Report, language: str, letterhead: Letterhead, marks: Mapping[str, bytes]
) -> dict[str, Any]:
    return {
        "language": language,
        "title": report.title,
        "heading": _foreign(report.title, report.source_language),
        "programme": report.programme,
        "period": _(
            "Reach report, %(start)s to %(end)s", start=day(report.period.start), end=day(report.period.end)
        ),
        "made": _("made %(moment)s", moment=moment(report.made_at)),
        "accent": report.accent,
        "statement": letterhead.statement,
        "emblem": _file_name(letterhead.emblem, marks[letterhead.emblem])
        if letterhead.emblem in marks
        else "",
        "logos": [_file_name(digest, marks[digest]) for digest in letterhead.logos if digest in marks],
        "road": _road(report),
        "sections": [section for section in _sections(report) if section["tables"] or section["charts"]],
        "evidence": _evidence(report, report.source_language),
        "definitions": {
            "title": _("What the figures count"),
            "rows": [
                {
                    "name": metric_word(each.metric)
                    + (f" · {place_word(each.platform)}" if each.platform else ""),
                    "version": _("definition %(version)s", version=each.version),
                    "sentence": said(each.sentence),
                    "note": said(each.note) if each.note else "",
                }
                for each in report.definitions
            ],
        },
        "closing": _(
            "Views, reach and impressions are never added to one another or across channels. What is not available is "
            "not nought. That fewer questions follow a campaign does not prove that the campaign is the reason."
        ),
    }


def _foreign(text: str, code: str) -> dict[str, str]:
    """Words with their language; the direction is that of the letters, since titles may be in another script."""
    from unicodedata import bidirectional

    strong = next((found for found in map(bidirectional, text) if found in ("L", "R", "AL")), "L")
    known = code if code in languages() else "de"
    return {
        "text": text,
        "lang": "ar" if strong != "L" and known in ("de", "en") else known,
        "dir": "ltr" if strong == "L" else "rtl",
    }


def _road(report: Report) -> list[dict[str, Any]]:
    before, during = weeks(report.before), weeks(report.period)
    return [
        _part(
            _("Asked before"),
            shown_count(report.asked_before),
            _("questions in %(weeks)s weeks", weeks=number(before, 0)),
        ),
        _part(_("Published"), number(report.published), _("posts in all languages and places")),
        _part(_("Seen"), *_middle(report, "views")),
        _part(_("Engaged"), *_middle(report, "engagements")),
        _part(_("Clicked"), number(report.clicks), _("visits to our links")),
        _part(
            _("Asked in the period"),
            shown_count(report.asked_after),
            _("questions in %(weeks)s weeks", weeks=number(during, 1)),
        ),
    ]


def _part(name: str, value: str, note: str) -> dict[str, Any]:
    return {"name": name, "value": value, "note": note, "known": value != _("not available")}


def _middle(report: Report, name: str) -> tuple[str, str]:
    spread = report.everything.spreads[name] if report.everything else None
    if spread is None or spread.median is None:
        return _("not available"), said(
            next((row.seen_reason for row in report.rows if row.seen_reason), "")
        ) if report.published else ""
    return number(spread.median, 0), _(
        "per post, median; known of %(known)s of %(posts)s posts",
        known=number(spread.known),
        posts=number(spread.posts),
    )


def _sections(report: Report) -> list[dict[str, Any]]:
    before, during = weeks(report.before), weeks(report.period)
    languages_table = {
        "caption": "",
        "head": [
            _("Language"), _("Asked before"), _("a week"), _("Published"), _("Views, median"), _("Clicked"),
            _("Asked in the period"), _("a week"),
        ],
        "rows": [
            [
                language_word(row.language), shown_count(row.asked_before), per_week(row.asked_before, before),
                number(row.published), "–" if row.seen is None else number(row.seen, 0), number(row.clicks),
                shown_count(row.asked_after), per_week(row.asked_after, during),
            ]
            for row in report.rows
        ],
    }  # fmt: skip
    seen = [
        _group_table(report, "channel", _("Seen and engaged by channel"), _("Channel"), place_word),
        _group_table(report, "language", _("Seen and engaged by language"), _("Language"), language_word),
        _group_table(report, "format", _("Seen and engaged by format"), _("Format"), format_word),
        _group_table(report, "topic", _("Seen and engaged by topic"), _("Topic"), topic_word)
        if report.topic is None
        else None,
        _group_table(
            report,
            "space_id",
            _("Seen and engaged by group"),
            _("Group"),
            lambda key: report.spaces.get(int(key), key),
        ),
    ]
    times = [
        _group_table(report, "weekday", _("By weekday"), _("Weekday"), weekday_word),
        _group_table(report, "daytime", _("By time of day"), _("Time of day"), daytime_word),
    ]
    return [
        _section(
            _("Languages"),
            tables=[languages_table],
            charts=[
                _chart(
                    asked_chart(report),
                    _("Questions a week, before and in the period"),
                    {"before": _("before"), "during": _("in the period")},
                ),
                _chart(clicks_chart(report), _("Clicks in the period"), {"clicks": _("Clicks")}),
            ],
            notes=_compared(report),
        ),
        _section(
            _("Seen and engaged"),
            tables=seen,
            notes=[_(
                "Per post: the median, and in brackets between which values it lies with 95 per cent "
                "confidence (order statistics; from six posts on). Totals only within one channel, "
                "because each counts in its own way; reach is never added up.")],
        ),
        _section(
            _("Fairness"),
            tables=[_fair(report)],
            charts=[
                _chart(
                    fair_chart(report),
                    _("Share of questions beside share of views and clicks"),
                    {name: word for name, (word, _head) in _shares(report).items()},
                )
            ],
            notes=[_(
                "Questions: of all that are shown, before and in the period. Views: of all posts whose "
                "channel tells views. Clicks: of all clicks on our links.")],
        ),
        _section(
            _("Times"),
            tables=times,
            notes=[_(
                "When posts went out and how often they were seen. Groups of few posts say little; where "
                "the brackets overlap, the difference may be chance.")],
        ),
        _section(_("Channels and approvals"), tables=[_facts(report)]),
    ]  # fmt: skip


def _shares(report: Report) -> dict[str, tuple[str, str]]:
    """What the shares that are known are called in a legend, and at the head of a column."""
    words = {
        "asked": (_("Questions"), _("Share of questions")),
        "seen": (_("Views"), _("Share of views")),
        "clicked": (_("Clicks"), _("Share of clicks")),
    }
    return {name: words[name] for name in shares_known(report)}


def _fair(report: Report) -> dict[str, Any] | None:
    known = _shares(report)
    if not fair_chart(report):
        return None
    values = [[getattr(row, name) for name in known] for row in report.fairness]
    return {
        "caption": "",
        "head": [_("Language"), *(head for _word, head in known.values())],
        "rows": [
            [language_word(row.language), *("–" if value is None else share(value) for value in shares)]
            for row, shares in zip(report.fairness, values, strict=True)
        ],
    }


def _section(
    title: str, *, tables: Sequence[Any] = (), charts: Sequence[Any] = (), notes: Sequence[str] = ()
) -> dict[str, Any]:
    return {
        "title": title,
        "tables": [each for each in tables if each and each["rows"]],
        "charts": [each for each in charts if each and each["rows"]],
        "notes": list(notes),
    }


def _compared(report: Report) -> list[str]:
    ratio = report.ratio
    if ratio is None:
        return []
    first = _(
        "In the period was asked %(value)s times as often a week as before.", value=number(ratio.value, 2)
    )
    if ratio.high is None:
        second = _(
            "With 95 per cent confidence the true ratio lies above %(low)s (exact conditional interval of two "
            "Poisson rates).",
            low=number(ratio.low, 2),
        )
    else:
        second = _(
            "With 95 per cent confidence the true ratio lies between %(low)s and %(high)s (exact conditional "
            "interval of two Poisson rates).",
            low=number(ratio.low, 2), high=number(ratio.high, 2),
        )  # fmt: skip
    return [f"{first} {second} {_('Why, the figures do not tell.')}"]


def _group_table(report: Report, by: str, caption: str, head: str, word: Any) -> dict[str, Any] | None:
    groups: Sequence[Group] = report.groups.get(by, ())
    told = [str(metric) for metric in TOLD if any(group.spreads[str(metric)].known for group in groups)]
    return (
        {
            "caption": caption,
            "head": [head, _("Posts"), *(metric_word(name) for name in told)],
            "rows": [
                [word(group.key), number(group.published), *(_cell(group.spreads[name]) for name in told)]
                for group in groups
            ],
        }
        if groups
        else None
    )


def _cell(spread: Spread) -> str:
    if spread.median is None:
        return "–"
    text = number(spread.median, 0)
    if spread.low is not None and spread.high is not None:
        text += f"\n({number(spread.low, 0)}–{number(spread.high, 0)})"
    if spread.total is not None:
        text += "\n" + _("total %(total)s", total=number(spread.total))
    return text


def _facts(report: Report) -> dict[str, Any]:
    return {
        "caption": "",
        "head": ["", ""],
        "rows": [
            [_("Posts planned"), number(report.posts)],
            [_("Texts approved"), number(report.approvals)],
            [_("Texts returned"), number(report.returns)],
            [_("Hours from submitting to approving, median"), number(report.median_hours_to_approve, 1)],
            [_("Posted in groups by hand"), number(report.handoffs)],
            *_kits(report),
            [_("Rumours heard"), number(report.rumours_heard)],
            [_("Rumours corrected by a campaign"), number(report.rumours_answered)],
        ],
    }


def _kits(report: Report) -> list[list[str]]:
    if report.kits is None:
        return []
    standing = f"{number(report.kits.kits)} · {number(report.kits.partners)}"
    return [
        [_("Kits that partners had, and how many partners"), standing],
        [metric_word("kit_downloads"), number(report.kits.downloads)],
        [metric_word("kits_shared"), number(report.kits.shared)],
    ]


def _chart(rows: Sequence[BarRow], title: str, legend: Mapping[str, str]) -> dict[str, Any]:
    return {
        "title": title,
        "legend": [[SHADES[key], word] for key, word in legend.items()],
        "rows": [
            {
                "label": row.label,
                "bars": [
                    {
                        "length": bar.length,
                        "text": bar.text,
                        "hidden": bar.is_hidden,
                        "shade": SHADES[bar.series],
                    }
                    for bar in row.bars
                ],
            }
            for row in rows
        ],
    }


def _evidence(report: Report, title_language: str) -> dict[str, Any]:
    return {
        "title": _("Evidence"),
        "head": [
            _("Published at"),
            _("Post"),
            _("Language"),
            _("Channel"),
            _("Clicks on its link"),
            _("Approved digest"),
        ],
        "rows": [
            {
                "at": moment(item.at),
                "post": _foreign(item.post, title_language),
                "language": language_word(item.language),
                "channel": place_word(item.channel),
                "clicks": number(item.clicks),
                "digest": item.digest[:8],
            }
            for item in report.evidence[:MOST_EVIDENCE]
        ],
    }
