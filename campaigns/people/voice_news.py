"""Telling of new voices by letter: the person whose voice it is, the leads and the other lawyers, at once."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_datetime
from sqlmodel import Session, col, or_, select

from campaigns.clock import zone
from campaigns.mail.outbox import Outbox, put_letter
from campaigns.people.actions.objecting import GOOD_FOR, objection_token
from campaigns.people.audit import record
from campaigns.people.models import AuditEntry, Membership, Person, Programme
from campaigns.people.new_voices import DEEDS, RIGHTS, WAITS, NewVoice, voices_that_wait
from campaigns.vocabulary import Role

TOLD = "tell_new_voice"


@dataclass(frozen=True)
class VoiceNews:
    """A new voice of which nobody was told yet, or an objection to one."""

    voice: NewVoice
    is_objected: bool


def voice_news(session: Session, *, now: datetime) -> list[VoiceNews]:
    """What has to be told now."""
    people = session.exec(
        select(AuditEntry.subject_id)
        .where(
            AuditEntry.subject == "person",
            col(AuditEntry.action).in_(list(DEEDS)),
            AuditEntry.at > now - WAITS,
        )
        .distinct()
    ).all()
    if not people:
        return []
    homes = select(Membership.programme_id).where(
        col(Membership.person_id).in_(people), Membership.role == Role.LAWYER
    )
    voices = [
        voice
        for programme_id in session.exec(homes.distinct())
        for voice in voices_that_wait(session, programme_id=programme_id, now=now)
    ]
    told = _told(session, {voice.person_id for voice in voices})
    news = [VoiceNews(voice, voice.deeds[-1].is_objected) for voice in voices]
    return [
        one
        for one in news
        if (one.voice.up_to, one.is_objected)
        > told.get((one.voice.person_id, one.voice.programme_id), (0, False))
    ]


def tell_new_voices(session: Session, *, outbox: Outbox, base_url: str, now: datetime) -> int:
    """Writes the letters and notes in the trail that they were written; says how many letters."""
    written = 0
    for one in voice_news(session, now=now):
        voice = one.voice
        programme = session.get_one(Programme, voice.programme_id)
        letter = "voice_objected" if one.is_objected else "new_voice"
        desk = f"{base_url}/review/voices/{voice.person_id}"
        for reader in _readers(session, voice, now):
            written += _put(session, outbox, letter, reader, programme, voice, desk, now)
        if not one.is_objected:
            token = objection_token(outbox.key, person_id=voice.person_id, up_to=voice.up_to)
            person = session.get_one(Person, voice.person_id)
            link = f"{base_url}/login/objection/{token}"
            written += _put(session, outbox, "new_voice_of_yours", person, programme, voice, link, now)
        record(
            session,
            action=TOLD,
            subject="person",
            subject_id=voice.person_id,
            by=None,
            programme_id=voice.programme_id,
            now=now,
            up_to=voice.up_to,
            objected=one.is_objected,
        )
    return written


def _put(
    session: Session,
    outbox: Outbox,
    letter: str,
    reader: Person,
    programme: Programme,
    voice: NewVoice,
    link: str,
    now: datetime,
) -> bool:
    until = voice.until
    spoken = reader.reads
    day = format_datetime(until.astimezone(zone(programme.zone)), "short", locale=spoken) if until else ""
    return put_letter(
        session,
        outbox=outbox,
        letter=letter,
        to=reader.email,
        interface=spoken,
        values={"programme": programme.name, "until": day, "link": link},
        now=now,
        good_for=GOOD_FOR,
    )


def _readers(session: Session, voice: NewVoice, now: datetime) -> list[Person]:
    """Leads and the other lawyers of the programme, and who lost that or their login in the last day: nobody is
    silenced first."""
    held = select(Membership.person_id).where(
        Membership.programme_id == voice.programme_id, col(Membership.role).in_(RIGHTS)
    )
    taken = session.exec(
        select(AuditEntry).where(
            AuditEntry.subject == "person",
            AuditEntry.action == "revoke_role",
            AuditEntry.programme_id == voice.programme_id,
            AuditEntry.at > now - WAITS,
        )
    )
    lost = {row.subject_id for row in taken if json.loads(row.detail)["role"] in RIGHTS}
    query = (
        select(Person)
        .where(
            or_(col(Person.id).in_(held), col(Person.id).in_(lost)),
            Person.id != voice.person_id,
            or_(col(Person.disabled_at).is_(None), col(Person.disabled_at) > now - WAITS),
        )
        .order_by(col(Person.id))
    )
    return list(session.exec(query))


def _told(session: Session, people: Collection[int]) -> dict[tuple[int, int], tuple[int, bool]]:
    """Up to which row of the trail it was told of whom, in which programme, and whether of an objection."""
    rows = session.exec(
        select(AuditEntry)
        .where(
            AuditEntry.subject == "person",
            col(AuditEntry.subject_id).in_(list(people)),
            AuditEntry.action == TOLD,
        )
        .order_by(col(AuditEntry.id))
    )
    told: dict[tuple[int, int], tuple[int, bool]] = {}
    for row in rows:
        said = json.loads(row.detail)
        told[row.subject_id or 0, row.programme_id or 0] = said["up_to"], said["objected"]
    return told
