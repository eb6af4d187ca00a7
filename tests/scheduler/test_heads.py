"""The head of the trail goes outside the database when it has grown, and shows what the chain alone cannot."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from campaigns.approvals.actions import withdraw_approval
from campaigns.approvals.models import Proof
from campaigns.db import read_scope, session_scope
from campaigns.mail.models import Mail
from campaigns.mail.outbox import take_letters
from campaigns.people.audit import entry_digest, record
from campaigns.people.heads import last_head, read_heads
from campaigns.people.models import AuditEntry
from campaigns.people.verifying import Verification, verify
from campaigns.placements.models import SendingPause
from campaigns.settings import secret_key
from campaigns.vocabulary import PlacementStatus
from scheduler.heads import write_present_head
from scheduler.trail_watch import TrailWatch
from tests.scheduler.stage import Stage


def verified(stage: Stage) -> Verification:
    with Session(stage.engine) as session:
        return verify(session, read_heads(stage.settings.home))


def act(stage: Stage) -> None:
    with session_scope(stage.engine) as session:
        record(session, action="do_thing", subject="thing", by=None, now=stage.clock())


def test_it_is_written_when_the_trail_has_grown_and_when_a_day_begins(stage: Stage) -> None:
    assert [write_present_head(stage.deps()) for _ in range(2)] == [True, False]
    act(stage)
    assert [write_present_head(stage.deps()) for _ in range(2)] == [True, False]
    stage.clock.moment += timedelta(days=1)
    assert write_present_head(stage.deps())
    first, *later = read_heads(stage.settings.home)
    assert [head.row - first.row for head in later] == [1, 1]
    assert last_head(stage.settings.home) == later[-1]


def test_it_is_told_up_to_where_a_head_vouches(stage: Stage) -> None:
    assert verified(stage)["vouched"] is None
    write_present_head(stage.deps())
    (head,) = read_heads(stage.settings.home)
    act(stage)
    found = verified(stage)
    assert found["broken"] == []
    assert found["vouched"] == {"row": head.row, "at": head.at.isoformat()}
    assert found["rows"] == head.row + 1


def test_an_older_head_of_the_same_row_is_not_forgotten(stage: Stage) -> None:
    write_present_head(stage.deps())
    computed_anew(stage)
    stage.clock.moment += timedelta(days=1)
    assert write_present_head(stage.deps()), "it does not know that the row is another"
    assert verified(stage)["broken"] != []
    assert verified(stage)["vouched"] is None


def cut_off(stage: Stage) -> None:
    with stage.engine.begin() as connection:
        connection.execute(text("DELETE FROM audit_entry WHERE id > (SELECT max(id) - 2 FROM audit_entry)"))


def computed_anew(stage: Stage) -> None:
    """Somebody rewrites a row and every digest after it: the chain by itself is in order again."""
    with session_scope(stage.engine) as session:
        previous = ""
        for number, row in enumerate(session.exec(select(AuditEntry).order_by(AuditEntry.id)).all()):  # type: ignore[arg-type]
            if number == 3:
                row.action = "something_else"
            if number > 3:
                row.previous = previous
            row.digest = previous = entry_digest(row)
            session.add(row)


def test_threat_22_what_is_cut_off_does_not_agree_with_the_head(stage: Stage) -> None:
    write_present_head(stage.deps())
    cut_off(stage)
    with Session(stage.engine) as session:
        assert verify(session)["broken"] == [], "the chain alone does not show it"
    assert verified(stage)["broken"] != []


def test_threat_22_what_is_computed_anew_is_not_signed(stage: Stage) -> None:
    computed_anew(stage)
    assert {each["reason"] for each in verified(stage)["broken"]} == {"is not signed with a key of this home"}


#: What somebody with the database alone does to the row of a withdrawal.
SILENCED = {
    "cut off": (
        "DELETE FROM audit_entry WHERE id >= "
        "(SELECT max(id) FROM audit_entry WHERE action = 'withdraw_approval')"
    ),
    "taken out": "DELETE FROM audit_entry WHERE action = 'withdraw_approval'",
    "unreadable": "UPDATE audit_entry SET detail = 'x' WHERE action = 'withdraw_approval'",
    "about another": "UPDATE audit_entry SET subject_id = 4711 WHERE action = 'withdraw_approval'",
    "unsigned": "UPDATE audit_entry SET detail = '{}', signature = '' WHERE action = 'withdraw_approval'",
}


@pytest.mark.parametrize("silenced", SILENCED.values(), ids=SILENCED)
def test_threat_22_nothing_is_sent_while_a_word_against_it_may_be_gone(stage: Stage, silenced: str) -> None:
    """A withdrawal is taken out of the table and silenced in the trail: the approval looks as if it stood."""
    placement = stage.place()
    with session_scope(stage.engine) as session:
        withdraw_approval(
            session,
            proof=session.get_one(Proof, stage.proofs["folder"].id),  # type: ignore[attr-defined]
            reason="A doubt.",
            programme_id=stage.cast.programme.id or 0,
            by=stage.cast.lawyer,
            now=stage.clock(),
        )
    act(stage)
    write_present_head(stage.deps())
    with stage.engine.begin() as connection:
        connection.execute(text("DELETE FROM approval WHERE decision = 'withdraw'"))
        connection.execute(text(silenced))
    stage.clock.moment += timedelta(minutes=2)

    stage.deliver_due(worker="first")

    assert stage.status(placement) is PlacementStatus.SCHEDULED
    with Session(stage.engine) as session:
        (pause,) = session.exec(select(SendingPause)).all()
    assert "litfass audit verify" in pause.reason


@pytest.mark.parametrize(("seconds_later", "is_seen"), [(100.0, False), (201.0, True)])
def test_a_long_trail_is_looked_at_anew_for_a_twentieth_of_the_time(
    stage: Stage, seconds_later: float, is_seen: bool
) -> None:
    """The first look took ten seconds, so what it saw is trusted for two hundred."""
    placement, seconds = stage.place(), iter([0.0, 10.0, seconds_later, seconds_later])
    act(stage)
    watch = TrailWatch(stage.deps(steady=lambda: next(seconds)))
    with read_scope(stage.engine) as session:
        watch.pause_if_broken(session.connection(), [placement])
    with stage.engine.begin() as connection:
        connection.execute(text("UPDATE audit_entry SET detail = '[]' WHERE action = 'do_thing'"))

    with read_scope(stage.engine) as session:
        watch.pause_if_broken(session.connection(), [placement])

    with Session(stage.engine) as session:
        assert (session.exec(select(SendingPause)).first() is not None) is is_seen


class Beside:
    """A watch, its steady clock, and somebody who writes into an old row of the trail."""

    def __init__(self, stage: Stage) -> None:
        self.seconds = 0.0
        self.placement = stage.place()
        self._stage = stage
        self._watch = TrailWatch(stage.deps(steady=lambda: self.seconds))
        act(stage)
        self.before_sending()

    def before_sending(self) -> None:
        with read_scope(self._stage.engine) as session:
            self._watch.pause_if_broken(session.connection(), [self.placement])

    def beside_sending(self) -> None:
        self._watch.look_ahead()

    def write_into_a_row(self) -> None:
        with self._stage.engine.begin() as connection:
            connection.execute(text("UPDATE audit_entry SET detail = '[]' WHERE action = 'do_thing'"))

    @property
    def is_paused(self) -> bool:
        with Session(self._stage.engine) as session:
            return session.exec(select(SendingPause)).first() is not None


def test_beside_sending_the_trail_is_looked_at_before_that_is_due(stage: Stage) -> None:
    """What the sender saw is trusted for 30 seconds; after half of them the other thread looks."""
    beside = Beside(stage)
    beside.write_into_a_row()

    beside.seconds = 14.0
    beside.beside_sending()
    assert not beside.is_paused

    beside.seconds = 16.0
    beside.beside_sending()
    assert beside.is_paused


def test_what_was_looked_at_beside_sending_keeps_no_post_waiting(stage: Stage) -> None:
    beside = Beside(stage)
    beside.seconds = 20.0
    beside.beside_sending()
    beside.write_into_a_row()

    beside.seconds = 45.0
    beside.before_sending()
    assert not beside.is_paused

    beside.seconds = 51.0
    beside.before_sending()
    assert beside.is_paused


def test_the_first_of_a_day_is_mailed_to_whoever_keeps_it_elsewhere(stage: Stage) -> None:
    stage.settings = replace(
        stage.settings, smtp_url="smtp://127.0.0.1:1", audit_mail="keeper@elsewhere.example"
    )
    write_present_head(stage.deps())
    act(stage)
    write_present_head(stage.deps())
    head, _later = read_heads(stage.settings.home)
    with session_scope(stage.engine) as session:
        (letter,) = take_letters(session, key=secret_key(stage.settings, "secrets.key"), now=stage.clock())
    assert letter.to == "keeper@elsewhere.example"
    assert f"{head.row} {head.digest}" in letter.text


def test_nothing_is_mailed_where_nobody_is_named(stage: Stage) -> None:
    stage.settings = replace(stage.settings, smtp_url="smtp://127.0.0.1:1")
    write_present_head(stage.deps())
    with Session(stage.engine) as session:
        assert session.exec(select(Mail)).all() == []
