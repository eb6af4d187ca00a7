"""Two steps in, one step out, and what of it is kept how long."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, select

from campaigns.db import session_scope
from campaigns.errors import NotFound
from campaigns.newsletter import actions
from campaigns.newsletter.addresses import leave_code
from campaigns.newsletter.forgetting import forget_newsletter, overdue_newsletter
from campaigns.newsletter.models import FormerConsent, Subscriber
from campaigns.newsletter.queries import Listed, list_of
from campaigns.people.models import AuditEntry
from campaigns.placements.actions import add_account
from campaigns.placements.models import Account
from campaigns.settings import Settings, load_settings, secret_key
from tests.builders import Cast, make_cast
from tests.scheduler.readers import ask

ADDRESS = "Reader.Seven@example.org"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings({"LITFASS_HOME": str(tmp_path / "home")})


@pytest.fixture
def cast(engine: Engine, now: datetime) -> Cast:
    with session_scope(engine) as session:
        return make_cast(session, now=now)


@pytest.fixture
def account(engine: Engine, cast: Cast, now: datetime) -> Account:
    with session_scope(engine) as session:
        return add_account(
            session, programme_id=cast.programme.id or 0, channel="newsletter", name="News",
            options={"server": "outbox", "sender": "news@boats.example"}, by=None, now=now,
        )  # fmt: skip


def rows(engine: Engine) -> list[Subscriber]:
    with Session(engine, expire_on_commit=False) as session:
        return list(session.exec(select(Subscriber).order_by(Subscriber.id)))  # type: ignore[arg-type]


def confirm(engine: Engine, token: str, now: datetime) -> None:
    with session_scope(engine) as session:
        actions.confirm(session, token=token, now=now)


def test_nobody_is_on_the_list_before_they_confirm(
    engine: Engine, settings: Settings, account: Account, now: datetime
) -> None:
    token = ask(engine, settings, account, ADDRESS, ["ar", "de"], now)
    (row,) = rows(engine)
    assert (row.confirmed_at, row.languages) == (None, [])
    confirm(engine, token, now + timedelta(hours=1))
    (row,) = rows(engine)
    assert (row.confirmed_at, row.languages) == (now + timedelta(hours=1), ["ar", "de"])
    assert row.asked_at == now
    assert row.wording.startswith("ar-")


def test_a_link_ends_after_three_days(
    engine: Engine, settings: Settings, account: Account, now: datetime
) -> None:
    token = ask(engine, settings, account, ADDRESS, ["de"], now)
    with pytest.raises(NotFound):
        confirm(engine, token, now + timedelta(hours=72))
    confirm(engine, token, now + timedelta(hours=71, minutes=59))


def test_pressing_twice_is_pressing_once(
    engine: Engine, settings: Settings, account: Account, now: datetime
) -> None:
    token = ask(engine, settings, account, ADDRESS, ["de"], now)
    confirm(engine, token, now)
    confirm(engine, token, now + timedelta(hours=1))
    assert [row.confirmed_at for row in rows(engine)] == [now]


def test_nobody_changes_a_reader_s_languages_but_the_reader(
    engine: Engine, settings: Settings, account: Account, now: datetime
) -> None:
    confirm(engine, ask(engine, settings, account, ADDRESS, ["de"], now), now)
    token = ask(engine, settings, account, ADDRESS.upper(), ["ar"], now)
    assert [row.languages for row in rows(engine)] == [["de"]]
    confirm(engine, token, now)
    assert [row.languages for row in rows(engine)] == [["ar"]]


def test_nobody_is_flooded_with_confirmations(
    engine: Engine, settings: Settings, account: Account, now: datetime
) -> None:
    letters = [
        bool(ask(engine, settings, account, ADDRESS, ["de"], now + timedelta(minutes=n))) for n in range(5)
    ]
    assert letters == [True, True, True, False, False]
    assert ask(engine, settings, account, ADDRESS, ["de"], now + timedelta(days=1, minutes=5))


def test_who_leaves_is_gone_at_once_but_for_a_hash(
    engine: Engine, settings: Settings, account: Account, now: datetime
) -> None:
    confirm(engine, ask(engine, settings, account, ADDRESS, ["de"], now), now)
    (row,) = rows(engine)
    key = secret_key(settings, "pseudonym.key")
    code = leave_code(row.id or 0, row.address_hash, key)
    with session_scope(engine) as session:
        actions.leave(session, code=f"{row.id}-{'0' * 32}", hash_key=key, now=now)
    assert len(rows(engine)) == 1, "a made-up link takes nobody out"
    for _ in range(2):
        with session_scope(engine) as session:
            actions.leave(session, code=code, hash_key=key, now=now)
    assert rows(engine) == []
    with Session(engine) as session:
        (former,) = session.exec(select(FormerConsent)).all()
        assert (former.address_hash, former.confirmed_at, former.left_at) == (row.address_hash, now, now)


def test_no_address_stands_readable_anywhere_in_the_database(
    engine: Engine, settings: Settings, account: Account, cast: Cast, now: datetime
) -> None:
    token = ask(engine, settings, account, ADDRESS, ["de"], now)
    confirm(engine, token, now)
    with session_scope(engine) as session:
        actions.remove_by_hand(
            session, account=account, email=ADDRESS, hash_key=secret_key(settings, "pseudonym.key"), by=cast.admin,
            now=now,
        )  # fmt: skip
        assert (
            session.exec(select(AuditEntry.action).order_by(AuditEntry.id)).all()[-1] == "remove_subscriber"
        )  # type: ignore[arg-type]
    assert rows(engine) == []
    with engine.connect() as connection:
        from campaigns.tables import metadata

        for table in metadata.sorted_tables:
            said = str(connection.execute(text(f'SELECT * FROM "{table.name}"')).all()).casefold()  # noqa: S608
            assert "reader.seven" not in said, table.name
            assert token not in said, table.name


def test_what_was_kept_long_enough_is_deleted(
    engine: Engine, settings: Settings, account: Account, now: datetime
) -> None:
    ask(engine, settings, account, "never@example.org", ["de"], now)
    confirm(engine, ask(engine, settings, account, "stays@example.org", ["de"], now), now)
    confirm(engine, ask(engine, settings, account, "leaves@example.org", ["de"], now), now)
    with session_scope(engine) as session:
        gone = session.exec(select(Subscriber).order_by(Subscriber.id)).all()[-1]  # type: ignore[arg-type]
        actions.remove(session, gone, now=now)

    def left(moment: datetime) -> tuple[int, int]:
        with session_scope(engine) as session:
            forget_newsletter(session, now=moment)
            assert overdue_newsletter(session, now=moment, grace=timedelta(0)) == 0
        with Session(engine) as session:
            return len(session.exec(select(Subscriber)).all()), len(session.exec(select(FormerConsent)).all())

    with session_scope(engine) as session:
        assert overdue_newsletter(session, now=now + timedelta(days=8), grace=timedelta(0)) == 1
    assert left(now + timedelta(days=6)) == (2, 1)
    assert left(now + timedelta(days=8)) == (1, 1)
    assert left(datetime(now.year + 3, 12, 31, tzinfo=UTC)) == (1, 1)
    assert left(datetime(now.year + 4, 1, 2, tzinfo=UTC)) == (1, 0)


def test_small_counts_are_hidden_and_cannot_be_worked_out() -> None:
    listed = Listed(confirmed=43, pending=2, set_aside=0, languages={"de": 40, "ar": 3, "tr": 0})
    assert listed.guarded(5) == Listed(
        confirmed=40, pending=None, set_aside=0, languages={"de": 40, "ar": None, "tr": 0}
    )


def test_counts_are_of_those_who_get_issues(
    engine: Engine, settings: Settings, account: Account, now: datetime
) -> None:
    confirm(engine, ask(engine, settings, account, "one@example.org", ["de", "ar"], now), now)
    ask(engine, settings, account, "two@example.org", ["de"], now)
    with Session(engine) as session:
        assert list_of(session, account_id=account.id or 0) == Listed(1, 1, 0, {"de": 1, "ar": 1})
