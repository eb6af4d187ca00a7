"""Who may make topics, and what a topic must be before it counts anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from campaigns.errors import BadInput, NotAllowed
from campaigns.languages import languages
from campaigns.needs.normalising import normalise, words_of
from campaigns.needs.own_topics.book import topic_of
from campaigns.needs.taxonomy import taxonomy
from campaigns.needs.topics import classify
from campaigns.people.actor import Actor
from campaigns.people.rules import check_holds
from campaigns.vocabulary import Role

MOST_KEYWORDS = 200
LONGEST_KEYWORD = 60
SHORTEST_KEYWORD = 3
LONGEST_NAME = 80
MOST_SENTENCES = 50
LONGEST_SENTENCE = 500


def check_can_make_topics(actor: Actor) -> None:
    check_holds(actor, Role.STAFF, Role.LEAD, Role.ADMIN)


def can_make_topics(actor: Actor) -> bool:
    try:
        check_can_make_topics(actor)
    except NotAllowed:
        return False
    return True


def checked_name(name: str, field: str) -> str:
    """A name in one line, without the signs that would not be one."""
    line = " ".join(name.split())
    if not any(letter.isalpha() for letter in line) or len(line) > LONGEST_NAME:
        raise BadInput("Write a name of at most {limit} characters.", field=field, limit=LONGEST_NAME)
    return line


def checked_keywords(keywords: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Keywords by language, each once; refuses unknown languages and words too short to mean anything."""
    checked: dict[str, list[str]] = {}
    for code, words in keywords.items():
        if code not in languages():
            raise BadInput("“{language}” is no language of Litfass.", field="keywords", language=code[:8])
        cleaned = [" ".join(word.split()) for word in words if word.strip()]
        for word in cleaned:
            bare = normalise(word.lstrip("=~"))
            if not words_of(bare) or len(bare) < SHORTEST_KEYWORD or len(word) > LONGEST_KEYWORD:
                raise BadInput(
                    "The keyword “{keyword}” is too short or too long. Use {least} to {most} characters.",
                    field="keywords",
                    keyword=word[:20],
                    least=SHORTEST_KEYWORD,
                    most=LONGEST_KEYWORD,
                )
        if cleaned:
            checked[code] = list(dict.fromkeys(cleaned))
    if not checked or sum(len(words) for words in checked.values()) > MOST_KEYWORDS:
        raise BadInput(
            "Give at least one keyword and at most {limit}.", field="keywords", limit=MOST_KEYWORDS
        )
    return checked


def check_sentences(
    name_de: str, keywords: Mapping[str, Sequence[str]], sentences: Sequence[Mapping[str, str]]
) -> None:
    """Refuses test sentences that the keywords do not find: then the topic would not find such questions either."""
    if len(sentences) > MOST_SENTENCES:
        raise BadInput("Give at most {limit} test sentences.", field="test_sentences", limit=MOST_SENTENCES)
    alone = topic_of("own", name_de, name_de, keywords)
    book = replace(taxonomy(), topics=MappingProxyType({"own": alone}), loanwords=())
    for place, sentence in enumerate(sentences, start=1):
        if not classify(
            sentence["text"][:LONGEST_SENTENCE], language=sentence["language"] or None, book=book
        ):
            raise BadInput(
                "Test sentence {place} holds none of the keywords. Change one of them.",
                field="test_sentences",
                place=place,
            )
