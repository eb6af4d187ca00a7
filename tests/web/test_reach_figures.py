"""Every figure of a report comes out again: counted from an evaluator's files, and on the page behind a click."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from statistics import median

from openpyxl import load_workbook
from sqlalchemy import Engine

from campaigns.vocabulary import Role
from tests.campaigns.reach.recount import compared, read, recount
from tests.web.desk import Desk
from tests.web.reach_stage import everything_out
from tests.web.stage import Scene, desk_in, scene
from tests.web.test_reach import ask, page_of

__all__ = ["desk_in", "scene"]

Log = Callable[..., Desk]
BEHIND = ("campaigns", "clicks", "decisions", "followers", "kits", "rumours")


def asked_about(engine: Engine, scene: Scene, now: datetime) -> None:
    """Questions before and in the period, a small count among them."""
    for language, times, before in (
        ("de", 40, 40),
        ("ar", 33, 40),
        ("uk", 3, 40),
        ("de", 18, 2),
        ("ar", 25, 3),
    ):
        ask(engine, scene, now, language, times, before=before, region="DE-BE" if language == "de" else None)


def test_an_independent_count_of_the_evaluators_files_finds_every_figure(
    engine: Engine, scene: Scene, desk_in: Log, now: datetime
) -> None:
    everything_out(engine, scene, now=now)
    asked_about(engine, scene, now)
    lead, today = desk_in(Role.LEAD), now.date()
    half_year = f"start={today - timedelta(days=182)}&end={today}"
    fixed = {"campaign": str(scene.campaign.id), "start": str(today - timedelta(days=25)), "end": str(today)}
    lead.send("/reach/versions", fixed)
    lead.send(
        "/reach/versions",
        {name: fixed[name] for name in ("start", "end")} | {"public": "yes", "told_public": "99"},
    )
    # What is counted afterwards changes no fixed report.
    ask(engine, scene, now, "de", 50, before=1)
    period = f"start={fixed['start']}&end={fixed['end']}"

    packed = {
        "campaign": lead.get(f"/reach/report.zip?campaign={scene.campaign.id}&{period}").data,
        "half-year": lead.get(f"/reach/report.zip?{half_year}").data,
        "unobserved": lead.get("/reach/report.zip?start=2025-01-01&end=2025-06-30").data,
        "without questions": desk_in(Role.EVALUATOR).get(f"/reach/report.zip?{period}").data,
        "fixed": lead.get("/reach/versions/1.zip").data,
        "fixed for the public": lead.get("/reach/versions/2.zip").data,
    }

    assert {name: compared(data) for name, data in packed.items()} == {name: [] for name in packed}
    found = {name: recount(read(data)[0]) for name, data in packed.items()}
    # The scene has something of everything: a count of nothing would come out whatever is counted.
    counted = found["half-year"]
    assert all(
        counted[name] for name in ("published", "clicks", "posts", "approvals", "handoffs", "kits", "costs")
    )
    assert counted["median_hours_to_approve"] == 10.5
    assert counted["rumours_heard"] > counted["rumours_answered"] > 0
    assert counted["followers"][0]["last"] == 940
    assert counted["everything"]["spreads"]["views"]["low"] is not None
    assert found["fixed"]["ratio"] is not None
    assert {row["channel"] for row in counted["channels"]} == {"facebook", "feed", "handoff", "kit"}
    assert found["unobserved"]["asked_during"] == "unobserved"
    assert found["without questions"]["asked_before"] == "hidden"
    assert found["fixed"]["asked_during"] == 43
    # In whose groups a project writes is not for everybody to know.
    assert not [row for row in read(packed["fixed for the public"])[0]["posts"] if row["space"]]


def behind(desk: Desk, address: str) -> tuple[str, str, list[float]]:
    """The figure that stands over the rows behind an address, what it is of them, and what each adds to it."""
    root = page_of(desk, address)
    (shown,) = root.xpath("//*[@data-figure]")
    if shown.get("data-figure"):
        return shown.get("data-figure"), "count", [1.0] * int(shown.get("data-figure"))
    cents = 100 if shown.text_content().startswith("€") else 1
    (how,) = root.xpath("//@data-how") or ["sum"]
    return shown.text_content(), how, [float(part) / cents for part in root.xpath("//@data-part")]


def alike(address: str) -> str:
    """The address without the language."""
    return re.sub("&(key|language)=[^&]*", "", address)


OF_PARTS: dict[str, Callable[[list[float]], float]] = {
    "count": len,
    "sum": sum,
    "median": median,
    "different": lambda parts: len(set(parts)),
    "first": lambda parts: parts[0],
    "last": lambda parts: parts[-1],
}


#: Links of a rate or a ratio of questions, and of how many posts a figure is known of.
WORKED_OUT = (
    "self::*[contains(., 'a week')] | ancestor::figure[contains(., 'a week')] | ancestor::p[@class='measure']"
)
OF_POSTS = "self::*[contains(., ' posts')] | ancestor::p[@class='reach-road__note']"


def test_every_figure_leads_to_exactly_the_rows_that_make_it(
    engine: Engine, scene: Scene, desk_in: Log, now: datetime
) -> None:
    everything_out(engine, scene, now=now)
    asked_about(engine, scene, now)
    desk, today = desk_in(Role.LEAD), now.date()
    period = f"start={today - timedelta(days=25)}&end={today - timedelta(days=2)}"
    links: set[tuple[str, str]] = set()
    of_posts: set[tuple[str, str]] = set()
    # Questions are told of the last half-year alone, everything else of any days.
    for address in ("/reach/programme", f"/reach/campaigns/{scene.campaign.id}?{period}"):
        (report,) = page_of(desk, address).xpath("//div[@class='report']")
        cells = report.xpath(".//td[contains(@class, 'number')][not(.//a)]")
        texts = {" ".join(cell.text_content().split()) for cell in cells}
        beside = report.xpath(".//*[@class='chart__value'][not(.//a)] | .//p[@class='measure']/text()")
        texts |= {
            str(text if isinstance(text, str) else text.text_content()).split(":")[-1].strip()
            for text in beside
        }
        assert {text for text in texts if re.search(r"\d", text) and "95 per cent" not in text} <= {
            "0",
            "0.0",
            "0%",
            "<5",
        }
        found = report.xpath(".//a[@href][not(ancestor::*[@data-label='a week'])]")
        found = [a for a in found if not a.xpath(WORKED_OUT)]
        of_posts |= {(a.get("href"), a.text_content()) for a in found if a.xpath(OF_POSTS)}
        # Behind a median stand its interval and its total, which are made of the same rows.
        links |= {(a.get("href"), (a.text or "").strip()) for a in found if not a.xpath(OF_POSTS)}

    wrong: list[object] = [
        (address, told)
        for address, told in sorted(of_posts)
        if len(behind(desk, address)[2]) != int(re.findall(r"\d+", told)[0])
    ]
    assert len(of_posts) > 5
    for address, told in sorted(links):
        if address.startswith("/reach/publications/"):
            continue
        shown, how, parts = behind(desk, address)
        if "engaged_per" in address:
            is_right = (
                told == shown and abs(median(parts) - float(shown.rstrip("%").replace(",", ""))) <= 0.05
            )
        elif told.endswith("%"):
            # Shares are of the languages that stand beside one another.
            beside = [other for other, text in links if text.endswith("%") and alike(other) == alike(address)]
            everything = sum(sum(behind(desk, other)[2]) for other in beside)
            # Of questions in steps a share is about that of the rows.
            is_right = abs(int(told.rstrip("%")) - sum(parts) / everything * 100) <= (
                5 if "needs" in address else 0.5
            )
        elif told.startswith("€") and "/behind/clicks" in address:
            # What a click cost: all that was noted, shared among the clicks that stand there.
            noted = [text.lstrip("€") for other, text in links if "figure=costs" in other]
            per_click = [float(costs.replace(",", "")) / sum(parts) for costs in noted]
            is_right = any(abs(found - float(told.lstrip("€"))) < 0.006 for found in per_click)
        elif address.startswith("/needs/questions"):
            # The desk tells them in steps of five: each part is up to four more or fewer, and small ones are left out.
            is_right = told[0] == "≈" and abs(len(parts) - int(told[1:])) < 10
        else:
            counted = OF_PARTS[how](parts) if parts else 0
            is_right = told == shown and abs(counted - float(shown.replace(",", "").lstrip("€"))) <= 0.5
        if not is_right:
            wrong.append((address, told, shown, how, parts))
    assert wrong == []
    pages = {re.split("[?]|&figure", address)[0] for address, _told in links}
    assert pages >= {
        "/needs/questions", "/reach/rows", *(f"/reach/behind/{what}" for what in BEHIND),
    }  # fmt: skip


def test_the_code_book_defines_every_column_and_figure_and_says_what_is_hidden(
    engine: Engine, scene: Scene, desk_in: Log, now: datetime
) -> None:
    # Of 62 questions four wait for others.
    ask(engine, scene, now, "de", 59)
    ask(engine, scene, now, "ar", 3)

    archive = zipfile.ZipFile(io.BytesIO(desk_in(Role.LEAD).get("/reach/report.zip").data))
    book = archive.read("codebook.txt").decode()
    told = {
        name: archive.read(name).decode("utf-8-sig") for name in archive.namelist() if name.endswith(".csv")
    }

    for name, text in told.items():
        (part,) = (part for part in book.split("\n\n") if part.startswith(name))
        undefined = [column for column in text.splitlines()[0].split(";") if f"\n  {column}" not in part]
        assert (name, undefined) == (name, [])
    figures = list(csv.DictReader(io.StringIO(told["figures.csv"]), delimiter=";"))
    assert {row["figure"] for row in figures if not row["unit"]} == set()
    assert {row["figure"] for row in figures if not row["value"] and not row["reason"]} == set()
    small = [row for row in figures if (row["key"], row["figure"]) == ("ar", "asked_during")]
    assert [(row["value"], row["reason"]) for row in small] == [("", "<5")]
    # A reason that is a sign is said in words beside it.
    assert small[0]["in_words"].startswith("Fewer than this")
    signs = {row["reason"] for row in figures if row["reason"] and row["reason"].split()[0] == row["reason"]}
    assert {row["reason"] for row in figures if row["in_words"]} >= signs
    assert "<k says that a count is small" in " ".join(book.split())


def test_a_window_that_nobody_observed_and_a_hidden_count_are_empty_cells_with_their_reason(
    engine: Engine, scene: Scene, desk_in: Log, now: datetime
) -> None:
    # Of 62 questions four wait for others.
    ask(engine, scene, now, "de", 59)
    ask(engine, scene, now, "ar", 3)
    desk = desk_in(Role.LEAD)

    book = load_workbook(io.BytesIO(desk.get("/reach/report.xlsx").data))
    table = book["Languages"]
    rows = {row[0]: row[1:9] for row in table.iter_rows(min_row=2, values_only=True)}
    text = desk.get("/reach/report.csv").data.decode("utf-8-sig")
    lines = {(row["key"], row["figure"]): row for row in csv.DictReader(io.StringIO(text), delimiter=";")}
    data = desk.get("/reach/report.json").json

    # Nothing was recorded in the weeks before the half-year.
    unobserved = (None, None, None, "not a day was observed")
    assert rows["German"] == (*unobserved, 55, 51, 59, "about so many")
    assert rows["Arabic"] == (*unobserved, None, None, None, "<5")
    before, most = lines["de", "asked_before"], lines["de", "asked_during_most"]
    assert (before["value"], before["reason"]) == ("", "unobserved")
    # What the page says with a sign stands here as two numbers.
    assert most["value"] == "59"
    assert (data["asked_before"], data["published"]) == (None, 0)
