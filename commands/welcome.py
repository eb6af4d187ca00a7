"""Waits until web and worker answer, then prints the address and, in a demo, the logins.

Run by `litfass up` as a child of its own (`python -m commands.welcome`).
"""

from __future__ import annotations

import sys
import time
from datetime import datetime, timedelta
from http.client import HTTPConnection, HTTPException

from commands.composition import Instance, instance
from commands.endings import ending
from commands.output import lines

PATIENCE = 60.0
PAUSE = 0.1


def welcome() -> None:
    """Ends with 0 when both answer, with 1 when they do not in time."""
    with instance() as here:
        if not _until_ready(here):
            sys.exit(1)
        lines("", f"Litfass is ready: {here.settings.base_url}", *_logins(here), "Ctrl-C ends it.", "")


def _until_ready(here: Instance) -> bool:
    begun, end = here.now - timedelta(seconds=5), time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if _web_answers(here.settings.port) and (here.settings.frozen_now or _worker_beats(here, begun)):
            return True
        time.sleep(PAUSE)
    return False


def _web_answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/health", headers={"Host": f"127.0.0.1:{port}"})
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _worker_beats(here: Instance, since: datetime) -> bool:
    from campaigns.work.queries import heartbeats

    with here.reading() as session:
        return any(row.beat_at >= since for row in heartbeats(session))


def _logins(here: Instance) -> list[str]:
    from commands.demo import login_lines

    with here.reading() as session:
        return login_lines(session, here.settings)


if __name__ == "__main__":
    with ending():
        welcome()
