"""From a question to at most three topics by keywords; no topic is an answer, too ("unclear").

A keyword is the beginning of a word; `=word` is exactly that word; `~stem` may stand anywhere in a word; in
a phrase every word is such a beginning and one foreign word may stand between two of them, up to five where "…"
stands between them. `!word` is an
exception: no single keyword of its topic is found in a word that begins so (`!=word`: in exactly that word), as
"lohnt" is no pay and the English "but" no German subsidy; phrases that begin with it are found. `!a phrase` is an
exception, too: no keyword of its topic is found at its words ("hit me with a fee" is no blow). `?word` says
who asks or stands in questions of many kinds ("as a refugee", "contract"): where another topic is told by more than
such words, it counts a quarter. German keywords and German office words in other spellings count in every language,
because people mix them in. A topic's score is the sum over the distinct keywords of each list found of (1 + 0.1 ×
length), × 1.5 for phrases, × the topic's boost; of several keywords of a list at the same words the best one counts.
Equal scores go to the topic of smaller rank. A keyword that is part of one of another topic does not count:
"assurance maladie" is no illness, a "doktersbriefje" no doctor (a sensitive topic is always heard). A word that
several lists know (Kindergeld: German, English, loanwords) is the surer sign and counts once for each. Croatian and
Serbian read each other's lists as one. Phrases of sensitive topics count in every language (`heard_anyway.py`). Where
no keyword stands as it is spelt, words of another script in Latin letters are heard (`by_ear.py`) and slips of the
finger mended (`misspelt.py`). (Rules: head of taxonomy.yaml.)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from campaigns.needs.normalising import without_arabic_prefix, without_elision, words_of
from campaigns.needs.topics.by_ear import book_by_ear, heard
from campaigns.needs.topics.coercion.by_whom import book_of_coercion, said_of_people, topic_of_coercion
from campaigns.needs.topics.coercion.keepers import KEPT_AT_HOME, KEPT_BY_EMPLOYER, as_kept
from campaigns.needs.topics.heard_anyway import book_heard_anyway
from campaigns.needs.topics.misspelt import Mender
from campaigns.needs.topics.not_but import asked_about
from campaigns.needs.topics.phrases import matches, places_around, places_of
from campaigns.needs.topics.spellings import COMMON, EXCEPTION, Keyword, parsed
from campaigns.needs.topics.taxonomy import Taxonomy, Topic, taxonomy

MOST_TOPICS = 3
#: How many times as long a word must be to be another word, and not one with another ending.
COMPOUND = 1.5
#: What a word that stands in questions of many kinds counts beside words of another topic.
ASIDE = 0.25
MOST_WORDS_REMEMBERED = 20_000
_ARABIC_SCRIPT = frozenset({"ar", "fa"})
#: Languages whose speakers read each other: Serbian in Latin letters is taken for Croatian.
_READ_AS_ONE = {"hr": ("hr", "sr"), "sr": ("hr", "sr")}


@dataclass(frozen=True)
class TopicScore:
    """A topic and how strongly a text speaks of it."""

    key: str
    score: float


class _Asked(NamedTuple):
    """A keyword, and which of its words a text has to have for it to be looked for."""

    keyword: Keyword
    at: int


class _Index:
    """Keywords by the beginning of their longest word: a text's word asks for its own beginnings only."""

    def __init__(self, book: Taxonomy, language: str | None) -> None:
        self._by_start: dict[str, list[_Asked]] = defaultdict(list)
        self._stems: list[_Asked] = []
        self._exceptions: list[Keyword] = []
        self._excepted_phrases: dict[str, list[Keyword]] = defaultdict(list)
        #: What a word may be; people use few different ones.
        self._by_word: dict[str, tuple[_Asked, ...]] = {}
        for topic in book.topics.values():
            for listed_in, spellings in _lists_of(topic, language):
                self._add(topic, spellings, listed_in)
        for loanword in book.loanwords:
            self._add(book.topics[loanword.topic], loanword.spellings, "loanwords")
        self._lengths = sorted({len(start) for start in self._by_start})
        self._ranks = {topic.key: topic.rank for topic in book.topics.values()}
        self._sensitive = frozenset(topic.key for topic in book.topics.values() if topic.is_sensitive)

    @cached_property
    def mender(self) -> Mender:
        """Knows every word of the keywords."""
        asked = (*(one for asked in self._by_start.values() for one in asked), *self._stems)
        return Mender({word for one in asked for word in one.keyword.words})

    def _add(self, topic: Topic, spellings: Sequence[str], listed_in: str) -> None:
        alike: set[tuple[bool, tuple[str, ...], tuple[int, ...]]] = set()
        for spelling in spellings:
            keyword = parsed(topic, spelling, listed_in)
            if spelling.startswith(EXCEPTION):
                kept = self._exceptions if len(keyword.words) == 1 else self._excepted_phrases[topic.key]
                kept.extend([keyword] if keyword.words else [])
                continue
            if not keyword.words or (keyword.is_common, keyword.words, keyword.reach) in alike:
                continue
            alike.add((keyword.is_common, keyword.words, keyword.reach))
            if spelling.lstrip(COMMON).startswith("~"):
                self._stems.append(_Asked(keyword, 0))
            else:
                # By its longest word a phrase is asked for most seldom: many begin with "mein" or "ich habe".
                at = max(range(len(keyword.words)), key=lambda one: len(keyword.words[one]))
                self._by_start[keyword.words[at]].append(_Asked(keyword, at))

    def hits(self, forms: Sequence[tuple[str, ...]]) -> dict[Keyword, frozenset[int]]:
        """The keywords that stand in a text given as words with their alternative forms, and at which words.

        A single word is found wherever it stands, a phrase where it stands first.
        """
        found: dict[Keyword, frozenset[int]] = {}
        for place, alternatives in enumerate(forms):
            here = frozenset({place})
            for word in alternatives:
                for keyword, at in self._meant_by(word):
                    is_phrase = len(keyword.words) > 1
                    if is_phrase and keyword in found:
                        continue
                    places = places_around(keyword, at, forms, place) if is_phrase else here
                    if places and places.isdisjoint(self._excepted(keyword.topic, forms)):
                        found[keyword] = found[keyword] | places if keyword in found else places
        return found

    def _excepted(self, topic: str, forms: Sequence[tuple[str, ...]]) -> set[int]:
        """The words at which a topic is not meant."""
        found: set[int] = set()
        for one in self._excepted_phrases.get(topic, ()):
            for place, alternatives in enumerate(forms):
                if matches(alternatives, one.words[0], one.exact[0]):
                    found |= places_of(one, forms, place)
        return found

    def _meant_by(self, word: str) -> tuple[_Asked, ...]:
        """The keywords that this word, or the phrase it is the longest word of, may be."""
        known = self._by_word.get(word)
        if known is None:
            strangers = {one.topic for one in self._exceptions if one.is_told_by(word)}
            known = tuple(
                one
                for one in self._spelt_so(word)
                if one.keyword.topic not in strangers or len(one.keyword.words) > 1
            )
            if len(self._by_word) >= MOST_WORDS_REMEMBERED:
                self._by_word.clear()
            self._by_word[word] = known
        return known

    def _spelt_so(self, word: str) -> Iterator[_Asked]:
        for length in self._lengths:
            if length > len(word):
                break
            for one in self._by_start.get(word[:length], ()):
                if one.keyword.may_stand_at(one.at, word):
                    yield one
        yield from (stem for stem in self._stems if stem.keyword.words[0] in word)

    def _meant(self, hits: Mapping[Keyword, frozenset[int]]) -> Iterator[Keyword]:
        """The keywords that are no mere part of one of another topic; a sensitive topic is always heard."""
        if len({one.topic for one in hits}) < 2:
            yield from hits
            return
        for keyword in hits:
            if keyword.topic in self._sensitive or not any(
                other.topic != keyword.topic and _is_part(keyword, other, hits) for other in hits
            ):
                yield keyword

    def ranked(self, hits: Mapping[Keyword, frozenset[int]]) -> list[TopicScore]:
        """Topics by score, ties by rank. Of keywords of one list that stand at the same words the best counts."""
        scores: dict[str, float] = defaultdict(float)
        covered: dict[tuple[str, str], set[int]] = defaultdict(set)
        meant = sorted(self._meant(hits), key=lambda one: (-one.weight, one.spelling))
        aside = _aside(meant, hits)
        for keyword in meant:
            taken = covered[keyword.topic, keyword.listed_in]
            if not hits[keyword] <= taken:
                taken |= hits[keyword]
                scores[keyword.topic] += keyword.weight * (ASIDE if keyword in aside else 1)
        order = sorted(scores, key=lambda key: (-round(scores[key], 6), self._ranks[key], key))
        return [TopicScore(key, round(scores[key], 3)) for key in order[:MOST_TOPICS]]


def classify(text: str, *, language: str | None, book: Taxonomy | None = None) -> list[TopicScore]:
    """At most three topics of a text, best first; empty when nothing speaks for any of them.

    `language` is a code or None when unsure: then the keywords of all languages count.
    """
    index = _index(book or taxonomy(), language)
    words = words_of(text)
    in_arabic = language is None or language in _ARABIC_SCRIPT
    forms = [
        (word, *(without_arabic_prefix(word) if in_arabic else ()), *without_elision(word)) for word in words
    ]
    hits = index.hits(forms)
    if language is not None:
        hits = _heard_anyway(hits, forms, book or taxonomy())
    hits = as_kept(_held(hits, text, forms, book or taxonomy()), text)
    hits = asked_about(hits, text, book or taxonomy())
    return index.ranked(hits) or _otherwise_spelt(words, forms, language, book or taxonomy())


def _heard_anyway(
    hits: dict[Keyword, frozenset[int]], forms: Sequence[tuple[str, ...]], book: Taxonomy
) -> dict[Keyword, frozenset[int]]:
    """With the sensitive topics that other languages' phrases tell, where the text's own language has not told them."""
    anyway = _index(book_heard_anyway(book), None).hits(forms)
    if not anyway:
        return hits
    told = {one.topic for one in hits}
    return hits | {one: places for one, places in anyway.items() if one.topic not in told}


def _held(
    hits: dict[Keyword, frozenset[int]], text: str, forms: Sequence[tuple[str, ...]], book: Taxonomy
) -> dict[Keyword, frozenset[int]]:
    """With violence or exploitation, where somebody who is named locks in, keeps in or follows whoever asks."""
    if not {KEPT_AT_HOME, KEPT_BY_EMPLOYER} <= book.topics.keys():
        return hits
    # Most questions say nothing of the kind, and only then is asked who is named.
    found = said_of_people(_index(book_of_coercion(book, KEPT_AT_HOME), None).hits(forms), text)
    topic = topic_of_coercion(text) if found else None
    if topic is None:
        return hits
    if topic == KEPT_BY_EMPLOYER:
        return hits | _index(book_of_coercion(book, topic), None).hits(forms)
    # The same words told of exploitation, as long as nobody knew who does it. Of violence none is ever unheard.
    places = frozenset[int]().union(*found.values())
    return {one: at for one, at in hits.items() if one.topic != KEPT_BY_EMPLOYER or not places & at} | found


def _otherwise_spelt(
    words: Sequence[str], forms: Sequence[tuple[str, ...]], language: str | None, book: Taxonomy
) -> list[TopicScore]:
    """Topics of a text in which no keyword stands as it is spelt: by ear, or else with one slip of the finger."""
    if language is None and (sounds := heard(words)):
        by_ear = _index(book_by_ear(book), None)
        if found := by_ear.ranked(by_ear.hits([(sound,) for sound in sounds])):
            return found
    index = _index(book, language)
    mended = [tuple(index.mender.mended(form) for form in alternatives) for alternatives in forms]
    return index.ranked(index.hits(mended)) if mended != list(forms) else []


def _lists_of(topic: Topic, language: str | None) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The lists that a question in this language is held against, each by its name."""
    if language is None:
        yield from sorted(topic.keywords.items())
        return
    if "de" in topic.keywords:
        yield "de", topic.keywords["de"]
    if language != "de":
        own = _READ_AS_ONE.get(language, (language,))
        yield language, tuple(word for code in own for word in topic.keywords.get(code, ()))


@lru_cache(maxsize=128)
def _index(book: Taxonomy, language: str | None) -> _Index:
    return _Index(book, language)


def _aside(meant: Sequence[Keyword], hits: Mapping[Keyword, frozenset[int]]) -> set[Keyword]:
    """The keywords at words that stand in questions of many kinds, where other words tell another topic."""
    weak: dict[str, set[int]] = defaultdict(set)
    for keyword in meant:
        if keyword.is_common:
            weak[keyword.topic] |= hits[keyword]
    if not weak:
        return set()
    aside = {one for one in meant if hits[one] <= weak.get(one.topic, set())}
    told = {one.topic for one in meant if one not in aside}
    return {one for one in aside if told - {one.topic}}


def _is_part(keyword: Keyword, other: Keyword, hits: Mapping[Keyword, frozenset[int]]) -> bool:
    """Whether the other one says more at the same words: a phrase around them, or a longer word that begins so."""
    here, there = hits[keyword], hits[other]
    if len(other.words) > 1:
        return here < there
    stem, compound = keyword.words[0], other.words[0]
    return here <= there and len(compound) >= COMPOUND * len(stem) and compound.startswith(stem)
