"""The code book: what each table, column and figure is, in which unit, divided by what, and what is hidden and why."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from textwrap import wrap
from typing import Any

WIDTH = 100


@dataclass(frozen=True)
class Entry:
    """A column or a figure. `divisor` is what a share, a rate or a ratio is divided by, '' where nothing is."""

    name: str
    meaning: str
    unit: str = ""
    divisor: str = ""


@dataclass(frozen=True)
class Table:
    """A table with its columns in their order."""

    name: str
    about: str
    columns: Sequence[Entry]

    @property
    def header(self) -> list[str]:
        return [column.name for column in self.columns]


@dataclass(frozen=True)
class Book:
    """All of it. Figures of groups are named METRIC.PART and share the entries of their part."""

    about: str
    tables: Mapping[str, Table]
    figures: Mapping[str, Entry]
    rules: Mapping[str, str]
    signs: Mapping[str, str]

    def in_words(self, reason: str) -> str:
        """What a sign that stands as a reason means; '' for a reason that says so itself."""
        return self.signs.get("<k" if reason.startswith("<") else reason, "")

    def figure(self, name: str) -> Entry:
        """What the book says of a figure; an unknown one is a mistake in the book."""
        metric, _, part = name.rpartition(".")
        return self.figures[f"METRIC.{part}" if metric else name]


@cache
def book() -> Book:
    """The book as it stands in codebook.toml."""
    read = tomllib.loads((Path(__file__).parent / "codebook.toml").read_text(encoding="utf-8"))
    tables = {
        name: Table(name, _flat(each["about"]), [Entry(**column) for column in each["columns"]])
        for name, each in read["tables"].items()
    }
    figures = {each["name"]: Entry(**each) for each in read["figures"]}
    return Book(
        _flat(read["about"]),
        tables,
        figures,
        {key: _flat(text) for key, text in read["rules"].items()},
        read["signs"],
    )


def code_book(definitions: Sequence[Mapping[str, Any]], *, is_told_alone: bool = False) -> str:
    """The book in words, with the definitions of this report's figures."""
    found = book()
    parts = ["CODE BOOK", *wrap(found.about, WIDTH)]
    if is_told_alone:
        parts += ["", *wrap(found.rules["told_alone"], WIDTH)]
    parts += [
        "",
        "TABLES (semicolon, UTF-8 with BOM, first line is the header, point as decimal mark, days as YYYY-MM-DD)",
    ]
    for table in found.tables.values():
        parts += [
            "",
            f"{table.name}.csv",
            *wrap(table.about, WIDTH, initial_indent="  ", subsequent_indent="  "),
        ]
        parts += [line for column in table.columns for line in _entry(column)]
    parts += ["", "FIGURES (figures.csv), and how each is counted again"]
    parts += [line for figure in found.figures.values() for line in _entry(figure)]
    for title, name in (("WHAT IS HIDDEN", "hidden"), ("WHAT IS EMPTY", "empty")):
        parts += ["", title, *wrap(found.rules[name], WIDTH)]
    parts += ["", "WHAT THE FIGURES COUNT"]
    for each in definitions:
        note = f" {each['note']}" if each["note"] else ""
        name = f"{each['platform'] or 'any'}.{each['metric']}.{each['version']}"
        parts += wrap(
            f"{name}: {each['sentence']}{note}", WIDTH, initial_indent="  ", subsequent_indent="      "
        )
    return "\n".join(parts) + "\n"


def _entry(entry: Entry) -> list[str]:
    unit = f" [{entry.unit}]" if entry.unit else ""
    divisor = f" Divided by: {entry.divisor}." if entry.divisor else ""
    text = f"{entry.name}{unit}: {entry.meaning}{divisor}"
    return wrap(text, WIDTH, initial_indent="  ", subsequent_indent="      ")


def _flat(text: str) -> str:
    return " ".join(text.split())
