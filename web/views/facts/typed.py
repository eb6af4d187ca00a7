"""A fact as a form: what stands in its fields, and what a person typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import count, islice
from typing import Final

from campaigns.errors import BadInput
from campaigns.facts.state import PARTS, FactState
from web.forms import Form
from web.words import facts as facts_words

#: Rows for values that a fact does not have yet.
NEW_VALUES: Final = 2
_FIGURES: Final = frozenset({"amount", "number", "percent", "duration"})


def rows_of(state: FactState) -> list[str]:
    """The rows of the form's values: those there are, then empty ones."""
    # A value may itself be called "new", as the one that comes into force is.
    free = (name for number in count(1) if (name := f"new{number}") not in state.values)
    return [*state.values, *islice(free, NEW_VALUES)]


def start_of(state: FactState, *, based_on: int) -> dict[str, object]:
    """What stands in the fields before anybody typed."""
    start: dict[str, object] = {
        "based_on": based_on,
        "laws": "\n".join(state.laws),
        "source_title": state.source_title,
        "source_url": state.source_url,
        "read_on": state.read_on,
        "valid_from": state.valid_from,
        "valid_to": state.valid_to,
    }
    for name, value in state.values.items():
        shown = facts_words.figure_typed(value["value"]) if value["kind"] in _FIGURES else value["value"]
        start |= {f"name.{name}": name, f"kind.{name}": value["kind"], f"value.{name}": shown}
        start[f"unit.{name}"] = value.get("unit", "")
    for code, texts in state.texts.items():
        start |= {f"{part}.{code}": texts.get(part, "") for part in PARTS}
    return start


def typed_state(form: Form, old: FactState, codes: list[str]) -> FactState:
    """The state as the form has it; what the form does not ask stays as it was."""
    return replace(
        old,
        laws=tuple(line.strip() for line in form.text("laws").split("\n") if line.strip()),
        source_title=form.text("source_title", longest=200),
        source_url=form.text("source_url", longest=500),
        read_on=_day(form, "read_on"),
        valid_from=_day(form, "valid_from"),
        valid_to=_day(form, "valid_to"),
        values=_values(form, old),
        texts=_texts(form, codes),
    )


def _day(form: Form, name: str) -> date | None:
    return form.day(name) if form.value(name).strip() else None


def _values(form: Form, old: FactState) -> dict[str, Mapping[str, str]]:
    """Typed values; a row without a value is left out. People may write 13,90 or 13.90."""
    found: dict[str, Mapping[str, str]] = {}
    for row in rows_of(old):
        typed = form.text(f"value.{row}", longest=300)
        if not typed:
            continue
        name, kind = form.text(f"name.{row}") or row, form.text(f"kind.{row}")
        if row not in old.values and not form.text(f"name.{row}"):
            raise BadInput("Name the value, like wage.", field=f"name.{row}")
        value = {"kind": kind, "value": facts_words.figure_read(typed) if kind in _FIGURES else typed}
        unit = form.text(f"unit.{row}", longest=10)
        if kind == "amount":
            unit = unit.upper() or "EUR"
        found[name] = {**value, "unit": unit} if unit and kind in ("amount", "duration") else value
    return found


def _texts(form: Form, codes: list[str]) -> dict[str, Mapping[str, str]]:
    """Words by language; a language without any is left out."""
    texts = {code: {part: form.text(f"{part}.{code}") for part in PARTS} for code in codes}
    return {code: parts for code, parts in texts.items() if any(parts.values())}
