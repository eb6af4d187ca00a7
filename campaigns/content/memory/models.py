"""Tables of the translation memory."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from campaigns.db import UtcDateTime, one_of, word
from campaigns.vocabulary import Origin


class MemorySource(SQLModel, table=True):
    """A sentence that was translated at least once. `digest` is the SHA-256 of its text."""

    __tablename__ = "memory_source"
    __table_args__ = (UniqueConstraint("programme_id", "language", "digest", name="memory_source_once"),)

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id")
    language: str = Field(max_length=8)
    digest: str = Field(max_length=64)
    text: str
    length: int


class MemoryBand(SQLModel, table=True):
    """One of the hashes by which similar sentences are found; programme and language are hashed in."""

    __tablename__ = "memory_band"
    __table_args__ = (Index("memory_band_lookup", "band", "source_id"),)

    source_id: int = Field(foreign_key="memory_source.id", primary_key=True, ondelete="CASCADE")
    band: int = Field(sa_type=BigInteger, primary_key=True)


class MemoryUnit(SQLModel, table=True):
    """A translation of a sentence, where it came from and in which revision it was last written."""

    __tablename__ = "memory_unit"
    __table_args__ = (
        one_of("origin", Origin),
        UniqueConstraint("source_id", "language", "digest", name="memory_unit_once"),
    )

    id: int | None = Field(default=None, primary_key=True)
    source_id: int = Field(foreign_key="memory_source.id", ondelete="CASCADE")
    language: str = Field(max_length=8)
    digest: str = Field(max_length=64)
    text: str
    origin: Origin = Field(sa_type=word(Origin))
    revision_id: int | None = Field(default=None, foreign_key="revision.id")
    written_at: datetime = Field(sa_type=UtcDateTime)
