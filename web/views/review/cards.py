"""One card exactly as it will leave, and the lawyer's word about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.approvals.actions import approve_review, return_review
from campaigns.approvals.actions.links import links_of_revision
from campaigns.approvals.desk import ReviewCard, get_review, review_card
from campaigns.approvals.hands import Hand
from campaigns.approvals.models import Approval, ReviewRequest
from campaigns.approvals.moved_facts import moved_facts
from campaigns.approvals.queries import colleagues, notes_about, open_review_of, questions_here
from campaigns.approvals.queue import waiting_ids
from campaigns.approvals.rules import (
    can_issue_link,
    check_can_decide,
    check_can_see_reviews,
    check_is_lawyer,
)
from campaigns.approvals.second import second_in
from campaigns.clock import wall_time
from campaigns.content.models import Revision
from campaigns.content.stored_facts import fact_titles
from campaigns.errors import BadInput, Refusal
from campaigns.people.new_voices import NewVoice
from campaigns.placements.overview.facts_used import facts_used
from campaigns.placements.queries import places_of
from campaigns.vocabulary import Role
from web import database, identity, step_up
from web.database import session
from web.formats import day, language_name
from web.forms import Form
from web.fragments import WayBack, done, show
from web.identity import page
from web.letters import settings
from web.review_files import FilesAtDesk
from web.standing import states_of
from web.views.copy.machine import has_machine
from web.views.review.blueprint import own_voice, review_pages, seen_digests
from web.words import calendar as calendar_words
from web.words import review as review_words
from web.words import voices as voice_words
from web.words.facts import reading_language
from web.words.sentences import sentence


@review_pages.get("/review/<int:request_id>")
@page(needs=check_can_see_reviews)
def card(request_id: int) -> Response:
    return shown(opened(request_id), Form())


@review_pages.post("/review/<int:request_id>/decide")
@page(needs=check_is_lawyer)
def decide(request_id: int) -> Response:
    """The word about exactly what was seen; where something else would leave now, it is refused and shown."""
    if question := step_up.asked(back=url_for("review.card", request_id=request_id)):
        return question
    form = Form.posted()
    with form.catching():
        review = opened(request_id)
        # Asked before the card leaves the queue: the next one stands behind it.
        onward = _onward(request_id)
        told = _decide(form, review)
        return done(onward, told, back=_way_back(review, form.value("decision")))
    if form.has_changed:
        return _shown_anew(request_id, form)
    return shown(opened(request_id), form, status=form.status)


def _shown_anew(request_id: int, form: Form) -> Response:
    """What stands now beside what was seen: the card that waits now where there is one, ready to be decided."""
    review = opened(request_id)
    waiting = open_review_of(session(), review.variant_id)
    return shown(waiting or review, form, status=409, saw=seen_digests(request.form))


def _decide(form: Form, review: ReviewRequest) -> str:
    about: dict[str, Any] = {
        "request_id": review.id or 0,
        "seen": seen_digests(request.form),
        "by": identity.actor(),
        "now": database.now(),
    }
    if form.value("decision") == "return":
        return_review(
            session(), reason=form.text("reason", longest=2000), place=form.text("place", longest=40), **about
        )
        return str(
            _(
                "Returned: %(name)s, in %(language)s. The reason is with the people who mend it.",
                name=_headline(review),
                language=language_name(review.language),
            )
        )
    if form.value("decision") != "approve":
        raise BadInput("Choose: approve, or return with a reason.")
    until = form.day("valid_until") if form.value("valid_until") else None
    if until is not None and until < wall_time(database.now(), identity.programme().zone).date():
        raise BadInput("This day is over. Choose a later one, or leave it empty.", field="valid_until")
    words = approve_review(session(), comment=form.text("comment", longest=2000), valid_until=until, **about)
    return " ".join(_approved(review, words, until))


def _approved(review: ReviewRequest, words: Sequence[Approval], until: date | None) -> Iterator[str]:
    """What was approved, by name: the next card stands there already."""
    yield str(
        _(
            "Approved: %(name)s, in %(language)s, for %(channels)s.",
            name=_headline(review),
            language=language_name(review.language),
            channels=", ".join(review_words.channel_word(word.channel) for word in words),
        )
    )
    if review.closed_at is None:
        yield str(_("A fact of high risk stands behind it, so one yes is not enough."))
        yield review_words.second_words(second_in(session(), review))
    last = words[0].valid_until if words else None
    if last is None:
        return
    if until is not None and last < until:
        yield str(
            _(
                "It holds until %(last)s, not until %(wanted)s as was typed.",
                last=day(last),
                wanted=day(until),
            )
        )
    else:
        yield str(_("It holds until %(day)s.", day=day(last)))


def _way_back(review: ReviewRequest, decision: str) -> WayBack:
    """From the next card to the one that was decided: to take the yes back, or to what was said."""
    if decision == "approve":
        word, address = _("Withdraw"), url_for("review.withdraw", variant_id=review.variant_id)
    else:
        word, address = _("To the card"), url_for("review.card", request_id=review.id)
    return WayBack(str(word), address, _headline(review), review.language)


def _headline(review: ReviewRequest) -> str:
    return str(session().get_one(Revision, review.revision_id).words.get("headline", ""))


def opened(request_id: int) -> ReviewRequest:
    """The review, in its programme; somebody of another one is told that there is none."""
    review = get_review(session(), request_id)
    identity.enter_programme(review.programme_id)
    return review


def _onward(request_id: int) -> str:
    """The next card of the queue that is gone through, else the queue."""
    within = _within()
    waiting = _waiting(within)
    place = waiting.index(request_id) if request_id in waiting else 0
    rest = [number for number in (*waiting[place:], *waiting[:place]) if number != request_id]
    if not rest:
        return url_for("review.index")
    return url_for("review.card", request_id=rest[0], language=within)


def _within() -> str | None:
    """The language to which the queue was narrowed, where one was chosen."""
    return request.args.get("language") or request.form.get("within") or None


def _waiting(within: str | None) -> list[int]:
    who = identity.actor()
    own = {within} if within else who.languages(Role.LAWYER) or None
    # What has this person's yes already waits for somebody else.
    return waiting_ids(
        session(), programme_id=identity.programme().id or 0, languages=own, besides=who.person_id
    )


def shown(
    review: ReviewRequest,
    form: Form,
    *,
    status: int = 200,
    fresh_links: Sequence[tuple[str, str]] = (),
    saw: Mapping[str, str] = MappingProxyType({}),
) -> Response:
    """The card. `fresh_links` are the channels and addresses of one-time links, told this once; `saw` are the digests
    that stood on the page from which somebody wanted to decide."""
    programme, who = identity.programme(), identity.actor()
    found = review_card(
        session(), review, source_language=programme.source_language, now=database.now(), saw=saw
    )
    today = wall_time(database.now(), programme.zone).date()
    facts = facts_used(
        session(),
        post_ids=[found.post.id or 0],
        language=found.variant.language,
        today=today,
        source_language=programme.source_language,
    )
    moves = moved_facts(
        session(), [found.variant], source=programme.source_language, reader=reading_language()
    ).get(found.variant.id or 0, [])
    within = _within()
    order, number = _waiting(within), review.id or 0
    place = order.index(number) if number in order else -1
    if form.sent is None:
        form.start["valid_until"] = found.term.last
    why_not = _why_not(found.variant.language, found.hands)
    return show(
        "review/card.html",
        card=found,
        facts=facts,
        moves=moves,
        fact_names=fact_titles(session(), {one.fact_id for one in moves}, reading_language()),
        files=FilesAtDesk(review.id or 0),
        placements=places_of(session(), found.variant.id or 0),
        today=today,
        state=states_of([found.variant])[found.variant.id or 0],
        form=form,
        why_not=why_not,
        own_yes=bool(found.second and found.second.is_said_by(who.person_id)),
        term=term_said(found),
        openings=review_words.opening_words(found, facts, programme.source_language),
        new_voice=None if why_not else _new_voice(found.variant.language),
        voice_words=voice_words,
        place=place,
        waiting=len(order),
        within=within,
        onward=order[place + 1] if 0 <= place < len(order) - 1 else None,
        backward=order[place - 1] if place > 0 else None,
        words=review_words,
        times=calendar_words,
        has_machine=has_machine(programme.id or 0),
        notes=notes_about(session(), found.variant.id or 0),
        asks_me=questions_here(session(), person_id=who.person_id, request_id=number),
        colleagues=review_words.colleague_words(
            colleagues(session(), programme_id=programme.id or 0, besides=who.person_id),
            found.variant.language,
        ),
        links=links_of_revision(session(), review.revision_id),
        may_link=can_issue_link(who, language=found.variant.language, hands=found.hands),
        fresh_links=fresh_links,
        sends_mail=settings().sends_mail,
        status=status,
    )


def term_said(card: ReviewCard) -> str:
    """From what the last day of an approval comes, with the fact by name that ends then."""
    fact_id = card.term.fact.id if card.term.fact else None
    titles = fact_titles(session(), [fact_id], reading_language()) if fact_id is not None else {}
    return review_words.term_word(card.term, titles.get(fact_id or 0, ""))


def _new_voice(language: str) -> NewVoice | None:
    voice = own_voice()
    return voice.under(Role.LAWYER, language) if voice else None


def _why_not(language: str, hands: Mapping[int, Hand]) -> str:
    """Why this person cannot decide here, in words; empty when they can."""
    try:
        check_can_decide(identity.actor(), language=language, hands=hands)
    except Refusal as refusal:
        return sentence(refusal)
    return ""
