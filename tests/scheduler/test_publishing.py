"""From due to published, and everything that keeps a placement back, through the worker's own round."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from campaigns.approvals.actions import withdraw_approval
from campaigns.approvals.models import Proof
from campaigns.canonical import canonical_json, digest_of
from campaigns.db import make_engine, session_scope
from campaigns.errors import Conflict
from campaigns.people.actions.logins import disable_person
from campaigns.people.models import Person, Programme
from campaigns.placements.actions import (
    cancel,
    confirm_published,
    give_up,
    pause_account,
    pause_sending,
    resume_account,
    resume_sending,
    schedule,
    send_again,
)
from campaigns.placements.models import Account, Placement
from campaigns.placements.sending.wire import NOTHING_STAGED, Sender, Wire
from campaigns.vocabulary import IdempotencyClass, PlacementStatus
from scheduler.channels.folder import Folder
from scheduler.contract import Outcome, Prepared
from scheduler.lock import SenderLock
from scheduler.publisher import Publisher
from scheduler.rounds import Round, run_once
from tests.scheduler.stage import FakeChannel, Server, Stage, set_account
from tests.shared import TRAIL_KEY

MINUTE = timedelta(minutes=1)


@pytest.fixture
def server(tmp_path: Any) -> Server:
    return Server(tmp_path / "network")


def work_at(stage: Stage, minutes: float, *adapters: Any) -> Round:
    """One round of a fresh worker, so many minutes after the stage's morning."""
    stage.clock.moment = stage.now + minutes * MINUTE
    return run_once(stage.deps(*adapters, worker=f"worker-at-{minutes}"))


def test_nothing_is_sent_before_its_moment(stage: Stage) -> None:
    placement = stage.place(at=stage.now + 10 * MINUTE)
    assert work_at(stage, 9).published == 0
    assert stage.status(placement) is PlacementStatus.SCHEDULED


def test_what_is_due_is_published_on_both_channels(stage: Stage) -> None:
    feed, folder = stage.place("feed"), stage.place("folder")
    assert work_at(stage, 2).published == 2
    for placement in (feed, folder):
        assert stage.status(placement) is PlacementStatus.PUBLISHED
        assert stage.row(placement).next_at is None
        assert len(stage.publications(placement)) == 1
    assert stage.publications(feed)[0].remote_id.startswith("urn:uuid:")
    # An evidence leads to the entry, not to whatever the feed shows by then.
    assert stage.publications(feed)[0].url.endswith(f".atom?entry={stage.publications(feed)[0].remote_id}")


def test_the_folder_holds_exactly_what_was_approved(stage: Stage) -> None:
    placement = stage.place("folder")
    work_at(stage, 2)
    row = stage.row(placement)
    [folder] = list(stage.settings.outbox_dir.glob("test/*/2026-11-23_*"))
    card = json.loads((folder / "post.json").read_text(encoding="utf-8"))
    for name in ("key", "digest", "wall", "zone"):
        card.pop(name)
    for item in card["media"]:
        content = (folder / item.pop("file")).read_bytes()
        assert content == stage.files[item["digest"]]
        assert item["alt"]
    assert digest_of(card) == row.digest
    assert (folder / "text.txt").read_text(encoding="utf-8") == card["text"]


def test_a_second_round_sends_nothing_again(stage: Stage, server: Server) -> None:
    placement = stage.place()
    channel = FakeChannel(server)
    work_at(stage, 2, channel)
    work_at(stage, 3, channel)
    assert server.calls(stage.row(placement).key) == 1


def test_the_intent_is_on_the_disk_before_the_call(stage: Stage, server: Server) -> None:
    placement = stage.place()
    seen: list[tuple[str, int, str]] = []

    class Looking(FakeChannel):
        def send(self, prepared: Prepared) -> Outcome:
            other = make_engine(stage.settings.database_url, trail_key=TRAIL_KEY)
            with other.connect() as connection:
                query = text("SELECT status, attempt, digest FROM placement WHERE id = :id")
                seen.append(tuple(connection.execute(query, {"id": placement}).one()))  # type: ignore[arg-type]
            other.dispose()
            return super().send(prepared)

    work_at(stage, 2, Looking(server))
    assert seen == [("sending", 1, stage.row(placement).digest)]


def test_threat_08_a_refused_connection_is_tried_again_with_growing_distance_then_failed(
    stage: Stage, server: Server
) -> None:
    server.fault, server.lasting = "refuse", True
    placement, channel = stage.place(), FakeChannel(server)
    tried = []
    for minutes in range(1, 60):
        work_at(stage, minutes, channel)
        if stage.row(placement).attempt > len(tried):
            tried.append(minutes)
    assert tried == [1, 2, 7, 37]
    row = stage.row(placement)
    assert row.status is PlacementStatus.FAILED
    assert "4 tries" in row.reason.format(**row.reason_values)
    assert server.posts(row.key) == 0


def test_a_refusal_for_good_is_failed_at_once_with_the_channels_reason(stage: Stage, server: Server) -> None:
    server.fault = "reject"
    placement = stage.place()
    assert work_at(stage, 2, FakeChannel(server)).failed == 1
    row = stage.row(placement)
    assert row.reason.format(**row.reason_values) == "The text is too long."


@pytest.mark.parametrize("fault", ["drop_before", "drop_after", "error_after", "slow"])
@pytest.mark.parametrize(
    "kind", [IdempotencyClass.KEYED, IdempotencyClass.CLIENT_ID, IdempotencyClass.READ_BACK]
)
def test_a_lost_reply_is_settled_by_asking(
    stage: Stage, server: Server, kind: IdempotencyClass, fault: str
) -> None:
    server.fault = fault
    placement, channel = stage.place(), FakeChannel(server, kind)
    assert work_at(stage, 2, channel).unconfirmed == 1
    work_at(stage, 3, channel)
    assert stage.status(placement) is PlacementStatus.PUBLISHED
    assert server.posts(stage.row(placement).key) == 1


@pytest.mark.parametrize("fault", ["drop_before", "drop_after"])
def test_threat_05_a_blind_channel_is_never_sent_to_again_by_itself(
    stage: Stage, server: Server, fault: str
) -> None:
    server.fault = fault
    placement, channel = stage.place(), FakeChannel(server)
    for minutes in (2, 3, 10, 100, 2000):
        work_at(stage, minutes, channel)
    row = stage.row(placement)
    assert row.status is PlacementStatus.UNCONFIRMED
    assert row.next_at is None
    assert server.calls(row.key) == 1


def test_a_person_who_saw_it_confirms_it(stage: Stage, server: Server) -> None:
    server.fault = "drop_after"
    placement = stage.place()
    work_at(stage, 2, FakeChannel(server))
    with session_scope(stage.engine) as session:
        confirm_published(
            session,
            placement_id=placement,
            url="https://network.example/1",
            by=stage.cast.staff,
            now=stage.clock(),
        )
    assert stage.status(placement) is PlacementStatus.PUBLISHED
    assert stage.publications(placement)[0].url == "https://network.example/1"


def test_a_person_who_did_not_find_it_sends_it_again(stage: Stage, server: Server) -> None:
    server.fault = "drop_before"
    placement, channel = stage.place(), FakeChannel(server)
    work_at(stage, 2, channel)
    stage.clock.moment = stage.now + timedelta(hours=20)
    with session_scope(stage.engine) as session:
        send_again(session, placement_id=placement, by=stage.cast.staff, now=stage.clock())
    work_at(stage, 20 * 60, channel)
    assert stage.status(placement) is PlacementStatus.PUBLISHED
    assert server.posts(stage.row(placement).key) == 1


def test_a_person_who_did_not_find_it_gives_up(stage: Stage, server: Server) -> None:
    server.fault = "drop_before"
    placement = stage.place()
    work_at(stage, 2, FakeChannel(server))
    with session_scope(stage.engine) as session:
        give_up(session, placement_id=placement, by=stage.cast.staff, now=stage.clock())
    assert stage.status(placement) is PlacementStatus.FAILED


def test_a_forgotten_key_is_not_sent_again(stage: Stage, server: Server) -> None:
    server.fault = "drop_before"
    placement = stage.place()
    channel = FakeChannel(server, IdempotencyClass.KEYED)
    work_at(stage, 2, channel)
    work_at(stage, 2 + 51, channel)
    row = stage.row(placement)
    assert (row.status, row.next_at) == (PlacementStatus.UNCONFIRMED, None)
    assert server.calls(row.key) == 1


def test_a_key_is_not_repeated_once_the_approval_is_gone(stage: Stage, server: Server) -> None:
    server.fault = "drop_before"
    placement = stage.place()
    channel = FakeChannel(server, IdempotencyClass.KEYED)
    work_at(stage, 2, channel)
    withdraw(stage)
    work_at(stage, 3, channel)
    assert stage.status(placement) is PlacementStatus.UNCONFIRMED
    assert server.posts(stage.row(placement).key) == 0


def test_what_the_server_has_shown_beats_what_the_adapter_claims(stage: Stage, server: Server) -> None:
    server.fault = "drop_before"
    with session_scope(stage.engine) as session:
        account = session.get_one(Account, stage.accounts["folder"].id)
        account.capabilities = {"delivery": {"idempotency": "blind"}}
        session.add(account)
    placement = stage.place()
    channel = FakeChannel(server, IdempotencyClass.KEYED)
    work_at(stage, 2, channel)
    work_at(stage, 3, channel)
    assert stage.status(placement) is PlacementStatus.UNCONFIRMED
    assert server.calls(stage.row(placement).key) == 1


def test_a_cancelled_placement_is_never_sent(stage: Stage) -> None:
    placement = stage.place()
    with session_scope(stage.engine) as session:
        cancel(session, placement_id=placement, by=stage.cast.staff, now=stage.clock())
    work_at(stage, 2)
    assert stage.status(placement) is PlacementStatus.CANCELLED
    with session_scope(stage.engine) as session, pytest.raises(Conflict, match="final"):
        schedule(
            session,
            placement_id=placement,
            proof=session.get_one(Proof, stage.row(placement).proof_id),
            by=stage.cast.staff,
            now=stage.clock(),
        )


def test_cancelling_what_is_on_its_way_is_refused_as_too_late(stage: Stage, server: Server) -> None:
    placement = stage.place()
    refusals: list[str] = []

    class Cancelling(FakeChannel):
        def send(self, prepared: Prepared) -> Outcome:
            with session_scope(stage.engine) as session, pytest.raises(Conflict) as refusal:
                cancel(session, placement_id=placement, by=stage.cast.staff, now=stage.clock())
            refusals.append(str(refusal.value))
            return super().send(prepared)

    work_at(stage, 2, Cancelling(server))
    assert refusals[0].startswith("Too late to cancel")
    assert stage.status(placement) is PlacementStatus.PUBLISHED


def test_later_than_the_programmes_limit_is_missed_and_asks(stage: Stage) -> None:
    placement = stage.place()
    assert work_at(stage, 1 + 361).missed == 1
    row = stage.row(placement)
    assert row.status is PlacementStatus.MISSED
    assert "more than 6 hours" in row.reason.format(**row.reason_values)
    assert not stage.publications(placement)


def test_late_within_the_limit_is_sent(stage: Stage) -> None:
    placement = stage.place()
    work_at(stage, 1 + 360)
    assert stage.status(placement) is PlacementStatus.PUBLISHED


def test_a_paused_account_keeps_its_posts_back_until_it_is_resumed(stage: Stage) -> None:
    placement, other = stage.place("folder"), stage.place("feed")
    with session_scope(stage.engine) as session:
        pause_account(
            session, account_id=stage.accounts["folder"].id or 0, by=stage.cast.staff, now=stage.clock()
        )
    assert work_at(stage, 2).published == 1
    assert stage.status(other) is PlacementStatus.PUBLISHED
    assert stage.status(placement) is PlacementStatus.SCHEDULED
    with session_scope(stage.engine) as session:
        resume_account(
            session, account_id=stage.accounts["folder"].id or 0, by=stage.cast.staff, now=stage.clock()
        )
    assert work_at(stage, 3).published == 1


@pytest.mark.parametrize("everything", [True, False])
def test_paused_sending_keeps_posts_back_and_a_long_pause_makes_them_missed(
    stage: Stage, everything: bool
) -> None:
    soon, later = stage.place(), stage.place(at=stage.now + timedelta(hours=7))
    which, who = (None, stage.cast.admin) if everything else (stage.cast.programme.id, stage.cast.lead)
    with session_scope(stage.engine) as session:
        pause_sending(
            session,
            programme_id=which,
            reason="The law changed today.",
            by=who,
            now=stage.clock(),
        )
    assert work_at(stage, 2).published == 0
    work_at(stage, 7 * 60 + 1)
    assert stage.status(soon) is PlacementStatus.MISSED
    assert stage.row(soon).reason_values == {"reason": "Sending was paused."}
    assert stage.status(later) is PlacementStatus.SCHEDULED
    with session_scope(stage.engine) as session:
        resume_sending(session, programme_id=which, by=who, now=stage.clock())
    work_at(stage, 7 * 60 + 2)
    assert stage.status(later) is PlacementStatus.PUBLISHED
    assert stage.status(soon) is PlacementStatus.MISSED


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


def test_a_withdrawn_approval_holds_the_placement(stage: Stage) -> None:
    placement = stage.place()
    withdraw(stage)
    assert work_at(stage, 2).held == 1
    assert "approval was taken back" in stage.row(placement).reason


def test_a_lawyer_who_left_holds_the_placement(stage: Stage) -> None:
    placement = stage.place()
    with session_scope(stage.engine) as session:
        lawyer = session.get_one(Person, stage.cast.lawyer.person_id)
        disable_person(session, person=lawyer, by=stage.cast.admin, now=stage.clock())
    assert work_at(stage, 2).held == 1
    assert stage.status(placement) is PlacementStatus.HELD


def _change_file(stage: Stage, session: Session) -> None:
    [digest] = stage.files
    stage.files = {digest: b"other bytes"}


def _lose_file(stage: Stage, session: Session) -> None:
    stage.files = {}


def _change_manifest(stage: Stage, session: Session) -> None:
    proof = session.get_one(Proof, stage.proofs["folder"].id)  # type: ignore[attr-defined]
    manifest = json.loads(proof.manifest)
    manifest["text"] += " Call this number."
    session.execute(update(Proof).values(manifest=canonical_json(manifest)))


def _change_manifest_and_its_digest(stage: Stage, session: Session) -> None:
    proof = session.get_one(Proof, stage.proofs["folder"].id)  # type: ignore[attr-defined]
    manifest = json.loads(proof.manifest)
    manifest["text"] += " Call this number."
    forged = digest_of(manifest)
    session.execute(
        update(Proof).where(Proof.id == proof.id).values(manifest=canonical_json(manifest), digest=forged)  # type: ignore[arg-type]
    )
    session.execute(update(Placement).values(digest=forged))


def _rewrite_manifest(stage: Stage, session: Session) -> None:
    proof = session.get_one(Proof, stage.proofs["folder"].id)  # type: ignore[attr-defined]
    session.execute(update(Proof).values(manifest=json.dumps(json.loads(proof.manifest), indent=1)))


def _point_to_the_other_channels_proof(stage: Stage, session: Session) -> None:
    other = session.get_one(Proof, stage.proofs["feed"].id)  # type: ignore[attr-defined]
    session.execute(update(Placement).values(proof_id=other.id, digest=other.digest))


@pytest.mark.parametrize(
    "tamper",
    [
        _change_file,
        _lose_file,
        _change_manifest,
        _change_manifest_and_its_digest,
        _rewrite_manifest,
        _point_to_the_other_channels_proof,
    ],
)
def test_whatever_was_changed_after_the_approval_is_held(stage: Stage, server: Server, tamper: Any) -> None:
    placement = stage.place()
    with session_scope(stage.engine) as session:
        tamper(stage, session)
    assert work_at(stage, 2, FakeChannel(server)).held == 1
    assert stage.row(placement).reason
    assert server.calls(stage.row(placement).key) == 0


def test_the_channel_got_the_bytes_whose_digest_was_approved(stage: Stage, server: Server) -> None:
    placement = stage.place()
    channel = FakeChannel(server)
    work_at(stage, 2, channel)
    [wire] = channel.wires
    assert wire.digest == stage.row(placement).digest
    assert digest_of(dict(wire.manifest)) == wire.digest
    assert [file.content for file in wire.files] == list(stage.files.values())


def test_a_store_that_cannot_be_reached_is_asked_again_later(stage: Stage) -> None:
    placement = stage.place()

    def unreachable(digest: str) -> bytes:
        raise ConnectionError

    stage.clock.moment = stage.now + 2 * MINUTE
    run_once(stage.deps(read_file=unreachable))
    row = stage.row(placement)
    assert (row.status, row.next_at) == (PlacementStatus.SCHEDULED, stage.clock() + MINUTE)
    assert work_at(stage, 4).published == 1


def test_a_channel_nobody_serves_is_held_with_what_to_do(stage: Stage) -> None:
    placement = stage.place("feed")
    assert work_at(stage, 2, Folder(stage.settings.outbox_dir)).held == 1
    assert "no way to reach the channel" in stage.row(placement).reason


def test_the_limit_of_lateness_is_the_programmes_own(stage: Stage) -> None:
    with session_scope(stage.engine) as session:
        programme = session.get_one(Programme, stage.cast.programme.id)
        programme.lateness_minutes = 5
        session.add(programme)
    placement = stage.place()
    work_at(stage, 7)
    assert stage.status(placement) is PlacementStatus.MISSED


def test_an_answer_the_database_cannot_take_is_written_later_and_nothing_is_sent_twice(
    stage: Stage, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    placement = stage.place()
    publisher = Publisher(stage.deps(FakeChannel(server)))
    SenderLock(stage.engine, "first").acquire(stage.clock())
    stage.clock.moment = stage.now + 2 * MINUTE

    def full(*_: object, **__: object) -> None:
        raise OperationalError("", {}, Exception("database or disk is full"))

    with monkeypatch.context() as broken:
        broken.setattr("scheduler.delivery.settle_answers", full)
        for _ in range(3):
            with pytest.raises(OperationalError):
                publisher.publish_due()
    assert stage.status(placement) is PlacementStatus.SENDING
    publisher.publish_due()
    assert stage.status(placement) is PlacementStatus.PUBLISHED
    assert server.calls(stage.row(placement).key) == 1


def test_a_worker_that_was_held_up_after_its_claim_sends_nothing(stage: Stage, server: Server) -> None:
    placement, seconds = stage.place(), iter([0.0, 0.0, 0.0, 0.0, 26.0])
    stage.clock.moment = stage.now + 2 * MINUTE
    run_once(stage.deps(FakeChannel(server), steady=lambda: next(seconds, 26.0)))
    row = stage.row(placement)
    assert (row.status, server.calls(row.key)) == (PlacementStatus.SCHEDULED, 0)
    assert "held up" in row.reason.format(**row.reason_values)
    assert work_at(stage, 4, FakeChannel(server)).published == 1


def test_nothing_is_sent_when_the_intent_cannot_be_written(
    stage: Stage, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    placement = stage.place()
    publisher = Publisher(stage.deps(FakeChannel(server)))
    SenderLock(stage.engine, "first").acquire(stage.clock())
    stage.clock.moment = stage.now + 2 * MINUTE

    def full(*_: object) -> None:
        raise OperationalError("", {}, Exception("database or disk is full"))

    with monkeypatch.context() as broken:
        broken.setattr("campaigns.placements.sending.claim._take", full)
        with pytest.raises(OperationalError):
            publisher.publish_due()
    assert server.calls(stage.row(placement).key) == 0
    publisher.publish_due()
    assert stage.status(placement) is PlacementStatus.PUBLISHED


def test_one_broken_post_does_not_keep_its_neighbours_of_the_wave_back(stage: Stage) -> None:
    first, second = stage.place("folder"), stage.place("folder", at=stage.now + 2 * MINUTE)
    broken = stage.row(first).key

    class Sore(Folder):
        def prepare(self, wire: Wire, sender: Sender, staged: Mapping[str, Any] = NOTHING_STAGED) -> Prepared:
            if wire.key == broken:
                raise RuntimeError
            return super().prepare(wire, sender, staged)

    work_at(stage, 3, Sore(stage.settings.outbox_dir))
    assert stage.status(first) is PlacementStatus.SCHEDULED
    assert stage.status(second) is PlacementStatus.PUBLISHED


def test_a_wave_is_claimed_together_and_cancelled_ones_are_left_out(stage: Stage) -> None:
    waves: list[int] = []
    placements = [stage.place("folder", at=stage.now + minutes * MINUTE) for minutes in range(1, 6)]

    class Counting(Folder):
        def send(self, prepared: Prepared) -> Outcome:
            waves.append(sum(stage.status(one) is PlacementStatus.SENDING for one in placements))
            return super().send(prepared)

    with session_scope(stage.engine) as session:
        cancel(session, placement_id=placements[2], by=stage.cast.staff, now=stage.clock())
    assert work_at(stage, 10, Counting(stage.settings.outbox_dir)).published == 4
    assert waves == [4, 4, 4, 4]
    assert stage.status(placements[2]) is PlacementStatus.CANCELLED


def test_what_was_read_is_read_again_when_its_channel_took_long(stage: Stage) -> None:
    """Between two posts a token may be renewed; the second one leaves with the new."""
    seconds, used = [0.0], []
    for minutes in (1, 2):
        stage.place("folder", at=stage.now + minutes * MINUTE)

    class Slow(Folder):
        wave = 1

        def send(self, prepared: Prepared) -> Outcome:
            used.append(prepared.sender.options["token"])
            seconds[0] += 11.0
            set_account(stage, "folder", options={"token": "new"})
            return super().send(prepared)

    set_account(stage, "folder", options={"token": "old"})
    stage.clock.moment = stage.now + 3 * MINUTE
    run_once(stage.deps(Slow(stage.settings.outbox_dir), steady=lambda: seconds[0]))
    assert used == ["old", "new"]
