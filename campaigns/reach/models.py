"""Tables of reach: readings of counters, never overwritten, and the figures kept from them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from campaigns.db import UtcDateTime, one_of, word
from campaigns.vocabulary import InsightSource

#: Where the report of an export keeps what its shortened counts may stand for, by publication and figure.
LIMITS = "limits"
#: What stands beside the figures of a row that waits, as do its limits: their moment, and whether the post has its
#: address from the row.
AS_OF = "at"
GAVE_ADDRESS = "gave_address"


class InsightBatch(SQLModel, table=True):
    """Readings that came in together: one asking of a channel, one export, one sheet typed in by hand.

    `content_digest` is of what was read, not of the file's bytes: the same export saved again is the same.
    `evidence` is the digest of a screenshot in the store, `report` what the screen shows of it afterwards.
    """

    __tablename__ = "insight_batch"
    __table_args__ = (
        one_of("source", InsightSource),
        UniqueConstraint("account_id", "content_digest", name="an_export_is_taken_once"),
        Index("insight_batch_recent", "programme_id", "at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id")
    account_id: int | None = Field(default=None, foreign_key="account.id")
    source: InsightSource = Field(sa_type=word(InsightSource))
    platform: str = Field(default="", max_length=40)
    content_digest: str | None = Field(default=None, max_length=64)
    evidence: str | None = Field(default=None, max_length=64)
    report: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    by: int | None = None
    at: datetime = Field(sa_type=UtcDateTime)


class Insight(SQLModel, table=True):
    """One reading of one counter of one publication. `value` None means not available, with `unknown` saying why.

    Rows are only added. `at` is the moment for which the figure holds; the same reading again finds its row.
    """

    __tablename__ = "insight"
    __table_args__ = (
        one_of("source", InsightSource),
        UniqueConstraint("publication_id", "metric", "at", "source", "definition", name="insight_once"),
        CheckConstraint("(value IS NULL) = (unknown != '')", name="an_unknown_says_why"),
        CheckConstraint("value IS NULL OR value >= 0", name="counts_are_not_negative"),
    )

    id: int | None = Field(default=None, primary_key=True)
    publication_id: int = Field(foreign_key="publication.id")
    metric: str = Field(max_length=40)
    value: int | None = Field(default=None, sa_type=BigInteger)
    unknown: str = Field(default="", max_length=200)
    definition: str = Field(max_length=80)
    source: InsightSource = Field(sa_type=word(InsightSource))
    batch_id: int | None = Field(default=None, foreign_key="insight_batch.id", index=True)
    at: datetime = Field(sa_type=UtcDateTime)


class InsightLatest(SQLModel, table=True):
    """The newest known value of a counter of a publication, kept in the transaction that adds a reading.

    A reading that failed takes nothing away: `unknown` and `unknown_at` then tell of it beside the older value.
    """

    __tablename__ = "insight_latest"
    __table_args__ = (
        CheckConstraint("value IS NOT NULL OR unknown != ''", name="nothing_is_not_a_figure"),
        CheckConstraint("(value IS NULL) = (at IS NULL)", name="a_value_has_its_moment"),
    )

    publication_id: int = Field(foreign_key="publication.id", primary_key=True)
    metric: str = Field(primary_key=True, max_length=40)
    value: int | None = Field(default=None, sa_type=BigInteger)
    definition: str = Field(default="", max_length=80)
    source: str = Field(default="", max_length=40)
    at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    unknown: str = Field(default="", max_length=200)
    unknown_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ReachRow(SQLModel, table=True):
    """A publication with all that reports group by and its newest figures side by side: kept, to be read at once.

    `day`, `weekday` (0 is Monday) and `hour` are local. What is not known is None. `counted_by` are the keys of the
    definitions by which the figures of reports were counted, parted by spaces; figures of a week are those of the post
    when it had been out for seven days, counted in the same way. It can be made anew from the publication
    and `insight_latest` at any time.
    """

    __tablename__ = "reach_row"
    __table_args__ = (
        Index("reach_row_period", "programme_id", "day"),
        Index("reach_row_campaign", "campaign_id", "day"),
    )

    publication_id: int = Field(foreign_key="publication.id", primary_key=True)
    programme_id: int = Field(foreign_key="programme.id")
    campaign_id: int = Field(foreign_key="campaign.id")
    variant_id: int = Field(foreign_key="variant.id")
    topic: str = Field(max_length=60)
    kind: str = Field(max_length=40)
    format: str = Field(default="", max_length=20)
    language: str = Field(max_length=8)
    channel: str = Field(max_length=40)
    account_id: int | None = None
    space_id: int | None = None
    day: date
    weekday: int
    hour: int
    views: int | None = Field(default=None, sa_type=BigInteger)
    reach: int | None = Field(default=None, sa_type=BigInteger)
    impressions: int | None = Field(default=None, sa_type=BigInteger)
    engagements: int | None = Field(default=None, sa_type=BigInteger)
    reactions: int | None = Field(default=None, sa_type=BigInteger)
    comments: int | None = Field(default=None, sa_type=BigInteger)
    shares: int | None = Field(default=None, sa_type=BigInteger)
    saves: int | None = Field(default=None, sa_type=BigInteger)
    link_clicks: int | None = Field(default=None, sa_type=BigInteger)
    follows: int | None = Field(default=None, sa_type=BigInteger)
    views_week: int | None = Field(default=None, sa_type=BigInteger)
    reach_week: int | None = Field(default=None, sa_type=BigInteger)
    impressions_week: int | None = Field(default=None, sa_type=BigInteger)
    engagements_week: int | None = Field(default=None, sa_type=BigInteger)
    counted_by: str = Field(default="", max_length=300)
    figures_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ReachStamp(SQLModel, table=True):
    """How often the kept rows of a programme changed: whoever remembers something of them asks for it first."""

    __tablename__ = "reach_stamp"

    programme_id: int = Field(foreign_key="programme.id", primary_key=True)
    number: int = 0


class InsightDue(SQLModel, table=True):
    """When the counters of a publication are asked for next; None when its timetable is over.

    While somebody asks, `next_at` is the end of the lease: whoever dies meanwhile is followed by another one.
    """

    __tablename__ = "insight_due"
    __table_args__ = (Index("insight_due_next", "next_at"),)

    publication_id: int = Field(foreign_key="publication.id", primary_key=True)
    next_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    asked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    failures: int = 0


class AccountDay(SQLModel, table=True):
    """A figure of a whole account on one day, as an export or the channel tells it. Rows are only added."""

    __tablename__ = "account_day"
    __table_args__ = (
        one_of("source", InsightSource),
        UniqueConstraint("account_id", "metric", "day", "definition", "batch_id", name="account_day_once"),
        CheckConstraint("(value IS NULL) = (unknown != '')", name="an_unknown_day_says_why"),
    )

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id")
    metric: str = Field(max_length=40)
    day: date
    value: int | None = Field(default=None, sa_type=BigInteger)
    unknown: str = Field(default="", max_length=200)
    definition: str = Field(max_length=80)
    source: InsightSource = Field(sa_type=word(InsightSource))
    batch_id: int | None = Field(default=None, foreign_key="insight_batch.id")
    at: datetime = Field(sa_type=UtcDateTime)


class UnmatchedRow(SQLModel, table=True):
    """A row of an export that belongs to no publication we know: kept until a person says which, or that it is none.

    `figures` is {metric: [value, why it is unknown, definition]} as read, with what stands beside them (see above).
    `hint` is the beginning of the post's own words.
    """

    __tablename__ = "unmatched_row"
    __table_args__ = (Index("unmatched_open", "programme_id", "settled_at"),)

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id")
    batch_id: int = Field(foreign_key="insight_batch.id", index=True)
    account_id: int | None = Field(default=None, foreign_key="account.id")
    row: int
    remote_id: str = Field(default="", max_length=300)
    url: str = Field(default="", max_length=500)
    hint: str = Field(default="", max_length=120)
    posted: str = Field(default="", max_length=40)
    figures: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    reason: str = Field(max_length=200)
    publication_id: int | None = Field(default=None, foreign_key="publication.id")
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    settled_by: int | None = None

    @property
    def counts(self) -> dict[str, Any]:
        """The figures alone."""
        beside = (AS_OF, GAVE_ADDRESS, LIMITS)
        return {name: value for name, value in self.figures.items() if name not in beside}

    @property
    def gave_address(self) -> bool:
        """Whether the post it is said to be about had no address before."""
        return bool(self.figures.get(GAVE_ADDRESS))


class ExportMapping(SQLModel, table=True):
    """What a programme said that the columns of such an export mean, remembered by the digest of its headers."""

    __tablename__ = "export_mapping"

    programme_id: int = Field(foreign_key="programme.id", primary_key=True)
    headers_digest: str = Field(primary_key=True, max_length=64)
    mapping: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    used_at: datetime = Field(sa_type=UtcDateTime)


class CampaignCost(SQLModel, table=True):
    """What a whole campaign cost, in euro cents, where a lead says so. No row means that nobody has, never nought."""

    __tablename__ = "campaign_cost"
    __table_args__ = (CheckConstraint("cents >= 0", name="costs_are_not_negative"),)

    campaign_id: int = Field(foreign_key="campaign.id", primary_key=True)
    cents: int = Field(sa_type=BigInteger)
    noted_by: int | None = None
    noted_at: datetime = Field(sa_type=UtcDateTime)


class ReportVersion(SQLModel, table=True):
    """A report as it was fixed: what outsiders see, and what later versions are checked against. Never changed, but for
    the address of its public page.

    `document` is the whole report as plain data, `digest` its PDF, `page` the bodies of its page and their PDFs and
    workbooks by language with what stands at their head, all by the digests of their bytes; `shown` is what it tells
    about questions (disclosure.ledger), `public_token_hash` the hash of the secret in the address of the board's page,
    while that is open.
    """

    __tablename__ = "report_version"
    __table_args__ = (
        UniqueConstraint(
            "programme_id", "scope", "starts_on", "ends_on", "number", name="report_version_once"
        ),
        Index("report_version_recent", "programme_id", "made_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id")
    campaign_id: int | None = Field(default=None, foreign_key="campaign.id")
    scope: str = Field(max_length=40)
    starts_on: date
    ends_on: date
    number: int
    document: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    shown: list[Any] = Field(default_factory=list, sa_type=JSON)
    digest: str = Field(max_length=64)
    page: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    made_by: int | None = None
    made_at: datetime = Field(sa_type=UtcDateTime)
    public_token_hash: str | None = Field(default=None, max_length=64, unique=True)


class ReportDue(SQLModel, table=True):
    """A report that is owed on a day: it is fixed and mailed then. `every_months` makes the next one due.

    One for the public goes to the addresses of `recipients`, one for members to the people of `members`, by number.
    """

    __tablename__ = "report_due"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="a_report_ends_after_it_starts"),
        Index("report_due_open", "sent_at", "due_on"),
    )

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id", index=True)
    due_on: date
    starts_on: date
    ends_on: date
    language: str = Field(default="de", max_length=8)
    recipients: list[str] = Field(default_factory=list, sa_type=JSON)
    members: list[int] = Field(default_factory=list, sa_type=JSON)
    every_months: int = 0
    version_id: int | None = Field(default=None, foreign_key="report_version.id")
    created_by: int | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
