"""What a question says it is not about: "nicht um Kündigung, sondern um Urlaub" asks about leave.

Each language has its own way of setting one matter aside for another. What stands between is found on the folded
text, so that the commas are still there. Only turns that set a matter aside: "does not pay the wage, but" tells of pay.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from campaigns.needs.normalising import normalise, words_of
from campaigns.needs.topics.spellings import Keyword
from campaigns.needs.topics.taxonomy import Taxonomy

#: Longer turns set no single matter aside.
_MATTER = r"(?P<aside>[^.;:!?]{2,60}?)"
#: Words that a turn has, what stands before what is set aside, and after it; folded as `normalise` does.
_TURNS = (
    ("nicht sondern", r"\bnicht (?:um|wegen|uber|nach) (?!nur\b)", r",? sondern\b"),
    ("not but", r"\bnot (?:about|for) (?!only\b|just\b)", r",? but\b"),
    ("pas mais", r"\bs'agit pas (?:de |d'|du )", r",? mais\b"),
    ("no sino", r"\bno se trata de(?:l)? ", r",? sino\b"),
    ("non ma", r"\bnon (?:si tratta|parlo) d\w* ", r",? ma\b"),
    ("nao mas", r"\bnao se trata d\w+ ", r",? mas\b"),
    ("nu ci", r"\bnu (?:este|e) vorba (?:despre|de) ", r",? ci\b"),
    ("nie chodzi", r"\bnie chodzi (?:mi )?o ", r",? (?:tylko|ale|lecz)\b"),
    ("не а", r"\bне (?:о|об|про) ", r", а\b"),
    ("не става", r"\bне става (?:дума|въпрос) за ", r",? а\b"),
    ("ne radi", r"\bne radi se o ", r",? (?:nego|vec)\b"),
    ("не ради", r"\bне ради се о ", r",? (?:него|већ)\b"),
    ("nem hanem", r"\bnem (?!csak\b)", r" van szo,? hanem\b"),
    ("δεν αλλα", r"\bδεν προκειται για ", r",? αλλα\b"),
    ("kyse vaan", r"\bkyse ei ole ", r",? vaan\b"),
    ("inte utan", r"\b(?:handlar|galler|fragar) inte om ", r",? utan\b"),
    ("niet maar", r"\bniet (?:om|over) ", r",? maar\b"),
    ("degil", r"^konu(?:m|muz)? ", r" degil, "),
    ("لیس بل", r"\bلیس (?:عن|بخصوص|حول) ", r"،? بل\b"),
    ("درباره بلکه", r"\bدرباره ", r" نیست،? بلکه\b"),
)
_ASIDE = tuple(
    (frozenset(words.split()), re.compile(before + _MATTER + after)) for words, before, after in _TURNS
)
_WORD = re.compile(r"\w+")


def set_aside(text: str) -> frozenset[int]:
    """The places of the words (of `words_of`) that a text says it is not about."""
    folded = normalise(text)
    places: set[int] = set()
    words = frozenset(_WORD.findall(folded))
    for found in filter(None, (turn.search(folded) for needed, turn in _ASIDE if needed <= words)):
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
