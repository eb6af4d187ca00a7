"""The engine, its pragmas, and the one way to a session.

SQLite is loaded from pysqlite3, because 3.7.0 to 3.51.2 (all that Python itself ships here) can corrupt a
database in WAL mode when two connections checkpoint at once. `synchronous=FULL` is what makes "I am about
to send" survive a power cut; every write transaction starts with BEGIN IMMEDIATE, because a read that
turns into a write does not wait for the lock, it fails.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import pysqlite3
from sqlalchemy import (
    JSON,
    BindParameter,
    CheckConstraint,
    Connection,
    DateTime,
    Engine,
    Integer,
    LargeBinary,
    Table,
    bindparam,
    create_engine,
    event,
    insert,
    text,
    types,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, SQLModel

from campaigns.errors import Unusable
from campaigns.sealing import split_keys
from campaigns.settings import TRAIL_KEY, Settings, secret_key

FIXED_SQLITE = (3, 51, 3)
READ_ONLY = "litfass_read_only"
TRAIL_KEYS = "litfass_trail_keys"
HOME = "litfass_home"
#: Lock not available, deadlock, serialization failure (PostgreSQL, appendix A).
BUSY_ON_POSTGRES = frozenset({"55P03", "40P01", "40001"})
#: Undefined table, undefined column.
LACKING_ON_POSTGRES = frozenset({"42P01", "42703"})

# A constraint without a name of its own could not be changed by a later migration: engines make names up.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


# Rows are written and read without Pydantic's validators: each is built when somebody asks for it, and nobody waits for
# ninety of them at the start of every process.
SQLModel.model_config["defer_build"] = True


def open_engine(settings: Settings, *, patience_s: float = 30) -> Engine:
    """The engine of an instance, which signs the rows of its trail with the key of its home."""
    keys = secret_key(settings, TRAIL_KEY)
    return make_engine(settings.database_url, trail_key=keys, patience_s=patience_s, home=settings.home)


def make_engine(url: str, *, trail_key: bytes, patience_s: float = 30, home: Path | None = None) -> Engine:
    """An engine for SQLite (WAL, FULL, foreign keys) or PostgreSQL.

    `trail_key`: what a key file holds, one key or several, the newest first; it signs the rows of the audit trail.
    `patience_s`: how long a statement waits on SQLite while another process writes, before it fails as busy.
    `home`: where the heads of the trail are written down; without it nothing is compared with them.
    """
    parsed = make_url(url)
    options = {TRAIL_KEYS: tuple(split_keys(trail_key)), HOME: home}
    reading = {"execution_options": options, "json_deserializer": read_json}
    if parsed.get_backend_name() == "sqlite":
        return _sqlite_engine(url, patience_s, reading)
    if parsed.get_backend_name() == "postgresql":
        return create_engine(url, pool_pre_ping=True, pool_size=8, max_overflow=8, **reading)
    raise Unusable(
        "The database “{kind}” is not supported. Use sqlite:///… or postgresql+psycopg://….",
        kind=parsed.get_backend_name(),
    )


def sqlite_is_fixed(version: tuple[int, ...] | None = None) -> bool:
    """Whether the loaded SQLite holds the fix for the WAL-reset bug (3.51.3, or 3.44.6 / 3.50.7 backports)."""
    found = tuple(version or pysqlite3.sqlite_version_info)
    backports = {(3, 44): 6, (3, 50): 7}
    return found >= FIXED_SQLITE or found[2] >= backports.get(found[:2], 10_000)


def is_busy(problem: DBAPIError) -> bool:
    """Whether others held what a statement needed: nothing is wrong, and trying again is all there is to do."""
    code = getattr(problem.orig, "sqlstate", None)
    return code in BUSY_ON_POSTGRES or (code is None and "is locked" in str(problem.orig))


def is_of_another_state(problem: DBAPIError) -> bool:
    """Whether the database lacks a table or a column: it was put in place of the one that was looked at on start."""
    code, told = getattr(problem.orig, "sqlstate", None), str(problem.orig)
    return code in LACKING_ON_POSTGRES or "no such column" in told or "no such table" in told


def trail_keys(source: Connection | Engine) -> tuple[bytes, ...]:
    """The keys that this engine, or the engine of this connection, was made with, the newest first."""
    keys: tuple[bytes, ...] = source.get_execution_options()[TRAIL_KEYS]
    return keys


def home_of(connection: Connection) -> Path | None:
    """The home that the engine of this connection was opened for."""
    home: Path | None = connection.get_execution_options().get(HOME)
    return home


def _sqlite_engine(url: str, patience_s: float, reading: dict[str, Any]) -> Engine:
    path = make_url(url).database
    if path and path != ":memory:":
        try:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise Unusable(
                "The home {home} cannot be written ({problem}). Give the account that runs Litfass the right to "
                "write there, or set LITFASS_HOME to another folder.",
                home=str(Path(path).parent),
                problem=problem.strerror or "unknown problem",
            ) from None
    engine = create_engine(url, module=pysqlite3.dbapi2, connect_args={"timeout": patience_s}, **reading)
    journal = "WAL" if sqlite_is_fixed() else "TRUNCATE"

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        # The driver's own transaction handling begins late and deferred; ours begins in _begin.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout = {patience_s * 1000:.0f}",
            f"journal_mode = {journal}",
            "synchronous = FULL",
            "foreign_keys = ON",
            "secure_delete = ON",
            "temp_store = MEMORY",
            "cache_size = -16000",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        read_only = connection.get_execution_options().get(READ_ONLY, False)
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


class Unreadable(dict[str, Any]):
    """Stands for a column that holds no JSON, or other JSON than its kind: somebody wrote it past Litfass.

    Empty, so that a list of a hundred rows is shown although one of them is broken; what would leave of it is held.
    """


def read_json(text: str | bytes) -> Any:
    """What a column of JSON holds."""
    try:
        return json.loads(text)
    except ValueError:
        return Unreadable()


@contextmanager
def session_scope(engine: Engine) -> Iterator[Session]:
    """One transaction: commits when the block ends well, rolls back otherwise."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def read_scope(engine: Engine) -> Iterator[Session]:
    """One consistent view of the database that takes no write lock."""
    with Session(engine.execution_options(**{READ_ONLY: True}), expire_on_commit=False) as session:
        yield session
        session.rollback()


@contextmanager
def read_connection(engine: Engine) -> Iterator[Connection]:
    """The same without a session, for the worker's hot paths."""
    with engine.connect() as connection:
        connection = connection.execution_options(**{READ_ONLY: True})
        yield connection
        connection.rollback()


def is_read_only(session: Session) -> bool:
    """Whether a session can write nothing, so that what it sees is committed."""
    return bool(session.connection().get_execution_options().get(READ_ONLY, False))


def numbers(name: str) -> BindParameter[Any]:
    """A parameter for many numbers, for `column.in_(…)`: they are written into the statement, because PostgreSQL's
    driver takes longer to number five hundred places than the server to find five hundred rows."""
    return bindparam(name, expanding=True, literal_execute=True, type_=Integer)


def insert_many(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Rows that all name the same columns, as they are: on PostgreSQL in one statement, where each would be one."""
    if connection.dialect.name != "postgresql" or len(rows) < 2:
        connection.execute(insert(table), rows)
        return
    quote = connection.dialect.identifier_preparer.quote
    name, columns = quote(table.name), ", ".join(quote(column) for column in rows[0])
    connection.execute(
        text(
            f"INSERT INTO {name} ({columns}) SELECT {columns} "  # noqa: S608
            f"FROM json_populate_recordset(NULL::{name}, CAST(:rows AS json))"
        ),
        {"rows": json.dumps(list(rows), default=_as_json)},
    )


def _as_json(value: Any) -> str:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a row that is inserted with others")


class UtcDateTime(types.TypeDecorator[Any]):
    """An instant: aware on both sides, stored in UTC. A naive value is a mistake and is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: Any, dialect: Any) -> Any:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Word(types.TypeDecorator[Any]):
    """A word of the vocabulary, stored as its own text: readable in the database, the same on every engine."""

    impl = types.String(40)
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: Any, dialect: Any) -> Any:
        return None if value is None else self.words(value).value

    def process_result_value(self, value: Any, dialect: Any) -> Any:
        return None if value is None else self.words(value)


def word(words: type[StrEnum]) -> Any:
    """The column type for a word of the vocabulary, for `Field(sa_type=…)`."""
    return Word(words)


def one_of(column: str, words: type[StrEnum]) -> CheckConstraint:
    """The database holds what the vocabulary holds."""
    allowed = ", ".join(f"'{item.value}'" for item in words)
    return CheckConstraint(f"{column} IN ({allowed})", name=f"{column}_is_known")


class Texts(types.TypeDecorator[dict[str, Any]]):
    """The words of a text: a text, or a list of texts, by name. Anything else that stands there is `Unreadable`."""

    impl = JSON
    cache_ok = True

    def process_result_value(self, value: Any, dialect: Any) -> Any:
        is_right = isinstance(value, dict) and all(
            isinstance(said, str) or (isinstance(said, list) and all(isinstance(one, str) for one in said))
            for said in value.values()
        )
        return value if is_right else Unreadable()


class SealedBytes(types.TypeDecorator[bytes]):
    """Bytes that are stored sealed (`campaigns/sealing.py`). `purpose` is what they were sealed for.

    Declared on the column, so that an exchange of keys finds every secret without a list of its own.
    """

    impl = LargeBinary
    cache_ok = True

    def __init__(self, purpose: str) -> None:
        super().__init__()
        self.purpose = purpose


def sealed_for(purpose: str) -> Any:
    """The column type for a sealed secret, for `Field(sa_type=…)`."""
    return SealedBytes(purpose)
