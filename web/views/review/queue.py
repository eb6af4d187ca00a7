"""What waits, and what was decided."""

from __future__ import annotations

from collections import Counter

from flask import request
from werkzeug.wrappers import Response

from campaigns.approvals.decided import recent_decisions
from campaigns.approvals.moved_facts import moved_facts
from campaigns.approvals.queries import open_questions
from campaigns.approvals.queue import Queued, review_queue, waiting_ids
from campaigns.approvals.rules import check_can_see_reviews
from campaigns.content.stored_facts import fact_titles
from campaigns.languages import sort_languages
from campaigns.people.rules import can_export_evidence, evidence_languages
from campaigns.vocabulary import Role
from web import database, identity
from web.database import session
from web.formats import language_name
from web.forms import Form
from web.fragments import show
from web.identity import page
from web.review_files import FilesAtDesk
from web.standing import states_of
from web.views.review.blueprint import own_languages, own_voice, review_pages
from web.words import review as review_words
from web.words import voices as voice_words
from web.words.facts import reading_language


@review_pages.get("/review")
@page(needs=check_can_see_reviews)
def index() -> Response:
    return queue_page(Form())


def queue_page(form: Form) -> Response:
    """What waits: a lawyer's own languages, everything for the others; `?language=` narrows it."""
    own = own_languages()
    queue = review_queue(session(), programme_id=identity.programme().id or 0, languages=own)
    who = identity.actor()
    counts = Counter(item.request.language for item in queue if not _has_yes_of(item, who.person_id))
    chosen = request.args.get("language")
    shown = [item for item in queue if chosen in (None, item.request.language)]
    voice, mine = own_voice(), who.languages(Role.LAWYER)
    done = [item for item in shown if _has_yes_of(item, who.person_id)]
    moves = moved_facts(
        session(),
        [item.variant for item in shown],
        source=identity.programme().source_language,
        reader=reading_language(),
    )
    moved = {one.fact_id for each in moves.values() for one in each}
    return show(
        "review/index.html",
        queue=[item for item in shown if item not in done],
        # What has this person's yes already waits for somebody else.
        own_yes=done,
        moves=moves,
        fact_names=fact_titles(session(), moved, reading_language()),
        asked=open_questions(session(), person_id=who.person_id, programme_id=who.programme_id or 0),
        states=states_of([item.variant for item in shown]),
        counts=[(code, counts[code]) for code in sort_languages(counts)],
        total=counts.total(),
        chosen=chosen if chosen in counts else None,
        # Those in which this person's yes counts today.
        mine={code for code in mine if voice is None or voice.under(Role.LAWYER, code) is None},
        new_voice=voice,
        voice_words=voice_words,
        files_of=FilesAtDesk,
        form=form,
        words=review_words,
        now=database.now(),
        status=409 if form.has_changed else form.status,
    )


@review_pages.get("/review/decided")
@page(needs=check_can_see_reviews)
def decided() -> Response:
    languages, programme = own_languages(), identity.programme()
    exported = evidence_languages(identity.actor())
    return show(
        "review/decided.html",
        lines=recent_decisions(session(), programme_id=programme.id or 0, languages=languages),
        waiting=len(
            waiting_ids(
                session(),
                programme_id=programme.id or 0,
                languages=languages,
                besides=identity.actor().person_id,
            )
        ),
        mine=identity.actor().languages(Role.LAWYER),
        may_export=can_export_evidence(identity.actor()),
        export_languages=[language_name(code) for code in sort_languages(exported or ())],
        form=Form(),
        words=review_words,
    )


def _has_yes_of(item: Queued, person_id: int) -> bool:
    """Whether it waits for another lawyer than this person, whose yes it has."""
    return item.second is not None and item.second.is_said_by(person_id)
