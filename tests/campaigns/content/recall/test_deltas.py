"""The suggestion after a fact moved: what was drafted from the old fact becomes what the new one would give."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.content.fact_view import FactView, FactWords
from campaigns.content.frames import load_frames
from campaigns.content.recall.deltas import moved_values, suggest_words
from campaigns.content.values import Value, ValueKind
from campaigns.content.wording import Writer
from campaigns.vocabulary import FactKind
from tests.campaigns.content import strategies


def rate(amount: str, **more: object) -> FactView:
    view = FactView(
        "minimum_wage.rate",
        "minimum_wage",
        FactKind.AMOUNT,
        "de",
        MappingProxyType({"de": FactWords("{wage} pro Stunde", "Es gibt {wage}.")}),
        MappingProxyType({"wage": Value(ValueKind.AMOUNT, amount, "EUR")}),
    )
    return replace(view, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Es gibt 13,90\u00a0€.", "Es gibt 14,60\u00a0€."),
        ("Es gibt 13,90 €, wirklich 13,90\u202f€!", "Es gibt 14,60\u00a0€, wirklich 14,60\u00a0€!"),
        ("Es gibt 113,90\u00a0€.", "Es gibt 113,90\u00a0€."),
        ("13,90\u00a0€ pro Stunde", "14,60\u00a0€ pro Stunde"),
        ("Nichts davon.", "Nichts davon."),
    ],
)
def test_amount_is_exchanged_where_it_stands_and_nowhere_else(before: str, after: str) -> None:
    words = suggest_words({"body": before, "steps": [before]}, rate("13.90"), rate("14.60"), "de")
    assert words == {"body": after, "steps": [after]}


def test_what_was_put_in_is_not_exchanged_again() -> None:
    def fact(first: str, second: str) -> FactView:
        return rate("1", words=MappingProxyType({}), values=MappingProxyType({
            "a": Value(ValueKind.AMOUNT, first, "EUR"), "b": Value(ValueKind.AMOUNT, second, "EUR")
        }))  # fmt: skip

    words = suggest_words({"body": "1\u00a0€ und 2\u00a0€"}, fact("1", "2"), fact("2", "3"), "de")
    assert words["body"] == "2\u00a0€ und 3\u00a0€"


def test_value_that_came_or_went_is_named() -> None:
    new = replace(rate("13.90"), values=MappingProxyType({}))
    assert [(moved.old, moved.new) for moved in moved_values(rate("13.90"), new, "de")] == [
        ("13,90\u00a0€", "")
    ]


@settings(max_examples=150, deadline=None)
@given(
    fact=strategies.facts(),
    others=st.lists(strategies.values, min_size=4, max_size=4),
    language=st.sampled_from(strategies.ALL),
)
def test_sentence_of_the_old_fact_becomes_the_sentence_of_the_new(
    fact: FactView, others: list[Value], language: str
) -> None:
    values = {
        name: other if other.kind is value.kind and other.unit == value.unit else value
        for (name, value), other in zip(fact.values.items(), others, strict=False)
    }
    new = replace(fact, values=MappingProxyType(values))
    written = [Writer(load_frames(language)).sentence(view) for view in (fact, new)]
    assert suggest_words({"body": written[0]}, fact, new, language) == {"body": written[1]}
