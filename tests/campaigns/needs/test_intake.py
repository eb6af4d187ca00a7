"""Columns, names and dates of offices' own sheets."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.errors import BadInput
from campaigns.needs.intake.dates import (
    BareNumber,
    DateOrder,
    NoSuchDay,
    NotADate,
    order_of,
    other_order,
    parse_date,
)
from campaigns.needs.intake.mapping import headers_digest, propose_mapping
from campaigns.needs.intake.names import (
    info_quality,
    language_code,
    platform_code,
    region_code,
    risk_level,
    topic_key,
)
from campaigns.needs.intake.questions import OpenQuestion
from campaigns.vocabulary import InfoQuality


def test_mapping_of_the_advice_logs_headers_is_proposed_whole() -> None:
    headers = (
        "Datum",
        "Plattform",
        "Sprache",
        "Anfrage",
        "Bundesland",
        "Falsche Antwort im Thread",
        "Verwiesen an",
    )
    assert list(propose_mapping(headers).fields.values()) == [
        "date", "platform", "language", "text", "region", "info_quality", "referred_to",
    ]  # fmt: skip
    assert dict(propose_mapping(("date", "platform", "question")).fields) == {
        "date": "date",
        "platform": "platform",
        "question": "text",
    }


def test_mapping_reads_what_is_known_of_a_header_and_guesses_nothing_about_persons() -> None:
    headers = ("Tag / Datum", "Frage (Wortlaut)", "Kanal / Gruppe", "Bundesland [Kürzel]", "Datum (Geburt)")
    assert list(propose_mapping(headers).fields.items()) == [
        ("Tag / Datum", "date"),
        ("Frage (Wortlaut)", "text"),
        ("Kanal / Gruppe", "space"),
        ("Bundesland [Kürzel]", "region"),
    ]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Lohn", "wage"),
        ("Bürgergeld", "basic_income_support"),
        ("Kita", "childcare"),
        ("Anerkennung", "recognition"),
        ("Wohnen", "housing"),
        ("Housing", "housing"),
        ("Rente", "pension_tax"),
        ("Mietrecht", "housing"),
        ("Asylrecht", "protection_status"),
        ("Arbeitsrecht: Kündigung", "termination"),
        ("Arbeitsrecht", None),
        ("Labour law", None),
        ("Aufenthaltsrecht", None),
        ("Ausländerrecht", None),
        ("Familienrecht", None),
        ("Sozialrecht", None),
        ("Sonstiges", None),
        ("Mein Chef zahlt mir keinen Lohn", None),
    ],
)
def test_a_topic_is_known_by_its_keyword_and_not_by_a_sentence(name: str, key: str | None) -> None:
    assert topic_key(name) == key


def test_mapping_chosen_by_a_person_wins_over_headers_and_memory() -> None:
    mapping = propose_mapping(
        ("Tag", "A", "B", "Datum"),
        chosen=["a=text", "Tag=date:mdy", "Datum=ignore"],
        remembered={"B": "text", "A": "space"},
    )
    assert dict(mapping.fields) == {"A": "text", "Tag": "date"}
    assert mapping.date_order == "mdy"
    assert propose_mapping(("Tag", "A"), remembered=mapping.as_json()).remembered_order == "mdy"


@pytest.mark.parametrize(
    ("headers", "chosen", "words"),
    [
        (("Wann?", "Was"), [], "No column holds the date"),
        (("Datum", "x"), [], "question or its topic"),
        (("Datum", "Text"), ["Dat=date"], "no column “Dat”"),
        (("Datum", "Text"), ["Text=words"], "not a column mapping"),
        (("Datum", "Text"), ["Text"], "not a column mapping"),
        (("Datum", "Text"), ["Datum=date:dym"], "not an order"),
        (("Datum", "Text", "T2"), ["Text=text", "T2=text"], "two columns"),
    ],
)
def test_mapping_that_cannot_be_is_refused(headers: tuple[str, ...], chosen: list[str], words: str) -> None:
    with pytest.raises(BadInput, match=words):
        propose_mapping(headers if headers[0] != "Wann?" else ("Beginn", "Was"), chosen=chosen)


def test_mapping_is_remembered_whatever_the_order_of_columns() -> None:
    assert (
        headers_digest(("Datum", "Text")) == headers_digest(("text", "DATUM")) != headers_digest(("Datum",))
    )


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Arabisch", "ar"),
        ("Arabic", "ar"),
        ("العربية", "ar"),
        ("AR", "ar"),
        ("Ukrainisch", "uk"),
        ("українська", "uk"),
        ("Farsi", "fa"),
        ("Persisch", "fa"),
        ("Dari", "fa"),
        ("فارسی", "fa"),
        ("Türkçe", "tr"),
        ("Türkisch", "tr"),
        ("rus", "ru"),
        ("Русский", "ru"),
        ("Französisch", "fr"),
        ("français", "fr"),
        ("de", "de"),
        ("Ελληνικά", "el"),
        ("Niederländisch", "nl"),
        ("Suomi", "fi"),
        ("Rumänisch", "ro"),
        ("română", "ro"),
        ("", None),
        ("Klingonisch", None),
    ],
)
def test_language_names_in_many_languages_become_codes(name: str, code: str | None) -> None:
    assert language_code(name) == code


def test_names_of_platforms_and_others_become_codes() -> None:
    assert [platform_code(name) for name in ("Facebook-Gruppe", "Forum", "WhatsApp", "Brieftaube", "")] == [
        "facebook_group", "web_forum", "whatsapp", "other", None,
    ]  # fmt: skip
    assert [region_code(name) for name in ("Nordrhein-Westfalen", "NRW", "DE-BY", "Thüringen", "unbekannt", "Ulm")] == [
        "DE-NW", "DE-NW", "DE-BY", "DE-TH", None, None,
    ]  # fmt: skip
    assert (info_quality("ja"), info_quality(""), info_quality("teilweise falsch")) == (
        InfoQuality.WRONG,
        InfoQuality.UNKNOWN,
        InfoQuality.PARTLY_WRONG,
    )
    assert (risk_level("hoch"), risk_level("")) == (3, 1)
    assert (topic_key("Kindergeld und Kinderzuschlag"), topic_key("child_benefit"), topic_key("?")) == (
        "child_benefit",
        "child_benefit",
        None,
    )


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("02.11.2026", date(2026, 11, 2)),
        ("2.11.26", date(2026, 11, 2)),
        ("2026-11-02", date(2026, 11, 2)),
        ("2026-11-02T09:30:00+01:00", date(2026, 11, 2)),
        ("2026-11-02 09:30", date(2026, 11, 2)),
        ("20261102", date(2026, 11, 2)),
        ("2026/11/02", date(2026, 11, 2)),
        ("46328", date(2026, 11, 2)),
        ("2. November 2026", date(2026, 11, 2)),
        ("Mo., 2. Nov. 2026", date(2026, 11, 2)),
        ("Nov 2, 2026", date(2026, 11, 2)),
        ("٠٢.١١.٢٠٢٦", date(2026, 11, 2)),
        ("02.11.2026 14:05", date(2026, 11, 2)),
        ("2 листопада 2026", date(2026, 11, 2)),
    ],
)
def test_date_in_the_notations_of_offices(value: str, day: date) -> None:
    assert parse_date(value, DateOrder("dmy")) == day


@pytest.mark.parametrize("value", ["31.02.2026", "morgen", "12", "2026", "13/13/2026", "99999", "0.0.2026"])
def test_date_that_does_not_exist_is_none(value: str) -> None:
    with pytest.raises(NotADate):
        parse_date(value, DateOrder("dmy"))


def test_dates_with_one_telling_value_decide_the_column() -> None:
    assert order_of(["03/04/2026", "25/04/2026"], column="d").order == "dmy"
    assert order_of(["03/04/2026", "04/25/2026"], column="d").order == "mdy"
    assert order_of(["03.04.2026"], column="d").order == "dmy"
    assert order_of(["2026-04-03", "05/05/2026"], column="d").order == "dmy"


@pytest.mark.parametrize("beside", ["13.04.2026", "2026-04-13", "April 13, 2026", "13-04-2026", "31/02/2026"])
def test_another_notation_beside_an_ambiguous_date_does_not_settle_it(beside: str) -> None:
    with pytest.raises(BadInput, match="two ways"):
        order_of([beside, "03/04/2026"], column="d")


def test_each_sign_keeps_the_order_that_it_proves() -> None:
    order = order_of(["25/04/2026", "04-25-2026"], column="d")
    assert parse_date("03/04/2026", order) == date(2026, 4, 3)
    assert parse_date("03-04-2026", order) == date(2026, 3, 4)


def test_a_column_of_numbers_is_asked_for_and_a_number_beside_dates_is_none() -> None:
    with pytest.raises(BadInput, match=r"holds numbers \(46328\).*d=date:serial"):
        order_of(["46328", "46329"], column="d")
    assert parse_date("46328", order_of(["46328"], column="d", chosen="serial")) == date(2026, 11, 2)
    assert parse_date("46328", order_of(["46328"], column="d", remembered="serial")) == date(2026, 11, 2)
    for values in (["46328", "2026-11-02"], ["02.11.2026", "46328"]):
        with pytest.raises(BareNumber):
            parse_date("46328", order_of(values, column="d"))


def test_dates_that_can_be_read_two_ways_are_asked_not_guessed() -> None:
    with pytest.raises(BadInput, match=r"“Day”.*two ways \(03/04/2026\).*Day=date:dmy.*Day=date:mdy"):
        order_of(["03/04/2026", "05/06/2026"], column="Day")
    with pytest.raises(BadInput, match="mixes"):
        order_of(["25/04/2026", "04/25/2026"], column="Day")
    assert order_of(["03/04/2026"], column="Day", chosen="mdy").order == "mdy"


def test_a_remembered_order_fills_in_only_what_the_column_leaves_open() -> None:
    assert order_of(["03/04/2026"], column="d", remembered="mdy").order == "mdy"
    assert order_of(["03/04/2026", "25/04/2026"], column="d", remembered="mdy").order == "dmy"
    with pytest.raises(BadInput, match="mixes"):
        order_of(["25/04/2026", "04/25/2026"], column="d", remembered="mdy")


@given(st.dates(date(2001, 1, 1), date(2099, 12, 31)))
def test_date_written_in_any_order_is_read_back(day: date) -> None:
    assert parse_date(f"{day:%d/%m/%Y}", DateOrder("dmy")) == day
    assert parse_date(f"{day:%m/%d/%Y}", DateOrder("mdy")) == day
    assert parse_date(f"{day:%d.%m.%Y}", DateOrder("mdy")) == day
    assert parse_date(f"{day:%Y-%m-%d}", DateOrder("dmy")) == day
    assert parse_date(str((day - date(1899, 12, 30)) // timedelta(days=1)), DateOrder("dmy")) == day


@pytest.mark.parametrize("cell", ["quatsch", "=1+1", "next week", "12"])
def test_what_is_written_like_no_date_is_not_called_a_day_that_is_missing(cell: str) -> None:
    with pytest.raises(NotADate) as refused:
        parse_date(cell, DateOrder("dmy"))
    assert not isinstance(refused.value, NoSuchDay)


@pytest.mark.parametrize("cell", ["31.02.2026", "2026-13-01", "30. Februar 2026"])
def test_a_date_that_the_calendar_lacks_is_no_such_day(cell: str) -> None:
    with pytest.raises(NoSuchDay):
        parse_date(cell, DateOrder("dmy"))


@pytest.mark.parametrize(
    ("cell", "read", "fits"),
    [
        ("07/28/2026", "dmy", "mdy"),
        ("28/07/2026 14:05", "mdy", "dmy"),
        ("31/02/2026", "dmy", None),
        ("07.28.2026", "dmy", None),
    ],
)
def test_a_date_of_the_other_order_is_told_from_one_that_does_not_exist(
    cell: str, read: str, fits: str | None
) -> None:
    assert other_order(cell, DateOrder(read)) == fits


CELLS = {
    "Frage": ["Wann kommt mein Lohn?"],
    "Wer": ["Anna", "", "Team Nord"],
    "Wann ungefähr": ["3.11.2026", "", "gestern", "2026-11-05"],
    "Wortlaut hier": ["3.11.2026", "Wann kommt mein Lohn?", "Wer zahlt den Arzt?", ""],
    "Leer": ["", ""],
}


@pytest.mark.parametrize(
    ("headers", "offered"),
    [
        (("Frage", "Wer", "Leer", "Wann ungefähr"), "--map “Wann ungefähr=date”"),
        (("Frage", "Wer", "Leer"), "Add a column “Datum” or “date"),
        (("Datum", "Wer", "Wann ungefähr", "Wortlaut hier"), "--map “Wortlaut hier=text”"),
        (("Datum", "Wer", "Wann ungefähr"), "Add a column “Frage” or “question"),
    ],
)
def test_a_column_is_offered_for_what_is_missing_only_if_its_cells_look_so(
    headers: tuple[str, ...], offered: str
) -> None:
    with pytest.raises(OpenQuestion) as refused:
        propose_mapping(headers, cells=lambda header: CELLS.get(header, ()))
    assert offered in str(refused.value)
    assert ("--map" in offered) == ("--map" in str(refused.value))
    assert "Say which one does" in str(refused.value.for_screen())


def test_a_file_whose_columns_are_all_understood_lacks_the_one_that_is_missing() -> None:
    with pytest.raises(OpenQuestion) as refused:
        propose_mapping(("Frage", "Sprache"))
    assert "Add a column “Datum” or “date" in str(refused.value.for_screen())
