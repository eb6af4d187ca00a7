"""The list of questions: who reads it, with which words, and topics in bulk."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine
from sqlmodel import col, select

from campaigns.db import read_scope, session_scope
from campaigns.needs.models import AdviceNeed
from campaigns.people.models import AuditEntry, Programme
from campaigns.vocabulary import Role
from tests.web.desk import Desk
from tests.web.needs.advice_log import log_of
from tests.web.needs.pages import page_of, words_of

Log = Callable[..., Desk]


def test_questions_are_listed_without_words(desk_of: Log, take: Callable[[bytes], Any]) -> None:
    take(log_of(("de", "wage", 2, 1)))

    told = words_of(page_of(desk_of(Role.ADVISOR), "/needs/questions"))
    assert "Pay and unpaid wages" in told
    assert "Frage de wage" not in told


def test_questions_show_their_words_where_the_programme_keeps_them(
    desk_of: Log, take: Callable[[bytes], Any], engine: Engine, programme: Programme
) -> None:
    with session_scope(engine) as session:
        session.get_one(Programme, programme.id).keeps_free_text = True
    take(log_of(("de", "wage", 2, 1)))

    assert "Frage de wage" in words_of(page_of(desk_of(Role.ADVISOR), "/needs/questions"))


def test_board_reads_no_single_question(desk_of: Log) -> None:
    assert desk_of(Role.BOARD).get("/needs/questions").status_code == 403


def test_counts_above_the_questions_are_those_of_the_filter(
    desk_of: Log, take: Callable[[bytes], Any]
) -> None:
    take(log_of(("de", "wage", 3, 1), ("ar", "minijob", 2, 1)))
    desk = desk_of(Role.ADVISOR)
    told = [words_of(page_of(desk, f"/needs/questions{chosen}").find_class("questions__counts")[0])
            for chosen in ("", "?topic=wage", "?language=ar&open=yes")]  # fmt: skip
    assert [one.split(" questions")[0] for one in told] == ["5", "3", "2"]


def test_topic_of_several_questions_is_confirmed_at_once(
    desk_of: Log, take: Callable[[bytes], Any], engine: Engine
) -> None:
    take(log_of(("de", "wage", 3, 1)))
    with read_scope(engine) as session:
        ids = list(session.exec(select(AdviceNeed.id)).all())
    desk_of(Role.ADVISOR).send("/needs/questions", {"need": ids[:2], "chosen": "minijob"})

    with read_scope(engine) as session:
        topics = sorted(session.exec(select(AdviceNeed.topic)).all())
    assert topics == ["minijob", "minijob", "wage"]


def test_steps_are_taken_back_the_last_one_first_but_not_over_what_others_said_since(
    desk_of: Log, take: Callable[[bytes], Any], engine: Engine
) -> None:
    take(log_of(("de", "wage", 4, 1)))
    desk, other = desk_of(Role.ADVISOR), desk_of(Role.STAFF)

    def stand() -> list[Any]:
        with read_scope(engine) as session:
            rows = session.exec(select(AdviceNeed).order_by(col(AdviceNeed.id))).all()
            return [(row.topic, row.topics, row.corrected_from, row.topic_confirmed_by) for row in rows]

    with read_scope(engine) as session:
        ids = sorted(session.exec(select(AdviceNeed.id)).all())
    begun = stand()
    desk.send("/needs/questions", {"need": ids[:3], "chosen": "minijob"})
    corrected = stand()
    desk.send("/needs/questions", {"need": ids[1:], "as": "suggested"})
    assert "Your last step: 3 questions decided" in words_of(page_of(desk, "/needs/questions"))
    desk.send("/needs/questions/back")
    assert stand() == corrected
    other.send("/needs/questions", {"need": ids[:1], "chosen": "holiday"})
    desk.send("/needs/questions/back")
    assert stand()[1:] == begun[1:]
    assert stand()[0][0] == "holiday"
    assert desk.send("/needs/questions/back").status_code == 409
    with read_scope(engine) as session:
        entries = session.exec(select(AuditEntry).where(AuditEntry.action == "take_back_topics")).all()
        assert [json.loads(one.detail) for one in entries] == [
            {"restored": 3, "left": 0},
            {"restored": 2, "left": 1},
        ]
