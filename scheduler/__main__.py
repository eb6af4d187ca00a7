"""The worker's front door and the one place where its parts are chosen."""

from __future__ import annotations

import argparse
import logging
import secrets
import signal
import socket
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from os import getpid

from sqlalchemy import Engine

from assets.store import Store
from campaigns.clock import parse_instant
from campaigns.db import open_engine
from campaigns.errors import Refusal
from campaigns.settings import Settings, load_settings, prepare_home
from campaigns.write_ahead import empty_write_ahead_log
from scheduler.deps import Deps, RunWork
from scheduler.jobs.child import run_in_child
from scheduler.logs import start_log
from scheduler.means import make_means
from scheduler.permits.known import make_issuers
from scheduler.registry import make_adapters
from scheduler.rounds import Round, run_once

log = logging.getLogger("litfass.worker")


def make_deps(settings: Settings, engine: Engine, run_work: RunWork = run_in_child) -> Deps:
    """The real surroundings of a worker."""
    means = make_means(settings, engine)
    return Deps(
        settings=settings,
        engine=engine,
        clock=settings.clock,
        worker=f"{socket.gethostname()[:40]}-{getpid()}-{secrets.token_hex(4)}",
        started_at=settings.clock(),
        adapters=make_adapters(settings, means),
        issuers=make_issuers(means),
        read_file=Store(settings.files_url).get,
        run_work=run_work,
    )


def work_once(settings: Settings, *, now: datetime | None = None) -> Round:
    """Does all that is due, by the real clock or at `now`, and ends."""
    if now is not None:
        settings = replace(settings, frozen_now=now)
    engine = open_engine(settings)
    try:
        return run_once(make_deps(settings, engine))
    finally:
        empty_write_ahead_log(engine)
        engine.dispose()


def work_on(settings: Settings) -> None:
    """Works until the process is told to end (SIGTERM or Ctrl-C)."""
    if settings.is_cluster:
        from scheduler.engines.cluster import run
    else:
        from scheduler.engines.embedded import run

    engine = open_engine(settings)
    deps = make_deps(settings, engine)
    for kind in (signal.SIGTERM, signal.SIGINT):
        signal.signal(kind, lambda *_: deps.stop.set())
    try:
        run(deps)
    finally:
        empty_write_ahead_log(engine)
        engine.dispose()


def main(arguments: Sequence[str] | None = None) -> int:
    """`python -m scheduler [--once [--now ISO]]`."""
    parser = argparse.ArgumentParser(prog="python -m scheduler", description="Sends what is due.")
    parser.add_argument("--once", action="store_true", help="do all that is due and end")
    parser.add_argument("--now", help="with --once: the moment to take for now (ISO 8601 with offset)")
    chosen = parser.parse_args(arguments)
    if chosen.now and not chosen.once:
        parser.error("--now needs --once")
    try:
        settings = load_settings()
        prepare_home(settings)
        start_log(settings)
        if chosen.once:
            log.info("%s", work_once(settings, now=parse_instant(chosen.now) if chosen.now else None))
        else:
            work_on(settings)
    except Refusal as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
