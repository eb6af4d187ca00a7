"""A text against the facts behind it."""

from __future__ import annotations

import pytest

from campaigns.content.checks.finding import Severity
from campaigns.content.checks.registry import run_checks
from campaigns.content.checks.subject import Said, Subject
from campaigns.content.copy import Copy

FACTS = (
    Said("Im Mini-Job verdienst du ab 1. Januar 2027 höchstens 633 € statt 603 € im Monat. § 8 SGB IV", "de"),
    Said("Wer zu wenig bekommt, hat 6 Monate Zeit.", "de"),
)


def found(
    language: str = "de", facts: tuple[Said, ...] = FACTS, **fields: object
) -> list[tuple[str, Severity]]:
    subject = Subject(language=language, copy=Copy.from_dict({**fields}), facts=facts)
    return [(one.target_value, one.severity) for one in run_checks(subject, only=["fact"])]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Du darfst 633 Euro verdienen."),
        ("uk", "Щонайбільше 633 € на місяць замість 603 €."),
        ("fa", "حداکثر ۶۳۳ یورو (§ 8 SGB IV)"),
        ("en", "You have 6 months."),
    ],
)
def test_what_the_facts_say_is_left_alone_in_every_language(language: str, text: str) -> None:
    assert found(language, body=text) == []


@pytest.mark.parametrize("field", ["headline", "body", "number", "alt_text"])
def test_an_amount_that_no_fact_says_is_an_error_wherever_it_stands(field: str) -> None:
    assert found(**{field: "663 €"}) == [("663 €", Severity.ERROR)]


def test_a_period_or_a_law_that_no_fact_says_is_worth_a_look() -> None:
    assert found(steps=["Du hast 8 Monate Zeit (§ 9 SGB IV)."]) == [
        ("8 Monate", Severity.WARNING),
        ("§ 9", Severity.WARNING),
    ]


def test_an_amount_is_no_error_where_the_facts_say_none() -> None:
    assert found(facts=(Said("Die Beratung ist kostenlos.", "de"),), body="Das kostet 10 €.") == [
        ("10 €", Severity.WARNING)
    ]


def test_a_text_without_facts_is_not_compared() -> None:
    assert found(facts=(), body="Eintritt 5 €") == []


def test_lines_about_the_programme_are_left_out() -> None:
    assert found(contact="Anruf 0,20 € die Minute") == []


@pytest.mark.parametrize(
    "body", ["Ruf an: 030 999999.", "https://boese.example/x", "Schreib an wer@boese.example."]
)
def test_contact_from_nowhere_in_the_source_is_found(body: str) -> None:
    own = ("030 123456", "https://litfass.example/s/abc", "rat@litfass.example")
    subject = Subject(language="de", copy=Copy(headline="Rat", body=body), own=own)
    assert [one.severity for one in run_checks(subject, only=["fact"])] == [Severity.WARNING]


def test_contacts_of_the_programme_are_left_alone() -> None:
    own = ("030 123456", "https://litfass.example/s/abc", "rat@litfass.example")
    body = "Ruf an: +49 30 123456, rat@litfass.example, litfass.example/s/abc"
    assert (
        run_checks(Subject(language="de", copy=Copy(headline="Rat", body=body), own=own), only=["fact"]) == []
    )
