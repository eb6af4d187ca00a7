"""`litfass web` and `litfass worker`: the two processes of an instance."""

from __future__ import annotations

import sys

import click

from commands.output import emit, json_option, lines

#: The desk's server, without its control socket, which would lie outside the home and be shared by every instance of
#: the account.
SERVER = (
    *(sys.executable, "-m", "gunicorn", "--no-control-socket"),
    *("--config", "python:web.gunicorn", "web.wsgi:application"),
)


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Instead of LITFASS_PORT.")
def web(port: int | None) -> None:
    """Serves the desk, the feeds and the short links."""
    import os

    from commands.ports import check_port
    from commands.surroundings import FRUGAL, settings_for

    environment, settings = settings_for(port)
    check_port(settings.port)
    _check_database()
    sys.stdout.flush()
    # The server takes this process's place: signals reach it, and nothing of the command stays in memory.
    os.execve(  # noqa: S606
        sys.executable,
        SERVER,
        FRUGAL | environment,
    )


@click.command()
@click.option("--once", is_flag=True, help="Do all that is due, then end.")
@click.option(
    "--now",
    "moment",
    help="With --once: the moment to take for now (ISO 8601 with offset). Nothing old is deleted: see forget.",
)
@click.option("--quiet", is_flag=True, help="Write the log to its file in the home alone.")
@json_option
def worker(once: bool, moment: str | None, quiet: bool, as_json: bool) -> None:
    """Sends what is due and does the long work."""
    from dataclasses import asdict

    from campaigns.clock import parse_instant
    from campaigns.errors import Conflict
    from commands.composition import instance
    from scheduler.__main__ import work_on, work_once
    from scheduler.logs import start_log

    if not once and (moment or as_json):
        raise click.UsageError("--now and --json go with --once.")
    now = parse_instant(moment) if moment else None
    with instance() as here:
        settings = here.settings
    start_log(settings)
    if quiet:
        _log_to_file_alone()
    if not once:
        work_on(settings)
        return
    done = asdict(work_once(settings, now=now))
    if done["idle_behind"]:
        raise Conflict(
            "Another worker ({worker}) sends for this database; nothing was done. Let it work, or end it first.",
            worker=done["idle_behind"],
        )
    if as_json:
        emit(done)
    else:
        lines(", ".join(f"{name} {count}" for name, count in done.items() if isinstance(count, int)))
        lines(*done["notices"])


def _log_to_file_alone() -> None:
    import logging

    root = logging.getLogger()
    for handler in [one for one in root.handlers if type(one) is logging.StreamHandler]:
        root.removeHandler(handler)


def _check_database() -> None:
    from commands.composition import instance

    with instance():
        pass
