"""The lists: what is due and what is coming, comments to copy; and one hand-off."""

from __future__ import annotations

from flask import current_app, request
from sqlmodel import select
from werkzeug.wrappers import Response

from campaigns.approvals.models import Proof
from campaigns.languages import sort_languages
from campaigns.people.queries import names_of, programme_languages
from campaigns.placements.approval_ends.unapproved import is_to_come_down
from campaigns.placements.calendar.planned import concerns_by_hand
from campaigns.placements.handoffs.listing import comment_snippets, posted_lately, waiting_handoffs
from campaigns.placements.models import Placement, Publication, SendingPause, Space
from campaigns.placements.photos.use import photo_over_on
from campaigns.placements.queries import standing_pauses
from campaigns.placements.rules import check_can_post_by_hand
from campaigns.placements.spaces.register import contact_of, is_as_told
from campaigns.reach.actions.taking_back import can_take_back
from campaigns.vocabulary import PlacementStatus
from web import database, identity
from web.database import session
from web.forms import Form
from web.fragments import show
from web.identity import page
from web.letters import secrets_key
from web.views.handoffs.blueprint import handoff_pages, opened, today, waiting
from web.words import calendar as calendar_words
from web.words.needs import platform_word


@handoff_pages.get("/handoffs")
@page(needs=check_can_post_by_hand)
def index() -> Response:
    """What is due and what is coming, one's own first; `?language=` narrows it."""
    programme = identity.programme()
    languages = programme_languages(session(), programme.id or 0)
    asked = request.args.get("language")
    chosen = asked if asked in languages else None
    found = waiting_handoffs(session(), programme_id=programme.id or 0, now=database.now(), language=chosen)
    due = sorted((each for each in found if each.is_due(database.now())), key=lambda each: each.waits)
    mine = (None, identity.actor().person_id)
    return show(
        "handoffs/index.html",
        due=[each for each in due if each.person_id in mine],
        others=[each for each in due if each.person_id not in mine],
        coming=[each for each in found if not each.is_due(database.now())],
        posted=posted_lately(session(), programme_id=programme.id or 0, now=database.now()),
        names=names_of(session(), {each.person_id for each in found if each.person_id is not None}),
        languages=languages,
        chosen=chosen,
        pauses=_pauses(),
        words=calendar_words,
    )


@handoff_pages.get("/handoffs/kept.js")
@page(public=True)
def kept() -> Response:
    """The worker of the browser that shows copies of hand-offs without a line; the list is in its reach, too."""
    response = current_app.send_static_file("js/kept.js")
    response.headers["Service-Worker-Allowed"] = "/handoffs"
    response.headers["Cache-Control"] = "no-cache"
    return response


@handoff_pages.get("/handoffs/comments")
@page(needs=check_can_post_by_hand)
def comments() -> Response:
    """Short approved answers for threads, by language."""
    programme = identity.programme()
    snippets = comment_snippets(session(), programme_id=programme.id or 0, today=today())
    languages = sort_languages({each.language for each in snippets})
    asked = request.args.get("language")
    chosen = asked if asked in languages else None
    return show(
        "handoffs/comments.html",
        snippets=[each for each in snippets if chosen in (None, each.language)],
        languages=languages,
        chosen=chosen,
        pauses=_pauses(),
        words=calendar_words,
    )


@handoff_pages.get("/handoffs/<int:placement_id>")
@page(needs=check_can_post_by_hand)
def handoff(placement_id: int) -> Response:
    return shown(placement_id, Form())


@handoff_pages.get("/handoffs/<int:placement_id>/still")
@page(needs=check_can_post_by_hand)
def still(placement_id: int) -> Response:
    """Whether the words of an open page may be posted now: asked when it comes into sight and before copying."""
    found = waiting(opened(placement_id))
    is_same = found is not None and request.args.get("digest") in (None, found.placement.digest)
    return Response(status=204 if found and found.handed_out and is_same else 409)


def shown(placement_id: int, form: Form) -> Response:
    """One hand-off with its form; what was posted already shows how it is proven, and may be proven later."""
    placement = opened(placement_id)
    found = waiting(placement)
    space = session().get_one(Space, placement.space_id)
    people = {space.keeper_id, space.deputy_id, found.person_id if found else None}
    publication = session().exec(select(Publication).where(Publication.placement_id == placement_id)).first()
    return show(
        "handoffs/handoff.html",
        handoff=found,
        handed=found.handed_out if found else None,
        comments=_comments(placement, found.variant.language, found.campaign.id or 0) if found else [],
        placement=placement,
        space=space,
        is_as_told=is_as_told(session(), space),
        admin_contact=contact_of(space, secrets_key()) if space.contact else "",
        names=names_of(session(), {each for each in people if each is not None}),
        publication=publication,
        is_held=placement.status is PlacementStatus.HELD,
        concerns=concerns_by_hand(session(), space=space, proof=session().get_one(Proof, placement.proof_id))
        if found and found.handed_out
        else [],
        may_take_back=publication is not None and can_take_back(session(), publication, database.now()),
        photo_over=photo_over_on(session(), placement, today=today()) if publication is not None else None,
        is_to_come_down=publication is not None and is_to_come_down(session(), placement),
        form=form,
        pauses=_pauses(),
        words=calendar_words,
        platform_word=platform_word,
        status=form.status,
    )


def _pauses() -> list[SendingPause]:
    return standing_pauses(session(), programme_id=identity.programme().id or 0)


def _comments(placement: Placement, language: str, campaign_id: int) -> list[str]:
    """The approved answers of the same campaign for the thread below the post."""
    found = comment_snippets(
        session(),
        programme_id=placement.programme_id,
        today=today(),
        languages=[language],
        campaign_id=campaign_id,
    )
    return [each.text for each in found]
