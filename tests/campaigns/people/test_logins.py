"""Logins: passwords, the limiter, sessions and what ends them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from campaigns.errors import BadInput
from campaigns.people import passwords
from campaigns.people.actions import (
    add_person,
    add_programme,
    authenticate,
    disable_person,
    end_session,
    grant_role,
    open_session,
    revoke_role,
    set_password,
    touch_session,
)
from campaigns.people.actions.logins import WrongLogin
from campaigns.people.actions.sessions import find_session, hash_token
from campaigns.people.attempts import TooManyTries, admit_attempt, forget_attempts, keyed_subject
from campaigns.people.models import DeskSession, LoginAttempt, Person, Programme
from campaigns.people.passwords import check_password, one_time_password
from campaigns.vocabulary import Role

PASSWORD = "three-paper-boats"


@pytest.fixture
def programme(session: Session, now: datetime) -> Programme:
    return add_programme(
        session, key="boats", name="Boats", organisation="House", languages=["de", "ar"], by=None, now=now
    )


@pytest.fixture
def person(session: Session, now: datetime) -> Person:
    return add_person(session, email="Staff@Example.org ", name="Staff", password=PASSWORD, by=None, now=now)


def test_the_right_password_lets_in_however_the_address_is_capitalised(
    session: Session, person: Person
) -> None:
    assert authenticate(session, email=" STAFF@example.ORG", password=PASSWORD).id == person.id


@pytest.mark.parametrize("email", ["staff@example.org", "nobody@example.org"])
def test_wrong_password_and_unknown_account_get_the_same_answer(
    session: Session, person: Person, email: str
) -> None:
    with pytest.raises(WrongLogin) as refusal:
        authenticate(session, email=email, password="something else")

    assert (str(refusal.value), refusal.value.field) == ("E-mail address or password is wrong.", "email")


def test_a_disabled_account_gets_the_answer_of_a_wrong_password(
    session: Session, person: Person, now: datetime
) -> None:
    disable_person(session, person=person, by=None, now=now)

    with pytest.raises(WrongLogin):
        authenticate(session, email=person.email, password=PASSWORD)


def test_an_account_without_a_password_cannot_be_entered(session: Session, now: datetime) -> None:
    add_person(session, email="new@example.org", name="New", password=None, by=None, now=now)

    with pytest.raises(WrongLogin):
        authenticate(session, email="new@example.org", password="")


def test_the_password_is_not_in_the_database(session: Session, person: Person) -> None:
    assert person.password_hash is not None
    assert PASSWORD not in person.password_hash
    assert person.password_hash.startswith("$argon2id$")


@pytest.mark.parametrize(
    "password", ["", "short", "aaaaaaaaaaaa", "staff@example.org", "x" * 201], ids=str.__len__
)
def test_a_weak_password_is_refused(password: str) -> None:
    with pytest.raises(BadInput):
        check_password(password, email="staff@example.org")


def test_a_one_time_password_is_accepted_as_a_password() -> None:
    assert check_password(one_time_password(), email="staff@example.org") is None


def test_the_sixth_try_in_a_minute_is_refused_whatever_the_address(session: Session, now: datetime) -> None:
    for number in range(5):
        admit_attempt(session, account_key="a", address_key=f"address {number}", now=now)

    with pytest.raises(TooManyTries):
        admit_attempt(session, account_key="a", address_key="another", now=now + timedelta(seconds=59))
    admit_attempt(session, account_key="b", address_key="another", now=now + timedelta(seconds=59))


def test_the_twenty_first_try_from_an_address_is_refused_whatever_the_account(
    session: Session, now: datetime
) -> None:
    for number in range(20):
        admit_attempt(session, account_key=f"account {number}", address_key="x", now=now)

    with pytest.raises(TooManyTries):
        admit_attempt(session, account_key="another", address_key="x", now=now)


def test_a_minute_later_tries_are_admitted_again(session: Session, now: datetime) -> None:
    for _ in range(5):
        admit_attempt(session, account_key="a", address_key="x", now=now)

    admit_attempt(session, account_key="a", address_key="x", now=now + timedelta(seconds=61))


def test_the_right_password_forgets_the_tries_of_the_account_only(session: Session, now: datetime) -> None:
    for _ in range(5):
        admit_attempt(session, account_key="a", address_key="x", now=now)

    forget_attempts(session, account_key="a")

    left = session.exec(select(LoginAttempt.subject)).all()
    assert set(left) == {"x"}


def test_tries_are_kept_for_a_day(session: Session, now: datetime) -> None:
    admit_attempt(session, account_key="a", address_key="x", now=now)

    admit_attempt(session, account_key="b", address_key="y", now=now + timedelta(days=1, seconds=1))

    assert set(session.exec(select(LoginAttempt.subject)).all()) == {"b", "y"}


@given(st.binary(min_size=1), st.text(), st.text())
def test_keyed_subjects_show_nothing_and_differ(key: bytes, one: str, other: str) -> None:
    shown = keyed_subject(key, "account", one)

    assert len(shown) == 64
    assert (shown == keyed_subject(key, "account", other)) is (one == other)
    assert shown != keyed_subject(key, "address", one)


def test_a_session_is_found_by_its_token_alone(session: Session, person: Person, now: datetime) -> None:
    opened = open_session(session, person=person, programme_id=None, now=now)

    assert find_session(session, token=opened.token, now=now) is not None
    assert find_session(session, token=opened.row.token_hash, now=now) is None
    assert opened.token not in str(session.exec(select(DeskSession)).one().model_dump())


@pytest.mark.parametrize(("minutes", "is_good"), [(29, True), (30, False)])
def test_a_session_ends_after_half_an_hour_without_use(
    session: Session, person: Person, now: datetime, minutes: int, is_good: bool
) -> None:
    opened = open_session(session, person=person, programme_id=None, now=now)

    found = find_session(session, token=opened.token, now=now + timedelta(minutes=minutes))

    assert (found is not None) is is_good


def test_a_session_in_use_ends_after_twelve_hours(session: Session, person: Person, now: datetime) -> None:
    opened = open_session(session, person=person, programme_id=None, now=now)
    moment = now
    while moment < now + timedelta(hours=11, minutes=50):
        assert find_session(session, token=opened.token, now=moment) is not None
        touch_session(session, token_hash=opened.row.token_hash, now=moment)
        session.expire_all()
        moment += timedelta(minutes=20)

    touch_session(session, token_hash=opened.row.token_hash, now=now + timedelta(hours=11, minutes=59))
    session.expire_all()

    assert find_session(session, token=opened.token, now=now + timedelta(hours=12)) is None


def test_touching_an_ended_session_does_not_wake_it(session: Session, person: Person, now: datetime) -> None:
    opened = open_session(session, person=person, programme_id=None, now=now)
    end_session(session, token_hash=opened.row.token_hash, now=now)

    touch_session(session, token_hash=opened.row.token_hash, now=now)

    assert find_session(session, token=opened.token, now=now) is None


@pytest.mark.parametrize("change", ["password", "grant", "revoke", "disable"])
def test_a_change_of_password_role_or_login_ends_every_session(
    session: Session, programme: Programme, person: Person, now: datetime, change: str
) -> None:
    number = programme.id or 0
    grant_role(session, person=person, programme_id=number, role=Role.STAFF, by=None, now=now)
    tokens = [open_session(session, person=person, programme_id=number, now=now).token for _ in range(2)]

    if change == "password":
        set_password(session, person=person, password="four-paper-boats", by=None, now=now)
    elif change == "grant":
        grant_role(session, person=person, programme_id=number, role=Role.LEAD, by=None, now=now)
    elif change == "revoke":
        revoke_role(session, person=person, programme_id=number, role=Role.STAFF, by=None, now=now)
    else:
        disable_person(session, person=person, by=None, now=now)

    session.expire_all()
    assert [find_session(session, token=token, now=now) for token in tokens] == [None, None]


def test_changing_the_own_password_keeps_only_the_session_that_asked(
    session: Session, person: Person, now: datetime
) -> None:
    mine = open_session(session, person=person, programme_id=None, now=now).token
    other = open_session(session, person=person, programme_id=None, now=now).token

    set_password(
        session, person=person, password="four-paper-boats", by=None, now=now, keep_session=hash_token(mine)
    )

    session.expire_all()
    assert find_session(session, token=mine, now=now) is not None
    assert find_session(session, token=other, now=now) is None


def test_an_unknown_account_costs_the_work_of_a_known_one(person: Person) -> None:
    """Both verify a hash with the same parameters; argon2's time depends on nothing else."""
    passwords._nobody.cache_clear()

    assert person.password_hash is not None
    assert passwords._nobody().split("$")[:4] == person.password_hash.split("$")[:4]
