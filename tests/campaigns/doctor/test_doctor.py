"""Every rule of the doctor, broken once; and a healthy home in which none fires."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session

from assets.sandbox.room import Level
from assets.shaping import ShapingState
from campaigns.db import make_engine, open_engine
from campaigns.doctor import pictures
from campaigns.doctor.data import check_data
from campaigns.doctor.examine import examine, is_well, run_check
from campaigns.doctor.finding import Finding, State
from campaigns.doctor.home import check_address, check_disk, check_filesystem, check_home, check_keys
from campaigns.doctor.machine import (
    check_ffmpeg,
    check_pillow,
    check_python,
    check_sandbox,
    check_sqlite,
    check_zones,
)
from campaigns.doctor.pictures import check_fonts, check_layouts, check_shaping
from campaigns.people.actions import open_session
from campaigns.people.audit import record
from campaigns.people.models import Membership, Person
from campaigns.placements.actions.pauses import pause_sending
from campaigns.placements.sending.ends import End, record_ends
from campaigns.settings import KEYS, Settings, prepare_home
from campaigns.vocabulary import PlacementStatus, Role
from campaigns.work.heartbeat import beat
from tests.builders import make_cast
from tests.shared import TRAIL_KEY


@pytest.fixture
def engine_of_home(migrated_database: Callable[[], Engine]) -> Engine:
    """A database of this version."""
    return migrated_database()


@pytest.fixture
def settings(tmp_path: Path, engine_of_home: Engine) -> Settings:
    """A home with keys and a database of this version."""
    settings = Settings(
        home=tmp_path / "home",
        database_url=engine_of_home.url.render_as_string(hide_password=False),
        files_url=str(tmp_path / "home" / "files"),
        base_url="http://127.0.0.1:8000",
        port=8000,
    )
    prepare_home(settings)
    return settings


def found(settings: Settings, now: datetime, name: str) -> Finding:
    return next(one for one in check_data(settings, now) if one.name == name)


def test_a_healthy_home_is_well(settings: Settings, now: datetime) -> None:
    findings = examine(settings, now)
    assert [one.sentence for one in findings if one.state is State.FAILS] == []
    assert is_well(findings)
    assert {"name", "state", "sentence", "remedy"} == set(findings[0].plain())
    assert len({one.name for one in findings}) == len(findings)


def test_a_home_that_is_not_there_yet_is_no_failure_and_is_not_made(tmp_path: Path, now: datetime) -> None:
    home = tmp_path / "later"
    url = f"sqlite:///{home / 'litfass.sqlite'}"
    findings = examine(Settings(home, url, str(home / "files"), "http://127.0.0.1:8000", 8000), now)
    assert is_well(findings)
    assert not home.exists()


@pytest.mark.parametrize(
    "broken",
    [
        check_python((3, 10, 4)),
        check_pillow("11.3.0"),
        check_ffmpeg("/nowhere/ffmpeg"),
        check_ffmpeg("/bin/false"),
    ],
    ids=lambda one: one.name,
)
def test_a_machine_that_lacks_something_fails_with_a_remedy(broken: Finding) -> None:
    assert broken.state is State.FAILS
    assert broken.sentence
    assert broken.advice


def test_the_present_machine_passes() -> None:
    checks = (
        check_python(),
        check_sqlite(),
        check_pillow(),
        check_zones(),
        check_ffmpeg(),
        check_fonts(),
        check_layouts(),
    )
    assert {one.name: one.state for one in checks} == {one.name: State.WELL for one in checks}


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 44, 5), (3, 50, 6), (3, 51, 2)])
def test_an_unfixed_sqlite_is_noted(version: tuple[int, ...]) -> None:
    assert check_sqlite(version).state is State.NOTE


def test_the_level_of_the_sandbox_is_told() -> None:
    assert check_sandbox(Level.BUBBLEWRAP).state is State.WELL
    weaker = [check_sandbox(each) for each in (Level.NO_NETWORK, Level.LIMITS)]
    assert [each.state for each in weaker] == [State.NOTE] * 2
    assert "without network" in str(weaker[0].sentence) and "with network" in str(weaker[1].sentence)
    assert all("bubblewrap" in each.advice for each in weaker)


def test_missing_fribidi_is_named_with_its_command(monkeypatch: pytest.MonkeyPatch) -> None:
    state = ShapingState(raqm=True, fribidi=False, joined=False, message="The FriBiDi library is missing.")
    monkeypatch.setattr(pictures, "prove_shaping", lambda: state)
    broken = check_shaping()
    assert broken.state is State.FAILS
    assert "apt-get install libfribidi0" in broken.advice


def test_a_home_below_a_file_fails(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert check_home(replace(settings, home=tmp_path / "file" / "home")).state is State.FAILS


def test_less_than_a_gigabyte_fails(settings: Settings) -> None:
    assert check_disk(settings, free=999_999_999).state is State.FAILS
    assert check_disk(settings, free=1_000_000_000).state is State.WELL


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs"])
def test_sqlite_on_a_network_file_system_fails(tmp_path: Path, kind: str) -> None:
    settings = Settings(tmp_path, f"sqlite:///{tmp_path}/l.sqlite", "", "http://127.0.0.1", 8000)
    mounts = f"/dev/sda / ext4 rw 0 0\nserver:/x {tmp_path} {kind} rw 0 0\n"
    assert check_filesystem(settings, mounts).state is State.FAILS
    assert (
        check_filesystem(replace(settings, database_url="postgresql+psycopg://h/d"), mounts).state
        is State.WELL
    )
    assert check_filesystem(settings, "/dev/sda / ext4 rw 0 0\n").state is State.WELL


@pytest.mark.parametrize("name", KEYS)
def test_a_key_that_is_gone_short_or_open_fails(settings: Settings, name: str) -> None:
    path = settings.keys_dir / name
    path.chmod(0o640)
    assert "may read" in check_keys(settings).sentence
    path.chmod(0o600)
    assert check_keys(settings).state is State.WELL
    path.write_bytes(b"short")
    assert check_keys(settings).state is State.FAILS
    path.unlink()
    assert check_keys(settings).state is State.FAILS


@pytest.mark.parametrize(
    ("url", "state"),
    [
        ("https://litfass.example.org", State.WELL),
        ("http://localhost:8000", State.WELL),
        ("http://litfass.example.org", State.FAILS),
        ("litfass.example.org", State.FAILS),
    ],
)
def test_an_address_without_tls_fails(settings: Settings, url: str, state: State) -> None:
    assert check_address(replace(settings, base_url=url)).state is state


@pytest.mark.parametrize(
    "url", ["postgresql+psycopg://me:secret@127.0.0.1:1/db", "mysql://host/db", "no address at all"]
)
def test_a_database_that_cannot_be_reached_fails_without_its_password(
    settings: Settings, now: datetime, url: str
) -> None:
    broken = found(replace(settings, database_url=url), now, "database")
    assert broken.state is State.FAILS
    assert "secret" not in broken.sentence + broken.advice


def test_a_file_that_is_no_database_fails(settings: Settings, now: datetime, tmp_path: Path) -> None:
    (tmp_path / "noise.sqlite").write_bytes(b"noise" * 1000)
    url = f"sqlite:///{tmp_path / 'noise.sqlite'}"
    assert found(replace(settings, database_url=url), now, "database").state is State.FAILS


def test_a_database_of_another_version_fails(
    settings: Settings, now: datetime, engine_of_home: Engine
) -> None:
    with engine_of_home.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    broken = found(settings, now, "database")
    assert broken.state is State.FAILS
    assert "newer version" in broken.sentence


def test_an_empty_database_is_noted(settings: Settings, now: datetime, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'void.sqlite'}"
    engine = make_engine(url, trail_key=TRAIL_KEY)
    engine.connect().close()
    engine.dispose()
    assert found(replace(settings, database_url=url), now, "database").state is State.NOTE


def test_a_role_that_nobody_gave_is_noted(settings: Settings, now: datetime, engine_of_home: Engine) -> None:
    with Session(engine_of_home) as session, session.begin():
        cast = make_cast(session, now=now)
        session.add(
            Membership(
                person_id=cast.advisor.person_id,
                programme_id=cast.programme.id or 0,
                role=Role.LAWYER,
                language="de",
                created_at=now,
            )
        )
    (settings.keys_dir / "trail.key").write_bytes(TRAIL_KEY)
    finding = found(settings, now, "roles")
    assert (finding.state, finding.values) == (State.NOTE, {"count": 1})


def test_a_login_that_was_changed_by_hand_is_noted(
    settings: Settings, now: datetime, engine_of_home: Engine
) -> None:
    with Session(engine_of_home) as session, session.begin():
        cast = make_cast(session, now=now)
        person = session.get_one(Person, cast.lawyer.person_id)
        open_session(session, person=person, programme_id=None, now=now).row.person_id = cast.lead.person_id
        session.get_one(Person, cast.second_lawyer.person_id).password_hash = "of somebody else"
    (settings.keys_dir / "trail.key").write_bytes(TRAIL_KEY)
    finding = found(settings, now, "logins")
    assert (finding.state, finding.values) == (State.NOTE, {"count": 1, "sessions": 1})


def test_a_clock_that_was_put_back_fails(settings: Settings, now: datetime, engine_of_home: Engine) -> None:
    with Session(engine_of_home) as session, session.begin():
        record(session, action="try", subject="test", by=None, now=now)
    assert found(settings, now - timedelta(minutes=1), "clock").state is State.WELL
    assert found(settings, now - timedelta(minutes=3), "clock").state is State.FAILS


def test_a_round_made_for_a_later_moment_does_not_upset_the_clock(
    settings: Settings, now: datetime, engine_of_home: Engine
) -> None:
    end = End(1, 1, None, PlacementStatus.PUBLISHED)
    with engine_of_home.begin() as connection:
        record_ends(connection, [end], now=now + timedelta(days=400))
    assert found(settings, now, "clock").state is State.WELL


def test_a_worker_is_heard_or_missed(settings: Settings, now: datetime, engine_of_home: Engine) -> None:
    assert found(settings, now, "worker").state is State.NOTE
    with Session(engine_of_home) as session, session.begin():
        beat(session, worker="w", started_at=now, is_publisher=True, now=now)
    assert found(settings, now, "worker").state is State.WELL
    assert found(settings, now + timedelta(hours=1), "worker").state is State.NOTE


def test_a_pause_is_noted_with_its_reason(settings: Settings, now: datetime, engine_of_home: Engine) -> None:
    with Session(engine_of_home) as session, session.begin():
        pause_sending(session, programme_id=None, reason="Holidays {of} all", by=None, now=now)
    noted = found(settings, now, "sending")
    assert noted.state is State.NOTE
    assert "Holidays {of} all" in noted.sentence


def test_a_check_that_breaks_is_a_finding() -> None:
    def broken() -> Finding:
        raise RuntimeError("what somebody wrote")

    (finding,) = run_check("fonts", broken)
    assert finding.state is State.FAILS
    assert "what somebody wrote" not in finding.sentence


def hear_from(settings: Settings, *hosts: str, now: datetime) -> None:
    with Session(open_engine(settings)) as session, session.begin():
        for host in hosts:
            beat(session, worker=f"{host}-12-0a0b0c0d", started_at=now, is_publisher=True, now=now)


@pytest.mark.parametrize(
    ("hosts", "files", "state"),
    [
        (["one"], "", State.NOTE),
        (["one", "two-b"], "", State.FAILS),
        (["one", "two-b"], "s3://bucket/folder", State.WELL),
    ],
)
def test_several_machines_need_files_that_all_of_them_reach(
    settings: Settings, now: datetime, hosts: list[str], files: str, state: State
) -> None:
    hear_from(settings, *hosts, now=now)
    shared = replace(settings, engine="cluster", files_url=files or settings.files_url)
    finding = found(shared, now, "engine")
    if settings.is_on_sqlite:
        assert (finding.state, "SQLite" in finding.sentence) == (State.FAILS, True)
        return
    assert finding.state is state
    if state is State.FAILS:
        assert "(one, two-b)" in finding.sentence
        assert "LITFASS_FILES_URL" in finding.advice


def test_an_engine_of_one_machine_says_so_when_another_is_heard(settings: Settings, now: datetime) -> None:
    alone = replace(settings, engine="embedded")
    assert found(alone, now, "engine").state is State.WELL
    hear_from(settings, "one", "two", now=now)
    assert found(alone, now, "engine").state is State.FAILS
    assert found(alone, now + timedelta(minutes=5), "engine").state is State.WELL
