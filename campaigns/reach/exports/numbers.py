"""Counts as exports write them: 12,400 and 12.400, 1.2K and 1,2 Tsd., Arabic digits. Nothing is guessed."""

from __future__ import annotations

import re
from decimal import Decimal

from campaigns.needs.intake.names import folded
from campaigns.reach.exports.words import shortened

NEGATIVE = "The count is below nought. It was set apart; a counter never is."
PERCENTAGE = "A percentage stands where a count belongs. It was set apart."
FRACTION = "This is no whole number, so it is no count. It was set apart."
NO_NUMBER = "This is no number. It was set apart."
TOO_LARGE = "No count of a post is as large as this; it may be an id. It was set apart."
AT_MOST = "Only a bound is told, not the count. It was set apart."
FORMULA = (
    "The cell holds a formula and the file does not hold its result, so it was set apart. Open the file in your "
    "spreadsheet program and save it once more, or paste the column as values."
)
EMPTY = "The export leaves this figure empty."

_NOTHING = {"", "-", "–", "—", "--", "n/a", "na", "k. a.", "k.a.", "null", "none", "nan", "n.v.", "*", "·"}
_SIGNS = re.compile(r"^[−–-]\s*(?=[\d.,])")
_GROUPED = re.compile(r"[1-9]\d{0,2}([.,' ’])\d{3}(?:\1\d{3})*")
_NUMBER = re.compile(r"(\d[\d.,' ’]*)\s*([^\W\d_]+\.?)?")
_INTEGRAL = re.compile(r"(\d+)[.,]0+")
MOST = 10**15


class NotACount(ValueError):
    """The cell holds no count; `reason` is the sentence for the person."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_count(cell: str) -> int | None:
    """The count in a cell; None where it is empty. Raises NotACount for anything else."""
    text = _western(cell)
    if text.lower() in _NOTHING:
        return None
    if is_formula(text):
        raise NotACount(FORMULA)
    if "%" in text or "٪" in text:
        raise NotACount(PERCENTAGE)
    if _SIGNS.match(text) or (text.startswith("(") and text.endswith(")") and any(map(str.isdigit, text))):
        raise NotACount(NEGATIVE)
    if text[:1] in "<>≤≥~":
        raise NotACount(AT_MOST)
    found = _NUMBER.fullmatch(text.removeprefix("+"))
    if found is None:
        raise NotACount(NO_NUMBER)
    digits, sign = found[1].strip(" '’"), found[2]
    if sign:
        return _short(digits, sign)
    return _whole(digits)


def is_formula(cell: str) -> bool:
    """Whether a cell holds what is to be calculated, and nobody has."""
    return cell.startswith("=")


def range_of(cell: str) -> tuple[int, int] | None:
    """What a shortened count may stand for, "1.2K" for 1,150 to 1,299; None where it is written out.

    Platforms round some counts and cut off others, and do not say which: both are in it.
    """
    found = _NUMBER.fullmatch(_western(cell).removeprefix("+"))
    noughts = shortened().get(folded(found[2])) if found and found[2] else None
    value = read_count(cell)
    if found is None or noughts is None or not value:
        return None
    written = re.sub(r"^\d+[.,]?", "", found[1].strip(" '’"))
    step = 10 ** max(noughts - len(written), 0)
    return (value - step // 2, value + step - 1) if step > 1 else None


def _whole(digits: str) -> int:
    if digits.isdecimal():
        return _bounded(int(digits))
    if _GROUPED.fullmatch(digits):
        return _bounded(int(re.sub(r"\D", "", digits)))
    integral = _INTEGRAL.fullmatch(digits)
    if integral:
        return _bounded(int(integral[1]))
    mixed = re.fullmatch(r"(\d{1,3}(?:([.,' ’])\d{3})+)([.,])0+", digits)
    if mixed and mixed[2] != mixed[3]:
        return _bounded(int(re.sub(r"\D", "", mixed[1])))
    raise NotACount(FRACTION)


def _short(digits: str, sign: str) -> int:
    noughts = shortened().get(folded(sign))
    if noughts is None:
        raise NotACount(NO_NUMBER)
    plain = digits if digits.isdecimal() else digits.replace(",", ".")
    if plain.count(".") > 1 or not re.fullmatch(r"\d+(?:\.\d+)?", plain):
        raise NotACount(NO_NUMBER)
    value = Decimal(plain) * 10**noughts
    if value != value.to_integral_value():
        raise NotACount(FRACTION)
    return _bounded(int(value))


def _bounded(value: int) -> int:
    if value > MOST:
        raise NotACount(TOO_LARGE)
    return value


def _western(cell: str) -> str:
    """The cell with digits 0-9, ordinary spaces and the signs of Arabic numbers as ours."""
    text = cell.strip().replace("\u00a0", " ").replace("\u202f", " ").replace("\u2009", " ").replace("٬", ",")
    if text.isascii():
        return text
    return "".join(str(int(letter)) if letter.isdecimal() else letter for letter in text.replace("٫", "."))
