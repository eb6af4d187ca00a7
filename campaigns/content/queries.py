"""Reading campaigns, posts, variants, revisions and renditions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeVar

from sqlalchemy import ColumnElement, true
from sqlmodel import Session, SQLModel, col, select

from campaigns.content.copy import Copy
from campaigns.content.models import Campaign, Post, Rendition, Revision, Variant
from campaigns.errors import NotFound

Row = TypeVar("Row", bound=SQLModel)


#: The media type of a sheet for printing.
SHEET = "application/pdf"


def _get(session: Session, table: type[Row], row_id: int, message: str) -> Row:
    found = session.get(table, row_id)
    if found is None:
        raise NotFound(message, id=row_id)
    return found


def get_campaign(session: Session, campaign_id: int) -> Campaign:
    """The campaign, or a refusal."""
    return _get(
        session,
        Campaign,
        campaign_id,
        "There is no campaign {id}. The number of a campaign stands in the address of its page on the desk.",
    )


def get_post(session: Session, post_id: int) -> Post:
    """The post, or a refusal."""
    return _get(session, Post, post_id, "There is no post {id}.")


def get_variant(session: Session, variant_id: int) -> Variant:
    """The variant, or a refusal."""
    return _get(session, Variant, variant_id, "There is no variant {id}.")


def campaign_of_variant(session: Session, variant: Variant) -> tuple[Campaign, Post]:
    """The campaign and the post a variant belongs to."""
    post = get_post(session, variant.post_id)
    return get_campaign(session, post.campaign_id), post


def campaigns_of_programme(session: Session, *, programme_id: int, archived: bool = False) -> list[Campaign]:
    """A programme's campaigns, the newest first; archived ones only when asked for."""
    query = select(Campaign).where(Campaign.programme_id == programme_id)
    if not archived:
        query = query.where(col(Campaign.archived_at).is_(None))
    return list(session.exec(query.order_by(col(Campaign.starts_on).desc(), col(Campaign.id).desc())))


def posts_of_campaign(session: Session, campaign_id: int) -> list[Post]:
    """The posts of a campaign in their order."""
    query = select(Post).where(Post.campaign_id == campaign_id).order_by(col(Post.position))
    return list(session.exec(query))


def variants_of_posts(session: Session, post_ids: Iterable[int]) -> dict[int, dict[str, Variant]]:
    """Variants by post and language, in the order in which they were planned."""
    found: dict[int, dict[str, Variant]] = defaultdict(dict)
    query = select(Variant).where(col(Variant.post_id).in_(list(post_ids))).order_by(col(Variant.id))
    for variant in session.exec(query):
        found[variant.post_id][variant.language] = variant
    return found


def variant_of(session: Session, *, post_id: int, language: str) -> Variant:
    """The variant of a post in a language, or a refusal."""
    found = session.exec(
        select(Variant).where(Variant.post_id == post_id, Variant.language == language)
    ).first()
    if found is None:
        raise NotFound("This post is not planned in this language.")
    return found


def latest_revision(session: Session, variant: Variant) -> Revision | None:
    """The words of a variant as they stand, or None while nothing is written."""
    return session.exec(
        select(Revision).where(Revision.variant_id == variant.id, Revision.number == variant.revision)
    ).first()


def latest_revisions(session: Session, variants: Iterable[Variant]) -> dict[int, Revision]:
    """The words of several variants as they stand, by variant."""
    numbers = {variant.id: variant.revision for variant in variants}
    rows = session.exec(select(Revision).where(col(Revision.variant_id).in_(list(numbers))))
    return {row.variant_id: row for row in rows if row.number == numbers[row.variant_id]}


def texts_beside(session: Session, variant: Variant, source_language: str) -> dict[str, str]:
    """What the source says at each place of a translation; nothing of the source itself."""
    if variant.language == source_language:
        return {}
    source = session.exec(
        select(Variant).where(Variant.post_id == variant.post_id, Variant.language == source_language)
    ).first()
    words = latest_revision(session, source) if source else None
    return Copy.from_dict(words.words).texts() if words else {}


def revisions_of(session: Session, variant_id: int) -> list[Revision]:
    """Every revision of a variant, the newest first."""
    query = select(Revision).where(Revision.variant_id == variant_id).order_by(col(Revision.number).desc())
    return list(session.exec(query))


def is_card() -> ColumnElement[bool]:
    """Whether a rendition is a picture that stands for its post alone: no film, no further slide of a carousel."""
    return col(Rendition.format).not_like("%/%")


def current_renditions(session: Session, revision_ids: Iterable[int]) -> dict[int, list[Rendition]]:
    """The pictures that now stand for each revision, in the order they were made; sheets for printing, films and the
    further slides of carousels are apart."""
    return _current(session, revision_ids, is_card() & (col(Rendition.media_type) != SHEET))


def current_slides(session: Session, revision_ids: Iterable[int]) -> dict[int, list[Rendition]]:
    """The further pictures of carousels, behind the one that stands for the post, in their order."""
    found = _current(session, revision_ids, ~is_card() & col(Rendition.seconds).is_(None))
    return {words: sorted(rows, key=place_of) for words, rows in found.items()}


def place_of(slide: Rendition) -> int:
    """Which picture behind the first one this is."""
    return int(slide.format.rpartition("/")[2])


def current_sheets(session: Session, revision_ids: Iterable[int]) -> dict[int, list[Rendition]]:
    """The sheets for printing that now stand for each revision."""
    return _current(session, revision_ids, col(Rendition.media_type) == SHEET)


def current_films(session: Session, revision_ids: Iterable[int]) -> dict[int, list[Rendition]]:
    """The films that now stand for each revision, in the order they were made."""
    return _current(session, revision_ids, col(Rendition.seconds).is_not(None))


def current_files(session: Session, revision_id: int) -> list[Rendition]:
    """Every file that now stands for a revision: pictures, sheets, films and slides."""
    return _current(session, [revision_id], true())[revision_id]


def digests_of_files(session: Session, variant_id: int) -> set[str]:
    """Every file that was ever made of a text."""
    query = (
        select(Rendition.digest)
        .join(Revision, col(Revision.id) == Rendition.revision_id)
        .where(Revision.variant_id == variant_id)
    )
    return set(session.exec(query))


def _current(
    session: Session, revision_ids: Iterable[int], wanted: ColumnElement[bool]
) -> dict[int, list[Rendition]]:
    found: dict[int, list[Rendition]] = defaultdict(list)
    query = (
        select(Rendition)
        .where(col(Rendition.revision_id).in_(list(revision_ids)), col(Rendition.current).is_(True), wanted)
        .order_by(col(Rendition.id))
    )
    for rendition in session.exec(query):
        found[rendition.revision_id].append(rendition)
    return found
