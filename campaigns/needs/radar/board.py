"""The radar as a table: topics down, languages across, the pace of the year beside each topic.

What is small stays hidden here too: a row's total counts only the cells that are shown, and the line is the sum of
the cells' own lines, which are made of shown counts (`paces.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from campaigns.languages import sort_languages
from campaigns.needs.radar.covered import Coverage
from campaigns.needs.radar.paces import together
from campaigns.needs.radar.row import RadarRow

#: So many languages of a topic are told in words.
TOLD = 4


@dataclass(frozen=True)
class Line:
    """A topic: its cells by language, and its pace in each stretch of the year (`paces.STRETCHES`).

    `shown` is the sum of the cells that are shown: there are about so many.
    """

    topic: str
    cells: Mapping[str, RadarRow]
    paces: Sequence[float | None]
    shown: int

    @property
    def rows(self) -> list[RadarRow]:
        """The cells, the most urgent first."""
        return sorted(self.cells.values(), key=lambda row: -row.score)

    @property
    def told(self) -> list[RadarRow]:
        """The cells worth a reason in words: the most urgent, and others whose counts are shown."""
        first, *others = self.rows
        return [first, *(row for row in others if row.count is not None)][:TOLD]

    @property
    def score(self) -> float:
        return self.rows[0].score

    @property
    def sensitive(self) -> bool:
        return self.rows[0].sensitive

    @property
    def covered_by(self) -> str | None:
        """The campaign that answers the most urgent cell."""
        return self.rows[0].covered_by

    @property
    def coverage(self) -> Coverage | None:
        """The campaign nearest to the most urgent cell."""
        return self.rows[0].coverage


@dataclass(frozen=True)
class Board:
    """Topics × languages. `loudest` is the largest count shown, for the heat."""

    languages: Sequence[str]
    lines: Sequence[Line]
    loudest: int

    @property
    def unrecognised(self) -> int:
        """The percentage of the counts shown whose language nobody knows; 0 only where there is none."""
        shown = sum(line.shown for line in self.lines)
        unknown = sum(line.cells[""].count or 0 for line in self.lines if "" in line.cells)
        return max(1, round(100 * unknown / shown)) if unknown else 0


def board(rows: Iterable[RadarRow], *, languages: Sequence[str]) -> Board:
    """The table of these rows: the programme's `languages` first, then others that asked, then the unknown ('')."""
    by_topic: dict[str, dict[str, RadarRow]] = defaultdict(dict)
    for row in rows:
        by_topic[row.topic][row.language or ""] = row
    asked = {code for cells in by_topic.values() for code in cells}
    others = sort_languages(asked - set(languages) - {""})
    lines = [_line(topic, cells) for topic, cells in by_topic.items()]
    return Board(
        languages=[*languages, *others, *([""] if "" in asked else [])],
        lines=sorted(lines, key=lambda line: (-line.score, -line.shown, line.topic)),
        loudest=max((row.count or 0 for cells in by_topic.values() for row in cells.values()), default=0),
    )


def _line(topic: str, cells: Mapping[str, RadarRow]) -> Line:
    return Line(
        topic=topic,
        cells=cells,
        paces=together(row.paces for row in cells.values()),
        shown=sum(row.count or 0 for row in cells.values()),
    )
