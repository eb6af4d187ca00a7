"""The words of the radar: counts that may be bounds, parts of the score, stretches of the year, causes, regions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask_babel import gettext, lazy_gettext

from campaigns.needs.counts.disclosure import ShownCount, in_steps
from campaigns.needs.radar.board import Line
from campaigns.needs.radar.covered import Coverage, Standing
from campaigns.needs.radar.paces import STRETCHES as STRETCHES_IN_WEEKS
from campaigns.needs.radar.places import TOGETHER
from campaigns.needs.radar.ranking import RadarRow
from campaigns.needs.radar.score import WEIGHTS
from web.formats import day, language_name, number
from web.words import needs as needs_words
from web.words.content import say

_ = lazy_gettext

#: What adds to the score, and what takes away from it.
PARTS: Mapping[str, Any] = {**needs_words.PARTS, "covered": _("a campaign answers it")}

#: The stretches of the line of the year, as `paces.STRETCHES` has them.
STRETCHES = (
    _("53 to 27 weeks ago"),
    _("26 to 14 weeks ago"),
    _("13 to 9 weeks ago"),
    _("8 to 5 weeks ago"),
    _("last 4 weeks"),
)

#: Before a number in steps, which may as well be some more or fewer.
ABOUT = "≈"

#: From so many times the usual number on a count is more than usual, and below its inverse less.
MORE_THAN_USUAL = 1.25

REGIONS: Mapping[str, Any] = {
    "DE-BW": "Baden-Württemberg",
    "DE-BY": _("Bavaria"),
    "DE-BE": "Berlin",
    "DE-BB": "Brandenburg",
    "DE-HB": "Bremen",
    "DE-HH": "Hamburg",
    "DE-HE": _("Hesse"),
    "DE-MV": _("Mecklenburg-Western Pomerania"),
    "DE-NI": _("Lower Saxony"),
    "DE-NW": _("North Rhine-Westphalia"),
    "DE-RP": _("Rhineland-Palatinate"),
    "DE-SL": "Saarland",
    "DE-SN": _("Saxony"),
    "DE-ST": _("Saxony-Anhalt"),
    "DE-SH": "Schleswig-Holstein",
    "DE-TH": _("Thuringia"),
    "abroad": _("Abroad"),
}


class Part(NamedTuple):
    """A part of the score: its name, and of how many points."""

    name: str
    of_most: str


def parts() -> dict[str, Part]:
    """The parts in the reader's language, said once: a page names them a thousand times."""
    return {
        key: Part(str(name), str(gettext("of %(most)s", most=WEIGHTS[key])) if key in WEIGHTS else "")
        for key, name in PARTS.items()
    }


def region_word(code: str) -> str:
    return str(REGIONS.get(code, code))


def language_word(code: str | None) -> str:
    """The language, or that it is all of them together."""
    return str(gettext("All languages")) if code == TOGETHER else language_name(code)


def asked_word(row: RadarRow) -> str:
    """About how often, as a cell says it: ≈1,200, <10 (a single step) or <5 (none)."""
    return f"{ABOUT}{number(row.count or 0)}" if row.bound is None else f"<{number(row.bound)}"


def count_word(count: int, smallest: int) -> str:
    """A number in steps of `smallest` within a sentence: about 15, under 10."""
    bound = ShownCount(count, smallest).bound
    if bound is None:
        return str(gettext("about %(number)s", number=number(count)))
    return under_word(bound)


def rough_word(count: int, smallest: int) -> str:
    """An exact number told in steps of `smallest` within a sentence: 22 as about 20."""
    return count_word(in_steps(count, smallest=smallest), smallest)


def under_word(bound: int) -> str:
    return str(gettext("under %(number)s", number=number(bound)))


def pace_word(a_week: float, stretch: int, smallest: int) -> str:
    """About how many a week in one of the stretches of the year: a single step is a bound here, too."""
    begins, ends = STRETCHES_IN_WEEKS[stretch]
    asked = a_week * (begins - ends)
    if asked < smallest / 2:
        return str(gettext("few"))
    if asked < smallest * 1.5:
        return f"<{number(2 * smallest / (begins - ends), 1)}"
    return f"{ABOUT}{number(a_week, 1)}"


def reasons_of(row: RadarRow) -> list[str]:
    """Why a cell ranks where it ranks, in the reader's language."""
    return [say(reason.msgid, reason.values) for reason in row.reasons]


def rises_beside(line: Line) -> list[tuple[str, str]]:
    """The rises of a topic's other languages: the language, and how much more often it asked."""
    return [
        (language_word(row.language), say(reason.msgid, reason.values))
        for row in line.rows[1:]
        if row.is_rising
        for reason in row.reasons
        if "odds" in reason.values
    ]


@dataclass(frozen=True)
class Cause:
    """Why a topic stands among the first ones, with the tone and shape of its sign."""

    word: str
    tone: str
    shape: str


def cause_of(line: Line) -> Cause:
    """The plain reason: a rise, or else what takes a topic without one to the front."""
    if any(row.is_rising for row in line.rows):
        return Cause(gettext("Asked more than usual"), "stop", "diamond")
    first = line.rows[0]
    if first.law_change and not first.law_change.begins:
        return Cause(
            gettext("No rise: the law may change on %(day)s", day=day(first.law_change.day)),
            "waiting",
            "clock",
        )
    if first.law_change:
        return Cause(
            gettext("No rise: the law changes on %(day)s", day=day(first.law_change.day)), "waiting", "clock"
        )
    if first.points.get("wrong", 0) > first.points.get("volume", 0):
        return Cause(gettext("No rise: often answered wrongly"), "waiting", "question")
    return Cause(_without_a_rise(first), "quiet", "ring")


def _without_a_rise(row: RadarRow) -> str:
    """How what was asked in the weeks shown stands to what was usual, where chance alone can explain it."""
    if row.count is None or (row.paces and not row.paces[-1].a_week):
        return str(gettext("No rise: hardly asked of late"))
    if row.bound is not None:
        return str(gettext("No rise: asked now and then"))
    if row.baseline is None:
        return str(gettext("Hardly asked before: too new to speak of a rise"))
    if row.count > row.baseline * MORE_THAN_USUAL:
        return str(gettext("Somewhat more than usual: chance alone can explain it"))
    if row.count * MORE_THAN_USUAL < row.baseline:
        return str(gettext("No rise: asked less than usual"))
    return str(gettext("No rise: asked about as often as usual"))


def coverage_word(found: Coverage) -> str:
    """The campaign nearest to a topic, in a few words."""
    if found.standing is Standing.RUNNING:
        return str(gettext("Campaign: %(title)s", title=found.campaign))
    if found.standing is Standing.PLANNED:
        return str(gettext("Planned from %(day)s: %(title)s", day=day(found.day), title=found.campaign))
    return str(gettext("Ended on %(day)s: %(title)s", day=day(found.day), title=found.campaign))
