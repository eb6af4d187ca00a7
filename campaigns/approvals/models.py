"""Tables of approval: the proof that was seen, and the lawyer's words about its digest."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from campaigns.db import UtcDateTime, one_of, word
from campaigns.vocabulary import DeciderKind, Decision, NoteKind


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
    """A variant's revision waiting for a lawyer of its language. `digests` are what was submitted, by channel.

    `reminders` counts how often the lawyers were reminded; from `escalated_at` on the leads see it, too.
    """

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
    digests: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    submitted_by: int
    submitted_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    outcome: str | None = Field(default=None, max_length=20)
    reminders: int = 0
    reminded_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    escalated_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Approval(SQLModel, table=True):
    """One decision of one person about one digest. Rows are only added; the latest about a digest counts.

    Either somebody with a login decided (`by`) or somebody outside through a link that names this one digest.
    `place` says where a return asks for a change ("steps.2", "picture.square", "link"); empty is the whole.
    """

    __tablename__ = "approval"
    __table_args__ = (
        one_of("decision", Decision),
        Index("approval_of_digest", "digest", "id"),
        CheckConstraint("decision = 'approve' OR reason != ''", name="a_no_has_a_reason"),
        CheckConstraint("(by IS NULL) != (link_id IS NULL)", name="somebody_decided"),
    )

    id: int | None = Field(default=None, primary_key=True)
    proof_id: int = Field(foreign_key="proof.id", index=True)
    digest: str = Field(max_length=64)
    language: str = Field(max_length=8)
    channel: str = Field(max_length=40)
    decision: Decision = Field(sa_type=word(Decision))
    reason: str = Field(default="", max_length=2000)
    place: str = Field(default="", max_length=40)
    valid_until: date | None = None
    by: int | None = None
    link_id: int | None = Field(default=None, foreign_key="review_link.id")
    at: datetime = Field(sa_type=UtcDateTime)


class ReviewNote(SQLModel, table=True):
    """What somebody says about a card without deciding. Rows are only added.

    `to_person` is the colleague who is asked; `place` is what on the card it is about.
    """

    __tablename__ = "review_note"
    __table_args__ = (
        one_of("kind", NoteKind),
        CheckConstraint("text != ''", name="a_note_says_something"),
        CheckConstraint("(kind = 'question') = (to_person IS NOT NULL)", name="a_question_goes_to_somebody"),
    )

    id: int | None = Field(default=None, primary_key=True)
    variant_id: int = Field(foreign_key="variant.id", index=True)
    request_id: int = Field(foreign_key="review_request.id")
    kind: NoteKind = Field(sa_type=word(NoteKind))
    place: str = Field(default="", max_length=40)
    text: str = Field(max_length=2000)
    to_person: int | None = Field(default=None, foreign_key="person.id", index=True)
    by: int = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=UtcDateTime)


class ReviewLink(SQLModel, table=True):
    """The right of somebody without a login to decide once about exactly one digest.

    Only the hash of the link's secret is stored, and no two links share one. `name` and `email` are of a lawyer or a
    partner organisation, written into the trail beside the decision.
    """

    __tablename__ = "review_link"
    __table_args__ = (one_of("kind", DeciderKind),)

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id", index=True)
    proof_id: int = Field(foreign_key="proof.id", index=True)
    digest: str = Field(max_length=64)
    kind: DeciderKind = Field(sa_type=word(DeciderKind))
    name: str = Field(max_length=120)
    email: str = Field(max_length=254)
    token_hash: str = Field(max_length=64, unique=True)
    issued_by: int = Field(foreign_key="person.id")
    issued_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
