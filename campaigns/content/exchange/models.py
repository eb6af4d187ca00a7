"""Table of texts that came in from a file and wait for a person."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from campaigns.db import UtcDateTime, one_of, word
from campaigns.vocabulary import WaitingReason


class WaitingText(SQLModel, table=True):
    """A translation from a file that was not written because something had changed since the file left.

    `known_source` and `known_target` are what the translator had before them, `text` is what came back.
    `is_taken` is the person's decision: the file's words, or those that stand.
    """

    __tablename__ = "waiting_text"
    __table_args__ = (
        one_of("reason", WaitingReason),
        CheckConstraint("(decided_at IS NULL) = (is_taken IS NULL)", name="a_decision_has_its_moment"),
    )

    id: int | None = Field(default=None, primary_key=True)
    variant_id: int = Field(foreign_key="variant.id", index=True)
    place: str = Field(max_length=40)
    text: str
    known_source: str
    known_target: str
    source_digest: str | None = Field(default=None, max_length=64)
    reason: WaitingReason = Field(sa_type=word(WaitingReason))
    received_by: int | None = None
    received_at: datetime = Field(sa_type=UtcDateTime)
    is_taken: bool | None = None
    decided_by: int | None = None
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
