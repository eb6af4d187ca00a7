"""Tables of what is said: campaigns, posts, their variants per language, revisions, pictures."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from campaigns.db import Texts, UtcDateTime, one_of, word
from campaigns.vocabulary import Origin, VariantStatus


class Campaign(SQLModel, table=True):
    """Posts on one topic for one programme, with the need they answer.

    Where it stands is not stored: placements.stages derives it from its variants and placements.
    """

    __tablename__ = "campaign"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="a_campaign_ends_after_it_starts"),
    )

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id", index=True)
    proposal_id: int | None = Field(default=None, foreign_key="proposal.id")
    topic: str = Field(max_length=60)
    title: str = Field(max_length=160)
    starts_on: date
    ends_on: date | None = None
    link: str = Field(default="", max_length=500)
    languages: list[str] = Field(default_factory=list, sa_type=JSON)
    plan: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    archived_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_by: int | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)


class Post(SQLModel, table=True):
    """One message idea, in every language: its kind, aim, layout and the facts it rests on.

    `not_after` is the last day on which it makes sense (a deadline, the end of registration): reminders stop then.
    `photo_id` is the photo of its pictures, where their layout has a place for one.
    """

    __tablename__ = "post"
    __table_args__ = (UniqueConstraint("campaign_id", "position", name="post_place"),)

    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = Field(foreign_key="campaign.id", index=True)
    position: int
    kind: str = Field(max_length=40)
    aim: str = Field(default="", max_length=300)
    layout: str = Field(max_length=40)
    formats: list[str] = Field(default_factory=list, sa_type=JSON)
    photo_id: int | None = Field(default=None, foreign_key="photo.id")
    not_after: date | None = None


class PostFact(SQLModel, table=True):
    """A fact a post rests on, at the revision its words were made from."""

    __tablename__ = "post_fact"

    post_id: int = Field(foreign_key="post.id", primary_key=True)
    fact_id: int = Field(foreign_key="fact.id", primary_key=True, index=True)
    fact_revision: int
    position: int = 0


class Variant(SQLModel, table=True):
    """A post in one language. `revision` is the number of its latest revision, 0 while nothing is written."""

    __tablename__ = "variant"
    __table_args__ = (
        one_of("status", VariantStatus),
        UniqueConstraint("post_id", "language", name="variant_once"),
        CheckConstraint("(status = 'missing') = (revision = 0)", name="a_missing_variant_has_no_revision"),
    )

    id: int | None = Field(default=None, primary_key=True)
    post_id: int = Field(foreign_key="post.id", index=True)
    language: str = Field(max_length=8)
    status: VariantStatus = Field(default=VariantStatus.MISSING, sa_type=word(VariantStatus))
    revision: int = 0
    #: What the draft lacked, as reasons kept as plain data.
    missing: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    changed_at: datetime = Field(sa_type=UtcDateTime)


class Revision(SQLModel, table=True):
    """The words of a variant at one moment. Rows are only added: an edit is the next revision.

    `copy` is the plain dict of content.copy.Copy; `digest` is the SHA-256 of its canonical JSON.
    `source_digest` is the digest of the source-language words these were translated from. `same_as` holds
    the digests of earlier words that mean the same: a translation of one of them is a translation of these.
    """

    __tablename__ = "revision"
    __table_args__ = (
        one_of("origin", Origin),
        UniqueConstraint("variant_id", "number", name="revision_once"),
    )

    id: int | None = Field(default=None, primary_key=True)
    variant_id: int = Field(foreign_key="variant.id", index=True)
    number: int
    words: dict[str, Any] = Field(default_factory=dict, sa_type=Texts)
    digest: str = Field(max_length=64)
    source_digest: str | None = Field(default=None, max_length=64)
    same_as: list[str] = Field(default_factory=list, sa_type=JSON)
    origin: Origin = Field(sa_type=word(Origin))
    created_by: int | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)


class Rendition(SQLModel, table=True):
    """A file made from a revision: its bytes lie in the store under `digest`.

    A film has a length in `seconds` and a format like `film/story`; `beside` are the files that belong to it
    (captions, the picture shown before it plays), each with `kind`, `media_type` and `digest`. `photo_id` is the photo
    that is seen in it: when its licence or somebody's consent ends, the file may not leave any more.
    """

    __tablename__ = "rendition"
    __table_args__ = (
        UniqueConstraint("revision_id", "format", "media_type", "digest", name="rendition_once"),
        CheckConstraint("(seconds IS NOT NULL) = (format LIKE 'film/%')", name="a_film_has_a_length"),
        Index("rendition_by_digest", "digest"),
    )

    id: int | None = Field(default=None, primary_key=True)
    revision_id: int = Field(foreign_key="revision.id", index=True)
    format: str = Field(max_length=20)
    media_type: str = Field(max_length=40)
    digest: str = Field(max_length=64)
    width: int
    height: int
    size: int
    photo_id: int | None = Field(default=None, foreign_key="photo.id", index=True)
    layout: str = Field(max_length=40)
    layout_version: str = Field(max_length=20)
    renderer: str = Field(max_length=80)
    seconds: float | None = None
    beside: list[dict[str, str]] = Field(default_factory=list, sa_type=JSON)
    fit: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    current: bool = True
    created_at: datetime = Field(sa_type=UtcDateTime)
