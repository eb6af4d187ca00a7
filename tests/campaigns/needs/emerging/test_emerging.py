"""Phrases that come up: sudden, of five sources, of no topic; nothing else of a text is kept."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from campaigns.demo.advice_log import LogSpec, Rise, advice_log
from campaigns.demo.listening import heard
from campaigns.errors import NotAllowed
from campaigns.needs.actions import import_needs
from campaigns.needs.emerging.actions import dismiss_phrase, make_topic_of_phrase, save_phrases
from campaigns.needs.emerging.inflection import stems_of
from campaigns.needs.emerging.models import EmergingPhrase
from campaigns.needs.emerging.phrases import Asked, emerging_phrases, holds, log_likelihood
from campaigns.needs.emerging.queries import kept_texts, open_phrases
from campaigns.needs.models import AdviceNeed
from campaigns.needs.topics.taxonomy import taxonomy
from campaigns.people.actor import Actor
from campaigns.people.models import Programme
from campaigns.vocabulary import Role
from tests.campaigns.needs.conftest import MOMENT

AS_OF = date(2026, 11, 22)
EVERYDAY = (
    "Guten Tag, ich habe eine Frage zu meinem Antrag",
    "Wer kann mir in Berlin helfen, ich suche einen Termin",
    "Hallo zusammen, weiß jemand wo das Büro ist",
    "Ich habe gestern einen Brief bekommen und verstehe ihn nicht",
)


def questions(new: str, times: int, *, past: int = 0) -> list[Asked]:
    chance = random.Random(2)
    usual = [
        Asked(chance.choice(EVERYDAY), "de", f"u{number}", is_recent=number < 80) for number in range(800)
    ]
    recent = [Asked(f"{chance.choice(EVERYDAY)} {new}", "de", f"n{number}", True) for number in range(times)]
    older = [Asked(f"{chance.choice(EVERYDAY)} {new}", "de", f"o{number}", False) for number in range(past)]
    return [*usual, *recent, *older]


def found(*asked: Asked) -> list[str]:
    return [one.phrase for one in emerging_phrases(asked, book=taxonomy())]


def test_a_phrase_that_was_never_heard_is_found_whole() -> None:
    assert found(*questions("wegen Deutschlandpass Bonus", 9)) == ["deutschlandpass bonus"]


def test_a_phrase_is_shown_as_people_spell_it() -> None:
    (phrase,) = emerging_phrases(questions("wegen Öffnungstag", 9), book=taxonomy())
    assert (phrase.phrase, phrase.written) == ("offnungstag", "Öffnungstag")


def test_what_the_same_people_say_beside_a_phrase_is_no_second_need() -> None:
    said = [*questions("wegen Deutschlandpass", 12), *questions("meinte Tantchen zum Deutschlandpass", 6)]
    again = [replace(one, source=f"{one.source} {place}") for place, one in enumerate(said)]
    assert found(*again) == ["deutschlandpass"]


def test_forms_of_a_word_are_one_phrase_and_its_beginning_the_keyword() -> None:
    asked = [*questions("wegen Deutschlandpass", 4), *questions("wegen Deutschlandpasses", 3)]
    (phrase,) = emerging_phrases(
        [replace(one, source=f"{one.source} {place}") for place, one in enumerate(asked)], book=taxonomy()
    )
    assert (phrase.phrase, phrase.asked) == ("deutschlandpass", 7)
    assert holds("Wo bleibt der Deutschlandpass?", "deutschlandpasses", "de")


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("de", "zahlung", "zahlungen"), ("uk", "перепис", "переписи"), ("ru", "карточка", "карточки"),
        ("pl", "karta", "karty"), ("fr", "carte", "cartes"), ("tr", "kimlik", "kimlikler"), ("bg", "карта", "карти"),
        ("hr", "kartica", "kartice"), ("fi", "kortti", "kortin"), ("el", "καρτα", "καρτες"),
    ],
)  # fmt: skip
def test_forms_of_one_word_have_one_stem(language: str, one: str, other: str) -> None:
    assert stems_of([one], language) == stems_of([other], language)


def test_two_words_are_preferred_to_one_of_them() -> None:
    asked = [*questions("wegen Bonuskarte sperren", 8), *questions("wegen Bonuskarte", 3)]
    assert found(*[replace(one, source=f"{one.source} {at}") for at, one in enumerate(asked)]) == [
        "bonuskarte sperren"
    ]


def test_a_phrase_of_four_sources_is_not_shown() -> None:
    assert found(*questions("wegen Deutschlandpass", 4)) == []


def test_one_source_that_says_it_nine_times_is_one_source() -> None:
    alike = [Asked("Deutschlandpass bitte", "de", "case 7", True) for _ in range(9)]
    assert found(*questions("", 0), *alike) == []


def test_a_phrase_as_frequent_as_ever_is_none() -> None:
    assert found(*questions("wegen Deutschlandpass", 9, past=90)) == []


def test_a_phrase_that_a_topic_knows_or_that_is_said_of_one_is_none() -> None:
    asked = questions("Kindergeld Nummerfeld", 12)
    known = [replace(one, has_topic="Kindergeld" in one.text) for one in asked]
    assert found(*known) == []
    assert found(*asked) == ["nummerfeld"]


def test_what_was_removed_at_the_door_is_no_phrase() -> None:
    assert found(*questions("⟨phone⟩ ⟨email⟩", 12)) == []


def test_without_a_past_nothing_is_sudden() -> None:
    assert found(*[Asked("Deutschlandpass jetzt", "de", str(n), True) for n in range(20)]) == []


@given(st.integers(0, 50), st.integers(1, 50), st.integers(0, 500), st.integers(1, 500))
def test_likelihood_is_never_negative_and_nothing_for_equal_shares(a: int, n: int, b: int, m: int) -> None:
    assert log_likelihood(min(a, n), n, min(b, m), m) >= -1e-9
    assert log_likelihood(n, 2 * n, m, 2 * m) == pytest.approx(0, abs=1e-9)


_TEXTS = st.lists(
    st.tuples(st.sampled_from(["alfa beta", "beta gama", "delta", "alfa"]), st.booleans()), max_size=60
)


@given(_TEXTS)
@settings(max_examples=100, deadline=None)
def test_every_phrase_shown_has_five_recent_sources(texts: list[tuple[str, bool]]) -> None:
    asked = [Asked(text, "fr", str(place), recent) for place, (text, recent) in enumerate(texts)]
    for one in emerging_phrases(asked, book=taxonomy()):
        holding = sum(f" {one.phrase} " in f" {text} " and recent for text, recent in texts)
        assert one.asked == holding >= 5
        assert one.before is None or one.before == 0 or one.before >= 5


def test_the_same_words_in_five_groups_are_one_source(session: Session, programme: Programme) -> None:
    rows = [f"{AS_OF.isoformat()};Was ist der Deutschlandpass?;Gruppe {number}" for number in range(5)]
    data = "\n".join(["Datum;Anfrage;Gruppe", *rows]).encode()
    import_needs(session, programme=programme, data=data, name="l.csv", key=b"k" * 32, by=None, now=MOMENT)
    asked = kept_texts(session, programme_id=programme.id or 0, as_of=AS_OF)
    assert (len(asked), len({one.source for one in asked})) == (5, 1)


def test_the_new_words_of_the_demo_are_found(session: Session, programme: Programme) -> None:
    words = heard()["femos-plus"].new_words
    spec = LogSpec(("ar", "uk", "de"), ("wage", "housing"), 12, Rise("wage", ("ar",)), 1, words)
    data = advice_log(spec, today=AS_OF, weeks=16)
    import_needs(session, programme=programme, data=data, name="l.csv", key=b"k" * 32, by=None, now=MOMENT)
    asked = kept_texts(session, programme_id=programme.id or 0, as_of=AS_OF)
    phrases = {one.language: one.phrase for one in emerging_phrases(asked, book=taxonomy())}
    assert "chancenkonto" in phrases["de"]
    assert "скарбничк" in phrases["uk"]


def imported(session: Session, programme: Programme) -> None:
    lines = ["Datum;Anfrage"]
    for number in range(300):
        day = AS_OF - timedelta(days=40 + number % 200)
        lines.append(
            f"{day.isoformat()};{EVERYDAY[number % 4]} Nummer {chr(97 + number % 26)}{chr(97 + number // 26)}"
        )
    for number in range(12):
        day = AS_OF - timedelta(days=number)
        lines.append(f"{day.isoformat()};{EVERYDAY[number % 4]} Deutschlandpass {chr(97 + number)}")
    data = "\n".join(lines).encode()
    import_needs(session, programme=programme, data=data, name="l.csv", key=b"k" * 32, by=None, now=MOMENT)


def test_a_phrase_becomes_a_topic_and_does_not_come_up_again(
    session: Session, programme: Programme, acting: Callable[[Role], Actor]
) -> None:
    imported(session, programme)
    programme_id, staff = programme.id or 0, acting(Role.STAFF)

    def look() -> list[EmergingPhrase]:
        phrases = emerging_phrases(
            kept_texts(session, programme_id=programme_id, as_of=AS_OF), book=taxonomy()
        )
        save_phrases(session, programme=programme, phrases=phrases, as_of=AS_OF, now=MOMENT)
        return list(open_phrases(session, programme_id=programme_id))

    (row,) = look()
    assert (row.phrase, row.language, row.asked, row.before) == ("deutschlandpass", "de", 12, 0)
    with pytest.raises(NotAllowed):
        dismiss_phrase(session, programme=programme, phrase_id=row.id or 0, by=acting(Role.BOARD), now=MOMENT)
    topic = make_topic_of_phrase(
        session,
        programme=programme,
        phrase_id=row.id or 0,
        name_de="Deutschlandpass",
        name_en="Germany Pass",
        by=staff,
        now=MOMENT,
    )
    assert sum(need.topic == topic.key for need in session.exec(select(AdviceNeed))) >= 5
    assert look() == []


def test_a_programme_without_free_text_has_no_phrases(session: Session, programme: Programme) -> None:
    programme.keeps_free_text = False
    imported(session, programme)
    assert kept_texts(session, programme_id=programme.id or 0, as_of=AS_OF) == []
