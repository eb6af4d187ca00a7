"""Whether a text may hold anything that has to go: a cheap look, and never wrong in saying no.

Most questions hold nothing, and every one is asked. So signs are looked for by their own letter (a pattern whose every
alternative begins with a sign skips what lies between), and words by looking them up.
"""

from __future__ import annotations

import re
from typing import Final

from campaigns.needs.redaction.cues import AT_WORDS, HANDLE_CUES, MAIL_PROVIDERS, WEAK_AT_WORDS, any_of
from campaigns.needs.redaction.dates_in_words import says_a_year
from campaigns.needs.redaction.names import announces_a_name
from campaigns.needs.redaction.spelled import spells_figures
from campaigns.needs.redaction.word_sets import Phrases, small, words_in

#: A digit, an at sign, a link, a letter written as a code, a great letter behind a small one, an at in brackets.
_SIGNS: Final = re.compile(
    r"[\d@＠﹫⓪①-⑳❶-❿➀-➓²³¹⁰-⁹₀-₉\u202e]|&\w+;|%[a-fA-F][a-fA-F]|\\[uxUX]|<(?<=\w<)[\w<]|:(?=//)|\?(?<=\w\?)\w"
    r"|#(?<=\w#)\w|/(?<=\b[uU]/)|[A-Z](?<=[a-z][A-Z])|\.\w+ ?/"
    r"|[(\[{<*_|]\W?(?i:at|ät|a|ат|آت|et|arroba|dot|punkt|точка|\.)\W"
)
_SERVICES: Final = tuple(dict.fromkeys(map(small, (*HANDLE_CUES, "www", "hxxp", "微信", "扣扣"))))
#: Those in which none of the others stands: "insta" is in every "instagram".
_SHORTEST_SERVICES: Final = tuple(
    one for one in _SERVICES if not any(other != one and other in one for other in _SERVICES)
)
#: As names of services stand before an account, with up to three letters behind them ("ß" makes two small ones).
_SERVICE: Final = re.compile(rf"www|hxxp|微信|扣扣|(?:{any_of(map(small, HANDLE_CUES))})\w{{0,6}}(?:\W|$)")
_ABBREVIATED_SERVICES: Final = frozenset({"ig", "tg", "fb", "vk"})
_OF_MAILS: Final = Phrases((set(AT_WORDS) - set(WEAK_AT_WORDS)) | set(MAIL_PROVIDERS))


def may_hold_an_identifier(text: str) -> bool:
    """Whether anything stands in the text by which an identifier of any kind is found."""
    if _SIGNS.search(text) or says_a_year(text) or spells_figures(text):
        return True
    lowered = small(text)
    words = words_in(lowered)
    if announces_a_name(words) or _OF_MAILS.may_stand_in(words):
        return True
    return not words.isdisjoint(_ABBREVIATED_SERVICES) or _names_a_service(lowered)


def _names_a_service(lowered: str) -> bool:
    return any(one in lowered for one in _SHORTEST_SERVICES) and _SERVICE.search(lowered) is not None
