"""The fact library: complete in every language, written in its letters, short enough for a card."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import pytest

from campaigns.content.frames import load_frames
from campaigns.facts.library import LibraryFact, TopicFacts, load_library, topic_facts
from campaigns.facts.library_file import places
from campaigns.facts.models import FactVersion
from campaigns.facts.validity import holds_on
from campaigns.languages import written_languages
from campaigns.vocabulary import FactKind

HEADLINE, SENTENCE = 45, 180
GERMAN_TOPICS = {
    "wage",
    "minimum_wage",
    "employment_contract",
    "sick_leave",
    "termination",
    "maternity_parental",
    "minijob",
    "child_benefit",
    "residence_permit",
    "recognition",
    "language_course",
    "basic_income_support",
}
GENERIC_TOPICS = {"job_search", "peer_mentoring"}
TOPICS = [pytest.param(topic, id=topic.topic) for topic in load_library()]
FACTS = [pytest.param(topic, fact, id=fact.key) for topic in load_library() for fact in topic.facts]


@pytest.mark.parametrize(("topic", "fact"), FACTS)
def test_the_note_of_a_fact_fits_into_its_first_version(topic: TopicFacts, fact: LibraryFact) -> None:
    longest = FactVersion.__table__.c.why.type.length  # type: ignore[attr-defined]
    assert len(fact.note) <= longest


def texts(fact: LibraryFact) -> Iterator[tuple[str, str]]:
    """Every text of a fact with its language, the places taken out."""
    for table in (fact.headline, fact.sentence, fact.claim):
        for code, text in table.items():
            yield code, re.sub(r"\{[^}]*\}", "", text)


def words(topic: TopicFacts, code: str) -> Iterator[str]:
    """Every word the topic says in a language, its name and hashtags too."""
    said = [topic.name[code], *topic.hashtags[code]]
    said += [text for fact in topic.facts for own, text in texts(fact) if own == code]
    for text in said:
        yield from re.findall(r"[^\W\d_]+", text)


def scripts(word: str) -> set[str]:
    """The alphabets of a word's letters, by the first word of their Unicode names."""
    return {
        unicodedata.name(letter).split()[0]
        for letter in word
        if unicodedata.category(letter) in {"Lu", "Ll", "Lo"}
    }


def test_library_holds_the_topics_of_the_demo() -> None:
    assert {topic.topic for topic in load_library()} == GERMAN_TOPICS | GENERIC_TOPICS


def test_topic_is_found_by_its_name_and_an_unknown_one_is_not() -> None:
    found = topic_facts("child_benefit")
    assert found is not None and found.topic == "child_benefit"
    assert topic_facts("weather") is None


@pytest.mark.parametrize("topic", TOPICS)
def test_topic_has_name_and_hashtags_in_every_language(topic: TopicFacts) -> None:
    for code in written_languages():
        assert topic.name[code]
        assert 1 <= len(topic.hashtags[code]) <= 2
        for tag in topic.hashtags[code]:
            assert re.fullmatch(r"\w+", tag), f"{tag} would break as a hashtag"


@pytest.mark.parametrize("topic", TOPICS)
def test_topic_carries_a_whole_series_of_posts(topic: TopicFacts) -> None:
    kinds = [fact.kind for fact in topic.facts]
    assert kinds.count(FactKind.MYTH) == 1
    assert kinds.count(FactKind.CONTACT) == 1
    assert {FactKind.RULE, FactKind.RIGHT, FactKind.AMOUNT} & set(kinds)
    assert [fact.position for fact in topic.facts if fact.kind == FactKind.STEP] == [1, 2, 3]


@pytest.mark.parametrize(("topic", "fact"), FACTS)
def test_fact_is_written_in_every_language(topic: TopicFacts, fact: LibraryFact) -> None:
    needed = set(written_languages())
    assert set(fact.headline) == set(fact.sentence) == needed
    assert len(needed) == 19
    assert set(fact.claim) == (needed if fact.kind == FactKind.MYTH else set())


@pytest.mark.parametrize(("topic", "fact"), FACTS)
def test_fact_names_its_law_and_its_review(topic: TopicFacts, fact: LibraryFact) -> None:
    assert fact.review_on is not None
    assert (fact.jurisdiction == "generic") == (topic.topic in GENERIC_TOPICS)
    assert bool(fact.laws) == (fact.jurisdiction == "de" and fact.kind != FactKind.CONTACT)
    assert fact.jurisdiction == "generic" or fact.source_url.startswith("https://")


@pytest.mark.parametrize(("topic", "fact"), FACTS)
def test_fact_asks_for_the_same_values_in_every_language(topic: TopicFacts, fact: LibraryFact) -> None:
    for table in (fact.headline, fact.sentence, fact.claim):
        assert len({places(text) for text in table.values()}) <= 1
    said = [text for table in (fact.headline, fact.sentence, fact.claim) for text in table.values()]
    assert set().union(*(places(text) for text in said)) == set(fact.values)


@pytest.mark.parametrize(("topic", "fact"), FACTS)
def test_fact_keeps_every_number_as_a_value(topic: TopicFacts, fact: LibraryFact) -> None:
    for code, text in texts(fact):
        assert not any(letter.isdigit() for letter in text), f"{code}: {text}"


@pytest.mark.parametrize(("topic", "fact"), FACTS)
def test_fact_fits_a_card(topic: TopicFacts, fact: LibraryFact) -> None:
    assert len(fact.headline["de"]) <= HEADLINE
    assert len(fact.sentence["de"]) <= SENTENCE
    for code in fact.sentence:
        assert len(fact.headline[code]) <= 1.7 * HEADLINE, f"{code}: {fact.headline[code]}"
        assert len(fact.sentence[code]) <= 1.3 * SENTENCE, f"{code}: {fact.sentence[code]}"


@pytest.mark.parametrize(("topic", "fact"), FACTS)
def test_text_is_tidy(topic: TopicFacts, fact: LibraryFact) -> None:
    for code, text in texts(fact):
        assert text == unicodedata.normalize("NFC", text), code
        assert "  " not in fact.sentence[code], code
        assert not re.search(r"[\"'`´]", text), f"{code}: straight quote in {text}"
        assert not fact.headline[code].endswith((".", ",", ";", "،", "؛")), f"{code}: {fact.headline[code]}"


def test_farsi_has_no_arabic_letters_and_arabic_no_farsi_ones() -> None:
    for topic in load_library():
        for fact in topic.facts:
            for code, text in texts(fact):
                if code == "fa":
                    assert not set("يكىة") & set(text), text
                if code == "ar":
                    assert not set("یکپچژگ\u200c") & set(text), text
        assert not set("يكىة") & set(topic.name["fa"] + "".join(topic.hashtags["fa"]))
        assert not set("یکپچژگ\u200c") & set(topic.name["ar"] + "".join(topic.hashtags["ar"]))


def test_arabic_and_farsi_use_their_own_punctuation() -> None:
    for topic in load_library():
        for fact in topic.facts:
            for code, text in texts(fact):
                if code in {"ar", "fa"}:
                    assert not set(",;?") & set(text), text


def test_farsi_joins_prefixes_and_plurals_with_the_narrow_joiner() -> None:
    for topic in load_library():
        for fact in topic.facts:
            for code, text in texts(fact):
                assert code != "fa" or not re.search(r"(?:^|\s)(?:ن?می|ها|های|ترین)\s", text), text


def test_romanian_has_commas_below_and_no_cedillas() -> None:
    for topic in load_library():
        for word in words(topic, "ro"):
            assert not set("şţŞŢ") & set(word), word


def test_turkish_and_german_stay_apart_from_look_alikes() -> None:
    for topic in load_library():
        for fact in topic.facts:
            assert "i\u0307" not in fact.sentence.get("tr", "")


def test_no_word_mixes_alphabets() -> None:
    for topic in load_library():
        for code in written_languages():
            if code not in topic.facts[0].sentence:
                continue
            for word in words(topic, code):
                assert len(scripts(word)) == 1, f"{topic.topic}, {code}: {word}"


def test_no_word_is_spelt_in_look_alikes_of_another_alphabet() -> None:
    homes = {
        "uk": "CYRILLIC",
        "ru": "CYRILLIC",
        "bg": "CYRILLIC",
        "el": "GREEK",
        "ar": "ARABIC",
        "fa": "ARABIC",
    }
    look_alikes = set("aceikopuvxyABCEHIKMNOPTXYZ")
    for topic in load_library():
        names = set(words(topic, "de"))
        for code in topic.facts[0].sentence:
            for word in words(topic, code):
                found = scripts(word)
                assert found <= {"LATIN", homes.get(code, "LATIN")}, f"{topic.topic}, {code}: {word}"
                if code in homes and found == {"LATIN"} and word not in names:
                    assert not set(word) <= look_alikes, f"{topic.topic}, {code}: {word}"


def test_french_spaces_its_punctuation_unbreakably() -> None:
    for topic in load_library():
        for fact in topic.facts:
            for text in (fact.headline.get("fr", ""), fact.sentence.get("fr", ""), fact.claim.get("fr", "")):
                assert not re.search(r"[^\u00a0\u202f](?:[;!?]|:(?!//))", text), text


def test_greek_asks_with_its_own_mark() -> None:
    for topic in load_library():
        for fact in topic.facts:
            assert "?" not in fact.headline.get("el", "") + fact.sentence.get("el", "")


def test_no_text_promises_anything_about_a_single_case() -> None:
    promises = re.compile(r"in deinem Fall|du hast Anspruch|dir steht|you are entitled|in your case", re.I)
    for topic in load_library():
        for fact in topic.facts:
            for code in ("de", "en"):
                assert not promises.search(fact.headline[code] + " " + fact.sentence[code]), fact.key


@pytest.mark.parametrize("topic", ["minimum_wage", "minijob"])
def test_change_of_january_2027_leaves_no_day_without_a_rate_and_none_with_two(topic: str) -> None:
    found = topic_facts(topic)
    assert found is not None
    rates = [fact for fact in found.facts if fact.kind == FactKind.AMOUNT]
    first, second = sorted(rates, key=lambda fact: fact.valid_from or fact.review_on)  # type: ignore[arg-type, return-value]
    assert first.valid_to is not None and second.valid_from is not None
    assert (second.valid_from - first.valid_to).days == 1
    change = next(fact for fact in found.facts if fact.kind == FactKind.CHANGE)
    assert holds_on(change, first.valid_to) and holds_on(change, second.valid_from)
    assert change.values["old"] in first.values.values()
    assert change.values["new"] in second.values.values()


@pytest.mark.parametrize("code", written_languages())
def test_sentence_that_begins_with_a_day_is_true_before_and_after_it(code: str) -> None:
    """From that day on a draft puts "since" in the place of "from"; a past tense would be wrong before it."""
    opening = re.sub(
        r"\{date(:\w+)?\}",
        lambda place: f"{{start{place[1] or ''}}}",
        load_frames(code).texts["opening.from"],
    )
    dated = [fact for topic in load_library() for fact in topic.facts if "start" in fact.values]
    assert len(dated) == 4
    assert [fact.key for fact in dated if not fact.sentence[code].startswith(opening)] == []


def test_arabic_of_a_programme_for_women_addresses_a_woman() -> None:
    plural = re.compile(r"(?:(?<!أن )\b\w+وا|\w{2,}تم|\bت(?!كون)\w+ون|\w{2,}كم)(?=[\s.،؟:]|$)")
    said = [
        fact.said(part, "ar", to_women=True)
        for topic in load_library()
        for fact in topic.facts
        for part in ("headline", "sentence")
    ]
    assert [text for text in said if plural.search(text)] == []


def asked_cases() -> Iterator[tuple[str, str]]:
    """The cases in which facts ask for lengths of time, by language."""
    for topic in load_library():
        for fact in topic.facts:
            lengths = {name for name, row in fact.values.items() if row["kind"] == "duration"}
            for table in (fact.headline, fact.sentence, fact.claim):
                for code, text in table.items():
                    asked = re.findall(r"\{(\w+):(\w+)\}", text)
                    yield from ((code, case) for name, case in asked if name in lengths)


@pytest.mark.parametrize(("code", "case"), sorted(set(asked_cases())))
def test_every_case_a_fact_asks_for_is_one_of_its_language(code: str, case: str) -> None:
    assert any(noun.endswith(f".{case}") for noun in load_frames(code).nouns)
