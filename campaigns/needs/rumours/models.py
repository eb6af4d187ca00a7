"""The table of rumours: what is said to be so, without who said it."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from campaigns.db import UtcDateTime, one_of, word
from campaigns.vocabulary import RumourStatus

LONGEST_CLAIM = 280
LONGEST_FINDING = 1000


class Rumour(SQLModel, table=True):
    """A claim that goes around, in the words of whoever logged it, without identifiers.

    `heard` counts how often it was logged, `verdict` is what it was last judged to be, `finding` is what is true
    instead or as well. `claim_digest` finds the same claim again. `campaign_id` is the campaign that answers it (known
    by its number only: campaigns stand further down the road), `look_again_on` the day to listen whether it is back.
    `language` is where it goes around, `claim_language` the one it was written down in (None when unsure).
    """

    __tablename__ = "rumour"
    __table_args__ = (
        one_of("status", RumourStatus),
        UniqueConstraint("programme_id", "claim_digest", name="rumour_once"),
        Index("rumour_by_status", "programme_id", "status", "last_heard_on"),
        CheckConstraint("risk BETWEEN 1 AND 3", name="rumour_risk_is_known"),
        CheckConstraint("heard >= 1", name="a_rumour_was_heard_at_least_once"),
        CheckConstraint(
            "verdict IS NULL OR verdict IN ('refuted', 'true', 'unclear')", name="a_verdict_is_one_of_three"
        ),
        CheckConstraint("(verdict IS NULL) = (judged_at IS NULL)", name="a_verdict_says_when"),
    )

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id")
    claim: str = Field(max_length=LONGEST_CLAIM)
    claim_digest: str = Field(max_length=64)
    claim_language: str | None = Field(default=None, max_length=8)
    language: str | None = Field(default=None, max_length=8)
    topic: str | None = Field(default=None, max_length=60)
    platform: str | None = Field(default=None, max_length=40)
    space: str | None = Field(default=None, max_length=120)
    region: str | None = Field(default=None, max_length=8)
    risk: int
    heard: int = 1
    first_heard_on: date
    last_heard_on: date
    status: RumourStatus = Field(default=RumourStatus.NEW, sa_type=word(RumourStatus))
    verdict: str | None = Field(default=None, max_length=20)
    finding: str = Field(default="", max_length=LONGEST_FINDING)
    sources: list[str] = Field(default_factory=list, sa_type=JSON)
    campaign_id: int | None = None
    look_again_on: date | None = None
    logged_by: int | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)
    judged_by: int | None = None
    judged_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
