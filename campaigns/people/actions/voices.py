"""What others say about a new voice: a second person confirms it, or somebody did not know of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select

from campaigns.errors import Conflict, NotAllowed
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.people.models import Person
from campaigns.people.new_voices import CONFIRMED, OBJECTED, RIGHTS, NewVoice, new_voices, right_holders
from campaigns.people.rules import check_holds
from campaigns.vocabulary import Role


def check_hears_of_voices(actor: Actor) -> None:
    """Lawyers answer for what leaves, leads for who works here: they hear of new voices and confirm them."""
    check_holds(actor, *RIGHTS)


def check_can_confirm(session: Session, actor: Actor, voice: NewVoice, *, now: datetime) -> None:
    """A second person: another lawyer or a lead, not the hand it came from, and not new here themselves."""
    check_hears_of_voices(actor)
    if actor.person_id == voice.person_id:
        raise NotAllowed("Somebody else has to say that it is you: another lawyer or a lead.")
    if actor.person_id in voice.hands:
        raise NotAllowed("It came from your own hand, so a second person has to confirm it.")
    own = new_voices(session, {actor.person_id}, programme_id=voice.programme_id, now=now).get(
        actor.person_id
    )
    held = right_holders(session, voice.programme_id).get(actor.person_id, [])
    if not _speaks(own, held):
        raise NotAllowed("You are new here yourself, so somebody else has to confirm it.")


def confirmers(session: Session, voice: NewVoice, *, now: datetime) -> list[str]:
    """The names of those who can confirm this voice today."""
    held = right_holders(session, voice.programme_id)
    new = new_voices(session, held, programme_id=voice.programme_id, now=now)
    able = [
        person
        for person, rights in held.items()
        if person not in voice.hands | {voice.person_id} and _speaks(new.get(person), rights)
    ]
    return list(session.exec(select(Person.name).where(col(Person.id).in_(able)).order_by(Person.name)))


def confirm_voice(session: Session, *, voice: NewVoice | None, up_to: int, by: Actor, now: datetime) -> None:
    """A second person has made sure that it is really this person: from now on the word counts.

    `up_to` is the latest row of the trail that was seen; what came since is refused, not confirmed.
    """
    if voice is None:
        raise Conflict("Nothing waits for a confirmation any more. Reload the page.")
    check_can_confirm(session, by, voice, now=now)
    if voice.up_to != up_to:
        raise Conflict("Something came since you opened this page. Look again; nothing was confirmed.")
    record(
        session,
        action=CONFIRMED,
        subject="person",
        subject_id=voice.person_id,
        by=by,
        programme_id=voice.programme_id,
        now=now,
        up_to=up_to,
        proven_by=by.proven_by,
    )


def object_to_voice(session: Session, *, voice: NewVoice | None, by: Actor, now: datetime) -> None:
    """A lawyer or a lead did not know of it: time alone does not make this voice count any more."""
    check_hears_of_voices(by)
    if voice is None or voice.deeds[-1].is_objected:
        raise Conflict("There is nothing to object to any more. Reload the page.")
    record(
        session,
        action=OBJECTED,
        subject="person",
        subject_id=voice.person_id,
        by=by,
        programme_id=voice.programme_id,
        now=now,
        up_to=voice.up_to,
    )


def _speaks(own: NewVoice | None, rights: Collection[tuple[Role, str]]) -> bool:
    """Whether a word under any of these rights counts."""
    return any(own is None or own.under(role, language) is None for role, language in rights)
