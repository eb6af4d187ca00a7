"""Figures of posts as a report says them: in which ways they were counted, which are told and which are not."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from campaigns.reach.metrics import PARTS, RATES, TOLD
from campaigns.reach.reports import Report
from campaigns.reach.spreads import Spread, Way
from web.formats import number, share
from web.words.reach import metric_word, place_word

#: What definitions that are nobody's own begin with.
GENERAL = "any"


def told_value(name: str, value: float | None) -> str:
    """A figure of posts in the reader's way: rates as per cent, counts as whole numbers."""
    return share(value, 1) if name in {str(rate) for rate in RATES} else number(value, 0)


def ways_of(spread: Spread, *, of_channel: bool = False) -> list[tuple[str, Spread]]:
    """Each way in which a figure was counted, in words; one without a name where there is but one.

    Where all posts are `of_channel`, one that is named already, its name is not said again.
    """
    return [(word, each) for word, _way, each in named_ways(spread, of_channel=of_channel)]


def named_ways(spread: Spread, *, of_channel: bool = False) -> list[tuple[str, Way | None, Spread]]:
    """The same with the way itself, for links to its posts."""
    if not spread.ways:
        return [("", None, spread)]
    return [(_name_of(way, spread.ways, of_channel), way, way.spread) for way in spread.ways]


def _name_of(way: Way, ways: Sequence[Way], of_channel: bool) -> str:
    """Its channel, and its definition where that channel counted by several: a definition alone names nothing."""
    told = [] if of_channel else [place_word(way.channel)]
    beside = [each.definition for each in ways if each.channel == way.channel and each.definition]
    if way.definition and len(beside) > 1:
        told.append(_way_word(way.definition, beside))
    return ", ".join(told) or place_word(way.channel)


def _way_word(definition: str, beside: Sequence[str]) -> str:
    """The version of a definition; whose it is only where another one beside it bears the same number."""
    platform, version = definition.split(".")[0], definition.rsplit(".", 1)[-1]
    if platform == GENERAL or [each.rsplit(".", 1)[-1] for each in beside].count(version) < 2:
        return version_word(version)
    return f"{version_word(version)} ({place_word(platform)})"


def version_word(version: str) -> str:
    """Which of the definitions of a figure."""
    return str(_("parts added up") if version == PARTS else _("definition %(version)s", version=version))


def spread_of(report: Report, by: str, key: str, name: str) -> Spread | None:
    """A figure of the posts that have something in common; None where nothing was published."""
    return next((group.spreads[name] for group in report.groups.get(by, ()) if group.key == key), None)


def told_here(report: Report) -> list[str]:
    """The figures that any channel of the report tells: columns of nothing but "not available" say less than a line."""
    spreads = report.everything.spreads if report.everything else {}
    return [
        str(metric) for metric in (*TOLD, *RATES) if str(metric) in spreads and spreads[str(metric)].known
    ]


def untold_here(report: Report) -> str:
    """The other figures, in words."""
    return ", ".join(metric_word(metric) for metric in TOLD if str(metric) not in told_here(report))
