"""Help with one place of a text: what the memory holds for its sentences, and how the glossary says its terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request

from campaigns.content.copy import Copy
from campaigns.content.glossary.terms import Hit, Terms
from campaigns.content.memory.queries import Match, find_matches
from campaigns.content.segments.splitting import split
from campaigns.content.writing import Bench
from web.database import session

#: A whole list at once would be a wall of suggestions.
MOST_SENTENCES = 6


@dataclass(frozen=True)
class Help:
    """One source sentence with what may help to write it."""

    place: str
    number: int
    text: str
    matches: Sequence[Match]
    hits: Sequence[Hit]


def help_for(bench: Bench, terms: Terms, *, source_language: str, language: str) -> list[Help]:
    """Help with the place and sentence the address asks for; without a sentence, with all of the place."""
    if bench.source is None:
        return []
    place = request.args.get("place", "headline")
    asked = request.args.get("sentence", "")
    chosen = [
        (name, number, segment.text)
        for name, text in texts_of(bench.source.words, place).items()
        for number, segment in enumerate(split(text, source_language))
    ]
    if asked.isdecimal():
        chosen = [each for each in chosen if each[1] == int(asked)] or chosen
    return [
        Help(
            name,
            number,
            text,
            find_matches(
                session(),
                programme_id=bench.campaign.programme_id,
                source_language=source_language,
                language=language,
                text=text,
            ),
            _once(terms.hits(text, source_language)),
        )
        for name, number, text in chosen[:MOST_SENTENCES]
    ]


def texts_of(words: Mapping[str, Any], place: str) -> dict[str, str]:
    """The texts of a place ("steps.2"), or of all entries of a list ("steps")."""
    texts = Copy.from_dict(words).texts()
    return {name: text for name, text in texts.items() if name == place or name.startswith(f"{place}.")}


def _once(hits: Sequence[Hit]) -> list[Hit]:
    return list({hit.term.key: hit for hit in hits}.values())
