"""Reads about people and programmes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from campaigns.errors import NotFound
from campaigns.languages import sort_languages
from campaigns.people.actor import Actor
from campaigns.people.models import AuditEntry, Membership, Person, Programme, ProgrammeLanguage
from campaigns.people.told_rights import Right, told_rights
from campaigns.vocabulary import Role


@dataclass(frozen=True)
class Member:
    """A person with what they hold in one programme, roles in the vocabulary's order."""

    person: Person
    memberships: tuple[Membership, ...]
    programmes: frozenset[int]


def find_person(session: Session, email: str) -> Person | None:
    """The login with this address, however it was capitalised."""
    return session.exec(select(Person).where(Person.email == normalise_email(email))).first()


def get_person(session: Session, person_id: int) -> Person:
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound("There is no such person.")
    return person


def get_programme(session: Session, programme_id: int) -> Programme:
    programme = session.get(Programme, programme_id)
    if programme is None:
        raise NotFound("There is no such programme.")
    return programme


def find_programme(session: Session, key: str) -> Programme:
    """The programme with this key; refuses an unknown one by naming those that exist."""
    programme = session.exec(select(Programme).where(Programme.key == key)).first()
    if programme is None:
        known = session.exec(select(Programme.key).order_by(Programme.key)).all()
        if not known:
            raise NotFound(
                "There is no programme “{key}”, and no other yet. Begin one: litfass programme add KEY.",
                key=key[:40],
            )
        raise NotFound(
            "There is no programme “{key}”. Known programmes: {known}.",
            key=key[:40],
            known=", ".join(known),
        )
    return programme


def list_programmes(session: Session) -> Sequence[Programme]:
    return session.exec(select(Programme).order_by(Programme.name)).all()


def roles_of(session: Session, person_id: int) -> list[Membership]:
    """Every role of a person, in every programme, as the table and the trail say (`people.told_rights`)."""
    told = told_rights(session, {person_id})
    rows = session.exec(select(Membership).where(Membership.person_id == person_id))
    return [row for row in rows if Right(person_id, row.programme_id, row.role.value, row.language) in told]


def programmes_of(
    session: Session, person_id: int, *, held: Sequence[Membership] | None = None
) -> Sequence[Programme]:
    """The programmes in which the person holds a role. `held`: their roles, where those were read already."""
    ids = {row.programme_id for row in (roles_of(session, person_id) if held is None else held)}
    return session.exec(select(Programme).where(col(Programme.id).in_(ids)).order_by(Programme.name)).all()


def programme_languages(session: Session, programme_id: int, *, with_optional: bool = True) -> list[str]:
    """Codes of the programme's languages, in the order of every screen."""
    rows = session.exec(select(ProgrammeLanguage).where(ProgrammeLanguage.programme_id == programme_id)).all()
    return sort_languages(row.language for row in rows if with_optional or not row.optional)


def optional_languages(session: Session, programme_id: int) -> list[str]:
    """Codes of the languages that are only proposed when the need is there."""
    rows = session.exec(
        select(ProgrammeLanguage).where(
            ProgrammeLanguage.programme_id == programme_id, col(ProgrammeLanguage.optional).is_(True)
        )
    ).all()
    return sort_languages(row.language for row in rows)


def load_actor(
    session: Session,
    person: Person,
    programme_id: int | None,
    *,
    proven_by: str = "",
    held: Sequence[Membership] | None = None,
) -> Actor:
    """The person as this programme sees them, with how their login was proven.

    A role that only its row in the table tells of is none. `held`: their roles, where those were read already.
    """
    held = roles_of(session, person.id or 0) if held is None else held
    return Actor(
        person_id=person.id or 0,
        name=person.name,
        programme_id=programme_id,
        roles=frozenset((row.role, row.language) for row in held if row.programme_id == programme_id),
        administers=frozenset(row.programme_id for row in held if row.role is Role.ADMIN),
        proven_by=proven_by,
    )


def list_members(session: Session, programme_id: int) -> list[Member]:
    """Everybody with a role in the programme, by name; disabled logins last."""
    rows = session.exec(
        select(Person, Membership)
        .join(Membership, col(Membership.person_id) == col(Person.id))
        .where(Membership.programme_id == programme_id)
    ).all()
    everywhere = session.exec(
        select(Membership.person_id, Membership.programme_id).where(
            col(Membership.person_id).in_([person.id for person, _ in rows])
        )
    ).all()
    order = list(Role)
    members = [
        Member(
            person=person,
            memberships=tuple(
                sorted(
                    (row for _, row in rows if row.person_id == person.id),
                    key=lambda row: (order.index(row.role), row.language),
                )
            ),
            programmes=frozenset(where for who, where in everywhere if who == person.id),
        )
        for person in {person.id: person for person, _ in rows}.values()
    ]
    return sorted(members, key=lambda member: (member.person.disabled_at is not None, member.person.name))


def get_member(session: Session, *, programme_id: int, person_id: int) -> Member:
    """One member; somebody without a role here is not found, whether they exist or not."""
    for member in list_members(session, programme_id):
        if member.person.id == person_id:
            return member
    raise NotFound("There is no such person in this programme.")


def is_member(session: Session, person_id: int, programme_id: int) -> bool:
    """Whether somebody holds a role in the programme, with a login that is not closed."""
    query = (
        select(Membership.id)
        .join(Person, col(Person.id) == Membership.person_id)
        .where(
            Membership.person_id == person_id,
            Membership.programme_id == programme_id,
            col(Person.disabled_at).is_(None),
        )
    )
    return session.exec(query.limit(1)).first() is not None


def held_alone(session: Session, *, person_id: int, programme_id: int) -> list[Membership]:
    """The roles of a person which nobody else with an open login holds in the programme."""
    rows = session.exec(
        select(Membership)
        .join(Person, col(Person.id) == Membership.person_id)
        .where(Membership.programme_id == programme_id, col(Person.disabled_at).is_(None))
        .order_by(col(Membership.id))
    ).all()
    others = {(row.role, row.language) for row in rows if row.person_id != person_id}
    return [row for row in rows if row.person_id == person_id and (row.role, row.language) not in others]


def list_audit(
    session: Session, programme_id: int, *, before: int | None = None, limit: int = 50
) -> Sequence[AuditEntry]:
    """The programme's rows of the trail, the latest first, for paging by id."""
    query = select(AuditEntry).where(AuditEntry.programme_id == programme_id)
    if before is not None:
        query = query.where(col(AuditEntry.id) < before)
    return session.exec(query.order_by(col(AuditEntry.id).desc()).limit(limit)).all()


def roles_changed_since(
    session: Session, *, programme_id: int, since: datetime
) -> list[tuple[AuditEntry, str]]:
    """Roles given and taken in a programme since a moment, the latest first, with whose they are."""
    # By person, as the index has it: the rows of a programme are nearly the whole trail, so its number is asked last.
    names = dict(session.exec(select(Person.id, Person.name)).all())
    query = (
        select(AuditEntry)
        .where(
            AuditEntry.subject == "person",
            col(AuditEntry.subject_id).in_(list(names)),
            col(AuditEntry.action).in_(["grant_role", "revoke_role"]),
            AuditEntry.at >= since,
            # What was set up from the command line was done by whoever runs the house.
            col(AuditEntry.by).is_not(None),
        )
        .order_by(col(AuditEntry.id).desc())
    )
    return [
        (entry, names[entry.subject_id])
        for entry in session.exec(query)
        if entry.programme_id == programme_id
    ]


def names_of(session: Session, person_ids: set[int]) -> dict[int, str]:
    """Names by id, for lists that say who."""
    rows = session.exec(select(Person.id, Person.name).where(col(Person.id).in_(person_ids))).all()
    return {number: name for number, name in rows if number is not None}


def normalise_email(email: str) -> str:
    return email.strip().casefold()


def leads_of(session: Session, programme_id: int) -> list[Person]:
    """Everybody who leads a programme and may log in."""
    return holders_of(session, programme_id, Role.LEAD)


def holders_of(session: Session, programme_id: int, role: Role) -> list[Person]:
    """Everybody who holds a role in a programme, in any language, and may log in."""
    query = (
        select(Person)
        .join(Membership, col(Membership.person_id) == Person.id)
        .where(
            Membership.programme_id == programme_id,
            Membership.role == role,
            col(Person.disabled_at).is_(None),
        )
        .distinct()
        .order_by(col(Person.id))
    )
    return list(session.exec(query))
