"""The table of phrases that came up."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from campaigns.db import UtcDateTime

LONGEST_REASON = 200
LONGEST_WRITTEN = 160


class EmergingPhrase(SQLModel, table=True):
    """A phrase of at least five questions that belongs to no topic and is suddenly frequent.

    `asked` counts questions of the last weeks; `before` those of the past, None where they are few. `likelihood` is
    the log-likelihood ratio against the past. Only phrases are kept, never the texts they stood in. `reason` says why
    it was dismissed, `written` how people spell it.
    """

    __tablename__ = "emerging_phrase"
    __table_args__ = (
        UniqueConstraint("programme_id", "language", "phrase", name="emerging_phrase_once"),
        CheckConstraint("asked >= 5", name="emerging_phrases_have_five_sources"),
    )

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id")
    language: str = Field(default="", max_length=8)
    phrase: str = Field(max_length=120)
    written: str = Field(default="", max_length=LONGEST_WRITTEN)
    asked: int
    before: int | None = None
    likelihood: float
    as_of: date
    found_at: datetime = Field(sa_type=UtcDateTime)
    dismissed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    dismissed_by: int | None = None
    reason: str = Field(default="", max_length=LONGEST_REASON)
    topic: str | None = Field(default=None, max_length=60)
