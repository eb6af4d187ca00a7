"""What stands on the paper of a report: its head and road, its sections, its evidence and definitions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from unicodedata import bidirectional

from flask_babel import gettext as _

from campaigns.clock import zone as known_zone
from campaigns.content.notation import LRI, PDI
from campaigns.languages import languages
from campaigns.reach.disclosure.preparing import as_of
from campaigns.reach.files.letterhead import Letterhead
from campaigns.reach.report.building import Report
from web.formats import day, locale, moment, number, web_address
from web.reports.compared import after_words, compared_words
from web.reports.counts import counted, observed_note, observed_weeks, weeks_note
from web.reports.languages import DRAFTED, language_word
from web.reports.posts import absent_word, definition_word, kinds_note, told_value, ways_of, why_absent
from web.reports.sections import sections
from web.words.reach import metric_word, place_word
from web.words.sentences import said

MOST_EVIDENCE = 400
#: In a right-to-left title "§ 62 EStG" keeps its order only when it is set apart.
_LEFT_TO_RIGHT = re.compile(
    r"(?:§§?\s?)?[0-9A-Za-zÀ-ž][^\u0590-\u08ff\ufb1d-\ufefc؟،:·]*[0-9A-Za-zÀ-ž%€]|§§?\s?\d+"
)

#: Letters on a line of a definition.
A_LINE = 55


def paper(
    report: Report, *, language: str, letterhead: Letterhead, names: Mapping[str, str]
) -> dict[str, Any]:
    """Everything that stands on the paper, in words; `names` are the files of logos by their digest."""
    is_rtl = language in DRAFTED
    return {
        "language": language,
        "dir": "rtl" if is_rtl else "ltr",
        "draft": _("Draft: nobody who speaks this language has checked these words yet.") if is_rtl else "",
        "title": report.title,
        "heading": _foreign(report.title, report.source_language),
        "programme": report.programme,
        # A report on the programme bears its name already.
        "above": "" if report.title == report.programme else report.programme,
        "period": _period(report),
        "made": _("made %(moment)s", moment=_moment(report.made_at, report.zone)),
        "accent": report.accent,
        "statement": letterhead.statement,
        "emblem": names.get(letterhead.emblem, ""),
        "logos": [names[digest] for digest in letterhead.logos if digest in names],
        "road": _road(report),
        "compared": str(compared_words(report)),
        "after": str(after_words(report)),
        "observed": observed_note(report),
        "sections": sections(report),
        "evidence": _evidence(report, report.source_language),
        "definitions": {
            "title": _("What the figures count"),
            "columns": _in_two_columns(_definitions(report)),
        },
        "closing": _(
            "Views, reach and impressions are never added to one another or across channels. What is not available is "
            "not nought. That fewer questions follow a campaign does not prove that the campaign is the reason."
        ),
    }


def _definitions(report: Report) -> list[dict[str, str]]:
    return [
        {
            "name": metric_word(each.metric) + (f" · {place_word(each.platform)}" if each.platform else ""),
            "version": definition_word(each.key),
            "sentence": said(each.sentence),
            "note": said(each.note) if each.note else "",
        }
        for each in report.definitions
    ]


def _in_two_columns(rows: Sequence[dict[str, str]]) -> list[Sequence[dict[str, str]]]:
    """Parted where both columns are about as long; a name takes a line of its own."""
    lengths = [sum(map(len, row.values())) + A_LINE for row in rows]
    cut = min(range(len(rows) + 1), key=lambda at: abs(sum(lengths[:at]) - sum(lengths[at:])))
    return [rows[:cut], rows[cut:]]


def _period(report: Report) -> str:
    told = _("Reach report, %(start)s to %(end)s", start=day(report.period.start), end=day(report.period.end))
    until = as_of(report.period.end, report.made_at, report.zone)
    comma = "،" if locale().language in DRAFTED else ","
    return f"{told}{comma} {_('as of %(day)s', day=day(until))}" if until else str(told)


def _moment(at: datetime, zone: str) -> str:
    """A moment; from right to left the day as it stands everywhere, and the time set apart, or its parts would change
    places."""
    if locale().language not in DRAFTED:
        return moment(at)
    local = at.astimezone(known_zone(zone))
    return f"{day(local.date())} {LRI}{local:%H:%M %Z}{PDI}"


def _foreign(text: str, code: str) -> dict[str, str]:
    """Words with their language; the direction is that of the letters, since titles may be in another script."""
    strong = next((found for found in map(bidirectional, text) if found in ("L", "R", "AL")), "L")
    known = code if code in languages() else "de"
    if strong == "L":
        return {"text": f"{LRI}{text}{PDI}", "lang": known, "dir": "ltr"}
    apart = _LEFT_TO_RIGHT.sub(lambda run: f"{LRI}{run[0]}{PDI}", text)
    return {"text": apart, "lang": "ar" if known in ("de", "en") else known, "dir": "rtl"}


def _road(report: Report) -> list[dict[str, Any]]:
    before, during = observed_weeks(report)
    return [
        _part(
            _("Asked before"),
            counted(report.asked_before, before),
            weeks_note(report, before=True),
        ),
        _part(
            _("Published"),
            number(report.published),
            "\n".join(filter(None, (_("posts in all languages and places"), kinds_note(report)))),
        ),
        _middle(_("Seen"), report, "views", "reach", "impressions"),
        _middle(_("Engaged"), report, "engagements"),
        _part(_("Clicked"), number(report.clicks), _("visits to our links")),
        _part(
            _("Asked in the period"),
            counted(report.asked_during, during),
            weeks_note(report, before=False),
        ),
    ]


def _part(name: str, value: str, note: str, kind: str = "") -> dict[str, Any]:
    """A step of the road; `kind` says what the value is where it is no sum."""
    is_known = value != _("not available")
    return {"name": name, "kind": kind, "value": value, "note": note, "known": is_known, "ways": []}


def _middle(step: str, report: Report, *names: str) -> dict[str, Any]:
    """The first of these figures that any channel tells, as the middle of the posts."""
    spreads = report.everything.spreads if report.everything else {}
    name = next((name for name in names if name in spreads and spreads[name].known), "")
    if not name:
        absent = next((spreads[name] for name in names if name in spreads and spreads[name].is_held), None)
        word = absent_word(absent) if absent else str(_("not available"))
        return {**_part(step, word, why_absent(report, names)), "known": False}
    spread = spreads[name]
    note = _(
        "per post, median; known of %(known)s of %(posts)s posts",
        known=number(spread.known),
        posts=number(spread.posts),
    )
    note = f"{metric_word(name)}: {note}" if len(names) > 1 else note
    if not spread.ways:
        return _part(step, told_value(name, spread.median), note, _("Median"))
    # Each way of counting has its own; none of them is the figure.
    ways = [
        (
            f"{word} · {_of_posts(way.known, spread.posts)}",
            told_value(name, way.median),
        )
        for word, way in ways_of(spread)
    ]
    return {
        **_part(step, "", note, _("Median")),
        "ways": [{"value": value, "word": word} for word, value in ways],
    }


def _of_posts(known: int, posts: int) -> str:
    return str(_("%(known)s of %(posts)s posts", known=number(known), posts=number(posts)))


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
                "at": _moment(item.at, report.zone),
                "post": _foreign(item.post, title_language),
                "url": web_address(item.url),
                "language": language_word(item.language),
                "channel": place_word(item.channel),
                "clicks": number(item.clicks),
                "digest": item.digest[:8],
            }
            for item in report.evidence[:MOST_EVIDENCE]
        ],
        "rest": _rest(report, min(len(report.evidence), MOST_EVIDENCE)),
    }


def _rest(report: Report, shown: int) -> str:
    """That not all publications stand here, and where the others are."""
    if shown >= report.published:
        return ""
    return str(_(
        "The first %(shown)s of %(all)s publications. All of them stand in the Excel file and in the files "
        "for evaluation.",
        shown=number(shown), all=number(report.published),
    ))  # fmt: skip
