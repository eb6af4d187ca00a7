"""Which column means what: proposed from the headers, corrected by a person with column=field."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from campaigns.errors import BadInput
from campaigns.needs.intake.contents import counts_up, holds_dates, holds_questions
from campaigns.needs.intake.dates import ORDERS
from campaigns.needs.intake.names import folded, header_field, says_little
from campaigns.needs.intake.questions import OpenQuestion

FIELDS = (
    "date",
    "text",
    "language",
    "platform",
    "space",
    "region",
    "info_quality",
    "referred_to",
    "topic",
    "case_id",
    "risk",
    "sector",
    "residence_status",
)
IGNORED = "ignore"
#: The cells below the name of a column.
Cells = Callable[[str], Iterable[str]]


@dataclass(frozen=True)
class ColumnFields:
    """Fields by column. `date_order` is the reading of ambiguous dates (dmy, mdy, serial) that was chosen for this
    file, `remembered_order` the one chosen for an earlier file with these headers.
    """

    fields: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    date_order: str | None = None
    remembered_order: str | None = None

    def column(self, wanted: str) -> str | None:
        """The column that holds a field."""
        return next((column for column, name in self.fields.items() if name == wanted), None)

    def as_json(self) -> dict[str, str]:
        """Plain data to remember: column → field, the date with its order."""
        order = self.date_order or self.remembered_order
        return {
            column: f"{name}:{order}" if name == "date" and order else name
            for column, name in self.fields.items()
        }


def propose_mapping(
    headers: Sequence[str],
    *,
    chosen: Iterable[str] = (),
    remembered: Mapping[str, str] | None = None,
    cells: Cells | None = None,
) -> ColumnFields:
    """The mapping of a table: what a person chose ("Datum=date:dmy"), then what was remembered, then headers.

    A column that only counts its rows is no case number, and a file number ("Aktenz.") goes before a bare "Nr.",
    a Land before a town.

    Refuses an unknown column or field, two columns for one field, and a table without date or without both text
    and topic; then a column is named as an example whose `cells` look like what is missing.
    """
    fields: dict[str, str] = {}
    orders: dict[bool, str] = {}
    picked = [_choice(text) for text in chosen]
    for column, name, is_chosen in [
        *((_column(column, headers), name, True) for column, name in picked),
        *((column, name, False) for column, name in (remembered or {}).items()),
    ]:
        name, _, option = name.partition(":")
        if name == "date" and option:
            orders.setdefault(is_chosen, option)
        if column not in headers or column in fields or (name != IGNORED and name in fields.values()):
            continue
        fields[column] = name
    _refuse_doubled(picked)
    for header in sorted(headers, key=says_little):
        proposed = header_field(header)
        if proposed == "case_id" and cells is not None and counts_up(cells(header)):
            continue
        if proposed and header not in fields and proposed not in fields.values():
            fields[header] = proposed
    fields = {column: name for column, name in fields.items() if name != IGNORED}
    _refuse_incomplete(fields, headers, cells or _nothing_known)
    return ColumnFields(MappingProxyType(fields), orders.get(True), orders.get(False))


def headers_digest(headers: Sequence[str]) -> str:
    """What a mapping is remembered by: the names of the columns, whatever their order."""
    return hashlib.sha256("\n".join(sorted(folded(header) for header in headers)).encode()).hexdigest()


def _choice(text: str) -> tuple[str, str]:
    column, sign, name = text.rpartition("=")
    bare, _, option = name.strip().partition(":")
    if not sign or bare not in (*FIELDS, IGNORED):
        raise BadInput(
            "“{choice}” is not a column mapping. Write it like Datum=date; fields: {fields}, {ignored}.",
            field="map",
            choice=text[:60],
            fields=", ".join(FIELDS),
            ignored=IGNORED,
        )
    if option and (bare != "date" or option not in ORDERS):
        raise BadInput(
            "“{option}” is not an order of day, month and year. Use date:dmy, date:mdy, date:ymd or date:serial.",
            field="map",
            option=option[:20],
        )
    return column.strip(), name.strip()


def _column(name: str, headers: Sequence[str]) -> str:
    found = next((header for header in headers if folded(header) == folded(name)), None)
    if found is None:
        raise BadInput(
            "There is no column “{column}”. The file has: {headers}.",
            field="map",
            column=name[:60],
            headers=", ".join(header[:40] for header in headers[:30]),
        )
    return found


def _refuse_doubled(picked: Sequence[tuple[str, str]]) -> None:
    names = [name.partition(":")[0] for _, name in picked]
    for name in names:
        if name != IGNORED and names.count(name) > 1:
            raise BadInput("The field {name} is given to two columns. Choose one.", field="map", name=name)


def _nothing_known(_header: str) -> Iterable[str]:
    return ()


def _refuse_incomplete(fields: Mapping[str, str], headers: Sequence[str], cells: Cells) -> None:
    free = [header for header in headers if header not in fields]
    shown = ", ".join(header[:40] for header in headers[:30])
    if "date" not in fields.values():
        raise _missing(
            free,
            next((header for header in free if holds_dates(cells(header))), None),
            shown,
            "No column holds the date. Choose one, for instance --map “{example}=date”. The file has: {headers}.",
            "No column holds the date. Add a column “Datum” or “date” with the day of each question. The file has: "
            "{headers}.",
            "No column holds the date. Say which one does.",
        )
    if not {"text", "topic"} & set(fields.values()):
        raise _missing(
            free,
            next((header for header in free if holds_questions(cells(header))), None),
            shown,
            "No column holds the question or its topic. Choose one, for instance --map “{example}=text”. The file "
            "has: {headers}.",
            "No column holds the question or its topic. Add a column “Frage” or “question” with what each person "
            "asked, or a column “Thema” or “topic” with what it was about. The file has: {headers}.",
            "No column holds the question or its topic. Say which one does.",
        )


def _missing(
    free: Sequence[str], example: str | None, shown: str, choose: str, add: str, on_screen: str
) -> OpenQuestion:
    """The question for a column. Only one that looks like what is missing is given as an example."""
    if example is None:
        return OpenQuestion(add, on_screen=on_screen if free else add, headers=shown)
    return OpenQuestion(choose, on_screen=on_screen, example=example[:40], headers=shown)
