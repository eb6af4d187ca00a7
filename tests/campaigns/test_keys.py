"""The key of secrets is exchanged: everything sealed opens before, between and after, and nothing else does."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, LargeBinary
from sqlmodel import Session, select

from campaigns.db import SealedBytes, read_scope, session_scope
from campaigns.errors import BadInput
from campaigns.keys import NAME, CannotOpen, forget_old_keys, rotate_keys
from campaigns.mail.models import PURPOSE, Mail
from campaigns.mail.outbox import Outbox, put_letter
from campaigns.people.verifying import verify
from campaigns.sealing import KEY_LENGTH, Sealed, reseal, seal, unseal
from campaigns.settings import Settings, load_settings, prepare_home, secret_key
from campaigns.tables import metadata


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = load_settings({"LITFASS_HOME": str(tmp_path / "home")})
    prepare_home(settings)
    return settings


def letter(engine: Engine, key: bytes, now: datetime) -> None:
    with session_scope(engine) as session:
        put_letter(
            session,
            outbox=Outbox(key, is_open=True),
            letter="reset_password",
            to="lead@example.org",
            interface="en",
            values={"link": "l", "minutes": 60},
            now=now,
        )


def contents(engine: Engine) -> list[bytes]:
    with read_scope(engine) as session:
        return [row.content or b"" for row in session.exec(select(Mail).order_by(Mail.id))]  # type: ignore[arg-type]


def opens(sealed: bytes, key: bytes) -> bool:
    try:
        return b"lead@example.org" in unseal(sealed, key, purpose=PURPOSE)
    except BadInput:
        return False


def test_every_binary_column_of_the_database_is_sealed() -> None:
    open_ones = [
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, LargeBinary) and not isinstance(column.type, SealedBytes)
    ]
    assert open_ones == []


def test_an_exchange_seals_anew_and_the_old_key_opens_nothing_afterwards(
    settings: Settings, engine: Engine, now: datetime
) -> None:
    old = secret_key(settings, NAME)
    letter(engine, old, now)

    assert rotate_keys(settings, engine, now=now) == 1
    both = secret_key(settings, NAME)
    letter(engine, old, now)  # a process that read the key just before
    assert [opens(each, both) for each in contents(engine)] == [True, True]
    assert forget_old_keys(settings, engine, now=now) == 2

    new = secret_key(settings, NAME)
    assert (len(new), new) == (KEY_LENGTH, both[:KEY_LENGTH])
    assert [(opens(each, new), opens(each, old)) for each in contents(engine)] == [(True, False)] * 2
    assert (settings.keys_dir / NAME).stat().st_mode & 0o077 == 0
    with Session(engine) as session:
        assert verify(session)["broken"] == []


def test_a_secret_that_no_key_opens_stops_the_exchange_and_keeps_the_old_key(
    settings: Settings, engine: Engine, now: datetime
) -> None:
    letter(engine, secret_key(settings, NAME), now)
    letter(engine, b"x" * 32, now)
    before = contents(engine)

    with pytest.raises(CannotOpen, match="mail"):
        rotate_keys(settings, engine, now=now)
    with pytest.raises(CannotOpen):
        forget_old_keys(settings, engine, now=now)

    assert contents(engine) == before
    assert opens(before[0], secret_key(settings, NAME))


@given(
    data=st.binary(max_size=200), keys=st.lists(st.binary(min_size=32, max_size=32), min_size=2, max_size=4)
)
def test_a_secret_opens_with_any_key_that_is_still_there(data: bytes, keys: list[bytes]) -> None:
    old, new = keys[-1], b"".join(keys)
    sealed = seal(data, old, purpose="one")
    assert unseal(sealed, new, purpose="one") == data
    assert unseal(reseal(sealed, new, purpose="one"), keys[0], purpose="one") == data


@pytest.mark.parametrize(("key", "purpose"), [(b"b" * 32, "one"), (b"a" * 32, "two"), (b"a" * 31, "one")])
def test_neither_another_key_nor_another_purpose_opens(key: bytes, purpose: str) -> None:
    sealed: Sealed = seal(b"a token", b"a" * 32, purpose="one")
    with pytest.raises(BadInput):
        unseal(sealed, key, purpose=purpose)
    with pytest.raises(BadInput):
        reseal(sealed, key, purpose=purpose)
