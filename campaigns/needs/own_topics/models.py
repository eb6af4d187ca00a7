"""The table of a programme's own topics, and of what it changed about those of the product."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from campaigns.db import UtcDateTime


class OwnTopic(SQLModel, table=True):
    """One version of a topic that a programme made or changed. Rows are only added: the newest version counts.

    `keywords` lists spellings by language, by the rules of the product's topics; `test_sentences` are
    {text, language} that the keywords must find. A retired version takes the topic out of matching.
    A key of the product means that topic, changed: `keywords` are then added to its own and `left_out` are taken
    away from them, so that keywords of a later version of the product still arrive. Retired, it is as shipped.
    """

    __tablename__ = "own_topic"
    __table_args__ = (
        UniqueConstraint("programme_id", "key", "version", name="own_topic_version_once"),
        CheckConstraint("version >= 1", name="own_topics_begin_with_version_one"),
    )

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id")
    key: str = Field(max_length=60)
    version: int = 1
    name_de: str = Field(max_length=80)
    name_en: str = Field(max_length=80)
    keywords: dict[str, list[str]] = Field(default_factory=dict, sa_type=JSON)
    left_out: dict[str, list[str]] = Field(default_factory=dict, sa_type=JSON)
    test_sentences: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    is_retired: bool = False
    created_by: int | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)
