"""Table of who has which text open: rows that live for minutes."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from campaigns.db import UtcDateTime


class Presence(SQLModel, table=True):
    """Somebody who has a text open; forgotten soon after the page is closed."""

    __tablename__ = "presence"

    variant_id: int = Field(foreign_key="variant.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    seen_at: datetime = Field(sa_type=UtcDateTime)
