"""What a file leaves open about its days, as a page asks it of whoever handed the file in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class DateQuestion:
    """The column that is asked about; `answers` are the words of each answer with what the example then is."""

    column: str
    example: str
    answers: Mapping[str, tuple[str, str]]
