"""The chosen cells of the matrix, and what became of each."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from sqlmodel import Session

from campaigns.content.models import Campaign, Post, Variant
from campaigns.content.queries import posts_of_campaign, variants_of_posts
from campaigns.errors import Refusal
from campaigns.placements.models import Placement


@dataclass(frozen=True)
class Kept:
    """A cell that could not go on, and the sentence that says why."""

    post: Post
    language: str
    problem: Refusal


@dataclass
class Outcome:
    """What became of the chosen cells."""

    done: int = 0
    #: Moments that were proposed.
    proposed: list[Placement] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    #: Cells of film posts that went on as a picture alone, because no film was made: (post, language).
    stills: list[tuple[Post, str]] = field(default_factory=list)


def chosen_cells(
    session: Session,
    campaign: Campaign,
    *,
    posts: Collection[int] = (),
    languages: Collection[str] = (),
) -> list[tuple[Post, Variant]]:
    """The cells in these rows and columns; without rows all rows, without columns all columns."""
    rows = [post for post in posts_of_campaign(session, campaign.id or 0) if not posts or post.id in posts]
    variants = variants_of_posts(session, [post.id or 0 for post in rows])
    return [
        (post, variant)
        for post in rows
        for variant in variants.get(post.id or 0, {}).values()
        if not languages or variant.language in languages
    ]


def each_cell(
    session: Session, outcome: Outcome, post: Post, variant: Variant, act: Callable[[], object]
) -> None:
    """One cell in a savepoint of its own: what it cannot do, it does not half do."""
    try:
        with session.begin_nested():
            act()
    except Refusal as problem:
        session.refresh(variant)
        outcome.kept.append(Kept(post, variant.language, problem))
    else:
        outcome.done += 1
