"""The tables of a report on paper: a caption, a head, and rows of words as they are set."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from campaigns.content.notation import LRI, PDI
from campaigns.reach.insights.metrics import RATES, TOLD
from campaigns.reach.report.building import Report
from campaigns.reach.report.rows import LanguageRow, TopicRow
from campaigns.reach.report.spreads import Group, Spread
from web.formats import day, euros, number, share
from web.reports.charts import fair_chart
from web.reports.counts import counted, observed_weeks, per_week
from web.reports.fairness import shares_known
from web.reports.languages import language_word, region_word
from web.reports.posts import absent_word, at_a_week, counted_word, spread_of, told_value, ways_of
from web.words.reach import metric_word, place_word

Table = dict[str, Any]
Word = Callable[[str], str]


def asked_table(
    report: Report, rows: Sequence[LanguageRow | TopicRow], by: str, head: str, word: Word
) -> Table:
    """From asked to asked again, by language or by topic."""
    before, during = observed_weeks(report)
    return {
        "caption": "",
        "head": [
            head, _("Asked before"), _("a week"), _("Published"), _("Views, median"), _("Clicked"),
            _("Asked in the period"), _("a week"),
        ],
        "rows": [
            [
                word(getattr(row, by)), counted(row.asked_before, before), per_week(row.asked_before, before),
                number(row.published), _views(spread_of(report, by, getattr(row, by), "views")), number(row.clicks),
                counted(row.asked_during, during), per_week(row.asked_during, during),
            ]
            for row in rows
        ],
    }  # fmt: skip


def region_table(report: Report) -> Table | None:
    """Questions by region, where the report speaks of them."""
    before, during = observed_weeks(report)
    return {
        "caption": "",
        "head": [_("Region"), _("Asked before"), _("a week"), _("Asked in the period"), _("a week")],
        "rows": [
            [
                region_word(row.region), counted(row.asked_before, before), per_week(row.asked_before, before),
                counted(row.asked_during, during), per_week(row.asked_during, during),
            ]
            for row in report.regions or ()
        ],
    }  # fmt: skip


def channel_table(report: Report) -> Table:
    """Publications and clicks by kind of channel."""
    return {
        "caption": "",
        "head": [_("Channel"), _("Published"), _("Clicked")],
        "rows": [
            [counted_word(row.channel), number(row.published), number(row.clicks)] for row in report.channels
        ],
    }


def follower_table(report: Report) -> Table:
    """How many follow each account, never added."""
    return {
        "caption": _("Followers by account"),
        "head": [_("Account"), _("Channel"), _("First known"), _("on"), _("Last known"), _("on")],
        "rows": [
            [
                row.account, place_word(row.channel), number(row.first), day(row.first_on), number(row.last),
                day(row.last_on),
            ]
            for row in report.followers
        ],
    }  # fmt: skip


def share_words(report: Report) -> dict[str, tuple[str, str]]:
    """What the shares that are known are called in a legend, and at the head of a column."""
    words = {
        "asked": (_("Questions"), _("Share of questions")),
        "seen": (_("Views"), _("Share of views")),
        "clicked": (_("Clicks"), _("Share of clicks")),
    }
    return {name: words[name] for name in shares_known(report)}


def fair_table(report: Report) -> Table | None:
    """Each language's share of questions beside its shares of views and clicks."""
    known = share_words(report)
    if not fair_chart(report):
        return None
    return {
        "caption": "",
        "head": [_("Language"), *(head for _word, head in known.values())],
        "rows": [
            [language_word(row.language), *(share(getattr(row, name)) for name in known)]
            for row in report.fairness
        ],
    }


def group_table(report: Report, by: str, caption: str, head: str, word: Word) -> Table | None:
    """Posts that have something in common, with the figures that any of them tells."""
    groups: Sequence[Group] = report.groups.get(by, ())
    told = [
        str(metric) for metric in (*TOLD, *RATES) if any(group.spreads[str(metric)].known for group in groups)
    ]
    return (
        {
            "caption": caption,
            "head": [head, _("Posts"), *(_("%(figure)s, median", figure=metric_word(name)) for name in told)],
            "rows": [
                [
                    word(group.key),
                    number(group.published),
                    *(_cell(group.spreads, name, by) for name in told),
                ]
                for group in groups
            ],
        }
        if groups
        else None
    )


def _views(spread: Spread | None) -> str:
    if spread is None:
        return "–"
    if not spread.known:
        return absent_word(spread)
    return "\n".join(_named(word, number(way.median, 0)) for word, way in ways_of(spread))


def _named(word: str, value: str) -> str:
    """A figure behind the way in which it was counted, where there are several; its channel takes a line of its own."""
    named = word.replace(", ", ",\n")
    return f"{named}: {LRI}{value}{PDI}" if word else value


def _cell(spreads: Mapping[str, Spread], name: str, by: str) -> str:
    spread = spreads[name]
    if not spread.known:
        return absent_word(spread)
    text = "\n".join(_way(word, way, name) for word, way in ways_of(spread, of_channel=by == "channel"))
    if spread.known < spread.posts:
        text += "\n" + _(
            "%(known)s of %(posts)s posts", known=number(spread.known), posts=number(spread.posts)
        )
    found = at_a_week(spreads, name)
    for word, way in ways_of(found[1], of_channel=by == "channel") if found else ():
        told = _(
            "after 7 days: %(median)s (%(known)s)",
            median=told_value(name, way.median),
            known=number(way.known),
        )
        named = _named(word, str(told)) if word else str(told)
        text += "\n" + named.replace(" (", "\u00a0(")
    return text


def _way(word: str, way: Spread, name: str) -> str:
    text = _named(word, told_value(name, way.median))
    if way.low is not None and way.high is not None:
        text += f"\n{LRI}({told_value(name, way.low)}–{told_value(name, way.high)}){PDI}"
    if way.total is not None:
        text += "\n" + _("total %(total)s", total=number(way.total))
    return text


def acts_table(report: Report) -> Table:
    """What people did with the posts, by channel."""
    names = ("reactions", "comments", "shares")
    return {
        "caption": _("Acts by channel"),
        "head": [_("Channel"), *(metric_word(name) for name in (*names, "acted"))],
        "rows": [
            [
                place_word(channel),
                *(number(getattr(acts, name)) for name in names),
                number(acts.total),
            ]
            for channel, acts in report.acted.items()
        ],
    }


def facts_table(report: Report) -> Table:
    """Posts, approvals, hand-offs, kits and rumours."""
    return {
        "caption": "",
        "head": ["", ""],
        "rows": [
            [_("Posts planned"), number(report.posts)],
            [_("Texts approved"), number(report.approvals)],
            [_("Texts returned"), number(report.returns)],
            [_("Hours from submitting to approving, median"), number(report.median_hours_to_approve, 1)],
            [_("Posted in groups by hand"), number(report.handoffs)],
            *(
                [[_("Of these without address or screenshot"), number(report.unproven)]]
                if report.unproven
                else []
            ),
            *_kits(report),
            *_costs(report),
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
        [metric_word("kit_downloads"), number(report.kits.uses.downloads)],
        [metric_word("kits_shared"), number(report.kits.uses.shared)],
    ]


def _costs(report: Report) -> list[list[str]]:
    costs = report.costs
    if costs is None:
        return []
    name = (
        _("Costs of the whole campaign")
        if report.topic
        else _(
            "Costs of whole campaigns, known of %(known)s of %(campaigns)s",
            known=number(costs.known),
            campaigns=number(costs.campaigns),
        )
    )
    per_click = (
        [[_("Costs / clicks in the period"), euros(costs.per_click)]] if costs.per_click is not None else []
    )
    return [[name, euros(costs.cents)], *per_click]
