"""Length as X counts: scripts weigh differently, an emoji is two, a link always 23.

The rule is version 3 of twitter-text's configuration: characters in the listed ranges weigh 100, all others
200, in hundredths; the text is normalised to NFC before it is counted.
"""

from __future__ import annotations

import unicodedata
from typing import Final

import regex

LINK_LENGTH: Final = 23
_LIGHT: Final = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
#: An emoji with its modifiers, flags and joined parts counts once.
_EMOJI: Final = regex.compile(
    r"\p{RI}{2}|[0-9#*]\uFE0F?\u20E3"
    r"|(?:\p{Emoji_Presentation}|\p{Emoji}\uFE0F|\p{Extended_Pictographic})\p{EMod}?\uFE0F?"
    r"(?:\u200D\p{Extended_Pictographic}\p{EMod}?\uFE0F?|[\U000E0020-\U000E007F]+)*"
)
#: A link with its scheme, or a bare domain under a well-known end.
_PATH: Final = (
    r"(?::\d+)?(?:/[\w/%.,:;!~*'()@&=+$#?\-]*[\w/=+#-]|/)?(?:\?[\w%.,:;!~*'()@&=+$/?\-]*[\w&=/+-])?"
)
_LABELS: Final = r"((?:\w(?:[\w-]*\w)?\.)+"
_LINK: Final = regex.compile(
    rf"(?<![\w@#$.-])(?:https?://{_LABELS}[^\W\d_]{{2,24}})|{_LABELS}"
    r"(?:com|org|net|info|de|eu|at|ch|fr|it|es|nl|be|fi|se|pl|ro|bg|hu|hr|gr|ua|ru|tr|co|io|jp|uk|us)))"
    rf"(?![\w@-]){_PATH}",
    regex.IGNORECASE,
)
#: A name between two dots is no longer than this when it is written for the name servers (RFC 1035).
_LONGEST_LABEL: Final = 63


def count_weighted(text: str) -> int:
    """Weighted characters of a post on X."""
    normal = unicodedata.normalize("NFC", text)
    total, position = 0, 0
    for match in _LINK.finditer(normal):
        if not _can_exist(match[1] or match[2]):
            continue
        total += _weight(normal[position : match.start()]) + LINK_LENGTH * 100
        position = match.end()
    return (total + _weight(normal[position:])) // 100


def _can_exist(host: str) -> bool:
    """Whether the name servers could know this host."""
    try:
        return all(len(label.encode("idna")) <= _LONGEST_LABEL for label in host.split(".") if label)
    except UnicodeError:
        return False


def _weight(text: str) -> int:
    total, position = 0, 0
    for match in _EMOJI.finditer(text):
        if match.start() < position:
            continue
        total += sum(_of(sign) for sign in text[position : match.start()]) + 200
        position = match.end()
    return total + sum(_of(sign) for sign in text[position:])


def _of(sign: str) -> int:
    return 100 if any(first <= ord(sign) <= last for first, last in _LIGHT) else 200
