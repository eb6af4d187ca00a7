"""Cells of tables that people take away: spreadsheets show them and run none of them.

A text that begins like a formula gets an apostrophe in front, which spreadsheets take for "this is text". The
beginnings are those that OWASP names under CSV injection, the full-width signs of East Asian keyboards included.
"""

from __future__ import annotations

from typing import Final

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_SIGN: Final = "'"


def safe_cell(text: str) -> str:
    """The text as a cell that starts no formula."""
    return _SIGN + text if text.startswith(FORMULA_STARTS) else text


def marked_cell(text: str) -> str:
    """The same for a table that is read again: an apostrophe of the text's own is told from ours."""
    return _SIGN + text if text.startswith((*FORMULA_STARTS, _SIGN)) else text


def unmarked_cell(cell: str) -> str:
    """What `marked_cell` was given; other cells stay as they are."""
    marked = cell.startswith(_SIGN) and cell[1:].startswith((*FORMULA_STARTS, _SIGN))
    return cell[1:] if marked else cell
