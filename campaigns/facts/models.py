"""Tables of what is true: facts with §§, source, validity and typed values; their words per language."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from campaigns.db import UtcDateTime, one_of, word
from campaigns.vocabulary import FactKind, FactStatus, Origin, Risk


class Fact(SQLModel, table=True):
    """A true sentence of one programme: what it says, where and until when, and who answers for it.

    `revision` counts changes of what the fact says; everything made from an older revision is recalled.
    """

    __tablename__ = "fact"
    __table_args__ = (
        one_of("kind", FactKind),
        one_of("status", FactStatus),
        one_of("risk", Risk),
        UniqueConstraint("programme_id", "key", name="fact_once"),
        CheckConstraint(
            "valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from", name="validity_runs_forward"
        ),
        CheckConstraint(
            "(status = 'checked') = (checked_by IS NOT NULL)", name="a_checked_fact_names_its_checker"
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id", index=True)
    key: str = Field(max_length=80)
    topic: str = Field(max_length=60, index=True)
    kind: FactKind = Field(sa_type=word(FactKind))
    position: int = 0
    jurisdiction: str = Field(max_length=8)
    laws: list[str] = Field(default_factory=list, sa_type=JSON)
    source_title: str = Field(default="", max_length=200)
    source_url: str = Field(default="", max_length=500)
    read_on: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    review_on: date | None = None
    values: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    risk: Risk = Field(default=Risk.MEDIUM, sa_type=word(Risk))
    status: FactStatus = Field(default=FactStatus.DRAFT, sa_type=word(FactStatus))
    revision: int = 1
    checked_by: int | None = None
    checked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)


class FactText(SQLModel, table=True):
    """A fact's words in one language, with {value} places: a headline for a card, the sentence, a myth's claim."""

    __tablename__ = "fact_text"
    __table_args__ = (one_of("origin", Origin),)

    fact_id: int = Field(foreign_key="fact.id", primary_key=True)
    language: str = Field(primary_key=True, max_length=8)
    headline: str = ""
    sentence: str = ""
    claim: str = ""
    origin: Origin = Field(default=Origin.HUMAN, sa_type=word(Origin))
    checked_by: int | None = None
    changed_at: datetime = Field(sa_type=UtcDateTime)


class FactVersion(SQLModel, table=True):
    """What a fact said at one revision, whole, with the words of every language. Rows are only added.

    `texts` holds {headline, sentence, claim} by language, `why` what a person gave as the reason. `only_wording`: who
    changed it said that the fact says the same as before, in other words.
    """

    __tablename__ = "fact_version"
    __table_args__ = (UniqueConstraint("fact_id", "number", name="fact_version_once"),)

    id: int | None = Field(default=None, primary_key=True)
    fact_id: int = Field(foreign_key="fact.id", index=True)
    number: int
    jurisdiction: str = Field(max_length=8)
    laws: list[str] = Field(default_factory=list, sa_type=JSON)
    source_title: str = Field(default="", max_length=200)
    source_url: str = Field(default="", max_length=500)
    read_on: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    values: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    texts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    why: str = Field(default="", max_length=500)
    only_wording: bool = False
    created_by: int | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)
