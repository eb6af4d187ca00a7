"""Cards that wait for this lawyer's word, and texts that lawyers returned."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import url_for
from flask_babel import gettext as _
from sqlmodel import Session

from campaigns.approvals.decided import returned_texts
from campaigns.approvals.models import ReviewNote
from campaigns.approvals.moved_facts import moved_facts
from campaigns.approvals.queries import fresh_answers, open_questions
from campaigns.approvals.queue import Queued, review_queue
from campaigns.approvals.reminding import escalated
from campaigns.content.stored_facts import fact_titles
from campaigns.people.actor import Actor
from campaigns.people.models import AuditEntry, Programme
from campaigns.people.new_voices import voices_that_wait
from campaigns.people.queries import names_of, roles_changed_since
from campaigns.vocabulary import Role
from web.formats import language_name
from web.waiting import Group, Item
from web.words.content import kind_word
from web.words.deeds import deed
from web.words.facts import reading_language
from web.words.labels import label
from web.words.review import second_words
from web.words.voices import until_words

MOST = 5
A_DAY = timedelta(days=1)


def waiting_reviews(session: Session, actor: Actor, now: datetime) -> list[Group]:
    """The nearest due dates first, in the lawyer's own languages."""
    languages = actor.languages(Role.LAWYER)
    if not languages or actor.programme_id is None:
        return []
    queue = review_queue(session, programme_id=actor.programme_id, languages=languages)
    own = [queued for queued in queue if queued.second and queued.second.is_said_by(actor.person_id)]
    return [*_to_approve(session, [queued for queued in queue if queued not in own], now), *_own_yes(own)]


def _is_late(queued: Queued, now: datetime) -> bool:
    return queued.request.due_at is not None and queued.request.due_at < now


def _to_approve(session: Session, queue: Sequence[Queued], now: datetime) -> list[Group]:
    moved = _moved(session, queue[:MOST])
    items = [
        Item(
            title=queued.headline or kind_word(queued.post.kind),
            address=url_for("review.card", request_id=queued.request.id),
            note=" · ".join(
                [
                    language_name(queued.request.language),
                    *moved.get(queued.variant.id or 0, ()),
                    queued.campaign.title,
                    *_first_yes(queued),
                ]
            ),
            language=queued.request.language,
            due_at=queued.request.due_at,
            is_overdue=_is_late(queued, now),
        )
        for queued in queue[:MOST]
    ]
    if not items:
        return []
    more = url_for("review.index") if len(queue) > MOST else None
    return [Group(_("Cards to approve"), items, len(queue), more, urgency=1)]


def _moved(session: Session, queue: Sequence[Queued]) -> dict[int, list[str]]:
    """The facts that moved behind these texts, by their old and new values, else by the reason, else by name."""
    if not queue:
        return {}
    programme = session.get_one(Programme, queue[0].request.programme_id)
    reader = reading_language()
    found = moved_facts(
        session, [queued.variant for queued in queue], source=programme.source_language, reader=reader
    )
    titles = fact_titles(session, {one.fact_id for each in found.values() for one in each}, reader)
    return {
        variant_id: [
            _(
                "fact changed: %(what)s",
                what=", ".join(
                    f"{value.old} → {value.new}" for value in one.values if value.old and value.new
                )
                or one.why
                or titles[one.fact_id],
            )
            for one in each
        ]
        for variant_id, each in found.items()
    }


def _first_yes(queued: Queued) -> list[str]:
    names = ", ".join(yes.name for yes in queued.second.said) if queued.second else ""
    return [_("second lawyer needed, first yes: %(names)s", names=names)] if names else []


def _own_yes(queue: Sequence[Queued]) -> list[Group]:
    """What has this person's yes and waits for another lawyer: nothing to do, and not forgotten."""
    items = [
        Item(
            title=queued.headline or kind_word(queued.post.kind),
            address=url_for("review.card", request_id=queued.request.id),
            note=" · ".join([language_name(queued.request.language), second_words(queued.second)]),
            language=queued.request.language,
            due_at=queued.request.due_at,
        )
        for queued in queue[:MOST]
        if queued.second
    ]
    more = url_for("review.index") if len(queue) > MOST else None
    return (
        [Group(_("Your yes waits for a second lawyer"), items, len(queue), more, urgency=5)] if items else []
    )


def waiting_decisions(session: Session, actor: Actor, now: datetime) -> list[Group]:
    """For leads: cards that nobody decided in time, after every reminder."""
    if actor.programme_id is None or not actor.holds(Role.LEAD):
        return []
    late = {request.id for request in escalated(session, programme_id=actor.programme_id)}
    if not late:
        return []
    queue = review_queue(session, programme_id=actor.programme_id)
    found = [queued for queued in queue if queued.request.id in late]
    items = [
        Item(
            title=queued.headline or kind_word(queued.post.kind),
            address=url_for("review.card", request_id=queued.request.id),
            note=f"{language_name(queued.request.language)} · {queued.campaign.title}",
            language=queued.request.language,
            due_at=queued.request.due_at,
            is_overdue=True,
        )
        for queued in found[:MOST]
    ]
    if not items:
        return []
    return [Group(_("Decisions that are overdue"), items, len(found), url_for("review.index"), urgency=0)]


def waiting_questions(session: Session, actor: Actor, now: datetime) -> list[Group]:
    """Questions that colleagues asked about cards that still wait."""
    if actor.programme_id is None or not actor.holds(Role.LAWYER, Role.STAFF, Role.LEAD, Role.BOARD):
        return []
    asked = open_questions(session, person_id=actor.person_id, programme_id=actor.programme_id)
    items = [_note_item(note, name) for note, name in asked[:MOST]]
    groups = [Group(_("Colleagues ask"), items, len(asked), None, urgency=1)] if items else []
    answers = fresh_answers(session, person_id=actor.person_id, programme_id=actor.programme_id)
    told = [_note_item(note, name) for note, name in answers[:MOST]]
    return [
        *groups,
        *([Group(_("Answers to your questions"), told, len(answers), None, urgency=1)] if told else []),
    ]


def _note_item(note: ReviewNote, name: str) -> Item:
    return Item(
        title=note.text if len(note.text) <= 90 else f"{note.text[:89].rstrip()}…",
        address=url_for("review.card", request_id=note.request_id, _anchor="notes"),
        note=name,
    )


def waiting_roles(session: Session, actor: Actor, now: datetime) -> list[Group]:
    """For leads: whose roles were changed in the last day, so that nobody quietly becomes a lawyer."""
    if actor.programme_id is None or not actor.holds(Role.LEAD):
        return []
    changes = roles_changed_since(session, programme_id=actor.programme_id, since=now - A_DAY)
    items = [
        Item(
            title=name, address=url_for("settings.audit"), note=f"{deed(action)}: {role} {language}".rstrip()
        )
        for name, action, role, language in (_change(*change) for change in changes[:MOST])
    ]
    return [Group(_("Roles changed in the last day"), items, len(changes), None, urgency=4)] if items else []


def waiting_voices(session: Session, actor: Actor, now: datetime) -> list[Group]:
    """For leads and lawyers, also the one it is about: whose word as a lawyer does not count yet."""
    if actor.programme_id is None or not actor.holds(Role.LEAD, Role.LAWYER):
        return []
    voices = voices_that_wait(session, programme_id=actor.programme_id, now=now)
    names = names_of(session, {voice.person_id for voice in voices})
    items = [
        Item(
            title=names[voice.person_id],
            address=url_for("review.voice", person_id=voice.person_id),
            note=until_words(voice),
        )
        for voice in voices[:MOST]
    ]
    return [Group(_("New voices: who approves here"), items, len(voices), None, urgency=1)] if items else []


def _change(entry: AuditEntry, name: str) -> tuple[str, str, str, str]:
    said = json.loads(entry.detail)
    language = said.get("language", "")
    return name, entry.action, label(Role(said["role"])), language_name(language) if language else ""


def waiting_returns(session: Session, actor: Actor, now: datetime) -> list[Group]:
    """Returned texts: every language for those who plan, their own for translators."""
    plans = actor.holds(Role.STAFF, Role.LEAD)
    languages = None if plans else actor.languages(Role.TRANSLATOR)
    if actor.programme_id is None or (languages is not None and not languages):
        return []
    found = returned_texts(session, programme_id=actor.programme_id, languages=languages)
    items = [
        Item(
            title=each.headline or each.campaign.title,
            address=url_for("copy.bench", variant_id=each.variant.id),
            note=f"{language_name(each.variant.language)} · {each.reason or each.campaign.title}",
            language=each.variant.language,
            state=each.variant.status,
        )
        for each in found[:MOST]
    ]
    if not items:
        return []
    more = url_for("copy.index", language=found[0].variant.language) if len(found) > MOST else None
    return [Group(_("Returned, to mend"), items, len(found), more, urgency=2)]
