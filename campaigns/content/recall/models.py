"""Tables of recall: what happened to a fact, and each text that was made from it."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from campaigns.db import UtcDateTime, one_of, word
from campaigns.vocabulary import RecallCause


class Recall(SQLModel, table=True):
    """A fact that changed, ended or was withdrawn, seen from what was made from it.

    `from_revision` is what the texts were made from, `to_revision` what the fact says now. `successor_id` is the
    fact that holds instead, where there is one. `held` and `out` count placements when it began: held back, and
    published already. Once `stands_at` is set, somebody has said that what is out may stand.
    """

    __tablename__ = "recall"
    __table_args__ = (
        one_of("cause", RecallCause),
        CheckConstraint("(stands_at IS NULL) = (stands_by IS NULL)", name="who_lets_it_stand_and_when"),
        Index("recall_of_fact", "fact_id", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id", index=True)
    fact_id: int = Field(foreign_key="fact.id")
    cause: RecallCause = Field(sa_type=word(RecallCause))
    from_revision: int
    to_revision: int
    successor_id: int | None = Field(default=None, foreign_key="fact.id")
    languages: list[str] = Field(default_factory=list, sa_type=JSON)
    held: int = 0
    out: int = 0
    begun_by: int | None = None
    begun_at: datetime = Field(sa_type=UtcDateTime)
    stands_by: int | None = None
    stands_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class RecallItem(SQLModel, table=True):
    """One text that was made from the fact, at the last revision that says what was recalled.

    It is open while the text is at that revision and nobody has said that it stays true. A later revision answers
    it, unless the recalled words or values still stand there: then the item moves on with the text.
    """

    __tablename__ = "recall_item"
    __table_args__ = (
        UniqueConstraint("recall_id", "variant_id", name="recall_item_once"),
        CheckConstraint("(settled_at IS NULL) = (settled_by IS NULL)", name="who_settled_it_and_when"),
        CheckConstraint("settled_at IS NULL OR reason != ''", name="a_settled_item_has_a_reason"),
        Index("recall_item_of_variant", "variant_id", "revision"),
    )

    id: int | None = Field(default=None, primary_key=True)
    recall_id: int = Field(foreign_key="recall.id", index=True)
    variant_id: int = Field(foreign_key="variant.id")
    revision: int
    settled_by: int | None = None
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reason: str = Field(default="", max_length=500)
