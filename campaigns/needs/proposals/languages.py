"""Which languages a proposal speaks: by their share of the questions, and so that nobody is left out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from campaigns.languages import sort_languages
from campaigns.needs.radar.row import RadarRow, rows_of_topic
from campaigns.reasons import Reason, reason

#: So many posts in half a year say something about who is served.
FEWEST_POSTS = 10
#: A language that asks at least this share of everything can fall behind.
NOTICED = 0.05
BEHIND = 0.5


@dataclass(frozen=True)
class LanguageChoice:
    """A language with its share of the questions (None where the count is small), and why it is in or out."""

    language: str
    share: float | None
    included: bool
    why: tuple[Reason, ...]


@dataclass(frozen=True)
class Spoken:
    """The languages of a programme; `posts` counts what was published in each in the last half year.

    `here` are the languages in which the region asks that the proposal is for; None where it is for all of them.
    """

    languages: Sequence[str]
    source: str = "de"
    optional: Sequence[str] = ()
    posts: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    here: Collection[str] | None = None


def languages_for(rows: Sequence[RadarRow], topic: str, spoken: Spoken) -> tuple[LanguageChoice, ...]:
    """Every language of the programme and every other that asked, each decided: the source first, then by share."""
    asked = {row.language: row for row in rows_of_topic(rows, topic) if row.language}
    total = sum(row.count or 0 for row in asked.values())
    behind = _behind(rows, spoken.posts)
    found = [
        _choice(code, asked.get(code), total, spoken, behind.get(code))
        for code in sort_languages({spoken.source, *spoken.languages, *asked})
    ]
    return _ordered(found, spoken.source)


def _choice(
    code: str, row: RadarRow | None, total: int, spoken: Spoken, behind: Reason | None
) -> LanguageChoice:
    is_told = row is not None and row.bound is None
    share = round((row.count or 0) / total, 2) if row and is_told and total else None
    counted = _counted(share, row)
    if code == spoken.source:
        return LanguageChoice(code, share, True, (*counted, reason("The source text is written in it.")))
    if code not in spoken.languages:
        return LanguageChoice(
            code, share, False, (*counted, reason("Asked, but not a language of the programme."))
        )
    if row and row.covered_by:
        answered = reason(
            "The campaign “{campaign}” already speaks it, or is about to.", campaign=row.covered_by
        )
        return LanguageChoice(code, share, False, (*counted, answered))
    if row is None and code in spoken.optional:
        return LanguageChoice(code, share, False, (reason("Optional, and hardly anybody asked in it."),))
    if spoken.here is not None and code not in spoken.here:
        few = reason("In this region too few questions come in this language to be counted.")
        return LanguageChoice(code, share, False, (few,))
    if spoken.here is not None:
        counted = (reason("In this region questions come in this language."),)
    why = counted or (reason("A language of the programme: whoever asks less is not left out."),)
    return LanguageChoice(code, share, True, (*why, *([behind] if behind else ())))


def _counted(share: float | None, row: RadarRow | None) -> tuple[Reason, ...]:
    if row and row.shown.is_lowest:
        few = "Fewer than {smallest} of the questions that can be shown came in this language."
        return (reason(few, smallest=row.bound),)
    if share is None:
        return ()
    if share == 0:
        return (reason("Less than 1 percent of the questions that can be shown came in this language."),)
    return (
        reason(
            "About {percent} percent of the questions that can be shown came in this language.",
            percent=round(share * 100),
        ),
    )


def _behind(rows: Iterable[RadarRow], posts: Mapping[str, int]) -> dict[str, Reason]:
    """Languages that ask much of everything and get less than half as large a share of the posts."""
    asked: dict[str, int] = {}
    for row in rows:
        if row.language and row.count:
            asked[row.language] = asked.get(row.language, 0) + row.count
    total, published = sum(asked.values()), sum(posts.values())
    if published < FEWEST_POSTS or not total:
        return {}
    found: dict[str, Reason] = {}
    for code, count in asked.items():
        need, served = count / total, posts.get(code, 0) / published
        if need >= NOTICED and served < BEHIND * need:
            found[code] = reason(
                "Of all questions that can be shown it asks about {asked} percent, and it got {posts} percent of the "
                "posts of half a year: it has something to catch up on.",
                asked=round(need * 100),
                posts=round(served * 100),
            )
    return found


def _ordered(found: Sequence[LanguageChoice], source: str) -> tuple[LanguageChoice, ...]:
    return tuple(
        sorted(found, key=lambda one: (not one.included, one.language != source, -(one.share or 0.0)))
    )
