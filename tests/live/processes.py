"""A server's process: started on a free port of loopback, waited for, ended by its own id."""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from tests.live.place import Unfit

#: Seconds a server may take until it answers, on a machine that does much else, and until it has ended.
START_S, END_S = 300.0, 20.0
#: A server does not outlive whoever started it, even where that is killed.
LEASH = ("setpriv", "--pdeathsig", "TERM") if shutil.which("setpriv") else ()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def started(
    name: str,
    command: Sequence[str | Path],
    *,
    port: int,
    folder: Path,
    env: Mapping[str, str] | None = None,
) -> Iterator[None]:
    """Runs the command as soon as its port is open; it ends with the block. Its words go to a log in `folder`."""
    log = folder / "log"
    with log.open("ab") as words:
        process = subprocess.Popen(
            [*LEASH, *command], cwd=folder, env={**os.environ, **(env or {})}, stdin=subprocess.DEVNULL,
            stdout=words, stderr=words,
            # Ctrl-C is for the tests; the server is told apart, and so are its children.
            start_new_session=True,
        )  # fmt: skip
    try:
        with contextlib.suppress(Unfit):
            until(lambda: process.poll() is not None or _is_open(port), "")
        if process.poll() is not None or not _is_open(port):
            told = log.read_text(errors="replace").strip()[-800:]
            raise Unfit(f"{name} did not start on port {port}. Its last words: {told}")
        yield
    finally:
        end(process)


def until(holds: Callable[[], bool], otherwise: str) -> None:
    """Returns as soon as it holds; the sentence when it does not for as long as a server may take."""
    last = time.monotonic() + START_S
    while not holds():
        if time.monotonic() > last:
            raise Unfit(f"{otherwise}.")
        select.select([], [], [], 0.02)


def _is_open(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1.0):
        return True
    return False


def end(process: subprocess.Popen[bytes]) -> None:
    """Asks the process to end, and ends its whole group when it does not."""
    process.terminate()
    try:
        process.wait(END_S)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
