"""JSON: one list of objects, also inside what a program wraps it in, or one object a line. Other nested values are not
taken."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from campaigns.needs.intake.names import header_field
from campaigns.needs.reading.encodings import decode_asking
from campaigns.needs.reading.limits import MOST_COLUMNS
from campaigns.needs.reading.table import (
    CellProblem,
    Format,
    Row,
    Table,
    UnreadableTable,
    checked_cell,
    checked_headers,
    refuse_data_as_headers,
    refuse_too_many_rows,
)
from campaigns.needs.reading.wishes import NOTHING_SAID, Wishes

DOUBLED = "The entry names this column twice. Keep one of the two values."
NESTED = "A list or object inside a cell is not taken. Write one value per column."
NO_OBJECT = "The line is not a JSON object. Mend it in the program that wrote it."
#: Halves of a pair of UTF-16: JSON can spell them, but they are no text, and no database keeps them.
_HALVES = re.compile(r"[\ud800-\udfff]")
NO_ENTRY = "The entry is not a JSON object. Mend it in the program that wrote it."
SPELLINGS = "Keys that name the same thing in different words were read as one column."
_MARKS = "\ufeff \t\r\n"


def read_objects(data: bytes, *, name: str, wishes: Wishes = NOTHING_SAID) -> Table:
    """The table in a JSON or JSON-lines file; the keys of all objects together are the headers."""
    text, encoding = decode_asking(data, name=name, said=wishes.encoding)
    lines = text.strip(_MARKS)
    if not lines:
        raise UnreadableTable("{name} is empty. Choose a file with at least one object.", name=name)
    kind: Format = "json" if lines.startswith("[") else "jsonl"
    document = _document(lines) if kind == "jsonl" else None
    if document is not None:
        kind = "json"
    items = _wrapped(document) or [document] if document is not None else None
    if kind == "json" and items is None:
        items = _items(lines, name)
    # Objects of a list are numbered by their place in it, those of lines as an editor numbers the lines.
    numbered = list(_lines(text, name) if items is None else enumerate(_list(items, name), start=1))
    keys = _keys((item for _, item in numbered if item is not None), name)
    spelled = _spellings(keys, [item for _, item in numbered if item is not None])
    headers, notes = checked_headers([keys[0] for keys in spelled], name=name)
    if len(spelled) < len(keys):
        notes.append(SPELLINGS)
    refuse_data_as_headers(headers, name=name)
    columns = list(zip(spelled, headers, strict=True))
    reason = NO_ENTRY if kind == "json" else NO_OBJECT
    rows = [
        _row(number, item, columns, name) if item is not None else _broken(number, headers, reason)
        for number, item in numbered
    ]
    if not rows:
        raise UnreadableTable(
            "{name} holds an empty list. Choose a file with at least one object.", name=name
        )
    return Table(headers, rows, kind, None, encoding, tuple(notes))


def _document(text: str) -> dict[str, Any] | None:
    """The single object that is the whole text, over however many lines."""
    try:
        found = _loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _wrapped(document: dict[str, Any]) -> list[Any] | None:
    """The list of objects that a program has put inside other things ({"data": {"items": […]}}). None where there are
    several, or where the document is a record itself."""
    if any(header_field(key) for key in document):
        return None
    lists = [each for each in document.values() if isinstance(each, list) and _has_object(each)]
    wraps = [each for each in document.values() if isinstance(each, dict)]
    if lists:
        return lists[0] if len(lists) == 1 else None
    return _wrapped(wraps[0]) if len(wraps) == 1 else None


def _has_object(items: list[Any]) -> bool:
    return any(isinstance(item, dict) for item in items)


def _items(text: str, name: str) -> list[Any]:
    try:
        found: list[Any] = _loads(text)
    except ValueError as problem:
        raise UnreadableTable(
            "{name} is not valid JSON (line {line}). Check it with the program that wrote it.",
            name=name, line=getattr(problem, "lineno", 1),
        ) from None  # fmt: skip
    return found


def _list(items: list[Any], name: str) -> Iterator[dict[str, Any] | None]:
    """The objects of a list; None where an entry is none. A list without any is refused."""
    if items and not _has_object(items):
        raise UnreadableTable(
            "No entry of {name} is an object. Write a list of objects like "
            '[{{"date": "2026-11-02", "text": "…"}}].',
            name=name,
        )
    for place, item in enumerate(items, start=1):
        refuse_too_many_rows(place, name=name)
        yield item if isinstance(item, dict) else None


def _lines(text: str, name: str) -> Iterator[tuple[int, dict[str, Any] | None]]:
    """The objects by the number of their line; None where a line holds none. A file without any is refused."""
    count = sound = 0
    for number, raw in enumerate(text.split("\n"), start=1):
        # Files of several days that were put together keep the mark each of them began with.
        line = raw.strip(_MARKS)
        if not line:
            continue
        try:
            item = _loads(line)
        except ValueError:
            item = None
        count += 1
        refuse_too_many_rows(count, name=name)
        sound += isinstance(item, dict)
        yield number, item if isinstance(item, dict) else None
    if not sound:
        raise UnreadableTable(
            "No line of {name} is a JSON object. Each line is one object, for instance "
            '{{"date": "2026-11-02", "text": "…"}}.',
            name=name,
        )


def _broken(number: int, headers: Sequence[str], reason: str) -> Row:
    return Row(number, ("",) * len(headers), (CellProblem(number, "", reason),))


def _loads(text: str) -> Any:
    """JSON with bounded depth, numbers kept as they were written, and no value lost behind another one. NaN is what
    programs write for nothing."""
    try:
        return json.loads(
            text, parse_int=str, parse_float=str, parse_constant=_nothing, object_pairs_hook=_object
        )
    except RecursionError:
        raise ValueError("too deep") from None


def _nothing(_constant: str) -> None:
    """What NaN and Infinity say in a cell."""


class _Doubled:
    """Stands for a value that has the same key as another one."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        name = _HALVES.sub("\ufffd", key).strip()
        found[name] = _Doubled() if name in found else value
    return found


def _keys(objects: Iterable[dict[str, Any]], name: str) -> list[str]:
    keys: dict[str, None] = {}
    for item in objects:
        keys.update(dict.fromkeys(item))
        if len(keys) > MOST_COLUMNS:
            break
    if not keys:
        raise UnreadableTable(
            "The objects in {name} are empty. Each needs keys like date and text.", name=name
        )
    return list(keys)


def _spellings(keys: Sequence[str], objects: Sequence[dict[str, Any]]) -> list[tuple[str, ...]]:
    """The keys that make one column: "date" and "Datum" are one where no object fills both."""
    named: dict[str, list[str]] = {}
    for key in keys:
        named.setdefault(header_field(key) or f"\x00{key}", []).append(key)
    columns: list[tuple[str, ...]] = []
    for same in named.values():
        is_one = len(same) == 1 or not any(sum(_is_filled(item, key) for key in same) > 1 for item in objects)
        columns += [tuple(same)] if is_one else [(key,) for key in same]
    return columns


def _is_filled(item: dict[str, Any], key: str) -> bool:
    return item.get(key) not in (None, "")


def _value(item: dict[str, Any], spellings: tuple[str, ...]) -> Any:
    return item.get(next((key for key in spellings if _is_filled(item, key)), spellings[0]))


def _row(number: int, item: dict[str, Any], columns: Sequence[tuple[tuple[str, ...], str]], name: str) -> Row:
    cells: list[str] = []
    problems: list[CellProblem] = []
    for keys, header in columns:
        value = item.get(keys[0]) if len(keys) == 1 else _value(item, keys)
        if isinstance(value, dict | list | _Doubled):
            reason = DOUBLED if isinstance(value, _Doubled) else NESTED
            problems.append(CellProblem(number, header, reason))
            value = None
        text = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
        cells.append(
            checked_cell(
                _HALVES.sub("\ufffd", text.replace("\x00", "")), row=number, column=header, name=name
            )
        )
    return Row(number, tuple(cells), tuple(problems))
