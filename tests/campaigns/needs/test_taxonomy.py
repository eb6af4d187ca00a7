"""The taxonomy as a file: what it names it defines, and a mistake in it is told."""

from __future__ import annotations

import pytest

from campaigns.errors import BadInput
from campaigns.needs.topics.taxonomy import parse_taxonomy, taxonomy

from .test_topics import SMALL


def test_taxonomy_names_only_topics_and_targets_it_defines() -> None:
    book = taxonomy()
    assert len(book.topics) >= 46
    assert {seed.topic for seed in book.myth_seeds} <= set(book.topics)
    assert {key for key, topic in book.topics.items() if topic.is_sensitive} >= {
        "violence_protection",
        "psychosocial",
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: [", "not valid YAML"),
        ("version: 1", "no list of topics"),
        ("topics: [{de: x}]", "without a key"),
        ("topics: [{key: x, de: x, en: x, area: x}]", "lacks “legal_review”"),
        ("topics: [{key: x, de: x, en: x, area: x, legal_review: huge}]", "legal review"),
        (SMALL.replace("key: kids", "key: pay"), "twice"),
        (SMALL.replace("topic: kids}", "topic: none}"), "does not define"),
    ],
)
def test_taxonomy_with_a_mistake_is_refused(text: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        parse_taxonomy(text, where="mine.yaml")
