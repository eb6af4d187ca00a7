"""Tables of leave to post: what our office is registered as at a channel, and who asks for leave just now."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel

from campaigns.db import UtcDateTime, one_of, sealed_for, word
from campaigns.vocabulary import PermitStatus

#: Sets the secrets of our apps apart from everything else that is sealed.
APP = "apps of our office"
#: And what is on its way between a channel and an account.
UNDERWAY = "leave to post on its way"


class ChannelApp(SQLModel, table=True):
    """What our office is registered as at a channel. `server` is empty where the channel is one service; `secret` is
    sealed and write-only. `back` is the address that was registered for the way back, where we registered it."""

    __tablename__ = "channel_app"
    __table_args__ = (UniqueConstraint("programme_id", "channel", "server", name="app_once"),)

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id", index=True)
    channel: str = Field(max_length=40)
    server: str = Field(default="", max_length=300)
    client_id: str = Field(max_length=300)
    back: str = Field(default="", max_length=300)
    secret: bytes | None = Field(default=None, sa_type=sealed_for(APP))
    changed_at: datetime = Field(sa_type=UtcDateTime)


class Permit(SQLModel, table=True):
    """One asking for leave, by one person in one browser; the newest of an account is the only one.

    `state_hash` finds it when the browser comes back and is taken away by that: it counts once. `held` (sealed) is
    what must not be read: the verifier, the code, the tokens; it is emptied at the end. `choices` are the pages to
    choose from by their numbers and names. `until`: later nothing comes of it.
    """

    __tablename__ = "permit"
    __table_args__ = (one_of("status", PermitStatus),)

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id", index=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    channel: str = Field(max_length=40)
    server: str = Field(default="", max_length=300)
    back: str = Field(max_length=300)
    status: PermitStatus = Field(sa_type=word(PermitStatus), index=True)
    state_hash: str | None = Field(default=None, max_length=64, unique=True)
    held: bytes | None = Field(default=None, sa_type=sealed_for(UNDERWAY))
    choices: list[dict[str, str]] = Field(default_factory=list, sa_type=JSON)
    chosen: str = Field(default="", max_length=120)
    reason: str = Field(default="", max_length=500)
    reason_values: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    made_at: datetime = Field(sa_type=UtcDateTime)
    until: datetime = Field(sa_type=UtcDateTime)
