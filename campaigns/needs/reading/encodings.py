"""From bytes to text: which of the encodings that offices still use a file is in.

A byte order mark decides; then UTF-16 by its zero bytes; then UTF-8, which is never right by accident; only
then the one-byte code pages are weighed against each other by what readers of those languages would see.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from typing import Any

from charset_normalizer import from_bytes

from campaigns.needs.intake.questions import OpenQuestion
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
#: What office programs still write where it is not UTF-8.
_OF_WINDOWS = ("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1256")
#: What a person can choose from: these, and what old programs and mail of some countries write.
OFFERED = ("utf-8", *_OF_WINDOWS, "cp850", "cp866", "koi8-r", "koi8-u")
#: What is read besides when somebody names it, by whatever name it goes: “UTF-16”, “latin1”, “windows-1252”.
_READ = frozenset(
    codecs.lookup(name).name
    for name in (
        *OFFERED,
        *_CODE_PAGES,
        *(encoding for _mark, encoding in _MARKS),
        *("utf-16-le", "utf-16-be", "iso8859_1", "iso8859_7", "iso8859_9", "iso8859_15"),
    )
)
#: Letters of two scripts in one word, and signs that stand in no text: what a wrong code page makes of letters.
_ODD = re.compile(
    r"[A-Za-z\u00c0-\u024f][\u0370-\u06ff]|[\u0370-\u06ff][A-Za-z\u00c0-\u024f]"
    r"|[\u0080-\u009f\ufffd\u2500-\u25ff]|[^\W\d_][¹²³ªº]|[^\W\d_][^\x00-\x7f\w\s–—’‘“”„«»…€·][^\W\d_]"
)
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 65_536
#: A chosen encoding that breaks so many letters, and more than this share of those beyond ASCII, is a wrong choice.
_FEW_BROKEN, _MOST_BROKEN = 5, 0.5
#: Letters of a word that tells a code page: wrong ones make words of one or two letters by accident.
_TELLING = 3
#: Half as many bytes of a line as are shown, and lines that are tried.
_SHOWN = 60
_LOOKED_AT = 200


class OpenEncoding(OpenQuestion, UnreadableTable):
    """Nothing in the file tells its encoding. `readings` shows a piece of it as each encoding would read it."""

    def __init__(self, message: str, *, on_screen: str, readings: Mapping[str, str], **values: Any) -> None:
        super().__init__(message, on_screen=on_screen, **values)
        self.readings = readings


def decode(data: bytes, *, name: str) -> tuple[str, str]:
    """The text and the name of its encoding, guessed where nothing tells it; bytes that fit none are refused."""
    return _marked(data, name) or _one_byte(data, name)


def decode_asking(data: bytes, *, name: str, said: str | None = None) -> tuple[str, str]:
    """As `decode`, but asks (OpenEncoding) where it would have to guess; `said` is the answer: one of `OFFERED`, or
    another encoding of their kind by any of its names.
    """
    if said:
        return _as_said(data, said, name)
    found = _marked(data, name)
    if found:
        return found
    if _is_broken_utf8(data):
        raise broken_utf8(data, name)
    text, encoding = _one_byte(data, name)
    if not is_certain(_spread_sample(data)):
        raise OpenEncoding(
            "The encoding of {name} cannot be told: nothing says which letters are meant. Save it again as “CSV "
            "UTF-8”, or say the encoding, for instance --encoding {encoding}. There are: {offered}.",
            on_screen="The encoding of this file cannot be told. Say in which reading the letters are right.",
            readings=readings(data),
            name=name,
            encoding=encoding if encoding in OFFERED else "cp1252",
            offered=", ".join(OFFERED),
        )
    return text, encoding


def _marked(data: bytes, name: str) -> tuple[str, str] | None:
    """The text where a mark, zero bytes or sound UTF-8 tell the encoding."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = _strictly(data, encoding, name)
            return _without_nul(text, name), encoding
    wide = _unmarked_utf16(data)
    if wide:
        return _without_nul(_strictly(data, wide, name), name), wide
    if b"\x00" in data:
        _without_nul("\x00", name)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return None


def _as_said(data: bytes, said: str, name: str) -> tuple[str, str]:
    """The text in the encoding that a person chose; what does not fit is shown as a broken letter, never guessed."""
    encoding = _known_as(said)
    if encoding is None:
        raise UnreadableTable(
            "“{encoding}” is no encoding that is read here. There are: {offered}, utf-16, iso-8859-1 and others of "
            "their kind.",
            encoding=said[:20], offered=", ".join(OFFERED),
        )  # fmt: skip
    if encoding.startswith(("utf-16", "utf-32")):
        # Read by pairs, a file of single bytes is nothing but broken letters.
        return _without_nul(_strictly(data, encoding, name).removeprefix("\ufeff"), name), encoding
    text = data.decode(encoding, errors="replace").removeprefix("\ufeff")
    broken, foreign = text.count("\ufffd"), sum(letter > "\x7f" for letter in text)
    if broken > _FEW_BROKEN and broken > foreign * _MOST_BROKEN:
        raise UnreadableTable(
            "{name} is not written in {encoding}: {broken} of {foreign} letters beyond plain English would be broken. "
            "Leave --encoding out, or name another.",
            on_screen="This file is not written in {encoding}: most letters would be broken. Choose another reading.",
            name=name, encoding=encoding, broken=broken, foreign=foreign,
        )  # fmt: skip
    return _without_nul(text, name), encoding


def _known_as(said: str) -> str | None:
    """The one name of an encoding that is read here; None for any other."""
    try:
        found = codecs.lookup(said.strip()).name
    except (LookupError, ValueError):
        return None
    return found if found in _READ else None


def broken_utf8(data: bytes, name: str) -> OpenEncoding:
    """The refusal of UTF-8 that is broken in few places, until somebody says what it is."""
    at = _first_fault(data)
    line = data[:at].rpartition(b"\n")[2][-_SHOWN:] + data[at:].partition(b"\n")[0][:_SHOWN]
    return OpenEncoding(
        "{name} is UTF-8, but byte {position} (line {line}) is broken. Save it again as “CSV UTF-8”, or take it as it "
        "is with --encoding utf-8: broken letters then stand as �.",
        on_screen="This file is UTF-8, but broken from line {line} on. Say in which reading the letters are right, or "
        "save it again as “CSV UTF-8”.",
        readings=_readings(line),
        name=name,
        position=f"{at:,}",
        line=data.count(b"\n", 0, at) + 1,
    )


def _first_fault(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as problem:
        return problem.start
    return 0


def readings(data: bytes) -> dict[str, str]:
    """The line that the encodings on offer read most differently, as each reads it; those that read alike once."""
    lines = [line for line in data.splitlines() if not line.isascii()][:_LOOKED_AT]
    return max((_readings(line[: 2 * _SHOWN]) for line in lines), key=len, default={})


def _readings(line: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    for encoding in OFFERED:
        text = line.decode(encoding, errors="replace").strip()
        if text not in found.values():
            found[encoding] = text
    return found


def _strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as problem:
        raise UnreadableTable(
            "{name} is to be read as {encoding}, but byte {position} does not fit. Save it again as “CSV UTF-8”.",
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


def _one_byte(data: bytes, name: str) -> tuple[str, str]:
    """A code page, unless the file is UTF-8 with a few broken places: that is refused, not guessed."""
    if _is_broken_utf8(data):
        raise broken_utf8(data, name)
    for encoding in (_best_code_page(_spread_sample(data)), "cp1252"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise UnreadableTable(
        "The encoding of {name} cannot be told. Save it again as “CSV UTF-8” or as XLSX.", name=name
    )


def is_certain(sample: bytes) -> bool:
    """Whether all code pages that make as many words of our languages as the best one, or all of Windows where none
    makes any, read the sample alike. Readings with odd letters do not count.
    """
    telling = {page: _hits(sample, page, shortest=_TELLING) for page in _CODE_PAGES}
    most = max(telling.values())
    best = [page for page in _CODE_PAGES if telling[page] == most] if most else _OF_WINDOWS
    texts = {sample.decode(page, errors="replace") for page in best}
    return len([text for text in texts if not _ODD.search(text)]) == 1


def _hits(sample: bytes, page: str, *, shortest: int = 1) -> int:
    """How many words with letters beyond ASCII are words of our languages."""
    known = all_common_words()
    words = _WORD.findall(sample.decode(page, errors="replace").casefold())
    return sum(word in known for word in words if len(word) >= shortest and not word.isascii())


def _best_code_page(sample: bytes) -> str:
    """The code page in which most words with letters beyond ASCII are words of our languages, long ones first."""
    hits = {page: (_hits(sample, page, shortest=_TELLING), _hits(sample, page)) for page in _CODE_PAGES}
    best = max(
        _CODE_PAGES, key=lambda page: (hits[page], not _ODD.search(sample.decode(page, errors="replace")))
    )
    if hits[best][0]:
        return best
    # Where the pages that office programs write read it alike, no rarer one is meant.
    sound: dict[str, str] = {sample.decode(page, errors="replace"): page for page in reversed(_OF_WINDOWS)}
    alike: list[str] = [page for text, page in sound.items() if not _ODD.search(text)]
    if len(alike) == 1:
        return alike[0]
    if any(hits[best]):
        return best
    guess = from_bytes(sample, cp_isolation=list(_CODE_PAGES)).best()
    return str(guess.encoding) if guess else _CODE_PAGES[0]


def _is_broken_utf8(data: bytes) -> bool:
    """Whether as many letters beyond ASCII are well-formed UTF-8 as are not, so that a code page would garble them.

    In a text of a code page next to none is: its letters would have to stand in pairs of one capital and one sign.
    """
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    sound = sum(1 for letter in text if letter > "\x7f") - broken
    return sound > 1 and sound >= broken


def _spread_sample(data: bytes) -> bytes:
    """Lines with letters beyond ASCII from the whole file, because the first rows may have none."""
    telling = [line for line in data.splitlines() if any(byte > 0x7F for byte in line)]
    return b"\n".join(telling)[:_SAMPLE]
