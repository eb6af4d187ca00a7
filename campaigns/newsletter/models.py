"""Tables of the newsletter: subscribers, what is kept of those who left, issues, and the ledger of mails."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from campaigns.db import UtcDateTime, one_of, sealed_for, word
from campaigns.vocabulary import MailStatus

#: Addresses of readers: nobody reads them in the database.
PURPOSE = "addresses of subscribers"


class SignUp(SQLModel, table=True):
    """Somebody filled in the public page; the worker looks whose address it is, then the row goes.

    So the page does the same for every address, and neither its answer nor its time says who reads a newsletter.
    `content` (sealed) holds address and languages.
    """

    __tablename__ = "newsletter_sign_up"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id")
    content: bytes = Field(sa_type=sealed_for(PURPOSE))
    wording: str = Field(max_length=20)
    at: datetime = Field(sa_type=UtcDateTime)


class Subscriber(SQLModel, table=True):
    """An address that asked for a newsletter. Nothing is sent to it before `confirmed_at`, the confirmation apart.

    `address` is sealed, `address_hash` keyed: the one way to find it. `languages` are the sections they get, the
    one they read the page in first; `wanted` are those they asked for last, and get when they confirm. `asked_at`,
    `confirmed_at` and `wording` (a version of wording.toml) prove the consent. `set_aside_at`: their server says
    that the address does not exist; nothing more is sent.
    """

    __tablename__ = "newsletter_subscriber"
    __table_args__ = (UniqueConstraint("account_id", "address_hash", name="subscribed_once"),)

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    address: bytes = Field(sa_type=sealed_for(PURPOSE))
    address_hash: str = Field(max_length=64)
    languages: list[str] = Field(default_factory=list, sa_type=JSON)
    wanted: list[str] = Field(default_factory=list, sa_type=JSON)
    asked_at: datetime = Field(sa_type=UtcDateTime)
    wording: str = Field(max_length=20)
    token_hash: str | None = Field(default=None, max_length=64, unique=True)
    token_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    letters: int = 0
    lettered_at: datetime = Field(sa_type=UtcDateTime)
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    set_aside_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class FormerConsent(SQLModel, table=True):
    """That somebody had agreed, after they left: a keyed hash instead of the address, and the times."""

    __tablename__ = "newsletter_former_consent"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    address_hash: str = Field(max_length=64)
    wording: str = Field(max_length=20)
    asked_at: datetime = Field(sa_type=UtcDateTime)
    confirmed_at: datetime = Field(sa_type=UtcDateTime)
    left_at: datetime = Field(sa_type=UtcDateTime)


class Issue(SQLModel, table=True):
    """A placement whose sending has begun. `token` belongs to the run that sends now: an older one stops.

    `due_at` is the moment it was opened for; a person who sends it again gives it another.
    """

    __tablename__ = "newsletter_issue"

    placement_id: int = Field(foreign_key="placement.id", primary_key=True)
    token: str = Field(max_length=64)
    due_at: datetime = Field(sa_type=UtcDateTime)
    opened_at: datetime = Field(sa_type=UtcDateTime)


class IssueMail(SQLModel, table=True):
    """An issue for one subscriber: the ledger. Written before the mail server hears anything, settled by `token`.

    A mail that holds several languages settles one row of each. `message_id` never changes, so that a mail
    program knows a mail again. `subscriber_id` goes when the subscriber leaves; the row stays as a number.
    """

    __tablename__ = "newsletter_mail"
    __table_args__ = (
        one_of("status", MailStatus),
        UniqueConstraint("placement_id", "subscriber_id", name="an_issue_once_for_each"),
        CheckConstraint("status != 'sending' OR token IS NOT NULL", name="sending_mail_is_claimed"),
        CheckConstraint("(status = 'waiting') = (next_at IS NOT NULL)", name="waiting_mail_has_a_moment"),
        Index("newsletter_mail_of_issue", "placement_id", "status"),
    )

    id: int | None = Field(default=None, primary_key=True)
    placement_id: int = Field(foreign_key="placement.id")
    subscriber_id: int | None = Field(default=None, foreign_key="newsletter_subscriber.id", index=True)
    status: MailStatus = Field(default=MailStatus.WAITING, sa_type=word(MailStatus))
    message_id: str = Field(max_length=40)
    token: str | None = Field(default=None, max_length=64)
    tries: int = 0
    next_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    problem: str = Field(default="", max_length=40)
