"""Waits until web and worker answer, then prints the address and, in a demo, the logins.

Run by `litfass up` as a child of its own (`python -m commands.welcome`). It waits as long as `litfass up` lives: that
one sees when web or worker ends by itself, so a slow machine is only told what is still awaited.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from http.client import HTTPConnection, HTTPException

from commands.composition import Instance, instance
from commands.endings import ending
from commands.output import lines, note

PAUSE = 0.1
#: Seconds after which somebody who waits is told again what for.
REMINDER = 30.0


def welcome() -> None:
    """Ends when both answer; `litfass up` ends it when one of them cannot."""
    with instance() as here:
        port, begun = here.settings.port, here.now - timedelta(seconds=5)
        signs: dict[str, Callable[[], bool]] = {"web": lambda: _web_answers(port)}
        # A clock that stands still sees no beat.
        if not here.settings.frozen_now:
            signs["worker"] = lambda: _worker_beats(here, begun)
        wait_for(signs, logs=str(here.settings.log_dir))
        lines("", f"Litfass is ready: {here.settings.base_url}", *_logins(here), "Ctrl-C ends it.", "")


def wait_for(
    signs: Mapping[str, Callable[[], bool]],
    *,
    logs: str,
    clock: Callable[[], float] = time.monotonic,
    pause: Callable[[float], None] = time.sleep,
    tell: Callable[[str], None] = note,
) -> None:
    """Waits until each process gave its sign of life, however long that takes, and tells now and then which did not."""
    begun = told = clock()
    silent = list(signs)
    while silent := [name for name in silent if not signs[name]()]:
        if clock() - told >= REMINDER:
            told = clock()
            tell(
                f"Still starting: no answer yet from {' and '.join(silent)} after {told - begun:.0f} seconds. A slow "
                f"machine takes its time, so waiting may be all that is needed; what they say is in {logs}. "
                "Ctrl-C ends it, and nothing is lost: “litfass up” goes on from here."
            )
        pause(PAUSE)


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
