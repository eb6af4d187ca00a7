"""A backup put back: everything is there, nothing goes out twice, and no key ever travels."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text
from sqlmodel import Session

from assets.store import Store
from campaigns.backup.making import make_backup, restore_backup
from campaigns.db import make_engine
from campaigns.errors import BadInput, Conflict, Refusal, Unusable
from campaigns.people.actions.people import add_person
from campaigns.people.actions.sessions import open_session
from campaigns.people.models import DeskSession
from campaigns.people.verifying import verify
from campaigns.placements.actions import send_again
from campaigns.placements.actions.pauses import pause_sending, resume_sending
from campaigns.placements.models import Placement
from campaigns.placements.queries import standing_pauses
from campaigns.settings import prepare_home, secret_key
from campaigns.tables import metadata
from campaigns.vocabulary import PlacementStatus
from scheduler.lock import SenderLock
from scheduler.publisher import Publisher
from tests.scheduler.stage import FakeChannel, Server, Stage, build_stage
from tests.shared import TRAIL_KEY

NewDatabase = Callable[[], Engine]
#: What a restore changes on purpose.
CHANGED = {
    "desk_session",
    "login_attempt",
    "heartbeat",
    "publisher_lock",
    "sending_pause",
    "audit_entry",
    "placement",
}


@pytest.fixture
def stage(migrated_database: NewDatabase, tmp_path: Path, now: datetime) -> Stage:
    engine = migrated_database()
    stage = build_stage(engine, tmp_path / "home", now)
    prepare_home(stage.settings)
    return stage


@pytest.fixture
def store(stage: Stage) -> Store:
    store = Store(stage.settings.files_url)
    for data in stage.files.values():
        store.put(data, "image/jpeg")
    return store


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return folder


def rows(engine: Engine, table: str) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return sorted((tuple(row) for row in connection.execute(select(metadata.tables[table]))), key=repr)


def backup(stage: Stage, store: Store, elsewhere: Path) -> Path:
    target = elsewhere / "backup.zip"
    make_backup(stage.engine, store, target, beside=stage.settings.home, now=stage.now)
    return target


def test_what_is_put_back_is_what_was_there(
    stage: Stage, store: Store, elsewhere: Path, new_database: NewDatabase
) -> None:
    stage.place(at=stage.now + timedelta(days=1))
    source = backup(stage, store, elsewhere)
    engine, files = new_database(), Store(str(elsewhere / "files"))
    report = restore_backup(engine, files, source, beside=elsewhere, now=stage.now)
    assert (report.programmes, report.files, report.doubted) == (1, len(stage.files), 0)
    for table in set(metadata.tables) - CHANGED:
        assert rows(engine, table) == rows(stage.engine, table), table
    assert {digest: files.get(digest) for digest in files.digests()} == dict(stage.files)
    with Session(engine) as session:
        trail = verify(session)
        assert trail["broken"] == []
        assert trail["rows"] > len(rows(stage.engine, "audit_entry"))


def test_new_rows_continue_behind_the_restored_ones(
    stage: Stage, store: Store, elsewhere: Path, new_database: NewDatabase
) -> None:
    engine = new_database()
    source = backup(stage, store, elsewhere)
    restore_backup(engine, Store(str(elsewhere / "files")), source, beside=elsewhere, now=stage.now)
    with Session(engine) as session:
        person = add_person(
            session, email="new@example.org", name="New", password=None, by=None, now=stage.now
        )
        assert person.id == len(rows(stage.engine, "person")) + 1


def test_threat_07_what_may_have_gone_out_since_is_doubted_and_nothing_is_sent(
    stage: Stage, store: Store, elsewhere: Path, new_database: NewDatabase
) -> None:
    early = stage.place(at=stage.now + timedelta(hours=1))
    late = stage.place(at=stage.now + timedelta(days=2))
    proposed = stage.propose(at=stage.now + timedelta(hours=2))
    source = backup(stage, store, elsewhere)
    engine = new_database()
    restore_backup(
        engine, Store(str(elsewhere / "files")), source, beside=elsewhere, now=stage.now + timedelta(hours=3)
    )
    with Session(engine) as session:
        pauses = standing_pauses(session)
        assert [pause.programme_id for pause in pauses] == [None]
        assert "Restored" in pauses[0].reason
        assert session.get_one(Placement, early).status is PlacementStatus.UNCONFIRMED
        assert session.get_one(Placement, late).status is PlacementStatus.SCHEDULED
        # It may have been made binding since, and gone out; nothing known here lets anybody send it.
        assert session.get_one(Placement, proposed).status is PlacementStatus.UNCONFIRMED
        with pytest.raises(Conflict, match="approved for this placement"):
            send_again(session, placement_id=proposed, by=stage.cast.staff, now=stage.now)
    server = Server(elsewhere / "server")
    stage.engine, stage.clock.moment = engine, stage.now + timedelta(days=2, minutes=1)
    deps = stage.deps(FakeChannel(server))
    assert SenderLock(engine, deps.worker).acquire(stage.clock())
    keys = [stage.row(number).key for number in (early, late)]
    Publisher(deps).publish_due()
    assert [server.posts(key) for key in keys] == [0, 0]
    with Session(engine) as session, session.begin():
        resume_sending(session, programme_id=None, by=None, now=stage.clock())
    Publisher(deps).publish_due()
    assert [server.posts(key) for key in keys] == [0, 1]


def test_a_home_that_was_paused_already_says_that_it_was_restored(
    stage: Stage, store: Store, elsewhere: Path, new_database: NewDatabase
) -> None:
    with Session(stage.engine) as session, session.begin():
        pause_sending(session, programme_id=None, reason="Moving house.", by=None, now=stage.now)
    engine = new_database()
    source = backup(stage, store, elsewhere)
    restore_backup(engine, Store(str(elsewhere / "files")), source, beside=elsewhere, now=stage.now)
    with Session(engine) as session, session.begin():
        [pause] = standing_pauses(session)
        assert "other machine" in pause.reason
        assert pause.reason.endswith("Moving house.")
        resume_sending(session, programme_id=None, by=None, now=stage.now)
        assert standing_pauses(session) == []


def test_nobody_stays_logged_in(
    stage: Stage, store: Store, elsewhere: Path, new_database: NewDatabase
) -> None:
    with Session(stage.engine) as session, session.begin():
        person = add_person(session, email="a@example.org", name="A", password=None, by=None, now=stage.now)
        open_session(session, person=person, programme_id=None, now=stage.now)
    engine = new_database()
    source = backup(stage, store, elsewhere)
    restore_backup(engine, Store(str(elsewhere / "files")), source, beside=elsewhere, now=stage.now)
    with Session(engine) as session:
        assert [row.ended_at for row in session.execute(select(DeskSession)).scalars()] == [stage.now]


def test_no_key_is_in_a_backup(stage: Stage, store: Store, elsewhere: Path) -> None:
    source = backup(stage, store, elsewhere)
    with zipfile.ZipFile(source) as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())
    for name in ("session.key", "pseudonym.key", "secrets.key"):
        assert secret_key(stage.settings, name) not in content
    assert source.stat().st_mode & 0o077 == 0


def test_a_backup_does_not_wait_for_a_writer(stage: Stage, store: Store, elsewhere: Path) -> None:
    with Session(stage.engine) as session:
        session.execute(text("UPDATE person SET name = 'Changed'"))
        backup(stage, store, elsewhere)
        session.rollback()


def test_a_backup_is_never_overwritten(stage: Stage, store: Store, elsewhere: Path) -> None:
    target = backup(stage, store, elsewhere)
    before = target.read_bytes()
    with pytest.raises(BadInput, match="already exists"):
        backup(stage, store, elsewhere)
    assert target.read_bytes() == before


def test_a_backup_that_cannot_be_written_leaves_nothing(stage: Stage, store: Store, elsewhere: Path) -> None:
    with pytest.raises(Unusable, match="cannot be written"):
        make_backup(
            stage.engine, store, elsewhere / "no" / "b.zip", beside=stage.settings.home, now=stage.now
        )
    assert list(elsewhere.iterdir()) == []


def test_a_home_that_holds_something_is_not_overwritten(stage: Stage, store: Store, elsewhere: Path) -> None:
    source = backup(stage, store, elsewhere)
    before = rows(stage.engine, "placement")
    with pytest.raises(Conflict, match="not empty"):
        restore_backup(stage.engine, store, source, beside=elsewhere, now=stage.now)
    assert rows(stage.engine, "placement") == before


def spoilt(source: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The same archive with something changed in it."""
    with zipfile.ZipFile(source) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    target = source.with_name("spoilt.zip")
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return target


def _manifest(members: dict[str, bytes], **changes: object) -> None:
    members["manifest.json"] = json.dumps({**json.loads(members["manifest.json"]), **changes}).encode()


SPOILERS: dict[str, Callable[[dict[str, bytes]], None]] = {
    "no manifest": lambda members: members.pop("manifest.json") and None,
    "a manifest of something else": lambda members: _manifest(members, kind="photos"),
    "a manifest with more": lambda members: _manifest(members, more=1),
    "a newer format": lambda members: _manifest(members, format=2),
    "no database": lambda members: members.pop("litfass.sqlite") and None,
    "a changed database": lambda members: members.update(
        {"litfass.sqlite": members["litfass.sqlite"] + b"x"}
    ),
    "a missing file": lambda members: (
        members.pop(next(name for name in members if "files/" in name)) and None
    ),
    "a way out": lambda members: members.update({"files/../../escaped": b"x"}),
    "a file that is not its name": lambda members: members.update(
        {next(name for name in members if "files/" in name): b"other bytes"}
    ),
}


@pytest.mark.parametrize("change", SPOILERS.values(), ids=SPOILERS)
def test_a_damaged_backup_is_refused_and_the_home_stays_empty(
    stage: Stage,
    store: Store,
    elsewhere: Path,
    new_database: NewDatabase,
    change: Callable[[dict[str, bytes]], None],
) -> None:
    source = spoilt(backup(stage, store, elsewhere), change)
    engine = new_database()
    with pytest.raises(Refusal):
        restore_backup(engine, Store(str(elsewhere / "files")), source, beside=elsewhere, now=stage.now)
    restore_backup(
        engine, Store(str(elsewhere / "files")), elsewhere / "backup.zip", beside=elsewhere, now=stage.now
    )
    assert rows(engine, "programme") == rows(stage.engine, "programme")


@pytest.mark.parametrize("keep", [0, 10, 1000, -30])
def test_half_a_backup_is_refused(
    stage: Stage, store: Store, elsewhere: Path, new_database: NewDatabase, keep: int
) -> None:
    source = elsewhere / "half.zip"
    source.write_bytes(backup(stage, store, elsewhere).read_bytes()[:keep])
    with pytest.raises(BadInput, match="cannot be used"):
        restore_backup(new_database(), store, source, beside=elsewhere, now=stage.now)


def test_a_backup_of_a_newer_version_is_refused(
    stage: Stage, store: Store, elsewhere: Path, new_database: NewDatabase
) -> None:
    def of_a_newer_version(members: dict[str, bytes]) -> None:
        path = elsewhere / "newer.sqlite"
        path.write_bytes(members["litfass.sqlite"])
        newer = make_engine(f"sqlite:///{path}", trail_key=TRAIL_KEY)
        with newer.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        newer.dispose()
        members["litfass.sqlite"] = path.read_bytes()
        _manifest(members, sha256=hashlib.sha256(path.read_bytes()).hexdigest(), version="9999")

    source = spoilt(backup(stage, store, elsewhere), of_a_newer_version)
    with pytest.raises(Unusable, match="newer version"):
        restore_backup(new_database(), store, source, beside=elsewhere, now=stage.now)
