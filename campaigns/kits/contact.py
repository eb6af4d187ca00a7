"""The block that says whom to ask: a name, a street, a telephone, opening hours, a link, a line each.

No lawyer sees it, and it stands beside words that lawyers have checked. So it has no room for a sentence: few short
lines, the first a name, each other one with what only a contact has.
"""

from __future__ import annotations

import re
from typing import Final

from campaigns.content.checks.values.found import Kind
from campaigns.content.checks.values.reading import read_values
from campaigns.direction import check_direction
from campaigns.errors import BadInput

LINES: Final = 6
LONGEST_LINE: Final = 80
#: A name or a week's hours; a sentence that advises somebody rarely does with so few.
WORDS: Final = 8
#: What no contact needs.
_STATEMENTS = frozenset({Kind.AMOUNT, Kind.PERCENT, Kind.LAW, Kind.DURATION})
_CONTACT = frozenset({Kind.URL, Kind.MAIL, Kind.PHONE, Kind.TIME, Kind.WEEKDAY})
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
#: Ends a sentence. A full stop does only behind a longer word that no street is named by.
_END: Final = re.compile(r"[!?؟…。۔।;؛](?=\s|$)|(?:[^\W\d_]{4,}(?<!str)|\d{4})\.(?=\s+[^\W\d_]|\s*$)")
_COLON: Final = re.compile(r"[:：]\s+(?=\S)")


def contact_of(text: str, language: str, *, field: str) -> str:
    """The block as it is kept, without blank lines; refuses what is more than a contact, beside the field."""
    lines = [" ".join(line.split()) for line in text.strip().splitlines() if line.strip()]
    block = "\n".join(lines)
    check_direction(block, field=field)
    if len(lines) > LINES:
        raise BadInput("A contact block has {most} lines at most.", field=field, most=LINES)
    values = read_values(block, language)
    if (told := next((found for found in values if found.kind in _STATEMENTS), None)) is not None:
        raise BadInput(
            "A contact block names who answers, and when. “{told}” belongs into a post, which a lawyer checks.",
            field=field,
            told=block[told.start : told.end],
        )
    for number, line in enumerate(lines):
        check_direction(line, field=field)
        if not _is_short(line) or _tells(line, language):
            raise BadInput(
                "“{line}” is more than a line of a contact: it has {longest} characters and {words} words at most, and "
                "no sentence. What people have to know belongs into a post, which a lawyer checks.",
                field=field,
                line=line[:LONGEST_LINE],
                longest=LONGEST_LINE,
                words=WORDS,
            )
        if number and not _has_contact(line, language):
            raise BadInput(
                "“{line}” is no line of a contact: it has no number, day, address or link. The first line is the "
                "name; each other line is a street, a telephone, hours, a mail address or a link.",
                field=field,
                line=line,
            )
    return block


def _is_short(line: str) -> bool:
    return len(line) <= LONGEST_LINE and len(_WORD.findall(line)) <= WORDS and _END.search(line) is None


def _tells(line: str, language: str) -> bool:
    """Whether words stand behind a colon. “Tel.: ” is followed by digits, “Web: ” by an address, “Open: ” by a day."""
    days = {found.start for found in read_values(line, language) if found.kind is Kind.WEEKDAY}
    return any(
        match.end() not in days and re.match(r"\S*[\d@/.]", line[match.end() :]) is None
        for match in _COLON.finditer(line)
    )


def _has_contact(line: str, language: str) -> bool:
    return any(sign.isdecimal() for sign in line) or any(
        found.kind in _CONTACT for found in read_values(line, language)
    )
