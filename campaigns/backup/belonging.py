"""Which rows of the database are one programme's: whatever hangs on it by reference, and the people it names.

The rule reads the tables themselves, so that a new one is taken along without a word here; one that hangs on
nothing has to be named in `INSTANCE`, or asking for it fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from sqlalchemy import ColumnElement, Integer, Select, Table, select, union

from campaigns.tables import metadata

#: What tells of a machine and of who is at its door just now, not of a programme's work.
INSTANCE = frozenset(
    {
        "alert",
        "desk_session",
        "forgotten_password",
        "half_login",
        "heartbeat",
        "login_attempt",
        "login_link",
        "mail",
        "newsletter_sign_up",
        "passkey_challenge",
        "presence",
        "publisher_lock",
    }
)
PROGRAMME, PERSON = "programme", "person"


class Belonging:
    """Asks for the rows of one programme, table by table."""

    def __init__(self, programme_id: int) -> None:
        self.programme_id = programme_id

    def rows_of(self, table: Table) -> Select[tuple[object, ...]] | None:
        """The programme's rows of this table; None for a table of the instance."""
        return None if table.name in INSTANCE else select(table).where(self._is_ours(table))

    def _is_ours(self, table: Table) -> ColumnElement[bool]:
        if table.name == PROGRAMME:
            return table.c.id == self.programme_id
        if "programme_id" in table.c:
            return table.c.programme_id == self.programme_id
        whose = column_of_person(table)
        if whose is not None:
            return table.c[whose].in_(self._people())
        column, parent = owner_of(table)
        return table.c[column].in_(select(parent.c.id).where(self._is_ours(parent)))

    def _people(self) -> Select[tuple[int]]:
        """Members, and whoever a row of the programme names: an approval keeps its lawyer after she left."""
        named = [
            select(table.c[column].label("id")).where(self._is_ours(table), table.c[column].is_not(None))
            for table, column in columns_naming_people()
        ]
        return select(union(*named).subquery().c.id)


@cache
def owner_of(table: Table) -> tuple[str, Table]:
    """The column by which a row hangs on another that is always there, and that other's table.

    Raises LookupError for a table that hangs on nothing.
    """
    found = sorted(
        (key.column.table.name == PERSON, key.parent.name, key.column.table.name)
        for key in table.foreign_keys
        if not key.parent.nullable
    )
    if not found:
        raise LookupError(f"{table.name} hangs on no programme; name it among the tables of the instance")
    _, column, parent = found[0]
    return column, metadata.tables[parent]


@cache
def columns_naming_people() -> tuple[tuple[Table, str], ...]:
    """Every column of a programme's own rows that holds a person's number."""
    return tuple(_columns_naming_people())


def _columns_naming_people() -> Iterator[tuple[Table, str]]:
    for table in metadata.sorted_tables:
        if table.name in INSTANCE or column_of_person(table) is not None:
            continue
        for column in table.columns:
            by_reference = any(key.column.table.name == PERSON for key in column.foreign_keys)
            by_name = isinstance(column.type, Integer) and (
                column.name == "by" or column.name.endswith("_by")
            )
            if by_reference or by_name:
                yield table, column.name


def column_of_person(table: Table) -> str | None:
    """Where the person stands whose own row this is, whatever programmes she works for: herself, her keys of the
    door. None for a row of a programme.
    """
    if table.name == PERSON:
        return "id"
    if table.name in INSTANCE | {PROGRAMME} or "programme_id" in table.c:
        return None
    column, parent = owner_of(table)
    return column if parent.name == PERSON else None
