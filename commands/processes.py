"""`litfass web` and `litfass worker`: the two processes of an instance."""

from __future__ import annotations

import click


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Instead of LITFASS_PORT.")
def web(port: int | None) -> None:
    """Serves the desk, the feeds and the short links."""
    import os
    import sys

    from commands.ports import check_port
    from commands.surroundings import settings_for

    environment, settings = settings_for(port)
    check_port(settings.port)
    _check_database()
    sys.stdout.flush()
    # The server takes this process's place: signals reach it, and nothing of the command stays in memory.
    os.execve(  # noqa: S606
        sys.executable,
        [sys.executable, "-m", "gunicorn", "--config", "python:web.gunicorn", "web.wsgi:application"],
        environment,
    )


@click.command()
@click.option("--once", is_flag=True, help="Do all that is due, then end.")
@click.option("--now", "moment", help="With --once: the moment to work at (ISO 8601 with offset).")
def worker(once: bool, moment: str | None) -> None:
    """Sends what is due and does the long work."""
    raise NotImplementedError


def _check_database() -> None:
    from commands.composition import instance

    with instance():
        pass
