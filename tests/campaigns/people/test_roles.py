"""Roles and programmes: what can be given, what cannot, and what is recorded."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlmodel import Session, select

from campaigns.errors import BadInput, NotAllowed, NotFound
from campaigns.people.actions import (
    add_person,
    add_programme,
    change_profile,
    change_programme,
    disable_person,
    enable_person,
    grant_role,
    revoke_role,
    set_password,
    set_programme_languages,
)
from campaigns.people.models import AuditEntry, Membership, Person, Programme
from campaigns.people.queries import (
    find_programme,
    get_member,
    held_alone,
    list_members,
    load_actor,
    optional_languages,
    programme_languages,
)
from campaigns.people.rules import check_can_manage_person
from campaigns.vocabulary import LANGUAGE_ROLES, Role


@pytest.fixture
def programme(session: Session, now: datetime) -> Programme:
    return add_programme(
        session,
        key="boats",
        name="Boats",
        organisation="House",
        languages=["de", "ar"],
        optional=["uk"],
        by=None,
        now=now,
    )


def somebody(session: Session, now: datetime, name: str = "somebody") -> Person:
    return add_person(session, email=f"{name}@example.org", name=name, password=None, by=None, now=now)


@pytest.mark.parametrize("role", list(Role))
def test_roles_need_a_language_exactly_where_they_are_held_per_language(
    session: Session, programme: Programme, now: datetime, role: Role
) -> None:
    person, number = somebody(session, now), programme.id or 0
    right, wrong = ("ar", "") if role in LANGUAGE_ROLES else ("", "ar")

    with pytest.raises(BadInput) as refusal:
        grant_role(session, person=person, programme_id=number, role=role, language=wrong, by=None, now=now)
    grant_role(session, person=person, programme_id=number, role=role, language=right, by=None, now=now)

    assert refusal.value.field == "language"
    assert load_actor(session, person, number).roles == {(role, right)}


@pytest.mark.parametrize("language", ["fr", "xx"])
def test_a_language_the_programme_does_not_have_is_refused(
    session: Session, programme: Programme, now: datetime, language: str
) -> None:
    with pytest.raises(BadInput):
        grant_role(
            session,
            person=somebody(session, now),
            programme_id=programme.id or 0,
            role=Role.LAWYER,
            language=language,
            by=None,
            now=now,
        )


def test_a_role_given_twice_is_held_once(session: Session, programme: Programme, now: datetime) -> None:
    person = somebody(session, now)
    for _ in range(2):
        grant_role(session, person=person, programme_id=programme.id or 0, role=Role.LEAD, by=None, now=now)

    assert len(session.exec(select(Membership)).all()) == 1


def test_the_last_admin_stays(session: Session, programme: Programme, now: datetime) -> None:
    first, second, number = (
        somebody(session, now, "first"),
        somebody(session, now, "second"),
        programme.id or 0,
    )
    for person in (first, second):
        grant_role(session, person=person, programme_id=number, role=Role.ADMIN, by=None, now=now)
    revoke_role(session, person=second, programme_id=number, role=Role.ADMIN, by=None, now=now)

    with pytest.raises(BadInput, match="last admin"):
        revoke_role(session, person=first, programme_id=number, role=Role.ADMIN, by=None, now=now)


def test_a_disabled_admin_does_not_count_as_another_admin(
    session: Session, programme: Programme, now: datetime
) -> None:
    first, second, number = (
        somebody(session, now, "first"),
        somebody(session, now, "second"),
        programme.id or 0,
    )
    for person in (first, second):
        grant_role(session, person=person, programme_id=number, role=Role.ADMIN, by=None, now=now)
    disable_person(session, person=second, by=None, now=now)

    with pytest.raises(BadInput, match="last admin"):
        revoke_role(session, person=first, programme_id=number, role=Role.ADMIN, by=None, now=now)


def test_nobody_disables_the_own_login(session: Session, programme: Programme, now: datetime) -> None:
    person = somebody(session, now)

    with pytest.raises(BadInput):
        disable_person(session, person=person, by=load_actor(session, person, programme.id), now=now)


def test_an_admin_of_one_programme_cannot_take_over_a_login_of_another(
    session: Session, programme: Programme, now: datetime
) -> None:
    other = add_programme(
        session, key="kites", name="Kites", organisation="House", languages=["de"], by=None, now=now
    )
    admin, guest, number = somebody(session, now, "admin"), somebody(session, now, "guest"), programme.id or 0
    grant_role(session, person=admin, programme_id=number, role=Role.ADMIN, by=None, now=now)
    for where in (number, other.id or 0):
        grant_role(session, person=guest, programme_id=where, role=Role.STAFF, by=None, now=now)
    member = get_member(session, programme_id=number, person_id=guest.id or 0)

    with pytest.raises(NotAllowed):
        check_can_manage_person(load_actor(session, admin, number), programmes=member.programmes)


def test_somebody_of_another_programme_is_not_found(
    session: Session, programme: Programme, now: datetime
) -> None:
    person = somebody(session, now)

    with pytest.raises(NotFound):
        get_member(session, programme_id=programme.id or 0, person_id=person.id or 0)


def test_members_stand_by_name_with_disabled_logins_last(
    session: Session, programme: Programme, now: datetime
) -> None:
    for name in ("c", "a", "b"):
        grant_role(
            session,
            person=somebody(session, now, name),
            programme_id=programme.id or 0,
            role=Role.BOARD,
            by=None,
            now=now,
        )
    disable_person(session, person=list_members(session, programme.id or 0)[0].person, by=None, now=now)

    assert [member.person.name for member in list_members(session, programme.id or 0)] == ["b", "c", "a"]


@pytest.mark.parametrize(
    "email", ["", "nobody", "a b@example.org", "a@b@c", "<a@example.org>", "x" * 250 + "@a.org"]
)
def test_what_is_not_an_address_is_refused(session: Session, now: datetime, email: str) -> None:
    with pytest.raises(BadInput) as refusal:
        add_person(session, email=email, name="A", password=None, by=None, now=now)

    assert refusal.value.field == "email"


def test_an_address_has_one_login(session: Session, now: datetime) -> None:
    somebody(session, now)

    with pytest.raises(BadInput, match="already"):
        add_person(session, email="SOMEBODY@example.org", name="B", password=None, by=None, now=now)


def test_the_source_language_of_a_programme_stays(
    session: Session, programme: Programme, now: datetime
) -> None:
    for languages, optional in ((["ar"], []), (["ar"], ["de"])):
        with pytest.raises(BadInput) as refusal:
            set_programme_languages(
                session, programme=programme, languages=languages, optional=optional, by=None, now=now
            )
        assert refusal.value.field == "languages"


def test_languages_come_go_and_become_optional(session: Session, programme: Programme, now: datetime) -> None:
    set_programme_languages(
        session, programme=programme, languages=["de", "uk", "fr"], optional=["ar"], by=None, now=now
    )

    number = programme.id or 0
    assert programme_languages(session, number, with_optional=False) == ["de", "uk", "fr"]
    assert optional_languages(session, number) == ["ar"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"retention_days": 6}, "retention_days"),
        ({"smallest_count": 4}, "smallest_count"),
        ({"zone": "Europe/Atlantis"}, "zone"),
        ({"imprint_url": "javascript:alert(1)"}, "imprint_url"),
        ({"imprint": "x" * 301}, "imprint"),
    ],
)
def test_a_programme_refuses_what_it_cannot_be(
    session: Session, programme: Programme, now: datetime, changes: dict[str, object], field: str
) -> None:
    before = programme.model_dump()

    with pytest.raises(BadInput) as refusal:
        change_programme(session, programme=programme, by=None, now=now, **changes)

    assert refusal.value.field == field
    assert programme.model_dump() == before


@pytest.mark.parametrize("key", ["", "9lives", "Fem Os", "ä", "x" * 41])
def test_a_key_that_cannot_stand_in_an_address_is_refused(session: Session, now: datetime, key: str) -> None:
    with pytest.raises(BadInput) as refusal:
        add_programme(session, key=key, name="A", organisation="A", languages=["de"], by=None, now=now)

    assert refusal.value.field == "key"


def test_an_unknown_programme_is_refused_by_naming_the_known(session: Session, programme: Programme) -> None:
    with pytest.raises(NotFound, match="boats"):
        find_programme(session, "ships")


def test_every_action_leaves_a_row(session: Session, programme: Programme, now: datetime) -> None:
    person, number = somebody(session, now), programme.id or 0
    grant_role(session, person=person, programme_id=number, role=Role.STAFF, by=None, now=now)
    set_password(session, person=person, password="three-paper-boats", by=None, now=now)
    change_profile(session, person=person, name="N", interface="de", theme="dark", by=None, now=now)
    change_programme(session, programme=programme, name="New name", by=None, now=now)
    disable_person(session, person=person, by=None, now=now)
    enable_person(session, person=person, by=None, now=now)
    revoke_role(session, person=person, programme_id=number, role=Role.STAFF, by=None, now=now)

    assert session.exec(select(AuditEntry.action).order_by(AuditEntry.id)).all() == [
        "add_programme",
        "set_programme_languages",
        "add_person",
        "grant_role",
        "set_password",
        "change_profile",
        "change_programme",
        "disable_person",
        "enable_person",
        "revoke_role",
    ]


def test_the_trail_holds_no_personal_data(session: Session, programme: Programme, now: datetime) -> None:
    person = add_person(
        session, email="canary@example.org", name="Canary Bird", password="canary-canary", by=None, now=now
    )
    change_profile(session, person=person, name="Canary Two", interface="de", theme="auto", by=None, now=now)

    details = " ".join(session.exec(select(AuditEntry.detail)).all())
    assert "canary" not in details.lower()


def test_a_role_is_held_alone_when_nobody_who_can_log_in_holds_it_too(
    session: Session, programme: Programme, now: datetime
) -> None:
    number = programme.id or 0
    leaver, other, closed = (somebody(session, now, name) for name in ("leaver", "other", "closed"))
    for person, role, language in (
        (leaver, Role.LEAD, ""),
        (leaver, Role.LAWYER, "de"),
        (leaver, Role.LAWYER, "ar"),
        (other, Role.LAWYER, "de"),
        (closed, Role.LEAD, ""),
    ):
        grant_role(
            session, person=person, programme_id=number, role=role, language=language, by=None, now=now
        )
    disable_person(session, person=closed, by=None, now=now)

    alone = held_alone(session, person_id=leaver.id or 0, programme_id=number)

    assert [(row.role, row.language) for row in alone] == [(Role.LEAD, ""), (Role.LAWYER, "ar")]
