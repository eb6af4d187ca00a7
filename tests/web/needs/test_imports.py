"""A file taken in by the worker: its progress, its result, its undoing."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlmodel import col, func, select

from campaigns.db import read_scope, session_scope
from campaigns.needs.intake.dates import order_of
from campaigns.needs.intake.questions import OpenDates
from campaigns.needs.models import AdviceNeed
from campaigns.settings import Settings
from campaigns.vocabulary import Role, WorkKind
from campaigns.work.actions import claim_work, finish_work, refuse_work
from campaigns.work.models import Work
from tests.web.conftest import Watch
from tests.web.desk import Desk
from tests.web.needs.advice_log import log_of
from tests.web.needs.pages import page_of, words_of

Log = Callable[..., Desk]


def upload(desk: Desk, data: bytes, engine: Engine) -> int:
    answer = desk.send("/needs/import", {"file": (io.BytesIO(data), "private/log.csv")})
    assert answer.status_code == 303
    with read_scope(engine) as session:
        return session.exec(select(Work.id).where(Work.kind == WorkKind.IMPORT_NEEDS)).one() or 0


def end(engine: Engine, watch: Watch, work_id: int, result: dict[str, Any]) -> None:
    with session_scope(engine) as session:
        claim_work(session, worker="w", now=watch())
        finish_work(session, work_id=work_id, worker="w", result=result, now=watch())


def test_import_is_handed_to_the_worker_and_survives_a_reload(desk_of: Log, engine: Engine) -> None:
    desk = desk_of(Role.ADVISOR)
    work_id = upload(desk, log_of(("de", "wage", 2, 1)), engine)

    with read_scope(engine) as session:
        work = session.get_one(Work, work_id)
        assert work.order == {"name": "import.csv", "choices": [], "wishes": {}}
    for _reload in range(2):
        assert page_of(desk, f"/needs/imports/{work_id}").xpath("//progress")


def test_days_that_can_be_read_in_two_ways_are_asked_about_by_buttons(
    desk_of: Log, engine: Engine, watch: Watch
) -> None:
    desk, data = desk_of(Role.ADVISOR), b"Datum;Frage\n03/04/2026;Wann kommt mein Lohn?\n"
    said = {"column": "Frage", "field": "text", "encoding": "utf-8", "was_encoding": "utf-8"}
    answer = desk.send("/needs/import", said | {"file": (io.BytesIO(data), "log.csv")})
    with pytest.raises(OpenDates) as asked:
        order_of(["03/04/2026"], column="Datum")
    with session_scope(engine) as session:
        work = claim_work(session, worker="w", now=watch())
        assert work is not None
        refuse_work(session, work_id=work.id or 0, worker="w", problem=asked.value.for_screen(), now=watch())

    (form,) = page_of(desk, answer.headers["Location"]).xpath("//form[.//input[@name='dates']]")
    hidden: dict[str, list[str]] = {}
    for each in form.xpath(".//input[@type='hidden']"):
        hidden.setdefault(each.get("name"), []).append(each.get("value"))
    desk.send("/needs/import", hidden | {"dates": "mdy", "file": (io.BytesIO(data), "log.csv")})

    assert "03/04/2026 → 3 Apr 2026" in words_of(form)
    assert "03/04/2026 → 4 Mar 2026" in words_of(form)
    with read_scope(engine) as session:
        again = session.exec(select(Work).order_by(col(Work.id).desc())).first()
        assert again is not None
        assert again.order["choices"] == ["Frage=text", "Datum=date:mdy"]
        assert again.order["wishes"] == {"encoding": "utf-8"}


def test_import_without_a_file_says_so(desk_of: Log) -> None:
    answer = desk_of(Role.ADVISOR).send("/needs/import")

    assert answer.status_code == 422
    assert "Choose a file." in answer.get_data(as_text=True)


def test_import_result_shows_what_was_not_taken(
    desk_of: Log, engine: Engine, watch: Watch, take: Callable[[bytes], Any]
) -> None:
    desk = desk_of(Role.ADVISOR)
    data = log_of(("de", "wage", 2, 1)) + b"\nnever;Telegram;G;de;wage;Wann kommt der Lohn?"
    work_id = upload(desk, data, engine)
    end(engine, watch, work_id, take(data))

    page = page_of(desk, f"/needs/imports/{work_id}")
    figures = [words_of(each) for each in page.find_class("figure__value")]
    assert figures == ["3", "2", "0", "1", "0"]
    assert "Datum" in words_of(page)
    answer = desk.get(f"/needs/imports/{work_id}/rejected.csv")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert rows[1][:3] == ["4", "Datum", "…"]
    listed = page_of(desk, "/needs/imports").xpath("//main//td/a/@href")
    assert set(listed) == {f"/needs/imports/{work_id}"}


def test_rejected_rows_start_no_formula(desk_of: Log, engine: Engine, watch: Watch) -> None:
    desk = desk_of(Role.ADVISOR)
    work_id = upload(desk, log_of(("de", "wage", 1, 1)), engine)
    rejected = [{"row": 2, "column": "=cmd", "value_hint": "@SUM(A1)", "reason": "The date is missing."}]
    end(
        engine,
        watch,
        work_id,
        {"read": 1, "imported": 0, "duplicates": 0, "unclear": 0, "rejected": rejected},
    )

    answer = desk.get(f"/needs/imports/{work_id}/rejected.csv")
    assert "'=cmd;'@SUM(A1)" in answer.data.decode("utf-8-sig")


def test_import_can_be_undone_as_a_whole(desk_of: Log, engine: Engine, take: Callable[[bytes], Any]) -> None:
    batch = take(log_of(("de", "wage", 6, 1)))["batch"]
    desk = desk_of(Role.LEAD)
    assert "Take 6 questions out again?" in words_of(page_of(desk, "/needs/imports"))
    desk.send(f"/needs/batches/{batch}/undo")

    with read_scope(engine) as session:
        assert session.exec(select(func.count()).select_from(AdviceNeed)).one() == 0
    assert "undone on" in words_of(page_of(desk, "/needs/imports"))


def test_advisor_does_not_undo_what_others_brought_in(desk_of: Log, take: Callable[[bytes], Any]) -> None:
    batch = take(log_of(("de", "wage", 6, 1)))["batch"]
    desk = desk_of(Role.ADVISOR)

    assert "Undo" not in [
        button.text_content().strip() for button in page_of(desk, "/needs/imports").xpath("//summary")
    ]
    assert desk.send(f"/needs/batches/{batch}/undo").status_code == 403


def test_import_of_another_programme_is_not_found(
    app: Flask, desk_of: Log, engine: Engine, watch: Watch, settings: Settings
) -> None:
    with session_scope(engine) as session:
        work = Work(kind=WorkKind.IMPORT_NEEDS, programme_id=99, asked_at=watch())
        session.add(work)
        session.flush()
        work_id = work.id

    assert desk_of(Role.STAFF).get(f"/needs/imports/{work_id}").status_code == 404
