"""Reading one file of the fact library strictly: a mistake in it is named, never passed on to a post."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final

from campaigns.errors import BadInput
from campaigns.languages import written_languages
from campaigns.vocabulary import FactKind, FactStatus, Risk

GENERIC: Final = "generic"
#: The texts of a fact; a claim only for a myth.
TEXTS: Final = ("headline", "sentence", "claim")

_NEEDED: Final = frozenset(
    {"key", "kind", "jurisdiction", "laws", "review_on", "status", "risk", "headline", "sentence"}
)
_ALLOWED: Final = _NEEDED | {
    "position",
    "source_title",
    "source_url",
    "read_on",
    "valid_from",
    "valid_to",
    "values",
    "claim",
    "note",
    "feminine",
}
_DATES: Final = ("read_on", "valid_from", "valid_to", "review_on")
_COUNTED: Final = frozenset({"amount", "number", "percent", "duration"})
_KINDS: Final = _COUNTED | {"date", "time", "phone", "url", "law"}
_PERIODS: Final = frozenset({"hours", "days", "weeks", "months", "years"})
_PLACE: Final = re.compile(r"\{([a-z][a-z0-9_]*)(?::[a-z]+)?\}")


def places(text: str) -> frozenset[str]:
    """The names of the values that a text asks for."""
    return frozenset(_PLACE.findall(text))


def read_table(path: Path) -> dict[str, Any]:
    """The tables of a fact file, checked; refuses with the file, the fact and what to change."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise BadInput("{file} cannot be read as TOML: {fault}.", file=path.name, fault=str(fault)) from None
    _keys(path.name, table, needed={"topic", "name", "hashtags", "fact"}, allowed=set())
    if table["topic"] != path.stem:
        raise BadInput(
            "{file} must hold the topic of its file name, “{topic}”.", file=path.name, topic=path.stem
        )
    for name in ("name", "hashtags"):
        _languages(f"{path.name}, {name}", table[name], frozenset(written_languages()))
    seen: set[str] = set()
    for row in table["fact"]:
        where = f"{path.name}, {row.get('key', 'a fact without a key')}"
        _check_fact(where, row)
        if row["key"] in seen or not row["key"].startswith(f"{path.stem}."):
            raise BadInput("{where}: a key is “topic.name” and stands only once in its file.", where=where)
        seen.add(row["key"])
    return table


def _check_fact(where: str, row: dict[str, Any]) -> None:
    _keys(where, row, needed=set(_NEEDED), allowed=set(_ALLOWED))
    for name, words in (("kind", FactKind), ("risk", Risk)):
        if row[name] not in list(words):
            raise BadInput(
                "{where}: {name} must be one of: {words}.", where=where, name=name, words=", ".join(words)
            )
    if row["status"] != FactStatus.DRAFT:
        raise BadInput(
            "{where}: a fact of the library is always a draft. Write status = “draft”.", where=where
        )
    _check_dates(where, row)
    if (row["kind"] == FactKind.STEP) != (row.get("position", 0) > 0):
        raise BadInput("{where}: steps have a position from 1, other facts have none.", where=where)
    if (row["kind"] == FactKind.MYTH) != ("claim" in row):
        raise BadInput("{where}: a myth has a claim, other facts have none.", where=where)
    if not (row["laws"] or row["jurisdiction"] == GENERIC or row["kind"] == FactKind.CONTACT):
        raise BadInput("{where}: name the law, or make the fact generic or a contact.", where=where)
    if not str(row.get("source_url", "https://")).startswith("https://"):
        raise BadInput("{where}: the source needs an address that begins with https://.", where=where)
    for name, value in row.get("values", {}).items():
        check_value(f"{where}, {name}", value)
    _check_texts(where, row)


def _check_dates(where: str, row: Mapping[str, Any]) -> None:
    for name in _DATES:
        if name in row and type(row[name]) is not date:
            raise BadInput("{where}: {name} must be a date such as 2027-01-31.", where=where, name=name)
    if "valid_from" in row and "valid_to" in row and row["valid_to"] < row["valid_from"]:
        raise BadInput("{where}: valid_to lies before valid_from.", where=where)


def check_value(where: str, value: Any) -> None:
    """A value is language-free: a decimal with a point, an ISO date, a § as it is cited."""
    kind = value.get("kind") if isinstance(value, dict) else None
    if kind not in _KINDS or set(value) - {"kind", "value", "unit"} or not value.get("value"):
        raise BadInput(
            "{where}: a value is kind ({kinds}), value and unit.",
            where=where,
            kinds=", ".join(sorted(_KINDS)),
        )
    try:
        if kind in _COUNTED and not Decimal(value["value"]).is_finite():
            raise InvalidOperation
        if kind == "date":
            date.fromisoformat(value["value"])
    except (InvalidOperation, ValueError, TypeError):
        raise BadInput(
            "{where}: “{value}” does not fit the kind {kind}.", where=where, value=value["value"], kind=kind
        ) from None
    if kind == "duration" and value.get("unit") not in _PERIODS:
        raise BadInput(
            "{where}: a duration needs a unit: {units}.", where=where, units=", ".join(sorted(_PERIODS))
        )
    if kind == "amount" and not re.fullmatch(r"[A-Z]{3}", value.get("unit", "")):
        raise BadInput("{where}: an amount needs its currency as unit, such as EUR.", where=where)


def _check_texts(where: str, row: Mapping[str, Any]) -> None:
    """Every language says the same: no language missing, the same places, no value left unsaid."""
    values, said = frozenset(row.get("values", {})), frozenset[str]()
    for name in TEXTS:
        if name not in row:
            continue
        _languages(f"{where}, {name}", row[name], frozenset(written_languages()))
        asked = {code: places(text) for code, text in row[name].items()}
        for code, found in asked.items():
            if found != asked["de"]:
                raise BadInput(
                    "{where}, {name}: the places in {code} differ from the German ones.",
                    where=where,
                    name=name,
                    code=code,
                )
        said |= asked["de"]
    for name, texts in row.get("feminine", {}).items():
        if name not in row or any(
            places(text) != places(row[name].get(code, "")) for code, text in texts.items()
        ):
            raise BadInput(
                "{where}: the feminine {name} says other values than the {name}.", where=where, name=name
            )
    if said != values:
        raise BadInput(
            "{where}: texts and values do not match: {names}.",
            where=where,
            names=", ".join(sorted(said ^ values)),
        )


def _keys(where: str, table: Mapping[str, Any], *, needed: set[str], allowed: set[str]) -> None:
    if missing := needed - set(table):
        raise BadInput("{where}: this is missing: {names}.", where=where, names=", ".join(sorted(missing)))
    if unknown := set(table) - needed - allowed:
        raise BadInput(
            "{where}: nobody knows this entry: {names}.", where=where, names=", ".join(sorted(unknown))
        )


def _languages(where: str, texts: Mapping[str, Any], needed: frozenset[str]) -> None:
    missing = needed - {code for code, text in texts.items() if text}
    if missing:
        raise BadInput(
            "{where}: languages are missing: {codes}.", where=where, codes=", ".join(sorted(missing))
        )
    if unknown := set(texts) - needed:
        raise BadInput(
            "{where}: these languages do not belong here: {codes}.",
            where=where,
            codes=", ".join(sorted(unknown)),
        )
