"""From a topic to pictures and a report, by the command line."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PIL import Image

from tests.commands.conftest import Litfass

CARD = {
    "layout": "explainer",
    "language": "de",
    "words": {"headline": "Kindergeld", "body": "259 € im Monat"},
}
START = ("--start", "2027-01-11")


@pytest.fixture
def campaign(planned: int) -> int:
    return planned


def test_a_plan_has_posts_in_every_language(litfass: Litfass, programme: str) -> None:
    plan = litfass("plan", "child_benefit", "--programme", programme, *START, "--json").document
    assert plan["campaign"] is None
    assert {"campaign", "evidence", "posts", "warnings"} <= set(plan)
    for post in plan["posts"]:
        assert {"kind", "languages", "renditions", "placements"} <= set(post)
        assert set(post["languages"]) == {"de", "ar", "en", "fa", "uk", "ru", "tr", "fr"}
        for words in post["languages"].values():
            assert {"headline", "body", "call_to_action", "hashtags", "alt_text", "origin", "missing"} <= set(
                words
            )


def test_a_plan_says_how_often_its_topic_was_asked(litfass: Litfass, programme: str, tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    asked = [
        f"2026-11-{day:02};Wie viel Kindergeld bekomme ich im Monat? Kind {day};de" for day in range(2, 15)
    ]
    log.write_text("\n".join(["Datum;Anfrage;Sprache", *asked]), encoding="utf-8")
    litfass("needs", "import", str(log), "--programme", programme, "--json")
    plan = litfass("plan", "child_benefit", "--programme", programme, *START, "--json").document
    assert plan["evidence"][0] == "Asked fewer than 10 times in 8 weeks."  # four of thirteen wait for others


def test_a_plan_has_the_kinds_that_were_asked_for(litfass: Litfass, programme: str) -> None:
    words = ("plan", "child_benefit", "--programme", programme, *START, "--language", "de", "--json")
    kinds = ("--kind", "film", "--kind", "carousel", "--kind", "live_qa")
    plan = litfass(*words, *kinds, "--event-day", "2027-02-10", "--event-time", "17:00").document
    assert {post["kind"] for post in plan["posts"]} == {"film", "live_qa"}
    assert any("“Carousel” needs 3 facts" in warning for warning in plan["warnings"])
    assert all(post["languages"]["de"]["headline"] for post in plan["posts"])
    lacking = litfass(*words, "--kind", "carousel").document
    assert not any("no fact that carries a post" in warning for warning in lacking["warnings"])


def test_a_plan_announces_an_event_until_registration_ends(litfass: Litfass, programme: str) -> None:
    words = ("plan", "child_benefit", "--programme", programme, *START)
    event = ("--event", "de=Infotag", "--event-day", "2027-02-10", "--event-time", "17:00")
    plan = litfass(*words, *event, "--register-until", "2027-02-05", "--json").document
    announced = [post for post in plan["posts"] if post["kind"] == "event"]
    assert announced
    assert all(post["languages"]["de"]["headline"] == "Infotag" for post in announced)
    assert all(post["day"] <= "2027-02-05" for post in announced)
    assert "needs --event" in litfass(*words, "--event-place", "Köln", status=2).err


def test_a_plan_that_is_not_saved_leaves_nothing(litfass: Litfass, programme: str) -> None:
    litfass("plan", "child_benefit", "--programme", programme, *START, "--json")
    assert "no campaign 1" in litfass("report", "--campaign", "1", "--out", "report.csv", status=1).err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["no_such_topic", "--programme", "femos-plus"], "no topic"),
        (["child_benefit", "--programme", "nobody"], "Known programmes"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(
    litfass: Litfass, programme: str, words: list[str], sentence: str
) -> None:
    assert sentence in litfass("plan", *words, *START, status=1).err


def test_pictures_of_a_campaign_are_what_the_list_says(
    litfass: Litfass, campaign: int, tmp_path: Path
) -> None:
    made = litfass(
        "render", "--campaign", str(campaign), "--language", "de", "--language", "ar", "--format", "portrait",
        "--out", str(tmp_path / "out"), "--json",
    ).document  # fmt: skip
    assert {one["language"] for one in made["files"]} == {"de", "ar"}
    for one in made["files"]:
        data = Path(one["path"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == one["digest"]
        with Image.open(one["path"]) as picture:
            assert picture.size == (one["width"], one["height"])
        assert one["fit"]["overflow"] is False


def test_an_unknown_campaign_is_refused(litfass: Litfass, programme: str, tmp_path: Path) -> None:
    said = litfass("render", "--campaign", "7", "--out", str(tmp_path), status=1)
    assert "no campaign 7" in said.err


@pytest.mark.parametrize("words", [["--language", "xx"], ["--format", "poster"]])
def test_a_choice_that_does_not_exist_is_refused(litfass: Litfass, tmp_path: Path, words: list[str]) -> None:
    out = tmp_path / "out"
    litfass("render", "--campaign", "1", *words, "--out", str(out), status=1)
    assert not out.exists()


def test_a_card_in_a_file_is_rendered_without_a_home(litfass: Litfass, home: Path, tmp_path: Path) -> None:
    shutil.rmtree(home, ignore_errors=True)
    (tmp_path / "card.json").write_text(json.dumps([CARD, {**CARD, "formats": ["square", "story"]}]))
    made = litfass(
        "render", "--spec", str(tmp_path / "card.json"), "--out", str(tmp_path / "out"), "--json"
    ).document
    assert [one["format"] for one in made["files"]] == ["square", "square", "story"]
    assert not home.exists()


@pytest.mark.parametrize(
    "content",
    [
        "{",
        "[" * 100_000,
        "5",
        json.dumps({**CARD, "colour": "red"}),
        json.dumps({**CARD, "language": "xx"}),
        json.dumps({**CARD, "layout": "poster"}),
        json.dumps({**CARD, "words": {"body": "no headline"}}),
        json.dumps({**CARD, "words": {"headline": 5}}),
        json.dumps({**CARD, "brand": {"ink": "red"}}),
        json.dumps({**CARD, "formats": []}),
        json.dumps({**CARD, "words": {"headline": "far too long " * 500}}),
    ],
    ids=range(11),
)
def test_a_card_that_is_none_is_a_sentence(litfass: Litfass, tmp_path: Path, content: str) -> None:
    (tmp_path / "card.json").write_text(content)
    said = litfass("render", "--spec", str(tmp_path / "card.json"), "--out", str(tmp_path / "out"), status=1)
    assert said.err.strip()
    assert not list((tmp_path / "out").iterdir())


def test_a_folder_that_cannot_be_made_is_refused(litfass: Litfass, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    said = litfass(
        "render", "--spec", str(tmp_path / "file"), "--out", str(tmp_path / "file" / "out"), status=1
    )
    assert "cannot be made" in said.err


def test_a_report_is_written_as_a_table(litfass: Litfass, campaign: int, tmp_path: Path) -> None:
    out = tmp_path / "report.csv"
    said = litfass("report", "--campaign", str(campaign), "--format", "csv", "--out", str(out), "--json")
    assert said.document == {"path": str(out), "format": "csv", "size": out.stat().st_size}
    header = next(csv.reader(out.read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert {"figure", "value", "unit", "meaning"} <= set(header)


def test_a_report_is_written_as_files_that_others_open(
    litfass: Litfass, campaign: int, tmp_path: Path
) -> None:
    for kind in ("pdf", "xlsx", "evaluation"):
        litfass("report", "--campaign", str(campaign), "--format", kind, "--out", str(tmp_path / kind))

    assert (tmp_path / "pdf").read_bytes().startswith(b"%PDF-")
    book = load_workbook(io.BytesIO((tmp_path / "xlsx").read_bytes()))
    # Nothing of it is out: sheets without a row are left out.
    assert {"Overview", "What the figures count"} <= set(book.sheetnames)
    archive = zipfile.ZipFile(tmp_path / "evaluation")
    assert {"posts.csv", "questions.csv", "codebook.txt"} <= set(archive.namelist())


def test_a_report_is_written_as_a_page(
    litfass: Litfass, programme: str, campaign: int, tmp_path: Path
) -> None:
    out = tmp_path / "report.html"
    litfass(
        "report", "--programme", programme, "--from", "2026-10-01", "--to", "2026-11-20", "--out", str(out)
    )
    page = out.read_text()
    assert page.startswith("<!doctype html>")
    assert "Fem.OS Plus" in page


def test_a_report_that_ends_before_it_begins_is_refused(
    litfass: Litfass, programme: str, tmp_path: Path
) -> None:
    out = tmp_path / "report.json"
    said = litfass(
        "report", "--programme", programme, "--from", "2026-11-01", "--to", "2026-10-01", "--format", "json",
        "--out", str(out), status=1,
    )  # fmt: skip
    assert "ends before it starts" in said.err
    assert not out.exists()


def test_placements_are_listed(litfass: Litfass, campaign: int) -> None:
    assert litfass("placements", "--json").document == []
    assert "Known programmes" in litfass("placements", "--programme", "nobody", status=1).err
