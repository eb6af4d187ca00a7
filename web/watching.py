"""The web process looks after the worker: when that is silent, nobody else could say so.

A thread asks the database once a minute. What there is to tell is told by a process of its own
(`python -m scheduler.alerts`), because the desk sends nothing itself.
"""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from collections.abc import Callable

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from campaigns.alerts.looking import calls_due, is_news
from campaigns.clock import Clock
from campaigns.db import read_scope

EVERY_S = 60.0
TELLING_S = 120.0

log = logging.getLogger("litfass.web")


def start_watching(engine: Engine, clock: Clock) -> None:
    """Watches until this process ends."""
    threading.Thread(target=_watch, args=(engine, clock), name="watching", daemon=True).start()


def look_once(engine: Engine, clock: Clock, tell: Callable[[], None]) -> None:
    """Tells when there is something to tell. A database that does not answer is seen by everybody anyway."""
    now = clock()
    try:
        with read_scope(engine) as session:
            is_due = is_news(session, now=now) or bool(calls_due(session, now=now))
    except SQLAlchemyError as problem:
        log.warning("the watch over the worker: the database refuses (%s)", type(problem).__name__)
        return
    if is_due:
        tell()


def _watch(engine: Engine, clock: Clock) -> None:
    pause = threading.Event()
    while not pause.wait(EVERY_S):
        look_once(engine, clock, _tell)


def _tell() -> None:
    try:
        subprocess.run(
            [sys.executable, "-m", "scheduler.alerts"],
            stdin=subprocess.DEVNULL,
            timeout=TELLING_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        log.warning("alerts could not be told: %s", type(problem).__name__)
