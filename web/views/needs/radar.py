"""The radar: what is asked more than it used to be, as a table of topics and as one ranking."""

from __future__ import annotations

from datetime import date
from math import ceil
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from campaigns.clock import wall_time
from campaigns.facts.rules import can_change_facts
from campaigns.languages import sort_languages
from campaigns.needs.counts.disclosure import ANCHOR, SMALLEST_IN_A_REGION, WINDOWS
from campaigns.needs.proposals.drafting import is_one_subject
from campaigns.needs.radar.board import Board, Line, board
from campaigns.needs.radar.looks import looks
from campaigns.needs.radar.paces import STRETCHES
from campaigns.needs.radar.places import BY_LANGUAGE, knows_regions
from campaigns.needs.radar.ranking import RadarRow, window_end, window_start
from campaigns.needs.radar.regional import languages_asked
from campaigns.needs.radar.score import WEIGHTS
from campaigns.needs.radar.without_topic import without_topic
from campaigns.needs.rules import can_import_needs, can_propose, check_can_see_radar
from campaigns.needs.topics.helplines import helpline_numbers
from campaigns.people.queries import programme_languages
from campaigns.placements.overview.coverage import radar_with_coverage
from web import database, identity
from web.charts import Slice, stacked, step_lines
from web.database import session
from web.facts_lacking import lacking
from web.fragments import show
from web.identity import page
from web.radar_kept import kept
from web.views.needs.blueprint import needs_pages, tabs
from web.words import radar as radar_words
from web.words.content import topic_word
from web.words.facts import reading_language

#: The most urgent topics, told in sentences above the table.
TOLD = 3
VIEWS = ("topics", "ranking")
#: Rows of the ranking before "show all".
RANKED = 30
#: Of weekly looks at quiet topics in a language, the share that is marked where counts are smallest (`surprise.ALARM`).
MARKED_BY_CHANCE = 0.04


@needs_pages.get("/needs")
@page(needs=check_can_see_radar)
def index() -> Response:
    programme, actor = identity.programme(), identity.actor()
    programme_id = programme.id or 0
    region, as_of = chosen_region(), chosen_day()
    weeks, reader = chosen_window(), reading_language()
    rows = kept(
        session(),
        programme_id,
        ("rows", as_of, weeks, region, reader),
        lambda: radar_with_coverage(
            session(), programme=programme, as_of=as_of, weeks=weeks, region=region, reader=reader
        ),
    )
    languages = programme_languages(session(), programme_id)
    wanted = request.args.get("language", "")
    found = board(rows, languages=[] if region else languages)
    if wanted in found.languages and wanted:
        rows = [row for row in rows if row.language == wanted]
        found = board(rows, languages=[wanted])
    language = wanted if wanted in found.languages else ""
    lack_of = lacking(today())
    judged = sum(row.count is not None for row in rows)
    return show(
        "needs/radar.html",
        board=found,
        urgent=urgent(found),
        rows=[row for row in rows if not row.sensitive and row.language],
        ranked=None if request.args.get("all") else RANKED,
        view=chosen_view(),
        here=here,
        weeks=weeks,
        windows=WINDOWS,
        region=region,
        regions=regions_of_list(programme_id, region),
        language=language,
        languages=[code for code in languages if code in found.languages or code == wanted]
        if region
        else languages,
        not_apart=wanted if region and wanted in languages and not language else "",
        asked_here=_asked_here(region, as_of) if region else [],
        by_language=BY_LANGUAGE,
        looks=offered_days(),
        as_of=as_of,
        since=window_start(as_of, weeks),
        until=window_end(as_of),
        is_running=window_end(as_of) > today(),
        shown=sum(line.shown for line in found.lines),
        without_topic=kept(
            session(),
            programme_id,
            ("without topic", as_of, weeks, region, language),
            lambda: without_topic(
                session(),
                programme=programme,
                as_of=as_of,
                weeks=weeks,
                region=region,
                language=language or None,
            ),
        ),
        judged=judged,
        by_chance=ceil(judged * MARKED_BY_CHANCE),
        smallest=max(programme.smallest_count, SMALLEST_IN_A_REGION) if region else programme.smallest_count,
        may_propose=can_propose(actor),
        is_one_subject=is_one_subject,
        may_import=can_import_needs(actor),
        lack_of=lack_of,
        may_write=can_change_facts(actor),
        line_of=line_of,
        bar_of=bar_of,
        weights=WEIGHTS,
        parts=radar_words.parts(),
        words=radar_words,
        helpline_numbers=helpline_numbers,
        topic_word=topic_word,
        tabs=tabs(),
    )


def today() -> date:
    return wall_time(database.now(), identity.programme().zone).date()


def chosen_window() -> int:
    """The window of the address or form, else eight weeks."""
    asked = request.values.get("weeks", type=int)
    return asked if asked in WINDOWS else ANCHOR


def chosen_view() -> str:
    asked = request.args.get("view", "")
    return asked if asked in VIEWS else VIEWS[0]


def chosen_region() -> str | None:
    """The region of the address; every code has the same shape, known or not."""
    asked = request.values.get("region", "")
    return asked[:8] or None


def chosen_day() -> date:
    """The last day counted: today (or the last day of a log that ended), or half a year or a year before.

    Other days are drawn to the nearest of these: windows a week apart would tell what one week held.
    """
    offered = offered_days()
    try:
        asked = date.fromisoformat(request.values.get("as_of", ""))
    except ValueError:
        return offered[0]
    return min(offered, key=lambda day: abs(day - asked))


def offered_days() -> list[date]:
    programme, on = identity.programme(), today()
    return kept(
        session(),
        programme.id or 0,
        ("looks", on),
        lambda: looks(session(), programme=programme, today=on),
    )


def regions_of_list(programme_id: int, chosen: str | None) -> list[str]:
    """The regions to choose from, by name: all of them, since which of them ever asked would tell of few questions."""
    known = set(radar_words.REGIONS) if knows_regions(session(), programme_id=programme_id) else set()
    return sorted(known | ({chosen} if chosen else set()), key=radar_words.region_word)


def _asked_here(region: str, as_of: date) -> list[str]:
    """The languages in which a region asks in half a year, whatever the topic, as far as it may be told."""
    programme = identity.programme()
    found = kept(
        session(),
        programme.id or 0,
        ("asked here", as_of, region),
        lambda: languages_asked(session(), programme=programme, region=region, as_of=as_of),
    )
    return sort_languages(found)


def here(**changed: Any) -> str:
    """This page with some of its choices changed; what is empty leaves the address."""
    kept = ("weeks", "region", "language", "view", "as_of", "all")
    chosen = {name: request.args.get(name) for name in kept} | changed
    return url_for("needs.index", **{name: value for name, value in chosen.items() if value})


def urgent(found: Board) -> list[Line]:
    """The topics that a campaign would help now: those without one, and of them first what is asked more than usual."""
    return sorted(filter(_is_urgent, found.lines), key=lambda line: not _rises_unanswered(line))[:TOLD]


def _is_urgent(line: Line) -> bool:
    """Not where all that is known is asked in a language that nobody recognised: it scores nothing."""
    is_open = not line.covered_by or _rises_unanswered(line)
    return bool(is_open and line.shown and line.score) and not line.sensitive and is_one_subject(line.topic)


def _rises_unanswered(line: Line) -> bool:
    """Whether it rises in a language that no campaign answers, whatever stands beside its most urgent one."""
    return any(row.is_rising and row.score and not row.covered_by for row in line.rows)


def line_of(line: Line) -> list[str]:
    """The line of the year as points to draw."""
    return step_lines(line.paces, STRETCHES)


def bar_of(row: RadarRow) -> list[Slice]:
    """The row's points as a stacked bar; what a campaign takes away shortens every part alike."""
    gained = sum(value for value in row.points.values() if value > 0)
    left = row.score / gained if gained else 0.0
    return stacked({name: value * left for name, value in row.points.items()})
