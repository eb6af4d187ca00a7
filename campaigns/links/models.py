"""Tables of short links: an address of our own for an approved target, and its clicks per day."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from campaigns.db import UtcDateTime, one_of, word
from campaigns.vocabulary import Visitor


class ShortLink(SQLModel, table=True):
    """A link of our own domain to a target that was approved with the post it stands in.

    One per variant and channel, made before the proof, because the address is part of the words.
    """

    __tablename__ = "short_link"
    __table_args__ = (UniqueConstraint("variant_id", "channel", "target", name="short_link_once"),)

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=16, unique=True)
    variant_id: int = Field(foreign_key="variant.id", index=True)
    channel: str = Field(max_length=40)
    target: str = Field(max_length=500)
    created_at: datetime = Field(sa_type=UtcDateTime)


class ClickDay(SQLModel, table=True):
    """How often a link was followed on a day, persons and bots apart. No address, no cookie, no country."""

    __tablename__ = "click_day"
    __table_args__ = (
        one_of("visitor", Visitor),
        CheckConstraint("clicks >= 0", name="clicks_are_not_negative"),
        # SQLite then keeps the rows in the order of their key: the days of a link are read in one go.
        {"sqlite_with_rowid": False},
    )

    link_id: int = Field(foreign_key="short_link.id", primary_key=True)
    day: date = Field(primary_key=True)
    visitor: Visitor = Field(primary_key=True, sa_type=word(Visitor))
    clicks: int = 0
