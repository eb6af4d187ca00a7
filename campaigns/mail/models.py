"""The outbox."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from campaigns.db import UtcDateTime, sealed_for

#: Letters hold addresses, and links that open a login: nobody reads them in the database.
PURPOSE = "letters that wait for the worker"


class Mail(SQLModel, table=True):
    """A letter to one address. `letter` is its name in letters.toml.

    `content` (sealed: address, subject, text) goes as soon as the letter is sent or given up. `next_at` is when
    the worker may try (again), None at the end. `useless_at`: a letter that did not leave by then is given up.
    `problem` is the last refusal as a word: refused, unreachable, late. `account_id` is the newsletter whose own
    server and sender it leaves by; None for the mail server of this instance.
    """

    __tablename__ = "mail"
    __table_args__ = (
        CheckConstraint(
            "(next_at IS NULL) = (sent_at IS NOT NULL OR given_up_at IS NOT NULL)",
            name="ended_mail_waits_no_more",
        ),
        CheckConstraint("(content IS NULL) = (next_at IS NULL)", name="letters_go_when_mail_ends"),
        Index("mail_due", "next_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    letter: str = Field(max_length=40)
    account_id: int | None = Field(default=None, foreign_key="account.id")
    content: bytes | None = Field(default=None, sa_type=sealed_for(PURPOSE))
    message_id: str = Field(max_length=80, unique=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    useless_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    next_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    tries: int = 0
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    given_up_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    problem: str = Field(default="", max_length=40)
