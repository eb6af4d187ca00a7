"""A programme taken out of one instance and into another: all of it, nothing of its neighbours, nothing sent twice."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine
from sqlmodel import Session, select

from assets.store import Store
from campaigns.backup.belonging import INSTANCE, Belonging, owner_of
from campaigns.backup.making import make_backup, restore_backup
from campaigns.backup.moving import export_programme, import_programme
from campaigns.errors import BadInput, Conflict
from campaigns.people.models import Person
from campaigns.people.queries import find_programme, load_actor
from campaigns.people.told_keys import digest_of_address, told_keys
from campaigns.people.verifying import verify
from campaigns.placements.actions.pauses import resume_sending
from campaigns.placements.models import Placement
from campaigns.placements.queries import standing_pauses
from campaigns.settings import prepare_home
from campaigns.tables import metadata
from campaigns.vocabulary import PlacementStatus
from scheduler.lock import SenderLock
from scheduler.publisher import Publisher
from tests import builders
from tests.scheduler.stage import FakeChannel, Server, Stage, build_stage

NewDatabase = Callable[[], Engine]
#: What taking in adds: that sending rests, and that it was taken in.
ADDED = {"sending_pause", "audit_entry"}


@pytest.fixture
def stage(migrated_database: NewDatabase, tmp_path: Path, now: datetime) -> Stage:
    """An approved and scheduled post of one programme, and a neighbour with its own."""
    engine = migrated_database()
    stage = build_stage(engine, tmp_path / "home", now)
    prepare_home(stage.settings)
    stage.place(at=now + timedelta(days=1))
    with Session(engine) as session, session.begin():
        neighbour = builders.make_cast(session, now=now, key="neighbour")
        builders.approved_variant(session, neighbour, now=now)
    return stage


@pytest.fixture
def store(stage: Stage) -> Store:
    store = Store(stage.settings.files_url)
    for data in (*stage.files.values(), b"a picture of the neighbour"):
        store.put(data, "image/jpeg")
    return store


@pytest.fixture
def archive(stage: Stage, store: Store, tmp_path: Path) -> Path:
    return export(stage.engine, store, "test", tmp_path / "test.zip", stage.now)


def export(engine: Engine, store: Store, key: str, target: Path, now: datetime) -> Path:
    with Session(engine) as session:
        programme = find_programme(session, key)
        session.expunge(programme)
    export_programme(engine, store, programme, target, beside=target.parent, now=now)
    return target


def rows(connection: Connection, table: str, programme_id: int) -> list[tuple[object, ...]]:
    """All of them, without the mark of having been put back."""
    chosen = Belonging(programme_id).rows_of(metadata.tables[table])
    assert chosen is not None
    found = connection.execute(chosen).mappings()
    return sorted((tuple(v for k, v in row.items() if k != "restored_from") for row in found), key=repr)


def test_everything_of_the_programme_arrives_as_it_was(
    stage: Stage, archive: Path, migrated_database: NewDatabase, tmp_path: Path
) -> None:
    engine, files = migrated_database(), Store(str(tmp_path / "files"))
    report = import_programme(engine, files, archive, beside=tmp_path, now=stage.now)
    assert (report.programme, report.files, report.doubted) == ("test", len(stage.files), 0)
    assert {digest: files.get(digest) for digest in files.digests()} == dict(stage.files)
    own = stage.cast.programme.id or 0
    with stage.engine.connect() as before, engine.connect() as after:
        for name in set(metadata.tables) - INSTANCE - ADDED:
            assert rows(after, name, own) == rows(before, name, own), name
            there = after.execute(select(metadata.tables[name])).all()
            assert len(there) == len(rows(after, name, own)), f"{name} holds rows of nobody's"


def test_its_trail_is_chained_anew_and_keeps_who_did_what_when(
    stage: Stage, archive: Path, migrated_database: NewDatabase, tmp_path: Path
) -> None:
    engine = migrated_database()
    import_programme(engine, Store(str(tmp_path / "files")), archive, beside=tmp_path, now=stage.now)
    own = stage.cast.programme.id or 0
    told = [
        column
        for column in metadata.tables["audit_entry"].c
        if column.name not in ("id", "previous", "digest", "signature")
    ]
    of_ours = select(*told).where(metadata.tables["audit_entry"].c.programme_id == own)
    with stage.engine.connect() as before, engine.connect() as after:
        old, new = before.execute(of_ours).all(), after.execute(of_ours).all()
    assert new[: len(old)] == old
    assert [row.action for row in new[len(old) :]] == ["pause_sending", "import_programme"]
    with Session(engine) as session:
        assert verify(session)["broken"] == []


def test_the_logins_that_it_brings_open_as_they_did(
    stage: Stage, archive: Path, migrated_database: NewDatabase, tmp_path: Path
) -> None:
    engine = migrated_database()
    import_programme(engine, Store(str(tmp_path / "files")), archive, beside=tmp_path, now=stage.now)
    with Session(engine) as session:
        people = session.exec(select(Person)).all()
        assert all(told_keys(session, one.id or 0).address == digest_of_address(one) for one in people)
        lawyer = session.get_one(Person, stage.cast.lawyer.person_id)
        assert load_actor(session, lawyer, stage.cast.programme.id).roles == stage.cast.lawyer.roles


def test_out_and_in_and_out_again_is_the_same(
    stage: Stage, archive: Path, migrated_database: NewDatabase, tmp_path: Path
) -> None:
    engine, files = migrated_database(), Store(str(tmp_path / "files"))
    first = import_programme(engine, files, archive, beside=tmp_path, now=stage.now)
    again = export(engine, files, "test", tmp_path / "again.zip", stage.now)
    third = migrated_database()
    second = import_programme(third, Store(str(tmp_path / "third")), again, beside=tmp_path, now=stage.now)
    assert second.rows == first.rows + len(("pause", "its row in the trail", "the row of the import"))
    assert second.files == first.files


def test_what_was_due_since_is_doubted(
    stage: Stage, archive: Path, migrated_database: NewDatabase, tmp_path: Path
) -> None:
    engine, later = migrated_database(), stage.now + timedelta(days=2)
    report = import_programme(engine, Store(str(tmp_path / "files")), archive, beside=tmp_path, now=later)
    assert report.doubted == 1
    with Session(engine) as session:
        [placement] = session.exec(select(Placement)).all()
        assert placement.status is PlacementStatus.UNCONFIRMED


def test_nothing_goes_out_until_somebody_resumes_and_then_the_approval_still_counts(
    stage: Stage, archive: Path, migrated_database: NewDatabase, tmp_path: Path
) -> None:
    engine = migrated_database()
    import_programme(engine, Store(str(tmp_path / "files")), archive, beside=tmp_path, now=stage.now)
    own = stage.cast.programme.id or 0
    stage.engine, stage.clock.moment = engine, stage.now + timedelta(days=1, minutes=1)
    server = Server(tmp_path / "server")
    deps = stage.deps(FakeChannel(server))
    assert SenderLock(engine, deps.worker).acquire(stage.clock())
    with Session(engine) as session:
        key = session.exec(select(Placement.key)).one()
        assert [pause.programme_id for pause in standing_pauses(session)] == [own]
    Publisher(deps).publish_due()
    assert server.posts(key) == 0
    with Session(engine) as session, session.begin():
        resume_sending(session, programme_id=own, by=None, now=stage.clock())
    Publisher(deps).publish_due()
    assert server.posts(key) == 1


def test_programmes_of_one_home_meet_again_in_another(
    stage: Stage, store: Store, archive: Path, migrated_database: NewDatabase, tmp_path: Path
) -> None:
    neighbour = export(stage.engine, store, "neighbour", tmp_path / "neighbour.zip", stage.now)
    engine, files = migrated_database(), Store(str(tmp_path / "files"))
    for file in (neighbour, archive):
        import_programme(engine, files, file, beside=tmp_path, now=stage.now)
    with Session(engine) as session:
        assert verify(session)["broken"] == []
        builders.make_person(session, "new@example.org", now=stage.now)
    with engine.connect() as connection:
        keys = connection.execute(select(metadata.tables["programme"].c.key)).scalars().all()
    assert set(keys) == {"test", "neighbour"}


@pytest.mark.parametrize("is_same", [True, False], ids=["the same programme", "numbers of others"])
def test_what_is_there_already_is_never_overwritten(
    is_same: bool, stage: Stage, archive: Path, migrated_database: NewDatabase, tmp_path: Path
) -> None:
    engine = stage.engine
    if not is_same:
        engine = migrated_database()
        with Session(engine) as session, session.begin():
            builders.make_cast(session, now=stage.now, key="other")
    with engine.connect() as connection:
        before = len(connection.execute(select(metadata.tables["person"])).all())
    with pytest.raises(Conflict, match="Nothing was changed"):
        import_programme(engine, Store(str(tmp_path / "files")), archive, beside=tmp_path, now=stage.now)
    with engine.connect() as connection:
        assert len(connection.execute(select(metadata.tables["person"])).all()) == before


def test_a_backup_and_an_export_are_told_apart(
    stage: Stage, store: Store, archive: Path, migrated_database: NewDatabase, tmp_path: Path
) -> None:
    target, files = migrated_database(), Store(str(tmp_path / "files"))
    make_backup(stage.engine, store, tmp_path / "backup.zip", beside=tmp_path, now=stage.now)
    with pytest.raises(BadInput, match="litfass restore"):
        import_programme(target, files, tmp_path / "backup.zip", beside=tmp_path, now=stage.now)
    with pytest.raises(BadInput, match="litfass import"):
        restore_backup(target, files, archive, beside=tmp_path, now=stage.now)


def test_every_table_is_a_programmes_or_the_machines() -> None:
    for table in metadata.sorted_tables:
        if table.name not in INSTANCE | {"programme", "person"} and "programme_id" not in table.c:
            owner_of(table)


def test_what_an_export_says_of_itself_names_no_key(archive: Path, stage: Stage) -> None:
    with zipfile.ZipFile(archive) as file:
        manifest = json.loads(file.read("manifest.json"))
        names = set(file.namelist())
    assert (manifest["kind"], manifest["programme"]) == ("litfass-programme", "test")
    assert names == {"manifest.json", "litfass.sqlite", *(f"files/{digest}" for digest in stage.files)}
