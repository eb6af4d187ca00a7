"""From bytes to text: which of the encodings that offices still use a file is in.

A byte order mark decides; then UTF-16 by its zero bytes; then UTF-8, which is never right by accident; only
then the one-byte code pages are weighed against each other by what readers of those languages would see.
"""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from campaigns.needs.language import all_common_words
from campaigns.needs.reading.table import UnreadableTable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CODE_PAGES = (
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "cp1256",
    "cp1255",
    "cp1257",
    "iso8859_2",
    "iso8859_5",
    "koi8_r",
    "koi8_u",
    "cp866",
    "cp850",
    "mac_cyrillic",
    "mac_roman",
)
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 65_536
_MOSTLY_UTF8 = 0.9


def decode(data: bytes, *, name: str) -> tuple[str, str]:
    """The text and the name of its encoding; bytes that fit no encoding are refused."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = _strictly(data, encoding, name)
            return _without_nul(text, name), {"utf-8-sig": "utf-8-sig"}.get(encoding, encoding)
    wide = _unmarked_utf16(data)
    if wide:
        return _without_nul(_strictly(data, wide, name), name), wide
    if b"\x00" in data:
        _without_nul("\x00", name)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as problem:
        return _one_byte(data, problem.start, name)


def _strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as problem:
        raise UnreadableTable(
            "{name} says it is {encoding}, but byte {position} does not fit. Save it again as “CSV UTF-8”.",
            name=name, encoding=encoding.removesuffix("-sig"), position=f"{problem.start:,}",
        ) from None  # fmt: skip


def _without_nul(text: str, name: str) -> str:
    if "\x00" in text:
        raise UnreadableTable(
            "{name} holds NUL bytes, so it is not a text table or it is damaged. Save it again as “CSV UTF-8” "
            "or as XLSX.",
            name=name,
        )
    return text


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark: ASCII separators and line ends leave a zero on one side of every pair."""
    sample = data[: _SAMPLE - _SAMPLE % 2]
    if len(data) % 2 or b"\x00" not in sample:
        return None
    for encoding, zeros, others in (
        ("utf-16-le", sample[1::2], sample[0::2]),
        ("utf-16-be", sample[0::2], sample[1::2]),
    ):
        if b"\x00" in zeros and b"\x00" not in others:
            text = sample.decode(encoding, errors="replace")
            # Bytes of two ASCII letters read as one are a Chinese sign, which none of our languages has.
            if not _CHINESE.search(text):
                return encoding
    return None


def _one_byte(data: bytes, broken_at: int, name: str) -> tuple[str, str]:
    """A code page, unless the file is UTF-8 with a few broken places: that is refused, not guessed."""
    if _is_broken_utf8(data):
        raise UnreadableTable(
            "{name} is UTF-8, but byte {position} (line {line}) is broken. Save it again as “CSV UTF-8”; the "
            "text around that line may have to be typed again.",
            name=name, position=f"{broken_at:,}", line=data.count(b"\n", 0, broken_at) + 1,
        )  # fmt: skip
    encoding = _best_code_page(_spread_sample(data))
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), "cp1252"
    except UnicodeDecodeError:
        raise UnreadableTable(
            "The encoding of {name} cannot be told. Save it again as “CSV UTF-8” or as XLSX.", name=name
        ) from None


def _best_code_page(sample: bytes) -> str:
    """The code page in which most words with letters beyond ASCII are words of our languages."""
    known = all_common_words()
    hits = {
        page: sum(
            word in known
            for word in _WORD.findall(sample.decode(page, errors="replace").casefold())
            if not word.isascii()
        )
        for page in _CODE_PAGES
    }
    best = max(_CODE_PAGES, key=lambda page: hits[page])
    if hits[best]:
        return best
    guess = from_bytes(sample, cp_isolation=list(_CODE_PAGES)).best()
    return guess.encoding if guess else _CODE_PAGES[0]


def _is_broken_utf8(data: bytes) -> bool:
    """Whether most letters beyond ASCII are well-formed UTF-8, so that a code page would garble them all."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    sound = sum(1 for letter in text if letter > "\x7f") - broken
    return sound > broken * _MOSTLY_UTF8 / (1 - _MOSTLY_UTF8) / 2


def _spread_sample(data: bytes) -> bytes:
    """Lines with letters beyond ASCII from the whole file, because the first rows may have none."""
    telling = [line for line in data.splitlines() if any(byte > 0x7F for byte in line)]
    return b"\n".join(telling)[:_SAMPLE]
