"""A voice that came from one person's hand waits: for a day, or for a second person."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, col, select

from campaigns.db import HOME
from campaigns.errors import Conflict, NotAllowed, NotFound
from campaigns.mail.models import Mail
from campaigns.mail.outbox import Outbox, take_letters
from campaigns.people.actions import disable_person, enable_person, grant_role, open_session, revoke_role
from campaigns.people.actions.login_links import make_login_link, use_login_link
from campaigns.people.actions.objecting import GOOD_FOR, objection_of, objection_token, take_back_login
from campaigns.people.actions.people import add_person
from campaigns.people.actions.sign_on import person_at_provider
from campaigns.people.actions.voices import confirm_voice, confirmers, object_to_voice
from campaigns.people.actor import Actor
from campaigns.people.factors.actions import forget_factors
from campaigns.people.heads import present_head, write_head
from campaigns.people.models import DeskSession, Person
from campaigns.people.new_voices import WAITS, Came, NewVoice, check_voice_counts, new_voices, waits
from campaigns.people.queries import load_actor
from campaigns.people.voice_news import tell_new_voices, voice_news
from campaigns.vocabulary import LinkKind, Role
from tests.builders import Cast, make_cast, make_person

PASSWORD = "three-paper-boats"
KEY = b"k" * 32


@pytest.fixture
def cast(session: Session, now: datetime) -> Cast:
    return make_cast(session, now=now)


def waiting(
    session: Session, cast: Cast, person_id: int, now: datetime, language: str = "de"
) -> NewVoice | None:
    return waits(
        session, person_id=person_id, programme_id=cast.programme.id or 0, language=language, now=now
    )


def let_in(session: Session, cast: Cast, now: datetime, *, by: Actor, role: Role = Role.LAWYER) -> Actor:
    """Somebody of this name, whom `by` made a lawyer for German, or a lead."""
    person = make_person(session, f"{role.value}-of-{by.person_id}@test.example", now=now)
    grant_role(
        session, person=person, programme_id=cast.programme.id or 0, role=role,
        language="de" if role is Role.LAWYER else "", by=by, now=now,
    )  # fmt: skip
    return load_actor(session, person, cast.programme.id)


def opened_by(session: Session, cast: Cast, now: datetime, *, by: Actor | None) -> Person:
    """The lawyer's login got a new password through a link that `by` made."""
    person = session.get_one(Person, cast.lawyer.person_id)
    token = make_login_link(session, person=person, kind=LinkKind.HANDED, by=by, now=now)
    use_login_link(session, token=token, password=PASSWORD, now=now)
    return person


def test_what_another_hand_did_makes_a_voice_wait(session: Session, cast: Cast, now: datetime) -> None:
    """Each deed by itself, of an admin, for a day; the same done on the machine, or by the person, is none."""
    lawyer = session.get_one(Person, cast.lawyer.person_id)
    lawyer.password_hash = "set before"

    def link(by: Actor | None) -> None:
        opened_by(session, cast, now, by=by)

    def factor(by: Actor | None) -> None:
        forget_factors(session, person=lawyer, by=by, now=now)

    def reopened(by: Actor | None) -> None:
        disable_person(session, person=lawyer, by=by, now=now)
        enable_person(session, person=lawyer, by=by, now=now)

    def given(by: Actor | None) -> None:
        right: dict[str, Any] = {
            "person": lawyer,
            "programme_id": cast.programme.id or 0,
            "role": Role.LAWYER,
        }
        revoke_role(session, language="de", by=by, now=now, **right)
        grant_role(session, language="de", by=by, now=now, **right)

    for deed, came in (
        (link, Came.LOGIN),
        (factor, Came.FACTOR),
        (reopened, Came.LOGIN),
        (given, Came.RIGHT),
    ):
        with session.begin_nested() as point:
            deed(None)
            assert waiting(session, cast, cast.lawyer.person_id, now) is None, deed.__name__
            deed(cast.admin)
            voice = waiting(session, cast, cast.lawyer.person_id, now)
            assert voice and [one.came for one in voice.deeds] == [came], deed.__name__
            assert (voice.until, voice.hands) == (now + WAITS, {cast.admin.person_id})
            assert waiting(session, cast, cast.lawyer.person_id, now + WAITS) is None
            point.rollback()


def test_a_right_waits_for_its_language_a_login_for_all(session: Session, cast: Cast, now: datetime) -> None:
    person = session.get_one(Person, cast.lawyer.person_id)
    right: dict[str, Any] = {"person": person, "programme_id": cast.programme.id or 0, "role": Role.LAWYER}
    revoke_role(session, language="ar", by=cast.admin, now=now, **right)
    grant_role(session, language="ar", by=cast.admin, now=now, **right)
    assert waiting(session, cast, cast.lawyer.person_id, now, "ar")
    assert waiting(session, cast, cast.lawyer.person_id, now, "de") is None

    forget_factors(session, person=person, by=cast.admin, now=now)
    assert waiting(session, cast, cast.lawyer.person_id, now, "de")


def test_whoever_typed_the_address_is_the_hand_behind_the_first_password(
    session: Session, cast: Cast, now: datetime
) -> None:
    """The link that somebody asks for at the door has no maker; but its letter goes where an admin said."""
    person = add_person(
        session, email="new@test.example", name="New", password=None, by=cast.admin, now=now - WAITS
    )
    for again in (False, True):
        token = make_login_link(session, person=person, kind=LinkKind.RESET, by=None, now=now)
        use_login_link(session, token=token, password=PASSWORD, now=now)
        voice = waiting(session, cast, person.id or 0, now)
        assert voice and voice.hands == {cast.admin.person_id} and len(voice.deeds) == 1, again


def test_a_tie_to_single_sign_on_is_of_the_hand_that_typed_the_address(
    session: Session, cast: Cast, now: datetime
) -> None:
    tied = {}
    for by in (cast.admin, None):
        email = f"{'admin' if by else 'machine'}@provider.example"
        person = add_person(session, email=email, name="New", password=None, by=by, now=now)
        person_at_provider(
            session, issuer="https://id.example", subject=email, email=email, email_is_verified=True, now=now
        )
        tied[by] = waiting(session, cast, person.id or 0, now)
    assert tied[cast.admin] and tied[None] is None


def test_a_second_person_confirms_at_once(session: Session, cast: Cast, now: datetime) -> None:
    new = let_in(session, cast, now, by=cast.admin)
    voice = waiting(session, cast, new.person_id, now)
    assert voice is not None
    assert confirmers(session, voice, now=now) == ["lawyer1", "lawyer2", "lead"]

    confirm_voice(session, voice=voice, up_to=voice.up_to, by=cast.lead, now=now)

    assert waiting(session, cast, new.person_id, now) is None


def test_neither_the_hand_nor_the_person_nor_anybody_new_confirms(
    session: Session, cast: Cast, now: datetime
) -> None:
    """An admin who is a lead, too, lets a lawyer and a lead in: neither of the three can say that it is right."""
    here = {"programme_id": cast.programme.id or 0, "role": Role.LEAD, "by": None}
    person = session.get_one(Person, cast.admin.person_id)
    grant_role(session, person=person, now=now, **here)  # type: ignore[arg-type]
    admin = load_actor(session, person, cast.programme.id)
    new = let_in(session, cast, now, by=admin)
    lead = let_in(session, cast, now, by=admin, role=Role.LEAD)
    voice = waiting(session, cast, new.person_id, now)
    assert voice is not None

    for by, why in (
        (admin, "own hand"),
        (new, "Somebody else"),
        (lead, "new here yourself"),
        (cast.staff, "role"),
    ):
        with pytest.raises(NotAllowed, match=why):
            confirm_voice(session, voice=voice, up_to=voice.up_to, by=by, now=now)
    assert waiting(session, cast, new.person_id, now)


def test_a_lawyer_whose_login_was_opened_does_not_confirm_another(
    session: Session, cast: Cast, now: datetime
) -> None:
    opened_by(session, cast, now, by=cast.admin)
    new = let_in(session, cast, now, by=cast.admin)
    voice = waiting(session, cast, new.person_id, now)
    assert voice is not None
    with pytest.raises(NotAllowed, match="new here yourself"):
        confirm_voice(session, voice=voice, up_to=voice.up_to, by=cast.lawyer, now=now)


def test_what_came_after_the_page_was_opened_is_not_confirmed(
    session: Session, cast: Cast, now: datetime
) -> None:
    new = let_in(session, cast, now, by=cast.admin)
    seen = waiting(session, cast, new.person_id, now)
    forget_factors(session, person=session.get_one(Person, new.person_id), by=cast.admin, now=now)
    voice = waiting(session, cast, new.person_id, now)
    assert seen is not None
    with pytest.raises(Conflict, match="nothing was confirmed"):
        confirm_voice(session, voice=voice, up_to=seen.up_to, by=cast.lead, now=now)


def test_after_an_objection_time_alone_helps_no_more(session: Session, cast: Cast, now: datetime) -> None:
    new = let_in(session, cast, now, by=cast.admin)
    voice = waiting(session, cast, new.person_id, now)
    object_to_voice(session, voice=voice, by=cast.second_lawyer, now=now)

    later = now + 10 * WAITS
    voice = waiting(session, cast, new.person_id, later)
    assert voice is not None and voice.until is None
    with pytest.raises(Conflict, match="nothing to object"):
        object_to_voice(session, voice=voice, by=cast.lead, now=later)

    confirm_voice(session, voice=voice, up_to=voice.up_to, by=cast.lead, now=later)
    assert waiting(session, cast, new.person_id, later) is None


def test_an_objection_revives_nothing_that_had_waited_its_day(
    session: Session, cast: Cast, now: datetime
) -> None:
    """The lawyer's yes has counted for an hour when somebody objects to the role of a lead, given just now."""
    person = opened_by(session, cast, now, by=cast.admin)
    later = now + WAITS + timedelta(hours=1)
    grant_role(
        session, person=person, programme_id=cast.programme.id or 0, role=Role.LEAD, by=cast.admin, now=later
    )
    assert waiting(session, cast, person.id or 0, later) is None
    new = new_voices(session, {person.id or 0}, programme_id=cast.programme.id or 0, now=later)
    object_to_voice(session, voice=new[person.id or 0], by=cast.second_lawyer, now=later)

    assert waiting(session, cast, person.id or 0, later) is None


def test_whose_login_it_is_takes_it_back(session: Session, cast: Cast, now: datetime) -> None:
    person = opened_by(session, cast, now, by=cast.admin)
    open_session(session, person=person, programme_id=cast.programme.id, now=now)
    voice = waiting(session, cast, person.id or 0, now)
    assert voice is not None
    token = objection_token(KEY, person_id=person.id or 0, up_to=voice.up_to)

    assert objection_of(session, token=token, key=KEY, now=now) == (person, voice.up_to)
    take_back_login(session, person=person, up_to=voice.up_to, by=None, now=now)

    assert person.password_hash is None
    assert all(row.ended_at for row in session.exec(select(DeskSession)))
    later = waiting(session, cast, person.id or 0, now + 10 * WAITS)
    assert later is not None and later.until is None
    for when, key in ((now, KEY), (now, b"x" * 32), (now + GOOD_FOR, KEY)):
        with pytest.raises(NotFound):
            objection_of(session, token=token, key=key, now=when)


def test_everybody_concerned_is_told_once(session: Session, cast: Cast, now: datetime) -> None:
    """Also a lead whose login the same admin closed before: nobody is silenced first."""
    outbox = Outbox(KEY, is_open=True)
    disable_person(
        session,
        person=session.get_one(Person, cast.lead.person_id),
        by=cast.admin,
        now=now - timedelta(hours=1),
    )
    person = opened_by(session, cast, now, by=cast.admin)

    tell_new_voices(session, outbox=outbox, base_url="https://desk.example", now=now)

    told = {letter.to: letter.text for letter in take_letters(session, key=KEY, now=now)}
    assert set(told) == {"lawyer1@test.example", "lawyer2@test.example", "lead@test.example"}
    assert "/login/objection/" in told[person.email]
    assert f"/review/voices/{person.id}" in told["lead@test.example"]
    assert voice_news(session, now=now) == []
    voice = waiting(session, cast, person.id or 0, now)
    take_back_login(session, person=person, up_to=voice.up_to if voice else 0, by=None, now=now)
    tell_new_voices(session, outbox=outbox, base_url="https://desk.example", now=now)
    assert [row.letter for row in session.exec(select(Mail).order_by(col(Mail.id)))][-2:] == [
        "voice_objected",
        "voice_objected",
    ]
    assert voice_news(session, now=now) == []


def test_nobody_says_yes_while_the_trail_ends_before_what_was_written_down_of_it(
    engine: Engine, tmp_path: Path, now: datetime
) -> None:
    """Rows cut off at the end break no chain; the head outside the database names one that is gone."""
    with Session(engine.execution_options(**{HOME: tmp_path})) as session:
        cast = make_cast(session, now=now)
        said: dict[str, Any] = {"programme_id": cast.programme.id or 0, "languages": ["de"], "now": now}
        head = present_head(session, now=now)
        assert head is not None
        write_head(tmp_path, head)
        check_voice_counts(session, cast.lawyer, **said)
        session.connection().execute(text("DELETE FROM audit_entry WHERE id = :row"), {"row": head.row})
        with pytest.raises(NotAllowed, match=f"Row {head.row}"):
            check_voice_counts(session, cast.lawyer, **said)
