"""The kinds of post: what each is for, which facts carry it, and in which shapes it is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from campaigns.errors import NotFound
from campaigns.vocabulary import FactKind

_STILL: Final = ("square", "portrait", "story")


@dataclass(frozen=True)
class PostKind:
    """One kind of post.

    `aim` is a sentence with the place {topic}. `layout` and `formats` name what assets draw; a kind without
    formats is text alone. `fact_kinds` in order of preference; `fewest` and `most` facts it is made from.
    `needs_event` kinds are made from an event instead. `in_spaces` kinds may go into groups of other people.
    """

    key: str
    label: str
    aim: str
    layout: str
    formats: tuple[str, ...]
    fact_kinds: tuple[FactKind, ...]
    fewest: int
    most: int
    needs_event: bool = False
    in_spaces: bool = False


def _table(*kinds: PostKind) -> Mapping[str, PostKind]:
    return MappingProxyType({kind.key: kind for kind in kinds})


_F = FactKind

KINDS: Final = _table(
    PostKind(
        "explainer",
        "Explainer",
        "Make one fact about {topic} known.",
        "explainer",
        _STILL,
        (_F.RIGHT, _F.AMOUNT, _F.RULE),
        1,
        1,
        in_spaces=True,
    ),
    PostKind(
        "carousel",
        "Carousel",
        "Give an overview of {topic}.",
        "checklist",
        ("square", "portrait"),
        (_F.RIGHT, _F.AMOUNT, _F.RULE, _F.DEADLINE),
        3,
        6,
    ),
    PostKind(
        "myth_fact",
        "Myth and fact",
        "Correct a false claim about {topic}, the fact first.",
        "myth_fact",
        _STILL,
        (_F.MYTH,),
        1,
        1,
        in_spaces=True,
    ),
    PostKind(
        "steps",
        "Steps",
        "Show what to do about {topic}, step by step.",
        "steps",
        ("square", "portrait", "story"),
        (_F.STEP,),
        2,
        5,
    ),
    PostKind(
        "deadline",
        "Deadline",
        "Make sure that nobody misses a deadline about {topic}.",
        "deadline",
        _STILL,
        (_F.DEADLINE,),
        1,
        1,
        in_spaces=True,
    ),
    PostKind(
        "checklist",
        "Checklist",
        "Give people a list about {topic} to keep.",
        "checklist",
        ("square", "portrait"),
        (_F.STEP, _F.RULE, _F.RIGHT),
        3,
        6,
    ),
    PostKind(
        "what_changes",
        "What changes",
        "Tell people in time what changes about {topic}.",
        "what_changes",
        _STILL,
        (_F.CHANGE,),
        1,
        4,
        in_spaces=True,
    ),
    PostKind(
        "event",
        "Event",
        "Bring people to an event about {topic}.",
        "event",
        _STILL,
        (),
        0,
        0,
        needs_event=True,
        in_spaces=True,
    ),
    PostKind(
        "referral",
        "Referral",
        "Show who helps with {topic}.",
        "referral",
        _STILL,
        (_F.CONTACT,),
        1,
        2,
        in_spaces=True,
    ),
    PostKind(
        "live_qa",
        "Live questions and answers",
        "Answer questions about {topic} live.",
        "event",
        _STILL,
        (),
        0,
        0,
        needs_event=True,
    ),
    PostKind(
        "group_comment",
        "Comment for groups",
        "Give advisors a short answer on {topic} for threads.",
        "explainer",
        (),
        (_F.MYTH, _F.RIGHT, _F.AMOUNT, _F.RULE, _F.DEADLINE),
        1,
        1,
    ),
    PostKind(
        "film",
        "Short film",
        "Explain {topic} in a short film.",
        "steps",
        ("story",),
        (_F.RIGHT, _F.AMOUNT, _F.RULE, _F.DEADLINE, _F.STEP),
        2,
        5,
    ),
)


#: Kinds that are made from an event, not from facts.
OF_EVENTS: Final = frozenset(kind.key for kind in KINDS.values() if kind.needs_event)


def post_kind(key: str) -> PostKind:
    """The kind of this key; refuses an unknown one."""
    found = KINDS.get(key)
    if found is None:
        raise NotFound("There is no kind of post “{key}”. Kinds: {known}.", key=key, known=", ".join(KINDS))
    return found
