"""Table of practices."""

from datetime import datetime

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from campaigns.db import UtcDateTime


class Practice(SQLModel, table=True):
    """How a campaign was built: its topic, the kinds of its posts in order, and the days between them.

    It holds no day, no fact and no word: whoever plans from it uses the facts of their own programme, so that
    what is true in one country is never said in another.
    """

    __tablename__ = "practice"

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id", index=True)
    title: str = Field(max_length=160)
    note: str = Field(default="", max_length=1000)
    topic: str = Field(max_length=60)
    kinds: list[str] = Field(default_factory=list, sa_type=JSON)
    pace_days: int = 3
    created_by: int | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)
