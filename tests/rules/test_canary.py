"""Planted identifiers are nowhere afterwards, also when the process that takes them in is killed.

A part of the program runs here; `make canary` runs all of it.
"""

from __future__ import annotations

import base64
import gzip
import zipfile
from pathlib import Path

import pytest

from tests.campaigns.needs.identifiers import Planted
from tests.campaigns.needs.invented import invented
from tests.rules.canary import Verdict, die_at_random, take_everything_in
from tests.rules.canary_house import by_command, by_phone, by_program, by_upload, house
from tests.rules.canary_search import Needles, betrayed_in, cells, found_on_disk, without_times

#: As many as fit into the suite: one on each of these ways.
DEATHS = 3
DEADLY = {"command": by_command("csv"), "phone": by_phone, "program": by_program}


def test_threat_10_2400_identifiers_taken_in_by_the_command_are_nowhere(tmp_path: Path) -> None:
    verdict = Verdict()
    take_everything_in(tmp_path / "house", verdict, list(invented(1)), {"command": by_command("csv")})
    assert verdict.found == {}
    assert sum(verdict.planted.values()) == 2400
    assert verdict.read == 2400
    # A row is rejected for its date before its question is looked at; every other one loses its identifier.
    assert sum(verdict.removed.values()) >= 2400 - verdict.rejected


def test_identifiers_taken_in_by_every_way_are_nowhere(tmp_path: Path) -> None:
    ways = {
        "xlsx": by_command("xlsx"),
        "jsonl": by_command("jsonl"),
        "upload": by_upload("csv"),
        "phone": by_phone,
        "program": by_program,
    }
    verdict = Verdict()
    take_everything_in(tmp_path / "house", verdict, list(invented(7))[::37], ways)
    assert verdict.found == {}
    assert verdict.read == 65 * len(ways)


def test_identifiers_are_nowhere_when_the_process_is_killed(tmp_path: Path) -> None:
    verdict = Verdict()
    die_at_random(tmp_path, verdict, 3, DEATHS, DEADLY)
    assert verdict.found == {}
    assert verdict.deaths == DEATHS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_the_search_finds_a_file_left_behind(tmp_path: Path, encoding: str) -> None:
    plants = list(invented(5))[::40]
    needles = Needles(plants)
    (tmp_path / "left").write_bytes(b"xyz" + plants[7][1].text.encode(encoding))
    assert len(found_on_disk(tmp_path, needles)["left"]) == 1


def test_the_search_finds_what_is_packed_or_coded(tmp_path: Path) -> None:
    plants = [plant for plant in invented(5) if plant[1].disguise == "plain" and plant[1].kind == "email"]
    text = plants[0][1].text.encode()
    (tmp_path / "hex").write_text(text.hex())
    (tmp_path / "base64").write_bytes(base64.b64encode(text))
    (tmp_path / "gz").write_bytes(gzip.compress(text))
    with zipfile.ZipFile(tmp_path / "zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inside", text)
    found = found_on_disk(tmp_path, Needles(plants))
    assert set(found) == {"hex", "base64", "gz:unpacked", "zip:inside"}


def test_the_search_reads_the_cells_of_the_database(tmp_path: Path) -> None:
    plants = list(invented(5))[::40]
    with house(tmp_path / "house") as here:
        here.run(by_command("csv"), plants)
        with here.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE advice_need SET text = ? WHERE id = 3", (plants[2][1].text,))
        found = betrayed_in(cells(here.settings.home / "litfass.sqlite"), plants)
    assert found
    assert {hit.partition(":")[0] for hit in found} == {"advice_need.text"}


def test_the_time_of_a_line_is_nobodys_number_and_the_rest_of_the_line_is_read() -> None:
    number = Planted("phone", "plain", "de", "Ruf 21515 3899 an", "215153899")
    plants = [("21515 3899", number)]
    written = "2026-11-27 21:51:53,899 INFO litfass.worker 15325: waits until 2026-11-27T21:51:53.899+00:00"
    assert betrayed_in([("log", written)], plants)
    assert betrayed_in([("log", without_times(written))], plants) == set()
    assert betrayed_in([("log", without_times(f"{written} for 215 153 899"))], plants)
