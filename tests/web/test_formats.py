"""Numbers, days, moments and languages as people read them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from flask import Flask, render_template_string
from flask import session as form_session
from hypothesis import given
from hypothesis import strategies as st

from web import formats
from web.words.labels import label
from web.words.sentences import said
from web.words.states import Mark, marks

#: Words and usage; no database changes them.
pytestmark = pytest.mark.any_database


@pytest.fixture(params=["de", "en"])
def language(request: pytest.FixtureRequest, app: Flask) -> Iterator[str]:
    with app.test_request_context("/"):
        form_session["interface"] = request.param
        yield request.param


def test_a_half_is_rounded_up_as_people_round(language: str) -> None:
    assert [formats.number(value) for value in (0.5, 1.5, 2.5)] == ["1", "2", "3"]
    assert formats.number(0.125, 2)[-2:] == "13"
    assert [formats.share(value).rstrip("\u00a0%") for value in (0.125, 0.135)] == ["13", "14"]
    assert formats.share(0.0125, 1).rstrip("\u00a0%") == {"de": "1,3", "en": "1.3"}[language]


def test_numbers_have_the_readers_separators(language: str) -> None:
    assert formats.number(1234567) == {"de": "1.234.567", "en": "1,234,567"}[language]
    assert formats.number(12.5, 1) == {"de": "12,5", "en": "12.5"}[language]


@pytest.mark.parametrize(
    ("word", "shown"),
    [
        ("Grundsicherungsgeld", "Grundsicherungs\u00adgeld"),
        ("Aufenthaltserlaubnis", "Aufenthalts\u00aderlaubnis"),
        ("Gesundheit und Pflege", "Gesundheit und Pflege"),
        ("Leistungsart", "Leistungsart"),
        ("Pay and unpaid wages", "Pay and unpaid wages"),
    ],
)
def test_long_german_compounds_break_at_their_seam(word: str, shown: str) -> None:
    assert formats.breakable(word) == shown


def test_what_is_unknown_is_a_dash_and_never_nought(language: str) -> None:
    shown = [
        show(None) for show in (formats.number, formats.count, formats.share, formats.day, formats.moment)
    ]

    assert shown == ["–"] * 5
    assert formats.number(0) == "0"


@pytest.mark.parametrize(("value", "shown"), [(0, "0"), (1, "<5"), (4, "<5"), (5, "5"), (47, "47")])
def test_small_counts_are_hidden(language: str, value: int, shown: str) -> None:
    assert formats.count(value) == shown


@given(value=st.integers(1, 999), smallest=st.integers(5, 1000))
def test_no_count_below_the_smallest_is_ever_shown(value: int, smallest: int) -> None:
    shown = f"<{smallest}" if value < smallest else str(value)

    with _context():
        assert formats.count(value, smallest) == shown


def test_a_moment_names_its_zone(language: str) -> None:
    winter = datetime(2027, 1, 11, 17, 0, tzinfo=UTC)

    assert formats.moment(winter) == {"de": "11.01.2027, 18:00 MEZ", "en": "11 Jan 2027, 18:00 CET"}[language]
    assert (
        formats.clock_time(datetime(2027, 7, 11, 16, 0, tzinfo=UTC))
        == {"de": "18:00 MESZ", "en": "18:00 CEST"}[language]
    )


def test_a_day_is_the_day_of_the_zone_and_not_of_greenwich(language: str) -> None:
    late = datetime(2027, 1, 11, 23, 30, tzinfo=UTC)

    assert formats.day(late) == {"de": "12.01.2027", "en": "12 Jan 2027"}[language]
    assert formats.day(date(2027, 1, 11)) == {"de": "11.01.2027", "en": "11 Jan 2027"}[language]


def test_the_head_of_a_page_names_the_whole_day(language: str) -> None:
    shown = formats.long_day(date(2027, 1, 11))

    assert shown == {"de": "Montag, 11. Januar", "en": "Monday, 11 January"}[language]


def test_languages_have_their_name_and_their_direction(language: str) -> None:
    assert formats.language_name("uk") == {"de": "Ukrainisch", "en": "Ukrainian"}[language]
    assert formats.native_name("ar") == "العربية"
    assert (formats.direction("fa"), formats.direction("fi"), formats.direction(None)) == (
        "rtl",
        "ltr",
        "auto",
    )


def test_an_isolated_piece_cannot_become_markup() -> None:
    assert formats.isolate("<§ 66>") == "<bdi>&lt;§ 66&gt;</bdi>"


def test_every_state_and_role_has_a_word() -> None:
    import campaigns.vocabulary as vocabulary

    shown = (
        vocabulary.VariantStatus,
        vocabulary.PlacementStatus,
        vocabulary.CampaignStage,
        vocabulary.WorkStatus,
        vocabulary.ProposalStatus,
        vocabulary.FactStatus,
        vocabulary.Decision,
        vocabulary.Role,
        vocabulary.Theme,
        vocabulary.WorkKind,
        vocabulary.Origin,
        vocabulary.Risk,
    )
    with _context():
        assert all(label(word) for kind in shown for word in kind)


def test_states_of_one_kind_differ_in_shape_or_word_and_not_by_hue_alone() -> None:
    looks = [(kind, found.shape, str(found.word)) for (kind, _), found in _marks()]

    assert len(set(looks)) == len(looks)


def _marks() -> list[tuple[tuple[type, str], Mark]]:
    with _context():
        return list(marks().items())


def _context() -> object:
    from flask_babel import Babel

    app = Flask(__name__)
    Babel(app, default_locale="en_GB")
    return app.test_request_context("/")


def test_a_sentence_counts_as_its_reader_does_and_leaves_numbers_of_things_alone(language: str) -> None:
    told = said("{limit} rows of work {id}", {"limit": 200000, "id": 200000})
    assert told == {"de": "200.000 rows of work 200000", "en": "200,000 rows of work 200000"}[language]


def test_pages_count_with_the_readers_separators(language: str) -> None:
    told = render_template_string("{{ ngettext('%(num)s row', '%(num)s rows', 200000) }}")
    assert told == {"de": "200.000 Zeilen", "en": "200,000 rows"}[language]
