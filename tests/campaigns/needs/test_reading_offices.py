"""Tables as offices lay them out: titles above the names, several sheets, quotation marks that stay open."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from campaigns.needs.reading import TEXT_AS_EXCEL, UnreadableTable, Wishes, read_table
from campaigns.needs.reading.encodings import OpenEncoding

TITLES = (("Anfragen Beratungsstelle Süd",), ("Stand: März 2026",), ())
TABLE = (("Nr.", "Datum", "Frage"), ("1", "2026-10-01", "Lohn fehlt"), ("2", "2026-10-02", "Miete"))


def book(**sheets: Sequence[Sequence[object]]) -> bytes:
    made = Workbook()
    made.remove(made.worksheets[0])
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("padded", [True, False])
def test_titles_above_the_column_names_are_left_out(separator: str, padded: bool) -> None:
    width = len(TABLE[0]) if padded else 0
    lines = [separator.join([*row, *[""] * (width - len(row))]) for row in (*TITLES, *TABLE)]
    table = read_table("\n".join(lines).encode("cp1252"), name="x.csv")
    assert (table.headers, table.header_row) == (TABLE[0], 4)
    assert [(row.number, row.cells) for row in table.rows] == [(5, TABLE[1]), (6, TABLE[2])]


def test_titles_above_the_column_names_of_a_workbook_are_left_out() -> None:
    table = read_table(book(Liste=[*TITLES, *TABLE]), name="x.xlsx")
    assert (table.headers, table.header_row, table.rows[0].cells) == (TABLE[0], 4, TABLE[1])


def test_a_merged_cell_stands_in_every_row_it_spans_and_fills_no_empty_row() -> None:
    made = Workbook()
    sheet = made.worksheets[0]
    for row in (
        ("Datum", "Frage"),
        ("2026-10-01", "Lohn"),
        (None, "Miete"),
        (),
        (None, "Kita"),
        (None, "Rente"),
    ):
        sheet.append(list(row))
    sheet.cell(7, 2, "Urlaub")
    sheet.merge_cells("A2:A6")
    out = io.BytesIO()
    made.save(out)
    table = read_table(out.getvalue(), name="x.xlsx")
    assert [(row.number, *row.cells) for row in table.rows] == [
        (2, "2026-10-01", "Lohn"),
        (3, "2026-10-01", "Miete"),
        (5, "2026-10-01", "Kita"),
        (6, "2026-10-01", "Rente"),
        (7, "", "Urlaub"),
    ]


def test_text_named_like_a_workbook_is_read_and_said_to_be_text() -> None:
    data = b"Datum;Frage\n2026-10-01;Lohn\n"
    assert TEXT_AS_EXCEL in read_table(data, name="liste.XLSX").notes
    assert TEXT_AS_EXCEL not in read_table(data, name="liste.csv").notes


def test_a_person_says_in_which_row_unknown_names_stand() -> None:
    data = b"Bericht\nWann genau;Was genau\n2026-10-01;Lohn\n"
    assert read_table(data, name="x.csv", wishes=Wishes(header_row=2)).headers == ("Wann genau", "Was genau")
    for row in (3, 9):
        with pytest.raises(UnreadableTable, match=f"Row {row}"):
            read_table(data, name="x.csv", wishes=Wishes(header_row=row))


def test_the_first_sheet_with_questions_is_read_and_others_can_be_chosen() -> None:
    data = book(Summen=[["Statistik"], ["Monat", "Zahl"], ["Mai", 3]], Anfragen=TABLE, Alt=TABLE[:2])
    table = read_table(data, name="x.xlsx")
    assert (table.sheets, table.sheet, len(table.rows)) == (("Summen", "Anfragen", "Alt"), 2, 2)
    for wish in (3, "3", "Alt"):
        assert len(read_table(data, name="x.xlsx", wishes=Wishes(sheet=wish)).rows) == 1
    with pytest.raises(UnreadableTable, match=r"no sheet 4 in x\.xlsx\. It has: Summen, Anfragen, Alt"):
        read_table(data, name="x.xlsx", wishes=Wishes(sheet="4"))


@pytest.mark.parametrize(
    "rows",
    [
        ['2026-10-01,"Lohn fehlt', "2026-10-02,Miete", "2026-10-03,Kita"],
        ['2026-10-01,"Lohn fehlt', '2026-10-02,"Miete"', "2026-10-03,Kita"],
        ['2026-10-01,"Lohn fehlt', "2026-10-02,Miete", '2026-10-03,"Kita, bald"'],
        ['2026-10-01,"Lohn fehlt', "2026-10-02,Miete", '2026-10-03,Kita"'],
    ],
)
def test_an_open_quotation_mark_costs_its_own_row_alone(rows: list[str]) -> None:
    table = read_table("\n".join(["Datum,Frage", *rows]).encode(), name="x.csv")
    assert [row.number for row in table.rows] == [2, 3, 4]
    assert [row.number for row in table.rows if row.problems] == [2]
    assert table.rows[0].problems[0].column == "Frage"
    assert table.rows[1].cells == ("2026-10-02", "Miete")


def test_a_text_of_several_lines_stays_one_text() -> None:
    text = "Hallo, ich habe am 1.10. gefragt,\n2026 kommt, 13 Euro,\n- und dann?"
    table = read_table(f'Datum,Frage\n2026-10-01,"{text}"\n'.encode(), name="x.csv")
    assert table.rows[0].cells == ("2026-10-01", text)
    assert not table.rows[0].problems


@given(st.text(st.sampled_from('";\nab1'), max_size=60))
@settings(max_examples=200, deadline=None)
def test_no_letter_of_a_file_is_swallowed(text: str) -> None:
    """Every line with something in it is a row, or stands inside a text between closed quotation marks."""
    try:
        table = read_table(f"Datum;Frage\n{text}".encode(), name="x.csv")
    except UnreadableTable:
        return
    kept = "".join(cell for row in table.rows for cell in row.cells)
    whole = all(not row.problems for row in table.rows)
    assert (
        not whole
        or sorted(kept.replace('"', "").replace("\n", ""))
        == sorted(text.replace('"', "").replace("\n", "").replace(";", ""))
        or ";" in kept
    )


BROKEN: Mapping[str, bytes] = {
    "no word tells": b"Datum;Frage\n01.10.2026;Miete \xff\xfe zu hoch \xc3\x28\n",
    "few places": "Frage\nKündigung größer Öl\n".encode() * 20 + b"\xff kaputt\n",
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN)
def test_letters_that_nothing_tells_are_asked_for(data: bytes) -> None:
    with pytest.raises(OpenEncoding, match="--encoding") as asked:
        read_table(data, name="x.csv")
    assert {"utf-8", "cp1252", "cp850", "koi8-r"} <= set(asked.value.readings)
    for encoding in asked.value.readings:
        assert read_table(data, name="x.csv", wishes=Wishes(encoding=encoding)).encoding == encoding
    with pytest.raises(UnreadableTable, match="no encoding that is read here"):
        read_table(data, name="x.csv", wishes=Wishes(encoding="ebcdic"))


def test_what_a_wrong_code_page_reads_differently_is_shown_to_choose_from() -> None:
    """The German word tells as little as any of four code pages; the Turkish line shows which is meant."""
    data = "Frage\nKindergeld für mein Kind\nÇocuk parası için başvurmam gerekiyor\n".encode("cp1254")
    with pytest.raises(OpenEncoding) as asked:
        read_table(data, name="x.csv")
    assert asked.value.readings["cp1254"] == "Çocuk parası için başvurmam gerekiyor"
    assert asked.value.readings["cp1252"] != asked.value.readings["cp1254"]


def test_arabic_sentences_are_not_taken_for_short_words_of_another_code_page() -> None:
    sentences = (
        "صاحب العمل لم يدفع لي الراتب منذ شهرين",
        "كيف أسجل في دورة الاندماج وهل هي مجانية؟",
        "انتهت الإقامة ودائرة الأجانب لا تعطي موعد",
        "أنا مريض كم يوم أحتاج إجازة مرضية؟",
    )
    table = read_table("\n".join(("Frage", *sentences)).encode("cp1256"), name="x.csv")
    assert tuple(table.column("Frage")) == sentences


@pytest.mark.parametrize("word", ["Müßig", "Café", "Größtes", "März"])
def test_a_word_that_all_code_pages_with_its_letters_read_alike_is_not_asked_for(word: str) -> None:
    assert next(read_table(f"Frage\n{word}\n".encode("cp1252"), name="x.csv").column("Frage")) == word


def packed(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("_", "."), text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (packed(anfragen_csv="Datum;Frage\n2026-10-01;Lohn"), "is a packed folder"),
        (
            packed(mimetype="application/vnd.oasis.opendocument.spreadsheet", content_xml="<a/>"),
            "OpenDocument",
        ),
        (b"<!DOCTYPE html><table><tr><td>Datum</td></tr></table>", "web page"),
        (b"\xef\xbb\xbf<html><table>\n<tr><td>Datum;Frage</td></tr>\n</table></html>", "web page"),
        ('<?xml version="1.0"?><Workbook/>'.encode("utf-16"), "web page or XML"),
    ],
)
def test_what_is_no_table_although_an_office_takes_it_for_one_is_told_by_what_it_is(
    data: bytes, told: str
) -> None:
    with pytest.raises(UnreadableTable, match=told):
        read_table(data, name="anfragen.xls")
