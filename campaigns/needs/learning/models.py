"""The table of trained models."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from campaigns.db import UtcDateTime


class TrainedTopics(SQLModel, table=True):
    """One training and how it went. `digest` names the file in the store; None when keywords were as good.

    `rules_right` and `model_right` count held-out questions whose confirmed topic was named first.
    """

    __tablename__ = "trained_topics"
    __table_args__ = (Index("trained_topics_newest", "programme_id", "trained_at"),)

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id")
    digest: str | None = Field(default=None, max_length=64)
    trained_on: int
    held_out: int
    rules_right: int
    model_right: int
    trained_at: datetime = Field(sa_type=UtcDateTime)
