"""A programme's own topics stand beside those of the product and match like them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlmodel import Session, select

from campaigns.errors import BadInput, NotAllowed, NotFound
from campaigns.needs.actions import confirm_topic, import_needs
from campaigns.needs.models import AdviceNeed, NeedWeek
from campaigns.needs.own_topics.actions import change_topic, make_topic, retire_topic
from campaigns.needs.own_topics.book import book_of
from campaigns.needs.own_topics.matching import match_again
from campaigns.needs.own_topics.models import OwnTopic
from campaigns.needs.queries import radar_of
from campaigns.needs.topics.matching import classify
from campaigns.needs.topics.taxonomy import taxonomy
from campaigns.people.actor import Actor
from campaigns.people.models import Programme
from campaigns.vocabulary import Role
from tests.campaigns.needs.conftest import MOMENT
from tests.campaigns.needs.waiting import let_in

LOG = "Datum;Anfrage\n" + "".join(
    f"{day:02}.11.2026;Wo gibt es den Deutschlandpass {word}?\n"
    for day, word in enumerate(("heute", "morgen", "hier", "dort", "billig", "schnell"), start=2)
)


@pytest.fixture
def staff(acting: Callable[[Role], Actor]) -> Actor:
    return acting(Role.STAFF)


def made(session: Session, programme: Programme, by: Actor, **more: object) -> OwnTopic:
    given = {
        "name_de": "Deutschlandpass",
        "name_en": "Germany Pass",
        "keywords": {"de": ["Deutschlandpass"]},
        "by": by,
        "now": MOMENT,
        **more,
    }
    return make_topic(session, programme=programme, **given)  # type: ignore[arg-type]


def take(session: Session, programme: Programme, text: str = LOG) -> None:
    import_needs(
        session, programme=programme, data=text.encode(), name="l.csv", key=b"k" * 32, by=None, now=MOMENT
    )


def test_a_new_topic_takes_up_the_questions_nobody_understood(
    session: Session, programme: Programme, staff: Actor
) -> None:
    take(session, programme)
    let_in(session, programme.id or 0)
    assert {row.topic for row in session.exec(select(NeedWeek))} == {""}
    topic = made(session, programme, staff)
    let_in(session, programme.id or 0)
    assert topic.key == "own_germany_pass"
    assert {need.topic for need in session.exec(select(AdviceNeed))} == {topic.key}
    assert [(row.topic, row.asked) for row in session.exec(select(NeedWeek))] == [(topic.key, 6)]
    rows = radar_of(session, programme=programme, as_of=date(2026, 11, 8))
    assert [(row.topic, row.count) for row in rows] == [(topic.key, 5)]


def test_questions_are_matched_again_portion_by_portion_to_the_last(
    session: Session, programme: Programme
) -> None:
    take(session, programme)
    session.add(
        OwnTopic(
            programme_id=programme.id or 0,
            key="own_pass",
            name_de="Pass",
            name_en="Pass",
            keywords={"de": ["Deutschlandpass"]},
            created_at=MOMENT,
        )
    )
    session.flush()
    below, seen = None, []
    for _ in range(3):
        portion = match_again(session, programme_id=programme.id or 0, below=below, limit=4)
        below = portion.below
        seen.append((portion.read, portion.matched, below is None))
        if below is None:
            break
    assert seen == [(4, 4, False), (2, 2, True)]
    let_in(session, programme.id or 0)
    assert {row.topic for row in session.exec(select(NeedWeek))} == {"own_pass"}


def test_a_later_question_matches_own_topics_and_can_be_confirmed_as_one(
    session: Session, programme: Programme, staff: Actor
) -> None:
    topic = made(session, programme, staff)
    take(
        session,
        programme,
        "Datum;Anfrage;Thema\n02.11.2026;Deutschlandpass?;\n03.11.2026;Guten Tag;germany pass\n",
    )
    needs = session.exec(select(AdviceNeed)).all()
    assert [need.topic for need in needs] == [topic.key, topic.key]
    confirm_topic(session, need_ids=[needs[0].id or 0], topic=topic.key, by=staff, now=MOMENT)


def test_a_change_makes_the_next_version_and_the_old_one_stays(
    session: Session, programme: Programme, staff: Actor
) -> None:
    topic = made(session, programme, staff)
    change_topic(
        session,
        programme=programme,
        key=topic.key,
        name_de="Pass",
        name_en="Pass",
        keywords={"de": ["Sozialpass"]},
        test_sentences=[{"text": "Wer bekommt den Sozialpass?", "language": "de"}],
        by=staff,
        now=MOMENT,
    )
    assert [row.version for row in session.exec(select(OwnTopic))] == [1, 2]
    assert book_of(session, programme.id or 0).topic(topic.key).keywords == {"de": ("Sozialpass",)}
    retire_topic(session, programme=programme, key=topic.key, by=staff, now=MOMENT)
    assert book_of(session, programme.id or 0) is taxonomy()


def test_the_book_of_a_programme_stays_the_same_object_until_it_changes(
    session: Session, programme: Programme, staff: Actor
) -> None:
    made(session, programme, staff)
    book = book_of(session, programme.id or 0)
    assert book_of(session, programme.id or 0) is book
    made(session, programme, staff)
    assert set(book_of(session, programme.id or 0).topics) - set(taxonomy().topics) == {
        "own_germany_pass",
        "own_germany_pass_2",
    }


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"keywords": {}}, "at least one keyword"),
        ({"keywords": {"de": ["ab"]}}, "too short"),
        ({"keywords": {"de": ["!Deutschlandpass"]}}, "at least one keyword"),
        ({"keywords": {"de": ["Pass", "!Pass auf"]}}, "more than one word"),
        ({"keywords": {"xx": ["abc"]}}, "no language"),
        ({"name_de": " "}, "name"),
        ({"test_sentences": [{"text": "Guten Tag", "language": "de"}]}, "Test sentence 1"),
    ],
)
def test_a_topic_that_could_find_nothing_is_refused(
    session: Session, programme: Programme, staff: Actor, more: dict[str, object], words: str
) -> None:
    with pytest.raises(BadInput, match=words):
        made(session, programme, staff, **more)


def test_an_exception_of_a_programme_leaves_a_word_to_other_topics(
    session: Session, programme: Programme, staff: Actor
) -> None:
    made(session, programme, staff, keywords={"de": ["Deutschland", "!Deutschlandpass"]})
    book = book_of(session, programme.id or 0)
    assert classify("Wo gibt es den Deutschlandpass?", language="de", book=book) == []
    assert [one.key for one in classify("Das Deutschlandticket", language="de", book=book)] == [
        "own_germany_pass"
    ]


def test_topics_of_the_product_are_not_changed_and_advisors_make_none(
    session: Session, programme: Programme, staff: Actor, acting: Callable[[Role], Actor]
) -> None:
    with pytest.raises(BadInput, match="belongs to Litfass"):
        retire_topic(session, programme=programme, key="wage", by=staff, now=MOMENT)
    with pytest.raises(NotFound):
        retire_topic(session, programme=programme, key="own_none", by=staff, now=MOMENT)
    with pytest.raises(NotAllowed):
        made(session, programme, acting(Role.ADVISOR))


def test_a_topic_of_the_product_is_changed_beside_what_it_ships_with(
    session: Session, programme: Programme, staff: Actor
) -> None:
    shipped = taxonomy().topic("wage")
    wanted = {code: list(words) for code, words in shipped.keywords.items()}
    wanted["de"] = [*wanted["de"][1:], "Zaster"]
    row = change_topic(
        session,
        programme=programme,
        key="wage",
        name_de="Lohn",
        name_en="Pay",
        keywords=wanted,
        despite=True,
        by=staff,
        now=MOMENT,
    )
    assert (row.version, row.keywords, row.left_out) == (
        1,
        {"de": ["Zaster"]},
        {"de": [shipped.keywords["de"][0]]},
    )
    changed = book_of(session, programme.id or 0).topic("wage")
    assert changed.keywords["de"] == tuple(wanted["de"])
    assert (changed.name("en"), changed.laws, changed.rank) == ("Pay", shipped.laws, shipped.rank)
    retire_topic(session, programme=programme, key="wage", by=staff, now=MOMENT)
    assert book_of(session, programme.id or 0) is taxonomy()


def test_a_change_that_loses_test_sentences_of_the_product_is_refused_unless_it_is_meant(
    session: Session, programme: Programme, staff: Actor
) -> None:
    given = {"name_de": "Lohn", "name_en": "Pay", "keywords": {"de": ["Zaster"]}, "by": staff, "now": MOMENT}
    with pytest.raises(BadInput, match="understood differently"):
        change_topic(session, programme=programme, key="wage", **given)  # type: ignore[arg-type]
    change_topic(session, programme=programme, key="wage", despite=True, **given)  # type: ignore[arg-type]


def test_that_no_topic_fits_is_not_matched_away_by_a_new_topic(
    session: Session, programme: Programme, staff: Actor
) -> None:
    take(session, programme)
    need = session.exec(select(AdviceNeed)).first()
    assert need is not None
    confirm_topic(session, need_ids=[need.id or 0], topic=None, by=staff, now=MOMENT)
    made(session, programme, staff)
    assert session.get_one(AdviceNeed, need.id).topic is None


def test_test_sentences_are_kept_without_identifiers(
    session: Session, programme: Programme, staff: Actor
) -> None:
    sentence = {"text": "Deutschlandpass? Ruf 0171 2345678", "language": "de"}
    assert "2345678" not in str(made(session, programme, staff, test_sentences=[sentence]).test_sentences)
