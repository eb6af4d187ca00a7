"""Which row of an export holds the headers, and which column means what."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from campaigns.errors import BadInput
from campaigns.needs.intake.names import folded
from campaigns.reach.exports.leaving_out import LeftOut, only_parts, why_left_out
from campaigns.reach.exports.sheet import Sheet
from campaigns.reach.exports.words import (
    COUNTED,
    FIELDS,
    IGNORED,
    counts_on,
    is_of_another_language,
    meaning_of,
    platform_by_headers,
    rank_of,
)

#: Titles, filters and notes above the headers: no export has more.
MOST_ABOVE = 40
KNOWN = (*FIELDS, *COUNTED)


class NoColumn(BadInput):
    """No row of the file is a head of which anything is known."""


@dataclass(frozen=True)
class Columns:
    """The columns of a table: what each means, by its place. `option` is what a person said of the dates.

    `left_out` are headers that nothing is taken from, `why` those of them that could be missed; `start` is the place of
    the first row below the headers; `said` are places of which a person spoke.
    """

    headers: tuple[str, ...]
    places: Mapping[str, int]
    start: int
    option: str = ""
    left_out: tuple[str, ...] = ()
    mapping: Mapping[str, str] = field(default_factory=dict)
    said: frozenset[int] = frozenset()
    why: tuple[LeftOut, ...] = ()
    is_of_another_language: bool = False

    def cell(self, cells: Sequence[str], meaning: str) -> str:
        """What stands in the column of this meaning, '' where there is none."""
        place = self.places.get(meaning)
        return cells[place] if place is not None and place < len(cells) else ""

    def header(self, meaning: str) -> str:
        """What the column of this meaning is called, as far as it is told; '' where there is none."""
        place = self.places.get(meaning)
        return self.headers[place][:60] if place is not None else ""

    @property
    def counted(self) -> list[str]:
        return [str(metric) for metric in COUNTED if metric in self.places]

    @property
    def has_posts(self) -> bool:
        """Whether a row is a post; else it is a day of the account."""
        return bool({"id", "url", "text"} & set(self.places))


def find_columns(
    sheets: Sequence[Sheet],
    *,
    chosen: Iterable[str] = (),
    remembered: Mapping[str, Mapping[str, str]] | None = None,
) -> tuple[Sheet, Columns]:
    """The table to read and its columns: of all sheets, the row that knows most headers.

    `chosen` is a person's COLUMN=FIELD, `remembered` earlier choices by the digest of headers. A table of posts is
    preferred to one of days. Refuses a file in which nothing is counted, naming its headers.
    """
    picked = [_choice(each) for each in chosen]
    best: tuple[tuple[bool, int, int], Sheet, Columns] | None = None
    shown: tuple[str, ...] = ()
    is_bare = False
    for sheet in sheets:
        for start, (_number, cells) in enumerate(sheet.rows[:MOST_ABOVE], start=1):
            columns = _columns(cells, start, picked, (remembered or {}).get(headers_digest(cells), {}))
            rest = len(sheet.rows) - start
            if sum(1 for cell in cells if cell) > sum(1 for cell in shown if cell):
                shown = cells
            if columns is None or not rest:
                is_bare = is_bare or columns is not None
                continue
            score = (columns.has_posts, len(columns.places), -start)
            if best is None or score > best[0]:
                best = (score, sheet, columns)
    if best is None and is_bare:
        raise BadInput(
            "This file has a header and no row below it. Choose a longer period in the export, or the file with the "
            "figures.",
            field="file",
        )
    if best is None and only_parts(shown):
        raise BadInput(
            "This file has no whole count, only parts or other measures: {headers}. They were not taken: parts are not "
            "added up, because the same person can be in both. Export it with the column of the whole, like “Views” or "
            "“Reach”, or type the figures in at the post.",
            field="file",
            headers=", ".join(only_parts(shown)[:30]),
        )
    if best is None:
        raise NoColumn(
            "No column of this file is known as a count of views, reach or engagement. It has: {headers}. Export it "
            "in English or German, or say what a column means: “{example}=views”; fields: {fields}.",
            field="file",
            headers=", ".join(header[:40] for header in shown[:30] if header) or "–",
            example=next((header[:40] for header in reversed(shown) if header), "Column"),
            fields=", ".join(KNOWN),
        )
    _refuse_unknown(picked, best[2])
    return best[1], best[2]


def headers_digest(headers: Sequence[str]) -> str:
    """What a mapping is remembered by: the names of the columns, whatever their order."""
    return hashlib.sha256("\n".join(sorted(folded(header) for header in headers)).encode()).hexdigest()


def _columns(
    cells: tuple[str, ...],
    start: int,
    picked: Sequence[tuple[str, str, str]],
    remembered: Mapping[str, str],
) -> Columns | None:
    said = {folded(column): name for column, name in remembered.items()}
    said |= {folded(column): f"{name}:{option}" if option else name for column, name, option in picked}
    places: dict[str, int] = {}
    taken: dict[int, str] = {}
    option = ""
    for place, header in enumerate(cells):
        name, _, order = said.get(folded(header), "").partition(":")
        if header and name and name not in places:
            taken[place] = name
            option = order or option
            if name != IGNORED:
                places[name] = place
    ranked: dict[str, list[tuple[int, int]]] = {}
    platform = platform_by_headers(cells)
    for place, header in enumerate(cells):
        meaning = meaning_of(header) if header and place not in taken else None
        if meaning and meaning not in places and counts_on(header, platform):
            ranked.setdefault(meaning, []).append((rank_of(meaning, header), place))
    places |= {meaning: min(found)[1] for meaning, found in ranked.items()}
    counted = [metric for metric in COUNTED if metric in places]
    located = {"id", "url", "text", "date", "posted"} & set(places)
    if not counted or not located or len(places) < 2:
        return None
    used = set(places.values())
    is_foreign = any(
        is_of_another_language(header) for place, header in enumerate(cells) if place not in taken
    )
    return Columns(
        headers=cells,
        places=places,
        start=start,
        option=option,
        left_out=tuple(header for place, header in enumerate(cells) if header and place not in used),
        mapping={header: said[folded(header)] for header in cells if folded(header) in said},
        said=frozenset(taken),
        why=why_left_out(cells, places, set(taken), is_of_another_language=is_foreign),
        is_of_another_language=is_foreign,
    )


def _choice(text: str) -> tuple[str, str, str]:
    column, sign, name = text.rpartition("=")
    bare, _, option = name.strip().partition(":")
    if not sign or bare not in (*KNOWN, IGNORED):
        raise BadInput(
            "“{choice}” is not a column mapping. Write it like Aufrufe=views; fields: {fields}, {ignored}.",
            field="map",
            choice=text[:60],
            fields=", ".join(KNOWN),
            ignored=IGNORED,
        )
    return column.strip(), bare, option


def _refuse_unknown(picked: Sequence[tuple[str, str, str]], columns: Columns) -> None:
    known = {folded(header) for header in columns.headers}
    for column, _name, _option in picked:
        if folded(column) not in known:
            raise BadInput(
                "There is no column “{column}”. The file has: {headers}.",
                field="map",
                column=column[:60],
                headers=", ".join(header[:40] for header in columns.headers[:30] if header),
            )
