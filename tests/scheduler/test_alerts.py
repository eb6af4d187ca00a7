"""A silent worker and late posts are told once, and told to be over."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from campaigns.alerts.looking import LATE_AFTER, PATIENCE
from campaigns.alerts.models import Alert
from campaigns.db import session_scope
from campaigns.mail.models import Mail
from campaigns.placements.actions.pauses import pause_sending
from campaigns.settings import prepare_home
from campaigns.vocabulary import AlertKind
from campaigns.work.heartbeat import beat, forget_worker
from campaigns.work.queries import SILENT_AFTER
from scheduler.alerts import tell_alerts
from scheduler.rounds import run_once
from tests.scheduler.channels.network import Answer, Fake, Request, running
from tests.scheduler.stage import Stage
from web.watching import look_once

MINUTE = timedelta(minutes=1)


@pytest.fixture
def heard(stage: Stage) -> Stage:
    """A stage that sends mail, whose worker has just been heard."""
    stage.settings = replace(stage.settings, smtp_url="smtp://127.0.0.1:9", mail_from="desk@desk.example")
    prepare_home(stage.settings)
    hear(stage)
    return stage


def hear(stage: Stage) -> None:
    with session_scope(stage.engine) as session:
        beat(session, worker="first", started_at=stage.now, is_publisher=True, now=stage.clock())


def letters(stage: Stage) -> list[str]:
    with session_scope(stage.engine) as session:
        return [mail.letter for mail in session.exec(select(Mail).order_by(Mail.id))]  # type: ignore[arg-type]


def later(stage: Stage, by: timedelta) -> int:
    stage.clock.moment += by
    return tell_alerts(stage.deps())


def test_a_worker_that_is_heard_is_no_news(heard: Stage) -> None:
    assert later(heard, SILENT_AFTER) == 0
    assert letters(heard) == []


def test_a_silent_worker_is_told_once_and_told_when_it_is_back(heard: Stage) -> None:
    assert later(heard, SILENT_AFTER + MINUTE) == 0, "it may only be started anew"
    assert later(heard, PATIENCE[AlertKind.WORKER_SILENT]) == 1
    assert later(heard, MINUTE) == 0
    assert letters(heard) == ["worker_silent"], "one admin, one letter"

    hear(heard)
    assert later(heard, MINUTE / 2) == 1
    assert letters(heard) == ["worker_silent", "worker_back"]
    assert later(heard, MINUTE / 4) == 0


def test_a_worker_that_is_started_anew_is_nobody_s_matter(heard: Stage) -> None:
    with session_scope(heard.engine) as session:
        forget_worker(session, worker="first")
    later(heard, MINUTE)
    hear(heard)
    later(heard, MINUTE / 2)
    assert letters(heard) == []
    with session_scope(heard.engine) as session:
        assert session.exec(select(Alert)).all() == []


def test_a_late_post_is_told_to_admin_and_lead_until_it_is_out(heard: Stage) -> None:
    heard.place(at=heard.now + MINUTE)
    heard.clock.moment += MINUTE + LATE_AFTER
    hear(heard)
    assert later(heard, MINUTE) == 1
    assert sorted(letters(heard)) == ["posts_late", "posts_late"]

    run_once(heard.deps())
    hear(heard)
    assert later(heard, MINUTE) == 1
    assert sorted(letters(heard)) == ["posts_late", "posts_late", "posts_late_over", "posts_late_over"]


def test_a_post_that_was_missed_stays_told_for_a_day(heard: Stage) -> None:
    heard.place(at=heard.now + MINUTE)
    heard.clock.moment += timedelta(hours=20)
    run_once(heard.deps())
    hear(heard)
    assert later(heard, timedelta(0)) == 1
    heard.clock.moment += timedelta(hours=5)
    hear(heard)
    assert later(heard, timedelta(0)) == 1
    assert letters(heard).count("posts_late_over") == 2


def test_posts_that_a_pause_keeps_are_not_late(heard: Stage) -> None:
    heard.place(at=heard.now + MINUTE)
    with session_scope(heard.engine) as session:
        pause_sending(
            session,
            programme_id=None,
            reason="Looking at everything first.",
            by=heard.cast.admin,
            now=heard.now,
        )
    heard.clock.moment += MINUTE * 2
    run_once(heard.deps())
    heard.clock.moment += LATE_AFTER
    hear(heard)
    assert later(heard, timedelta(0)) == 0


class Chat(Fake):
    """A chat program's incoming webhook."""

    status = 200

    def publishes(self, request: Request) -> bool:
        return False

    def answer(self, request: Request) -> Answer:
        return Answer(self.status)


def test_the_address_is_called_until_it_hears(heard: Stage) -> None:
    chat = Chat(heard.clock)
    chat.status = 503
    with running(chat) as port:
        heard.settings = replace(heard.settings, alert_url=f"http://127.0.0.1:{port}/hook")
        later(heard, SILENT_AFTER + MINUTE)
        later(heard, PATIENCE[AlertKind.WORKER_SILENT])
        assert len(chat.calls) == 1
        chat.status = 200
        later(heard, MINUTE)
        later(heard, MINUTE)
    assert len(chat.calls) == 2
    message = chat.calls[-1].json()
    assert (message["alert"], message["over"]) == ("worker_silent", False)
    assert "no worker" in message["text"]


def test_the_desk_has_it_told_only_when_there_is_something_to_tell(heard: Stage) -> None:
    told: list[int] = []

    def tell() -> None:
        told.append(tell_alerts(heard.deps()))

    look_once(heard.engine, heard.clock, tell)
    heard.clock.moment += SILENT_AFTER + MINUTE
    look_once(heard.engine, heard.clock, tell)
    heard.clock.moment += PATIENCE[AlertKind.WORKER_SILENT]
    look_once(heard.engine, heard.clock, tell)
    heard.clock.moment += MINUTE
    look_once(heard.engine, heard.clock, tell)
    assert told == [0, 1]
