"""Who may make topics, and what a topic must be before it counts anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from campaigns.errors import BadInput, NotAllowed
from campaigns.languages import languages
from campaigns.needs.normalising import normalise, words_of
from campaigns.needs.own_topics.trying import Findings
from campaigns.needs.redaction import redact
from campaigns.needs.topics.sentences import Sentence
from campaigns.needs.topics.spellings import EXCEPTION, MARKS
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


def checked_keywords(keywords: Mapping[str, Sequence[str]], *, needed: bool = True) -> dict[str, list[str]]:
    """Keywords by language, each once; refuses unknown languages and words too short to mean anything."""
    checked: dict[str, list[str]] = {}
    for code, words in keywords.items():
        if code not in languages():
            raise BadInput("“{language}” is no language of Litfass.", field="keywords", language=code[:8])
        cleaned = [" ".join(word.split()) for word in words if word.strip()]
        for word in cleaned:
            _check_keyword(word)
        if cleaned:
            checked[code] = list(dict.fromkeys(cleaned))
    finding = [word for words in checked.values() for word in words if not word.startswith(EXCEPTION)]
    if (needed and not finding) or sum(len(words) for words in checked.values()) > MOST_KEYWORDS:
        raise BadInput(
            "Give at least one keyword and at most {limit}.", field="keywords", limit=MOST_KEYWORDS
        )
    return checked


def checked_sentences(
    key: str, sentences: Sequence[Mapping[str, str]], *, most: int = MOST_SENTENCES
) -> list[Sentence]:
    """Test sentences of a topic, cut to their longest, without identifiers; refuses too many of them."""
    told = [one for one in sentences if one["text"].strip()]
    if len(told) > most:
        raise BadInput("Give at most {limit} test sentences.", field="test_sentences", limit=most)
    return [
        Sentence(redact(one["text"][:LONGEST_SENTENCE]).text.strip(), one.get("language", ""), key)
        for one in told
    ]


def check_findings(found: Findings, own: Sequence[Sentence]) -> None:
    """Refuses a change that its own test sentences or those of others speak against."""
    places = [
        place for place, one in enumerate(own, start=1) if any(one == each.sentence for each in found.missed)
    ]
    if places:
        raise BadInput(
            "Test sentence {place} does not find this topic. Change the sentence or the keywords.",
            field="test_sentences",
            place=", ".join(str(place) for place in places),
        )
    if found:
        raise BadInput(
            "With these keywords {count} test sentences would be understood differently than now. Look at them first.",
            field="keywords",
            count=len(found.missed) + len(found.taken),
        )


def _check_keyword(word: str) -> None:
    bare = normalise(word.lstrip(MARKS))
    if word.startswith(EXCEPTION) and len(words_of(bare)) > 1:
        raise BadInput(
            "The exception “{keyword}” is more than one word. An exception is one word.",
            field="keywords",
            keyword=word[:20],
        )
    if not words_of(bare) or len(bare) < SHORTEST_KEYWORD or len(word) > LONGEST_KEYWORD:
        raise BadInput(
            "The keyword “{keyword}” is too short or too long. Use {least} to {most} characters.",
            field="keywords",
            keyword=word[:20],
            least=SHORTEST_KEYWORD,
            most=LONGEST_KEYWORD,
        )
