"""States that are built once a process: the next test gets the same rows without walking the actions again.

Tests reach their state by the product's own actions, step by step, and most begin with the same steps. The engine of
a test knows which steps its database has been through, as long as nothing else has written there. A step that comes
the second time from the same state is looked at closely: which rows it adds and changes. From the third time on these
rows are written as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, time, timedelta
from enum import Enum
from functools import cache, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, Insert, Table, Update, bindparam, event, inspect, select, text
from sqlmodel import Session, SQLModel

from campaigns.tables import metadata

P = ParamSpec("P")
T = TypeVar("T")
State = tuple[Hashable, ...]
VALUES = (str, bytes, int, float, date, time, timedelta, Enum, type)
READING = ("SELECT", "PRAGMA", "SAVEPOINT", "RELEASE", "BEGIN", "SET ", "SHOW")


@dataclass
class Walked:
    """What a test's database has been through: its steps, or None since something else was written there."""

    state: State | None = ()


@dataclass(frozen=True)
class Row:
    """A row of a result, to be fetched again."""

    table: type[SQLModel]
    key: Any


@dataclass(frozen=True)
class Kept:
    """What a step did to the database, and what it gave back."""

    added: tuple[tuple[Insert, list[dict[str, Any]]], ...]
    changed: tuple[tuple[Update, list[dict[str, Any]]], ...]
    touched: frozenset[tuple[str, tuple[Any, ...]]]
    counters: tuple[tuple[str, int], ...]
    result: Any


_WALKED: WeakKeyDictionary[Engine, Walked] = WeakKeyDictionary()
_SEEN: set[Hashable] = set()
_KEPT: dict[Hashable, Kept] = {}


def watch_steps(engine: Engine) -> None:
    """From here on steps of this engine, whose database is empty, are replayed. Other engines' steps never are."""
    walked = _WALKED[engine] = Walked()

    @event.listens_for(engine, "before_cursor_execute")
    def _note(connection: Connection, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.lstrip().startswith(READING):
            connection.info["wrote"] = True
            walked.state = None

    @event.listens_for(engine, "commit")
    def _stays(connection: Connection) -> None:
        connection.info.pop("wrote", None)

    @event.listens_for(engine, "rollback")
    def _goes(connection: Connection) -> None:
        if connection.info.pop("wrote", False):
            walked.state = None

    @event.listens_for(engine, "rollback_savepoint")
    def _goes_in_part(*_more: Any) -> None:
        walked.state = None


def step(walk: Callable[Concatenate[Session, P], T]) -> Callable[Concatenate[Session, P], T]:
    """Replays what this function does to the database and what it gives back: a row, or a dataclass, list or dict of
    rows and values.

    For functions that depend on nothing but the database and their arguments. Where an argument is neither a value
    nor a row nor made of these, the function is walked each time.
    """

    @wraps(walk)
    def replay(session: Session, /, *args: P.args, **kwargs: P.kwargs) -> T:
        session.flush()
        connection = session.connection()
        walked = _WALKED.get(connection.engine)
        if walked is None or walked.state is None:
            return walk(session, *args, **kwargs)
        try:
            this = (walk.__module__, walk.__qualname__, _described(args), _described(kwargs))
        except TypeError:
            return walk(session, *args, **kwargs)
        state = (*walked.state, this)
        result: T = _done(session, (connection.dialect.name, state), lambda: walk(session, *args, **kwargs))
        walked.state = state
        return result

    return replay


def _done(session: Session, name: Hashable, walk: Callable[[], Any]) -> Any:
    connection = session.connection()
    if (kept := _KEPT.get(name)) is not None:
        _write(connection, kept)
        _refresh(session, kept)
        return _fetched(session, kept.result)
    before = _rows(connection) if name in _SEEN else None
    result = walk()
    session.flush()
    if before is not None:
        _keep(name, connection, before, result)
    _SEEN.add(name)
    return result


def _described(value: Any) -> Hashable:
    """The argument as part of a step's name."""
    if isinstance(value, SQLModel) and (identity := inspect(value).identity):
        return (type(value), identity)
    if isinstance(value, dict):
        return tuple((name, _described(each)) for name, each in sorted(value.items()))
    if isinstance(value, list | tuple):
        return tuple(_described(each) for each in value)
    if isinstance(value, frozenset | set):
        return frozenset(_described(each) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return (type(value), *(_described(getattr(value, each.name)) for each in fields(value)))
    if value is None or isinstance(value, VALUES):
        return cast("Hashable", value)
    raise TypeError


Rows = dict[str, dict[tuple[Any, ...], dict[str, Any]]]


def _rows(connection: Connection) -> Rows:
    return {
        table.name: {
            tuple(row[column.name] for column in table.primary_key): dict(row)
            for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()
        }
        for table in metadata.sorted_tables
    }


def _keep(name: Hashable, connection: Connection, before: Rows, result: Any) -> None:
    after = _rows(connection)
    if any(key not in after[table] for table, rows in before.items() for key in rows):
        return  # a step that takes rows away is walked each time
    added, changed, touched = [], [], set[tuple[str, tuple[Any, ...]]]()
    for table in metadata.sorted_tables:
        known, rows = before[table.name], after[table.name]
        if new := [row for key, row in rows.items() if key not in known]:
            added.append((_insert(table), new))
        if other := [row for key, row in rows.items() if key in known and known[key] != row]:
            changed.append(
                (_update(table), [{f"new_{name}": value for name, value in row.items()} for row in other])
            )
            touched |= {(table.name, key) for key, row in rows.items() if key in known and known[key] != row}
    _KEPT[name] = Kept(
        tuple(added), tuple(changed), frozenset(touched), _counters(connection), _noted(result)
    )


@cache
def _insert(table: Table) -> Insert:
    return table.insert()


@cache
def _update(table: Table) -> Update:
    here = [column == bindparam(f"new_{column.name}") for column in table.primary_key]
    rest = {
        column.name: bindparam(f"new_{column.name}")
        for column in table.columns
        if column.name not in table.primary_key.columns
    }
    return table.update().where(*here).values(rest)


def _counters(connection: Connection) -> tuple[tuple[str, int], ...]:
    if connection.dialect.name != "postgresql":
        return ()
    query = text(
        "SELECT quote_ident(schemaname) || '.' || quote_ident(sequencename), last_value FROM pg_sequences "
        "WHERE last_value IS NOT NULL"
    )
    return tuple((name, value) for name, value in connection.execute(query))


def _write(connection: Connection, kept: Kept) -> None:
    """The rows as they were: they were let in once, and need not be looked at again."""
    is_postgres = connection.dialect.name == "postgresql"
    connection.exec_driver_sql(
        "SET LOCAL session_replication_role = replica" if is_postgres else "PRAGMA defer_foreign_keys = ON"
    )
    for statement, rows in (*kept.added, *kept.changed):
        connection.execute(statement, rows)
    if is_postgres:
        connection.exec_driver_sql("SET LOCAL session_replication_role = origin")
        if kept.counters:
            all_set = ", ".join(f"setval('{name}', {value})" for name, value in kept.counters)
            connection.exec_driver_sql(f"SELECT {all_set}")


def _refresh(session: Session, kept: Kept) -> None:
    """Rows that the test holds already show what the step made of them."""
    if not kept.touched:
        return
    for each in list(session):
        where = inspect(each)
        if (where.mapper.local_table.name, tuple(where.identity or ())) in kept.touched:
            session.refresh(each)


def _noted(value: Any) -> Any:
    """The result with every row replaced by its address."""
    return _mapped(
        value, lambda each: Row(type(each), inspect(each).identity) if isinstance(each, SQLModel) else each
    )


def _fetched(session: Session, value: Any) -> Any:
    return _mapped(
        value, lambda each: session.get_one(each.table, each.key) if isinstance(each, Row) else each
    )


def _mapped(value: Any, change: Callable[[Any], Any]) -> Any:
    changed = change(value)
    if changed is not value:
        return changed
    if isinstance(value, dict):
        return {name: _mapped(each, change) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_mapped(each, change) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        parts = {each.name: _mapped(getattr(value, each.name), change) for each in fields(value)}
        return (
            value if all(parts[name] is getattr(value, name) for name in parts) else replace(value, **parts)
        )
    return value
