"""What is told of a cell: to find it in the file, and never who is named in it."""

from __future__ import annotations

import re
import string

from campaigns.needs.redaction import redact

LONGEST_KEPT = 20
#: Stands for any run of words.
WORDS = "…"
_KEPT = frozenset(string.digits + string.punctuation + " ")
_MARKS = re.compile(r"⟨\w+⟩")
#: What somebody meant for a day keeps its figures, so that the mistake is seen: 31.02.2026, 99.13.2026, 2026-13-01,
#: 31. … 2026.
_DAY = r"[0-3]?\d"
_MEANT_FOR_A_DAY = re.compile(
    rf"(?:{_DAY}[./-] ?{_DAY}[./-] ?(?:(?:19|20)\d\d|\d\d)|(?:19|20)\d\d[./-]{_DAY}[./-]{_DAY}"
    rf"|\d\d?\. ?\d\d?\. ?(?:19|20)\d\d|{_DAY}\.? {WORDS}\.? (?:19|20)\d\d)"
    rf"(?:[ ,{WORDS}]{{1,3}}[0-2]?\d:\d\d(?::\d\d)?)?"
)
#: Any other figure may be the number of a file, out of a column that slipped.
_NUMBER = re.compile(r"\d(?:[\d./:,_ -]*\d)?")
NUMBER = "⟨number⟩"
_RUNS = re.compile(rf"{WORDS}(?:[ '`_-]*{WORDS})+")


def shape(value: str) -> str:
    """What may be kept of a cell that was not taken: a day, signs and marks of what was removed, no letter.

    "Anna Example, 12 May" becomes "…, ⟨number⟩ …". A cell that holds no date may hold a name, and names are not found
    for certain; the number of the row and the column are there to find the cell.
    """
    found = redact(value)
    marks = {f"⟨{kind}⟩" for kind in found.counts}
    parts: list[str] = []
    end = 0
    for mark in _MARKS.finditer(found.text):
        if mark.group() in marks:
            parts += [_without_letters(found.text[end : mark.start()]), mark.group()]
            end = mark.end()
    text = _RUNS.sub(WORDS, " ".join("".join([*parts, _without_letters(found.text[end:])]).split()))
    return _shortened(text if _MEANT_FOR_A_DAY.fullmatch(text) else _NUMBER.sub(NUMBER, text), LONGEST_KEPT)


def example(value: str, *, longest: int) -> str:
    """A cell as it is shown in the look at a file, of which nothing stays: without identifiers, cut short."""
    return _shortened(" ".join(redact(value).text.split()), longest)


def _without_letters(text: str) -> str:
    return "".join(_sign(letter) for letter in text)


def _sign(letter: str) -> str:
    if letter.isdecimal():
        return str(int(letter))
    return " " if letter.isspace() else letter if letter in _KEPT else WORDS


def _shortened(text: str, longest: int) -> str:
    """Cut short; a mark in the middle of the cut goes as a whole."""
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    opened = cut.rfind("⟨")
    return (cut[:opened] if opened > cut.rfind("⟩") else cut).rstrip(WORDS) + WORDS
