"""How each language writes values."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.content.frames import framed_languages
from campaigns.content.notation import format_value
from campaigns.content.values import Value, ValueKind
from campaigns.languages import language as language_of
from tests.campaigns.content.reading import plain, read_date, read_duration, read_number

N, T = "\u00a0", "\u202f"
LRI, RLI, PDI = "\u2066", "\u2067", "\u2069"
languages = st.sampled_from(framed_languages())
cents = st.decimals(min_value=0, max_value=9_999_999, places=2, allow_nan=False)


def amount(text: str) -> Value:
    return Value(ValueKind.AMOUNT, text, "EUR")


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("de", f"1.234,50{N}€"),
        ("en", "€1,234.50"),
        ("ar", f"{LRI}1,234.50{N}€{PDI}"),
        ("fa", f"{RLI}1,234.50{N}یورو{PDI}"),
        ("uk", f"1{N}234,50{N}€"),
        ("ru", f"1{N}234,50{N}€"),
        ("tr", "€1.234,50"),
        ("fr", f"1{T}234,50{N}€"),
        ("ro", f"1.234,50{N}€"),
        ("pl", f"1{N}234,50{N}€"),
        ("bg", f"1{N}234,50{N}€"),
        ("it", f"1.234,50{N}€"),
        ("es", f"1234,50{N}€"),
        ("hu", f"1{N}234,50{N}€"),
        ("hr", f"1.234,50{N}€"),
        ("el", f"1.234,50{N}€"),
        ("fi", f"1{N}234,50{N}€"),
        ("sv", f"1{N}234,50{N}€"),
        ("nl", f"€{N}1.234,50"),
    ],
)
def test_amount_is_written_as_the_language_does(language: str, written: str) -> None:
    assert format_value(amount("1234.5"), language=language) == written


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("de", "1. Juli 2026"),
        ("en", "1 July 2026"),
        ("ar", f"{LRI}01.07.2026{PDI}"),
        ("fa", f"{LRI}01.07.2026{PDI}"),
        ("uk", f"1 липня 2026{T}р."),
        ("ru", f"1 июля 2026{T}г."),
        ("tr", "1 Temmuz 2026"),
        ("fr", "1er juillet 2026"),
        ("ro", "1 iulie 2026"),
        ("pl", "1 lipca 2026"),
        ("bg", f"1 юли 2026{T}г."),
        ("it", "1º luglio 2026"),
        ("es", "1 de julio de 2026"),
        ("hu", "2026. július 1."),
        ("hr", "1. srpnja 2026."),
        ("el", "1 Ιουλίου 2026"),
        ("fi", "1. heinäkuuta 2026"),
        ("sv", "1 juli 2026"),
        ("nl", "1 juli 2026"),
    ],
)
def test_date_is_written_as_the_language_does(language: str, written: str) -> None:
    assert format_value(Value(ValueKind.DATE, "2026-07-01"), language=language) == written


@pytest.mark.parametrize(
    ("language", "case", "first", "second", "eighth"),
    [
        ("it", "from", "dal 1º luglio 2026", "dal 2 luglio 2026", "dall’8 luglio 2026"),
        ("it", "until", "al 1º luglio 2026", "al 2 luglio 2026", "all’8 luglio 2026"),
        ("it", "article", "il 1º luglio 2026", "il 2 luglio 2026", "l’8 luglio 2026"),
        ("hu", "from", "2026. július 1-jétől", "2026. július 2-ától", "2026. július 8-ától"),
        ("hu", "until", "2026. július 1-jéig", "2026. július 2-áig", "2026. július 8-áig"),
        ("el", "accusative", "την 1η Ιουλίου 2026", "τις 2 Ιουλίου 2026", "τις 8 Ιουλίου 2026"),
        ("de", "from", "1. Juli 2026", "2. Juli 2026", "8. Juli 2026"),
    ],
)
def test_date_takes_the_article_or_suffix_of_its_day(
    language: str, case: str, first: str, second: str, eighth: str
) -> None:
    days = [Value(ValueKind.DATE, f"2026-07-0{day}") for day in (1, 2, 8)]
    assert [format_value(day, language=language, case=case) for day in days] == [first, second, eighth]


def test_hungarian_days_take_the_vowels_of_their_ordinal() -> None:
    days = [Value(ValueKind.DATE, f"2026-07-{day:02d}") for day in range(1, 32)]
    back = [one.day.day for one in days if format_value(one, language="hu", case="from").endswith("ától")]
    assert back == [2, 3, 6, 8, 13, 16, 18, 20, 23, 26, 28, 30]


@pytest.mark.parametrize(
    ("language", "written"),
    [("de", f"60{N}%"), ("tr", "%60"), ("en", "60%"), ("fr", f"60{T}%"), ("fi", f"60{N}%")],
)
def test_percentage_puts_the_sign_where_the_language_does(language: str, written: str) -> None:
    shown = format_value(Value(ValueKind.PERCENT, "60"), language=language)
    assert shown.replace(T, N) == written.replace(T, N)


@pytest.mark.parametrize(
    ("language", "written"), [("de", "14:30"), ("fi", "14.30"), ("fr", f"14{N}h{N}30"), ("el", "14:30")]
)
def test_time_is_written_as_the_language_does(language: str, written: str) -> None:
    assert format_value(Value(ValueKind.TIME, "14:30"), language=language) == written


@pytest.mark.parametrize(
    ("language", "count", "written"),
    [
        ("ar", "2", "أسبوعان"),
        ("ar", "3", "3 أسابيع"),
        ("ar", "11", "11 أسبوعًا"),
        ("ru", "1", "1 неделя"),
        ("ru", "3", "3 недели"),
        ("ru", "5", "5 недель"),
        ("ru", "21", "21 неделя"),
        ("pl", "22", "22 tygodnie"),
        ("ro", "20", "20 de săptămâni"),
        ("hr", "5", "5 tjedana"),
        ("hu", "3", "3 hét"),
        ("fi", "3", "3 viikkoa"),
    ],
)
def test_noun_follows_its_number(language: str, count: str, written: str) -> None:
    assert plain(format_value(Value(ValueKind.DURATION, count, "week"), language=language)) == written


def test_duration_takes_the_case_the_sentence_asks_for() -> None:
    three = Value(ValueKind.DURATION, "3", "month")
    assert plain(format_value(three, language="de", case="dative")) == "3 Monaten"
    assert plain(format_value(three, language="uk", case="genitive")) == "3 місяців"
    assert plain(format_value(three, language="en", case="dative")) == "3 months"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Value(ValueKind.LAW, "§ 622 BGB"), f"§{N}622{N}BGB"),
        (Value(ValueKind.PHONE, "116 016"), f"116{N}016"),
        (Value(ValueKind.LAW, "§ 18 Abs. 2 Nr. 4 AufenthG (alt)"), f"§{N}18 Abs.{N}2 Nr.{N}4 AufenthG (alt)"),
    ],
)
def test_citation_and_phone_do_not_break(value: Value, written: str) -> None:
    assert format_value(value, language="de") == written


def test_web_address_is_untouched_inside_its_isolate() -> None:
    address = Value(ValueKind.URL, "https://example.org/a?b=1&c=2/")
    assert format_value(address, language="fa") == f"{LRI}https://example.org/a?b=1&c=2/{PDI}"
    assert format_value(address, language="de") == "https://example.org/a?b=1&c=2/"


def test_native_digits_come_with_native_separators_only() -> None:
    assert plain(format_value(amount("1234.5"), language="fa", native_digits=True)) == "۱٬۲۳۴٫۵۰ یورو"
    assert (
        plain(format_value(Value(ValueKind.PHONE, "116 016"), language="ar", native_digits=True)) == "116 016"
    )


@given(languages, cents)
def test_amount_reads_back_as_itself(language: str, number: Decimal) -> None:
    assert read_number(format_value(amount(str(number)), language=language), language) == number


@given(languages, st.decimals(min_value=0, max_value=10**9, places=3, allow_nan=False))
def test_number_reads_back_as_itself(language: str, number: Decimal) -> None:
    written = format_value(Value(ValueKind.NUMBER, str(number)), language=language)
    assert read_number(written, language) == number


@given(languages, st.decimals(min_value=0, max_value=1000, places=2, allow_nan=False))
def test_percentage_reads_back_as_itself(language: str, number: Decimal) -> None:
    written = format_value(Value(ValueKind.PERCENT, str(number)), language=language)
    assert read_number(written, language) == number


@given(languages, st.dates(min_value=date(1990, 1, 1), max_value=date(2060, 12, 31)))
def test_date_reads_back_as_itself(language: str, day: date) -> None:
    written = format_value(Value(ValueKind.DATE, day.isoformat()), language=language)
    assert read_date(written, language_of(language).locale) == day


@given(
    languages,
    st.integers(min_value=0, max_value=3000),
    st.sampled_from(["minute", "hour", "day", "week", "month", "year"]),
)
def test_duration_reads_back_as_itself(language: str, count: int, unit: str) -> None:
    written = format_value(Value(ValueKind.DURATION, str(count), unit), language=language)
    assert read_duration(written, language) == (count, unit)


@given(languages, st.sampled_from(list(ValueKind)))
def test_only_right_to_left_languages_isolate_and_close_what_they_open(
    language: str, kind: ValueKind
) -> None:
    samples = {
        ValueKind.DATE: "2027-01-01",
        ValueKind.TIME: "09:05",
        ValueKind.PHONE: "+49 30 1234567",
        ValueKind.URL: "https://example.org/",
        ValueKind.MAIL: "rat@example.org",
        ValueKind.LAW: "§ 1 MiLoG",
        ValueKind.TEXT: "Familienkasse",
    }
    units = {ValueKind.AMOUNT: "EUR", ValueKind.DURATION: "day"}
    written = format_value(Value(kind, samples.get(kind, "12"), units.get(kind, "")), language=language)
    is_rtl = language_of(language).is_rtl
    assert [character for character in written if "\u2066" <= character <= "\u2069"] == (
        [written[0], PDI] if is_rtl else []
    )
    assert is_rtl == (written[0] in (LRI, RLI, "\u2068"))
