"""How much memory a process and those it started take together, looked at while something runs. For measuring."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

EVERY = 0.1  # seconds


@dataclass
class Peak:
    """The largest memory seen so far, in MB."""

    mb: int = 0


@contextmanager
def watched(pid: int | None = None) -> Iterator[Peak]:
    """Looks at a process (this one, where none is named) and all below it, several times a second."""
    peak, over = Peak(), Event()
    watcher = Thread(target=_watch, args=(pid or os.getpid(), over, peak), daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        over.set()
        watcher.join()


def _watch(pid: int, over: Event, peak: Peak) -> None:
    while not over.wait(EVERY):
        peak.mb = max(peak.mb, sum(_resident(one) for one in _with_children(pid)) // 1_000_000)


def _with_children(pid: int) -> Iterator[int]:
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = [int(child) for child in task.read_text().split()]
        except OSError:
            continue
        for child in children:
            yield from _with_children(child)


def _resident(pid: int) -> int:
    """Bytes in memory; what processes share is counted once among them."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
