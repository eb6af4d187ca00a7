"""Table of findings that somebody looked at and let stand, with the reason."""

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from campaigns.db import UtcDateTime


class CheckDismissal(SQLModel, table=True):
    """A finding that stays: it holds for this text while the same thing is found in the same field.

    `finding` is Finding.key, which changes with the values on both sides; `revision` is the number of the
    revision that was looked at.
    """

    __tablename__ = "check_dismissal"
    __table_args__ = (
        UniqueConstraint("variant_id", "finding", name="dismissed_once"),
        CheckConstraint("reason != ''", name="a_dismissal_has_a_reason"),
    )

    id: int | None = Field(default=None, primary_key=True)
    variant_id: int = Field(foreign_key="variant.id", index=True)
    revision: int
    check: str = Field(max_length=40)
    finding: str = Field(max_length=32)
    reason: str = Field(max_length=500)
    dismissed_by: int
    dismissed_at: datetime = Field(sa_type=UtcDateTime)
