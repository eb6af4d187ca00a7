"""What share of names was removed when it was last measured; a test keeps the figure true."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "measured_names.toml"


@dataclass(frozen=True)
class MeasuredNames:
    """Of `names` in a set of sentences `removed` were removed, of the `introduced` ones `introduced_removed`.

    A phrase announces the introduced ones; the others just stand in a sentence.
    """

    measured_on: date
    languages: int
    names: int
    removed: int
    introduced: int
    introduced_removed: int


@cache
def measured_names() -> MeasuredNames:
    """The figures of the last measuring."""
    return MeasuredNames(**tomllib.loads(FILE.read_text(encoding="utf-8")))
