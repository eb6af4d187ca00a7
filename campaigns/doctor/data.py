"""The database, and what it says about the worker."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, func, make_url, or_, text
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlmodel import Session, col, select

from campaigns.db import make_engine, read_scope, sqlite_is_fixed
from campaigns.doctor.finding import Finding, fails, note, well
from campaigns.doctor.logins import check_logins
from campaigns.doctor.retention import check_retention
from campaigns.doctor.sharing import check_engine, check_shared_clock
from campaigns.doctor.trail import check_imprints, check_roles, check_trail, present_key
from campaigns.errors import Refusal
from campaigns.migrations import check_version, current_version, place
from campaigns.people.models import AuditEntry
from campaigns.placements.models import Placement
from campaigns.placements.queries import standing_pauses
from campaigns.placements.sending.ends import DEEDS
from campaigns.settings import Settings
from campaigns.vocabulary import PlacementStatus
from campaigns.work.queries import silent_since

#: A row that is due is looked at within seconds; after this long nobody can be looking.
OVERDUE = timedelta(minutes=2)
CLOCK_DRIFT = timedelta(minutes=2)
OLDEST_POSTGRES = 13


def check_data(settings: Settings, now: datetime) -> list[Finding]:
    """The database first; the rest only when it can be read."""
    file = make_url(settings.database_url).database if settings.database_url.startswith("sqlite") else None
    if file and file != ":memory:" and not Path(file).exists():
        return [note("database", "There is no database yet; it is made on first use.")]
    try:
        engine = make_engine(settings.database_url, trail_key=present_key(settings))
    except (ArgumentError, Refusal) as problem:
        return [
            fails(
                "database",
                "LITFASS_DATABASE_URL cannot be used ({problem}).",
                "Write it like postgresql+psycopg://name:password@host/database, or leave it out.",
                problem=type(problem).__name__,
            )
        ]
    try:
        return _look(settings, engine, now)
    except DBAPIError as problem:
        return [
            fails(
                "database",
                "The database {where} cannot be read: {reason}.",
                "See that it is there and running, and that the account that runs Litfass may use it.",
                where=place(engine),
                reason=(str(problem.orig).splitlines() or ["no reason given"])[0][:200],
            )
        ]
    finally:
        engine.dispose()


def _look(settings: Settings, engine: Engine, now: datetime) -> list[Finding]:
    if current_version(engine) is None:
        return [
            note("database", "The database {where} is empty; it is filled on first use.", where=place(engine))
        ]
    try:
        check_version(engine)
    except Refusal as problem:
        return [
            fails(
                "database",
                problem.message,
                "Nothing works before that.",
                **problem.values,
            )
        ]
    with read_scope(engine) as session:
        return [
            _engine(engine, session),
            _clock(session, now),
            *check_shared_clock(session),
            check_engine(settings, session, now),
            _worker(session, now),
            check_retention(session, now),
            *_pauses(session),
            check_trail(settings, session),
            *check_roles(session),
            *check_imprints(session),
            *check_logins(session, now),
        ]


def _engine(engine: Engine, session: Session) -> Finding:
    if engine.dialect.name == "postgresql":
        number = int(session.execute(text("SHOW server_version_num")).scalar_one())
        if number // 10000 < OLDEST_POSTGRES:
            return fails(
                "database",
                "PostgreSQL {found} is too old.",
                "Use PostgreSQL 13 or newer.",
                found=number // 10000,
            )
        return well("database", "PostgreSQL {found} at {where}.", found=number // 10000, where=place(engine))
    journal = session.execute(text("PRAGMA journal_mode")).scalar_one()
    if session.execute(text("PRAGMA synchronous")).scalar_one() != 2:
        return fails(
            "database",
            "SQLite does not wait for the disk; after a power cut a post could go out twice.",
            "Start Litfass through its own command: it sets synchronous to FULL.",
        )
    if str(journal).lower() == "wal" and not sqlite_is_fixed():
        return fails(
            "database",
            "This SQLite can damage a write-ahead log, and the database {where} has one.",
            "Run make setup again, then start Litfass through its own command.",
            where=place(engine),
        )
    return well("database", "{where}, journal {journal}.", where=place(engine), journal=journal)


def _clock(session: Session, now: datetime) -> Finding:
    """Nothing in the trail is of the future; a clock that was put back would send late and report wrongly.

    What the worker sent does not count: it can be told which moment to take for now.
    """
    by_clock = or_(col(AuditEntry.by).is_not(None), col(AuditEntry.action).not_in(DEEDS.values()))
    latest = session.exec(select(func.max(col(AuditEntry.at))).where(by_clock)).one()
    if latest is not None and latest - now > CLOCK_DRIFT:
        return fails(
            "clock",
            "This machine's clock says {now}, but something was done at {latest}.",
            "Set the clock (timedatectl set-ntp true).",
            now=now.isoformat(timespec="minutes"),
            latest=latest.isoformat(timespec="minutes"),
        )
    return well("clock", "The clock says {now}.", now=now.isoformat(timespec="minutes"))


def _worker(session: Session, now: datetime) -> Finding:
    waiting = session.exec(
        select(func.count())
        .select_from(Placement)
        .where(
            col(Placement.status).in_([PlacementStatus.SCHEDULED, PlacementStatus.SENDING]),
            col(Placement.next_at) < now - OVERDUE,
        )
    ).one()
    silent = silent_since(session, now=now)
    remedy = "Start one: litfass worker (or litfass up)."
    if silent is None:
        return well("worker", "A worker is running.")
    if waiting:
        return fails(
            "worker", "No worker is running and {waiting} placements are overdue.", remedy, waiting=waiting
        )
    return note("worker", "No worker is running; nothing is published and no long work is done.", remedy)


def _pauses(session: Session) -> list[Finding]:
    return [
        note(
            "sending",
            "Sending is paused since {since}: {reason}",
            "When everything has been looked at, let it go on in the calendar.",
            since=pause.since.isoformat(timespec="minutes"),
            reason=pause.reason,
        )
        for pause in standing_pauses(session)
    ]
