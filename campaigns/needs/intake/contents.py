"""What a column holds, told by its cells where its name tells nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import islice, pairwise

from campaigns.needs.intake.dates import DateOrder, NotADate, parse_date

#: Cells of a column that are looked at.
LOOKED_AT = 50
#: A question has so many words.
FEWEST_WORDS = 3
#: Two rows may have neighbouring case numbers.
FEWEST_OF_A_COUNT = 3
_COUNT = re.compile(r"[0-9]{1,9}\.?")
_ORDERS = (DateOrder("dmy"), DateOrder("mdy"))


def holds_dates(cells: Iterable[str]) -> bool:
    """Whether most of the filled cells are days, however written."""
    return _mostly(cells, _is_date)


def holds_questions(cells: Iterable[str]) -> bool:
    """Whether most of the filled cells are sentences."""
    return _mostly(cells, lambda cell: len(cell.split()) >= FEWEST_WORDS and not _is_date(cell))


def counts_up(cells: Iterable[str]) -> bool:
    """Whether the cells are running numbers, each one more than the one before: they number rows, not cases."""
    filled = list(islice((cell for cell in map(str.strip, cells) if cell), LOOKED_AT))
    if len(filled) < FEWEST_OF_A_COUNT or not all(_COUNT.fullmatch(cell) for cell in filled):
        return False
    numbers = [int(cell.rstrip(".")) for cell in filled]
    return all(after - before == 1 for before, after in pairwise(numbers))


def _mostly(cells: Iterable[str], fits: Callable[[str], bool]) -> bool:
    filled = list(islice((cell for cell in map(str.strip, cells) if cell), LOOKED_AT))
    return bool(filled) and 2 * sum(map(fits, filled)) > len(filled)


def _is_date(cell: str) -> bool:
    return any(_is_read(cell, order) for order in _ORDERS)


def _is_read(cell: str, order: DateOrder) -> bool:
    try:
        parse_date(cell, order)
    except (NotADate, ValueError):
        return False
    return True
