"""An employer who keeps the passport is a matter of exploitation, an office that keeps it one of papers."""

from __future__ import annotations

from pathlib import Path

import pytest

from campaigns.languages import languages
from campaigns.needs.classifying import understand
from campaigns.needs.topics.matching import classify

SENTENCES = [
    tuple(line.split("\t"))
    for line in Path(__file__).with_name("passport_sentences.tsv").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("keeper", ["kept", "office"])
def test_the_sentences_are_of_every_language(keeper: str) -> None:
    assert {language for language, kept, _ in SENTENCES if kept == keeper} == set(languages())


@pytest.mark.parametrize(("language", "kept", "text"), SENTENCES)
def test_a_passport_that_is_kept_is_told_from_one_that_is_asked_about(
    language: str, kept: str, text: str
) -> None:
    topics = [one.key for one in classify(text, language=language)]
    assert (topics[:1] == ["exploitation"]) == (kept == "kept")


@pytest.mark.parametrize(
    ("language", "text"), [(code, text) for code, kept, text in SENTENCES if kept == "office"]
)
def test_a_passport_that_an_office_keeps_is_a_matter_of_papers(language: str, text: str) -> None:
    assert classify(text, language=language)[0].key == "residence_permit"
    assert understand(text).topics[0].key == "residence_permit"


def test_an_office_is_no_keeper_where_somebody_else_is_named() -> None:
    topics = classify("The police asked me because my husband took my passport", language="en")
    assert topics[0].key == "violence_protection"
