"""One maker of films at a time on a machine: it uses every core there is, two would only hinder each other."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

LOOK_EVERY = 1.0


@contextmanager
def turn(path: Path, *, waiting: Callable[[], object] = lambda: None) -> Iterator[None]:
    """Waits until no other process on this machine holds the file's lock; the system frees it when a process ends,
    however it ends. `waiting` is called about once a second and may raise to give up."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    pause = Event()
    try:
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                waiting()
                pause.wait(LOOK_EVERY)
        yield
    finally:
        os.close(descriptor)
