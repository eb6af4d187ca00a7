"""Table of reach: readings of counters, never overwritten."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from campaigns.db import UtcDateTime


class Insight(SQLModel, table=True):
    """One reading of one counter of one publication. `value` None means not available, with `unknown` saying why."""

    __tablename__ = "insight"
    __table_args__ = (
        Index("insight_latest", "publication_id", "metric", "at"),
        CheckConstraint("(value IS NULL) = (unknown != '')", name="an_unknown_says_why"),
        CheckConstraint("value IS NULL OR value >= 0", name="counts_are_not_negative"),
    )

    id: int | None = Field(default=None, primary_key=True)
    publication_id: int = Field(foreign_key="publication.id")
    metric: str = Field(max_length=40)
    value: int | None = None
    unknown: str = Field(default="", max_length=200)
    definition: str = Field(max_length=80)
    source: str = Field(max_length=40)
    at: datetime = Field(sa_type=UtcDateTime)
