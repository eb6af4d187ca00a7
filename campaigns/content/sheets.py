"""Pictures as people look at them: one post in all its languages, layouts in use, one file by its digest."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select as select_many
from sqlmodel import Session, col, func, select

from campaigns.content.models import Campaign, Post, Rendition, Revision, Variant
from campaigns.content.queries import (
    SHEET,
    current_sheets,
    get_campaign,
    get_post,
    is_card,
    posts_of_campaign,
)
from campaigns.errors import NotFound
from campaigns.languages import sort_languages


@dataclass(frozen=True)
class SheetCell:
    """One language on a proof sheet. `picture` is None while none is made for the latest words; `sheet` is the same
    for printing, in formats that are paper."""

    variant: Variant
    headline: str
    picture: Rendition | None
    sheet: Rendition | None = None


@dataclass(frozen=True)
class Sheet:
    """A post in every language in one format, with its neighbours in the campaign."""

    campaign: Campaign
    post: Post
    posts: Sequence[Post]
    format: str
    cells: Sequence[SheetCell]

    @property
    def made(self) -> int:
        """How many languages have a picture in the layout that the post has now."""
        return sum(
            cell.picture is not None and cell.picture.layout == self.post.layout for cell in self.cells
        )


def proof_sheet(session: Session, post_id: int, *, format_key: str | None) -> Sheet:
    """The proof sheet of a post; without a format its first one."""
    post = get_post(session, post_id)
    campaign = get_campaign(session, post.campaign_id)
    if format_key is None:
        format_key = post.formats[0] if post.formats else ""
    elif format_key not in post.formats:
        raise NotFound("This post is not made in the format “{format}”.", format=format_key[:20])
    rows = session.execute(
        select_many(Variant, Revision, Rendition)
        .join(
            Revision,
            (col(Revision.variant_id) == Variant.id) & (col(Revision.number) == Variant.revision),
            isouter=True,
        )
        .join(
            Rendition,
            (col(Rendition.revision_id) == Revision.id)
            & (col(Rendition.format) == format_key)
            & (col(Rendition.media_type) != SHEET)
            & col(Rendition.current).is_(True),
            isouter=True,
        )
        .where(col(Variant.post_id) == post_id)
        .order_by(col(Rendition.id))
    ).all()
    printed = current_sheets(session, [revision.id or 0 for _, revision, _ in rows if revision])
    cells = {
        variant.language: SheetCell(
            variant,
            str(revision.words.get("headline", "")) if revision else "",
            picture,
            next((one for one in printed[revision.id or 0] if one.format == format_key), None)
            if revision
            else None,
        )
        for variant, revision, picture in rows
    }
    return Sheet(
        campaign=campaign,
        post=post,
        posts=posts_of_campaign(session, campaign.id or 0),
        format=format_key,
        cells=[cells[code] for code in sort_languages(cells)],
    )


def picture_by_digest(session: Session, digest: str, *, programme_ids: Collection[int]) -> Rendition:
    """The file with this digest, if one of these programmes made it. Older pictures can still be looked at."""
    found = session.exec(
        select(Rendition)
        .join(Revision, col(Revision.id) == Rendition.revision_id)
        .join(Variant, col(Variant.id) == Revision.variant_id)
        .join(Post, col(Post.id) == Variant.post_id)
        .join(Campaign, col(Campaign.id) == Post.campaign_id)
        .where(col(Rendition.digest) == digest, col(Campaign.programme_id).in_(list(programme_ids)))
        .limit(1)
    ).first()
    if found is None:
        raise NotFound("There is no such picture, or it belongs to a programme you do not work in.")
    return found


def programme_of_picture(session: Session, picture: Rendition) -> int:
    """The programme that made a file."""
    query = (
        select(Campaign.programme_id)
        .join(Post, col(Post.campaign_id) == Campaign.id)
        .join(Variant, col(Variant.post_id) == Post.id)
        .join(Revision, col(Revision.variant_id) == Variant.id)
        .where(Revision.id == picture.revision_id)
    )
    return session.exec(query).one()


@dataclass(frozen=True)
class LayoutUse:
    """A layout as a programme uses it: how many posts, and one of its pictures."""

    layout: str
    posts: int
    picture: Rendition | None


def layouts_in_use(session: Session, *, programme_id: int) -> dict[str, LayoutUse]:
    """Layouts of a programme's posts with the first picture that stands for each, in two queries."""
    counts = session.execute(
        select_many(col(Post.layout), func.count())
        .join(Campaign, col(Campaign.id) == Post.campaign_id)
        .where(col(Campaign.programme_id) == programme_id)
        .group_by(col(Post.layout))
    ).all()
    first = (
        select(func.min(Rendition.id))
        .join(Revision, col(Revision.id) == Rendition.revision_id)
        .join(Variant, col(Variant.id) == Revision.variant_id)
        .join(Post, col(Post.id) == Variant.post_id)
        .join(Campaign, col(Campaign.id) == Post.campaign_id)
        .where(col(Campaign.programme_id) == programme_id, col(Rendition.current).is_(True))
        .where(col(Rendition.format) == "square")
        .group_by(col(Rendition.layout))
    )
    pictures = {
        row.layout: row for row in session.exec(select(Rendition).where(col(Rendition.id).in_(first)))
    }
    return {layout: LayoutUse(layout, count, pictures.get(layout)) for layout, count in counts}


@dataclass(frozen=True)
class Shelf:
    """A post with its pictures in the languages of a programme, one a language."""

    post: Post
    campaign: Campaign
    pictures: Sequence[Rendition]


def picture_shelf(session: Session, *, programme_id: int, limit: int = 60) -> list[Shelf]:
    """A programme's newest posts that have pictures, with the first format's picture of each language."""
    posts = session.execute(
        select_many(Post, Campaign)
        .join(Campaign, col(Campaign.id) == Post.campaign_id)
        .where(col(Campaign.programme_id) == programme_id, col(Campaign.archived_at).is_(None))
        .order_by(col(Campaign.id).desc(), col(Post.position))
        .limit(limit)
    ).all()
    by_post = _first_pictures(session, [post.id or 0 for post, _ in posts])
    return [Shelf(post, campaign, by_post.get(post.id or 0, ())) for post, campaign in posts if post.formats]


def _first_pictures(session: Session, post_ids: Sequence[int]) -> dict[int, list[Rendition]]:
    rows = session.execute(
        select_many(col(Variant.post_id), col(Variant.language), Rendition)
        .join(Revision, (col(Revision.variant_id) == Variant.id) & (col(Revision.number) == Variant.revision))
        .join(Rendition, (col(Rendition.revision_id) == Revision.id) & col(Rendition.current).is_(True))
        .where(is_card())
        .where(col(Variant.post_id).in_(post_ids))
        .order_by(col(Rendition.id).desc())
    ).all()
    first: dict[int, dict[str, Rendition]] = {}
    for post_id, language, rendition in rows:
        first.setdefault(post_id, {})[language] = rendition
    return {post_id: [row[code] for code in sort_languages(row)] for post_id, row in first.items()}
