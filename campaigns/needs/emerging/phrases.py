"""Phrases of one to three words that are suddenly frequent, against the programme's own past.

How suddenly is Dunning's log-likelihood ratio of two shares: of the recent questions that hold the phrase, and of the
past ones. A question counts once however often it says the phrase, and all forms of a phrase count as one
(inflection.py). Words in many questions of a language are stop words there, whatever the language, and so are those
that the language's readers know as such; a phrase neither begins nor ends with one. Phrases that keywords of a topic
already find are left out, and so are those that stand mostly in questions that have a topic: they are how that topic
is spoken of.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from campaigns.needs.emerging.inflection import stems_of
from campaigns.needs.language import all_common_words
from campaigns.needs.normalising import normalise, words_of
from campaigns.needs.topics.matching import classify
from campaigns.needs.topics.taxonomy import Taxonomy

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
#: A phrase inside a longer one that most of its people say says less than the longer one.
INSIDE = 0.6
#: Of phrases that nearly the same people said one is enough …
SAME_PEOPLE = 0.8
#: … and a word more is worth this much more: "Karte" alone says little of "Karte sperren".
MORE_WORDS = 0.25
MOST_PHRASES = 30
#: What was removed at the door, as it stands in kept texts.
_WORD = re.compile(r"\w[\w'’ʼ\u200c]*")
_REMOVED = re.compile("⟨[^⟩]*⟩")


@dataclass(frozen=True)
class Asked:
    """A question without identifiers. `source` is who asked, as far as it can be told (`queries.source_of`)."""

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


def holds(text: str, phrase: str, language: str) -> bool:
    """Whether a kept text holds a phrase in any of its forms."""
    return f" {stems_of(phrase.split(), language)} " in f" {stems_of(_words(text), language)} "


def _words(text: str) -> list[str]:
    return words_of(_REMOVED.sub(" . ", text))


def _of_language(language: str, asked: Sequence[Asked], book: Taxonomy, fewest: int) -> list[Phrase]:
    words = [(_words(one.text), one) for one in asked]
    # Of the past alone: a word that half of the recent ones say may be the very thing that came up.
    stops = _stop_words([set(found) for found, one in words if not one.is_recent])
    sources: tuple[dict[str, set[str]], dict[str, set[str]]] = (defaultdict(set), defaultdict(set))
    everybody: tuple[set[str], set[str]] = (set(), set())
    unclear: dict[str, set[str]] = defaultdict(set)
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for found, one in words:
        everybody[one.is_recent].add(one.source)
        said = {stems_of(phrase, language): " ".join(phrase) for phrase in _phrases(found, stops)}
        for stems, phrase in said.items():
            sources[one.is_recent][stems].add(one.source)
            if one.is_recent:
                forms[stems][phrase] += 1
                if not one.has_topic:
                    unclear[stems].add(one.source)
    past_all, recent_all = (len(all_of) for all_of in everybody)
    if not past_all:
        return []
    phrases: dict[str, Phrase] = {}
    for stems, who in sources[True].items():
        recent, past = len(who), len(sources[False].get(stems, ()))
        grew = recent / recent_all >= GREW * (past / past_all)
        of_no_topic = len(unclear[stems]) >= max(fewest, recent / 2)
        if not of_no_topic or not grew or any(_is_known(form, language, book) for form in forms[stems]):
            continue
        likelihood = log_likelihood(recent, recent_all, past, past_all)
        if likelihood >= LIKELY:
            phrase = max(forms[stems], key=lambda form: (forms[stems][form], form))
            before = past if past == 0 or past >= fewest else None
            phrases[stems] = Phrase(phrase, language, recent, before, round(likelihood, 1))
    kept = _one_a_need(_without_parts(phrases), sources[True])
    texts = [one.text for one in asked if one.is_recent]
    return [replace(one, written=_as_written(one.phrase, texts)) for one in kept.values()]


def _is_known(phrase: str, language: str, book: Taxonomy) -> bool:
    return bool(classify(phrase, language=language or None, book=book))


def _stop_words(texts: Sequence[set[str]]) -> frozenset[str]:
    counts = Counter(word for words in texts for word in words)
    frequent = {word for word, count in counts.items() if count > STOP_SHARE * len(texts)}
    known = {normalise(word) for word in all_common_words()}
    return frozenset(known | (frequent if len(texts) >= FEWEST_FOR_SHARES else set()))


def _phrases(words: Sequence[str], stops: frozenset[str]) -> Iterator[Sequence[str]]:
    for start, word in enumerate(words):
        if not _may_stand_at_the_edge(word, stops):
            continue
        for end in range(start + 1, min(start + LONGEST_PHRASE, len(words)) + 1):
            if _may_stand_at_the_edge(words[end - 1], stops):
                yield words[start:end]


def _may_stand_at_the_edge(word: str, stops: frozenset[str]) -> bool:
    return len(word) >= SHORTEST_WORD and word not in stops and not any(sign.isdigit() for sign in word)


def _without_parts(phrases: Mapping[str, Phrase]) -> dict[str, Phrase]:
    """Longer phrases instead of their parts when most who say the part say the whole. By stems."""
    kept: dict[str, Phrase] = {}
    for stems, one in sorted(phrases.items(), key=lambda item: -len(item[0].split())):
        inside = any(
            f" {stems} " in f" {longer} " and kept[longer].asked >= INSIDE * one.asked for longer in kept
        )
        if not inside:
            kept[stems] = one
    return kept


def _one_a_need(phrases: Mapping[str, Phrase], sources: Mapping[str, set[str]]) -> dict[str, Phrase]:
    """Without phrases that the same people said beside a more telling one: those are about the same thing."""
    kept: dict[str, Phrase] = {}

    def told(item: tuple[str, Phrase]) -> tuple[float, str]:
        stems, one = item
        return -one.likelihood * (1 + MORE_WORDS * (len(stems.split()) - 1)), stems

    for stems, one in sorted(phrases.items(), key=told):
        who = sources[stems]
        if all(len(who & sources[other]) < SAME_PEOPLE * len(who) for other in kept):
            kept[stems] = one
    return kept


def _as_written(phrase: str, texts: Iterable[str]) -> str:
    """The phrase in the spelling that most questions have; as it is compared where none can be told."""
    words = phrase.split()
    seen: Counter[str] = Counter()
    for text in texts:
        if f" {phrase} " not in f" {' '.join(_words(text))} ":
            continue
        raw = _WORD.findall(text)
        for start in range(len(raw)):
            spelled = " ".join(raw[start : start + len(words)])
            if words_of(spelled) == words:
                seen[spelled] += 1
                break
    return max(seen, key=lambda each: (seen[each], each), default=phrase)
