"""The table of alerts."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from campaigns.db import UtcDateTime, one_of, word
from campaigns.vocabulary import AlertKind


class Alert(SQLModel, table=True):
    """A trouble from when it was first seen until it is over.

    `scope` is the programme's id, 0 for the whole instance. `number` is the most posts that were late at once.
    `told_at` is when letters were put into the outbox; a trouble that is over before that is nobody's matter and is
    deleted. `call_at` is when the address of LITFASS_ALERT_URL is called next, None when there is nothing to say.
    """

    __tablename__ = "alert"
    __table_args__ = (
        one_of("kind", AlertKind),
        Index(
            "one_open_alert",
            "kind",
            "scope",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("alert_calls", "call_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: AlertKind = Field(sa_type=word(AlertKind))
    scope: int = 0
    number: int = 0
    began_at: datetime = Field(sa_type=UtcDateTime)
    told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    call_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    calls: int = 0
