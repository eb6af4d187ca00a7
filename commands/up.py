"""`litfass up`: web and worker together, from an empty home to a printed address.

This process stays small: whatever needs the database or the demo is done by a child that ends again, and
then it only waits.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import click

from commands.processes import SERVER
from commands.surroundings import FRUGAL

LITFASS = (sys.executable, "-m", "litfass")
#: How long the two may take to end what they are doing; gunicorn gives its requests ten seconds.
PATIENCE = 15.0
PR_SET_PDEATHSIG = 1


class EndAsked(Exception):
    """Ctrl-C, or the system's request to end."""


@dataclass(frozen=True)
class Child:
    """A process of ours; `log` is where it writes, None when it writes to the terminal."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path | None


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Instead of LITFASS_PORT.")
@click.option("--demo", is_flag=True, help="Fill an empty home with the demo first.")
@click.pass_context
def up(ctx: click.Context, port: int | None, demo: bool) -> None:
    """Prepares the home, starts web and worker, prints the address; Ctrl-C ends both."""
    from commands.ports import check_port
    from commands.surroundings import settings_for

    environment, settings = settings_for(port)
    check_port(settings.port)
    for step in [["migrate"], *([["demo", "--if-empty"]] if demo else [])]:
        status = subprocess.run(
            [*LITFASS, *step], env=environment, stdout=subprocess.DEVNULL, check=False
        ).returncode
        if status:
            # The child has said why.
            ctx.exit(status)
    with signals_end_it(), running(settings.log_dir, environment) as children:
        trouble = watch(children)
    if trouble is not None:
        click.echo(trouble, err=True)
        ctx.exit(1)


@contextmanager
def running(log_dir: Path, environment: Mapping[str, str]) -> Iterator[list[Child]]:
    """Web, worker, and the child that waits for both and greets; all of them end with the block."""
    children: list[Child] = []
    try:
        # One by one: what was started before another one could not be is ended below.
        # Port and database are looked at already, so the server itself is started and not `litfass web`.
        children.append(_start("web", SERVER, FRUGAL | dict(environment), log_dir / "web.log"))
        # The worker keeps a log of its own; what it says besides is why it could not start.
        children.append(
            _start("worker", [*LITFASS, "worker", "--quiet"], environment, log_dir / "worker.out")
        )
        children.append(_start("welcome", [sys.executable, "-m", "commands.welcome"], environment, None))
        yield children
    finally:
        end_all(children)


def watch(children: list[Child]) -> str | None:
    """Waits until somebody asks to end (None) or a child ends by itself (a sentence)."""
    try:
        while True:
            # Leaves the ended child to its own object, which reaps it below.
            os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)
            for child in [one for one in children if one.process.poll() is not None]:
                children.remove(child)
                if child.log is None and child.process.returncode == 0:
                    continue
                return _sentence(child)
    except EndAsked:
        click.echo("\nEnding …", err=True)
        return None


def end_all(children: Sequence[Child]) -> None:
    """Asks every child to end, and ends those that do not in time."""
    for child in children:
        child.process.terminate()
    end = time.monotonic() + PATIENCE
    for child in children:
        try:
            child.process.wait(max(0.0, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.process.kill()
            child.process.wait()


@contextmanager
def signals_end_it() -> Iterator[None]:
    """Inside the block Ctrl-C and SIGTERM raise EndAsked once; further ones change nothing."""
    asked = False

    def ask(_number: int, _frame: FrameType | None) -> None:
        nonlocal asked
        if not asked:
            asked = True
            raise EndAsked

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    except EndAsked:
        # Asked while the children were still being started; they are ended by now.
        pass
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _start(name: str, command: Sequence[str], environment: Mapping[str, str], log: Path | None) -> Child:
    output = log.open("ab") if log else None
    process = subprocess.Popen(
        command,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        # Ctrl-C reaches this process alone, which then ends the others in order.
        start_new_session=True,
        preexec_fn=_end_with_parent,
    )
    if output:
        output.close()
    return Child(name, process, log)


def _end_with_parent() -> None:
    """Linux ends the child when this process is killed; elsewhere it would stay and hold the port."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _sentence(child: Child) -> str:
    if child.log is None:
        return (
            "It could not be seen whether web and worker answer, so both were ended. What they said is in the log "
            "folder of the home; “litfass up” tries again, and what was filled is kept."
        )
    status = child.process.returncode
    how = f"with status {status}" if status >= 0 else f"by signal {-status}"
    return (
        f"The {child.name} process ended by itself, {how}; the other one was ended too. Look in {child.log}."
    )
