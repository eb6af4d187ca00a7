"""Tables of a programme's own words: terms it added or changed, and their forms by language."""

from datetime import datetime

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel

from campaigns.db import UtcDateTime, one_of, word
from campaigns.vocabulary import TermKind


class GlossaryTerm(SQLModel, table=True):
    """A term a programme added, or a shipped one it set otherwise (the same `key`)."""

    __tablename__ = "glossary_term"
    __table_args__ = (
        one_of("kind", TermKind),
        UniqueConstraint("programme_id", "key", name="glossary_term_once"),
    )

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id")
    key: str = Field(max_length=60)
    kind: TermKind = Field(sa_type=word(TermKind))
    note: str = Field(default="", max_length=500)
    is_untranslatable: bool = False
    keeps_source: bool = False
    is_hidden: bool = False
    changed_by: int | None = None
    changed_at: datetime = Field(sa_type=UtcDateTime)


class GlossaryForm(SQLModel, table=True):
    """How a programme says a term in one language; stands before what the product ships.

    Confirmed by somebody who answers for the language, or a draft.
    """

    __tablename__ = "glossary_form"
    __table_args__ = (UniqueConstraint("programme_id", "key", "language", name="glossary_form_once"),)

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id")
    key: str = Field(max_length=60)
    language: str = Field(max_length=8)
    allowed: list[str] = Field(default_factory=list, sa_type=JSON)
    old: list[str] = Field(default_factory=list, sa_type=JSON)
    forbidden: list[str] = Field(default_factory=list, sa_type=JSON)
    is_confirmed: bool = False
    changed_by: int | None = None
    changed_at: datetime = Field(sa_type=UtcDateTime)
