"""Exports on the desk: chosen, taken in by the worker, and what was not recognised put in its place."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import datetime, timedelta

import lxml.html
import pytest
from PIL import Image
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from campaigns.db import session_scope
from campaigns.errors import BadInput
from campaigns.needs.intake.questions import OpenDates
from campaigns.placements.models import Account, Placement, Publication
from campaigns.reach.actions import import_figures, record_readings, understand_export
from campaigns.reach.actions.importing import check_is_of_account
from campaigns.reach.exports.doubts import IN_THE_FUTURE
from campaigns.reach.exports.leaving_out import PART_ALONE
from campaigns.reach.insights.metrics import Metric
from campaigns.reach.insights.readings import Reading
from campaigns.reach.models import Insight, InsightBatch, UnmatchedRow
from campaigns.vocabulary import InsightSource, Role, WorkKind, WorkStatus
from campaigns.work.actions import request_work
from campaigns.work.models import Work
from tests.web.desk import Desk
from tests.web.desk_stage import published_on_feed
from tests.web.stage import Scene, desk_in, scene

__all__ = ["desk_in", "scene"]

Log = Callable[..., Desk]
EXPORT = "Beitrags-ID;Permalink;Beschreibung;Aufrufe\n990000001;https://www.facebook.com/x/posts/990000001;Etwas;77\n"


@pytest.fixture
def out(engine: Engine, scene: Scene, now: datetime) -> Placement:
    return published_on_feed(engine, scene, scene.german, now=now)


@pytest.fixture
def row(engine: Engine, scene: Scene, out: Placement, now: datetime) -> UnmatchedRow:
    """A row of an export that nobody recognised."""
    with session_scope(engine) as session:
        account = session.exec(select(Account).where(Account.programme_id == scene.cast.programme.id)).one()
        export = understand_export(session, account=account, data=EXPORT.encode(), name="e.csv")
        import_figures(session, account=account, export=export, by=scene.cast.staff, now=now)
        return session.exec(select(UnmatchedRow)).one()


def values(engine: Engine) -> list[int | None]:
    with Session(engine) as session:
        return [reading.value for reading in session.exec(select(Insight))]


def test_an_export_is_handed_to_the_worker_without_its_name(
    engine: Engine, scene: Scene, out: Placement, desk_in: Log
) -> None:
    desk = desk_in(Role.STAFF)
    with Session(engine, expire_on_commit=False) as session:
        account = session.exec(select(Account).where(Account.programme_id == scene.cast.programme.id)).one()

    desk.send(
        "/reach/imports",
        {"account": str(account.id), "file": (io.BytesIO(EXPORT.encode()), "Frau Beispiel.csv")},
    )

    with Session(engine, expire_on_commit=False) as session:
        work = session.exec(select(Work).where(Work.kind == WorkKind.IMPORT_INSIGHTS)).one()
        assert work.order["name"] == "export.csv"
        assert EXPORT.encode() not in (work.upload or b"")
    assert desk.get(f"/reach/imports/{work.id}").status_code == 200


def test_no_account_is_chosen_before_a_person_chooses_one(out: Placement, desk_in: Log) -> None:
    desk = desk_in(Role.STAFF)
    page = lxml.html.document_fromstring(desk.get("/reach/imports").get_data(as_text=True))
    assert page.xpath("//select[@name='account']/option[1]/@value") == [""]

    refused = desk.send("/reach/imports", {"account": "", "file": (io.BytesIO(EXPORT.encode()), "e.csv")})

    assert refused.status_code == 422
    assert "Choose the account whose posts the export tells of." in refused.get_data(as_text=True)


def test_days_that_can_be_read_in_two_ways_are_asked_about_by_buttons(
    engine: Engine, scene: Scene, out: Placement, desk_in: Log, now: datetime
) -> None:
    desk = desk_in(Role.STAFF)
    days = b"Date,Impressions,Likes\n01/02/2026,1,1\n"
    with session_scope(engine) as session:
        account = session.exec(select(Account).where(Account.programme_id == scene.cast.programme.id)).one()
        sent = {"account": str(account.id), "as_of": "2026-11-20"}
    desk.send("/reach/imports", sent | {"file": (io.BytesIO(days), "d.csv")})
    with session_scope(engine) as session:
        work = session.exec(select(Work)).one()
        work.status, work.ended_at, work.upload = WorkStatus.REFUSED, now, None
        with pytest.raises(OpenDates) as asked:
            understand_export(session, account=account, data=days, name="d.csv")
        problem = asked.value.for_screen()
        work.refusal, work.refusal_values = problem.message, problem.values
        address = f"/reach/imports/{work.id}"

    page = lxml.html.document_fromstring(desk.get(address).get_data(as_text=True))
    (form,) = page.xpath("//form[.//input[@name='dates']]")
    said = {each.get("name"): each.get("value") for each in form.xpath(".//input[@type='hidden']")}
    desk.send("/reach/imports", said | {"dates": "mdy", "file": (io.BytesIO(days), "d.csv")})

    assert "date:" not in page.text_content()
    assert "01/02/2026 → 1 Feb 2026" in form.text_content()
    assert "01/02/2026 → 2 Jan 2026" in form.text_content()
    with Session(engine) as session:
        again = session.exec(select(Work).order_by(col(Work.id).desc())).first()
        assert again is not None
        assert again.order["choices"] == ["Date=date:mdy"]
        assert (again.subject_id, again.order["as_of"]) == (account.id, "2026-11-20")


def test_an_import_tells_what_is_doubtful_and_is_undone_on_its_page(
    engine: Engine, scene: Scene, row: UnmatchedRow, desk_in: Log, now: datetime
) -> None:
    desk = desk_in(Role.LEAD)
    with session_scope(engine) as session:
        work = request_work(
            session,
            kind=WorkKind.IMPORT_INSIGHTS,
            programme_id=scene.cast.programme.id,
            subject_id=row.account_id,
            by=scene.cast.staff,
            now=now,
        )
        work.status, work.ended_at, work.result = WorkStatus.DONE, now, {"batch": row.batch_id}
        batch = session.get_one(InsightBatch, row.batch_id)
        batch.report = {
            **batch.report,
            "why_left_out": [{"reason": PART_ALONE, "columns": ["Reach from Organic posts"]}],
            "doubts": [
                {"row": 7, "column": "Publish time", "value_hint": "2031-01-01", "reason": IN_THE_FUTURE}
            ],
        }
        session.flush()
        work_id, address = work.id, f"/reach/exports/{row.batch_id}"
    assert desk.get(f"/reach/imports/{work_id}").headers["Location"] == address

    page = lxml.html.document_fromstring(desk.get(address).get_data(as_text=True))
    told = " ".join(page.text_content().split())
    assert f"Reach from Organic posts: {PART_ALONE}" in told
    assert IN_THE_FUTURE in told
    (undo,) = page.xpath("//form[contains(@action, '/undo')]/@action")
    desk.send(undo, {})

    assert "Every row belongs to a post" in desk.get("/reach/unmatched").get_data(as_text=True)
    assert "This import was undone on" in desk.get(address).get_data(as_text=True)
    assert desk.send(undo, {}).status_code == 409


def test_an_attached_row_is_detached_on_the_page_of_its_export_alone(
    engine: Engine, row: UnmatchedRow, desk_in: Log
) -> None:
    desk = desk_in(Role.STAFF)
    with Session(engine) as session:
        sent = {"url": session.exec(select(Publication)).one().url, "publication": ""}
    desk.send(f"/reach/unmatched/{row.id}/attach", sent)
    told = lxml.html.document_fromstring(desk.get("/reach/unmatched").get_data(as_text=True))
    (back,) = told.xpath("//a[text()='Take back']/@href")

    page = lxml.html.document_fromstring(desk.get(back).get_data(as_text=True))
    (detach,) = page.xpath("//section[@aria-labelledby='said']//form/@action")
    before = values(engine)
    desk.send(detach, {})

    waiting = desk.get("/reach/unmatched").get_data(as_text=True)
    assert (before, values(engine)) == ([77], [])
    assert "The row is detached and waits again." in waiting
    assert "Etwas" in waiting
    assert desk.send(detach, {}).status_code == 409


def test_an_unmatched_row_is_attached_on_the_screen(engine: Engine, row: UnmatchedRow, desk_in: Log) -> None:
    desk = desk_in(Role.LEAD)
    assert "Etwas" in desk.get("/reach/unmatched").get_data(as_text=True)
    with Session(engine, expire_on_commit=False) as session:
        publication = session.exec(select(Publication)).one()

    refused = desk.send(f"/reach/unmatched/{row.id}/attach", {"url": "https://elsewhere.example/123456"})
    assert refused.status_code == 422
    assert values(engine) == []
    desk.send(f"/reach/unmatched/{row.id}/attach", {"url": publication.url, "publication": ""})

    assert values(engine) == [77]
    assert "Every row belongs to a post" in desk.get("/reach/unmatched").get_data(as_text=True)


def test_a_row_of_another_day_goes_to_a_post_only_after_a_second_look(
    engine: Engine, row: UnmatchedRow, desk_in: Log
) -> None:
    desk = desk_in(Role.LEAD)
    with session_scope(engine) as session:
        publication = session.exec(select(Publication)).one()
        sent = {"url": publication.url, "publication": ""}
        session.get_one(UnmatchedRow, row.id).posted = "2026-07-04 10:00"

    asked = desk.send(f"/reach/unmatched/{row.id}/attach", sent)
    before = values(engine)
    desk.send(f"/reach/unmatched/{row.id}/attach", sent | {"sure": "yes"})

    assert (asked.status_code, before, values(engine)) == (422, [], [77])
    page = lxml.html.document_fromstring(asked.get_data(as_text=True))
    assert "a post of 4 Jul 2026" in " ".join(page.text_content().split())
    # The row may stand far down: the browser goes to what is asked of it.
    assert page.xpath("//input[@autofocus]/@name") == ["sure"]


def test_figures_of_a_post_are_replaced_only_by_somebody_who_saw_which(
    engine: Engine, row: UnmatchedRow, desk_in: Log, now: datetime
) -> None:
    desk = desk_in(Role.LEAD)
    with session_scope(engine) as session:
        publication = session.exec(select(Publication)).one()
        sent = {"url": publication.url, "publication": ""}
        at = now - timedelta(days=1)
        record_readings(
            session, readings=[(publication, Reading(Metric.VIEWS, 12400))], source=InsightSource.HAND, at=at
        )

    asked = desk.send(f"/reach/unmatched/{row.id}/attach", sent)
    before = values(engine)
    desk.send(f"/reach/unmatched/{row.id}/attach", sent | {"replaces": "yes"})

    assert (asked.status_code, before, values(engine)) == (422, [12400], [12400, 77])
    assert "Views: 12,400 becomes 77" in asked.get_data(as_text=True)


def test_an_advisor_is_led_nowhere_where_advisors_may_not_go(out: Placement, desk_in: Log) -> None:
    desk = desk_in(Role.ADVISOR)
    page = lxml.html.document_fromstring(desk.get("/reach/publications/1").get_data(as_text=True))

    refused = [
        href
        for href in page.xpath("//main//a/@href")
        if href.startswith("/") and desk.get(href).status_code == 403
    ]
    assert refused == []


def test_a_row_of_others_is_dismissed(engine: Engine, row: UnmatchedRow, desk_in: Log) -> None:
    desk_in(Role.ADMIN).send(f"/reach/unmatched/{row.id}/dismiss", {})

    assert values(engine) == []


def test_rows_of_an_export_are_told_in_full_shown_in_pages_and_dismissed_together(
    engine: Engine, scene: Scene, row: UnmatchedRow, desk_in: Log, now: datetime
) -> None:
    desk = desk_in(Role.STAFF)
    lines = "".join(f"77000{n:04};;Anderes {n};{n}\n" for n in range(1, 41))
    with session_scope(engine) as session:
        account = session.exec(select(Account).where(Account.programme_id == scene.cast.programme.id)).one()
        data = f"Beitrags-ID;Permalink;Beschreibung;Aufrufe\n{lines}".encode()
        export = understand_export(session, account=account, data=data, name="e.csv")
        batch = import_figures(session, account=account, export=export, by=scene.cast.staff, now=now).batch

    first = lxml.html.document_fromstring(desk.get("/reach/unmatched").get_data(as_text=True))
    (older,) = first.xpath("//a[contains(@href, 'skip=')]/@href")
    second = desk.get(older).get_data(as_text=True)
    desk.send("/reach/unmatched/dismiss", {"batch": str(batch)})
    left = desk.get("/reach/unmatched").get_data(as_text=True)

    assert "Noted for 40 rows of the export of" in left
    assert "Rows 1 to 25 of 41" in first.text_content()
    assert "40 rows wait" in first.text_content()
    assert "Rows 26 to 41 of 41" in second
    assert "Etwas" in left
    assert "Anderes" not in left
    assert desk.send("/reach/unmatched/dismiss", {"batch": str(batch)}).status_code == 409


def test_figures_typed_in_stand_on_the_page_of_the_post_with_their_source(
    engine: Engine, out: Placement, desk_in: Log
) -> None:
    desk = desk_in(Role.ADVISOR)
    with Session(engine, expire_on_commit=False) as session:
        publication = session.exec(select(Publication)).one()
    address = f"/reach/publications/{publication.id}"

    assert desk.send(f"{address}/figures", {"views": "12 %"}).status_code == 422
    refused = lxml.html.document_fromstring(
        desk.send(f"{address}/figures", {"views": "1,5"}).get_data(as_text=True)
    )
    assert "Type the whole number" in refused.get_element_by_id("views-error").text_content()
    desk.send(f"{address}/figures", {"views": "1.250", "comments": ""})

    text = desk.get(address).get_data(as_text=True)
    assert "1,250" in text
    assert "typed in by hand" in text
    assert values(engine) == [1250]


def test_a_screenshot_stays_with_the_figures_that_were_read_off_it(
    engine: Engine, scene: Scene, out: Placement, desk_in: Log
) -> None:
    with Session(engine) as session:
        publication = session.exec(select(Publication)).one().id
    picture = io.BytesIO()
    Image.new("RGB", (120, 80), "white").save(picture, "PNG")
    desk = desk_in(Role.STAFF)
    address = f"/reach/publications/{publication}"

    sent = {"views": "1.250", "screenshot": (io.BytesIO(picture.getvalue()), "Frau Beispiel.png")}
    assert desk.send(f"{address}/figures", sent).status_code == 303
    assert (
        desk.send(
            f"{address}/figures", {"views": "9", "screenshot": (io.BytesIO(b"no"), "x.png")}
        ).status_code
        == 422
    )

    assert values(engine) == [1250]
    (shown,) = re.findall(
        r'href="([^"]+/screenshots/[0-9a-f]{64})"', desk.get(address).get_data(as_text=True)
    )
    assert Image.open(io.BytesIO(desk.get(shown).data)).size == (120, 80)
    assert desk.get(shown[:-64] + "0" * 64).status_code == 404


def test_a_file_of_another_platform_than_the_account_is_asked_about_before_anything_is_taken(
    engine: Engine, scene: Scene, out: Placement, desk_in: Log, now: datetime
) -> None:
    desk = desk_in(Role.STAFF)
    with session_scope(engine) as session:
        chosen = session.exec(select(Account).where(Account.programme_id == scene.cast.programme.id)).one()
        meant = Account(
            programme_id=chosen.programme_id,
            channel="facebook",
            name="Page",
            zone=chosen.zone,
            created_at=now,
        )
        session.add(meant)
        session.flush()
        export = understand_export(session, account=chosen, data=EXPORT.encode(), name="e.csv")
        with pytest.raises(BadInput) as asked:
            check_is_of_account(chosen, export)
        check_is_of_account(meant, export)
        sent, right = {"account": str(chosen.id)}, str(meant.id)
    desk.send("/reach/imports", sent | {"file": (io.BytesIO(EXPORT.encode()), "e.csv")})
    with session_scope(engine) as session:
        work = session.exec(select(Work)).one()
        work.status, work.ended_at, work.upload = WorkStatus.REFUSED, now, None
        work.refusal, work.refusal_values = asked.value.message, asked.value.values
        address = f"/reach/imports/{work.id}"

    page = lxml.html.document_fromstring(desk.get(address).get_data(as_text=True))
    (form,) = page.xpath("//form[.//input[@name='is_meant']]")
    said = {each.get("name"): each.get("value") for each in form.xpath(".//input[@type='hidden']")}
    desk.send("/reach/imports", said | {"account": right, "file": (io.BytesIO(EXPORT.encode()), "e.csv")})

    assert "The file comes from Facebook. To which account does it belong?" in form.text_content()
    # The account of that platform comes first, the chosen one can still be meant.
    assert form.xpath(".//input[@type='radio']/@value") == [right, sent["account"]]
    with Session(engine) as session:
        again = session.exec(select(Work).order_by(col(Work.id).desc())).first()
        assert again is not None
        assert (str(again.subject_id), again.order["is_meant"]) == (right, True)
