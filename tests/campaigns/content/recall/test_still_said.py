"""What of a recalled fact a text still says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from campaigns.content.checks.values.reading import read_values
from campaigns.content.fact_view import FactView, FactWords
from campaigns.content.recall.still_said import still_said
from campaigns.content.values import Value, ValueKind
from campaigns.vocabulary import FactKind

OLD = FactView(
    key="wage",
    topic="wage",
    kind=FactKind.AMOUNT,
    jurisdiction="de",
    words={"en": FactWords(sentence="At least {wage} an hour are due for every job.")},
    values={"wage": Value(ValueKind.AMOUNT, "13.90", "EUR")},
)
RISEN = replace(OLD, values={"wage": Value(ValueKind.AMOUNT, "14.60", "EUR")})
REWORDED = replace(
    OLD, words={"en": FactWords(sentence="At least {wage} an hour are due for nearly every job.")}
)
FREE = "For every job you get at least €13.90 an hour."


@pytest.mark.parametrize(
    ("body", "new", "stands"),
    [
        ("From 2027 on you get at least €13.90 an hour.", RISEN, "€13.90"),
        ("From 2027 on you get at least €14.60 an hour.", RISEN, ""),
        ("You get €14.60 an hour instead of €13.90.", RISEN, ""),
        ("At least €13.90 an hour are due for every job.", REWORDED, "At least €13.90 an hour are due for every job."),
        ("At least €13.90 an hour are due for nearly every job.", REWORDED, ""),
        ("At least €13.90 an hour are due for each job.", OLD, "€13.90"),
        ("This rule is over.", OLD, ""),
    ],
)  # fmt: skip
def test_recalled_values_and_sentences_are_found(body: str, new: FactView, stands: str) -> None:
    assert still_said({"headline": "Pay", "body": body}, old=OLD, new=new, language="en") == stands


def test_sentence_the_translator_worded_freely_stands_while_nobody_touches_it() -> None:
    before = {"headline": "Pay", "body": "At least €13.90 an hour are due to you for all jobs."}
    said = {**before, "headline": "Wages"}
    assert still_said(said, old=OLD, new=REWORDED, language="en", before=before) == before["body"]


def test_value_of_another_fact_is_no_recalled_one() -> None:
    said = {"headline": "Pay", "body": "You get €13.90 an hour."}
    keys = frozenset(key for one in read_values(said["body"], "en") for key in one.keys)
    assert still_said(said, old=OLD, new=RISEN, language="en", elsewhere=keys) == ""
