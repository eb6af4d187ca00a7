"""Invented sentences by topic and language: what the topics of the product must find."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

SENTENCES_FILE = Path(__file__).parent / "sentences.tsv"


@dataclass(frozen=True)
class Sentence:
    """A sentence, the topic it is about, and its language ('' when that is to be told from its words)."""

    text: str
    language: str
    topic: str


@cache
def topic_sentences() -> tuple[Sentence, ...]:
    """The sentences that ship with the product, in the order of the file."""
    lines = SENTENCES_FILE.read_text(encoding="utf-8").splitlines()
    parts = (line.split("\t") for line in lines)
    return tuple(Sentence(text, language, topic) for language, topic, text in parts)
