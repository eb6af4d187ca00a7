"""Figures of posts as a report says them: in which ways they were counted, which are told and which are not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _

from campaigns.clock import wall_time
from campaigns.reach.insights.metrics import AT_A_WEEK, PARTS, RATES, TOLD, all_definitions, definition_of
from campaigns.reach.report.building import Report
from campaigns.reach.report.posts import HAND_OFF
from campaigns.reach.report.rows import HELD, NOT_TOLD, UNTOLD
from campaigns.reach.report.spreads import Spread, Way
from web.formats import day, number, share
from web.words.reach import metric_word, place_word
from web.words.sentences import said


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
        told.append(definition_word(way.definition) or _("general definition"))
    return ", ".join(told) or place_word(way.channel)


def definition_word(key: str) -> str:
    """Whose a definition of a figure is and from when: "as Facebook counts since 15 Nov 2025"; '' for a general one."""
    if key.endswith(f".{PARTS}"):
        return str(_("parts added up"))
    definition = all_definitions().get(key)
    if definition is None or not definition.platform:
        return ""
    channel = place_word(definition.platform)
    if definition.since:
        return str(_("as %(channel)s counts since %(day)s", channel=channel, day=day(definition.since)))
    newer = definition_of(definition.metric, definition.platform).since
    if newer:
        return str(_("as %(channel)s counted until %(day)s", channel=channel, day=day(newer)))
    return str(_("as %(channel)s counts", channel=channel))


def counted_word(channel: str) -> str:
    """The name of a kind of channel under which posts are counted."""
    return str(_("Posted in groups by hand")) if channel == HAND_OFF else place_word(channel)


def kinds_note(report: Report) -> str:
    """How many posts went out on which kind of channel, the most first: an entry of a feed is no post of a page."""
    rows = sorted((row for row in report.channels if row.published), key=lambda row: -row.published)
    return " · ".join(f"{counted_word(row.channel)}: {number(row.published)}" for row in rows)


def age_note(report: Report) -> str:
    """How long the posts had been out when their newest figures were put side by side; '' where there are none."""
    if not report.first_post or not report.last_post:
        return ""
    made = wall_time(report.made_at, report.zone).date()
    note = str(
        _(
            "Each figure is the newest reading of its post; on %(day)s the posts had been out for %(least)s to "
            "%(most)s days, and older ones had longer to be seen.",
            day=day(made),
            least=number((made - report.last_post).days),
            most=number((made - report.first_post).days),
        )
    )  # fmt: skip
    spreads = report.everything.spreads if report.everything else {}
    if not any(at_a_week(spreads, name) for name in AT_A_WEEK if name in spreads):
        return note
    aged = _(
        "“After 7 days” compares posts of one age: of each the reading nearest to seven days, between the fifth and "
        "the tenth day; in brackets how many posts have one."
    )
    return f"{note} {aged}"


def times_note() -> str:
    """What must be known of times and their figures."""
    return str(
        _(
            "When posts went out and how often they were seen. Groups of few posts say little; where the brackets "
            "overlap, the difference may be chance. Languages, channels and groups differ between the times, so a "
            "difference need not come from the time; the brackets take posts as independent of one another."
        )
    )


def spread_of(report: Report, by: str, key: str, name: str) -> Spread | None:
    """A figure of the posts that have something in common; None where nothing was published."""
    return next((group.spreads[name] for group in report.groups.get(by, ()) if group.key == key), None)


def at_a_week(spreads: Mapping[str, Spread], name: str) -> tuple[str, Spread] | None:
    """The name and the figures of posts at the age of seven days, beside the newest; None where none is known."""
    aged = AT_A_WEEK.get(name, "")
    return (aged, spreads[aged]) if aged and spreads[aged].known else None


def told_here(report: Report) -> list[str]:
    """The figures that any channel of the report tells: columns of nothing but "not available" say less than a line."""
    spreads = report.everything.spreads if report.everything else {}
    return [
        str(metric) for metric in (*TOLD, *RATES) if str(metric) in spreads and spreads[str(metric)].known
    ]


def absent_notes(report: Report) -> list[str]:
    """Which other figures there are and why none of them is told: nobody knows them, or the public is not told them."""
    spreads = report.everything.spreads if report.everything else {}
    held = [str(metric) for metric in TOLD if str(metric) in spreads and spreads[str(metric)].is_held]
    untold = [str(metric) for metric in TOLD if str(metric) not in (*told_here(report), *held)]
    notes = []
    if untold:
        notes.append(
            _(
                "Not available, because no channel used here tells it and nobody has typed it in: %(figures)s.",
                figures=", ".join(map(metric_word, untold)),
            )
        )
    if held:
        notes.append(_("Held back from the public: %(figures)s.", figures=", ".join(map(metric_word, held))))
    return [str(note) for note in notes]


def absent_word(spread: Spread) -> str:
    """What stands in the place of a figure that no post tells."""
    return str(_("held back") if spread.is_held else _("not available"))


def why_absent(report: Report, names: Sequence[str]) -> str:
    """Why none of these figures is told of the posts of a report, for a line of its own."""
    if not report.published or report.everything is None:
        return str(_("Nothing was published in this period."))
    if any(report.everything.spreads[name].is_held for name in names):
        return said(HELD)
    return said(NOT_TOLD if "views" in names else UNTOLD)
