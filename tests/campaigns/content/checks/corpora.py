"""Texts that say the same in two languages: the Declaration of Human Rights, an app's strings, our facts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from campaigns.content.fact_view import read_values
from campaigns.content.notation import format_value
from campaigns.content.patterns import BrokenPattern, fill
from campaigns.facts.library import load_library

#: The app calls Farsi "pes".
_CODES = {"pes": "fa"}

Row = dict[str, str]


def declaration(data: Path) -> list[Row]:
    """The paragraphs of the Universal Declaration of Human Rights by language."""
    rows: dict[tuple[Any, ...], Row] = {}
    with (data / "text/udhr/udhr_paragraphs.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            one = json.loads(line)
            place = (one["section"], one["number"], one["kind"], one["i"])
            rows.setdefault(place, {})[one["lang"]] = one["text"]
    return list(rows.values())


def app_strings(data: Path) -> list[Row]:
    """The strings of the Integreat app by language."""
    spaces = json.loads((data / "text/integreat-app-strings/translations.json").read_text(encoding="utf-8"))
    rows: dict[tuple[str, ...], Row] = {}
    for space, by_language in spaces.items():
        for code, table in by_language.items():
            for key, text in _leaves(table, (space,)):
                if text.strip():
                    rows.setdefault(key, {})[_CODES.get(code, code)] = text
    return list(rows.values())


def _leaves(table: Any, key: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(table, str):
        yield key, table
        return
    for name, value in table.items():
        yield from _leaves(value, (*key, name))


def facts() -> list[Row]:
    """The sentences of our fact library with their values written in, by language."""
    rows = []
    for topic in load_library():
        for fact in topic.facts:
            values = read_values(fact.values)
            row: Row = {}
            for code, sentence in fact.sentence.items():
                try:
                    row[code] = fill(
                        sentence,
                        lambda name, case, code=code, values=values: format_value(  # type: ignore[misc]
                            values[name], language=code, case=case
                        ),
                    )
                except (BrokenPattern, KeyError):
                    continue
            rows.append(row)
    return rows
