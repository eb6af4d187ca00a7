"""Letters: written in the reader's language, kept sealed, tried again, gone when they end."""

from __future__ import annotations

import string
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from campaigns.errors import BadInput
from campaigns.mail.letters import letters, write_letter
from campaigns.mail.models import Mail
from campaigns.mail.outbox import (
    LEASE,
    PAUSES,
    Outbox,
    forget_old_mail,
    overdue_mail,
    put_letter,
    settle_failed,
    settle_sent,
    take_letters,
)
from campaigns.mail.server import read_mail_server

KEY = b"k" * 32
VALUES = {"link": "https://desk.example/x", "minutes": 60}


def put(session: Session, now: datetime, **more: timedelta) -> Mail:
    assert put_letter(
        session,
        outbox=Outbox(KEY, is_open=True),
        letter="reset_password",
        to="lawyer@example.org",
        interface="de",
        values=VALUES,
        now=now,
        **more,
    )
    return session.exec(select(Mail)).one()


@pytest.mark.parametrize("name", sorted(letters()))
def test_every_letter_speaks_both_languages_with_the_same_values(name: str) -> None:
    asked = {
        language: {
            field for _, field, _, _ in string.Formatter().parse(parts["subject"] + parts["text"]) if field
        }
        for language, parts in letters()[name].items()
    }
    assert set(asked) == {"de", "en"}
    assert asked["de"] == asked["en"]


def test_a_value_with_line_breaks_stays_one_value() -> None:
    written = write_letter(
        "invite", interface="en", values={"programme": "A\r\nBcc: x@y.z", "days": 7, "link": "l"}
    )
    assert "A Bcc: x@y.z gave you" in written.text
    assert "\n" not in written.subject


def test_a_letter_lies_sealed_and_is_taken_once_a_lease(session: Session, now: datetime) -> None:
    row = put(session, now)
    assert row.content is not None
    assert b"lawyer" not in row.content

    (envelope,) = take_letters(session, key=KEY, now=now)
    assert (envelope.to, "desk.example/x" in envelope.text) == ("lawyer@example.org", True)
    assert take_letters(session, key=KEY, now=now) == []
    assert len(take_letters(session, key=KEY, now=now + LEASE)) == 1


def test_a_closed_outbox_takes_nothing(session: Session, now: datetime) -> None:
    closed = Outbox(KEY, is_open=False)
    assert not put_letter(
        session,
        outbox=closed,
        letter="reset_password",
        to="a@b.example",
        interface="en",
        values=VALUES,
        now=now,
    )
    assert session.exec(select(Mail)).all() == []


def test_a_letter_that_was_sent_leaves_nothing_to_read(session: Session, now: datetime) -> None:
    row = put(session, now)
    take_letters(session, key=KEY, now=now)
    settle_sent(session, mail_id=row.id or 0, now=now)
    session.refresh(row)
    assert (row.content, row.next_at, row.sent_at) == (None, None, now)


def test_a_letter_is_tried_again_after_longer_and_longer_pauses_and_then_given_up(
    session: Session, now: datetime
) -> None:
    row, moment, waited = put(session, now), now, []
    while row.next_at is not None:
        moment = row.next_at
        assert len(take_letters(session, key=KEY, now=moment)) == 1
        settle_failed(session, mail_id=row.id or 0, problem="unreachable", for_good=False, now=moment)
        session.refresh(row)
        waited.append(row.next_at and row.next_at - moment)
    assert waited == [*PAUSES, None]
    assert (row.content, row.given_up_at, row.problem) == (None, moment, "unreachable")


def test_a_link_that_has_expired_is_not_sent_any_more(session: Session, now: datetime) -> None:
    row = put(session, now, good_for=timedelta(hours=1))
    assert take_letters(session, key=KEY, now=now + timedelta(hours=1)) == []
    session.refresh(row)
    assert (row.content, row.problem) == (None, "late")


def test_old_mail_is_forgotten_after_thirty_days(session: Session, now: datetime) -> None:
    row = put(session, now)
    take_letters(session, key=KEY, now=now)
    settle_sent(session, mail_id=row.id or 0, now=now)
    later = now + timedelta(days=33)
    assert overdue_mail(session, now=later, grace=timedelta(days=2)) == 1
    assert forget_old_mail(session, now=later) == 1
    assert overdue_mail(session, now=later, grace=timedelta(days=2)) == 0


def test_a_mail_servers_address_is_read_with_its_escapes_and_never_shown() -> None:
    server = read_mail_server("smtp://litfass%40example.org:p%40ss@mail.example.org")
    assert (server.host, server.port, server.user, server.password) == (
        "mail.example.org",
        587,
        "litfass@example.org",
        "p@ss",
    )
    assert "p@ss" not in repr(server)


@pytest.mark.parametrize("address", ["post.example.org", "http://x:y@z", "smtp://:25", "smtp://h:notaport"])
def test_an_address_that_is_none_is_refused_without_being_quoted(address: str) -> None:
    with pytest.raises(BadInput) as refusal:
        read_mail_server(address)
    assert address not in str(refusal.value)
