"""The page behind a one-time link: all that an inside lawyer sees of a card, and one word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from flask import abort, make_response, request
from werkzeug.wrappers import Response

from campaigns.approvals.actions import decide_by_link
from campaigns.approvals.actions.links import link_behind
from campaigns.approvals.desk import ReviewCard, review_card, review_of_proof
from campaigns.approvals.models import Proof, ReviewLink
from campaigns.approvals.moved_facts import moved_facts
from campaigns.clock import wall_time
from campaigns.content.checks.gathering import judge
from campaigns.content.queries import texts_beside
from campaigns.content.stored_facts import fact_titles
from campaigns.errors import BadInput, NotFound
from campaigns.people.models import Programme
from campaigns.people.queries import get_programme
from campaigns.placements.overview.facts_used import facts_used
from campaigns.placements.queries import places_of
from campaigns.vocabulary import DeciderKind, Decision
from web import database
from web.database import session
from web.forms import Form
from web.fragments import show
from web.identity import page
from web.review_files import FilesByLink
from web.thumbnails import original
from web.views.review.blueprint import review_pages, seen_digests
from web.views.review.cards import term_said
from web.views.review.notes import marked_difference, pairs_of
from web.words import calendar as calendar_words
from web.words import review as review_words
from web.words.facts import reading_language


@dataclass(frozen=True)
class Opened:
    """What a secret opens: its link, the card of just its channel, whose it is, and the day there."""

    link: ReviewLink
    card: ReviewCard
    programme: Programme
    today: date


@review_pages.get("/review/link/<token>")
@page(public=True)
def by_link(token: str) -> Response:
    return _page(token, Form())


@review_pages.post("/review/link/<token>")
@page(public=True)
def decide_outside(token: str) -> Response:
    """The one word of this link, about the digest that stood on its page."""
    form = Form.posted()
    with form.catching():
        decision = {"approve": Decision.APPROVE, "return": Decision.RETURN}.get(form.value("decision"))
        if decision is None:
            raise BadInput("Choose: approve, or return with a reason.")
        word = decide_by_link(
            session(),
            token=token,
            seen=seen_digests(request.form),
            decision=decision,
            reason=form.text("comment" if decision is Decision.APPROVE else "reason", longest=2000),
            place=form.text("place", longest=40),
            valid_until=_until(form, token) if decision is Decision.APPROVE else None,
            now=database.now(),
        )
        kind = session().get_one(ReviewLink, word.link_id).kind
        database.commit()
        last = word.valid_until if decision is Decision.APPROVE else None
        return _unkept(
            show("review/by_link_done.html", decision=decision, kind=kind, last=last, K=DeciderKind)
        )
    return _page(token, form)


@review_pages.get("/review/link/<token>/picture/<digest>")
@page(public=True)
def outside_picture(token: str, digest: str) -> Response:
    """A file of what this link names, or a picture that was approved before it."""
    media_type = _files(_opened(token).card).get(digest)
    if media_type is None:
        raise NotFound("There is no such picture.")
    response = make_response(original(digest))
    response.content_type = media_type
    return _unkept(response)


@review_pages.get("/review/link/<token>/difference/<before>/<after>.png")
@page(public=True)
def outside_difference(token: str, before: str, after: str) -> Response:
    """The picture as it would leave, with what differs from the one approved last marked on it."""
    if (before, after) not in pairs_of(_opened(token).card):
        abort(404)
    return _unkept(marked_difference(before, after))


def _opened(token: str, saw: Mapping[str, str] = MappingProxyType({})) -> Opened:
    moment = database.now()
    link = link_behind(session(), token, now=moment)
    programme = get_programme(session(), link.programme_id)
    proof = session().get_one(Proof, link.proof_id)
    card = review_card(
        session(),
        review_of_proof(session(), proof),
        source_language=programme.source_language,
        now=moment,
        channels=[proof.channel],
        saw=saw,
    )
    return Opened(link, card, programme, wall_time(moment, programme.zone).date())


def _files(card: ReviewCard) -> dict[str, str]:
    """Every file that may be fetched, with its media type."""
    found: dict[str, str] = {}
    for group in card.leaving.groups:
        for file in group.manifest["media"]:
            found |= {one["digest"]: one["media_type"] for one in (file, *file.get("beside", ()))}
    for before, after in pairs_of(card):
        found.setdefault(before, found.get(after, "image/png"))
    return found


def _page(token: str, form: Form) -> Response:
    opened = _opened(token, seen_digests(form.sent or {}) if form.has_changed else {})
    card, variant = opened.card, opened.card.variant
    if form.sent is None:
        form.start["valid_until"] = card.term.last
    source = opened.programme.source_language
    facts = facts_used(
        session(),
        post_ids=[card.post.id or 0],
        language=variant.language,
        today=opened.today,
        source_language=source,
    )
    moves = moved_facts(session(), [variant], source=source, reader=reading_language()).get(
        variant.id or 0, []
    )
    answer = show(
        "review/by_link.html",
        link=opened.link,
        token=token,
        card=card,
        programme=opened.programme,
        files=FilesByLink(token),
        placements=places_of(session(), variant.id or 0),
        facts=facts,
        moves=moves,
        fact_names=fact_titles(session(), {one.fact_id for one in moves}, reading_language()),
        openings=review_words.opening_words(card, facts, source),
        term=term_said(card),
        beside=texts_beside(session(), variant, source),
        judged=judge(session(), variant=variant, now=database.now(), channels=set(card.seen)),
        form=form,
        today=opened.today,
        words=review_words,
        times=calendar_words,
        K=DeciderKind,
        status=409 if form.has_changed else form.status,
    )
    return _unkept(answer)


def _until(form: Form, token: str) -> date | None:
    until = form.day("valid_until") if form.value("valid_until") else None
    if until is not None and until < _opened(token).today:
        raise BadInput("This day is over. Choose a later one, or leave it empty.", field="valid_until")
    return until


def _unkept(response: Response) -> Response:
    """The address is a secret: no other site learns it, nothing keeps the page."""
    response.headers["Cache-Control"] = "no-store"
    return response
