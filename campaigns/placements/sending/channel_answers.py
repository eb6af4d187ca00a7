"""What channels and our own worker answer, where numbers or codes stand in the sentence.

Answers travel as plain English sentences, for the log and the command line. The desk says them in the reader's
language, so it has to know again from which sentence one was made.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from string import Formatter

from campaigns.reasons import Reason

ANSWERED = "The channel answered {status}."
ANSWERED_SO = "The channel answered {status} ({codes})."
NOT_TAKEN = "The channel did not take it: {problem}."
NOT_ASKED = "The channel could not be asked ({kind_of_fault})."
BROKE_OFF = "The connection broke while it was sent ({kind_of_fault})."
NOT_WRITTEN = "The folder cannot be written ({fault})."
NOT_PLACED = "The folder could not be put in its place ({fault})."
TEXT_TOO_LONG = "The text has {length} characters; {name} takes {most} here."
TITLE_TOO_LONG = "The title has {length} characters; {name} takes {most}."
MAIL_REFUSED = (
    "The mail server refuses the mail as it is ({code}). Look at its words and at the sender's standing."
)

#: The longer ones first: what stands in brackets could else be taken for a part of the number.
ALL = (
    ANSWERED_SO,
    ANSWERED,
    NOT_TAKEN,
    NOT_ASKED,
    BROKE_OFF,
    NOT_WRITTEN,
    NOT_PLACED,
    TEXT_TOO_LONG,
    TITLE_TOO_LONG,
    MAIL_REFUSED,
)


def known_answer(sentence: str) -> Reason | None:
    """The answer with its values apart, where it is one of ours that have any; None for every other sentence."""
    for answer in ALL:
        match = _pattern(answer).fullmatch(sentence)
        if match is not None:
            values: Mapping[str, str] = match.groupdict()
            return Reason(answer, values)
    return None


@cache
def _pattern(answer: str) -> re.Pattern[str]:
    parts = (
        re.escape(words) + (f"(?P<{name}>.+)" if name else "")
        for words, name, _format, _conversion in Formatter().parse(answer)
    )
    return re.compile("".join(parts))
