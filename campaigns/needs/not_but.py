"""What a question says it is not about: "nicht um Kündigung, sondern um Urlaub" asks about leave.

Each language has its own way of setting one matter aside for another. What stands between is found on the folded
text, so that the commas are still there. Only turns that set a matter aside: "does not pay the wage, but" tells of pay.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from campaigns.needs.normalising import normalise, words_of
from campaigns.needs.spellings import Keyword
from campaigns.needs.taxonomy import Taxonomy

#: Longer turns set no single matter aside.
_MATTER = r"(?P<aside>[^.;:!?]{2,60}?)"
#: Before what is set aside and after it, folded as `normalise` does.
_TURNS = (
    (r"\bnicht (?:um|wegen|uber|nach) (?!nur\b)", r",? sondern\b"),
    (r"\bnot (?:about|for) (?!only\b|just\b)", r",? but\b"),
    (r"\bs'agit pas (?:de |d'|du )", r",? mais\b"),
    (r"\bno se trata de(?:l)? ", r",? sino\b"),
    (r"\bnon (?:si tratta|parlo) d\w* ", r",? ma\b"),
    (r"\bnao se trata d\w+ ", r",? mas\b"),
    (r"\bnu (?:este|e) vorba (?:despre|de) ", r",? ci\b"),
    (r"\bnie chodzi (?:mi )?o ", r",? (?:tylko|ale|lecz)\b"),
    (r"\bне (?:о|об|про) ", r", а\b"),
    (r"\bне става (?:дума|въпрос) за ", r",? а\b"),
    (r"\bne radi se o ", r",? (?:nego|vec)\b"),
    (r"\bне ради се о ", r",? (?:него|већ)\b"),
    (r"\bnem (?!csak\b)", r" van szo,? hanem\b"),
    (r"\bδεν προκειται για ", r",? αλλα\b"),
    (r"\bkyse ei ole ", r",? vaan\b"),
    (r"\b(?:handlar|galler|fragar) inte om ", r",? utan\b"),
    (r"\bniet (?:om|over) ", r",? maar\b"),
    (r"^konu(?:m|muz)? ", r" degil, "),
    (r"\bلیس (?:عن|بخصوص|حول) ", r"،? بل\b"),
    (r"\bدرباره ", r" نیست،? بلکه\b"),
)
_ASIDE = tuple(re.compile(before + _MATTER + after) for before, after in _TURNS)


def set_aside(text: str) -> frozenset[int]:
    """The places of the words (of `words_of`) that a text says it is not about."""
    folded = normalise(text)
    places: set[int] = set()
    for found in filter(None, (turn.search(folded) for turn in _ASIDE)):
        first = len(words_of(folded[: found.start("aside")]))
        places.update(range(first, first + len(words_of(found["aside"]))))
    return frozenset(places)


def asked_about(
    hits: Mapping[Keyword, frozenset[int]], text: str, book: Taxonomy
) -> dict[Keyword, frozenset[int]]:
    """The keywords without those a text sets aside, where it tells another topic, too; sensitive ones always stay."""
    if len({one.topic for one in hits}) < 2 or not (aside := set_aside(text)):
        return dict(hits)
    meant = {
        one: places
        for one, places in hits.items()
        if not places <= aside or book.topics[one.topic].is_sensitive
    }
    return meant or dict(hits)
