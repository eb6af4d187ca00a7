"""A claim is taken once and settled by its owner alone."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from campaigns.lifecycle import can_follow
from campaigns.placements.sending.claim import LEASE, Claim, Wanted, claim_placements, keep_staged
from campaigns.placements.sending.ends import End
from campaigns.placements.sending.settle import (
    NotYours,
    Ticket,
    lose_claim,
    settle_failed,
    settle_later,
    settle_published,
    settle_unconfirmed,
    take_question,
)
from campaigns.placements.sending.waiting import due_rows, next_due
from campaigns.reasons import Reason
from campaigns.vocabulary import PlacementStatus
from tests.scheduler.stage import Stage, build_stage

MINUTE = timedelta(minutes=1)


@pytest.fixture
def stage(engine: Engine, tmp_path: Path, now) -> Stage:
    return build_stage(engine, tmp_path / "home", now)


def claim(stage: Stage, placements: list[int]) -> tuple[list[Claim], list[End]]:
    stage.clock.moment = stage.now + 30 * MINUTE
    wanted = [Wanted(one, stage.row(one).digest or "") for one in placements]
    with stage.engine.begin() as connection:
        return claim_placements(connection, wanted=wanted, token="w.1", now=stage.clock())


def test_a_claim_says_sending_with_its_attempt_and_its_lease(stage: Stage) -> None:
    placement = stage.place()
    [mine], left = claim(stage, [placement])
    row = stage.row(placement)
    assert left == []
    assert (mine.attempt, mine.digest) == (1, row.digest)
    assert (row.status, row.token, row.attempt) == (PlacementStatus.SENDING, "w.1", 1)
    assert (row.sending_at, row.next_at) == (stage.clock(), stage.clock() + LEASE)


def claim_once(stage: Stage, wanted: Wanted, token: str) -> list[Claim]:
    with stage.engine.begin() as connection:
        return claim_placements(connection, wanted=[wanted], token=token, now=stage.now + 30 * MINUTE)[0]


def test_what_a_late_worker_has_staged_does_not_replace_what_is_being_sent(stage: Stage) -> None:
    placement = stage.place()
    digest = stage.row(placement).digest or ""
    assert claim_once(stage, Wanted(placement, digest, {"container": "first"}), "w1.1")
    assert not claim_once(stage, Wanted(placement, digest, {"container": "second"}), "w2.1")
    with stage.engine.begin() as connection:
        keep_staged(connection, {placement: {"container": "third"}})
    assert stage.row(placement).staged == {"container": "first"}


def test_a_package_made_before_another_claim_is_too_old(stage: Stage) -> None:
    placement = stage.place()
    digest = stage.row(placement).digest or ""
    [first] = claim_once(stage, Wanted(placement, digest, {"container": "first"}, 0), "w1.1")
    with stage.engine.begin() as connection:
        settle_later(
            connection, Ticket(placement, first.token), reason=Reason(""), next_at=stage.now, now=stage.now
        )
    assert not claim_once(stage, Wanted(placement, digest, {"container": "second"}, 0), "w2.1")
    assert stage.row(placement).staged == {"container": "first"}
    assert claim_once(stage, Wanted(placement, digest, {"container": "first"}, 1), "w2.2")


def test_workers_that_race_never_claim_the_same_post(stage: Stage) -> None:
    placements = [stage.place(at=stage.now + minutes * MINUTE) for minutes in range(1, 21)]
    stage.clock.moment = stage.now + 30 * MINUTE
    wanted = [Wanted(one, stage.row(one).digest or "") for one in placements]
    gate = threading.Barrier(4)
    claims: list[Claim] = []

    def race(worker: int) -> None:
        gate.wait()
        for start in range(0, len(wanted), 5):
            with stage.engine.begin() as connection:
                mine, _ = claim_placements(
                    connection, wanted=wanted[start : start + 5], token=f"w{worker}.1", now=stage.clock()
                )
            claims.extend(mine)

    racers = [threading.Thread(target=race, args=(number,)) for number in range(4)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert sorted(one.placement_id for one in claims) == placements
    for one in claims:
        assert stage.row(one.placement_id).token == one.token


def test_another_token_settles_nothing(stage: Stage) -> None:
    placement = stage.place()
    claim(stage, [placement])
    with pytest.raises(NotYours), stage.engine.begin() as connection:
        settle_failed(connection, Ticket(placement, "other.1"), reason=Reason("x"), now=stage.clock())
    assert stage.status(placement) is PlacementStatus.SENDING


def test_a_slow_owner_may_still_say_what_came_of_it_until_somebody_asks(stage: Stage) -> None:
    slow, overtaken = stage.place(), stage.place(at=stage.now + 2 * MINUTE)
    claim(stage, [slow, overtaken])
    for placement in (slow, overtaken):
        with stage.engine.begin() as connection:
            assert lose_claim(
                connection, placement_id=placement, token="w.1", next_at=stage.clock(), now=stage.clock()
            )
    with stage.engine.begin() as connection:
        lease_ends = stage.clock() + LEASE
        assert take_question(
            connection, Ticket(overtaken, "second.1"), lease_ends=lease_ends, now=stage.clock()
        )

    def say_published(placement: int) -> None:
        with stage.engine.begin() as connection:
            settle_published(connection, Ticket(placement, "w.1"), remote_id="1", url="", now=stage.clock())

    say_published(slow)
    assert stage.status(slow) is PlacementStatus.PUBLISHED
    with pytest.raises(NotYours):
        say_published(overtaken)
    assert stage.publications(overtaken) == []


def test_an_answer_counts_once(stage: Stage) -> None:
    placement = stage.place()
    claim(stage, [placement])
    for expected in (None, NotYours):
        with stage.engine.connect() as connection:
            ticket = Ticket(placement, "w.1")
            if expected is None:
                settle_published(connection, ticket, remote_id="1", url="", now=stage.clock())
                connection.commit()
            else:
                with pytest.raises(NotYours):
                    settle_published(connection, ticket, remote_id="2", url="", now=stage.clock())
    assert [row.remote_id for row in stage.publications(placement)] == ["1"]


def test_a_blind_loss_is_not_looked_at_again(stage: Stage) -> None:
    placement = stage.place()
    claim(stage, [placement])
    with stage.engine.begin() as connection:
        settle_unconfirmed(
            connection, Ticket(placement, "w.1"), reason=Reason("Lost."), next_at=None, now=stage.clock()
        )
        assert due_rows(connection, now=stage.now + timedelta(days=900), limit=5) == []
        assert next_due(connection) is None


def test_the_next_moment_is_the_earliest_of_all_that_wait(stage: Stage) -> None:
    stage.place(at=stage.now + 9 * MINUTE)
    stage.place("feed", at=stage.now + 4 * MINUTE)
    with stage.engine.connect() as connection:
        assert next_due(connection) == stage.now + 4 * MINUTE


def test_what_was_rescheduled_meanwhile_is_not_claimed(stage: Stage) -> None:
    placement = stage.place(at=stage.now + 45 * MINUTE)
    assert claim(stage, [placement]) == ([], [])
    assert stage.status(placement) is PlacementStatus.SCHEDULED


def test_every_way_of_settling_is_a_step_of_the_table() -> None:
    for status in (
        PlacementStatus.PUBLISHED,
        PlacementStatus.FAILED,
        PlacementStatus.SCHEDULED,
        PlacementStatus.UNCONFIRMED,
    ):
        assert can_follow(PlacementStatus.SENDING, status)
    for status in (PlacementStatus.PUBLISHED, PlacementStatus.SCHEDULED):
        assert can_follow(PlacementStatus.UNCONFIRMED, status)
    for status in (PlacementStatus.HELD, PlacementStatus.MISSED, PlacementStatus.FAILED):
        assert can_follow(PlacementStatus.SCHEDULED, status)
