"""Counting clicks and uses of kits without a write for each: a buffer, and a thread that writes every few seconds."""

from __future__ import annotations

import atexit
import logging
from collections.abc import Callable, Mapping
from datetime import date
from threading import Event, Thread
from typing import Generic, TypeVar, cast

from flask import Flask, current_app
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from campaigns.db import session_scope
from campaigns.kits.actions.counting import Use, count_uses
from campaigns.links.actions import count_clicks
from campaigns.links.buffer import CountBuffer
from campaigns.vocabulary import KitUse, Visitor

FLUSH_SECONDS = 5.0
log = logging.getLogger(__name__)

Click = tuple[int, date, Visitor]
Key = TypeVar("Key", Click, Use)


class CountWriter(Generic[Key]):
    """Writes the buffer every few seconds, from the first count on, and once more at the end of the process.

    `write` puts counts into the database; `name` is what they are counts of.
    """

    def __init__(
        self, engine: Engine, name: str, write: Callable[[Session, Mapping[Key, int]], None]
    ) -> None:
        self.engine = engine
        self.name = name
        self.buffer: CountBuffer[Key] = CountBuffer()
        self._write: Callable[[Session, Mapping[Key, int]], None] = write
        self._thread: Thread | None = None
        self._stop = Event()

    def add(self, key: Key) -> None:
        """Remembers one. The thread starts here, so that it lives in the process that serves."""
        self.buffer.add(key)
        if self._thread is None:
            self._thread = Thread(target=self._run, name=self.name, daemon=True)
            self._thread.start()
            atexit.register(self.close)

    def flush(self) -> None:
        """Writes what was counted; what cannot be written now waits for the next time."""
        counts = self.buffer.take()
        if not counts:
            return
        try:
            with session_scope(self.engine) as session:
                self._write(session, counts)
        except SQLAlchemyError:
            self.buffer.put_back(counts)
            log.warning("%d %s could not be written and wait for the next flush", counts.total(), self.name)

    def close(self) -> None:
        """Stops the thread and writes what is left."""
        self._stop.set()
        self.flush()

    def _run(self) -> None:
        while not self._stop.wait(FLUSH_SECONDS):
            self.flush()


def init_clicks(app: Flask, engine: Engine) -> None:
    app.extensions["litfass_clicks"] = CountWriter[Click](engine, "clicks", count_clicks)
    app.extensions["litfass_kit_uses"] = CountWriter[Use](engine, "uses of kits", count_uses)


def count(link_id: int, day: date, visitor: Visitor) -> None:
    """Counts a click of the present request."""
    cast(CountWriter[Click], current_app.extensions["litfass_clicks"]).add((link_id, day, visitor))


def count_kit(kit_id: int, day: date, use: KitUse, visitor: Visitor) -> None:
    """Counts what the present request does with a kit."""
    cast(CountWriter[Use], current_app.extensions["litfass_kit_uses"]).add((kit_id, day, use, visitor))
