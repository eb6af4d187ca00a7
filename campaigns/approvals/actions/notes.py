"""Saying something about a card without deciding: a comment, a question to a colleague, a word of the board."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from campaigns.approvals.actions.deciding import check_place
from campaigns.approvals.models import ReviewNote, ReviewRequest
from campaigns.approvals.queries import colleagues
from campaigns.approvals.rules import check_can_see_reviews
from campaigns.errors import BadInput, NotFound
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.vocabulary import NoteKind, Role


def add_note(
    session: Session,
    *,
    request_id: int,
    text: str,
    place: str = "",
    to_person: int | None = None,
    by: Actor,
    now: datetime,
) -> ReviewNote:
    """Adds a note to a card. With `to_person` it is a question, which stands on that colleague's Today."""
    check_can_see_reviews(by)
    request = session.get(ReviewRequest, request_id)
    if request is None or request.programme_id != by.programme_id:
        raise NotFound("This review does not exist.")
    if not text.strip():
        raise BadInput("Write what you want to say.", field="note")
    check_place(session, request, place)
    note = ReviewNote(
        variant_id=request.variant_id,
        request_id=request_id,
        kind=_kind(session, request, to_person, by),
        place=place,
        text=text.strip()[:2000],
        to_person=to_person,
        by=by.person_id,
        at=now,
    )
    session.add(note)
    session.flush()
    record(
        session,
        action="add_note",
        subject="variant",
        subject_id=request.variant_id,
        by=by,
        programme_id=request.programme_id,
        now=now,
        kind=note.kind.value,
        language=request.language,
        to_person=to_person,
    )
    return note


def _kind(session: Session, request: ReviewRequest, to_person: int | None, by: Actor) -> NoteKind:
    if to_person is not None:
        known = colleagues(session, programme_id=request.programme_id, besides=by.person_id)
        if to_person not in {one.person_id for one in known}:
            raise BadInput(
                "Choose a lawyer or somebody of the campaign staff of this programme.", field="to_person"
            )
        return NoteKind.QUESTION
    only_board = by.holds(Role.BOARD) and not by.holds(Role.LAWYER, Role.STAFF, Role.LEAD)
    return NoteKind.BOARD if only_board else NoteKind.COMMENT
