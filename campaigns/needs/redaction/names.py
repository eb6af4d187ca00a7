"""Names of people, where a clear phrase announces them: “my name is …”, “Frau …”, a farewell.

Nothing else is promised: a name that just stands in a sentence looks like any other word. What share is found is
measured (`measured.py`) and shown in the settings.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from campaigns.needs.redaction.cues import any_of
from campaigns.needs.redaction.view import View
from campaigns.needs.redaction.word_sets import Phrases, small, words_in

_DATA: dict[str, list[str]] = tomllib.loads(
    (Path(__file__).parent / "names.toml").read_text(encoding="utf-8")
)
_COURT_SEATS = frozenset(_DATA["seats_of_administrative_courts"])
_STOPS, _LINKS = frozenset(_DATA["stops"]), frozenset(_DATA["links"])
_PARTICLES, _PARTICLES_FIRST = frozenset(_DATA["particles"]), frozenset(_DATA["particles_first"])
#: One word of a name with its hyphens and apostrophes.
_WORD = re.compile(r"[^\W\d_]+(?:['’`\-][^\W\d_]+)*")
_FIGURES = re.compile(r"(?:\.(?=[^\W\d]))?[\w.]{0,40}[\d_](?:[\w.]{0,40}\w)?")
_SPACES = re.compile(r" {1,2}")
_BETWEEN = re.compile(r"[ :,;\-–=>\"'„“”«»(]{0,6}")
_MOST_WORDS = 4
#: Without capital letters nothing tells where a name ends: two words, and one more after a particle.
_MOST_SMALL = 2
_MOST_SIGNING = 4
_MOST_LINKS = 4
_SHORTEST_CLITIC = 4


def announces_a_name(words: frozenset[str]) -> bool:
    """Whether a text of these words (`words_in`) may hold an announced name; cheap, and never wrong in saying no."""
    return _cues().may_stand_in(words)


def take_names(view: View) -> None:
    """The names that an introduction, a label, a title or a farewell announces."""
    if not announces_a_name(words_in(small(view.text))):
        return
    is_small = _is_written_small(view.text)
    for pattern, needs_capital in _announcing():
        for found in list(pattern.finditer(view.text)):
            _take(view, _whole(view.text, _name_after(view.text, found.end(), needs_capital, is_small)))
    for pattern in (_turned(), _called()):
        for found in list(pattern.finditer(view.text)):
            _take(view, found.span("name"))
    for found in list(_farewell().finditer(view.text)):
        if _signs(found["name"]) and not _is_court(found.group()):
            _take(view, found.span("name"))


def _take(view: View, span: tuple[int, int] | None) -> None:
    if span is not None:
        view.take(*span, "name")


def _name_after(text: str, at: int, needs_capital: bool, is_small: bool) -> tuple[int, int] | None:
    """The stretch of the name that begins behind a cue, if what stands there can be one."""
    start = end = _skipped(text, at)
    words, was_particle = 0, False
    may_be_small = not needs_capital and is_small
    for found in _row_of_words(text, start):
        word = found.group()
        low = word.casefold()
        if low in _PARTICLES or (
            low in _PARTICLES_FIRST and (not words or was_particle or not needs_capital)
        ):
            was_particle = True
            # An Arabic particle is half of a name already; a Latin one is nothing without what follows.
            end = end if _is_cased(word) else found.end()
            continue
        was_particle = False
        if low in _STOPS or (words and _is_joined_on(word)):
            break
        begins_great = not _is_cased(word) or _capital(word)
        if not begins_great and not may_be_small:
            break
        if words >= (_MOST_WORDS if _tells_its_end(word) else _MOST_SMALL) and not word.startswith("ال"):
            break
        words, end = words + 1, found.end()
    return (start, end) if end > start else None


def _whole(text: str, span: tuple[int, int] | None) -> tuple[int, int] | None:
    """The name with the figures that are written in one with it: max.mueller99."""
    rest = _FIGURES.match(text, span[1]) if span else None
    return (span[0], rest.end()) if span and rest else span


def _capital(word: str) -> bool:
    """Whether a word begins as names do: Hassan, al-Hassan, O'Neill."""
    first, _, rest = word.partition("-")
    return word[0].isupper() or (first.casefold() in _PARTICLES and rest[:1].isupper())


def _tells_its_end(word: str) -> bool:
    """Whether capital letters are used as usual, so that the first word without one ends the name."""
    return _capital(word) and not (word.isupper() and len(word) > 1)


def _skipped(text: str, at: int) -> int:
    """Past signs and a few words like “is” between cue and name."""
    for _ in range(_MOST_LINKS):
        between = _BETWEEN.match(text, at)
        at = between.end() if between else at
        word = _WORD.match(text, at)
        if word is None or word.group().casefold() not in _LINKS or word.end() == len(text):
            return at
        at = word.end() + text.startswith(".", word.end())
    return at


def _row_of_words(text: str, at: int) -> Iterator[re.Match[str]]:
    """Words with nothing but a space or an initial's dot between them."""
    while found := _WORD.match(text, at):
        yield found
        at = found.end()
        if len(found.group()) <= 2 and text.startswith(".", at):
            at += 1
        spaces = _SPACES.match(text, at)
        if spaces is None:
            return
        at = spaces.end()


def _is_cased(word: str) -> bool:
    return word[0].isupper() or word[0].islower()


def _is_joined_on(word: str) -> bool:
    """Arabic “and” is written together with what follows it."""
    return word.startswith("و") and len(word) >= _SHORTEST_CLITIC


def _is_written_small(text: str) -> bool:
    """Whether somebody types without capitals (or with nothing else): then capitals say nothing."""
    capitals = sum(letter.isupper() for letter in text[1:])
    return capitals <= 1 or capitals * 2 > sum(letter.isalpha() for letter in text)


def _is_court(farewell: str) -> bool:
    """ "VG Köln" is an administrative court and no farewell of somebody called so."""
    court, _, seat = farewell.partition(" ")
    return court == "VG" and seat.strip(" .!").split(" ")[0] in _COURT_SEATS


def _signs(words: str) -> bool:
    found = _WORD.findall(words)
    return bool(found) and not any(word.casefold() in _STOPS - _PARTICLES for word in found)


@cache
def _announcing() -> tuple[tuple[re.Pattern[str], bool], ...]:
    label = rf"(?<!\w)(?:{_alternatives(_DATA['labels'])}) ?[:=]"
    return (
        (_spaced(_DATA["introductions"]), False),
        (_spaced(_DATA["introductions_bare"]), True),
        (re.compile(label, re.IGNORECASE), False),
        (_spaced(_DATA["titles"]), True),
    )


@cache
def _turned() -> re.Pattern[str]:
    """Turkish and Hungarian put the title behind the name."""
    capital = r"(?-i:[A-ZÇĞİÖŞÜÁÉÍÓŐÚŰ])"
    return re.compile(
        rf"(?<!\w)(?P<name>{capital}\w{{1,30}}(?: {capital}\w{{1,30}})?) (?:{any_of(_DATA['titles_after'])})(?!\w)",
        re.IGNORECASE,
    )


@cache
def _called() -> re.Pattern[str]:
    """Hungarian: Kovács Annának hívnak."""
    return re.compile(
        r"(?<!\w)(?P<name>(?:[A-ZÁÉÍÓÖŐÚÜŰ]\w{1,30} ){0,2}[A-ZÁÉÍÓÖŐÚÜŰ]\w{1,30}n[ae]k) hív(?:nak|ják)"
    )


@cache
def _farewell() -> re.Pattern[str]:
    word = r"[^\W\d_]+(?:['’.\-][^\W\d_]*)*"
    return re.compile(
        rf"(?<!\w)(?:{_alternatives(_DATA['farewells'])})[ ,.!:\-–]{{1,4}}"
        rf"(?P<name>{word}(?: {{1,2}}{word}){{0,{_MOST_SIGNING - 1}}})[ .!]{{0,3}}$",
        re.IGNORECASE,
    )


def _spaced(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'’])(?:{_alternatives(words)})(?!\w)", re.IGNORECASE)


def _alternatives(words: Iterable[str]) -> str:
    return any_of(words).replace(r"\ ", " {1,2}")


@cache
def _cues() -> Phrases:
    kinds = ("introductions", "introductions_bare", "labels", "titles", "titles_after", "farewells")
    return Phrases([*(cue for kind in kinds for cue in _DATA[kind]), "hívnak", "hívják"])
