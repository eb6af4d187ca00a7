"""Which topic a sentence gets, and what a change of keywords would do to the sentences that are kept for that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from campaigns.languages import languages
from campaigns.needs.language import detect_language
from campaigns.needs.own_topics.book import newest_versions
from campaigns.needs.topics.matching import classify
from campaigns.needs.topics.sentences import Sentence, topic_sentences
from campaigns.needs.topics.taxonomy import Taxonomy


@dataclass(frozen=True)
class Tried:
    """A test sentence and the topics that were found in it, best first."""

    sentence: Sentence
    found: tuple[str, ...]

    @property
    def is_found(self) -> bool:
        """Whether the topic it is about is among those found."""
        return self.sentence.topic in self.found

    @property
    def is_first(self) -> bool:
        """Whether the topic it is about comes first."""
        return self.found[:1] == (self.sentence.topic,)


@dataclass(frozen=True)
class Findings:
    """What speaks against a change: sentences the topic would not find, and those it would take from others."""

    missed: tuple[Tried, ...] = ()
    taken: tuple[Tried, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.missed or self.taken)


def tried(sentence: Sentence, book: Taxonomy) -> Tried:
    """The sentence with these topics; without a language it is told from the words, as at the door."""
    language = sentence.language or detect_language(sentence.text, allowed=tuple(languages())).language
    found = classify(sentence.text, language=language, book=book)
    return Tried(sentence, tuple(one.key for one in found))


def findings(
    key: str, own: Sequence[Sentence], others: Sequence[Sentence], *, before: Taxonomy, after: Taxonomy
) -> Findings:
    """What changing the topic `key` from one book to the other would do.

    `own` sentences come with the change and must be found. `others` must go on being found by what found them.
    """
    missed = [result for one in own if not (result := tried(one, after)).is_found]
    taken: list[Tried] = []
    for sentence in others:
        result = tried(sentence, after)
        if sentence.topic == key:
            if not result.is_found and tried(sentence, before).is_found:
                missed.append(result)
        elif result.found[:1] == (key,) and tried(sentence, before).is_first:
            taken.append(result)
    return Findings(tuple(missed), tuple(taken))


def sentences_of(session: Session, programme_id: int, *, besides: str = "") -> list[Sentence]:
    """The product's test sentences and those of the programme's topics, but not the own ones of `besides`."""
    own = [
        Sentence(one["text"], one.get("language", ""), row.key)
        for row in newest_versions(session, programme_id)
        if not row.is_retired and row.key != besides
        for one in row.test_sentences
    ]
    return [*topic_sentences(), *own]
