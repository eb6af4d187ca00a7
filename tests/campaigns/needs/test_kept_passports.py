"""Who tells that an employer keeps the passport tells of exploitation; who asks about an own passport does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from campaigns.languages import written_languages
from campaigns.needs.topics import classify

SENTENCES = [
    tuple(line.split("\t"))
    for line in Path(__file__).with_name("passport_sentences.tsv").read_text(encoding="utf-8").splitlines()
]


def test_the_sentences_are_of_every_language() -> None:
    assert {language for language, kept, _ in SENTENCES if kept == "kept"} == set(written_languages())


@pytest.mark.parametrize(("language", "kept", "text"), SENTENCES)
def test_a_passport_that_is_kept_is_told_from_one_that_is_asked_about(
    language: str, kept: str, text: str
) -> None:
    topics = [one.key for one in classify(text, language=language)]
    assert (topics[:1] == ["exploitation"]) == (kept == "kept")
