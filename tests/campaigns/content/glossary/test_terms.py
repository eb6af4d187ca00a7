"""Terms are found in whatever ending, the programme's word stands before the product's."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlmodel import Session

from campaigns.content.glossary.actions import add_term, hide_term, reset_term, say_term
from campaigns.content.glossary.queries import get_term, terms_of
from campaigns.content.glossary.starter import shipped_terms
from campaigns.content.glossary.terms import stands_in
from campaigns.errors import BadInput, Conflict, NotAllowed, NotFound
from campaigns.languages import written_languages
from campaigns.vocabulary import TermKind
from tests.builders import Cast, make_cast


@pytest.fixture
def cast(session: Session, now: datetime) -> Cast:
    return make_cast(session, now=now)


@pytest.mark.parametrize(
    ("form", "language", "text", "expected"),
    [
        ("Jobcenter", "de", "Antrag beim Jobcenter stellen", True),
        ("Jobcenter", "de", "Die Jobcenters", True),
        ("Jobcenter", "de", "Jobcenterantrag", False),
        ("Agentur für Arbeit", "de", "bei der Agentur\u00a0für Arbeit", True),
        ("Агентство праці", "uk", "в Агентстві праці", True),
        ("Джобцентр", "ru", "в джобцентре", True),
        ("Urząd Skarbowy", "pl", "w Urzędzie Skarbowym", False),
        ("Yabancılar Dairesi", "tr", "Yabancılar Dairesi'ne", True),
        ("وكالة العمل", "ar", "في وكالة العمل", True),
        ("وكالة العمل", "ar", "بوكالة العمل", True),
        ("صندوق الأسرة", "ar", "لصندوق الأسرة", True),
        ("اداره کار", "fa", "به اداره کار بروید", True),
        ("دوره ادغام", "fa", "در دورهٔ ادغام", True),
        ("کمک\u200cهزینه فرزند", "fa", "کمک\u200cهزینهٔ فرزند ماهانه", True),
        ("мини-джоб", "ru", "и в мини-джобе", True),
        ("Radni sud", "hr", "tužba radnom sudu", True),
        ("ЗАГС", "ru", "в ЗАГС", True),
        ("minimum wage", "en", "the Minimum Wage is", True),
        ("minimum wage", "en", "maximum wage", False),
    ],
)
def test_form_is_found_in_its_endings(form: str, language: str, text: str, expected: bool) -> None:
    assert stands_in(form, text, language) is expected


def test_longer_name_wins_and_old_names_are_told() -> None:
    terms = shipped_terms()
    hits = terms.hits("Bürgergeld: zur Agentur für Arbeit oder zum Arbeitsamt?", "de")

    assert [(hit.term.key, hit.is_old) for hit in hits] == [
        ("basic_income_support", True),
        ("employment_agency", False),
        ("employment_agency", True),
    ]


def test_shipped_terms_stand_in_every_language_as_drafts() -> None:
    terms = shipped_terms()

    assert len(terms) > 20
    lacking = [(t.key, code) for t in terms for code in written_languages() if not t.allowed(code)]
    assert lacking == []
    assert all(form.is_draft for term in terms for form in term.forms.values())


def test_offices_keep_their_german_name_in_brackets() -> None:
    (term,) = (each for each in shipped_terms() if each.key == "foreigners_office")

    assert term.suggestion("fr") == "service des étrangers (Ausländerbehörde)"
    assert term.suggestion("de") == "Ausländerbehörde"


def test_own_form_stands_before_the_shipped_one(session: Session, cast: Cast, now: datetime) -> None:
    number = cast.programme.id or 0
    say_term(
        session,
        programme_id=number,
        key="jobcenter",
        language="ar",
        allowed=["الجوبسنتر"],
        old=[],
        forbidden=["مكتب البطالة"],
        is_confirmed=True,
        by=cast.translator,
        now=now,
    )

    term = get_term(session, programme_id=number, key="jobcenter")
    assert term.allowed("ar") == ("الجوبسنتر",)
    assert not term.forms["ar"].is_draft
    (hit,) = terms_of(session, programme_id=number).hits("في مكتب البطالة", "ar")
    assert hit.is_forbidden
    reset_term(session, programme_id=number, key="jobcenter", by=cast.staff, now=now)
    assert get_term(session, programme_id=number, key="jobcenter").allowed("ar")[0] == "الجوب سنتر"


def test_translator_says_only_their_languages(session: Session, cast: Cast, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        say_term(
            session,
            programme_id=cast.programme.id or 0,
            key="jobcenter",
            language="fr",
            allowed=["x"],
            old=[],
            forbidden=[],
            is_confirmed=False,
            by=cast.translator,
            now=now,
        )


def test_form_cannot_be_right_and_wrong(session: Session, cast: Cast, now: datetime) -> None:
    with pytest.raises(BadInput, match="at once"):
        say_term(
            session,
            programme_id=cast.programme.id or 0,
            key="jobcenter",
            language="de",
            allowed=["Jobcenter"],
            old=[],
            forbidden=["jobcenter"],
            is_confirmed=False,
            by=cast.staff,
            now=now,
        )


def test_own_term_is_added_once_hidden_and_deleted(session: Session, cast: Cast, now: datetime) -> None:
    number = cast.programme.id or 0
    made = add_term(
        session,
        programme_id=number,
        language="de",
        name="Faire Integration",
        kind=TermKind.OTHER,
        is_untranslatable=True,
        by=cast.staff,
        now=now,
    )
    terms = terms_of(session, programme_id=number)
    assert [hit.form for hit in terms.hits("Frag Faire Integration!", "fr")] == ["Faire Integration"]
    with pytest.raises(Conflict):
        add_term(
            session,
            programme_id=number,
            language="de",
            name="faire  integration",
            kind=TermKind.OTHER,
            by=cast.staff,
            now=now,
        )
    hide_term(session, programme_id=number, key=made.key, hidden=True, by=cast.staff, now=now)
    assert made.key not in {term.key for term in terms_of(session, programme_id=number)}
    reset_term(session, programme_id=number, key=made.key, by=cast.staff, now=now)
    with pytest.raises(NotFound):
        get_term(session, programme_id=number, key=made.key)
