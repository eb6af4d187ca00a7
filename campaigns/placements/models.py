"""Tables of placement: our accounts, other people's spaces, what is due when, and what the channel says exists."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, DateTime, Index, text
from sqlmodel import Field, SQLModel

from campaigns.db import UtcDateTime, one_of, sealed_for, word
from campaigns.vocabulary import PlacementStatus

#: Sets the tokens of accounts apart from everything else that is sealed.
SECRET = "tokens of accounts"  # noqa: S105
#: The admins of groups are people outside: how to reach them lies sealed, too.
CONTACT = "contacts of groups"


class Account(SQLModel, table=True):
    """Our identity on a channel. `language` is None where posts of every language go to the same account.

    `slots`, `quiet` and `spacing_days` are its habits, read by `accounts/habits.py`.
    `options` is what a person set (for the folder channel: nothing), `secret` is sealed and write-only,
    `capabilities` is what the channel's server said about itself, laid over the profile. `identity` is what the
    channel calls us, `remote_id` the number that names us there for good, `checked_at` when it last answered.
    `token_ends_at` is the end of the token in use and `renew_at` when the worker renews it next; `unrenewed_since`
    tells since when it cannot. `expires_at` is the end that only a person can put off. None where it is not known.
    From `closed_at` on it is removed: without a secret, only there for what was published through it.
    """

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("closed_at IS NULL OR secret IS NULL", name="a_removed_account_has_no_secret"),
        CheckConstraint("spacing_days >= 0", name="spacing_is_not_negative"),
        Index(
            "account_once",
            "programme_id",
            "channel",
            "name",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id", index=True)
    channel: str = Field(max_length=40)
    name: str = Field(max_length=120)
    language: str | None = Field(default=None, max_length=8)
    zone: str = Field(default="Europe/Berlin", max_length=60)
    slots: list[str] = Field(default_factory=list, sa_type=JSON)
    quiet: list[str] = Field(default_factory=lambda: ["21:00", "08:00"], sa_type=JSON)
    spacing_days: int = 1
    options: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    secret: bytes | None = Field(default=None, sa_type=sealed_for(SECRET))
    capabilities: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    identity: str = Field(default="", max_length=200)
    remote_id: str = Field(default="", max_length=120)
    health: str = Field(default="", max_length=300)
    checked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    token_ends_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    renew_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    unrenewed_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    paused_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Space(SQLModel, table=True):
    """A group or channel of other people where advisors may post by hand, with its rules.

    `interval_days` between two posts and the weekdays `days` (Monday is 0; none means every day) are what was agreed
    with its admins; `contact` (sealed) is how they are reached. `keeper_id` posts there and looks after it,
    `deputy_id` while the keeper is away. `visited_at` is when somebody last looked through it. With `account_id` it is
    no place of others but our own account, where a person posts by hand while its channel is down (`spaces.own`).
    """

    __tablename__ = "space"
    __table_args__ = (CheckConstraint("interval_days >= 0", name="interval_is_not_negative"),)

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id", index=True)
    account_id: int | None = Field(default=None, foreign_key="account.id")
    name: str = Field(max_length=120)
    platform: str = Field(max_length=40)
    language: str = Field(max_length=8)
    size_band: str = Field(default="", max_length=20)
    url: str = Field(default="", max_length=300)
    rules: str = Field(default="", max_length=2000)
    permission: str = Field(default="", max_length=300)
    contact: bytes | None = Field(default=None, sa_type=sealed_for(CONTACT))
    interval_days: int = 7
    days: list[int] = Field(default_factory=list, sa_type=JSON)
    keeper_id: int | None = Field(default=None, foreign_key="person.id")
    deputy_id: int | None = Field(default=None, foreign_key="person.id")
    visited_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Placement(SQLModel, table=True):
    """An approved variant, an account or a space, and a moment. This table is the queue.

    `wall` and `zone` are what the person chose, `due_at` the instant it means, `tz_version` by which rules.
    `next_at` is when the worker looks at the row next: the moment itself, a later try, the end of a lease or
    the next question to the channel; None where only a person can go on. `digest` is the proof's: the worker
    sends nothing whose bytes have another. `token` fences a claim: only the worker that wrote it may settle
    the row. `key` never changes: it goes to channels that take an idempotency key or an id of ours.
    `staged` is what lies ready on the channel for it (the id of an upload), written down before the call that
    publishes it. `reason` is a sentence whose values are in `reason_values`. In a space, `person_id` is who took it
    over from the space's keeper, `early` who of the group allowed it before the agreed distance is over.
    """

    __tablename__ = "placement"
    __table_args__ = (
        one_of("status", PlacementStatus),
        CheckConstraint("(account_id IS NULL) != (space_id IS NULL)", name="one_place"),
        CheckConstraint(
            "status != 'sending' OR (token IS NOT NULL AND sending_at IS NOT NULL)", name="sending_is_claimed"
        ),
        CheckConstraint(
            "status IN ('proposed', 'cancelled') OR due_at IS NOT NULL", name="a_placement_has_a_moment"
        ),
        CheckConstraint(
            "next_at IS NULL OR status IN ('scheduled', 'sending', 'unconfirmed')",
            name="the_worker_looks_at_open_rows",
        ),
        CheckConstraint("status != 'sending' OR next_at IS NOT NULL", name="sending_has_a_lease"),
        Index(
            "placement_due",
            "next_at",
            "id",
            sqlite_where=text("next_at IS NOT NULL"),
            postgresql_where=text("next_at IS NOT NULL"),
        ),
        Index("placement_status", "status", "due_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id", index=True)
    variant_id: int = Field(foreign_key="variant.id", index=True)
    account_id: int | None = Field(default=None, foreign_key="account.id")
    space_id: int | None = Field(default=None, foreign_key="space.id")
    channel: str = Field(max_length=40)
    proof_id: int | None = Field(default=None, foreign_key="proof.id")
    digest: str | None = Field(default=None, max_length=64)
    status: PlacementStatus = Field(default=PlacementStatus.PROPOSED, sa_type=word(PlacementStatus))
    wall: datetime = Field(sa_type=DateTime)
    fold: int | None = None
    zone: str = Field(max_length=60)
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    tz_version: str = Field(default="", max_length=20)
    key: str = Field(max_length=64, unique=True)
    attempt: int = 0
    token: str | None = Field(default=None, max_length=64)
    sending_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    next_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    restored_from: datetime | None = Field(default=None, sa_type=UtcDateTime)
    staged: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    reason: str = Field(default="", max_length=500)
    reason_values: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    early: str = Field(default="", max_length=200)
    created_by: int | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)


class Publication(SQLModel, table=True):
    """What the channel says exists: one row per placement at most.

    `screenshot` is the digest of a picture of it that the person who posted by hand took; it goes with the questions
    of its time, because others may be seen on it. `unproven` is what that person said instead, where neither an address
    nor a screenshot could be had; empty as soon as there is one. `against` is what stood against it when a person said
    that they had posted it all the same: a sentence of `reasons`, values in `against_values`; empty where nothing did.
    `corrected_at` is when other approved words took the place of the first, `proof_id` always what is out.
    """

    __tablename__ = "publication"

    id: int | None = Field(default=None, primary_key=True)
    placement_id: int = Field(foreign_key="placement.id", unique=True)
    programme_id: int = Field(foreign_key="programme.id", index=True)
    channel: str = Field(max_length=40)
    language: str = Field(max_length=8, index=True)
    proof_id: int = Field(foreign_key="proof.id")
    remote_id: str = Field(max_length=300)
    url: str = Field(default="", max_length=500)
    published_at: datetime = Field(sa_type=UtcDateTime)
    screenshot: str | None = Field(default=None, max_length=64)
    unproven: str = Field(default="", max_length=200)
    against: str = Field(default="", max_length=500)
    against_values: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    corrected_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class HubTopic(SQLModel, table=True):
    """What a WebSub hub was told about a programme's feed in one language.

    `told` names the state of the feed that it was told of last; as long as the feed has another, it is told again at
    `next_at` (None: now). `problem` is its last answer that was none.
    """

    __tablename__ = "hub_topic"

    account_id: int = Field(foreign_key="account.id", primary_key=True)
    language: str = Field(primary_key=True, max_length=8)
    told: str = Field(default="", max_length=80)
    told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    tries: int = 0
    next_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    problem: str = Field(default="", max_length=200)


class PublisherLock(SQLModel, table=True):
    """Who sends: one row. A second worker on the same SQLite database finds it held and stays idle."""

    __tablename__ = "publisher_lock"

    id: int = Field(default=1, primary_key=True)
    worker: str = Field(max_length=80)
    until: datetime = Field(sa_type=UtcDateTime)


class SendingPause(SQLModel, table=True):
    """Nothing is sent while a row stands here without an end: everything, or one programme.

    `reason` is what a person typed, or what Litfass itself says in English; then `told` has its sentence and its
    values, so that every desk reads it in its own language.
    """

    __tablename__ = "sending_pause"

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int | None = Field(default=None, foreign_key="programme.id")
    reason: str = Field(max_length=300)
    told: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    since: datetime = Field(sa_type=UtcDateTime)
    by: int | None = None
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
