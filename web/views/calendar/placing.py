"""Putting one post of a campaign into the calendar, and making what is approved binding."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from campaigns.clock import wall_time
from campaigns.content.models import Campaign, Variant
from campaigns.content.queries import get_campaign, posts_of_campaign, variant_of
from campaigns.errors import BadInput
from campaigns.languages import sort_languages
from campaigns.placements.actions import place, propose_placement
from campaigns.placements.actions.together import chosen_cells, schedule_cells
from campaigns.placements.binding import approved_proof
from campaigns.placements.calendar.diary import headlines_of
from campaigns.placements.calendar.queue import FreeSlot, next_free
from campaigns.placements.models import Account, Placement, Space
from campaigns.placements.queries import accounts_of, same_text_there, spaces_of
from campaigns.placements.rules import check_can_place
from campaigns.vocabulary import PlacementStatus
from web import database, identity
from web.database import session
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.views.calendar.blueprint import ask_if_unsuited, asks_fold, calendar_pages, fold_of, wall_of
from web.words import calendar as calendar_words
from web.words.sentences import sentence

DEFAULT_TIME = "18:00"


#: What the form is about, and stays in its address.
ABOUT = ("post", "language", "account")


@calendar_pages.get("/calendar/place")
@page(needs=check_can_place)
def place_form() -> Response:
    """Of which campaign, then the form; `?post=`, `?language=`, `?account=` and `?day=` fill it in, `?free=` with the
    next free slot there."""
    campaign = _campaign(request.args.get("campaign", 0, type=int))
    tomorrow = wall_time(database.now(), identity.programme().zone).date() + timedelta(days=1)
    start = {name: request.args.get(name) for name in ABOUT} | {
        "day": request.args.get("day") or max(tomorrow, campaign.starts_on),
        "at": DEFAULT_TIME,
    }
    form = Form(start=start)
    free = None
    if "free" in request.args:
        with form.catching():
            free = next_free(
                session(),
                variant=_variant(campaign, form),
                place=_where(campaign, form),
                now=database.now(),
            )
            form.start |= {"day": free.wall.date(), "at": free.wall.strftime("%H:%M")}
    return _shown(_campaign(campaign.id or 0), form, free)


@calendar_pages.post("/calendar/place")
@page(needs=check_can_place)
def place_post() -> Response:
    """Binding where the words are approved for that day, else a proposal; or on to the next free slot of the place."""
    campaign_id, form = request.args.get("campaign", 0, type=int), Form.posted()
    if form.value("free"):
        about: dict[str, Any] = {name: form.value(name) for name in ABOUT}
        _campaign(campaign_id)
        return done(url_for("calendar.place_form", campaign=campaign_id, **about, free="yes"))
    with form.catching():
        row = _place(_campaign(campaign_id), form)
        told = (
            _("It stands in the calendar and is binding.")
            if row.status is PlacementStatus.SCHEDULED
            else _("It stands in the calendar as a proposal: it is not approved yet.")
        )
        return done(url_for("calendar.placement", placement_id=row.id), told)
    return _shown(_campaign(campaign_id), form)


@calendar_pages.post("/calendar/campaigns/<int:campaign_id>/schedule")
@page(needs=check_can_place)
def schedule_campaign(campaign_id: int) -> Response:
    """Makes every approved proposal of a campaign binding; what stays behind is told with its reason."""
    campaign = _campaign(campaign_id)
    outcome = schedule_cells(
        session(),
        campaign=campaign,
        cells=chosen_cells(session(), campaign),
        by=identity.actor(),
        now=database.now(),
    )
    told = ngettext("%(num)s moment is binding now.", "%(num)s moments are binding now.", outcome.done)
    if outcome.kept:
        first = sentence(outcome.kept[0].problem)
        more = ngettext(
            "%(num)s stays a proposal: %(reason)s",
            "%(num)s stay proposals, for instance: %(reason)s",
            len(outcome.kept),
            reason=first,
        )
        told = f"{told} {more}"
    return done(url_for("calendar.sending"), told, tone="good" if outcome.done else "waiting")


def _place(campaign: Campaign, form: Form) -> Placement:
    variant, where, wall = _variant(campaign, form), _where(campaign, form), wall_of(form)
    at: dict[str, Any] = {
        "variant_id": variant.id or 0,
        "account": where if isinstance(where, Account) else None,
        "space": where if isinstance(where, Space) else None,
        "wall": wall,
        "zone": _zone_of(where),
        "fold": fold_of(form),
        "by": identity.actor(),
        "now": database.now(),
    }
    proof = approved_proof(
        session(),
        variant=variant,
        channel=where.channel if isinstance(where, Account) else "hand",
        programme_id=campaign.programme_id,
        on=wall.date(),
    )
    row = place(session(), proof=proof, **at) if proof else propose_placement(session(), **at)
    # Last: what may not be placed at all is told first, and the form takes back what was written.
    _check_not_twice(row, where, form)
    ask_if_unsuited(row, form)
    return row


def _check_not_twice(row: Placement, where: Account | Space, form: Form) -> None:
    """Asks once before readers of an account get the same text a second time; groups keep their distance anyway."""
    if not isinstance(where, Account) or form.value("again"):
        return
    there = same_text_there(session(), row)
    if there is not None:
        raise BadInput(
            "This text stands on “{place}” already, for {day}. Tick the box if readers are to get it again.",
            field="again",
            place=where.name,
            day=there.wall.date().isoformat(),
        )


def _variant(campaign: Campaign, form: Form) -> Variant:
    posts = {str(post.id): post for post in posts_of_campaign(session(), campaign.id or 0)}
    post = posts.get(form.value("post"))
    if post is None:
        raise BadInput("Choose a post.", field="post")
    if form.value("language") not in campaign.languages:
        raise BadInput("Choose a language.", field="language")
    return variant_of(session(), post_id=post.id or 0, language=form.value("language"))


def _where(campaign: Campaign, form: Form) -> Account | Space:
    kind, _colon, number = form.value("account").partition(":")
    if not number.isdigit() or kind not in ("account", "space"):
        raise BadInput("Choose an account or a group.", field="account")
    found: Account | Space | None = (
        session().get(Account, int(number)) if kind == "account" else session().get(Space, int(number))
    )
    if found is None or found.programme_id != campaign.programme_id:
        raise BadInput("Choose an account or a group.", field="account")
    return found


def _zone_of(where: Account | Space) -> str:
    """Where the times of an account are meant, and those of a group."""
    return where.zone if isinstance(where, Account) else identity.programme().zone


def _campaign(campaign_id: int) -> Campaign:
    campaign = get_campaign(session(), campaign_id)
    identity.enter_programme(campaign.programme_id)
    return campaign


def _zone_typed(campaign: Campaign, form: Form) -> str:
    """The zone of the place that is chosen in the form, as far as one is."""
    try:
        return _zone_of(_where(campaign, form))
    except BadInput:
        return identity.programme().zone


def _shown(campaign: Campaign, form: Form, free: FreeSlot | None = None) -> Response:
    programme = identity.programme()
    posts = posts_of_campaign(session(), campaign.id or 0)
    headlines = headlines_of(session(), [post.id or 0 for post in posts], programme.source_language)
    return show(
        "calendar/place.html",
        campaign=campaign,
        form=form,
        posts=[
            (
                post.id,
                f"{post.position} · {calendar_words.kind_word(post.kind)} · {headlines.get(post.id or 0, '')}",
            )
            for post in posts
        ],
        languages=sort_languages(campaign.languages),
        accounts=accounts_of(session(), programme_id=campaign.programme_id),
        spaces=spaces_of(session(), programme_id=campaign.programme_id),
        zone=_zone_typed(campaign, form),
        asks_fold=asks_fold(form, _zone_typed(campaign, form)),
        free=free,
        words=calendar_words,
        status=form.status,
    )
