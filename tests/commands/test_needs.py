"""Questions from a file to the radar, by the command line, with the files that offices have."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from tests.commands.conftest import Litfass

LOG = """Datum;Frage;Plattform
02.11.2026;Wie beantrage ich Kindergeld?;Facebook
03.11.2026;Wie viel ist der Mindestlohn in einer Stunde?;Telegram
04.11.2026;كيف أقدم طلب إعانة الأطفال في ألمانيا؟;Facebook
"""


def nothing_came_in(litfass: Litfass, programme: str) -> bool:
    return litfass("needs", "radar", "--programme", programme, "--json").document == []


def test_a_sheet_comes_in_and_shows_on_the_radar(litfass: Litfass, programme: str, tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(LOG)
    result = litfass(
        "needs", "import", str(tmp_path / "log.csv"), "--programme", programme, "--json"
    ).document
    assert (result["read"], result["imported"], result["duplicates"], result["rejected"]) == (3, 3, 0, [])
    assert result["languages"] == {"de": 2, "ar": 1}
    assert nothing_came_in(litfass, programme), "three questions wait for others before they are counted"
    (tmp_path / "more.csv").write_text(
        "Datum;Frage;Gruppe\n"
        + "".join(f"03.11.2026;Wie beantrage ich Kindergeld?;Gruppe {number}\n" for number in range(33))
    )
    litfass("needs", "import", str(tmp_path / "more.csv"), "--programme", programme, "--json")
    rows = litfass("needs", "radar", "--programme", programme, "--as-of", "2026-11-23", "--json").document
    assert {"topic", "language", "count", "baseline", "growth", "surprise", "wrong_share", "spaces", "covered_by",
            "score", "reasons"} <= set(rows[0])  # fmt: skip
    assert (rows[0]["topic"], rows[0]["language"], rows[0]["count"]) == ("child_benefit", "de", 30)
    assert {row["count"] for row in rows[1:]} <= {"<5"}


def test_the_same_sheet_again_adds_nothing(litfass: Litfass, programme: str, tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(LOG)
    words = ("needs", "import", str(tmp_path / "log.csv"), "--programme", programme, "--json")
    litfass(*words)
    again = litfass(*words).document
    assert (again["imported"], again["duplicates"]) == (0, 3)


def test_a_rehearsal_keeps_nothing(litfass: Litfass, programme: str, tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(LOG)
    result = litfass(
        "needs", "import", str(tmp_path / "log.csv"), "--programme", programme, "--dry-run", "--json"
    ).document
    assert result["imported"] == 3
    assert nothing_came_in(litfass, programme)


@pytest.mark.parametrize(("file", "rows"), [("anfragen_2026.csv", 1500), ("requests_2026.tsv", 300)])
def test_a_year_of_an_office_comes_in_whole(
    litfass: Litfass, programme: str, shared_data: Path, file: str, rows: int
) -> None:
    result = litfass(
        "needs", "import", str(shared_data / "advice-log" / file), "--programme", programme, "--json"
    ).document
    assert result["imported"] + result["duplicates"] + len(result["rejected"]) == result["read"] == rows


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty.csv"),
        (b"\x00\x01\x02\x03" * 500, "noise.csv"),
        (b"PK\x03\x04 not a workbook", "broken.xlsx"),
        (b"02.11.2026;Wie beantrage ich Kindergeld?\n", "no_header.csv"),
        (b'{"text": ', "broken.json"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_is_no_table_is_a_sentence(
    litfass: Litfass, programme: str, tmp_path: Path, content: bytes, name: str
) -> None:
    (tmp_path / name).write_bytes(content)
    said = litfass("needs", "import", str(tmp_path / name), "--programme", programme, "--json", status=1)
    assert said.out == ""
    assert len(said.err.strip().splitlines()) == 1
    assert nothing_came_in(litfass, programme)


def test_what_a_file_needs_said_can_be_said(litfass: Litfass, programme: str, tmp_path: Path) -> None:
    """Which row names the columns, and the encoding by any of its names; formulas of a CSV file are words."""
    (tmp_path / "log.csv").write_bytes(
        "02.11.2026;?\nDatum;Frage\n03.11.2026;=Wie geht Elterngeld?".encode("utf-16")
    )
    asked = ("needs", "import", str(tmp_path / "log.csv"), "--programme", programme, "--dry-run")
    assert "--header-row N" in litfass(*asked, "--header-row", "1", status=1).err
    said = litfass(*asked, "--encoding", "UTF-16", "--header-row", "2")
    assert said.out.startswith("1 read: 1 imported")
    assert "begin like a formula" in said.out


@pytest.mark.any_database
def test_two_hundred_thousand_rows_are_refused(litfass: Litfass, programme: str, tmp_path: Path) -> None:
    lines = "\n".join(f"02.11.2026;Frage {number}" for number in range(200_001))
    (tmp_path / "large.csv").write_text(f"Datum;Frage\n{lines}")
    said = litfass("needs", "import", str(tmp_path / "large.csv"), "--programme", programme, status=1)
    assert "200" in said.err
    assert nothing_came_in(litfass, programme)


@pytest.mark.parametrize("path", ["nowhere.csv", "."])
def test_a_file_that_cannot_be_read_is_named(
    litfass: Litfass, programme: str, tmp_path: Path, path: str
) -> None:
    said = litfass("needs", "import", str(tmp_path / path), "--programme", programme, status=1)
    assert str(tmp_path) in said.err
    assert "cannot be read" in said.err


def test_an_unknown_programme_is_refused_with_those_that_exist(
    litfass: Litfass, programme: str, tmp_path: Path
) -> None:
    (tmp_path / "log.csv").write_text(LOG)
    said = litfass("needs", "import", str(tmp_path / "log.csv"), "--programme", "nobody", status=1)
    assert programme in said.err


@pytest.mark.parametrize(
    "stream",
    [
        '{"text": "Wie beantrage ich Kindergeld?"}\n{"text": "xyz"}\n',
        "Wie beantrage ich Kindergeld?\n\nxyz\n",
    ],
)
def test_questions_are_understood_in_their_order(
    litfass: Litfass, monkeypatch: pytest.MonkeyPatch, stream: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stream.encode())))
    found = litfass("needs", "classify", "--json").document
    assert [set(one) for one in found] == [{"language", "confidence", "topics", "unclear", "redacted"}] * 2
    assert found[0]["language"] == "de"
    assert found[0]["topics"][0]["key"] == "child_benefit"
    assert all(len(one["topics"]) <= 3 for one in found)


@pytest.mark.parametrize("line", ['{"text": ', '{"txt": "x"}', '{"text": 5}', "{" * 100_000])
def test_a_line_that_is_no_question_is_named(
    litfass: Litfass, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    stream = json.dumps({"text": "first"}) + "\n" + line + "\n"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stream.encode())))
    assert litfass("needs", "classify", "--json", status=1).err.startswith("Line 2 ")


@pytest.mark.parametrize("weeks", ["5", "0", "52", "-4"])
def test_a_window_that_is_not_offered_is_refused_with_those_that_are(
    litfass: Litfass, programme: str, weeks: str
) -> None:
    said = litfass("needs", "radar", "--programme", programme, "--weeks", weeks, "--json", status=1)
    assert said.out == ""
    assert "4, 8, 13, 26" in said.err


def test_a_region_is_looked_at_through_every_window(litfass: Litfass, programme: str) -> None:
    said = litfass("needs", "radar", "--programme", programme, "--region", "DE-BE", "--weeks", "13")
    assert "Nothing can be shown of DE-BE" in said.out


def test_a_programme_understands_its_own_topics(
    litfass: Litfass, programme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from campaigns.needs.own_topics.actions import make_topic
    from campaigns.people.actor import Actor
    from campaigns.people.queries import find_programme
    from campaigns.vocabulary import Role
    from commands.composition import instance

    with instance() as here, here.transaction() as session:
        found = find_programme(session, programme)
        key = make_topic(
            session,
            programme=found,
            name_de="Bibliotheksausweis",
            name_en="Library card",
            keywords={"de": ["bibliotheksausweis"]},
            test_sentences=[{"text": "Wo gibt es den Bibliotheksausweis?", "language": "de"}],
            by=Actor(1, "Staff 1", found.id, frozenset({(Role.LEAD, "")})),
            now=here.now,
        ).key
    asked = "Wie bekomme ich einen Bibliotheksausweis?\n"

    def topics(*words: str) -> list[str]:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(asked.encode())))
        return [one["key"] for one in litfass("needs", "classify", *words, "--json").document[0]["topics"]]

    assert key in topics("--programme", programme)
    assert key not in topics()


def test_other_days_than_the_desk_offers_are_refused_with_those_that_are(
    litfass: Litfass, programme: str
) -> None:
    said = litfass("needs", "radar", "--programme", programme, "--as-of", "2026-11-02", status=1)
    assert "2026-11-23, 2026-05-25, 2025-11-24" in said.err


def test_a_day_of_the_same_week_is_the_same_look(litfass: Litfass, programme: str) -> None:
    words = ("needs", "radar", "--programme", programme, "--as-of")
    assert litfass(*words, "2026-05-28").out == litfass(*words, "2026-05-25").out


def test_a_rehearsal_says_what_was_read_from_which_column(
    litfass: Litfass, programme: str, tmp_path: Path
) -> None:
    (tmp_path / "log.csv").write_text(
        "Datum;Anfrage;Wetter\n02.11.2026;Wie beantrage ich Kindergeld?;Regen\n"
    )
    words = ("needs", "import", str(tmp_path / "log.csv"), "--programme", programme, "--dry-run")
    told = litfass(*words, "--json").document
    assert (told["columns"], told["left_out"]) == ({"Datum": "date", "Anfrage": "text"}, ["Wetter"])
    assert "“Wetter” is left out" in litfass(*words).out


def test_questions_are_forgotten_at_a_moment_ahead_only_when_it_is_meant(
    litfass: Litfass, programme: str, tmp_path: Path
) -> None:
    (tmp_path / "log.csv").write_text(LOG)
    litfass("needs", "import", str(tmp_path / "log.csv"), "--programme", programme)
    ahead = ("forget", "--now", "2036-11-23T09:00:00+00:00")
    assert "lies ahead" in litfass(*ahead, status=1).err
    assert litfass("forget", "--json").document["deleted"]["questions"] == 0
    for _ in range(2):
        assert litfass(*ahead, "--dry-run", "--json").document["deleted"]["questions"] == 3
    assert litfass(*ahead, "--yes", "--json").document["deleted"]["questions"] == 3
    assert litfass(*ahead, "--yes", "--json").document["deleted"]["questions"] == 0
