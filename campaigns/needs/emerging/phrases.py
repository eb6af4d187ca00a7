"""Phrases of one to three words that are suddenly frequent, against the programme's own past.

How suddenly is Dunning's log-likelihood ratio of two shares: of the recent questions that hold the phrase, and of the
past ones. A question counts once however often it says the phrase. Words in many questions of a language are stop
words there, whatever the language, and so are those that the language's readers know as such; a phrase neither
begins nor ends with one. Phrases that keywords of a topic already find are left out, and so are those that stand
mostly in questions that have a topic: they are how that topic is spoken of.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from campaigns.needs.language import all_common_words
from campaigns.needs.normalising import normalise, words_of
from campaigns.needs.taxonomy import Taxonomy
from campaigns.needs.topics import classify

FEWEST_SOURCES = 5
LONGEST_PHRASE = 3
SHORTEST_WORD = 3
#: One chance in about ten thousand for one phrase; of many phrases looked at, few come up by chance.
LIKELY = 15.13
GREW = 2.0
#: A word in more than this share of the questions of a language says nothing about them …
STOP_SHARE = 0.12
#: … once there are this many.
FEWEST_FOR_SHARES = 60
#: A phrase inside a longer one that is nearly as frequent says less than the longer one.
INSIDE = 0.8
MOST_PHRASES = 30
#: What was removed at the door, as it stands in kept texts.
_WORD = re.compile(r"\w[\w'’ʼ\u200c]*")
_REMOVED = re.compile("⟨[^⟩]*⟩")


@dataclass(frozen=True)
class Asked:
    """A question without identifiers. `source` tells apart who cannot be told apart otherwise: case or question."""

    text: str
    language: str
    source: str
    is_recent: bool
    has_topic: bool = False


@dataclass(frozen=True)
class Phrase:
    """A phrase that came up: recent and past questions that hold it; `before` is None where it is small.

    `phrase` is as texts are compared (without case and accents), `written` as people spell it.
    """

    phrase: str
    language: str
    asked: int
    before: int | None
    likelihood: float
    written: str = ""


def emerging_phrases(
    questions: Iterable[Asked], *, book: Taxonomy, smallest: int = FEWEST_SOURCES
) -> list[Phrase]:
    """The phrases of all languages, the most sudden first."""
    by_language: dict[str, list[Asked]] = defaultdict(list)
    for one in questions:
        by_language[one.language].append(one)
    fewest = max(smallest, FEWEST_SOURCES)
    found = [
        phrase
        for language, asked in by_language.items()
        for phrase in _of_language(language, asked, book, fewest)
    ]
    return sorted(found, key=lambda one: (-one.likelihood, one.language, one.phrase))[:MOST_PHRASES]


def log_likelihood(recent: int, recent_all: int, past: int, past_all: int) -> float:
    """Dunning's G²: twice the log of how much likelier two shares are than one for both."""
    share = (recent + past) / (recent_all + past_all)

    def part(count: int, whole: int) -> float:
        total = 0.0
        for seen, expected in ((count, whole * share), (whole - count, whole * (1 - share))):
            total += seen * math.log(seen / expected) if seen else 0.0
        return total

    return 2 * (part(recent, recent_all) + part(past, past_all))


def holds(text: str, phrase: str) -> bool:
    """Whether a kept text holds a phrase, as it was found."""
    return f" {phrase} " in f" {' '.join(words_of(_REMOVED.sub(' . ', text)))} "


def _of_language(language: str, asked: Sequence[Asked], book: Taxonomy, fewest: int) -> list[Phrase]:
    words = [(words_of(_REMOVED.sub(" . ", one.text)), one) for one in asked]
    stops = _stop_words([set(found) for found, _ in words])
    sources: tuple[dict[str, set[str]], dict[str, set[str]]] = (defaultdict(set), defaultdict(set))
    everybody: tuple[set[str], set[str]] = (set(), set())
    unclear: dict[str, set[str]] = defaultdict(set)
    for found, one in words:
        everybody[one.is_recent].add(one.source)
        for phrase in set(_phrases(found, stops)):
            sources[one.is_recent][phrase].add(one.source)
            if one.is_recent and not one.has_topic:
                unclear[phrase].add(one.source)
    past_all, recent_all = (len(all_of) for all_of in everybody)
    if not past_all:
        return []
    phrases: list[Phrase] = []
    for phrase, who in sources[True].items():
        recent, past = len(who), len(sources[False].get(phrase, ()))
        grew = recent / recent_all >= GREW * (past / past_all)
        of_no_topic = len(unclear[phrase]) >= max(fewest, recent / 2)
        if not of_no_topic or not grew or classify(phrase, language=language or None, book=book):
            continue
        likelihood = log_likelihood(recent, recent_all, past, past_all)
        if likelihood >= LIKELY:
            before = past if past == 0 or past >= fewest else None
            phrases.append(Phrase(phrase, language, recent, before, round(likelihood, 1)))
    kept = _one_a_need(_without_parts(phrases), sources[True])
    texts = [one.text for one in asked if one.is_recent]
    return [replace(one, written=_as_written(one.phrase, texts)) for one in kept]


def _stop_words(texts: Sequence[set[str]]) -> frozenset[str]:
    counts = Counter(word for words in texts for word in words)
    frequent = {word for word, count in counts.items() if count > STOP_SHARE * len(texts)}
    known = {normalise(word) for word in all_common_words()}
    return frozenset(known | (frequent if len(texts) >= FEWEST_FOR_SHARES else set()))


def _phrases(words: Sequence[str], stops: frozenset[str]) -> Iterator[str]:
    for start, word in enumerate(words):
        if not _may_stand_at_the_edge(word, stops):
            continue
        for end in range(start + 1, min(start + LONGEST_PHRASE, len(words)) + 1):
            if _may_stand_at_the_edge(words[end - 1], stops):
                yield " ".join(words[start:end])


def _may_stand_at_the_edge(word: str, stops: frozenset[str]) -> bool:
    return len(word) >= SHORTEST_WORD and word not in stops and not any(sign.isdigit() for sign in word)


def _without_parts(phrases: Sequence[Phrase]) -> list[Phrase]:
    """Longer phrases instead of their parts when nearly everybody who says the part says the whole."""
    kept: list[Phrase] = []
    for one in sorted(phrases, key=lambda phrase: -len(phrase.phrase.split())):
        inside = any(
            f" {one.phrase} " in f" {longer.phrase} " and longer.asked >= INSIDE * one.asked
            for longer in kept
        )
        if not inside:
            kept.append(one)
    return kept


def _one_a_need(phrases: Sequence[Phrase], sources: Mapping[str, set[str]]) -> list[Phrase]:
    """Without phrases that the same people said beside a more sudden one: those are about the same thing."""
    kept: list[Phrase] = []
    for one in sorted(phrases, key=lambda phrase: (-phrase.likelihood, phrase.phrase)):
        who = sources[one.phrase]
        if all(len(who & sources[other.phrase]) < INSIDE * len(who) for other in kept):
            kept.append(one)
    return kept


def _as_written(phrase: str, texts: Iterable[str]) -> str:
    """The phrase in the spelling that most questions have; as it is compared where none can be told."""
    words = phrase.split()
    seen: Counter[str] = Counter()
    for text in texts:
        if not holds(text, phrase):
            continue
        raw = _WORD.findall(text)
        for start in range(len(raw)):
            spelled = " ".join(raw[start : start + len(words)])
            if words_of(spelled) == words:
                seen[spelled] += 1
                break
    return max(seen, key=lambda each: (seen[each], each), default=phrase)
