"""Letters written as codes: HTML entities, percent and backslash escapes, tags in the middle of a word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5

#: A code may stand for the beginning of another code; nobody wraps a number more often by accident.
_MOST_LAYERS = 3
_ESCAPE = re.compile(
    r"&#\d{1,7};?|&#x[0-9a-f]{1,6};?|&[a-z]{2,24};|(?:%[0-9a-f]{2})+|\\u[0-9a-f]{4}|\\u\{[0-9a-f]{1,6}\}|\\x[0-9a-f]{2}"
    # Only tags that can hold nothing: an attribute may be somebody's address.
    r"|</?(?:a|b|i|u|s|p|br|em|li|td|wbr|div|sub|sup|code|font|mark|span|small|strong) ?/?>",
    re.IGNORECASE,
)
_HIGHEST = 0x10FFFF


#: A character and the stretch of the original text that says it: sign, start, end.
Letter = tuple[str, int, int]


def letters_of(text: str) -> list[Letter]:
    """The characters a reader would see once every code is resolved."""
    letters = [(sign, place, place + 1) for place, sign in enumerate(text)]
    written = text
    for _ in range(_MOST_LAYERS):
        if not _ESCAPE.search(written):
            break
        letters = list(_resolved(written, letters))
        written = "".join(sign for sign, _, _ in letters)
    return letters


def _resolved(written: str, letters: list[Letter]) -> Iterator[Letter]:
    at = 0
    for found in _ESCAPE.finditer(written):
        yield from letters[at : found.start()]
        at = found.end()
        yield from _meaning(found, letters)
    yield from letters[at:]


def _meaning(found: re.Match[str], letters: list[Letter]) -> Iterator[Letter]:
    code = found.group()
    start, end = letters[found.start()][1], letters[found.end() - 1][2]
    if code.startswith("%"):
        yield from _percent(code, found, letters)
    elif code.startswith("<"):
        # A break ends a word; <b> and <wbr> do not.
        yield from [(" ", start, end)] if code.lower().startswith(("<br", "<p", "</p", "<div")) else []
    else:
        for sign in _signs(code):
            yield sign, start, end


def _signs(code: str) -> str:
    if code.startswith("&") and not code.startswith("&#"):
        return html5.get(code[1:], code)
    decimal = code.startswith("&#") and code[2] not in "xX"
    digits = re.sub(r"^(?:&#x?|\\[ux]\{?)|[;}]$", "", code, flags=re.IGNORECASE)
    number = int(digits, 10 if decimal else 16)
    return chr(number) if number <= _HIGHEST else " "


def _percent(code: str, found: re.Match[str], letters: list[Letter]) -> Iterator[Letter]:
    try:
        signs = bytes.fromhex(code.replace("%", "")).decode()
    except UnicodeDecodeError:
        yield from letters[found.start() : found.end()]
        return
    at = found.start()
    for sign in signs:
        width = 3 * len(sign.encode())
        yield sign, letters[at][1], letters[at + width - 1][2]
        at += width
