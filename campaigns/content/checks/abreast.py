"""Which sentences of a source and of its translation belong together, however many each has.

The cheapest way through both texts, as Gale and Church (1993) find it: one sentence stands for one, sometimes two
for one or one for two, and now and then one for none. A step costs what it is rare, and how far its lengths are from
what the two languages usually need; it costs less for every anchor on both sides (`anchors`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from campaigns.content.checks.anchors import Anchors, find_anchors
from campaigns.content.checks.baselines import length_against_german
from campaigns.content.checks.joints import joined
from campaigns.content.checks.number_ends import ends_with_number
from campaigns.content.segments.splitting import Segment, goes_on, join, split

#: Steps by how many sentences of each text they take, and what they cost before anything is looked at: how seldom
#: translators take them, as minus the logarithm of their share against one for one.
_STEPS: Final = {
    (1, 1): 0.0,
    (1, 0): 2.5,
    (0, 1): 2.5,
    (2, 1): 7.0,
    (1, 2): 7.0,
    (2, 2): 8.0,
    (3, 1): 9.5,
    (1, 3): 9.5,
}
#: How far the logarithm of two lengths lies from the usual, and how much further in short sentences.
_SPREAD, _SPREAD_OF_SIGNS = 0.13, 2.0
#: The lengths we know are of the Declaration of Human Rights; short texts differ less from language to language.
_OF_POSTS: Final = 2 / 3
#: Two sentences cost no more than this for their lengths: a list is cut, an example is left out.
_FARTHEST: Final = 12.0
#: A value in digits that the other text lacks altogether, for the step that takes it.
_ALONE: Final = 2.0
#: A "not", "free" or question that only one side of a step has.
_ODD: Final = 0.7
#: Unicode keeps a sentence together with one that begins with a number or a placeholder and a small letter, and one
#: that ends with a year with what follows it ("Stand: 11/2026. Der Bescheid …"), for that could be an ordinal.
_BEFORE_NUMBER: Final = re.compile(
    r"(?<=[^\W\d_]{4}[.!?؟])\s+(?=[\d{])|(?P<year>(?<=/20\d\d\.))\s+(?=[^\W\d_])"
    r"|(?P<number>(?<=\d\.))\s+(?=[^\W\d_])"
)
#: A German name behind its translation, and controls of direction: they tell nothing of a sentence's length.
_BESIDE: Final = re.compile(r"\s\([\w .-]*[A-Za-z][\w .-]*\)|[\u200c-\u200f\u2066-\u2069]")
_BRACKETED: Final = re.compile(r"\([^()]*\)[.!?]?")
_NAME: Final = re.compile(r"(?<!\w)[A-Za-zÄÖÜäöüß]{4,}(?!\w)")
#: How far from the straight way through both texts a step may be, in sentences.
_BAND: Final = 5


@dataclass(frozen=True)
class Bead:
    """Sentences that say the same; `source` or `target` is empty where the text says nothing of the other's.

    `start` is where the target's sentences begin in their text, in code points.
    """

    source: str
    target: str
    start: int


@lru_cache(maxsize=1024)
def sentences_abreast(
    source: str, target: str, *, source_language: str, target_language: str
) -> tuple[Bead, ...]:
    """The beads of two texts, in the order of both."""
    here, there = sentences_of(source, source_language), sentences_of(target, target_language)
    declared = length_against_german(target_language) / length_against_german(source_language)
    mine, theirs = tuple(one.text for one in here), tuple(one.text for one in there)
    anchors = find_anchors(mine, theirs, source_language=source_language, target_language=target_language)
    way = _Way(mine, theirs, anchors, declared**_OF_POSTS, (source_language, target_language))
    return tuple(_beads(here, there, way.steps()))


def sentences_of(text: str, language: str) -> tuple[Segment, ...]:
    """The sentences of a text, also where one begins with a number and a small letter ("… hónap. 2 heted van.").

    What stands in brackets behind a sentence belongs to it: "… im Monat. (ab Mai)" is one in German, for "ab" is small,
    and would be two in Arabic.
    """
    found: list[Segment] = []
    for one in (finer for each in split(text, language) for finer in _before_numbers(each, language)):
        if found and _BRACKETED.fullmatch(one.text):
            before = found.pop()
            found.append(Segment(before.text + before.gap + one.text, one.gap))
        else:
            found.append(one)
    return tuple(found)


def _before_numbers(segment: Segment, language: str) -> Iterator[Segment]:
    start = 0
    for gap in _BEFORE_NUMBER.finditer(segment.text):
        before = segment.text[start : gap.end()]
        is_end = gap["number"] is not None and ends_with_number(before, segment.text[gap.end() :], language)
        if gap["year"] is None and not is_end and (gap["number"] is not None or goes_on(before, language)):
            continue
        yield Segment(segment.text[start : gap.start()], gap.group())
        start = gap.end()
    yield Segment(segment.text[start:], segment.gap)


def _beads(
    here: Sequence[Segment], there: Sequence[Segment], steps: Iterable[tuple[int, int]]
) -> Iterator[Bead]:
    i = j = start = 0
    for a, b in steps:
        taken = there[j : j + b]
        yield Bead(join(here[i : i + a]).rstrip(), join(taken).rstrip(), start)
        i, j, start = i + a, j + b, start + len(join(taken))


class _Way:
    """The cheapest steps through two texts; `usual` is the length of the other language's against this one's."""

    def __init__(
        self,
        here: Sequence[str],
        there: Sequence[str],
        anchors: Anchors,
        usual: float,
        languages: tuple[str, str],
    ) -> None:
        self._here, self._there, self._anchors, self._usual = here, there, anchors, usual
        self._languages = languages

    def steps(self) -> list[tuple[int, int]]:
        """How many sentences of each text one bead takes, from the first to the last."""
        rows, columns = len(self._here), len(self._there)
        best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
        for i in range(rows + 1):
            for j in self._columns(i, rows, columns):
                for (a, b), rare in _STEPS.items():
                    before = best.get((i - a, j - b))
                    if before is None:
                        continue
                    cost = before[0] + rare + self._cost(i - a, i, j - b, j)
                    if (i, j) not in best or cost < best[i, j][0]:
                        best[i, j] = cost, (a, b)
        steps, place = [], (rows, columns)
        while place != (0, 0):
            step = best[place][1]
            steps.append(step)
            place = place[0] - step[0], place[1] - step[1]
        return _side_by_side(steps[::-1])

    @staticmethod
    def _columns(row: int, rows: int, columns: int) -> range:
        """The places of the other text near this one; all of them where one text is far longer."""
        band = _BAND + abs(rows - columns)
        return range(max(0, row - band), min(columns, row + band) + 1)

    def _cost(self, start: int, end: int, other_start: int, other_end: int) -> float:
        if start == end or other_start == other_end:
            return 0.0
        mine = frozenset().union(*self._anchors.source[start:end])
        theirs = frozenset().union(*self._anchors.target[other_start:other_end])
        anchored = sum(self._anchors.worth.get(one, 0.0) for one in mine & theirs)
        alone = _ALONE * bool(self._anchors.alone & (mine | theirs))
        odd = _ODD * len((mine ^ theirs) & self._anchors.telling)
        here, there = self._here[start:end], self._there[other_start:other_end]
        return (
            _of_lengths(here, there, self._usual)
            + alone
            + odd
            - anchored
            - joined(here, there, *self._languages)
        )


def _side_by_side(steps: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Steps without two that are each other's: a sentence for none and none for a sentence were said freely."""
    found: list[tuple[int, int]] = []
    for step in steps:
        if found and {step, found[-1]} == {(1, 0), (0, 1)}:
            found[-1] = (1, 1)
        else:
            found.append(step)
    return found


def _of_lengths(here: Sequence[str], there: Sequence[str], usual: float) -> float:
    """What the lengths cost. A name that both texts write alike needs the same room in every language."""
    names = _names(here) & _names(there)
    alike = sum(map(len, names))
    expected = max(1.0, (sum(map(_length, here)) - alike) * usual + alike)
    off = math.log(max(1, sum(map(_length, there))) / expected)
    return min(_FARTHEST, off * off / (2 * (_SPREAD**2 + _SPREAD_OF_SIGNS / expected)))


def _names(sentences: Sequence[str]) -> set[str]:
    return {name for one in sentences for name in _NAME.findall(one)}


@lru_cache(maxsize=4096)
def _length(sentence: str) -> int:
    return len(_BESIDE.sub("", sentence))
