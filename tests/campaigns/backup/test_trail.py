"""The trail that an archive brings: signed with a key of this home, adopted on somebody's word, or not believed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, select

from assets.store import Store
from campaigns.backup.making import make_backup, restore_backup
from campaigns.backup.moving import export_programme, import_programme
from campaigns.db import make_engine
from campaigns.errors import Conflict
from campaigns.people.actions import add_person
from campaigns.people.actions.logins import ChangedByHand, check_password_is_told
from campaigns.people.audit import entry_digest
from campaigns.people.models import AuditEntry, Person, Programme
from campaigns.people.signing import Signer
from campaigns.people.verifying import Break, verify
from tests import builders
from tests.shared import TRAIL_KEY

NewDatabase = Callable[[], Engine]
OTHER = b"o" * 32


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(str(tmp_path / "files"))


@pytest.fixture
def engine(migrated_database: NewDatabase, now: datetime) -> Engine:
    """An instance with a programme and its people."""
    engine = migrated_database()
    with Session(engine) as session, session.begin():
        builders.make_cast(session, now=now)
    return engine


@pytest.fixture
def target(empty_engine: Engine) -> Engine:
    return with_key(empty_engine, OTHER)


def with_key(engine: Engine, key: bytes) -> Engine:
    return make_engine(engine.url.render_as_string(hide_password=False), trail_key=key)


def forge(engine: Engine) -> int:
    """A row at the end of the trail, in order but for its signature; its number."""
    with Session(engine) as session, session.begin():
        last = session.exec(select(AuditEntry).order_by(AuditEntry.id.desc())).first()  # type: ignore[union-attr]
        assert last is not None
        row = AuditEntry(**last.model_dump() | {"id": (last.id or 0) + 1, "previous": last.digest})
        row.digest = entry_digest(row)
        row.signature = Signer([b"a" * 32]).sign(row.digest)
        session.add(row)
        return row.id or 0


def restored(engine: Engine, target: Engine, store: Store, folder: Path, now: datetime, **how: bool) -> str:
    source = folder / "backup.zip"
    make_backup(engine, store, source, beside=folder, now=now)
    return restore_backup(target, store, source, beside=folder, now=now, **how).trail


def broken(engine: Engine) -> list[Break]:
    with Session(engine) as session:
        return verify(session)["broken"]


def test_a_trail_of_another_key_is_not_put_back_unasked(
    engine: Engine, target: Engine, store: Store, tmp_path: Path, now: datetime
) -> None:
    with pytest.raises(Conflict, match="signed by a key that this home does not have"):
        restored(engine, target, store, tmp_path, now)
    with target.connect() as connection:
        assert connection.dialect.get_table_names(connection) == []


def test_it_is_adopted_on_the_operators_word(
    engine: Engine, target: Engine, store: Store, tmp_path: Path, now: datetime
) -> None:
    assert restored(engine, target, store, tmp_path, now, adopts=True) == "adopted"
    assert broken(target) == []


@pytest.mark.parametrize("adopts", [False, True])
def test_a_password_that_was_written_into_the_file_opens_nothing(
    engine: Engine,
    empty_engine: Engine,
    target: Engine,
    store: Store,
    tmp_path: Path,
    now: datetime,
    adopts: bool,
) -> None:
    """Whether the home knows the key of the trail or adopts it: what the trail tells opens, and that alone."""
    with Session(engine) as session, session.begin():
        for name in ("theirs", "planted"):
            add_person(
                session, email=f"{name}@example.org", name=name, password=None, hashed=name, by=None, now=now
            )
        session.exec(select(Person).where(Person.name == "planted")).one().password_hash = "of somebody else"
    home = target if adopts else empty_engine
    restored(engine, home, store, tmp_path, now, adopts=adopts)
    with Session(home) as session:
        people = {person.name: person for person in session.exec(select(Person))}
        check_password_is_told(session, people["theirs"])
        with pytest.raises(ChangedByHand):
            check_password_is_told(session, people["planted"])


def test_a_key_behind_the_homes_own_is_as_good(
    engine: Engine, empty_engine: Engine, store: Store, tmp_path: Path, now: datetime
) -> None:
    both = with_key(empty_engine, OTHER + TRAIL_KEY)
    assert restored(engine, both, store, tmp_path, now) == "signed"
    assert broken(with_key(empty_engine, OTHER)) == [], "what was put back is signed with the newest key"


@pytest.mark.parametrize("adopts", [False, True])
def test_a_forged_row_is_no_better_for_being_put_back(
    engine: Engine, empty_engine: Engine, store: Store, tmp_path: Path, now: datetime, adopts: bool
) -> None:
    number = forge(engine)
    assert restored(engine, empty_engine, store, tmp_path, now, adopts=adopts) == "signed"
    assert broken(empty_engine) == [{"id": number, "reason": "is not signed with a key of this home"}]


def test_a_changed_row_is_not_signed_when_its_trail_is_adopted(
    engine: Engine, target: Engine, store: Store, tmp_path: Path, now: datetime
) -> None:
    with engine.begin() as connection:
        for rest in ("_keeps_update ", "_keeps_rows ON audit_entry"):
            if rest.startswith("_keeps_rows") is (engine.dialect.name == "postgresql"):
                connection.execute(text(f"DROP TRIGGER audit_entry{rest}"))
        connection.execute(text("UPDATE audit_entry SET action = 'do_nothing' WHERE id = 2"))
    restored(engine, target, store, tmp_path, now, adopts=True)
    assert {each["id"] for each in broken(target)} == {2}


def test_a_programme_that_moves_in_is_held_to_the_same(
    engine: Engine, migrated_database: NewDatabase, store: Store, tmp_path: Path, now: datetime
) -> None:
    forge(engine)
    with Session(engine) as session:
        programme = session.exec(select(Programme)).one()
        session.expunge(programme)
    archive = tmp_path / "programme.zip"
    export_programme(engine, store, programme, archive, beside=tmp_path, now=now)
    stranger, sibling = with_key(migrated_database(), OTHER), migrated_database()

    with pytest.raises(Conflict, match=r"trail\.key"):
        import_programme(stranger, store, archive, beside=tmp_path, now=now)
    assert (
        import_programme(stranger, store, archive, beside=tmp_path, adopts=True, now=now).trail == "adopted"
    )
    assert import_programme(sibling, store, archive, beside=tmp_path, now=now).trail == "signed"
    assert [each["reason"] for each in broken(sibling)] == ["is not signed with a key of this home"]
