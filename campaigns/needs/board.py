"""The radar as a table: topics down, languages across, a line of weeks beside each topic.

What is small stays hidden here too: a row's total counts only the cells that are shown (and says that there
is more). The line beside it is drawn from the shown languages alone and in steps of five, so that no cell can
be told from the line and the cells beside it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from campaigns.languages import sort_languages
from campaigns.needs.radar import RadarRow, WeekCount, monday

#: So many languages of a topic are told in words.
TOLD = 4
#: The small line beside a topic: this many points, each of this many weeks.
LINE_POINTS = 13
POINT_WEEKS = 4
LINE_WEEKS = LINE_POINTS * POINT_WEEKS
LINE_STEP = 5


@dataclass(frozen=True)
class Line:
    """A topic: its cells by language, and the points of its line, oldest first, as they may be drawn.

    `shown` is the sum of the cells that are shown; `has_more` says that small ones are left out of it.
    """

    topic: str
    cells: Mapping[str, RadarRow]
    points: Sequence[int]
    shown: int
    has_more: bool

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


@dataclass(frozen=True)
class Board:
    """Topics × languages. `loudest` is the largest count shown, for the heat."""

    languages: Sequence[str]
    lines: Sequence[Line]
    loudest: int


def board(
    rows: Iterable[RadarRow],
    counts: Iterable[WeekCount],
    *,
    languages: Sequence[str],
    as_of: date,
    smallest_count: int,
) -> Board:
    """The table of these rows: the programme's `languages` first, then others that asked, then the unknown ('')."""
    by_topic: dict[str, dict[str, RadarRow]] = defaultdict(dict)
    for row in rows:
        by_topic[row.topic][row.language or ""] = row
    asked = {code for cells in by_topic.values() for code in cells}
    others = sort_languages(asked - set(languages) - {""})
    points = _points(counts, by_topic, as_of, smallest_count)
    lines = [_line(topic, cells, points) for topic, cells in by_topic.items()]
    return Board(
        languages=[*languages, *others, *([""] if "" in asked else [])],
        lines=sorted(lines, key=lambda line: (-line.score, -line.shown, line.topic)),
        loudest=max((row.count or 0 for cells in by_topic.values() for row in cells.values()), default=0),
    )


def _line(topic: str, cells: Mapping[str, RadarRow], points: Mapping[str, Sequence[int]]) -> Line:
    return Line(
        topic=topic,
        cells=cells,
        points=points.get(topic, ()),
        shown=sum(row.count or 0 for row in cells.values()),
        has_more=any(row.count is None or not row.is_exact for row in cells.values()),
    )


def _points(
    counts: Iterable[WeekCount],
    rows: Mapping[str, Mapping[str, RadarRow]],
    as_of: date,
    smallest_count: int,
) -> dict[str, list[int]]:
    """Questions in each four weeks by topic; fewer than the smallest count are drawn as none."""
    first = monday(as_of) - timedelta(weeks=LINE_WEEKS - 1)
    found: dict[str, list[int]] = defaultdict(lambda: [0] * LINE_POINTS)
    for one in counts:
        row = rows.get(one.topic, {}).get(one.language)
        place = (one.week - first).days // (7 * POINT_WEEKS)
        if row is not None and row.count is not None and 0 <= place < LINE_POINTS:
            found[one.topic][place] += one.asked
    return {
        topic: [_stepped(asked) if asked >= smallest_count else 0 for asked in line]
        for topic, line in found.items()
    }


def _stepped(asked: int) -> int:
    return (asked + LINE_STEP // 2) // LINE_STEP * LINE_STEP
