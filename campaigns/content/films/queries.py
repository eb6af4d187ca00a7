"""Films as people look at them: a campaign's shelf, one post with its languages, one file."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select as select_many
from sqlmodel import Session, col, func, select

from campaigns.content.media.models import Voice
from campaigns.content.media.queries import voices_of
from campaigns.content.models import Campaign, Post, Rendition, Revision, Variant
from campaigns.content.queries import (
    current_films,
    get_campaign,
    get_post,
    latest_revisions,
    posts_of_campaign,
    variants_of_posts,
)
from campaigns.errors import NotFound
from campaigns.languages import sort_languages


@dataclass(frozen=True)
class FilmCell:
    """A post in one language: its words, the films of them, their recording."""

    variant: Variant
    revision: Revision | None
    films: Sequence[Rendition]
    voice: Voice | None

    def film(self, format_key: str | None) -> Rendition | None:
        """The film in this format; any, where none is named."""
        return next((one for one in self.films if format_key in (None, one.format)), None)


@dataclass(frozen=True)
class FilmRow:
    """A post with its cells by language."""

    post: Post
    cells: dict[str, FilmCell]

    @property
    def made(self) -> int:
        return sum(bool(cell.films) for cell in self.cells.values())


def film_rows(session: Session, campaign_id: int) -> list[FilmRow]:
    """The posts of a campaign that can become films, in five queries."""
    posts = [post for post in posts_of_campaign(session, campaign_id) if post.formats]
    return _rows(session, posts)


def film_row(session: Session, post_id: int) -> tuple[Campaign, FilmRow]:
    """One post with all its languages; refuses one that is text alone."""
    post = get_post(session, post_id)
    if not post.formats:
        raise NotFound("This post is text alone; there is no film of it.")
    return get_campaign(session, post.campaign_id), _rows(session, [post])[0]


def _rows(session: Session, posts: Sequence[Post]) -> list[FilmRow]:
    variants = variants_of_posts(session, [post.id or 0 for post in posts])
    revisions = latest_revisions(session, [each for row in variants.values() for each in row.values()])
    ids = [row.id or 0 for row in revisions.values()]
    films, voices = current_films(session, ids), voices_of(session, ids)

    def cell(variant: Variant) -> FilmCell:
        revision = revisions.get(variant.id or 0)
        words = (revision.id or 0) if revision else 0
        return FilmCell(variant, revision, films.get(words, ()), voices.get(words))

    return [
        FilmRow(
            post,
            {code: cell(variants[post.id or 0][code]) for code in sort_languages(variants[post.id or 0])},
        )
        for post in posts
    ]


def films_by_campaign(session: Session, *, programme_id: int) -> list[tuple[Campaign, int]]:
    """The campaigns of a programme, the newest first, with the number of films that stand for their words."""
    counts = (
        select_many(col(Post.campaign_id), func.count())
        .join(Variant, col(Variant.post_id) == Post.id)
        .join(Revision, (col(Revision.variant_id) == Variant.id) & (col(Revision.number) == Variant.revision))
        .join(Rendition, (col(Rendition.revision_id) == Revision.id) & col(Rendition.current).is_(True))
        .where(col(Rendition.seconds).is_not(None))
        .group_by(col(Post.campaign_id))
    )
    number: dict[int, int] = {row[0]: row[1] for row in session.execute(counts)}
    campaigns = session.exec(
        select(Campaign)
        .where(Campaign.programme_id == programme_id, col(Campaign.archived_at).is_(None))
        .order_by(col(Campaign.starts_on).desc(), col(Campaign.id).desc())
    )
    return [(each, number.get(each.id or 0, 0)) for each in campaigns]


def film_by_digest(session: Session, digest: str, *, programme_ids: Collection[int]) -> Rendition:
    """The film with this digest, if one of these programmes made it."""
    found = session.exec(
        select(Rendition)
        .join(Revision, col(Revision.id) == Rendition.revision_id)
        .join(Variant, col(Variant.id) == Revision.variant_id)
        .join(Post, col(Post.id) == Variant.post_id)
        .join(Campaign, col(Campaign.id) == Post.campaign_id)
        .where(col(Rendition.digest) == digest, col(Rendition.seconds).is_not(None))
        .where(col(Campaign.programme_id).in_(list(programme_ids)))
        .limit(1)
    ).first()
    if found is None:
        raise NotFound("There is no such film, or it belongs to a programme you do not work in.")
    return found
