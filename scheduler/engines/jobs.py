"""What a cluster asks of Procrastinate: things that recur once for all machines, and long work for any of them.

Its tables lie in a schema of their own and hold nothing that cannot be lost: posts and long work stand in our
tables, and a job says no more than “look now”. So the schema is made anew for another version of Procrastinate,
and a job whose machine died is thrown away.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import timedelta
from importlib.metadata import version

from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Status
from procrastinate.schema import SchemaManager
from sqlalchemy import Engine, text
from sqlalchemy.exc import ProgrammingError

from campaigns.errors import Unusable
from scheduler.engines.ticking import guarded
from scheduler.timetable import Recurring

SCHEMA = "litfass_jobs"
RECURRING, WORK, IMPORTS = "recurring", "work", "imports"
#: Any number will do, as long as nobody else in this database locks it.
SCHEMA_LOCK = 1_854_071_202
#: What was missed this long ago is made up for, once; a restart every day must not leave a daily thing out.
MAKE_UP_FOR = timedelta(days=1, hours=1)
#: A machine whose Procrastinate says nothing for this long is gone.
SILENT_S = 30.0

log = logging.getLogger("litfass.worker")


def prepare_schema(engine: Engine) -> None:
    """Makes Procrastinate's tables if they are missing or of another version; one worker does, the others wait."""
    wanted = version("procrastinate")
    try:
        with engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": SCHEMA_LOCK})
            found = connection.execute(
                text("SELECT obj_description(to_regnamespace(:name)::oid, 'pg_namespace')"), {"name": SCHEMA}
            ).scalar()
            if found == wanted:
                return
            connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
            connection.exec_driver_sql(f"CREATE SCHEMA {SCHEMA}")
            connection.exec_driver_sql(f"SET LOCAL search_path = {SCHEMA}")
            # Many statements at once are for the driver alone.
            raw = connection.connection.driver_connection
            assert raw is not None
            raw.execute(SchemaManager.get_schema())
            connection.exec_driver_sql(f"COMMENT ON SCHEMA {SCHEMA} IS '{wanted}'")
    except ProgrammingError as problem:
        raise Unusable(
            "The account of the database may not make the schema {schema} that several workers share ({problem}). "
            "Run as its owner: GRANT CREATE ON DATABASE … TO …; or set LITFASS_ENGINE=embedded for one machine.",
            schema=SCHEMA,
            problem=type(problem.orig).__name__,
        ) from None


def app_for_recurring(engine: Engine, recurring: Sequence[Recurring]) -> App:
    """Things that recur: whichever machine is free does them, and never two the same at once."""
    app = _app(engine)
    for item in recurring:
        _add(app, item)
    return app


def app_for_work(engine: Engine, do_work: Callable[[int], object]) -> App:
    """Long work: a job names a piece, and any machine does it."""
    app = _app(engine)

    @app.task(name=WORK, queue=WORK)
    def work(work_id: int) -> None:
        guarded(Recurring(f"work {work_id}", timedelta(), lambda: do_work(work_id)))()

    return app


async def offer_work(app: App, work_id: int, *, queue: str = WORK) -> None:
    """Says that a piece of work waits; saying it twice changes nothing."""
    try:
        await app.configure_task(WORK, queue=queue, queueing_lock=f"{WORK} {work_id}").defer_async(
            work_id=work_id
        )
    except AlreadyEnqueued:
        return


async def throw_away_lost_jobs(app: App) -> int:
    """Jobs whose machine is gone hold their locks for ever: they go, and what they asked for is asked for again."""
    lost = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_S))
    for job in lost:
        await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=True)
        log.warning("the machine that did “%s” is gone; it is done again", job.task_name)
    return len(lost)


def cron_of(every: timedelta) -> str:
    """The distance as a line of cron whose last field is seconds."""
    seconds = round(every.total_seconds())
    for fields, size, most in (
        ("* * * * * */{}", 1, 60),
        ("*/{} * * * * 0", 60, 60),
        ("0 */{} * * * 0", 3600, 24),
    ):
        number, rest = divmod(seconds, size)
        if not rest and number < most and most % number == 0:
            return fields.format(number)
    if seconds == 86_400:
        return "0 3 * * * 0"
    raise ValueError(f"{every} does not divide a minute, an hour or a day")


def _app(engine: Engine) -> App:
    where = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    connector = PsycopgConnector(
        conninfo=where, kwargs={"options": f"-c search_path={SCHEMA}"}, min_size=1, max_size=4
    )
    return App(connector=connector, periodic_defaults={"max_delay": MAKE_UP_FOR.total_seconds()})


def _add(app: App, item: Recurring) -> None:
    run = guarded(item)

    @app.periodic(cron=cron_of(item.every))
    @app.task(name=item.name, queue=RECURRING, lock=item.name, queueing_lock=item.name)
    def tick(timestamp: int) -> None:
        run()
