"""Versions of the database: from empty, or from any older version, to the one this Litfass works with."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text
from sqlmodel import SQLModel

# Every table has to be known before its rows can be protected.
import campaigns.tables  # noqa: F401
from campaigns.db import READ_ONLY
from campaigns.errors import Unusable
from campaigns.people.append_only import protect

FOLDER = Path(__file__).parent
#: So many of the columns that a database lacks are named.
MOST_NAMED = 3
#: Every column of every table, in one question.
_COLUMNS = {
    "sqlite": (
        "SELECT tables.name, columns.name FROM sqlite_master AS tables "
        "JOIN pragma_table_info(tables.name) AS columns WHERE tables.type = 'table'"
    ),
    "postgresql": (
        "SELECT table_name, column_name FROM information_schema.columns "
        "WHERE table_schema = ANY (current_schemas(false))"
    ),
}
#: Any number will do, as long as nobody else in this database locks it.
MIGRATION_LOCK = 1_854_071_202


def migrate(engine: Engine) -> str:
    """Brings the database to the newest version and says which; all of it or, when it fails, nothing."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
        found = _version(connection)
        _check_known(engine, found)
        if found is None and inspect(connection).get_table_names():
            raise Unusable(
                "The database {where} already holds tables that are not of Litfass. Nothing was changed. "
                "Set LITFASS_DATABASE_URL to an empty database.",
                where=place(engine),
            )
        if found != newest_version():
            command.upgrade(configuration(connection), "head")
    _check_complete(engine)
    protect(engine)
    return newest_version()


def current_version(engine: Engine) -> str | None:
    """The version of this database; None while it is empty."""
    with engine.execution_options(**{READ_ONLY: True}).connect() as connection:
        return _version(connection)


def newest_version() -> str:
    """The version this Litfass works with."""
    head = ScriptDirectory(str(FOLDER)).get_current_head()
    assert head is not None
    return head


def check_version(engine: Engine) -> None:
    """Refuses a database that is not of exactly this version, newer or older."""
    found = current_version(engine)
    _check_known(engine, found)
    if found != newest_version():
        raise Unusable(
            "The database {where} is of an older version ({found}) than this Litfass ({known}). Make a backup, "
            "then run “litfass migrate”.",
            where=place(engine),
            found=found or "empty",
            known=newest_version(),
        )
    _check_complete(engine)


def _check_complete(engine: Engine) -> None:
    """Refuses a database that bears the number of this version and lacks some of what this Litfass keeps in it."""
    with engine.execution_options(**{READ_ONLY: True}).connect() as connection:
        found = {(table, column) for table, column in connection.execute(text(_COLUMNS[engine.dialect.name]))}
    missing = [
        f"{table.name}.{column.name}"
        for table in SQLModel.metadata.sorted_tables
        for column in table.columns
        if (table.name, column.name) not in found
    ]
    if missing:
        raise Unusable(
            "The database {where} was made by an earlier state of Litfass, before version {known} was finished: it "
            "lacks {missing}. This Litfass cannot use it, and nothing was changed. Start the Litfass that made it, or "
            "begin anew: set LITFASS_HOME to a new folder (or LITFASS_DATABASE_URL to an empty database).",
            where=place(engine),
            known=newest_version(),
            missing=", ".join(missing[:MOST_NAMED]) + (" …" if len(missing) > MOST_NAMED else ""),
        )


def place(engine: Engine) -> str:
    """Where the database is, without a password."""
    return engine.url.database or "" if engine.dialect.name == "sqlite" else engine.url.render_as_string()


def configuration(connection: Connection) -> Config:
    """What Alembic needs to know; there is no file for it, so that nothing depends on the folder one stands in."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _version(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _check_known(engine: Engine, found: str | None) -> None:
    known = {script.revision for script in ScriptDirectory(str(FOLDER)).walk_revisions()}
    if found is not None and found not in known:
        raise Unusable(
            "The database {where} is of a newer version ({found}) than this Litfass ({known}). Nothing was changed. "
            "Start the newer Litfass, or restore a backup that was made by this version.",
            where=place(engine),
            found=found,
            known=newest_version(),
        )
