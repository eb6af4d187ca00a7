"""The description of a picture follows the words that stand on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from campaigns.content.copy import Copy

#: Shorter pieces ("3", "§ 1") may stand in a description for something else.
_SHORTEST: Final = 4


def follow(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """The new words; where they changed and nobody touched the description, it says them anew.

    A description that was written freely and repeats none of the changed pieces stays as it is; a check tells.
    """
    was, now = Copy.from_dict(before), Copy.from_dict(after)
    if not was.alt_text or now.alt_text != was.alt_text:
        return dict(after)
    told = was.alt_text
    written = now.texts()
    changed = [
        (old, written[place])
        for place, old in was.texts().items()
        if place != "alt_text" and len(old) >= _SHORTEST and written.get(place, old) != old
    ]
    # The longest first: a short piece may be a part of it.
    for old, new in sorted(changed, key=lambda pair: len(pair[0]), reverse=True):
        told = told.replace(old, new)
    return {**after, "alt_text": told}
