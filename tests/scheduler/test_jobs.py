"""Long work by kind, in this process and in one of its own; what breaks becomes a sentence."""

from __future__ import annotations

import io
from typing import Any

import pytest
from sqlmodel import Session, select

from assets.store import Store
from campaigns.content.models import Rendition
from campaigns.db import session_scope
from campaigns.settings import prepare_home, secret_key
from campaigns.vocabulary import WorkKind, WorkStatus
from campaigns.work.actions import ask_cancel, claim_work, request_work
from campaigns.work.models import Work
from campaigns.work.sealing import Sealed, seal
from scheduler.deps import Deps
from scheduler.jobs import JOBS
from scheduler.jobs import import_needs as import_job
from scheduler.jobs.child import run_in_child
from scheduler.jobs.running import do_work
from scheduler.rounds import run_once
from tests import builders
from tests.scheduler.stage import Stage

TABLE = "Datum;Frage;Sprache\n" + "".join(
    f"2026-11-0{day};Wie hoch ist das Kindergeld für mein {day}. Kind in Deutschland?;de\n"
    for day in (2, 3, 4)
)


def run_here(deps: Deps, work_id: int) -> None:
    """The job in this very process, as its child would do it."""
    do_work(deps.settings, deps.engine, deps.clock, work_id=work_id, worker=deps.worker)


def ask(stage: Stage, kind: WorkKind, **rest: Any) -> int:
    with session_scope(stage.engine) as session:
        work = request_work(
            session,
            kind=kind,
            programme_id=stage.cast.programme.id,
            by=stage.cast.staff,
            now=stage.now,
            **rest,
        )
        return work.id or 0


def sealed(stage: Stage, data: bytes) -> Sealed:
    """An upload as the desk hands it over."""
    return seal(data, secret_key(stage.settings, "secrets.key"))


def outcome(stage: Stage, work_id: int) -> Work:
    with Session(stage.engine, expire_on_commit=False) as session:
        return session.get_one(Work, work_id)


def ask_for_pictures(stage: Stage) -> int:
    with session_scope(stage.engine) as session:
        campaign = builders.make_campaign(session, stage.cast, now=stage.now)
        campaign_id = campaign.id
    return ask(stage, WorkKind.RENDER_CAMPAIGN, subject_id=campaign_id, order={"languages": ["de"]})


def test_every_kind_of_work_has_a_job() -> None:
    assert set(JOBS) == set(WorkKind)


@pytest.mark.any_database
def test_pictures_are_made_in_a_process_of_their_own(stage: Stage) -> None:
    work_id = ask_for_pictures(stage)
    assert run_once(stage.deps(run_work=run_in_child)).work == 1
    work = outcome(stage, work_id)
    assert (work.status, work.result["made"], work.refusal) == (WorkStatus.DONE, 1, None)
    assert (work.done, work.total) == (1, 1)
    store = Store(stage.settings.files_url)
    with Session(stage.engine) as session:
        digests = [row.digest for row in session.exec(select(Rendition)) if store.exists(row.digest)]
    assert len(digests) == 1


def test_a_table_of_questions_is_taken_in_and_the_file_goes(stage: Stage) -> None:
    prepare_home(stage.settings)
    work_id = ask(
        stage, WorkKind.IMPORT_NEEDS, upload=sealed(stage, TABLE.encode()), order={"name": "fragen.csv"}
    )
    run_once(stage.deps(run_work=run_here))
    work = outcome(stage, work_id)
    assert work.status is WorkStatus.DONE, work.refusal
    assert (work.result["read"], work.result["imported"], work.upload) == (3, 3, None)


def test_a_file_that_is_no_table_is_refused_with_a_sentence(stage: Stage) -> None:
    prepare_home(stage.settings)
    work_id = ask(
        stage, WorkKind.IMPORT_NEEDS, upload=sealed(stage, b"\x00\x01\x02"), order={"name": "x.xlsx"}
    )
    run_once(stage.deps(run_work=run_here))
    work = outcome(stage, work_id)
    assert work.status is WorkStatus.REFUSED
    assert work.refusal and work.upload is None


def test_a_report_lies_in_the_store(stage: Stage) -> None:
    work_id = ask(stage, WorkKind.REPORT)
    run_once(stage.deps(run_work=run_here))
    work = outcome(stage, work_id)
    assert work.status is WorkStatus.DONE, work.refusal
    content = Store(stage.settings.files_url).get(work.result["digest"])
    assert io.BytesIO(content).readline().startswith(b"\xef\xbb\xbfprogramme;")


def test_a_mistake_of_ours_is_a_sentence_and_a_place_in_the_log_without_words(
    stage: Stage, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_it(task: object) -> dict[str, Any]:
        raise KeyError("what somebody wrote")

    monkeypatch.setattr("scheduler.jobs.report.run", break_it)
    work_id = ask(stage, WorkKind.REPORT)
    run_once(stage.deps(run_work=run_here))
    work = outcome(stage, work_id)
    assert work.status is WorkStatus.REFUSED
    assert f"work {work_id}" in (work.refusal or "").format(**work.refusal_values)
    assert "KeyError at" in caplog.text
    assert "what somebody wrote" not in caplog.text


def test_work_that_is_to_stop_stops_at_its_next_report(stage: Stage) -> None:
    work_id = ask_for_pictures(stage)
    with session_scope(stage.engine) as session:
        claim_work(session, worker="first", now=stage.now)
        ask_cancel(session, work_id=work_id, by=None, now=stage.now)
    run_here(stage.deps(), work_id)
    assert outcome(stage, work_id).status is WorkStatus.CANCELLED


def test_a_process_that_dies_twice_leaves_a_sentence(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    work_id = ask(stage, WorkKind.REPORT)
    monkeypatch.setattr("scheduler.jobs.child._child", _die)
    run_once(stage.deps(run_work=run_in_child))
    work = outcome(stage, work_id)
    assert work.status is WorkStatus.REFUSED
    assert work.attempt == 2


def _die(*_: object) -> None:
    raise SystemExit(9)


def test_a_worker_that_is_told_to_end_gives_its_work_back(stage: Stage) -> None:
    work_id = ask_for_pictures(stage)
    deps = stage.deps(run_work=run_in_child)
    with session_scope(stage.engine) as session:
        claim_work(session, worker=deps.worker, now=stage.now)
    deps.stop.set()
    run_in_child(deps, work_id)
    work = outcome(stage, work_id)
    assert (work.status, work.attempt) == (WorkStatus.WAITING, 0)


def test_an_import_understands_its_rows_before_it_takes_the_database(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare_home(stage.settings)
    real = import_job.understand_table
    written: list[int] = []

    def while_others_write(*values: Any, **more: Any) -> Any:
        # Would wait for the lock and fail if the import held a transaction meanwhile.
        written.append(ask(stage, WorkKind.REPORT))
        return real(*values, **more)

    monkeypatch.setattr(import_job, "understand_table", while_others_write)
    work_id = ask(
        stage, WorkKind.IMPORT_NEEDS, upload=sealed(stage, TABLE.encode()), order={"name": "fragen.csv"}
    )
    run_once(stage.deps(run_work=run_here))
    assert outcome(stage, work_id).result["imported"] == 3
    assert written
