"""The words of a revision as a picture takes them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from assets.spec import Words

#: Fields of the words that stand on a picture under the same name.
_ON_PICTURE = frozenset(field.name for field in fields(Words)) - {"link"}
#: On a picture nobody can tap an address; without its scheme it is shorter and still typed the same.
_WITH_ADDRESSES = {"imprint", "contact"}
_SCHEME = re.compile(r"https?://(?:www\.)?")


def card_words(words: Mapping[str, Any]) -> Words:
    """The words of a revision as a picture takes them."""
    chosen = {name: value for name, value in words.items() if name in _ON_PICTURE and value}
    for name in _WITH_ADDRESSES & chosen.keys():
        chosen[name] = _SCHEME.sub("", chosen[name])
    if chosen.get("kicker", "").casefold() in chosen.get("headline", "").casefold():
        # The same words twice, one above the other, read like a mistake.
        chosen.pop("kicker", None)
    if "steps" in chosen:
        chosen["steps"] = tuple(chosen["steps"])
    return Words(**{"headline": "", **chosen})


def closing_words(words: Words, format_key: str, credit: str = "") -> Words:
    """The last card of a film or a carousel: the fact once more, what to do, who helps, sources, imprint. A wide card's
    small line holds the source alone, so there the imprint follows the contact: who answers for it is always named."""
    contact = "\n".join(filter(None, (words.contact, words.imprint if format_key == "landscape" else "")))
    return Words(
        headline=words.headline,
        call_to_action=words.call_to_action,
        contact=contact,
        source=" · ".join(filter(None, (words.source, credit))),
        notice=words.notice,
        imprint=words.imprint,
    )
