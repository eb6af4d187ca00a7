"""Tables of what was asked: batches of questions, questions without persons, weekly counts, proposals."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from campaigns.db import UtcDateTime, one_of, word
from campaigns.vocabulary import InfoQuality, ProposalStatus


class NeedBatch(SQLModel, table=True):
    """Questions that came in together, so that they can be undone together. `report` holds the counts.

    `headers_digest` are the columns of its file, `list_digest` is the list that the file holds or goes on from
    (`actions/same_list.py`).
    """

    __tablename__ = "need_batch"

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id", index=True)
    source: str = Field(max_length=40)
    file_digest: str | None = Field(default=None, max_length=64)
    headers_digest: str | None = Field(default=None, max_length=64)
    list_digest: str | None = Field(default=None, max_length=64)
    report: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    created_by: int | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)
    undone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class AdviceNeed(SQLModel, table=True):
    """One question somebody asked, without the somebody.

    `week` is the Monday of `day`'s ISO week. `text` is redacted, and None where the programme keeps no free
    text. `content_hash` is keyed: it finds the same question again and cannot be turned back. `copies`
    counts the same question seen again (grouped, not lost). `topic` is the first of up to three; `suggested` is
    what the machine would have said, whoever decided. `corrected_from`: the topic it
    came with, '' for none, where a person put it under another one later.
    """

    __tablename__ = "advice_need"
    __table_args__ = (
        one_of("info_quality", InfoQuality),
        UniqueConstraint("programme_id", "content_hash", name="need_once"),
        # Their last columns are there to be counted from the index alone. Of a million questions people decide few.
        Index("need_recent", "programme_id", "day", "topic", "language"),
        Index(
            "need_decided",
            "programme_id",
            "topic_confirmed_by",
            "day",
            "topic",
            "language",
            "suggested",
            sqlite_where=text("topic_confirmed_by IS NOT NULL"),
            postgresql_where=text("topic_confirmed_by IS NOT NULL"),
        ),
        Index("need_by_batch", "batch_id"),
        CheckConstraint("risk BETWEEN 1 AND 3", name="risk_is_known"),
        CheckConstraint("copies >= 1", name="a_need_was_asked_at_least_once"),
    )

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id")
    batch_id: int | None = Field(default=None, foreign_key="need_batch.id")
    day: date
    week: date
    language: str | None = Field(default=None, max_length=8)
    language_confidence: float | None = None
    topic: str | None = Field(default=None, max_length=60)
    topics: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    suggested: str | None = Field(default=None, max_length=60)
    topic_confirmed_by: int | None = None
    corrected_from: str | None = Field(default=None, max_length=60)
    platform: str | None = Field(default=None, max_length=40)
    space: str | None = Field(default=None, max_length=120)
    region: str | None = Field(default=None, max_length=8)
    sector: str | None = Field(default=None, max_length=40)
    residence_status: str | None = Field(default=None, max_length=20)
    info_quality: InfoQuality = Field(default=InfoQuality.UNKNOWN, sa_type=word(InfoQuality))
    risk: int = 1
    referred_to: str | None = Field(default=None, max_length=120)
    text: str | None = None
    case_hash: str | None = Field(default=None, max_length=64)
    content_hash: str = Field(max_length=64)
    copies: int = 1
    created_at: datetime = Field(sa_type=UtcDateTime)


class NeedHeld(SQLModel, table=True):
    """That a batch held a question which was there already, and how often.

    So that undoing the batch that brought the question does not take from the later one what it held, too. The
    batch that brought a question has a row here only if it held it more than once.
    """

    __tablename__ = "need_held"
    __table_args__ = (
        Index("need_held_by_content", "content_hash"),
        Index("need_held_since", "programme_id", "day"),
    )

    batch_id: int = Field(foreign_key="need_batch.id", primary_key=True)
    content_hash: str = Field(primary_key=True, max_length=64)
    programme_id: int = Field(foreign_key="programme.id")
    day: date
    copies: int = 1


class NeedWeek(SQLModel, table=True):
    """How often a topic was asked in a language in one week: the radar's rollup of `advice_need`.

    Kept by batched upserts in the same transaction as the questions, but for the few that wait (`counts/pool.py`).
    `topic` and `language` are '' where they are unknown, so that the key has no gaps. `corrected` of those asked were
    put there by a person later (`radar/alike.py`).
    """

    __tablename__ = "need_week"

    programme_id: int = Field(foreign_key="programme.id", primary_key=True)
    week: date = Field(primary_key=True)
    topic: str = Field(primary_key=True, max_length=60)
    language: str = Field(primary_key=True, max_length=8)
    asked: int = 0
    answered_wrong: int = 0
    corrected: int = 0


class NeedRegion(SQLModel, table=True):
    """How often a topic was asked in a language in a region in one week.

    Apart from the counts without regions, because the radar reads those on every page: with a row for each region
    they would be ten times as many. Questions of unknown region have no row. The key begins with week and region,
    so that one region's year and all regions' last weeks are each read without the rest.
    """

    __tablename__ = "need_region"

    programme_id: int = Field(foreign_key="programme.id", primary_key=True)
    week: date = Field(primary_key=True)
    region: str = Field(primary_key=True, max_length=8)
    topic: str = Field(primary_key=True, max_length=60)
    language: str = Field(primary_key=True, max_length=8)
    asked: int = 0
    corrected: int = 0


class NeedSpace(SQLModel, table=True):
    """In which spaces a topic came up in a week, for the radar's number of spaces."""

    __tablename__ = "need_space"

    programme_id: int = Field(foreign_key="programme.id", primary_key=True)
    week: date = Field(primary_key=True)
    topic: str = Field(primary_key=True, max_length=60)
    language: str = Field(primary_key=True, max_length=8)
    space: str = Field(primary_key=True, max_length=120)
    asked: int = 0


class NeedWaiting(SQLModel, table=True):
    """A change that the weekly counts do not show yet: it waits for others, so that nobody can tell whose it was.

    `before` is what the counts hold of the question (None when it is new), `after` what they will hold (None when it
    was taken back). `unit` is its case or, where that is unknown, the question itself; `turn` numbers the draws of
    those that wait on (`counts/pool.py`).
    """

    __tablename__ = "need_waiting"
    __table_args__ = (
        CheckConstraint("unit <> ''", name="a_waiting_change_has_a_unit"),
        Index("need_waiting_since", "programme_id", "day"),
    )

    programme_id: int = Field(foreign_key="programme.id", primary_key=True)
    content_hash: str = Field(primary_key=True, max_length=64)
    unit: str = Field(max_length=64)
    day: date
    before: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    after: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    turn: int = 0


class NeedDecision(SQLModel, table=True):
    """That a person said of questions, one or many, what they were about: a step that can be taken back for a while.

    `before` holds of each question, by its `content_hash`, what is
    needed to put it back; `topic` is what they were said to be about, None for no topic or for each its own.
    """

    __tablename__ = "need_decision"
    __table_args__ = (Index("need_decision_of", "programme_id", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id")
    person_id: int
    topic: str | None = Field(default=None, max_length=60)
    before: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    decided_at: datetime = Field(sa_type=UtcDateTime)


class ColumnMapping(SQLModel, table=True):
    """How a programme's files name their columns, remembered by the digest of their headers."""

    __tablename__ = "column_mapping"

    programme_id: int = Field(foreign_key="programme.id", primary_key=True)
    headers_digest: str = Field(primary_key=True, max_length=64)
    mapping: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    used_at: datetime = Field(sa_type=UtcDateTime)


class Proposal(SQLModel, table=True):
    """A campaign the radar suggests, with the evidence as it stood when it was made."""

    __tablename__ = "proposal"
    __table_args__ = (
        one_of("status", ProposalStatus),
        CheckConstraint("(status = 'open') = (decided_at IS NULL)", name="a_decided_proposal_says_when"),
    )

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id", index=True)
    topic: str = Field(max_length=60)
    status: ProposalStatus = Field(default=ProposalStatus.OPEN, sa_type=word(ProposalStatus))
    as_of: date
    languages: list[str] = Field(default_factory=list, sa_type=JSON)
    evidence: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    created_by: int | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)
    decided_by: int | None = None
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
