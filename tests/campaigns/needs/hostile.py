"""Files made to hurt a reader of tables, each with the way in which it has to end.

"refused" is a sentence about the file, "rejected" sentences about every row, "rows" that something was taken.
"""

from __future__ import annotations

import gzip
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime

from openpyxl import Workbook
from openpyxl.utils.datetime import MAC_EPOCH
from openpyxl.workbook.external_link import ExternalLink
from openpyxl.workbook.external_link.external import ExternalBook

SPREADSHEET = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = b'<worksheet xmlns="' + SPREADSHEET + b'"><sheetData>'
HEAD = (
    b'<row r="1"><c r="A1" t="inlineStr"><is><t>Datum</t></is></c>'
    b'<c r="B1" t="inlineStr"><is><t>Anfrage</t></is></c></row>'
)
SHEET_END = b"</sheetData></worksheet>"
CSV = "Datum;Anfrage\n2026-11-02;{}\n"
SHEET_PART, STRINGS_PART = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"

Case = tuple[str, bytes, str]


def workbook(*rows: list[object], epoch_1904: bool = False) -> bytes:
    """A sound workbook of these rows."""
    book = Workbook()
    if epoch_1904:
        book.epoch = MAC_EPOCH
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    return saved(book)


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_parts(more: dict[str, bytes], *, source: bytes | None = None) -> bytes:
    """A workbook in which parts are these bytes."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(source or workbook(["a"], [1]))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for name in old.namelist():
            new.writestr(name, more[name] if name in more else old.read(name))
        for name in more.keys() - set(old.namelist()):
            new.writestr(name, more[name])
    return out.getvalue()


def with_sheet(content: bytes) -> bytes:
    return with_parts({SHEET_PART: content})


def crafted() -> Iterator[Case]:
    """Every file."""
    yield from _archives()
    yield from _workbooks()
    yield from _documents()
    yield from _texts()
    yield from _objects()
    yield from _other_kinds()


def _archives() -> Iterator[Case]:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as bomb:
        bomb.writestr("xl/workbook.xml", b"\x00" * (150 * 1024 * 1024))
    yield "zip bomb", out.getvalue(), "refused"
    yield "zip bomb in a zip bomb", nested_bomb(), "refused"
    yield "zip whose members overlap", overlapping_bomb(), "refused"
    yield "zip that holds itself", quine_like(), "refused"
    yield "10,000 members", many_members(), "refused"
    yield "directory that lies about sizes", lying_directory(), "refused"
    yield "sheet of 200 MB", with_sheet(SHEET + b" " * (200 * 1024 * 1024)), "refused"
    yield "encrypted members", encrypted_flag(), "refused"
    yield "cut in half", workbook(["Datum", "Anfrage"], ["2026-11-02", "Lohn?"])[:2000], "refused"


def _workbooks() -> Iterator[Case]:
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>46328</v></c></row>' % (n, n) for n in range(2, 200_003))
    yield "200,001 rows of XLSX", with_sheet(SHEET + HEAD + rows + SHEET_END), "refused"
    columns = b"".join(b'<c t="inlineStr"><is><t>c%d</t></is></c>' % n for n in range(50_000))
    yield "50,000 columns of XLSX", with_sheet(SHEET + b"<row>" + columns + b"</row>" + SHEET_END), "refused"
    yield "formula", workbook(["Datum", "Anfrage"], ["2026-11-02", "=1+1"]), "rejected"
    yield (
        "1904 dates",
        workbook(["Datum", "Anfrage"], [datetime(2026, 11, 2), "Lohn?"], epoch_1904=True),
        "rows",
    )
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    yield "far cell", with_sheet(SHEET + HEAD + far + SHEET_END), "refused"
    yield "huge shared strings", huge_strings(), "refused"
    yield "text that is not among the shared strings", missing_string(), "refused"
    yield "links to other files", external_links(), "rows"
    yield "152 sheets", many_sheets(), "rows"
    yield (
        "cell of 10 MB, XLSX",
        workbook_of_one(b'<c t="inlineStr"><is><t>' + b"a" * 10_000_000 + b"</t></is></c>"),
        "refused",
    )
    yield "number of 400 digits", workbook_of_one(b"<c><v>" + b"9" * 400 + b"</v></c>"), "rejected"
    yield "NaN in a number", workbook_of_one(b"<c><v>NaN</v></c>"), "refused"
    yield "day 9,999,999", workbook_with_day(b"9999999"), "rejected"
    yield "workbook without sheets", with_sheet(b"<worksheet/>"), "refused"


def _documents() -> Iterator[Case]:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><x>&l9;</x>'.encode()
    yield "document type", with_sheet(b"<!DOCTYPE x [<!ENTITY a 'b'>]>" + SHEET + HEAD + SHEET_END), "refused"
    yield "billion laughs", with_sheet(bomb), "refused"
    yield "billion laughs in the strings", with_parts({STRINGS_PART: bomb}), "refused"
    yield "billion laughs in the styles", with_parts({"xl/styles.xml": bomb}), "refused"
    yield "outside entity", with_sheet(b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'), "refused"
    late = b"<!--" + b" " * 5000 + b"--><!DOCTYPE x [<!ENTITY a 'b'>]>"
    yield "late document type", with_sheet(late + SHEET + HEAD + SHEET_END), "refused"
    wide = ("<?xml version='1.0' encoding='utf-16'?>" + bomb.decode()).encode("utf-16")
    yield "billion laughs in UTF-16", with_sheet(wide), "refused"
    deep = b"<row>" + b"<c>" * 100_000
    yield "elements 100,000 deep", with_sheet(SHEET + deep), "refused"


def _texts() -> Iterator[Case]:
    yield "NUL bytes", CSV.format("a\x00b").encode(), "refused"
    broken = CSV.format("Kündigung größer Öl " * 20).encode() + b"2026-11-02;\xff\xfe\n"
    yield "broken UTF-8", broken, "refused"
    yield "UTF-16 with half a pair", (CSV.format("Lohn?") * 3).encode("utf-16") + b"\x00", "refused"
    yield "UTF-16 with a lone surrogate", CSV.format("Lohn?").encode("utf-16") + b"\x00\xd8", "refused"
    yield "10 MB cell, CSV", CSV.format("a" * 10_000_000).encode(), "refused"
    yield "open quotation mark", (CSV.format('"offen') + "2026-11-02;x\n" * 2_000).encode(), "rows"
    yield "doubled headers", b"Datum;Anfrage;Anfrage;\n2026-11-02;Wann kommt Lohn?;b;c\n", "rows"
    yield "empty headers", b";;\n2026-11-02;Frage;x\n", "refused"
    yield "200,001 rows", b"Datum;Anfrage\n" + b"2026-11-02;x\n" * 200_001, "refused"
    yield "300 columns", ";".join(f"c{n}" for n in range(300)).encode() + b"\n1\n", "refused"
    yield "50,000 columns", ";".join(f"c{n}" for n in range(50_000)).encode() + b"\n1\n", "refused"
    wide = "Datum;Anfrage\n2026-11-02;x" + ";y" * 1_000_000 + "\n"
    yield "a row of a million cells", wide.encode(), "refused"
    yield "21 MB", b"a;b\n" * (6 * 1024 * 1024), "refused"
    yield "only separators", b";" * 1_000_000, "refused"
    yield "one line of 5 MB", b"x" * 5_000_000, "refused"
    yield "only CR", b"Datum;Anfrage\r2026-11-02;Lohn?\r2026-11-03;Urlaub?\r", "rows"
    yield "every kind of line end", b"Datum;Anfrage\r\n2026-11-02;Lohn?\r2026-11-03;Urlaub?\n", "rows"
    yield "mixed separators", b"Datum;Anfrage\n2026-11-02,Lohn?\n2026-11-03;Urlaub?\n", "rows"
    mark = "\ufeff"
    yield "marks in the middle", f"{mark}Datum;{mark}Anfrage\n{mark}2026-11-02;{mark}Lohn?\n".encode(), "rows"
    yield (
        "two files in one",
        b"Datum;Anfrage\n2026-11-02;Lohn?\n\xef\xbb\xbfDatum;Anfrage\n2026-11-03;x\n",
        "rows",
    )
    yield "header of 1 MB", b"D" * 1_000_000 + b";Anfrage\n2026-11-02;x\n", "refused"
    yield "separators inside texts", b"Datum;Anfrage\n2026-11-02;Lohn; Urlaub?\n", "rejected"
    yield "empty rows above the names", b"\n\r\nDatum;Anfrage\n2026-11-02;Lohn?\n", "rows"
    yield "only quotation marks", b'"' * 999_999, "refused"
    yield "formulas", b"Datum;Anfrage\n2026-11-02;=cmd|' /C calc'!A0 Lohn?\n", "rows"


def _objects() -> Iterator[Case]:
    def one(**fields: object) -> bytes:
        return json.dumps([{"date": "2026-11-02", "text": "Lohn?", **fields}]).encode()

    yield "10 MB cell, JSON", one(text="a" * 10_000_000), "refused"
    yield "deep JSON", b"[" * 200_000, "refused"
    deep = b"[" * 90_000 + b"]" * 90_000
    yield "deep JSON inside", b'[{"date": "2026-11-02", "text": ' + deep + b"}]", "refused"
    objects = b'{"a":' * 90_000 + b"1" + b"}" * 90_000
    yield "deep objects", objects, "refused"
    yield "huge number", one(risk=10**4000), "rows"
    yield (
        "number of 5 MB",
        b'[{"date": "2026-11-02", "text": "Lohn?", "risk": ' + b"9" * 5_000_000 + b"}]",
        "refused",
    )
    yield "huge exponent", b'[{"date": "2026-11-02", "text": "Lohn?", "risk": 1e999999999}]', "rows"
    yield (
        "NaN and infinities",
        b'[{"date": "2026-11-02", "text": "Lohn?", "risk": NaN, "b": -Infinity}]',
        "rows",
    )
    yield "doubled keys", b'[{"date": "2026-11-02", "text": "Lohn?", "text": "Urlaub?"}]', "rejected"
    yield "lone surrogate", b'[{"date": "2026-11-02", "text": "Lohn\\ud800?"}]', "rows"
    yield (
        "keys that differ in blanks alone",
        b'[{"date": "2026-11-02", "text": "a?", " text": "b?"}]',
        "rejected",
    )
    yield "empty key", b'[{"date": "2026-11-02", "": "x", "text": "a?"}]', "rows"
    yield "identifier as a key", b'[{"date": "2026-11-02", "text": "a?", "x@y.de": "b"}]', "refused"
    yield "lone surrogate in a key", b'[{"date": "2026-11-02", "text": "Lohn?", "\\udc00": 1}]', "rows"
    yield "NUL in a text", b'[{"date": "2026-11-02", "text": "Lo\\u0000hn?"}]', "rows"
    yield "mark before JSON", b"\xef\xbb\xbf" + one(), "rows"
    yield "mark inside JSON lines", b"\xef\xbb\xbf".join([one()[1:-1] + b"\n"] * 3), "rows"
    yield "50,000 keys", json.dumps([{f"k{n}": n for n in range(50_000)}]).encode(), "refused"
    yield "lists for objects", b'[["2026-11-02", "Lohn?"]]', "refused"
    yield "list of numbers", b"[1, 2, 3]", "refused"
    yield "cut off", one()[:-3], "refused"


def _other_kinds() -> Iterator[Case]:
    compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
    yield "old Excel file, or one with a password", compound, "refused"
    page = b"<html><body><table><tr><td>Datum</td><td>Anfrage</td></tr></table></body></html>"
    yield "web page that says it is a spreadsheet", page, "refused"
    yield "gzip", gzip.compress(CSV.format("Lohn?").encode()), "refused"
    yield "PDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "refused"
    yield "executable", b"MZ\x90\x00" + bytes(range(256)) * 40, "refused"
    yield "shell script", b"#!/bin/sh\nrm -rf /\n", "refused"
    yield "open document", open_document(), "refused"
    yield "nothing but blanks", b" \r\n\t " * 1000, "refused"
    yield "nothing", b"", "refused"
    yield "one byte", b"x", "refused"
    yield "random bytes", zlib.compress(bytes(range(256)) * 999)[2:] * 7, "refused"


def nested_bomb() -> bytes:
    """Archives in archives; whoever unpacks all of them has 10 GB."""
    inside = b"\x00" * 10_000_000
    for name in ("xl/workbook.xml", "b.zip", "c.zip", "d.zip"):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for number in range(10 if name != "xl/workbook.xml" else 1):
                archive.writestr(f"{number}{name}", inside)
        inside = out.getvalue()
    return inside


def overlapping_bomb() -> bytes:
    """150 directory entries that all point to one member of 10 MB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/workbook.xml", b"\x00" * 10_000_000)
    data = out.getvalue()
    start = data.rindex(b"PK\x01\x02")
    end = data.rindex(b"PK\x05\x06")
    entry = data[start:end]
    tail = bytearray(data[end:])
    struct.pack_into("<HH", tail, 8, 150, 150)
    struct.pack_into("<I", tail, 12, len(entry) * 150)
    return data[:start] + entry * 150 + bytes(tail)


def quine_like() -> bytes:
    """An archive whose member has the bytes of an archive with the same member."""
    inside = b""
    for _ in range(12):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr("xl/workbook.xml", inside)
        inside = out.getvalue()
    return inside


def many_members() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(10_000):
            archive.writestr(f"xl/{number}.xml", b"")
    return out.getvalue()


def lying_directory() -> bytes:
    """The directory says 100 bytes; 150 MB come out."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/workbook.xml", b"\x00" * (150 * 1024 * 1024))
    data = bytearray(out.getvalue())
    struct.pack_into("<I", data, data.rindex(b"PK\x01\x02") + 24, 100)
    struct.pack_into("<I", data, 22, 100)
    return bytes(data)


def encrypted_flag() -> bytes:
    data = bytearray(workbook(["Datum", "Anfrage"], ["2026-11-02", "Lohn?"]))
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


def huge_strings() -> bytes:
    """A million shared strings for a sheet of two cells."""
    items = b"<si><t>" + b"x" * 90 + b"</t></si>"
    strings = b'<sst xmlns="' + SPREADSHEET + b'">' + items * 1_100_000 + b"</sst>"
    sheet = SHEET + HEAD + b'<row r="2"><c r="A2" t="s"><v>0</v></c></row>' + SHEET_END
    return with_parts({STRINGS_PART: strings, SHEET_PART: sheet})


def missing_string() -> bytes:
    return with_sheet(SHEET + HEAD + b'<row r="2"><c r="A2" t="s"><v>999999</v></c></row>' + SHEET_END)


def external_links() -> bytes:
    """A cell computed from a file on another machine; the question itself is typed."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Datum", "Anfrage", "Quelle"], ["2026-11-02", "Lohn?", "x"]):
        sheet.append(row)
    book._external_links.append(ExternalLink(externalBook=ExternalBook(id="rId1")))
    book._external_links[0].file_link = _relation("file://10.0.0.1/share/book.xlsx")
    return saved(book)


def _relation(target: str) -> object:
    from openpyxl.packaging.relationship import Relationship

    return Relationship(type="externalLinkPath", Target=target, TargetMode="External", Id="rId1")


def many_sheets() -> bytes:
    book = Workbook()
    for number in range(150):
        book.create_sheet(f"s{number}")
    sheet = book.create_sheet("last")
    for row in (["Datum", "Anfrage"], ["2026-11-02", "Lohn?"]):
        sheet.append(row)
    return saved(book)


def workbook_of_one(cell: bytes) -> bytes:
    """One row with a date and this cell."""
    day = b'<row r="2"><c t="inlineStr"><is><t>2026-11-02</t></is></c>'
    return with_sheet(SHEET + HEAD + day + cell + b"</row>" + SHEET_END)


def workbook_with_day(number: bytes) -> bytes:
    """One row whose date is a day number, styled as a date."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Datum", "Anfrage"])
    sheet.append([datetime(2026, 11, 2), "Lohn?"])
    source = saved(book)
    with zipfile.ZipFile(io.BytesIO(source)) as archive:
        content = archive.read(SHEET_PART)
    start = content.index(b"<v>", content.index(b'r="A2"')) + 3
    end = content.index(b"</v>", start)
    return with_parts({SHEET_PART: content[:start] + number + content[end:]}, source=source)


def open_document() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<office:document-content/>")
    return out.getvalue()
