"""Changing the plan of a campaign, repeating it, keeping it as a practice; and planning from a practice."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from campaigns.clock import wall_time
from campaigns.content.models import Campaign, Post
from campaigns.content.queries import posts_of_campaign, variants_of_posts
from campaigns.content.rules import check_can_plan
from campaigns.errors import BadInput, NotFound
from campaigns.languages import sort_languages
from campaigns.people.queries import programme_languages
from campaigns.placements.calendar.diary import headlines_of
from campaigns.placements.overview.standing import TextState
from campaigns.placements.replanning import (
    add_kind,
    add_language,
    move_in_series,
    plan_from_practice,
    remove_language,
    remove_post,
    repeat_campaign,
)
from campaigns.placements.replanning.order import Moved
from campaigns.planning.kinds import KINDS
from campaigns.planning.practices.actions import save_practice
from campaigns.planning.practices.queries import get_practice, practices
from web import database, identity
from web.database import session
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.standing import states_of
from web.views.campaigns.blueprint import campaign_pages, opened
from web.views.campaigns.pages import aim_of
from web.words.content import kind_word, say, topic_word


@campaign_pages.get("/campaigns/<int:campaign_id>/plan")
@page(needs=check_can_plan)
def plan(campaign_id: int) -> Response:
    return _shown(opened(campaign_id), Form())


@campaign_pages.post("/campaigns/<int:campaign_id>/plan/posts")
@page(needs=check_can_plan)
def plan_add(campaign_id: int) -> Response:
    """One more post of a kind."""
    campaign, form = opened(campaign_id), Form.posted()
    with form.catching():
        kind = form.text("kind", needed=True)
        if kind not in KINDS:
            raise BadInput("Choose one of the list.", field="kind")
        add_kind(
            session(),
            campaign=campaign,
            kind=kind,
            day=max(campaign.starts_on, _today()),
            by=identity.actor(),
            now=database.now(),
        )
        return done(url_for("campaigns.plan", campaign_id=campaign_id), _("The post is in the plan."))
    return _shown(opened(campaign_id), form)


@campaign_pages.post("/campaigns/<int:campaign_id>/plan/posts/<int:post_id>/move")
@page(needs=check_can_plan)
def plan_move(campaign_id: int, post_id: int) -> Response:
    """One place up or down, and to the day that was planned there."""
    campaign = opened(campaign_id)
    post = _post(campaign, post_id)
    step = -1 if Form.posted().value("way") == "up" else 1
    moved = move_in_series(
        session(),
        campaign=campaign,
        post=post,
        position=post.position + step,
        by=identity.actor(),
        now=database.now(),
    )
    return done(url_for("campaigns.plan", campaign_id=campaign_id), _told(moved))


@campaign_pages.post("/campaigns/<int:campaign_id>/plan/posts/<int:post_id>/remove")
@page(needs=check_can_plan)
def plan_remove(campaign_id: int, post_id: int) -> Response:
    campaign, form = opened(campaign_id), Form.posted()
    with form.catching():
        remove_post(
            session(),
            campaign=campaign,
            post=_post(campaign, post_id),
            by=identity.actor(),
            now=database.now(),
        )
        return done(url_for("campaigns.plan", campaign_id=campaign_id), _("The post is out of the plan."))
    return _shown(opened(campaign_id), form)


@campaign_pages.post("/campaigns/<int:campaign_id>/plan/languages")
@page(needs=check_can_plan)
def plan_language(campaign_id: int) -> Response:
    campaign, form = opened(campaign_id), Form.posted()
    with form.catching():
        add_language(
            session(),
            campaign=campaign,
            language=form.text("language", needed=True),
            by=identity.actor(),
            now=database.now(),
        )
        return done(url_for("campaigns.plan", campaign_id=campaign_id), _("The language is in the plan."))
    return _shown(opened(campaign_id), form)


@campaign_pages.post("/campaigns/<int:campaign_id>/plan/languages/remove")
@page(needs=check_can_plan)
def plan_without(campaign_id: int) -> Response:
    campaign, form = opened(campaign_id), Form.posted()
    with form.catching():
        remove_language(
            session(),
            campaign=campaign,
            language=form.text("leaving", needed=True),
            by=identity.actor(),
            now=database.now(),
        )
        return done(url_for("campaigns.plan", campaign_id=campaign_id), _("The language is out of the plan."))
    return _shown(opened(campaign_id), form)


@campaign_pages.post("/campaigns/<int:campaign_id>/plan/repeat")
@page(needs=check_can_plan)
def plan_repeat(campaign_id: int) -> Response:
    """The same campaign from another day on."""
    campaign, form = opened(campaign_id), Form.posted()
    with form.catching():
        again, _made = repeat_campaign(
            session(), campaign=campaign, start=form.day("start"), by=identity.actor(), now=database.now()
        )
        return done(
            url_for("campaigns.campaign", campaign_id=again.id),
            _("Planned once more. Its facts wait for the lawyers to check them again."),
        )
    return _shown(opened(campaign_id), form)


@campaign_pages.post("/campaigns/<int:campaign_id>/plan/practice")
@page(needs=check_can_plan)
def plan_keep(campaign_id: int) -> Response:
    """The shape of the campaign under a title, for everybody here."""
    campaign, form = opened(campaign_id), Form.posted()
    with form.catching():
        save_practice(
            session(),
            campaign=campaign,
            title=form.text("title", needed=True, longest=160),
            note=form.text("note", longest=1000),
            by=identity.actor(),
            now=database.now(),
        )
        return done(url_for("campaigns.practice_list"), _("The practice is kept."))
    return _shown(opened(campaign_id), form)


@campaign_pages.get("/practices")
@page(needs=check_can_plan)
def practice_list() -> Response:
    return _practices(Form(start={"start": _today() + timedelta(days=14)}))


@campaign_pages.post("/practices/<int:practice_id>/use")
@page(needs=check_can_plan)
def practice_use(practice_id: int) -> Response:
    """A campaign of this programme in the shape of the practice."""
    form = Form.posted()
    with form.catching():
        campaign = plan_from_practice(
            session(),
            programme=identity.programme(),
            practice=get_practice(session(), practice_id),
            start=form.day("start"),
            by=identity.actor(),
            now=database.now(),
        )
        return done(
            url_for("campaigns.campaign", campaign_id=campaign.id),
            _("Planned from the practice, from your own facts."),
        )
    return _practices(form)


def _told(moved: Moved) -> str:
    said = [_("The post has its new place.")]
    if moved.changed:
        said.append(
            ngettext(
                "%(num)s proposed moment changed with it.",
                "%(num)s proposed moments changed with it.",
                moved.changed,
            )
        )
    if moved.stayed:
        said.append(
            ngettext(
                "%(num)s moment stays where it is: change it in the calendar.",
                "%(num)s moments stay where they are: change them in the calendar.",
                moved.stayed,
            )
        )
    return " ".join(said)


def _today() -> date:
    return wall_time(database.now(), identity.programme().zone).date()


def _post(campaign: Campaign, post_id: int) -> Post:
    found = {post.id: post for post in posts_of_campaign(session(), campaign.id or 0)}.get(post_id)
    if found is None:
        raise NotFound("There is no such post in this campaign.")
    return found


def _practices(form: Form) -> Response:
    return show(
        "campaigns/practices.html",
        practices=practices(session()),
        form=form,
        kind_word=kind_word,
        topic_word=topic_word,
        status=form.status,
    )


def _why(campaign: Campaign, position: int) -> list[str]:
    """Why the plan has this post on this day, and what was minded when its moments were chosen."""
    told = campaign.plan.get("posts", [])
    mine = told[position - 1] if position <= len(told) else {}
    said = [
        say(item["msgid"], item["values"]) for part in ("reasons", "moments") for item in mine.get(part, [])
    ]
    return list(dict.fromkeys(said))


def _states(posts: list[int]) -> dict[int, list[tuple[TextState, int]]]:
    """How many languages of each post stand where, in the order of the states."""
    variants = variants_of_posts(session(), posts)
    found = states_of([one for by_language in variants.values() for one in by_language.values()])
    order = list(TextState)
    return {
        post: sorted(
            Counter(found[one.id or 0] for one in by_language.values()).items(),
            key=lambda each: order.index(each[0]),
        )
        for post, by_language in variants.items()
    }


def _shown(campaign: Campaign, form: Form) -> Response:
    told = campaign.plan.get("posts", [])
    posts = posts_of_campaign(session(), campaign.id or 0)
    days = {post.id: told[post.position - 1].get("day") for post in posts if post.position <= len(told)}
    numbers = [post.id or 0 for post in posts]
    year = timedelta(days=364)  # the same weekday a year later
    form.start |= {"start": max(campaign.starts_on + year, _today()), "title": campaign.title}
    return show(
        "campaigns/plan.html",
        campaign=campaign,
        posts=posts,
        aims={post.id: aim_of(campaign, post.position, post.aim) for post in posts},
        headlines=headlines_of(session(), numbers, identity.programme().source_language),
        states=_states(numbers),
        days={post_id: date.fromisoformat(day) for post_id, day in days.items() if day},
        why={post.id: _why(campaign, post.position) for post in posts},
        kinds=[(key, kind_word(key)) for key, kind in KINDS.items() if not kind.needs_event],
        others=sort_languages(
            set(programme_languages(session(), campaign.programme_id)) - set(campaign.languages)
        ),
        leaving=[code for code in campaign.languages if code != identity.programme().source_language],
        source_language=identity.programme().source_language,
        form=form,
        kind_word=kind_word,
        status=form.status,
    )
