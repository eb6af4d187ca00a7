"""Files made to hurt: each ends in rows or in a sentence, within 20 s of CPU and 512 MB."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import MAC_EPOCH

from tests.campaigns.needs.fuzz import MOST_MB, SLOWEST, fuzz, seeds, try_file

#: Reads each file named on its standard input in a process of its own limits; answers how it ended.
CHILD = """
import json, resource, sys, time
from pathlib import Path
from tests.campaigns.needs.fuzz import peak_mb, try_file
resource.setrlimit(resource.RLIMIT_AS, (2_000_000_000, 2_000_000_000))
for line in sys.stdin:
    begun = time.process_time()
    try:
        end = try_file(Path(line.strip()).read_bytes())
    except BaseException as problem:
        end = type(problem).__name__
    print(json.dumps([end, time.process_time() - begun, peak_mb()]), flush=True)
"""
SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
HEAD = (
    b'<row r="1"><c r="A1" t="inlineStr"><is><t>Datum</t></is></c>'
    b'<c r="B1" t="inlineStr"><is><t>Anfrage</t></is></c></row>'
)
SHEET_END = b"</sheetData></worksheet>"


def workbook(*rows: list[object], epoch_1904: bool = False) -> bytes:
    book = Workbook()
    if epoch_1904:
        book.epoch = MAC_EPOCH
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_sheet(content: bytes) -> bytes:
    """A workbook whose sheet is these bytes."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(["a"], [1]))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new,
    ):
        for name in old.namelist():
            new.writestr(name, content if name == "xl/worksheets/sheet1.xml" else old.read(name))
    return out.getvalue()


def crafted() -> Iterator[tuple[str, bytes, str]]:
    """Name, bytes, and how it must end."""
    csv = "Datum;Anfrage\n2026-11-02;{}\n"
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>46328</v></c></row>' % (n, n) for n in range(2, 600_000))
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", b"\x00" * (150 * 1024 * 1024))
    yield "zip bomb", out.getvalue(), "refused"
    yield "sheet of 200 MB", with_sheet(SHEET + b" " * (200 * 1024 * 1024)), "refused"
    yield "600,000 rows of XLSX", with_sheet(SHEET + HEAD + rows + SHEET_END), "refused"
    yield "document type", with_sheet(b"<!DOCTYPE x [<!ENTITY a 'b'>]>" + SHEET + HEAD + SHEET_END), "refused"
    yield (
        "billion laughs",
        with_sheet(f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><x>&l9;</x>'.encode()),
        "refused",
    )
    yield "outside entity", with_sheet(b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'), "refused"
    yield (
        "late document type",
        with_sheet(b"<!--" + b" " * 5000 + b"--><!DOCTYPE x [<!ENTITY a 'b'>]>" + SHEET + HEAD + SHEET_END),
        "refused",
    )
    yield "formula", workbook(["Datum", "Anfrage"], ["2026-11-02", "=1+1"]), "rejected"
    yield "NUL bytes", csv.format("a\x00b").encode(), "refused"
    yield (
        "broken UTF-8",
        (csv.format("Kündigung größer Öl " * 20)).encode() + b"2026-11-02;\xff\xfe\n",
        "refused",
    )
    yield "10 MB cell, CSV", csv.format("a" * 10_000_000).encode(), "refused"
    yield (
        "10 MB cell, JSON",
        json.dumps([{"date": "2026-11-02", "text": "a" * 10_000_000}]).encode(),
        "refused",
    )
    yield "open quotation mark", (csv.format('"offen') + "2026-11-02;x\n" * 100_000).encode(), "refused"
    yield "doubled headers", b"Datum;Anfrage;Anfrage;\n2026-11-02;Wann kommt Lohn?;b;c\n", "rows"
    yield "empty headers", b";;\n2026-11-02;Frage;x\n", "refused"
    yield (
        "1904 dates",
        workbook(["Datum", "Anfrage"], [datetime(2026, 11, 2), "Lohn?"], epoch_1904=True),
        "rows",
    )
    yield "deep JSON", b"[" * 200_000, "refused"
    yield (
        "deep JSON inside",
        b'[{"date": "2026-11-02", "text": ' + b"[" * 90_000 + b"]" * 90_000 + b"}]",
        "refused",
    )
    yield (
        "huge number",
        json.dumps([{"date": "2026-11-02", "text": "Lohn?", "risk": 10**4000}]).encode(),
        "rows",
    )
    yield "huge exponent", b'[{"date": "2026-11-02", "text": "Lohn?", "risk": 1e999999999}]', "rows"
    yield "200,001 rows", b"Datum;Anfrage\n" + b"2026-11-02;x\n" * 200_001, "refused"
    yield "300 columns", ";".join(f"c{n}" for n in range(300)).encode() + b"\n1\n", "refused"
    yield "21 MB", b"a;b\n" * (6 * 1024 * 1024), "refused"
    yield "only separators", b";" * 1_000_000, "refused"
    yield "one line of 5 MB", b"x" * 5_000_000, "refused"
    yield (
        "far cell",
        with_sheet(SHEET + HEAD + b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>' + SHEET_END),
        "refused",
    )


@pytest.fixture(scope="module")
def ends(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, float, int]]:
    """Every crafted file read one after the other in one child."""
    folder = tmp_path_factory.mktemp("hostile")
    names = []
    for number, (name, data, _) in enumerate(crafted()):
        (folder / str(number)).write_bytes(data)
        names.append(name)
    done = subprocess.run(
        [sys.executable, "-c", CHILD],
        input="".join(f"{folder / str(number)}\n" for number in range(len(names))),
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[3],
        timeout=300,
        check=False,
    )
    answers = [tuple(json.loads(line)) for line in done.stdout.splitlines()]
    assert len(answers) == len(names), done.stderr[-500:]
    return dict(zip(names, answers, strict=True))


def test_every_hostile_file_ends_as_it_must_in_bounded_time_and_memory(
    ends: dict[str, tuple[str, float, int]],
) -> None:
    wanted = {name: end for name, _, end in crafted()}
    assert {name: end for name, (end, _, _) in ends.items()} == wanted
    assert max(seconds for _, seconds, _ in ends.values()) < SLOWEST
    assert max(megabytes for _, _, megabytes in ends.values()) < MOST_MB


def test_every_file_of_the_hostile_collections_ends_in_rows_or_a_sentence(shared_data: Path) -> None:
    folder = shared_data / "hostile"
    files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
    ended = {
        file.relative_to(folder).as_posix(): try_file(file.read_bytes(), name=file.name) for file in files
    }
    assert len(ended) > 60
    pictures = {end for name, end in ended.items() if name.endswith(".png")}
    assert pictures == {"refused"}


def test_sound_files_of_every_format_give_all_their_rows() -> None:
    assert [try_file(data) for data in seeds()] == ["rows"] * len(seeds())


def test_files_broken_in_hundreds_of_ways_end_in_rows_or_a_sentence() -> None:
    found = fuzz(360, seed=7)
    assert found.failures == []
    assert found.slowest < 5
    assert set(found.counts) == {"rows", "refused", "rejected"}
