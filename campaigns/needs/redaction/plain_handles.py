"""Account names that are plain words, where what stands around them says that they are names.

"My Instagram is sunnygirl" stays: as often somebody says that it is blocked.
"""

from __future__ import annotations

import re
from functools import cache

from campaigns.needs.redaction.cues import HANDLE_CUES, any_of
from campaigns.needs.redaction.view import COVER, View

_SERVICE = rf"(?:{any_of(HANDLE_CUES)})[^\W\d_]{{0,3}}"
_NOT_LATIN = rf"(?:{any_of(cue for cue in HANDLE_CUES if not cue.isascii() and len(cue) > 3)})[^\W\d_]{{0,3}}"
_NAME = r"(?:user ?name|nick ?name|name|nick|nik|login|konto ?name|profilname|ник|нік|логин|логін)"
_IS = r"(?:is|ist|lautet|heißt|es|est|è|to|je|este|är|on|είναι|é)"
_ON = r"(?:on|in|auf|bei|sur|su|na|w|в|у|en|no|op|på|på|pe)"
_MY = r"(?:my|mein|mi|il mio|mon|mój|moj|meu|meu|min|mitt|mijn|мой|мій|моят)"
_CALLED = (
    r"(?:heißt|heisst|is called|lautet|se llama|s'appelle|si chiama|nazywa się|називається|называется|se chama|"
    r"se numește|zove se|heter|heet)"
)
_ME = r"(?:me|mich|mir|moi|mnie|меня|мене)"
_UNDER = r"(?:under|unter|sous|als|as|como|jako|під|под|ako)"
_HANDLE = r"(?P<handle>[a-z][a-z0-9_.]{3,30})(?![\w@])"


def take_plain_handles(view: View) -> None:
    """The words that are said to be the name of an account."""
    for pattern in _patterns():
        for found in list(pattern.finditer(view.text)):
            if COVER not in found.group():
                view.take(*found.span("handle"), "handle")


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    shapes = (
        rf"{_SERVICE}[ -]?{_NAME}(?: {_IS} | ?: ?| ){_HANDLE}",
        rf"{_NAME} {_ON} {_SERVICE}(?: {_IS} | ?: ?| ){_HANDLE}",
        rf"{_MY} {_SERVICE} {_CALLED} {_HANDLE}",
        rf"{_ME} {_ON} {_SERVICE} {_UNDER} {_HANDLE}",
    )
    shaped = (
        rf"(?<![\w.@])(?P<handle>[a-z][a-z0-9]{{0,30}}(?:_[a-z0-9_]{{1,30}}|\.[a-z0-9]{{1,30}}_?)|[a-z]{{3,30}}\d{{2,8}})"
        rf" (?:{_ON} )(?:{_SERVICE}|ig|tg|fb|vk)(?!\w)"
    )
    underscored = (
        rf"(?<![\w@])(?:{_SERVICE}|ig)(?!\w)[^.!?\n]{{0,40}}? "
        r"(?P<handle>(?!\S{1,60}\.(?:pdf|docx?|xlsx?|jpe?g|png|mp4)\b)[a-z0-9][a-z0-9.]{0,30}_[a-z0-9_.]{0,30}[a-z0-9_])"
        r"(?![\w@])"
    )
    other_script = rf"(?<!\w){_NOT_LATIN}[ :]{{1,2}}(?-i:{_HANDLE})"
    return tuple(
        re.compile(shape, re.IGNORECASE)
        for shape in (*(rf"(?<!\w){shape}" for shape in shapes), shaped, underscored, other_script)
    )
