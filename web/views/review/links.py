"""One-time links: giving them out, taking them back, and the page on which somebody outside decides."""

from __future__ import annotations

import json

from flask import current_app, make_response, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.approvals.actions import decide_by_link, issue_link, revoke_link
from campaigns.approvals.actions.links import LASTS, link_of
from campaigns.approvals.models import Proof, ReviewLink
from campaigns.approvals.rules import check_is_lawyer_or_lead
from campaigns.clock import wall_time
from campaigns.content.models import Campaign, Post, Variant
from campaigns.content.queries import campaign_of_variant, get_variant
from campaigns.errors import BadInput, NotFound
from campaigns.mail.outbox import put_letter
from campaigns.people.queries import get_programme
from campaigns.placements.facts_used import FactUse, facts_used
from campaigns.placements.gate import Manifest
from campaigns.placements.lapsing import hold_lapsed
from campaigns.vocabulary import DeciderKind, Decision
from web import database, identity, review_words, step_up
from web.database import session
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.letters import outbox
from web.thumbnails import original
from web.views.review.blueprint import review_pages
from web.views.review.cards import opened, shown


@review_pages.post("/review/<int:request_id>/links")
@page(needs=check_is_lawyer_or_lead)
def give_link(request_id: int) -> Response:
    """A new link. It goes to its owner by mail, so that nobody here can use it; without mail it is shown this once."""
    if question := step_up.asked(back=url_for("review.card", request_id=request_id)):
        return question
    form = Form.posted()
    with form.catching():
        opened(request_id)
        link, token = issue_link(
            session(),
            request_id=request_id,
            channel=form.text("channel", longest=40),
            kind=_kind(form.value("link_kind")),
            name=form.text("name", longest=200),
            email=form.text("email", longest=300),
            by=identity.actor(),
            now=database.now(),
        )
        address = f"{current_app.config['BASE_URL']}{url_for('review.by_link', token=token)}"
        if _mailed(link, address):
            return done(
                url_for("review.card", request_id=request_id),
                _("The link is on its way to %(email)s.", email=link.email),
            )
        database.commit()
        return shown(opened(request_id), Form(), fresh_link=address)
    return shown(opened(request_id), form, status=form.status)


@review_pages.post("/review/links/<int:link_id>/revoke")
@page(needs=check_is_lawyer_or_lead)
def take_link_back(link_id: int) -> Response:
    """The link opens nothing any more, and what was approved through it waits again."""
    link = session().get(ReviewLink, link_id)
    if link is None:
        raise NotFound("There is no such link.")
    identity.enter_programme(link.programme_id)
    revoke_link(session(), link_id=link_id, by=identity.actor(), now=database.now())
    hold_lapsed(session(), digests=[link.digest], by=identity.actor(), now=database.now())
    return done(url_for("review.index"), _("The link is taken back."))


@review_pages.get("/review/link/<token>")
@page(public=True)
def by_link(token: str) -> Response:
    return _page(token, Form())


@review_pages.post("/review/link/<token>")
@page(public=True)
def decide_outside(token: str) -> Response:
    """The one word this link carries, about the digest that stood on its page."""
    form = Form.posted()
    with form.catching():
        decision = {"approve": Decision.APPROVE, "return": Decision.RETURN}.get(form.value("decision"))
        if decision is None:
            raise BadInput("Choose: approve, or return with a reason.")
        decide_by_link(
            session(),
            token=token,
            seen=form.value("seen"),
            decision=decision,
            reason=form.text("reason", longest=2000),
            now=database.now(),
        )
        database.commit()
        return _unkept(show("review/by_link_done.html", decision=decision))
    return _page(token, form)


@review_pages.get("/review/link/<token>/picture/<digest>")
@page(public=True)
def outside_picture(token: str, digest: str) -> Response:
    """A file of the one proof this link names, while the link is good."""
    _link, _proof, manifest = _named(token)
    files = [one for each in manifest["media"] for one in (each, *each.get("beside", ()))]
    file = next((each for each in files if each["digest"] == digest), None)
    if file is None:
        raise NotFound("There is no such picture.")
    response = make_response(original(digest))
    response.content_type = file["media_type"]
    return _unkept(response)


def _mailed(link: ReviewLink, address: str) -> bool:
    """Whether the link leaves by mail."""
    who = identity.current()
    return put_letter(
        session(),
        outbox=outbox(),
        letter="review_link",
        to=link.email,
        interface=who.person.interface if who else "de",
        values={
            "name": link.name,
            "programme": identity.programme().name,
            "days": LASTS.days,
            "link": address,
        },
        now=database.now(),
        good_for=LASTS,
    )


def _page(token: str, form: Form) -> Response:
    link, proof, manifest = _named(token)
    variant = get_variant(session(), proof.variant_id)
    campaign, post = campaign_of_variant(session(), variant)
    answer = show(
        "review/by_link.html",
        link=link,
        token=token,
        proof=proof,
        manifest=manifest,
        variant=variant,
        post=post,
        programme=get_programme(session(), link.programme_id),
        facts=_facts(link, campaign, post, variant),
        form=form,
        words=review_words,
        K=DeciderKind,
        status=409 if form.has_changed else form.status,
    )
    return _unkept(answer)


def _named(token: str) -> tuple[ReviewLink, Proof, Manifest]:
    link = link_of(session(), token, now=database.now())
    proof = session().get_one(Proof, link.proof_id)
    return link, proof, json.loads(proof.manifest)


def _facts(link: ReviewLink, campaign: Campaign, post: Post, variant: Variant) -> list[FactUse]:
    zone = get_programme(session(), link.programme_id).zone
    today = wall_time(database.now(), zone).date()
    return facts_used(session(), post_ids=[post.id or 0], language=variant.language, today=today)


def _kind(word: str) -> DeciderKind:
    try:
        return DeciderKind(word)
    except ValueError:
        raise BadInput("Choose who decides.", field="link_kind") from None


def _unkept(response: Response) -> Response:
    """The address is a secret: no other site learns it, nothing keeps the page."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response
