"""What an uploaded file says about people is on no disk: not while it waits, not while it is read, not afterwards."""

from __future__ import annotations

import logging
import os
import signal
import threading
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session, func, select

from campaigns.db import read_scope, session_scope
from campaigns.needs.models import AdviceNeed
from campaigns.people.models import Programme
from campaigns.settings import prepare_home, secret_key
from campaigns.vocabulary import WorkKind, WorkStatus
from campaigns.work.actions import claim_work, recover_abandoned, request_work
from campaigns.work.actions.recovering import SILENT_FOR
from campaigns.work.models import Work
from campaigns.work.sealing import seal
from scheduler.deps import Deps
from scheduler.jobs import import_needs as import_job
from scheduler.jobs.child import run_in_child
from scheduler.jobs.running import do_work
from scheduler.logs import start_log
from scheduler.rounds import run_once
from tests.scheduler.stage import Stage

#: As they stand in the file, and without their blanks.
PLANTED = (
    "amira.k@beispiel-mail.de",
    "+49 171 2345678",
    "DE89 3704 0044 0532 0130 00",
    "@amira_in_koeln",
    "AZR 090204012345",
)
TABLE = "Datum;Frage;Sprache;Fallnummer\n" + "".join(
    f"2026-11-0{day};Wie hoch ist das Kindergeld? Bitte an {planted};de;{PLANTED[4]}-{day}\n"
    for day, planted in enumerate(PLANTED, start=1)
)


@pytest.fixture(autouse=True)
def _log(stage: Stage) -> Iterator[None]:
    """The worker's log in its file, so that it is searched as well."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    start_log(stage.settings)
    started = root.handlers[:]
    root.handlers = [*before, *started]
    yield
    for handler in started:
        handler.close()
    root.handlers = before
    root.setLevel(level)


def found_on_disk(folder: Path) -> list[str]:
    """Every planted identifier that some file below this folder holds, however the text is encoded."""
    wanted = {
        form.encode(encoding)
        for planted in PLANTED
        for form in (planted, planted.replace(" ", ""))
        for encoding in ("utf-8", "utf-16-le")
    }
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    return [f"{path.name}: {one!r}" for path in files for one in wanted if one in path.read_bytes()]


def found_in_database(stage: Stage) -> list[str]:
    """The same for what the engine itself gives out: the only way to look into a server's tables."""
    with stage.engine.connect() as connection:
        rows = connection.execute(text("SELECT * FROM work")).all()
        rows += connection.execute(text("SELECT * FROM advice_need")).all()
        rows += connection.execute(text("SELECT * FROM audit_entry")).all()
    said = "\n".join(
        repr([bytes(one) if isinstance(one, memoryview) else one for one in row]) for row in rows
    )
    return [planted for planted in PLANTED if planted in said]


def check_nothing_is_found(stage: Stage, folder: Path) -> None:
    assert found_on_disk(folder) == []
    assert found_in_database(stage) == []


def ask(stage: Stage, table: str = TABLE, *, keeps_text: bool = True) -> int:
    prepare_home(stage.settings)
    with session_scope(stage.engine) as session:
        programme = session.get_one(Programme, stage.cast.programme.id)
        programme.keeps_free_text = keeps_text
        work = request_work(
            session,
            kind=WorkKind.IMPORT_NEEDS,
            programme_id=programme.id,
            by=stage.cast.staff,
            now=stage.now,
            order={"name": "fragen.csv"},
            upload=seal(table.encode(), secret_key(stage.settings, "secrets.key")),
        )
        return work.id or 0


def run_here(deps: Deps, work_id: int) -> None:
    """The job in this very process."""
    do_work(deps.settings, deps.engine, deps.clock, work_id=work_id, worker=deps.worker)


def outcome(stage: Stage, work_id: int) -> Work:
    with read_scope(stage.engine) as session:
        work = session.get_one(Work, work_id)
        session.expunge(work)
        return work


def test_the_search_finds_what_lies_open(stage: Stage, tmp_path: Path) -> None:
    with session_scope(stage.engine) as session:
        session.add(Work(kind=WorkKind.IMPORT_NEEDS, upload=TABLE.encode(), asked_at=stage.now))
    assert found_in_database(stage) == list(PLANTED)
    if stage.engine.dialect.name == "sqlite":
        assert {found.split(":")[0] for found in found_on_disk(tmp_path)} >= {"litfass.sqlite-wal"}


@pytest.mark.parametrize("keeps_text", [True, False], ids=["text is kept", "text is not kept"])
def test_nothing_is_on_the_disk_while_it_waits_nor_when_it_is_done(
    stage: Stage, tmp_path: Path, keeps_text: bool
) -> None:
    work_id = ask(stage, keeps_text=keeps_text)
    check_nothing_is_found(stage, tmp_path)
    run_once(stage.deps(run_work=run_in_child))
    work = outcome(stage, work_id)
    assert (work.status, work.result["imported"], work.upload) == (WorkStatus.DONE, len(PLANTED), None)
    check_nothing_is_found(stage, tmp_path)


def test_nothing_is_on_the_disk_while_it_is_read(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[WorkStatus] = []
    real = import_job.import_needs

    def look_meanwhile(*values: object, **more: object) -> object:
        result = real(*values, **more)  # type: ignore[arg-type]
        assert found_on_disk(tmp_path) == []
        looked.append(outcome(stage, work_id).status)
        return result

    monkeypatch.setattr(import_job, "import_needs", look_meanwhile)
    work_id = ask(stage)
    run_once(stage.deps(run_work=run_here))
    assert looked == [WorkStatus.RUNNING]
    assert outcome(stage, work_id).status is WorkStatus.DONE


def test_nothing_is_on_the_disk_when_the_reader_is_killed(stage: Stage, tmp_path: Path) -> None:
    work_id = ask(stage)
    with session_scope(stage.engine) as session:
        claim_work(session, worker="doomed", now=stage.now)
    stage.engine.dispose()
    reader = get_context("fork").Process(target=_die_while_reading, args=(stage, work_id))
    reader.start()
    reader.join(60)
    assert reader.exitcode == -signal.SIGKILL
    assert outcome(stage, work_id).status is WorkStatus.RUNNING
    check_nothing_is_found(stage, tmp_path)
    stage.clock.moment = stage.now + SILENT_FOR
    with session_scope(stage.engine) as session:
        recover_abandoned(session, now=stage.clock())
    run_once(stage.deps(run_work=run_here))
    with read_scope(stage.engine) as session:
        assert session.exec(select(func.count()).select_from(AdviceNeed)).one() == len(PLANTED)
    check_nothing_is_found(stage, tmp_path)


def _die_while_reading(stage: Stage, work_id: int) -> None:
    """Takes everything in and is killed inside the open transaction, its pages half written."""
    real = import_job.import_needs

    def die(session: Session, **more: object) -> object:
        real(session, **more)  # type: ignore[arg-type]
        session.flush()
        os.kill(os.getpid(), signal.SIGKILL)
        threading.Event().wait()
        return None

    import_job.import_needs = die  # type: ignore[assignment]
    do_work(stage.settings, stage.engine, stage.clock, work_id=work_id, worker="doomed")


def test_a_file_that_is_refused_leaves_nothing(stage: Stage, tmp_path: Path) -> None:
    work_id = ask(stage, "\n".join(PLANTED))
    run_once(stage.deps(run_work=run_here))
    work = outcome(stage, work_id)
    assert (work.status, work.upload) == (WorkStatus.REFUSED, None)
    check_nothing_is_found(stage, tmp_path)


def test_a_broken_reader_leaves_nothing(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_it(data: bytes, **_: object) -> None:
        raise ValueError(data.decode())

    monkeypatch.setattr(import_job, "read_table", break_it)
    work_id = ask(stage)
    run_once(stage.deps(run_work=run_here))
    assert outcome(stage, work_id).status is WorkStatus.REFUSED
    check_nothing_is_found(stage, tmp_path)


def test_a_file_whose_key_was_exchanged_is_refused_with_what_to_do(stage: Stage) -> None:
    work_id = ask(stage)
    (stage.settings.keys_dir / "secrets.key").write_bytes(b"o" * 32)
    run_once(stage.deps(run_work=run_here))
    work = outcome(stage, work_id)
    assert (work.status, work.upload) == (WorkStatus.REFUSED, None)
    assert "Upload it once more" in (work.refusal or "")
