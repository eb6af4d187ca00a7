"""New voices: whose word as a lawyer does not count yet, because one person alone made it possible, another or a thief.

Whoever gives somebody the role of a lawyer, opens their login or takes their second factor away could speak in their
name a minute later. So such a voice waits for a day, in which the person, the leads and the other lawyers know of it
(`people.voice_news`), or until a second person confirms it. A no counts at once: stopping is the safe direction. The
same holds for who sets up the second factor that their role demands after a login with the password alone: a stolen
password does that, too.

All of it is read from the trail. What the operator does on the machine itself (`by` is None there) is no hand in the
desk: whoever runs the house can write into its database anyway.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlmodel import Session, col, select

from campaigns.db import home_of, is_read_only
from campaigns.errors import NotAllowed
from campaigns.people.actor import Actor
from campaigns.people.audit import is_genuine
from campaigns.people.heads import missing_head
from campaigns.people.models import AuditEntry, Membership, Person
from campaigns.people.signing import signer_of
from campaigns.people.told_rights import Right, holds_as_told, told_rights
from campaigns.people.verifying import broken_since
from campaigns.vocabulary import Role

#: How long a voice waits. Long enough that a letter is read and somebody asks, short enough for an office of four.
WAITS = timedelta(hours=24)
CONFIRMED, OBJECTED = "confirm_voice", "object_to_voice"


class Came(StrEnum):
    """What somebody has from another's hand: the right to decide, a way into the login, a login with no factor."""

    RIGHT = "right"
    LOGIN = "login"
    FACTOR = "factor"


#: The deeds that make a voice new, as the trail names them.
DEEDS: Mapping[str, Came] = {
    "grant_role": Came.RIGHT,
    "set_password": Came.LOGIN,
    "tie_sign_on": Came.LOGIN,
    "enable_person": Came.LOGIN,
    "forget_factors": Came.FACTOR,
    # Only where the row says that the password alone was proven.
    "add_passkey": Came.FACTOR,
    "add_authenticator": Came.FACTOR,
}
#: Those, and how their row says it.
ALONE = "password_alone"
ADDED = ("add_passkey", "add_authenticator")
#: Whose word counts here: lawyers decide, leads confirm.
RIGHTS = (Role.LAWYER, Role.LEAD)


@dataclass(frozen=True)
class Deed:
    """One thing that somebody got from a hand; `action` is how the trail names it, `role` and `language` are a right's.

    `is_objected`: somebody said that it was not agreed; then time alone does not make it good.
    """

    entry_id: int
    action: str
    came: Came
    by: int
    at: datetime
    role: Role | None = None
    language: str = ""
    is_objected: bool = False

    def concerns(self, role: Role, language: str) -> bool:
        """Whether a word said under this right rests on it."""
        return self.came is not Came.RIGHT or (self.role, self.language) == (role, language)


@dataclass(frozen=True)
class NewVoice:
    """Somebody whose word waits in a programme, with what it waits for, the oldest first."""

    person_id: int
    programme_id: int
    deeds: tuple[Deed, ...]

    @property
    def until(self) -> datetime | None:
        """When it counts without more; None when somebody has objected: then a second person has to confirm it."""
        if any(deed.is_objected for deed in self.deeds):
            return None
        return max(deed.at for deed in self.deeds) + WAITS

    @property
    def hands(self) -> frozenset[int]:
        """Whose hands it came from."""
        return frozenset(deed.by for deed in self.deeds)

    @property
    def up_to(self) -> int:
        """The latest row of the trail behind it."""
        return max(deed.entry_id for deed in self.deeds)

    def under(self, role: Role, language: str) -> NewVoice | None:
        """The same, as far as it concerns this right; None when a word under it counts."""
        deeds = tuple(deed for deed in self.deeds if deed.concerns(role, language))
        return replace(self, deeds=deeds) if deeds else None


def new_voices(
    session: Session, people: Collection[int], *, programme_id: int, now: datetime
) -> dict[int, NewVoice]:
    """Who of these is new in the programme, as a lawyer or a lead, in one query."""
    rows = session.exec(
        select(AuditEntry)
        .where(
            AuditEntry.subject == "person",
            col(AuditEntry.subject_id).in_(list(people)),
            col(AuditEntry.action).in_([*DEEDS, "revoke_role", CONFIRMED, OBJECTED]),
        )
        .order_by(col(AuditEntry.id))
    )
    signer = signer_of(session.connection())
    told: dict[int, list[AuditEntry]] = defaultdict(list)
    for row in rows:
        # What makes a voice count has to be signed; what makes it wait is heard as it stands.
        if row.action not in (CONFIRMED, "revoke_role") or is_genuine(row, signer):
            told[row.subject_id or 0].append(row)
    found = {person: _open_deeds(entries, programme_id, now) for person, entries in told.items()}
    return {person: NewVoice(person, programme_id, deeds) for person, deeds in found.items() if deeds}


def waits(
    session: Session, *, person_id: int, programme_id: int, language: str, now: datetime
) -> NewVoice | None:
    """What the person's word as a lawyer of this language waits for; None when it counts."""
    voice = new_voices(session, {person_id}, programme_id=programme_id, now=now).get(person_id)
    return voice.under(Role.LAWYER, language) if voice else None


def voices_that_wait(session: Session, *, programme_id: int, now: datetime) -> list[NewVoice]:
    """Every lawyer of the programme with a word that waits, the latest first."""
    held = right_holders(session, programme_id)
    found = new_voices(session, held, programme_id=programme_id, now=now).values()
    waiting = [
        voice
        for voice in found
        if any(role is Role.LAWYER and voice.under(role, code) for role, code in held[voice.person_id])
    ]
    return sorted(waiting, key=lambda voice: voice.up_to, reverse=True)


def check_voice_counts(
    session: Session, by: Actor, *, programme_id: int, languages: Iterable[str], now: datetime
) -> None:
    """Refuses a yes of somebody whose word does not count, or not yet, and everybody's while the trail of the last day
    does not hold."""
    check_day_holds(session, now=now)
    check_own_voice(session, by, programme_id=programme_id, languages=languages, now=now)


def check_day_holds(session: Session, *, now: datetime) -> None:
    """Nobody says yes while the trail of the time in which a voice waits does not hold: what it waits for may have been
    taken out. It walks over all of those rows, so whoever takes several steps asks once."""
    if (row := broken_today(session, now=now)) is not None:
        raise NotAllowed(
            "Row {row} of the audit trail was changed or taken out past Litfass, so nobody's yes counts now: a "
            "right to decide may have been written into it. Tell whoever runs the desk: litfass audit verify.",
            row=row,
        )


def broken_today(session: Session, *, now: datetime) -> int | None:
    """The first row of the last day at which the trail does not hold, or the last one that a head outside the database
    names, where it is gone. None if all is well.

    Only who writes is told of the head: what they see is committed, and no head names a row that is not.
    """
    connection = session.connection()
    row = broken_since(connection, now - WAITS)
    home = home_of(connection)
    if row is None and home is not None and not is_read_only(session):
        missing = missing_head(connection, home)
        return missing.row if missing else None
    return row


def check_own_voice(
    session: Session, by: Actor, *, programme_id: int, languages: Iterable[str], now: datetime
) -> None:
    """Refuses a yes of somebody whose word as a lawyer of all these languages waits, or of whose role the trail does
    not tell: then it was not given in the desk."""
    languages = list(languages)
    if not holds_as_told(
        session, by.person_id, programme_id=programme_id, role=Role.LAWYER, languages=languages
    ):
        raise NotAllowed(
            "The audit trail does not tell of your role as a lawyer: it was written into the database by hand, or it "
            "came with an archive whose trail is not believed here. So your yes does not count. An admin can take the "
            "role from you and give it again."
        )
    voice = new_voices(session, {by.person_id}, programme_id=programme_id, now=now).get(by.person_id)
    if voice and all(voice.under(Role.LAWYER, language) for language in languages):
        raise NotAllowed(
            "Your right to decide or your login came from somebody else's hand, or your first second factor was set up "
            "after a login with the password alone, so your yes counts only after 24 hours or when another lawyer or a "
            "lead has confirmed that it is you. A return and a withdrawal count at once."
        )


def right_holders(session: Session, programme_id: int) -> dict[int, list[tuple[Role, str]]]:
    """Lawyers and leads with an open login, with the rights they hold here as the table and the trail say."""
    rows = session.exec(
        select(Membership.person_id, Membership.role, Membership.language)
        .join(Person, col(Person.id) == Membership.person_id)
        .where(
            Membership.programme_id == programme_id,
            col(Membership.role).in_(RIGHTS),
            col(Person.disabled_at).is_(None),
        )
    ).all()
    told = told_rights(session, {person for person, _role, _language in rows})
    held: dict[int, list[tuple[Role, str]]] = defaultdict(list)
    for person, role, language in rows:
        if Right(person, programme_id, role, language) in told:
            held[person].append((Role(role), language))
    return held


def _open_deeds(entries: Iterable[AuditEntry], programme_id: int, now: datetime) -> tuple[Deed, ...]:
    deeds: list[Deed] = []
    for entry in entries:
        said = json.loads(entry.detail)
        if entry.action == CONFIRMED and entry.programme_id == programme_id:
            deeds = [deed for deed in deeds if deed.entry_id > said["up_to"]]
        elif entry.action == OBJECTED and entry.programme_id in (None, programme_id):
            # Others object to what still waited then; whose login it is may find it weeks later.
            is_own = entry.programme_id is None
            deeds = [
                replace(deed, is_objected=True)
                if deed.entry_id <= said["up_to"] and (is_own or entry.at - deed.at < WAITS)
                else deed
                for deed in deeds
            ]
        elif entry.action == "revoke_role" and entry.programme_id == programme_id:
            gone = (said["role"], said["language"])
            deeds = [deed for deed in deeds if (deed.role, deed.language) != gone]
        elif deed := _deed(entry, said, programme_id):
            deeds.append(deed)
    return tuple(deed for deed in deeds if deed.is_objected or now - deed.at < WAITS)


def _deed(entry: AuditEntry, said: Mapping[str, Any], programme_id: int) -> Deed | None:
    """The row as a deed of another's hand; a role that somebody gives to themselves came from one hand, too."""
    came = DEEDS.get(entry.action)
    by = said.get("hand", entry.by)
    if came is None or by is None:
        return None
    if came is Came.RIGHT:
        if entry.programme_id != programme_id or Role(said["role"]) not in RIGHTS:
            return None
        return Deed(entry.id or 0, entry.action, came, by, entry.at, Role(said["role"]), said["language"])
    is_deed = said.get(ALONE, False) if entry.action in ADDED else by != entry.subject_id
    return Deed(entry.id or 0, entry.action, came, by, entry.at) if is_deed else None
