"""How a command ends: every failure as one sentence on standard error, and its exit status."""

from __future__ import annotations

import logging
import os
import secrets
import signal
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

import click

REFUSED, WRONG_USAGE, INTERRUPTED, ENDED = 1, 2, 130, 143


@contextmanager
def ending() -> Iterator[None]:
    """Turns what a command raises into a sentence and an exit status. Asked to end (SIGTERM), it leaves as it does by
    Ctrl-C, so that nothing half-done stays behind: no copy of a database, no part of a file."""
    try:
        with _leaving_when_asked():
            yield
        sys.stdout.flush()
    except click.UsageError as problem:
        problem.show()
        sys.exit(WRONG_USAGE)
    except click.ClickException as problem:
        _say(problem.format_message())
        sys.exit(REFUSED)
    except (click.Abort, KeyboardInterrupt):
        _say("Stopped.")
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # The reader of a pipe went away; Python would complain again when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(REFUSED)
    except Exception as problem:
        _say(sentence_for(problem))
        sys.exit(REFUSED)


@contextmanager
def _leaving_when_asked() -> Iterator[None]:
    """Commands that work until they are asked to end put ways of their own in this one's place."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _leave(_number: int, _frame: FrameType | None) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # what is tidied up now is tidied up once
    sys.exit(ENDED)


def sentence_for(problem: Exception) -> str:
    """The sentence of a refusal; for anything unforeseen, a reference and where the details are."""
    from assets.errors import AssetError
    from campaigns.errors import Refusal

    if isinstance(problem, (Refusal, AssetError)):
        with suppress(KeyError, IndexError, ValueError):  # a sentence with a place that nothing fills
            return str(problem)
    known = _known_surroundings(problem)
    if known:
        return known
    reference, place = write_down(problem)
    return (
        f"Something went wrong that Litfass did not foresee (reference {reference}). "
        f"What it had begun in the database was undone. "
        f"Look in {place}, and hand the reference on to whoever looks after Litfass."
    )


def _known_surroundings(problem: Exception) -> str | None:
    """Failures of the machine that can be named without knowing the command."""
    if isinstance(problem, OSError) and problem.filename and problem.strerror:
        return (
            f"{problem.filename}: {problem.strerror}. "
            "Check the path and the rights of the account that runs Litfass."
        )
    if type(problem).__module__.startswith("sqlalchemy"):
        return _known_trouble_of_the_database(problem)
    return None


def _known_trouble_of_the_database(problem: Exception) -> str | None:
    from sqlalchemy.exc import DatabaseError, OperationalError

    from campaigns.db import is_busy

    if isinstance(problem, OperationalError) and is_busy(problem):
        return (
            "The database is busy: another process writes and does not end. Nothing was changed; try again in a "
            "moment. If it stays so, look whether a “litfass” command hangs."
        )
    if isinstance(problem, DatabaseError) and type(problem) in {OperationalError, DatabaseError}:
        reason = (str(problem.orig).splitlines() or ["no reason given"])[0]
        return (
            f"The database cannot be used: {reason[:200]}. See that it is running, that its disk is not full "
            "and that LITFASS_DATABASE_URL names the right one; “litfass doctor” looks at each of these."
        )
    return None


def write_down(problem: Exception) -> tuple[str, Path]:
    """Writes where it happened into the log. Without the message: messages can hold what people wrote."""
    from campaigns.settings import load_settings

    reference = secrets.token_hex(4)
    frames = "".join(traceback.format_tb(problem.__traceback__))
    text = f"{datetime.now(UTC).isoformat(timespec='seconds')} {reference} {type(problem).__qualname__}\n{frames}\n"
    try:
        folder = load_settings().log_dir
        folder.mkdir(parents=True, exist_ok=True)
        place = folder / "litfass.log"
        with place.open("a", encoding="utf-8") as log:
            log.write(text)
    except Exception:
        logging.getLogger(__name__).debug("the log cannot be written")
        place = Path(os.devnull)
    return reference, place


def _say(sentence: str) -> None:
    click.echo(sentence, err=True)
