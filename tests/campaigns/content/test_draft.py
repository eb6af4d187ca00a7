"""Drafts are complete or they say what they lack."""

from __future__ import annotations

import re
import tomllib
from datetime import date, time
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns import facts as facts_package
from campaigns.content.compose import COMMENT_LIMIT, compose_text
from campaigns.content.draft import draft_copy, step_label
from campaigns.content.draft_inputs import Contact, Event, Imprint
from campaigns.content.fact_view import FactView, FactWords, read_fact
from campaigns.content.notation import format_value
from campaigns.content.values import Value, ValueKind
from campaigns.languages import language as language_of
from campaigns.vocabulary import FactKind, Origin
from tests.campaigns.content import strategies

IMPRINT = Imprint("Beratung e. V.", "https://example.org/impressum")
LIBRARY = sorted((Path(facts_package.__file__).parent / "library").glob("*.toml"))
MYTH = FactView(
    key="termination.written_form",
    topic="termination",
    kind=FactKind.MYTH,
    jurisdiction="de",
    words=MappingProxyType(
        {
            "de": FactWords(
                "Nur auf Papier", "Eine Kündigung gilt nur auf Papier ({law}).", "Eine Nachricht reicht."
            ),
            "ar": FactWords("على الورق فقط", "لا يصح الفصل إلا على الورق ({law}).", "تكفي رسالة."),
        }
    ),
    laws=("§ 623 BGB",),
)


def draft(kind: str, language: str, *facts: FactView, **more: object):  # type: ignore[no-untyped-def]
    return draft_copy(
        kind,
        language=language,
        topic_name="Thema",
        facts=facts,
        imprint=IMPRINT,
        **more,  # type: ignore[arg-type]
    )


def test_myth_post_leads_with_the_fact_and_names_the_claim_once_as_false() -> None:
    copy = draft("myth_fact", "de", MYTH).copy
    assert copy.headline == "Nur auf Papier"
    assert (copy.myth_label, copy.myth) == ("Falsch", "„Eine Nachricht reicht.“")
    text = compose_text(copy, language="de", channel_limit=None, link="https://l.example/a")
    assert text.count("Eine Nachricht reicht") == 1
    assert (
        text.index("Nur auf Papier")
        < text.index("Falsch: „Eine Nachricht")
        < text.index("Eine Kündigung gilt")
    )


def test_law_of_the_fact_is_isolated_in_arabic() -> None:
    copy = draft("myth_fact", "ar", MYTH).copy
    assert "(\u2066§\u00a0623\u00a0BGB\u2069)" in copy.body


def test_language_without_the_facts_words_has_no_draft_and_says_so() -> None:
    made = draft("myth_fact", "pl", MYTH)
    assert made.copy is None
    assert [str(one) for one in made.missing] == [
        f"The fact “termination.written_form” has no {part} in pl yet."
        for part in ("headline", "sentence", "claim")
    ]


def test_language_without_frames_has_no_draft_and_says_so() -> None:
    made = draft("myth_fact", "sr", MYTH)
    assert made.copy is None
    assert [str(one) for one in made.missing] == ["There are no copy frames in sr yet."]


def test_place_without_a_value_is_missing_and_never_shown() -> None:
    lost = FactView(
        "t.lost", "t", FactKind.RULE, "de", MappingProxyType({"de": FactWords("Ab {start}", "Satz")})
    )
    made = draft("explainer", "de", lost)
    assert made.copy is None
    assert str(made.missing[0]) == "The headline of the fact “t.lost” in de names a value the fact lacks."


def test_programme_without_imprint_gets_no_draft() -> None:
    made = draft_copy("myth_fact", language="de", topic_name="T", facts=[MYTH], imprint=Imprint("", ""))
    assert made.copy is None
    assert "imprint" in str(made.missing[0])


def test_change_shows_the_new_figure_large_and_the_day_it_starts() -> None:
    change = FactView(
        "m.change",
        "m",
        FactKind.CHANGE,
        "de",
        MappingProxyType({"de": FactWords("{new} statt {old}", "Ab {start}: {new}.")}),
        MappingProxyType(
            {
                "old": Value(ValueKind.AMOUNT, "13.90", "EUR"),
                "new": Value(ValueKind.AMOUNT, "14.60", "EUR"),
                "start": Value(ValueKind.DATE, "2027-01-01"),
            }
        ),
        valid_from=date(2026, 11, 1),
    )
    copy = draft("what_changes", "de", change).copy
    assert copy.number == "14,60\u00a0€"
    assert copy.date == "Gilt ab 1. Januar 2027."


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("de", "Ab 1. Januar", "Seit 1. Januar"),
        ("fr", "À partir du 1er", "Depuis le 1er"),
        ("ru", "С 1 ", "С 1 "),
    ],
)
def test_change_is_told_as_past_from_the_next_day_on(code: str, before: str, after: str) -> None:
    facts = tomllib.loads((LIBRARY[0].parent / "minimum_wage.toml").read_text(encoding="utf-8"))["fact"]
    change = read_fact("minimum_wage", next(row for row in facts if row["kind"] == "change"))
    told = {day: draft("what_changes", code, change, day=date(2027, 1, day)).copy for day in (1, 2)}
    assert told[1].body.startswith(before) and told[2].body.startswith(after)
    assert told[1].kicker != told[2].kicker


def test_programme_for_women_is_drafted_in_the_feminine() -> None:
    copies = {women: draft("myth_fact", "ar", MYTH, to_women=women).copy for women in (False, True)}
    assert [copies[women].hashtags for women in copies] == [("#اعرفوا_حقوقكم",), ("#اعرفي_حقوقك",)]
    assert {women: copy.call_to_action for women, copy in copies.items()} == {
        False: "لستم متأكدين؟ اسألونا، تسعدنا مساعدتكم.",
        True: "لستِ متأكدة؟ اسألينا، تسعدنا مساعدتكِ.",
    }


def test_amount_says_since_when_it_holds_for_no_post_with_it_goes_out_before() -> None:
    words = {code: FactWords("{wage}", "{wage}") for code in ("de", "it", "sv")}
    wage = FactView(
        "m.rate",
        "m",
        FactKind.AMOUNT,
        "de",
        MappingProxyType(words),
        MappingProxyType({"wage": Value(ValueKind.AMOUNT, "14.60", "EUR")}),
        valid_from=date(2027, 1, 1),
    )
    assert {code: draft("explainer", code, wage).copy.date for code in words} == {
        "de": "Gilt seit 1. Januar 2027.",
        "it": "In vigore dal 1º gennaio 2027.",
        "sv": "Gäller sedan den 1 januari 2027.",
    }


def test_event_names_day_time_place_and_the_end_of_registration() -> None:
    event = Event(
        MappingProxyType({"fi": "Avoimet ovet"}), date(2027, 3, 4), time(14, 30), "Kontula", date(2027, 3, 1)
    )
    copy = draft("event", "fi", event=event).copy
    assert copy.body == (
        "4. maaliskuuta 2027 klo 14.30\nPaikka: Kontula\nIlmoittautuminen viimeistään 1. maaliskuuta 2027"
    )


def test_referral_shows_the_programmes_contact_line_by_line() -> None:
    copy = draft("referral", "fa", contact=Contact("Beratung", phone="116 016")).copy
    assert copy.contact == "\u2068Beratung\u2069\nتلفن: \u2066116\u00a0016\u2069"


def test_step_is_counted_in_the_language() -> None:
    assert step_label(2, language="hu") == "2. lépés"


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_library_gives_full_drafts_wherever_its_facts_have_words(path: Path) -> None:
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    facts = [read_fact(table["topic"], row) for row in table["fact"]]
    for language, name in table["name"].items():
        for fact in facts:
            kind = {FactKind.MYTH: "group_comment", FactKind.CONTACT: "referral"}.get(fact.kind, "explainer")
            made = draft_copy(kind, language=language, topic_name=name, facts=[fact], imprint=IMPRINT)
            if language not in fact.words:
                assert made.copy is None
                continue
            assert made.copy is not None, [str(one) for one in made.missing]
            assert not re.search(r"[{}]", "".join(made.copy.texts().values()))
            if kind == "group_comment":
                text = compose_text(
                    made.copy, language=language, channel_limit=COMMENT_LIMIT, link="https://l.example/abc123"
                )
                assert made.copy.body in text


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(strategies.ALL),
    st.sampled_from(["explainer", "deadline", "steps", "checklist", "carousel", "what_changes", "film"]),
    st.lists(strategies.facts(), min_size=1, max_size=4),
)
def test_no_draft_shows_a_place_or_another_value_than_its_fact(
    language: str, kind: str, facts: list[FactView]
) -> None:
    made = draft(kind, language, *facts)
    assert made.copy is not None and made.origin is Origin.FRAME
    texts = list(made.copy.texts().values())
    assert not any("{" in text or "}" in text for text in texts)
    shown = facts if made.copy.details else facts[:1]
    sentences = made.copy.details or (made.copy.body,)
    for fact, sentence in zip(shown, sentences, strict=True):
        written = [format_value(value, language=language) for value in fact.values.values()]
        rest = "".join(f" {value}" for value in written)
        expected = f"{strategies.word(language)}:{rest}."
        assert sentence in (expected, expected.removesuffix("."))
    for text in texts:
        depth = 0
        for character in text:
            depth += (character in "\u2066\u2067\u2068") - (character == "\u2069")
            assert depth in ((0, 1) if language_of(language).is_rtl else (0,))
        assert depth == 0
