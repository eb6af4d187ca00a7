"""An export understood: its posts or its days with their counts, and what of it was set apart and why."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date

from campaigns.needs.intake.names import folded
from campaigns.reach.exports.columns import Columns, find_columns
from campaigns.reach.exports.doubtful import refuse_doubtful
from campaigns.reach.exports.moments import Moment, as_moment, read_days, read_moment
from campaigns.reach.exports.numbers import NotACount, range_of, read_count
from campaigns.reach.exports.sheets import read_sheets
from campaigns.reach.exports.words import lifetimes, platform_by_address, platform_by_headers, totals
from campaigns.reach.metrics import Metric

TWICE_ALIKE = "The same row stands in the file twice. It was counted once."
TWICE = (
    "The same post stands in the file twice with different figures. Both were set apart; nothing was guessed."
)
NO_DAY = "This is no day. The row was set apart."
SPOILED_ID = (
    "A spreadsheet has shortened this id (like 1.2E+17), so it tells nothing. The link or the words decide."
)
EXPLAINS = "The row below the headers explains them and holds no figures. It was left out."
TOTAL_ROW = "The row of totals was left out: it is no post."
ABOVE = "Rows above the headers were left out."
OTHER_SHEETS = "The file has several tables; the one with most known columns was read."
OF_TWO_PLATFORMS = (
    "The columns are called as on another platform than the one that the links lead to. The links decided: look "
    "whether this is the file you meant."
)
ROUNDED = (
    "The platform has shortened some counts, like 1.2K. They were taken as they stand; each may be somewhat smaller or "
    "larger, and within which limits is told."
)
_ID_LENGTH = 300


@dataclass(frozen=True)
class Apart:
    """A cell or row that was not taken: where, what stood there, and why."""

    row: int
    column: str
    value_hint: str
    reason: str

    def as_json(self) -> dict[str, object]:
        return {"row": self.row, "column": self.column, "value_hint": self.value_hint, "reason": self.reason}


@dataclass(frozen=True)
class Rounded:
    """A count that the platform shortened: what stood there, and from what to what it may stand for."""

    row: int
    column: str
    value_hint: str
    low: int
    high: int

    def as_json(self) -> dict[str, object]:
        return asdict(self)


@dataclass
class ExportRow:
    """A post of an export, or a day of the account. `figures` None is empty in the file: not known, never 0.

    `rounded` are those of its figures that the platform shortened.
    """

    row: int
    remote_id: str = ""
    url: str = ""
    text: str = ""
    posted: Moment | None = None
    day: date | None = None
    figures: dict[Metric, int | None] = field(default_factory=dict)
    rounded: dict[Metric, Rounded] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two rows the same post."""
        if self.day is not None:
            return ("day", self.day.isoformat())
        name = self.remote_id or self.url
        return ("post", name) if name else ("words", self.text, as_moment(self.posted))


@dataclass(frozen=True)
class Export:
    """A file as it was understood. `certain_platform` is what the file itself gives away, '' where it does not; without
    it `platform` is the account's. `totals` are control sums over the rows that were taken, to be compared with the
    file; `file_totals` are over all its rows, those that stand there twice included.
    """

    platform: str
    certain_platform: str
    columns: Columns
    rows: Sequence[ExportRow]
    apart: Sequence[Apart]
    notes: Sequence[str]
    read: int
    file_totals: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_of_posts(self) -> bool:
        return self.columns.has_posts

    @property
    def totals(self) -> dict[str, int]:
        return _sums(self.rows)

    @property
    def rounded(self) -> list[Rounded]:
        """Every count that stands shortened in the rows that were taken."""
        return [each for row in self.rows for each in row.rounded.values()]

    @property
    def digest(self) -> str:
        """The digest of what was understood: the same export saved in another way is the same."""
        said = [
            [*row.key, *sorted(f"{metric}={value}" for metric, value in row.figures.items())]
            for row in self.rows
        ]
        return hashlib.sha256(json.dumps([self.platform, sorted(said)]).encode()).hexdigest()


def read_export(
    data: bytes,
    *,
    name: str,
    platform: str = "",
    chosen: Iterable[str] = (),
    remembered: Mapping[str, Mapping[str, str]] | None = None,
) -> Export:
    """Understands an export; `platform` is the account's own, where its kind is one."""
    sheets = read_sheets(data, name=name)
    sheet, columns = find_columns(sheets, chosen=chosen, remembered=remembered)
    notes = [OTHER_SHEETS] if len(sheets) > 1 else []
    notes += [ABOVE] if columns.start > 1 else []
    body = list(sheet.rows[columns.start :])
    if body and _explains(columns, body[0][1]):
        body, notes = body[1:], [*notes, EXPLAINS]
    refuse_doubtful(columns, body)
    kept = [row for row in body if not _is_total(columns, row[1])]
    if len(kept) < len(body):
        notes.append(TOTAL_ROW)
    apart: list[Apart] = []
    rows = _posts(columns, kept, apart) if columns.has_posts else _days(columns, kept, apart)
    file_totals = _sums(rows)
    rows = _once(rows, apart)
    addresses = (platform_by_address(row.url) for row in rows if row.url)
    linked, headed = next((found for found in addresses if found), ""), platform_by_headers(columns.headers)
    if linked and headed not in ("", linked):
        notes.append(OF_TWO_PLATFORMS)
    if any(row.rounded for row in rows):
        notes.append(ROUNDED)
    certain = linked or headed
    return Export(
        platform=certain or platform,
        certain_platform=certain,
        columns=columns,
        rows=rows,
        apart=sorted(apart, key=lambda each: each.row),
        notes=notes,
        read=len(kept),
        file_totals=file_totals,
    )


def _sums(rows: Sequence[ExportRow]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for row in rows:
        for metric, value in row.figures.items():
            if value is not None:
                sums[str(metric)] = sums.get(str(metric), 0) + value
    return sums


def _posts(
    columns: Columns, body: Sequence[tuple[int, tuple[str, ...]]], apart: list[Apart]
) -> list[ExportRow]:
    rows, spoiled = [], 0
    for number, cells in body:
        remote_id, url = columns.cell(cells, "id"), columns.cell(cells, "url")
        if _is_spoiled(remote_id):
            spoiled += 1
            if spoiled == 1:
                apart.append(Apart(number, _header(columns, "id"), remote_id[:40], SPOILED_ID))
            remote_id = ""
        if not url and remote_id.startswith(("http://", "https://")):
            url, remote_id = remote_id, ""
        told = (columns.cell(cells, name) for name in ("posted", "date"))
        posted = next(filter(None, (read_moment(cell, columns.option) for cell in told)), None)
        row = ExportRow(number, remote_id[:_ID_LENGTH], url[:500], columns.cell(cells, "text"), posted)
        row.figures = _figures(columns, number, cells, apart)
        row.rounded = _rounded(columns, row, cells)
        rows.append(row)
    return rows


def _days(
    columns: Columns, body: Sequence[tuple[int, tuple[str, ...]]], apart: list[Apart]
) -> list[ExportRow]:
    meaning = "date" if "date" in columns.places else "posted"
    days = read_days(
        [columns.cell(cells, meaning) for _, cells in body],
        column=_header(columns, meaning),
        chosen=columns.option,
    )
    rows = []
    for (number, cells), day in zip(body, days, strict=True):
        if day is None:
            apart.append(Apart(number, _header(columns, meaning), columns.cell(cells, meaning)[:40], NO_DAY))
            continue
        row = ExportRow(number, day=day, figures=_figures(columns, number, cells, apart))
        row.rounded = _rounded(columns, row, cells)
        rows.append(row)
    return rows


def _rounded(columns: Columns, row: ExportRow, cells: tuple[str, ...]) -> dict[Metric, Rounded]:
    found = {}
    for metric, value in row.figures.items():
        cell = columns.cell(cells, metric)
        limits = range_of(cell) if value else None
        if limits:
            found[metric] = Rounded(row.row, _header(columns, metric), cell[:40], *limits)
    return found


def _figures(
    columns: Columns, number: int, cells: tuple[str, ...], apart: list[Apart]
) -> dict[Metric, int | None]:
    """The counts of a row. What is no count is set apart and missing here; an empty cell is None."""
    found: dict[Metric, int | None] = {}
    for name in columns.counted:
        cell = columns.cell(cells, name)
        try:
            found[Metric(name)] = read_count(cell)
        except NotACount as problem:
            apart.append(Apart(number, _header(columns, name), cell[:40], problem.reason))
    return found


def _once(rows: Sequence[ExportRow], apart: list[Apart]) -> list[ExportRow]:
    """Each post once. Two rows of one post that differ are both set apart."""
    groups: dict[tuple[str, ...], list[ExportRow]] = {}
    for row in rows:
        groups.setdefault(row.key, []).append(row)
    kept = []
    for group in groups.values():
        alike = all(row.figures == group[0].figures for row in group)
        if alike:
            kept.append(group[0])
        apart.extend(
            Apart(row.row, "", row.remote_id or row.url[:60], TWICE_ALIKE if alike else TWICE)
            for row in (group[1:] if alike else group)
        )
    return kept


def _is_total(columns: Columns, cells: Sequence[str]) -> bool:
    """Whether the row adds up the others: it says so where a post has its name, or it names nothing but counts."""
    first = next((cell for cell in cells if cell), "")
    named = [columns.cell(cells, meaning) for meaning in ("id", "text", "date", "posted")]
    if any(folded(cell) in totals() for cell in (first, *named) if cell) and not columns.cell(cells, "url"):
        return folded(columns.cell(cells, "date")) not in lifetimes() or not columns.cell(cells, "id")
    return False


def _explains(columns: Columns, cells: Sequence[str]) -> bool:
    """Whether every count of a row is a sentence: old Facebook exports explain their headers below them."""
    texts = [columns.cell(cells, name) for name in columns.counted]
    return bool(texts) and all(
        len(text) > 12 and not any(letter.isdigit() for letter in text[:4]) for text in texts
    )


def _is_spoiled(remote_id: str) -> bool:
    text = remote_id.replace(",", ".").upper()
    return "E+" in text and text.replace("E+", "").replace(".", "").isdecimal()


def _header(columns: Columns, meaning: str) -> str:
    place = columns.places.get(meaning)
    return columns.headers[place][:60] if place is not None else ""
