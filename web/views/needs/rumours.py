"""Rumours: the board by risk, logging one, and the page of each."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.clock import wall_time
from campaigns.languages import languages
from campaigns.needs.rumours.actions import log_rumour
from campaigns.needs.rumours.due import came_back, due_on, is_due
from campaigns.needs.rumours.models import LONGEST_CLAIM
from campaigns.needs.rumours.queries import open_rumours, rumour_counts
from campaigns.needs.rumours.queries import rumours as rumours_of
from campaigns.needs.rumours.rules import (
    can_judge_rumour,
    can_log_rumour,
    can_see_hearings,
    check_can_log_rumour,
    check_can_see_rumours,
)
from campaigns.people.models import Programme
from campaigns.people.queries import programme_languages
from campaigns.placements.queries import spaces_of
from campaigns.vocabulary import RumourStatus
from web import database, identity
from web.database import session
from web.formats import language_name
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.topics import is_sensitive, topic_options, topic_word
from web.views.needs.blueprint import needs_pages, tabs
from web.words import needs as needs_words
from web.words.needs import platform_word

A_PAGE = 60
#: Kept from one rumour to the next.
KEPT = ("day", "platform", "space")


@needs_pages.get("/needs/rumours")
@page(needs=check_can_see_rumours)
def rumours() -> Response:
    """The board: the most dangerous first, what is due marked."""
    programme = identity.programme()
    programme_id = programme.id or 0
    chosen = {name: request.args.get(name, "") for name in ("status", "language", "topic", "due")}
    status = RumourStatus(chosen["status"]) if chosen["status"] in set(RumourStatus) else None
    start = max(0, request.args.get("start", 0, type=int))
    today = wall_time(database.now(), programme.zone).date()
    if chosen["due"]:
        rows = [row for row in open_rumours(session(), programme_id=programme_id) if is_due(row, today)]
    else:
        rows = list(
            rumours_of(
                session(),
                programme_id=programme_id,
                status=status,
                language=chosen["language"] or None,
                topic=chosen["topic"] or None,
                limit=A_PAGE + 1,
                offset=start,
            )
        )
    shown = rows[:A_PAGE]
    given: dict[str, Any] = {name: value for name, value in chosen.items() if value}
    return show(
        "needs/rumours.html",
        groups=[(risk, [row for row in shown if row.risk == risk]) for risk in needs_words.RISKS],
        form=Form(start=chosen),
        chosen=chosen,
        of_status=status,
        counts=rumour_counts(session(), programme_id=programme_id),
        statuses=list(RumourStatus),
        newer=url_for("needs.rumours", start=max(0, start - A_PAGE) or None, **given) if start else None,
        older=url_for("needs.rumours", start=start + A_PAGE, **given) if len(rows) > A_PAGE else None,
        due={row.id: due_on(row) for row in shown},
        late={row.id for row in shown if is_due(row, today)},
        may_log=can_log_rumour(identity.actor()),
        languages=[(c, language_name(c)) for c in programme_languages(session(), programme_id)],
        topics=topic_options(),
        tabs=tabs(),
        **words(),
    )


@needs_pages.get("/needs/rumours/new")
@page(needs=check_can_log_rumour)
def new_rumour() -> Response:
    today = wall_time(database.now(), identity.programme().zone).date()
    kept = {name: request.args[name] for name in KEPT if request.args.get(name)}
    return _form(Form(start={"day": today, "risk": 2, **kept}))


@needs_pages.post("/needs/rumours/new")
@page(needs=check_can_log_rumour)
def log_one() -> Response:
    form = Form.posted()
    with form.catching():
        row = log_rumour(
            session(),
            programme=session().get_one(Programme, identity.programme().id),
            claim=form.text("claim", needed=True, longest=4 * LONGEST_CLAIM, as_typed=True),
            risk=form.number("risk"),
            day=form.day("day"),
            language=_language(form),
            topic=form.text("topic") or None,
            platform=form.text("platform"),
            space=form.text("space", longest=120),
            region=form.text("region"),
            by=identity.actor(),
            now=database.now(),
        )
        told = (
            _("Logged.") if row.heard == 1 else _("This rumour was logged before; it is counted once more.")
        )
        return done(url_for("needs.rumour", rumour_id=row.id), told)
    return _form(form)


def words() -> dict[str, Any]:
    """What every rumour is shown with."""
    smallest, sees_all = identity.programme().smallest_count, can_see_hearings(identity.actor())
    return {
        "smallest": smallest,
        "tells_hearing": lambda row: sees_all or row.heard >= smallest,
        "risks": needs_words.RISKS,
        "platform_word": platform_word,
        "topic_word": topic_word,
        "is_sensitive": is_sensitive,
        "came_back": came_back,
    }


def _language(form: Form) -> str | None:
    code = form.text("language")
    return code if code in languages() else None


def _form(form: Form) -> Response:
    programme_id = identity.programme().id or 0
    return show(
        "needs/rumour_new.html",
        form=form,
        longest=LONGEST_CLAIM,
        levels=list(needs_words.RISKS.items()),
        topics=topic_options(),
        languages=[(c, language_name(c)) for c in programme_languages(session(), programme_id)],
        platforms=list(needs_words.PLATFORMS.items()),
        spaces=[space.name for space in spaces_of(session(), programme_id=programme_id)],
        may_judge=can_judge_rumour(identity.actor()),
        status=form.status,
    )
