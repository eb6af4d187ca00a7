"""An export understood: its posts or its days with their counts, and what of it was set apart and why."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from campaigns.needs.reading.table import UnreadableTable
from campaigns.reach.exports.columns import Columns, NoColumn, find_columns
from campaigns.reach.exports.doubtful import refuse_doubtful
from campaigns.reach.exports.moments import Moment, mixes_orders, read_days, read_moment
from campaigns.reach.exports.numbers import FORMULA, NotACount, is_formula, range_of, read_count
from campaigns.reach.exports.rows import Apart, ExportRow, Rounded
from campaigns.reach.exports.sheets import is_workbook_by_name_alone, read_sheets
from campaigns.reach.exports.total_rows import is_total, unnamed_totals
from campaigns.reach.exports.words import platform_by_address, platform_by_headers
from campaigns.reach.insights.metrics import Metric

TWICE_ALIKE = "The same row stands in the file twice. It was counted once."
TWICE = (
    "The same post stands in the file twice with different figures. Both were set apart; nothing was guessed."
)
NO_DAY = "This is no day. The row was set apart."
SPOILED_ID = (
    "The long number of this post was cut short when the file was opened and saved in Excel, so the post was looked "
    "for by its link or its words. Take in the file as it was downloaded, without opening it first, to be sure."
)
EXPLAINS = "The row below the headers explains them and holds no figures. It was left out."
TOTAL_ROW = "The row of totals was left out: it is no post."
SUM_ROW = (
    "The row has no id, link, words or day, and each of its figures is the sum of all others: it is the row of totals. "
    "It was left out."
)
MIXED_DATES = (
    "The file mixes days with the day first and with the month first. Days that can be read in both ways were not "
    "used: only links and ids tell which posts these rows are about."
)
OF_TWO_READINGS = (
    "This day can be read in two ways, and the file holds both forms. It was not used; nothing was guessed."
)
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
#: Columns that tell when a post was put up, the better one first.
_WHEN = ("posted", "date")


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
    try:
        sheet, columns = find_columns(sheets, chosen=chosen, remembered=remembered)
    except NoColumn:
        if not is_workbook_by_name_alone(data, name):
            raise
        raise UnreadableTable(
            "{name} is called an Excel file and is none. Download it once more, or open it in your spreadsheet program "
            "and save it as XLSX.",
            name=name,
        ) from None
    notes = [OTHER_SHEETS] if len(sheets) > 1 else []
    notes += [ABOVE] if columns.start > 1 else []
    body = list(sheet.rows[columns.start :])
    if body and _explains(columns, body[0][1]):
        body, notes = body[1:], [*notes, EXPLAINS]
    refuse_doubtful(columns, body)
    apart: list[Apart] = []
    body = [(number, _without_formulas(columns, number, cells, apart)) for number, cells in body]
    kept = [row for row in body if not is_total(columns, row[1])]
    if len(kept) < len(body):
        notes.append(TOTAL_ROW)
    sums = unnamed_totals(columns, kept)
    kept = [row for row in kept if row not in sums]
    apart += [Apart(number, "", "", SUM_ROW) for number, _ in sums]
    rows = _posts(columns, kept, apart) if columns.has_posts else _days(columns, kept, apart)
    if any(each.reason == OF_TWO_READINGS for each in apart):
        notes.append(MIXED_DATES)
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
    is_mixed = not columns.option and mixes_orders(
        columns.cell(cells, name) for _, cells in body for name in _WHEN
    )
    for number, cells in body:
        remote_id, url = columns.cell(cells, "id"), columns.cell(cells, "url")
        if _is_spoiled(remote_id):
            spoiled += 1
            if spoiled == 1:
                apart.append(Apart(number, columns.header("id"), remote_id[:40], SPOILED_ID))
            remote_id = ""
        if not url and remote_id.startswith(("http://", "https://")):
            url, remote_id = remote_id, ""
        posted = _posted(columns, number, cells, apart, is_mixed=is_mixed)
        row = ExportRow(number, remote_id[:_ID_LENGTH], url[:500], columns.cell(cells, "text"), posted)
        row.figures = _figures(columns, number, cells, apart)
        row.rounded = _rounded(columns, row, cells)
        rows.append(row)
    return rows


def _posted(
    columns: Columns, number: int, cells: tuple[str, ...], apart: list[Apart], *, is_mixed: bool
) -> Moment | None:
    for name in _WHEN:
        cell = columns.cell(cells, name)
        moment = read_moment(cell, columns.option)
        if moment is not None and is_mixed and len(moment.days) > 1:
            apart.append(Apart(number, columns.header(name), cell[:40], OF_TWO_READINGS))
            return None
        if moment is not None:
            return moment
    return None


def _days(
    columns: Columns, body: Sequence[tuple[int, tuple[str, ...]]], apart: list[Apart]
) -> list[ExportRow]:
    meaning = "date" if "date" in columns.places else "posted"
    days = read_days(
        [columns.cell(cells, meaning) for _, cells in body],
        column=columns.header(meaning),
        chosen=columns.option,
    )
    rows = []
    for (number, cells), day in zip(body, days, strict=True):
        if day is None:
            apart.append(Apart(number, columns.header(meaning), columns.cell(cells, meaning)[:40], NO_DAY))
            continue
        row = ExportRow(number, day=day, figures=_figures(columns, number, cells, apart))
        row.rounded = _rounded(columns, row, cells)
        rows.append(row)
    return rows


def _without_formulas(
    columns: Columns, number: int, cells: tuple[str, ...], apart: list[Apart]
) -> tuple[str, ...]:
    """A row of which nothing is known by a formula that nobody has calculated; those of counts are told as such."""
    found = list(cells)
    for meaning in ("id", "url", *_WHEN):
        cell = columns.cell(cells, meaning)
        if is_formula(cell):
            apart.append(Apart(number, columns.header(meaning), cell[:40], FORMULA))
            found[columns.places[meaning]] = ""
    return tuple(found)


def _rounded(columns: Columns, row: ExportRow, cells: tuple[str, ...]) -> dict[Metric, Rounded]:
    found = {}
    for metric, value in row.figures.items():
        cell = columns.cell(cells, metric)
        limits = range_of(cell) if value else None
        if limits:
            found[metric] = Rounded(row.row, columns.header(metric), cell[:40], *limits)
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
            apart.append(Apart(number, columns.header(name), cell[:40], problem.reason))
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


def _explains(columns: Columns, cells: Sequence[str]) -> bool:
    """Whether every count of a row is a sentence: old Facebook exports explain their headers below them."""
    texts = [columns.cell(cells, name) for name in columns.counted]
    return bool(texts) and all(
        len(text) > 12 and not is_formula(text) and not any(letter.isdigit() for letter in text[:4])
        for text in texts
    )


def _is_spoiled(remote_id: str) -> bool:
    text = remote_id.replace(",", ".").upper()
    return "E+" in text and text.replace("E+", "").replace(".", "").isdecimal()
