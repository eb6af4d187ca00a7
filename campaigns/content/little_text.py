"""LinkedIn's little text: signs that would end the post or become something else are escaped.

Without it a post is cut, without a word, at the first bracket (LinkedIn, "little text format").
"""

from __future__ import annotations

import re
from typing import Final

_SIGNS: Final = re.compile(r"[\\|{}@\[\]()<>*_~]")
#: A # that begins a hashtag stays one; any other is escaped.
_LONE_HASH: Final = re.compile(r"#(?!\w)|(?<=\w)#")


def escape_little_text(text: str) -> str:
    """The text as LinkedIn has to get it so that readers see exactly `text`."""
    return _LONE_HASH.sub(r"\\#", _SIGNS.sub(r"\\\g<0>", text))
