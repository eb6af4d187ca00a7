"""Letters written as codes: HTML entities, percent and backslash escapes, base64, tags in the middle of a word."""

from __future__ import annotations

import base64
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
#: A word that may be base64. Capitals behind small letters and figures are what nearly every such word has.
_ENCODED = re.compile(
    r"(?<![\w+/=-])(?=[A-Za-z0-9+/_-]*(?:[a-z][A-Z]|\d))[A-Za-z0-9+/_-]{12,400}+={0,2}(?![\w+/=])"
)
_WORTH_DECODING = re.compile(r"@|://|(?:\d\W{0,3}){7}")


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
    return list(_decoded(written, letters)) if _ENCODED.search(written) else letters


def _decoded(written: str, letters: list[Letter]) -> Iterator[Letter]:
    """What base64 says where that may be an identifier; each letter stands for the whole word."""
    at = 0
    for found in _ENCODED.finditer(written):
        said = _said_in_base64(found.group().rstrip("="))
        if _WORTH_DECODING.search(said):
            yield from letters[at : found.start()]
            at = found.end()
            yield from ((sign, letters[found.start()][1], letters[at - 1][2]) for sign in said)
    yield from letters[at:]


def _said_in_base64(word: str) -> str:
    """The text in a word of base64, in either alphabet; empty when there is none."""
    padded = word + "=" * (-len(word) % 4)
    try:
        said = base64.b64decode(padded.replace("-", "+").replace("_", "/"), validate=True).decode().strip()
    except ValueError:
        return ""
    return said if said.isprintable() else ""


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
