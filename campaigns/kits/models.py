"""Tables of kits: partners and regions, kits and their versions, what partners were told, how kits are used."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from campaigns.db import UtcDateTime, one_of, sealed_for, word
from campaigns.vocabulary import KitNews, KitStatus, KitUse, Visitor

#: Sets the links of kits apart from everything else that is sealed.
LINK = "links of kits"


class Region(SQLModel, table=True):
    """Where a partner works, with the place that people there are sent to.

    `contacts` is the contact block by language: name, address, telephone, hours, as lines of plain text.
    """

    __tablename__ = "region"
    __table_args__ = (UniqueConstraint("programme_id", "name", name="region_once"),)

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id", index=True)
    name: str = Field(max_length=120)
    contacts: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    changed_at: datetime = Field(sa_type=UtcDateTime)


class Partner(SQLModel, table=True):
    """An organisation without a login that posts what we approve.

    `email` is where it is told about its kits ('' where it wants no mail), `interface` the language of these letters,
    `languages` those it posts in.
    """

    __tablename__ = "partner"
    __table_args__ = (UniqueConstraint("programme_id", "name", name="partner_once"),)

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id", index=True)
    name: str = Field(max_length=120)
    email: str = Field(default="", max_length=254)
    interface: str = Field(default="de", max_length=8)
    languages: list[str] = Field(default_factory=list, sa_type=JSON)
    region_id: int | None = Field(default=None, foreign_key="region.id")
    created_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Kit(SQLModel, table=True):
    """What one partner gets of one campaign in one language, under one link.

    A request is matched by `token_hash`; `token` is the link's secret, sealed, so that letters can name it again.
    `version` is the number of the latest version. `reason` says why it is held, with its values. `why` is what a
    person gave as the reason of a withdrawal.
    """

    __tablename__ = "kit"
    __table_args__ = (
        one_of("status", KitStatus),
        CheckConstraint("(status = 'held') = (held_at IS NOT NULL)", name="since_when_it_is_held"),
        CheckConstraint(
            "(status = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="since_when_it_is_withdrawn"
        ),
        Index(
            "kit_once",
            "campaign_id",
            "partner_id",
            "language",
            unique=True,
            sqlite_where=text("status != 'withdrawn'"),
            postgresql_where=text("status != 'withdrawn'"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id", index=True)
    campaign_id: int = Field(foreign_key="campaign.id")
    partner_id: int = Field(foreign_key="partner.id", index=True)
    language: str = Field(max_length=8)
    token_hash: str = Field(max_length=64, unique=True)
    token: bytes = Field(sa_type=sealed_for(LINK))
    status: KitStatus = Field(default=KitStatus.OPEN, sa_type=word(KitStatus))
    version: int = 0
    expires_on: date
    reason: str = Field(default="", max_length=500)
    reason_values: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    why: str = Field(default="", max_length=500)
    created_by: int | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    held_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class KitVersion(SQLModel, table=True):
    """What a kit holds, frozen: canonical JSON that names approved proofs by digest. Rows are only added.

    `why` is what was corrected, in the words of whoever made it; the first version has none.
    """

    __tablename__ = "kit_version"
    __table_args__ = (UniqueConstraint("kit_id", "number", name="kit_version_once"),)

    id: int | None = Field(default=None, primary_key=True)
    kit_id: int = Field(foreign_key="kit.id", index=True)
    number: int
    manifest: str
    digest: str = Field(max_length=64)
    why: str = Field(default="", max_length=500)
    made_by: int | None = None
    made_at: datetime = Field(sa_type=UtcDateTime)


class KitDelivery(SQLModel, table=True):
    """One thing a partner was told about a kit. Rows are only added; `mailed`: a letter was put into the outbox."""

    __tablename__ = "kit_delivery"
    __table_args__ = (one_of("news", KitNews),)

    id: int | None = Field(default=None, primary_key=True)
    kit_id: int = Field(foreign_key="kit.id", index=True)
    version: int
    news: KitNews = Field(sa_type=word(KitNews))
    mailed: bool
    by: int | None = None
    at: datetime = Field(sa_type=UtcDateTime)


class KitDay(SQLModel, table=True):
    """How often a kit was used on a day, persons and bots apart. No address, no cookie, no country."""

    __tablename__ = "kit_day"
    __table_args__ = (
        one_of("use", KitUse),
        one_of("visitor", Visitor),
        CheckConstraint("times >= 0", name="uses_are_not_negative"),
    )

    kit_id: int = Field(foreign_key="kit.id", primary_key=True)
    day: date = Field(primary_key=True)
    use: KitUse = Field(primary_key=True, sa_type=word(KitUse))
    visitor: Visitor = Field(primary_key=True, sa_type=word(Visitor))
    times: int = 0
