"""What workers of several machines have to share: the database, the clock, the files."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import text
from sqlmodel import Session

from campaigns.clock import system_clock
from campaigns.doctor.finding import Finding, fails, note, well
from campaigns.settings import Settings
from campaigns.work.queries import SILENT_AFTER, heartbeats

#: Posts are claimed for a minute and a half by the clocks of the machines.
MOST_DRIFT = timedelta(seconds=2)


def check_engine(settings: Settings, session: Session, now: datetime) -> Finding:
    """Which engine works, and whether all that it needs is there."""
    hosts = _hosts(session, now)
    if settings.is_cluster and settings.is_on_sqlite:
        return fails(
            "engine",
            "LITFASS_ENGINE is cluster, but several machines cannot share a SQLite database.",
            "Set LITFASS_DATABASE_URL to a PostgreSQL database, or leave LITFASS_ENGINE out.",
        )
    if not settings.is_cluster:
        return _embedded(settings, hosts)
    if not _may_share_jobs(session):
        return fails(
            "engine",
            "The account of the database may not make the schema in which workers share their jobs.",
            "As the owner of the database: GRANT CREATE ON DATABASE … TO …; or set LITFASS_ENGINE=embedded for one "
            "machine.",
        )
    if _is_folder(settings) and len(hosts) > 1:
        return fails(
            "engine",
            "Workers of several machines ({hosts}) share the database, but pictures and films lie in a folder of each.",
            "Set LITFASS_FILES_URL on every machine to a store that all of them reach, such as s3://bucket/folder, and "
            "copy the files there.",
            hosts=", ".join(hosts),
        )
    if _is_folder(settings):
        return note(
            "engine",
            "Workers may share the database, but pictures and films lie in a folder of this machine.",
            "Before a second machine joins: set LITFASS_FILES_URL to a store that all of them reach, such as "
            "s3://bucket/folder, and copy the files there.",
        )
    return well(
        "engine", "Workers share the database and the files; running on {count} machines.", count=len(hosts)
    )


def check_shared_clock(session: Session, ours: datetime | None = None) -> list[Finding]:
    """The database's clock is this machine's: a claim of another worker ends by it."""
    if session.get_bind().dialect.name != "postgresql":
        return []
    theirs: datetime = session.execute(text("SELECT clock_timestamp()")).scalar_one()
    drift = abs((ours or system_clock()) - theirs)
    if drift <= MOST_DRIFT:
        return []
    return [
        fails(
            "shared clock",
            "This machine's clock and the database's are {seconds} seconds apart; beyond 20 a worker does not work.",
            "Set both by the network (timedatectl set-ntp true).",
            seconds=round(drift.total_seconds()),
        )
    ]


def _embedded(settings: Settings, hosts: list[str]) -> Finding:
    if len(hosts) > 1:
        return fails(
            "engine",
            "LITFASS_ENGINE is embedded, but workers of several machines ({hosts}) use this database.",
            "Leave LITFASS_ENGINE out on all of them, then start web and workers again.",
            hosts=", ".join(hosts),
        )
    return well("engine", "One machine does everything.")


def _hosts(session: Session, now: datetime) -> list[str]:
    """The machines whose workers were heard of late; a worker's name begins with its machine's."""
    heard = (row.worker for row in heartbeats(session) if now - row.beat_at <= SILENT_AFTER)
    return sorted({worker.rsplit("-", 2)[0] for worker in heard})


def _is_folder(settings: Settings) -> bool:
    return "://" not in settings.files_url or settings.files_url.startswith("file://")


def _may_share_jobs(session: Session) -> bool:
    return bool(
        session.execute(
            text(
                "SELECT to_regnamespace('litfass_jobs') IS NOT NULL "
                "OR has_database_privilege(current_database(), 'CREATE')"
            )
        ).scalar()
    )
