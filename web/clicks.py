"""Counting clicks without a write per click: a buffer, and a thread that writes it every few seconds."""

from __future__ import annotations

import atexit
import logging
from datetime import date
from threading import Event, Thread
from typing import cast

from flask import Flask, current_app
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from campaigns.db import session_scope
from campaigns.links.actions import count_clicks
from campaigns.links.buffer import ClickBuffer
from campaigns.vocabulary import Visitor

FLUSH_SECONDS = 5.0
log = logging.getLogger(__name__)


class ClickWriter:
    """Writes the buffer every few seconds, from the first click on, and once more at the end of the process."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.buffer = ClickBuffer()
        self._thread: Thread | None = None
        self._stop = Event()

    def add(self, link_id: int, day: date, visitor: Visitor) -> None:
        """Remembers a click. The thread starts here, so that it lives in the process that serves."""
        self.buffer.add(link_id, day, visitor)
        if self._thread is None:
            self._thread = Thread(target=self._run, name="clicks", daemon=True)
            self._thread.start()
            atexit.register(self.close)

    def flush(self) -> None:
        """Writes what was counted; what cannot be written now waits for the next time."""
        counts = self.buffer.take()
        if not counts:
            return
        try:
            with session_scope(self.engine) as session:
                count_clicks(session, counts)
        except SQLAlchemyError:
            self.buffer.put_back(counts)
            log.warning("%d clicks could not be written and wait for the next flush", counts.total())

    def close(self) -> None:
        """Stops the thread and writes what is left."""
        self._stop.set()
        self.flush()

    def _run(self) -> None:
        while not self._stop.wait(FLUSH_SECONDS):
            self.flush()


def init_clicks(app: Flask, engine: Engine) -> None:
    app.extensions["litfass_clicks"] = ClickWriter(engine)


def count(link_id: int, day: date, visitor: Visitor) -> None:
    """Counts a click of the present request."""
    cast(ClickWriter, current_app.extensions["litfass_clicks"]).add(link_id, day, visitor)
