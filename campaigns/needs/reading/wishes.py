"""What a person says about a file that it does not tell by itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Wishes:
    """How a file is to be read; what is None is found out.

    `header_row` is the row with the column names as a spreadsheet numbers it, `sheet` the place of a sheet (the first
    is 1) or its name, `encoding` any usual name of one.
    """

    header_row: int | None = None
    sheet: int | str | None = None
    encoding: str | None = None


NOTHING_SAID = Wishes()
