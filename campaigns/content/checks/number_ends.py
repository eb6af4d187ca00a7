"""Whether a sentence ends with its number: "… bis zu 60. Danach …" does, "… am 3. Mai …" does not.

Languages that write ordinals with a full stop leave it open. Three things tell: a number that is hardly an ordinal
(a year, an hour, a phone), and a word behind it that follows none (an article, a pronoun, an order: "Kommen Sie …").
"""

from __future__ import annotations

import re
from typing import Final

#: What stands before the full stop, from the last space on, with the digits before it ("030 12 40.").
_NUMBER: Final = re.compile(r"(?P<lead>\d )?(?P<number>[\d.,:]*\d)\.\s*\Z")
#: A citation: "§ 102. BetrVG", "Abs. 2. Satz".
_CITED: Final = re.compile(r"(?:§|[Aa]bs\.|[Nn]r\.|[Aa]rt\.)\s*[\d.]+\s*\Z")
#: A year, a sum: no ordinal counts so far.
_PAST_ORDINALS: Final = 367
_DAY: Final = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})")
#: German words that begin a sentence and follow no ordinal, for what follows one is a noun, or small.
_BEGINS: Final = re.compile(
    r"(?:Der|Die|Das|Den|Dem|Dein\w*|Ihr\w*|Sie|Du|Er|Es|Ich|Wir|Wer|Was|Wann|Wenn|Wo|Wie|Welche\w*|Ein|Eine\w*"
    r"|Kein\w*|Für|Danach|Davor|Dann|Dazu|Dafür|Darum|Deshalb|Dort|Da|Hier|Heute|Bei|Bis|In|Im|Am|An|Auf|Aus|Ab|Mit"
    r"|Nach|Nur|Ohne|Unter|Von|Vor|Zu|Zum|Zur|So|Sonst|Und|Aber|Auch|Außerdem|Alle\w*|Bitte|Jede\w*|Nicht|Niemand"
    r"|[A-ZÄÖÜ]\w+en Sie)\b"
)


def ends_with_number(before: str, rest: str, language: str) -> bool:
    """Whether a number with its full stop, last in `before`, ends a sentence that `rest` does not go on with."""
    match = _NUMBER.search(before)
    if match is None or match.start() == 0 or not rest[:1].isupper() or _CITED.search(before):
        return False
    if before[: match.start()].endswith("\n"):
        return False
    if language == "de" and _BEGINS.match(rest):
        return True
    return bool(match["lead"]) or not _can_be_ordinal(match["number"])


def _can_be_ordinal(number: str) -> bool:
    """A day with its month ("3.12.") can be one as well: "bis 3.12. Montag"."""
    if day := _DAY.fullmatch(number):
        return int(day["month"]) <= 12 and int(day["day"]) <= 31
    return number.isdigit() and int(number) < _PAST_ORDINALS
