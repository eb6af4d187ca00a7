"""The radar: what is asked more than it used to be."""

from __future__ import annotations

from datetime import date, timedelta

from flask import request
from werkzeug.wrappers import Response

from campaigns.clock import wall_time
from campaigns.needs.board import LINE_WEEKS, Board, Line, board
from campaigns.needs.queries import last_day_asked, need_counts, week_counts
from campaigns.needs.radar import RadarRow, monday, window_start
from campaigns.needs.rules import can_import_needs, can_propose, check_can_see_radar
from campaigns.people.queries import programme_languages
from campaigns.placements.coverage import radar_with_coverage
from web import database, identity, needs_words
from web.content_words import say, topic_word
from web.database import session
from web.fragments import show
from web.identity import page
from web.views.needs.blueprint import needs_pages, tabs

#: Windows one may look through, in weeks.
WINDOWS = (4, 8, 13, 26)
USUAL_WINDOW = 8
#: Nothing was counted before.
FIRST_DAY = date(2000, 1, 1)
#: The most urgent topics, told in sentences above the table.
TOLD = 3


@needs_pages.get("/needs")
@page(needs=check_can_see_radar)
def index() -> Response:
    programme, actor = identity.programme(), identity.actor()
    programme_id = programme.id or 0
    weeks, as_of = chosen_window(), chosen_day()
    found = board(
        radar_with_coverage(session(), programme=programme, as_of=as_of, weeks=weeks),
        week_counts(
            session(),
            programme_id=programme_id,
            since=monday(as_of) - timedelta(weeks=LINE_WEEKS),
            until=monday(as_of),
        ),
        languages=programme_languages(session(), programme_id),
        as_of=as_of,
        smallest_count=programme.smallest_count,
    )
    return show(
        "needs/radar.html",
        board=found,
        urgent=urgent(found),
        weeks=weeks,
        windows=WINDOWS,
        as_of=as_of,
        since=window_start(as_of, weeks),
        counts=need_counts(session(), programme_id=programme_id),
        smallest=programme.smallest_count,
        may_propose=can_propose(actor),
        may_import=can_import_needs(actor),
        reasons_of=reasons_of,
        parts=needs_words.PARTS,
        topic_word=topic_word,
        tabs=tabs(),
    )


def chosen_window() -> int:
    """The window of the address or form, else eight weeks."""
    asked = request.values.get("weeks", type=int)
    return asked if asked in WINDOWS else USUAL_WINDOW


def chosen_day() -> date:
    """The last day counted: of the address, else today, else the last question's when nothing came for a month."""
    today = wall_time(database.now(), identity.programme().zone).date()
    try:
        return max(FIRST_DAY, min(date.fromisoformat(request.values.get("as_of", "")), today))
    except ValueError:
        last = last_day_asked(session(), programme_id=identity.programme().id or 0)
        return min(last, today) if last and last < today - timedelta(days=28) else today


def urgent(found: Board) -> list[Line]:
    """The topics that a campaign would help now: those without one."""
    return [line for line in found.lines if line.shown and not line.covered_by and not line.sensitive][:TOLD]


def reasons_of(row: RadarRow) -> list[str]:
    """Why a cell ranks where it ranks, in the reader's language."""
    return [say(reason.msgid, reason.values) for reason in row.reasons]
