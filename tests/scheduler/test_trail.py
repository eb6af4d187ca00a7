"""What the worker did stands in the audit trail and, where a person has to look, in a sentence."""

from __future__ import annotations

import json
import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from campaigns.approvals.actions import withdraw_approval
from campaigns.approvals.models import Proof
from campaigns.db import session_scope
from campaigns.people.models import AuditEntry
from campaigns.people.verifying import verify
from campaigns.vocabulary import IdempotencyClass, PlacementStatus
from scheduler.lock import SenderLock
from scheduler.publisher import Publisher
from scheduler.rounds import Round, run_once
from tests import builders
from tests.scheduler.stage import FakeChannel, Server, Stage

MINUTE = timedelta(minutes=1)


@pytest.fixture
def server(tmp_path: Path) -> Server:
    return Server(tmp_path / "network")


def work_at(stage: Stage, minutes: float, *adapters: Any) -> Round:
    stage.clock.moment = stage.now + minutes * MINUTE
    return run_once(stage.deps(*adapters, worker=f"worker-at-{minutes}"))


def deeds(stage: Stage) -> list[tuple[str, int | None, str | None]]:
    """What the worker did to placements, in order, each with the digest that it tells of."""
    with Session(stage.engine) as session:
        assert verify(session)["broken"] == []
        query = select(AuditEntry).where(AuditEntry.subject == "placement", col(AuditEntry.by).is_(None))
        return [
            (row.action, row.subject_id, json.loads(row.detail)["digest"])
            for row in session.exec(query.order_by(col(AuditEntry.id)))
        ]


def digest(stage: Stage, placement: int) -> str | None:
    return stage.row(placement).digest


def withdraw(stage: Stage) -> None:
    with session_scope(stage.engine) as session:
        withdraw_approval(
            session,
            proof=session.get_one(Proof, stage.proofs["folder"].id),  # type: ignore[attr-defined]
            reason="The amount is wrong.",
            programme_id=stage.cast.programme.id or 0,
            by=stage.cast.lawyer,
            now=stage.clock(),
        )


def test_each_post_of_a_wave_has_a_row_of_its_own(stage: Stage) -> None:
    placements = [stage.place("folder", at=stage.now + minutes * MINUTE) for minutes in (1, 2, 3)]
    work_at(stage, 5)
    assert deeds(stage) == [("publish_placement", one, digest(stage, one)) for one in placements]


def test_a_single_post_is_found_by_its_placement(stage: Stage) -> None:
    placement = stage.place()
    work_at(stage, 2)
    work_at(stage, 3)
    assert deeds(stage) == [("publish_placement", placement, digest(stage, placement))]


def test_what_was_missed_is_in_the_trail_and_told(stage: Stage) -> None:
    placement = stage.place()
    done = work_at(stage, 400)
    assert deeds(stage) == [("miss_placement", placement, digest(stage, placement))]
    [notice] = done.notices
    assert notice == (
        f"Placement {placement} was not sent because it is too late (campaign 1 child_benefit, post 1 in German, for "
        "the account “Our folder” of test, planned for 2026-11-23 10:01 Europe/Berlin). When it could "
        "have left, its moment had passed more than 6 hours before, and this programme sends nothing later than 6 "
        "hours. Choose a new moment or cancel it."
    )


def test_what_is_held_is_in_the_trail_and_told(stage: Stage) -> None:
    placement = stage.place()
    withdraw(stage)
    done = work_at(stage, 2)
    assert deeds(stage) == [("hold_placement", placement, digest(stage, placement))]
    assert "is held and was not sent" in done.notices[0]
    assert done.notices[0].endswith(
        "The approval was taken back. Mend what stands in the reason, have it approved again, then schedule it again."
    )


def test_a_refusal_is_told_without_what_the_channel_answered(
    stage: Stage, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    server.fault = "reject"
    placement = stage.place()
    with caplog.at_level(logging.INFO):
        done = work_at(stage, 2, FakeChannel(server))
    assert deeds(stage) == [("fail_placement", placement, digest(stage, placement))]
    assert done.notices[0].endswith("The channel's answer stands on the page of the placement.")
    assert done.notices[0] in caplog.messages
    assert "too long" not in caplog.text


def test_the_last_try_is_told_with_the_number_of_tries(stage: Stage, server: Server) -> None:
    server.fault, server.lasting = "refuse", True
    stage.place()
    notices = [work_at(stage, minutes, FakeChannel(server)).notices for minutes in (1, 2, 7, 37)]
    assert notices[:3] == [(), (), ()]
    assert notices[3][0].endswith("in 4 tries. The channel's answer stands on the page of the placement.")


def test_a_lost_reply_and_what_asking_found_are_two_rows(stage: Stage, server: Server) -> None:
    server.fault = "drop_after"
    placement, channel = stage.place(), FakeChannel(server, IdempotencyClass.READ_BACK)
    work_at(stage, 2, channel)
    work_at(stage, 3, channel)
    assert [deed[0] for deed in deeds(stage)] == ["doubt_placement", "publish_placement"]
    assert stage.status(placement) is PlacementStatus.PUBLISHED


def test_a_channel_that_knows_nothing_new_adds_no_rows(stage: Stage, server: Server) -> None:
    class Mute(FakeChannel):
        def reconcile(self, prepared: object, since: object) -> Any:
            raise TimeoutError

    server.fault = "drop_after"
    placement, channel = stage.place(), Mute(server, IdempotencyClass.READ_BACK)
    for minutes in (2, 3, 6, 15, 40):
        work_at(stage, minutes, channel)
    assert [deed[0] for deed in deeds(stage)] == ["doubt_placement"]
    work_at(stage, 24 * 60 + 5, channel)
    assert [deed[0] for deed in deeds(stage)] == ["doubt_placement", "doubt_placement"]
    assert stage.row(placement).next_at is None


def test_a_worker_that_died_while_sending_is_told(stage: Stage, server: Server) -> None:
    class Dying(FakeChannel):
        def send(self, prepared: object) -> Any:
            raise KeyboardInterrupt

    placement = stage.place()
    with pytest.raises(KeyboardInterrupt):
        work_at(stage, 2, Dying(server))
    done = work_at(stage, 4, FakeChannel(server))
    assert deeds(stage) == [("doubt_placement", placement, digest(stage, placement))]
    assert "nobody knows whether it arrived" in done.notices[0]


def test_a_pause_is_no_end_and_no_row(stage: Stage) -> None:
    with session_scope(stage.engine) as session:
        account = session.merge(stage.accounts["folder"])
        account.health = "The token has run out."
    placement = stage.place("folder")
    assert work_at(stage, 2).notices == ()
    assert (deeds(stage), stage.status(placement)) == ([], PlacementStatus.SCHEDULED)


def test_the_row_comes_with_the_settling_or_not_at_all(
    stage: Stage, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    placement = stage.place()
    publisher = Publisher(stage.deps(FakeChannel(server)))
    SenderLock(stage.engine, "first").acquire(stage.clock())
    stage.clock.moment = stage.now + 2 * MINUTE

    def full(*_: object, **__: object) -> None:
        raise OperationalError("", {}, Exception("database or disk is full"))

    with monkeypatch.context() as broken:
        broken.setattr("scheduler.delivery.record_ends", full)
        with pytest.raises(OperationalError):
            publisher.publish_due()
    assert (stage.status(placement), deeds(stage)) == (PlacementStatus.SENDING, [])
    publisher.publish_due()
    assert stage.status(placement) is PlacementStatus.PUBLISHED
    assert deeds(stage) == [("publish_placement", placement, digest(stage, placement))]
    assert server.calls(stage.row(placement).key) == 1


def test_what_cannot_be_told_keeps_no_claimed_post_from_leaving(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_it(*_: object) -> list[str]:
        raise KeyError("a name")

    late, due = stage.place("folder"), stage.place("folder", at=stage.now + 400 * MINUTE)
    monkeypatch.setattr("scheduler.delivery.told_ends", break_it)
    work_at(stage, 401)
    assert stage.status(late) is PlacementStatus.MISSED
    assert stage.status(due) is PlacementStatus.PUBLISHED


def test_no_word_of_a_post_is_in_the_trail_or_the_log(
    stage: Stage, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    stage.place("folder")
    stage.place("feed")
    with caplog.at_level(logging.DEBUG, "litfass"):
        work_at(stage, 2)
    said = caplog.text + json.dumps(deeds(stage))
    words = builders.WORDS["de"]
    assert [word for word in (words.headline, words.body, words.alt_text) if word in said] == []
