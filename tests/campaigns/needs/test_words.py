"""Whether the words of questions are kept: switched off for every way in, and forgotten in the same step."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from campaigns.errors import NotAllowed
from campaigns.needs.actions import (
    forget_words,
    import_needs,
    keep_words,
    receive_questions,
    record_need,
    stop_keeping_words,
)
from campaigns.needs.actions.understanding import intake_of, understand_table
from campaigns.needs.api import read_questions
from campaigns.needs.emerging.models import EmergingPhrase
from campaigns.needs.kept_words import words_kept
from campaigns.needs.models import AdviceNeed, NeedWeek
from campaigns.needs.reading import read_table
from campaigns.people.actor import Actor
from campaigns.people.models import Programme
from campaigns.vocabulary import Role
from tests.campaigns.needs.conftest import MOMENT

KEY = b"k" * 32
FILE = b"Datum;Anfrage\n2026-11-02;Wann kommt mein Lohn?\n"


def by_file(session: Session, programme: Programme) -> None:
    import_needs(session, programme=programme, data=FILE, name="log.csv", key=KEY, by=None, now=MOMENT)


def by_hand(session: Session, programme: Programme) -> None:
    record_need(
        session, programme=programme, values={"text": "Wann kommt mein Lohn?"}, key=KEY, by=None, now=MOMENT
    )


def by_program(session: Session, programme: Programme) -> None:
    table = read_questions(
        json.dumps({"questions": [{"date": "2026-11-02", "text": "Wann kommt mein Lohn?"}]}).encode()
    )
    receive_questions(session, programme=programme, table=table, key=KEY, now=MOMENT)


WAYS = [by_file, by_hand, by_program]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("keeps", [True, False])
def test_every_way_in_keeps_words_only_where_the_programme_does(
    session: Session, programme: Programme, way: Callable[[Session, Programme], Any], keeps: bool
) -> None:
    programme.keeps_free_text = keeps
    way(session, programme)
    need = session.exec(select(AdviceNeed)).one()

    assert (need.topic, need.language) == ("wage", "de")
    assert need.text == ("Wann kommt mein Lohn?" if keeps else None)


def test_rows_understood_before_words_were_switched_off_keep_none(
    session: Session, programme: Programme
) -> None:
    intake = intake_of(session, programme, key=KEY, today=date(2026, 11, 23))
    understood = understand_table(read_table(FILE, name="log.csv"), intake)
    programme.keeps_free_text = False
    import_needs(
        session,
        programme=programme,
        data=FILE,
        name="log.csv",
        key=KEY,
        by=None,
        now=MOMENT,
        understood=understood,
    )

    assert session.exec(select(AdviceNeed.text)).all() == [None]


def test_stopping_may_forget_what_was_kept_and_leaves_the_figures(
    session: Session, programme: Programme, acting: Callable[[Role], Actor]
) -> None:
    by_file(session, programme)
    by_hand(session, programme)
    phrase = EmergingPhrase(
        programme_id=programme.id or 0,
        language="de",
        phrase="mein Lohn",
        asked=5,
        likelihood=9.0,
        as_of=date(2026, 11, 22),
        found_at=MOMENT,
    )
    session.add(phrase)
    session.flush()
    weeks = [row.model_dump() for row in session.exec(select(NeedWeek))]
    assert words_kept(session, programme_id=programme.id or 0) == 2
    admin = acting(Role.ADMIN)

    gone = stop_keeping_words(session, programme=programme, forget=True, by=admin, now=MOMENT)
    assert (gone, programme.keeps_free_text) == (2, False)
    assert words_kept(session, programme_id=programme.id or 0) == 0
    assert session.exec(select(EmergingPhrase)).all() == []
    assert [row.model_dump() for row in session.exec(select(NeedWeek))] == weeks


def test_stopping_alone_leaves_older_words_for_a_later_step(
    session: Session, programme: Programme, acting: Callable[[Role], Actor]
) -> None:
    by_file(session, programme)
    admin = acting(Role.ADMIN)

    assert stop_keeping_words(session, programme=programme, forget=False, by=admin, now=MOMENT) == 0
    assert words_kept(session, programme_id=programme.id or 0) == 1
    assert forget_words(session, programme=programme, by=admin, now=MOMENT) == 1
    keep_words(session, programme=programme, by=admin, now=MOMENT)
    assert programme.keeps_free_text


def test_only_the_admin_decides_what_is_kept(
    session: Session, programme: Programme, acting: Callable[[Role], Actor]
) -> None:
    with pytest.raises(NotAllowed):
        stop_keeping_words(session, programme=programme, forget=True, by=acting(Role.LEAD), now=MOMENT)
