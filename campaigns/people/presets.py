"""Ways of working that a new programme can start from."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from campaigns.errors import BadInput


@dataclass(frozen=True)
class Preset:
    """A programme's languages, country, zone, colours, and the topics whose facts it takes from the library."""

    key: str
    name: str
    languages: tuple[str, ...]
    jurisdiction: str
    zone: str
    topics: tuple[str, ...]
    optional: tuple[str, ...] = ()
    source_language: str = "de"
    land: str = ""
    speaks_to_women: bool = False
    brand: Mapping[str, Any] = field(default_factory=dict)


@cache
def presets() -> Mapping[str, Preset]:
    """Every preset by key."""
    rows = tomllib.loads((Path(__file__).parent / "presets.toml").read_text(encoding="utf-8"))
    return MappingProxyType({key: _read(key, row) for key, row in rows.items()})


def preset(key: str) -> Preset:
    """The preset with this key; refuses an unknown one by naming those that exist."""
    found = presets().get(key)
    if found is None:
        raise BadInput(
            "There is no preset “{key}”. Known presets: {known}.", key=key[:40], known=", ".join(presets())
        )
    return found


def _read(key: str, row: dict[str, Any]) -> Preset:
    lists: dict[str, Any] = {
        name: tuple(row[name]) for name in ("languages", "optional", "topics") if name in row
    }
    return Preset(key=key, **(row | lists))
