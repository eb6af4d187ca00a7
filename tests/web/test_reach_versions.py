"""Fixed reports: small counts stay hidden beside every earlier version, and outsiders get the very same bytes."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import urlencode

import lxml.html
import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine, text
from sqlmodel import Session, col, select
from werkzeug.test import TestResponse

from campaigns.db import session_scope
from campaigns.placements.models import Placement, Publication
from campaigns.reach.actions import type_figures
from campaigns.reach.insights.metrics import Metric
from campaigns.reach.models import ReportVersion
from campaigns.vocabulary import Role
from tests.web.desk import Desk
from tests.web.desk_stage import approved, group, in_group, published_on_feed
from tests.web.reach_stage import everything_out
from tests.web.stage import Scene, desk_in, scene
from tests.web.test_reach import ask, row_of

__all__ = ["desk_in", "scene"]

Log = Callable[..., Desk]


@pytest.fixture
def out(engine: Engine, scene: Scene, now: datetime) -> Placement:
    return published_on_feed(engine, scene, scene.german, now=now)


def test_a_later_version_tells_nothing_of_the_days_between(
    engine: Engine, scene: Scene, out: Placement, desk_in: Log, now: datetime
) -> None:
    ask(engine, scene, now, "de", 12, before=0)
    desk = desk_in(Role.LEAD)
    first = {
        "campaign": str(scene.campaign.id),
        "start": now.date().isoformat(),
        "end": now.date().isoformat(),
    }
    desk.send("/reach/versions", first)
    ask(engine, scene, now, "de", 2, before=-1)
    longer = first | {"end": (now.date() + timedelta(days=1)).isoformat()}
    told = lxml.html.document_fromstring(desk.get(f"/reach/versions/new?{urlencode(longer)}").data)
    unseen = desk.send("/reach/versions", longer)
    fields = {each.name: each.value for each in told.xpath("//main//input[@type='hidden']")}
    desk.send("/reach/versions", fields)

    assert desk.get("/reach/versions/new").status_code == 200
    # The earlier report is named before anything is fixed that would tell less for its sake.
    assert told.xpath(f"//section//a[contains(@href, '/reach/campaigns/{scene.campaign.id}?')]")
    assert int(fields["told_members"]) > 0
    # Who did not see that is shown it, and nothing is fixed.
    assert unseen.status_code == 409
    with Session(engine) as session:
        one, two = session.exec(select(ReportVersion).order_by(ReportVersion.id)).all()  # type: ignore[arg-type]
        assert one.document["asked_during"] == "12"
        assert two.document["asked_during"] != "14"
        assert "2" not in [row["asked_during"] for row in two.document["rows"]]


def test_a_period_that_has_not_begun_is_not_fixed_and_a_running_one_says_as_of_when(
    engine: Engine, scene: Scene, out: Placement, desk_in: Log, now: datetime
) -> None:
    desk, today = desk_in(Role.LEAD), now.date()
    ahead = {"start": str(today + timedelta(days=1)), "end": str(today + timedelta(days=9))}

    refused = desk.send("/reach/versions", ahead)
    page = desk.get(f"/reach/versions/new?{urlencode(ahead)}").get_data(as_text=True)
    desk.send("/reach/versions", {"start": str(today), "end": str(today + timedelta(days=9))})

    assert "It can be fixed from 24 Nov 2026 on." in page
    assert refused.status_code == 422
    with Session(engine) as session:
        assert len(session.exec(select(ReportVersion)).all()) == 1
    assert "as of 23 Nov 2026" in desk.get("/reach/versions").get_data(as_text=True)


def test_a_fixed_report_tells_topics_and_regions_and_the_evaluator_gets_them_as_tables(
    engine: Engine, scene: Scene, out: Placement, desk_in: Log, now: datetime
) -> None:
    ask(engine, scene, now, "de", 30, before=0, region="DE-BE")
    ask(engine, scene, now, "de", 9, before=0, region="DE-BY")
    ask(engine, scene, now, "ar", 20, before=0)
    day = now.date().isoformat()
    desk_in(Role.LEAD).send("/reach/versions", {"start": day, "end": day})

    archive = zipfile.ZipFile(io.BytesIO(desk_in(Role.EVALUATOR).get("/reach/versions/1.zip").data))
    rows = csv.DictReader(io.StringIO(archive.read("questions.csv").decode("utf-8-sig")), delimiter=";")
    # Nine are too few in a region, and no row tells less than a mark.
    assert [(row["by"], row["key"], row["questions_during"]) for row in rows] == [
        ("total", "", "59"),
        ("language", "de", "39"),
        ("language", "ar", "20"),
        ("topic", "child_benefit", "59"),
        ("region", "DE-BE", "30"),
    ]


def test_the_public_gets_the_bytes_that_were_fixed_and_nothing_else(
    scene: Scene, out: Placement, desk_in: Log, stranger: Desk, now: datetime
) -> None:
    desk = desk_in(Role.LEAD)
    day = now.date().isoformat()
    desk.send("/reach/versions", {"start": day, "end": day, "public": "yes"})
    page = desk.get("/reach/versions").get_data(as_text=True)
    found = re.search(r"/r/([\w-]{20,})", page)

    assert found is not None
    inside = desk.get("/reach/versions/1.pdf").data
    assert inside.startswith(b"%PDF")
    assert stranger.get(f"/r/{found[1]}.pdf").data == inside
    assert stranger.get(f"/r/x{found[1]}").status_code == 404


def test_the_pdf_of_a_public_page_is_in_the_language_of_the_page(
    out: Placement, desk_in: Log, stranger: Desk, now: datetime
) -> None:
    desk, day = desk_in(Role.LEAD), now.date().isoformat()
    desk.send("/reach/versions", {"start": day, "end": day, "public": "yes", "language": "ar"})
    address = address_in(desk.get("/reach/versions"))

    for language in ("de", "en"):
        page = lxml.html.document_fromstring(stranger.get(f"{address}?language={language}").data)
        # Beside its own language a page leads to the paper that was chosen.
        own, chosen = page.xpath("//header//a[contains(@href, '.pdf')]/@href")
        assert f"/Lang({language})".encode() in stranger.get(own).data.replace(b" ", b"")
        assert stranger.get(chosen).data == desk.get("/reach/versions/1.pdf").data


def test_a_public_report_leads_to_no_post_in_a_group(
    engine: Engine, scene: Scene, desk_in: Log, stranger: Desk, now: datetime
) -> None:
    everything_out(engine, scene, now=now)
    desk, today = desk_in(Role.LEAD), now.date()
    days = {"start": str(today - timedelta(days=25)), "end": str(today)}
    desk.send("/reach/versions", days | {"public": "yes"})
    desk.send("/reach/versions", days | {"told_members": "99"})
    shown = lxml.html.document_fromstring(stranger.get(address_in(desk.get("/reach/versions"))).data)
    with Session(engine) as session:
        in_groups, elsewhere = (
            {each.url for each in session.exec(select(Publication).join(Placement).where(told))}
            for told in (col(Placement.space_id).is_not(None), col(Placement.space_id).is_(None))
        )
        public, members = session.exec(select(ReportVersion).order_by(col(ReportVersion.id))).all()

    # The address of a post in a group names the group.
    assert set(shown.xpath("//table//a/@href")) & (in_groups | elsewhere) == elsewhere
    assert {each["url"] for each in public.document["evidence"]} == elsewhere | {""}
    assert {each["url"] for each in members.document["evidence"]} == elsewhere | in_groups
    assert in_groups


@pytest.mark.parametrize("column", ["public_token_hash", "page"])
def test_a_page_that_somebody_opened_in_the_database_is_not_found(
    engine: Engine, scene: Scene, out: Placement, desk_in: Log, stranger: Desk, now: datetime, column: str
) -> None:
    """Under a secret of their own, or another page under the one that was given out."""
    desk = desk_in(Role.LEAD)
    day = now.date().isoformat()
    desk.send("/reach/versions", {"start": day, "end": day, "public": "yes"})
    found = re.search(r"/r/([\w-]{20,})", desk.get("/reach/versions").get_data(as_text=True))
    assert found is not None
    assert stranger.get(f"/r/{found[1]}").status_code == 200
    secret, value = found[1], "{}"
    if column == "public_token_hash":
        secret = "a" * 32
        value = sha256(secret.encode()).hexdigest()
    with engine.begin() as connection:
        connection.execute(text(f"UPDATE report_version SET {column} = :v"), {"v": value})  # noqa: S608
    assert stranger.get(f"/r/{secret}").status_code == 404


def address_in(page: TestResponse) -> str:
    found = re.search(r"/r/[\w-]{20,}", page.get_data(as_text=True))
    assert found is not None
    return found[0]


def test_a_closed_page_opens_under_a_new_address_alone(
    engine: Engine, out: Placement, desk_in: Log, stranger: Desk, now: datetime
) -> None:
    desk, day = desk_in(Role.LEAD), now.date().isoformat()
    desk.send("/reach/versions", {"start": day, "end": day, "public": "yes"})
    first = address_in(desk.get("/reach/versions"))
    with engine.connect() as connection:
        hashed = connection.execute(text("SELECT public_token_hash FROM report_version")).scalar_one()

    desk.send("/reach/versions/1/close", {})
    closed = stranger.get(first).status_code
    # Written back past Litfass, the address stays shut: the trail says that it was closed.
    with engine.begin() as connection:
        connection.execute(text("UPDATE report_version SET public_token_hash = :v"), {"v": hashed})
    written_back = stranger.get(first).status_code
    desk.send("/reach/versions/1/open", {})
    second = address_in(desk.get("/reach/versions"))

    assert (closed, written_back) == (404, 404)
    assert (stranger.get(second).status_code, stranger.get(first).status_code) == (200, 404)


def test_a_report_for_members_gets_no_public_page(out: Placement, desk_in: Log, now: datetime) -> None:
    desk, day = desk_in(Role.LEAD), now.date().isoformat()
    desk.send("/reach/versions", {"start": day, "end": day})

    refused = desk.send("/reach/versions/1/open", {})

    assert refused.status_code == 409
    assert "was fixed for members" in refused.get_data(as_text=True)


def test_the_public_page_stays_as_it_was_fixed_in_both_languages(
    engine: Engine, scene: Scene, out: Placement, desk_in: Log, stranger: Desk, now: datetime
) -> None:
    ask(engine, scene, now, "de", 43, before=0)
    ask(engine, scene, now, "ar", 6, before=0)
    desk = desk_in(Role.LEAD)
    day = now.date().isoformat()
    desk.send("/reach/versions", {"start": day, "end": day, "public": "yes"})
    found = re.search(r"/r/([\w-]{20,})", desk.get("/reach/versions").get_data(as_text=True))
    assert found is not None
    ask(engine, scene, now, "uk", 400, before=0)

    english = stranger.get(f"/r/{found[1]}?language=en").get_data(as_text=True)
    german = stranger.get(f"/r/{found[1]}?language=de").get_data(as_text=True)
    root = lxml.html.document_fromstring(english)

    assert row_of(root, "German")[6] == "≈45"
    assert "“≈10” stands for 8 to 12 questions" in english
    assert row_of(root, "Arabic")[6] in ("<8", "held back")
    assert "Ukrainian" not in english
    assert "Nach Sprache" in german
    # Nothing of the desk is linked, and nothing but the page itself can be fetched with its address.
    assert not root.xpath("//a[starts-with(@href, '/reach')]")
    assert stranger.get(f"/r/{found[1]}/{'0' * 64}").status_code == 404


def test_the_workbook_of_a_fixed_report_holds_its_figures_as_numbers_and_its_days_as_days(
    engine: Engine, scene: Scene, desk_in: Log, stranger: Desk, now: datetime
) -> None:
    everything_out(engine, scene, now=now)
    ask(engine, scene, now, "de", 43, before=0)
    desk, today = desk_in(Role.LEAD), now.date()
    days = {"start": str(today - timedelta(days=25)), "end": str(today)}
    desk.send("/reach/versions", days | {"public": "yes"})
    desk.send("/reach/versions", days | {"told_members": "99"})
    address = address_in(desk.get("/reach/versions"))
    ask(engine, scene, now, "uk", 400, before=0)

    public = load_workbook(io.BytesIO(stranger.get(f"{address}.xlsx?language=de").data))
    members = load_workbook(io.BytesIO(desk_in(Role.EVALUATOR).get("/reach/versions/2.xlsx").data))
    facts, figures = (
        {row[0].value: row[1].value for row in book.worksheets[0]} for book in (members, public)
    )

    # As it was fixed: exact for members, rounded for the public, in the language of the page.
    assert (facts["Asked in the period"], figures["Im Zeitraum gefragt"]) == (43, 45)
    assert (facts["Published"], facts["To"].date()) == (20, today)
    spaces = [
        [row[5].value for row in book.worksheets[-3].iter_rows(min_row=2)] for book in (members, public)
    ]
    assert any(spaces[0])
    # In whose groups a project writes is not for everybody to know.
    assert not any(spaces[1])


def test_what_few_did_in_a_group_is_told_to_members_alone_in_rows_and_totals(
    engine: Engine, scene: Scene, out: Placement, desk_in: Log, stranger: Desk, now: datetime
) -> None:
    proof = approved(engine, scene, scene.arabic, now=now, channels=["feed"])["feed"]
    placed = in_group(engine, scene, scene.arabic, proof, group(engine, scene, now=now), now=now)
    desk_in(Role.ADVISOR).send(f"/handoffs/{placed.id}/posted", {"unproven": "I saw it there."})
    with session_scope(engine) as session:
        query = select(Publication).join(Placement).where(col(Placement.space_id).is_not(None))
        publication = session.exec(query).one()
        figures = {Metric.VIEWS: 7, Metric.REACH: 64, Metric.REACTIONS: 3, Metric.COMMENTS: 1}
        type_figures(session, publication=publication, figures=figures, by=scene.cast.staff, now=now)
    desk, day = desk_in(Role.LEAD), str(now.date())
    desk.send("/reach/versions", {"start": day, "end": day, "public": "yes"})
    desk.send("/reach/versions", {"start": day, "end": day, "told_members": "99"})
    with Session(engine) as session:
        public, members = session.exec(select(ReportVersion).order_by(col(ReportVersion.id))).all()
    address = address_in(desk.get("/reach/versions"))
    book = load_workbook(io.BytesIO(stranger.get(f"{address}.xlsx?language=en").data))
    (head, *rows) = list(book["Posts"].iter_rows(values_only=True))
    filled = [[value for value in row[8:] if value is not None] for row in rows]

    assert head[8] == "Views"
    assert [each for each in filled if each] == [[64]]
    spreads = [each.document["everything"]["spreads"] for each in (members, public)]
    assert [bool(each.document["acted"]) for each in (members, public)] == [True, False]
    assert [each["engagements"]["known"] for each in spreads] == [1, 0]
    assert [each["views"]["median"] for each in spreads] == [7, None]
    # What is known and not told is not said to be unknown, neither on the road nor in the list.
    page = " ".join(stranger.get(f"{address}?language=en").get_data(as_text=True).split())
    (unknown,) = re.findall(r"nobody has typed it in: ([^.]*)\.", page)
    (held,) = re.findall(r"Held back from the public: ([^.]*)\.", page)
    assert {"Views", "Engagements"} & set(unknown.split(", ")) == set()
    assert {"Views", "Engagements"} <= set(held.split(", "))
    (_names, *figures) = book["Seen and engaged"].iter_rows(values_only=True)
    why = next(row[-1] for row in figures if row[3] == "Engagements")
    assert why.startswith("Of posts in groups the public is told no acts")
