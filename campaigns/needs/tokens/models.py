"""The table of tokens: what they are for, and a digest; the token itself is shown once and kept nowhere."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from campaigns.db import UtcDateTime


class IntakeToken(SQLModel, table=True):
    """Lets another program add questions to one programme, and nothing else.

    `window_at` and `window_calls` bound how often it calls: calls since the beginning of the present minute.
    """

    __tablename__ = "intake_token"

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id", index=True)
    name: str = Field(max_length=80)
    digest: str = Field(unique=True, max_length=64)
    created_by: int | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    window_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    window_calls: int = 0
