"""Long work: asked for, claimed once, reported, ended, and recovered when its worker dies."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from campaigns.errors import BadInput, Conflict
from campaigns.people.actor import Actor
from campaigns.people.models import AuditEntry
from campaigns.vocabulary import WorkKind, WorkStatus
from campaigns.work.actions import (
    ask_cancel,
    claim_work,
    finish_work,
    recover_abandoned,
    refuse_work,
    release_work,
    report_progress,
    request_work,
    stop_work,
)
from campaigns.work.heartbeat import beat, forget_worker
from campaigns.work.models import Work
from campaigns.work.queries import heartbeats, is_waiting, open_work, recent_work, silent_since

MINUTE = timedelta(minutes=1)
ASKER = Actor(person_id=7, name="Staff 1", programme_id=1)


def asked(session, now, kind=WorkKind.RENDER_CAMPAIGN, **rest):
    return request_work(session, kind=kind, programme_id=1, by=ASKER, now=now, **rest)


def test_the_oldest_waiting_piece_is_claimed_first_and_only_once(session, now):
    first, second = asked(session, now), asked(session, now)
    assert [claim_work(session, worker="w", now=now).id for _ in range(2)] == [first.id, second.id]
    assert claim_work(session, worker="w", now=now) is None


def test_claiming_can_be_limited_to_kinds(session, now):
    asked(session, now)
    report = asked(session, now, kind=WorkKind.REPORT)
    assert claim_work(session, worker="w", now=now, kinds=[WorkKind.REPORT]).id == report.id


def test_progress_is_kept_and_the_upload_goes_at_the_end(session, now):
    work = asked(session, now, kind=WorkKind.IMPORT_NEEDS, upload=b"a;b", order={"name": "x.csv"})
    claim_work(session, worker="w", now=now)
    assert report_progress(session, work_id=work.id, worker="w", done=3, total=9, now=now + MINUTE) is False
    finish_work(session, work_id=work.id, worker="w", result={"read": 9}, now=now + MINUTE)
    session.refresh(work)
    assert (work.status, work.done, work.total, work.upload) == (WorkStatus.DONE, 9, 9, None)
    assert work.result == {"read": 9}
    assert work.ended_at == now + MINUTE


def test_a_refusal_keeps_its_sentence_and_values(session, now):
    work = asked(session, now, kind=WorkKind.IMPORT_NEEDS, upload=b"x")
    claim_work(session, worker="w", now=now)
    refuse_work(session, work_id=work.id, worker="w", problem=BadInput("Row {row} is bad.", row=4), now=now)
    session.refresh(work)
    assert work.refusal.format(**work.refusal_values) == "Row 4 is bad."
    assert work.upload is None


def test_only_the_worker_that_runs_it_reports_on_it(session, now):
    work = asked(session, now)
    claim_work(session, worker="w", now=now)
    with pytest.raises(Conflict, match="no longer runs here"):
        finish_work(session, work_id=work.id, worker="other", result={}, now=now)


def test_waiting_work_is_cancelled_at_once(session, now):
    work = ask_cancel(session, work_id=asked(session, now).id, by=ASKER, now=now)
    assert work.status is WorkStatus.CANCELLED
    assert claim_work(session, worker="w", now=now) is None


def test_running_work_hears_of_a_cancellation_at_its_next_report(session, now):
    work = asked(session, now)
    claim_work(session, worker="w", now=now)
    ask_cancel(session, work_id=work.id, by=ASKER, now=now)
    assert report_progress(session, work_id=work.id, worker="w", done=1, total=2, now=now) is True
    stop_work(session, work_id=work.id, worker="w", now=now)
    assert session.get(Work, work.id).status is WorkStatus.CANCELLED


def test_asking_for_work_and_stopping_it_are_in_the_trail_with_who_did_it(session, now):
    work = asked(session, now, kind=WorkKind.IMPORT_NEEDS, upload=b"a;b", order={"name": "Frau X.csv"})
    ask_cancel(session, work_id=work.id, by=None, now=now + MINUTE)
    rows = session.exec(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [(row.action, row.subject_id, row.by, row.programme_id) for row in rows] == [
        ("request_work", work.id, 7, 1),
        ("cancel_work", work.id, None, 1),
    ]
    assert {row.detail for row in rows} == {'{"about":null,"kind":"import_needs"}'}


def test_ended_work_is_not_cancelled(session, now):
    work = asked(session, now)
    claim_work(session, worker="w", now=now)
    finish_work(session, work_id=work.id, worker="w", result={}, now=now)
    with pytest.raises(Conflict, match="final"):
        ask_cancel(session, work_id=work.id, by=ASKER, now=now)


def test_abandoned_work_waits_again_and_its_old_worker_may_say_nothing_more(session, now):
    work = asked(session, now)
    claim_work(session, worker="dead", now=now)
    assert recover_abandoned(session, now=now + MINUTE) == []
    assert recover_abandoned(session, now=now + 4 * MINUTE) == [work.id]
    assert claim_work(session, worker="w", now=now + 4 * MINUTE).id == work.id
    with pytest.raises(Conflict):
        finish_work(session, work_id=work.id, worker="dead", result={}, now=now + 5 * MINUTE)


def test_an_abandoned_import_keeps_its_file_for_the_next_worker(session, now):
    work = asked(session, now, kind=WorkKind.IMPORT_NEEDS, upload=b"x")
    claim_work(session, worker="dead", now=now)
    recover_abandoned(session, now=now + 4 * MINUTE)
    session.refresh(work)
    assert (work.status, work.upload) == (WorkStatus.WAITING, b"x")


def test_work_that_cost_two_workers_is_refused_with_what_to_do(session, now):
    work = asked(session, now, upload=b"x")
    for worker in ("dead", "dead as well"):
        claim_work(session, worker=worker, now=now)
        recover_abandoned(session, now=now + 4 * MINUTE)
    session.refresh(work)
    assert (work.status, work.upload) == (WorkStatus.REFUSED, None)
    assert "died 2 times" in work.refusal.format(**work.refusal_values)


def test_abandoned_work_that_was_to_be_cancelled_is(session, now):
    work = asked(session, now)
    claim_work(session, worker="dead", now=now)
    ask_cancel(session, work_id=work.id, by=ASKER, now=now)
    recover_abandoned(session, now=now + 4 * MINUTE)
    assert session.get(Work, work.id).status is WorkStatus.CANCELLED


def test_work_given_back_is_taken_by_the_next_worker(session, now):
    work = asked(session, now)
    for _ in range(5):
        claim_work(session, worker="ending", now=now)
        release_work(session, work_id=work.id, worker="ending", now=now)
    assert claim_work(session, worker="w", now=now).id == work.id


def test_recovery_leaves_the_callers_own_work(session, now):
    asked(session, now)
    claim_work(session, worker="me", now=now)
    assert recover_abandoned(session, now=now, silent_for=timedelta(0), besides="me") == []


def test_open_work_is_found_by_kind_and_subject(session, now):
    work = asked(session, now, subject_id=5)
    assert open_work(session, kind=WorkKind.RENDER_CAMPAIGN, subject_id=5).id == work.id
    assert open_work(session, kind=WorkKind.RENDER_CAMPAIGN, subject_id=6) is None
    assert is_waiting(session)
    assert recent_work(session, programme_id=1) == [work]


def test_a_silent_worker_is_noticed_and_one_that_ended_well_is_forgotten(session, now):
    beat(session, worker="w", started_at=now, is_publisher=True, now=now)
    assert silent_since(session, now=now + MINUTE) is None
    assert silent_since(session, now=now + 2 * MINUTE) == now
    forget_worker(session, worker="w")
    assert heartbeats(session) == []
