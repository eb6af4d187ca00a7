"""Accounts that fall ill, posts that go into people's hands, posts that are taken down."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from campaigns.db import session_scope
from campaigns.errors import Conflict, NotReady
from campaigns.placements.accounts.secrets import keep_secret, open_secret
from campaigns.placements.actions import add_account, change_options, hand_over, resume_account
from campaigns.placements.actions.keeping import due_for_a_look, endangered
from campaigns.placements.actions.taking_down import note_taken_down, published_at
from campaigns.placements.models import Account, Placement, Space
from campaigns.placements.public.files import may_fetch, signed_path
from campaigns.placements.reasons import SIGNED_OUT
from campaigns.placements.sending.wire import NOTHING_STAGED, Sender, Wire
from campaigns.vocabulary import PlacementStatus
from scheduler.contract import Barred, Prepared
from scheduler.examining import sender_of
from scheduler.means import SealedVault
from tests.scheduler.stage import FakeChannel, Server, Stage
from tests.scheduler.test_publishing import work_at

KEY = b"k" * 32


class SignedOut(FakeChannel):
    """Its token is dead; counts how often it was asked."""

    asked = 0

    def prepare(self, wire: Wire, sender: Sender, staged: object = NOTHING_STAGED) -> Prepared | Barred:  # type: ignore[override]
        self.asked += 1
        return Barred(SIGNED_OUT)


def account(stage: Stage) -> Account:
    with Session(stage.engine, expire_on_commit=False) as session:
        return session.get_one(Account, stage.accounts["folder"].id)


def test_threat_08_a_dead_token_is_tried_once_and_its_posts_wait_for_a_person(stage: Stage, tmp_path) -> None:
    placement, channel = stage.place(), SignedOut(Server(tmp_path / "network"))
    for minutes in range(2, 9):
        work_at(stage, minutes, channel)
    assert channel.asked == 1
    assert stage.status(placement) is PlacementStatus.SCHEDULED
    assert account(stage).health == SIGNED_OUT
    with session_scope(stage.engine) as session:
        resume_account(
            session, account_id=stage.accounts["folder"].id or 0, by=stage.cast.admin, now=stage.clock()
        )
    work_at(stage, 10, FakeChannel(Server(tmp_path / "network")))
    assert stage.status(placement) is PlacementStatus.PUBLISHED


def test_posts_behind_the_end_of_a_token_are_named(stage: Stage) -> None:
    stage.place(at=stage.now + timedelta(hours=1))
    late = stage.place(at=stage.now + timedelta(days=2))
    with session_scope(stage.engine) as session:
        row = session.get_one(Account, stage.accounts["folder"].id)
        assert endangered(session, row, now=stage.now) == []
        row.expires_at = stage.now + timedelta(days=1)
        assert [each.id for each in endangered(session, row, now=stage.now)] == [late]


def test_a_post_goes_into_a_persons_hands_with_the_same_words_and_moment(stage: Stage, tmp_path) -> None:
    placement = stage.place(at=stage.now + timedelta(hours=1))
    with session_scope(stage.engine) as session:
        session.get_one(Account, stage.accounts["folder"].id).channel = "telegram"
        new = hand_over(session, placement_id=placement, by=stage.cast.staff, now=stage.clock())
        old = session.get_one(Placement, placement)
        assert old.status is PlacementStatus.CANCELLED
        assert (new.digest, new.due_at, new.next_at) == (old.digest, old.due_at, None)
        assert session.get_one(Space, new.space_id).platform == "telegram"
    channel = FakeChannel(Server(tmp_path / "network"))
    work_at(stage, 120, channel)
    assert channel.wires == []


def test_what_is_out_is_not_handed_over(stage: Stage, tmp_path) -> None:
    placement = stage.place()
    work_at(stage, 2, FakeChannel(Server(tmp_path / "network")))
    with session_scope(stage.engine) as session, pytest.raises(Conflict):
        hand_over(session, placement_id=placement, by=stage.cast.staff, now=stage.clock())


def test_a_post_is_taken_down_once(stage: Stage, tmp_path) -> None:
    placement = stage.place()
    with session_scope(stage.engine) as session, pytest.raises(NotReady):
        published_at(session, placement_id=placement)
    work_at(stage, 2, FakeChannel(Server(tmp_path / "network")))
    key = stage.row(placement).key
    with session_scope(stage.engine) as session:
        assert published_at(session, placement_id=placement)[1] == f"id-{key}"
        note_taken_down(session, placement_id=placement, now=stage.clock())
    with session_scope(stage.engine) as session, pytest.raises(Conflict):
        published_at(session, placement_id=placement)


def test_a_token_is_kept_for_one_account_and_an_empty_part_keeps_it(stage: Stage) -> None:
    number = stage.accounts["folder"].id or 0
    who = {"account_id": number, "key": KEY, "by": stage.cast.admin, "now": stage.now}
    with session_scope(stage.engine) as session:
        keep_secret(session, values={"token": "one", "id": "two"}, **who)
        keep_secret(session, values={"token": "", "id": "three"}, **who)
        sealed = session.get_one(Account, number).secret
    kept = open_secret(sealed, account_id=number, options={}, key=KEY)
    assert kept == {"token": "one", "id": "three"}
    assert b"three" not in (sealed or b"")
    with pytest.raises(Exception, match="another account"):
        open_secret(sealed, account_id=number + 1, options={}, key=KEY)


def opened(stage: Stage, number: int) -> Mapping[str, str]:
    """What the worker would hand over to the server that the account's row names."""
    _channel, sender = sender_of(stage.engine, number)
    return SealedVault(stage.engine, KEY, stage.clock).open(sender)


def test_a_token_opens_for_no_server_that_was_written_in_by_hand(stage: Stage) -> None:
    with session_scope(stage.engine) as session:
        account = add_account(
            session, programme_id=stage.cast.programme.id or 0, channel="mastodon", name="News",
            options={"instance": "https://social.example"}, by=stage.cast.admin, now=stage.now,
        )  # fmt: skip
        number = account.id or 0
        who = {"account_id": number, "key": KEY, "by": stage.cast.admin, "now": stage.now}
        keep_secret(session, values={"token": "one"}, **who)
    assert opened(stage, number) == {"token": "one"}

    with stage.engine.begin() as connection:
        statement = text("UPDATE account SET options = :o WHERE id = :i")
        connection.execute(statement, {"o": '{"instance": "https://thief.example"}', "i": number})
    assert opened(stage, number) == {}

    with session_scope(stage.engine) as session:
        keep_secret(session, values={"token": "two"}, **who)
        change_options(session, values={"instance": "https://other.example"}, **who)
    assert opened(stage, number) == {"token": "two"}


def test_accounts_are_looked_at_again_after_half_a_day(stage: Stage) -> None:
    every = timedelta(hours=12)
    with session_scope(stage.engine) as session:
        both = due_for_a_look(session, now=stage.now, every=every)
        for row in session.exec(select(Account)):
            row.checked_at = stage.now
            session.add(row)
        session.flush()
        assert due_for_a_look(session, now=stage.now + every / 2, every=every) == []
        assert due_for_a_look(session, now=stage.now + every, every=every) == both


def test_the_address_of_a_file_cannot_be_guessed_or_stretched(stage: Stage) -> None:
    path = signed_path("d" * 64, "image/jpeg", until=stage.now + timedelta(hours=1), key=KEY)
    _, _, ends, signature, name = path.split("/")
    right = {"ends": int(ends), "signature": signature, "key": KEY, "now": stage.now}
    digest, _, extension = name.partition(".")
    assert may_fetch(digest, extension, **right)
    assert not may_fetch("e" * 64, extension, **right)
    assert not may_fetch(digest, extension, **right | {"ends": int(ends) + 1})
    assert not may_fetch(digest, extension, **right | {"now": stage.now + timedelta(hours=1)})
    assert not may_fetch(digest, extension, **right | {"key": b"x" * 32})
