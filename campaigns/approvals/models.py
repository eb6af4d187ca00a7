"""Tables of approval: the proof that was seen, and the lawyer's words about its digest."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from campaigns.db import UtcDateTime, one_of, word
from campaigns.vocabulary import Decision


class Proof(SQLModel, table=True):
    """What will leave for one language and one channel kind, frozen: the very words and the digests of the files.

    `manifest` is canonical JSON (text, media with digests, alt texts, link target, language tag, notices);
    `digest` is its SHA-256. A proof is never changed; another word or byte is another proof.
    """

    __tablename__ = "proof"
    __table_args__ = (UniqueConstraint("variant_id", "channel", "digest", name="proof_once"),)

    id: int | None = Field(default=None, primary_key=True)
    variant_id: int = Field(foreign_key="variant.id", index=True)
    revision_id: int = Field(foreign_key="revision.id", index=True)
    channel: str = Field(max_length=40)
    manifest: str
    digest: str = Field(max_length=64, index=True)
    created_by: int | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)


class ReviewRequest(SQLModel, table=True):
    """A variant's revision waiting for a lawyer of its language."""

    __tablename__ = "review_request"
    __table_args__ = (
        Index("review_open", "language", "closed_at"),
        CheckConstraint("(closed_at IS NULL) = (outcome IS NULL)", name="a_closed_review_has_an_outcome"),
    )

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id", index=True)
    variant_id: int = Field(foreign_key="variant.id", index=True)
    revision_id: int = Field(foreign_key="revision.id")
    language: str = Field(max_length=8)
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    submitted_by: int
    submitted_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    outcome: str | None = Field(default=None, max_length=20)


class Approval(SQLModel, table=True):
    """One decision of one person about one digest. Rows are only added; the latest about a digest counts."""

    __tablename__ = "approval"
    __table_args__ = (
        one_of("decision", Decision),
        Index("approval_of_digest", "digest", "id"),
        CheckConstraint("decision = 'approve' OR reason != ''", name="a_no_has_a_reason"),
    )

    id: int | None = Field(default=None, primary_key=True)
    proof_id: int = Field(foreign_key="proof.id", index=True)
    digest: str = Field(max_length=64)
    language: str = Field(max_length=8)
    channel: str = Field(max_length=40)
    decision: Decision = Field(sa_type=word(Decision))
    reason: str = Field(default="", max_length=2000)
    valid_until: date | None = None
    by: int
    at: datetime = Field(sa_type=UtcDateTime)
