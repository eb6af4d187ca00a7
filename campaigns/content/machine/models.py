"""Tables of machine help: a programme's service, what was sent to it, what it suggested."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index
from sqlmodel import Field, SQLModel

from campaigns.db import UtcDateTime, one_of, sealed_for, word
from campaigns.vocabulary import MachineKind, MachineTask

#: Sets the key of a service apart from everything else that is sealed.
PURPOSE = "the key of a translation service"


class MachineService(SQLModel, table=True):
    """The translation service of a programme; without a row, or switched off, no text goes anywhere.

    `sealed_key` is written and never shown. `tasks` are what it may be asked for. `monthly_characters` is the
    most that is sent to it in a calendar month of the programme's zone.
    """

    __tablename__ = "machine_service"
    __table_args__ = (
        one_of("kind", MachineKind),
        CheckConstraint("monthly_characters BETWEEN 0 AND 100000000", name="the_budget_is_bounded"),
    )

    programme_id: int = Field(foreign_key="programme.id", primary_key=True)
    kind: MachineKind = Field(sa_type=word(MachineKind))
    endpoint: str = Field(max_length=300)
    model: str = Field(default="", max_length=120)
    sealed_key: bytes | None = Field(default=None, sa_type=sealed_for(PURPOSE))
    tasks: list[str] = Field(default_factory=list, sa_type=JSON)
    monthly_characters: int
    is_on: bool = False
    changed_by: int | None = None
    changed_at: datetime = Field(sa_type=UtcDateTime)


class MachineUse(SQLModel, table=True):
    """What was sent to a service, or (negative) what was given back because it never arrived.

    Rows are only added; their sum in a month is what the budget is compared with.
    """

    __tablename__ = "machine_use"
    __table_args__ = (
        one_of("kind", MachineKind),
        one_of("task", MachineTask),
        Index("machine_use_month", "programme_id", "month"),
    )

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id")
    variant_id: int = Field(foreign_key="variant.id")
    month: str = Field(max_length=7)
    kind: MachineKind = Field(sa_type=word(MachineKind))
    model: str = Field(default="", max_length=120)
    task: MachineTask = Field(sa_type=word(MachineTask))
    characters: int
    asked_by: int | None = None
    at: datetime = Field(sa_type=UtcDateTime)


class Suggestion(SQLModel, table=True):
    """What a machine answered about a variant. It is never words of the variant until a person takes it.

    `of_digest` is the digest of the words that were sent: the source's for a translation, the variant's own
    for plain language and for a back-translation. `texts` holds an answer by place ("steps.2");
    `problems` the places whose answer was refused, with the sentence and its values.
    """

    __tablename__ = "suggestion"
    __table_args__ = (
        one_of("task", MachineTask),
        one_of("kind", MachineKind),
        Index("suggestion_of_variant", "variant_id", "task"),
    )

    id: int | None = Field(default=None, primary_key=True)
    variant_id: int = Field(foreign_key="variant.id")
    task: MachineTask = Field(sa_type=word(MachineTask))
    of_digest: str = Field(max_length=64)
    texts: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    problems: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    kind: MachineKind = Field(sa_type=word(MachineKind))
    model: str = Field(default="", max_length=120)
    asked_by: int | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)
