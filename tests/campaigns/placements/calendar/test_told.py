"""What the table of placements says counts only where the trail tells the same: moments, places, what is out."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, select

from campaigns.approvals.models import Proof
from campaigns.approvals.queries import proofs_of_review
from campaigns.clock import wall_time
from campaigns.content.actions import write_revision
from campaigns.content.models import Rendition, Variant
from campaigns.content.queries import campaign_of_variant, latest_revision
from campaigns.db import session_scope
from campaigns.people.models import Programme
from campaigns.placements.actions import cancel, hold, move, schedule
from campaigns.placements.actions.taking_down import note_taken_down
from campaigns.placements.public.feed import feed_entries, public_picture
from campaigns.placements.reasons import MOVED_BY_HAND
from campaigns.placements.sending.claim import Wanted, claim_placements
from campaigns.vocabulary import PlacementStatus
from scheduler.calendar import look_at_calendar
from scheduler.rounds import run_once
from tests import builders
from tests.scheduler.stage import ZONE, FakeChannel, Server, Stage, build_stage

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
BACK = "UPDATE placement SET status = 'scheduled', reason = '', settled_at = NULL, next_at = due_at"


@pytest.fixture
def stage(engine: Engine, tmp_path: Path, now: Any) -> Stage:
    return build_stage(engine, tmp_path / "home", now)


def by_hand(stage: Stage, statement: str, **values: object) -> None:
    """What somebody writes who has the database in their hands."""
    with stage.engine.begin() as connection:
        assert connection.execute(text(statement), values).rowcount


def claim(stage: Stage, placement: int) -> tuple[int, PlacementStatus | None, str]:
    """How many claims a worker gets of it now, and where the others were left."""
    wanted = [Wanted(placement, stage.row(placement).digest or "")]
    with stage.engine.begin() as connection:
        taken, left = claim_placements(connection, wanted=wanted, token="w.1", now=stage.clock())
        return len(taken), left[0].status if left else None, left[0].reason.msgid if left else ""


#: The moment of the stage, as SQLite keeps it.
NOW = "2026-11-23 09:00:00.000000"
HELD = (0, PlacementStatus.HELD, MOVED_BY_HAND)


@pytest.mark.any_database
def test_a_moment_that_was_moved_by_hand_holds_the_post(stage: Stage) -> None:
    placement = stage.place(at=stage.now + DAY)
    stage.clock.moment = stage.now + 2 * MINUTE
    by_hand(stage, "UPDATE placement SET due_at = :t, next_at = :t", t=NOW)
    assert claim(stage, placement) == HELD


def test_a_look_that_was_brought_forward_by_hand_sends_nothing_before_its_moment(stage: Stage) -> None:
    placement = stage.place(at=stage.now + DAY)
    stage.clock.moment = stage.now + 2 * MINUTE
    by_hand(stage, "UPDATE placement SET next_at = :t", t=NOW)
    assert claim(stage, placement) == (0, PlacementStatus.SCHEDULED, "")
    assert stage.row(placement).next_at == stage.now + DAY


def test_another_account_holds_the_post(stage: Stage) -> None:
    placement = stage.place()
    by_hand(stage, "UPDATE placement SET account_id = :a", a=stage.accounts["feed"].id)
    stage.clock.moment = stage.now + 2 * MINUTE
    assert claim(stage, placement) == HELD


def test_a_row_that_nobody_placed_is_held(stage: Stage) -> None:
    placement = stage.place(at=stage.now + DAY)
    columns = (
        "programme_id, variant_id, account_id, channel, proof_id, digest, status, wall, zone, tz_version, attempt, "
        "staged, reason, reason_values, early, created_at"
    )
    by_hand(
        stage,
        f"INSERT INTO placement ({columns}, key, due_at, next_at) "  # noqa: S608
        f"SELECT {columns}, 'forged', :t, :t FROM placement",
        t=NOW,
    )
    assert claim(stage, placement + 1) == HELD


@pytest.mark.parametrize("end", ["cancelled", "held"])
def test_what_people_took_out_stays_out(stage: Stage, end: str) -> None:
    placement = stage.place()
    with session_scope(stage.engine) as session:
        said: dict[str, Any] = {"placement_id": placement, "by": stage.cast.staff, "now": stage.now}
        cancel(session, **said) if end == "cancelled" else hold(session, reason="A doubt.", **said)
    by_hand(stage, BACK)
    stage.clock.moment = stage.now + 2 * MINUTE
    assert claim(stage, placement) == HELD


def test_what_is_out_does_not_go_out_again(stage: Stage, tmp_path: Path) -> None:
    placement, server = stage.place(), Server(tmp_path / "network")
    stage.clock.moment = stage.now + 2 * MINUTE
    run_once(stage.deps(FakeChannel(server)))
    by_hand(stage, BACK)
    run_once(stage.deps(FakeChannel(server), worker="second"))
    assert (server.posts(stage.row(placement).key), stage.status(placement)) == (1, PlacementStatus.HELD)


def test_a_post_that_people_moved_and_scheduled_again_leaves(stage: Stage) -> None:
    placement = stage.place(at=stage.now + DAY)
    with session_scope(stage.engine) as session:
        said: dict[str, Any] = {"placement_id": placement, "by": stage.cast.staff, "now": stage.now}
        move(session, wall=wall_time(stage.now + 5 * MINUTE, ZONE), **said)
        hold(session, reason="A doubt.", **said)
        schedule(session, proof=session.get_one(Proof, stage.proofs["folder"].id), **said)  # type: ignore[attr-defined]
    stage.clock.moment = stage.now + 6 * MINUTE
    assert claim(stage, placement) == (1, None, "")


def test_the_sentence_stands_when_the_worker_holds_it(stage: Stage) -> None:
    placement = stage.place()
    by_hand(stage, "UPDATE placement SET account_id = :a", a=stage.accounts["feed"].id)
    stage.clock.moment = stage.now + 2 * MINUTE
    run_once(stage.deps())
    row = stage.row(placement)
    assert (row.status, row.reason) == (PlacementStatus.HELD, MOVED_BY_HAND)


def test_a_post_that_was_put_off_by_hand_is_held_before_anybody_misses_it(stage: Stage) -> None:
    placement, other = stage.place(at=stage.now + DAY), stage.place("feed", at=stage.now + DAY)
    deps = stage.deps()
    assert look_at_calendar(deps) == 0
    by_hand(
        stage,
        "UPDATE placement SET due_at = '2027-01-01 09:00:00.000000', next_at = '2027-01-01 09:00:00.000000' "
        "WHERE id = :p",
        p=placement,
    )
    assert look_at_calendar(deps) == 1
    row = stage.row(placement)
    assert (row.status, row.reason) == (PlacementStatus.HELD, MOVED_BY_HAND)
    assert stage.status(other) is PlacementStatus.SCHEDULED


# What is out.


def on_feed(stage: Stage) -> int:
    """A post on the feed, as the worker brought it there."""
    placement = stage.place("feed")
    stage.clock.moment = stage.now + 2 * MINUTE
    run_once(stage.deps())
    assert stage.status(placement) is PlacementStatus.PUBLISHED
    return placement


def seen(stage: Stage) -> tuple[int, int]:
    """How many entries the feed has, and how many of its pictures anybody may fetch."""
    with Session(stage.engine) as session:
        programme = session.get_one(Programme, stage.cast.programme.id)
        today = wall_time(stage.clock(), ZONE).date()
        entries = feed_entries(session, programme=programme, language="de", today=today)
        digests = session.exec(select(Rendition.digest)).all()
        pictures = [public_picture(session, digest=one, now=stage.clock()) for one in digests]
        return len(entries), len([one for one in pictures if one is not None])


@pytest.mark.any_database
def test_a_publication_that_nobody_made_shows_nothing(stage: Stage) -> None:
    placement = stage.place("feed", at=stage.now + DAY)
    by_hand(
        stage,
        "INSERT INTO publication (placement_id, programme_id, channel, language, proof_id, remote_id, url, "
        "published_at, unproven, against, against_values) SELECT id, programme_id, channel, 'de', proof_id, "
        "'urn:forged', '', created_at, '', '', '{}' FROM placement WHERE id = :p",
        p=placement,
    )
    assert seen(stage) == (0, 0)


def test_what_the_worker_published_is_seen_with_its_pictures(stage: Stage) -> None:
    on_feed(stage)
    entries, pictures = seen(stage)
    assert entries == 1 and pictures > 0


def test_a_publication_of_other_approved_words_shows_nothing(stage: Stage) -> None:
    """New words are approved for the feed, and nobody has put them in the place of those that are out."""
    on_feed(stage)
    with session_scope(stage.engine) as session:
        variant = session.get_one(Variant, stage.variant_id)
        found = latest_revision(session, variant)
        assert found is not None
        who: dict[str, Any] = {"by": stage.cast.staff, "now": stage.clock()}
        write_revision(
            session, variant=variant, words={**found.words, "body": "259 €."}, based_on=found.number, **who
        )
        campaign, _post = campaign_of_variant(session, variant)
        builders.give_pictures(session, campaign, now=stage.clock())
        request = builders.submit(session, stage.cast, variant, now=stage.clock(), channels=["feed"])
        builders.approve(session, stage.cast, request, now=stage.clock())
        [newer] = proofs_of_review(session, request)
        number = newer.id
    by_hand(stage, "UPDATE publication SET proof_id = :p", p=number)
    assert seen(stage) == (0, 0)


def test_a_publication_of_another_programme_shows_nothing_there(stage: Stage) -> None:
    on_feed(stage)
    with session_scope(stage.engine) as session:
        other = Programme(key="other", name="Other", organisation="Other", created_at=stage.now)
        session.add(other)
        session.flush()
        number = other.id or 0
    by_hand(stage, "UPDATE publication SET programme_id = :p", p=number)
    with Session(stage.engine) as session:
        programme = session.get_one(Programme, number)
        assert feed_entries(session, programme=programme, language="de", today=stage.now.date()) == []


def test_what_was_taken_down_does_not_come_back(stage: Stage) -> None:
    placement = on_feed(stage)
    with session_scope(stage.engine) as session:
        note_taken_down(session, placement_id=placement, now=stage.clock())
    by_hand(stage, "UPDATE publication SET withdrawn_at = NULL")
    assert seen(stage) == (0, 0)
