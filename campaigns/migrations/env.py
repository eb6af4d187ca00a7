"""Run by Alembic for every upgrade: the connection is handed over, the tables are the product's own."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlalchemy import JSON, DateTime, LargeBinary, String
from sqlmodel import AutoString

from campaigns.db import SealedBytes, Texts, UtcDateTime, Word
from campaigns.tables import metadata


def plain_type(kind: str, item: Any, _autogenerate_context: Any) -> str | Literal[False]:
    """Writes the product's column types as plain ones: a migration must not change when a class does."""
    if kind != "type":
        return False
    if isinstance(item, UtcDateTime):
        return repr_of(DateTime(timezone=True))
    if isinstance(item, Word):
        return repr_of(String(40))
    if isinstance(item, Texts):
        return repr_of(JSON())
    if isinstance(item, SealedBytes):
        return repr_of(LargeBinary())
    if isinstance(item, AutoString):
        length = item.impl.length if isinstance(item.impl, String) else None
        return repr_of(String(length))
    return False


def repr_of(column_type: DateTime | JSON | LargeBinary | String) -> str:
    return f"sa.{column_type!r}"


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    render_item=plain_type,
)
context.run_migrations()
