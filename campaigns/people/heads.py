"""The head of the trail, written down outside the database: one line a day in a file that only grows.

Whoever can write the database cannot make it agree with these lines. Copy the file to another machine from time
to time; a line is a moment, the number of the last row and its digest.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from sqlmodel import Session, col, select

from campaigns.errors import Unusable
from campaigns.people.models import AuditEntry

FILE = "audit-heads.txt"


class WrittenHead(NamedTuple):
    """What the last row was at a moment."""

    at: datetime
    row: int
    digest: str

    def line(self) -> str:
        return f"{self.at.astimezone(UTC).isoformat(timespec='seconds')} {self.row} {self.digest}\n"


def present_head(session: Session, *, now: datetime) -> WrittenHead | None:
    """The last row as it stands; None while nothing has happened."""
    last = session.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc()).limit(1)).first()
    return WrittenHead(now, last.id or 0, last.digest) if last else None


def read_heads(home: Path) -> list[WrittenHead]:
    """Every head that was written down, the oldest first; none when there is no file yet."""
    path = home / FILE
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError):
        raise Unusable("The written heads of the trail in {path} cannot be read.", path=str(path)) from None
    return [_head(line, number, path) for number, line in enumerate(lines, start=1) if line.strip()]


def write_head(home: Path, head: WrittenHead) -> None:
    """Adds a line and waits until it is on the disk."""
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(home / FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(head.line())
            file.flush()
            os.fsync(file.fileno())
    except OSError as problem:
        raise Unusable(
            "The head of the trail cannot be written to {path} ({problem}). Make room there, or give the account "
            "that runs Litfass the right to write.",
            path=str(home / FILE),
            problem=problem.strerror or "unknown problem",
        ) from None


def is_due(heads: Sequence[WrittenHead], *, today: date) -> bool:
    """Once a day (UTC) is enough: what happened since the last line is the only part nobody else holds."""
    return not heads or heads[-1].at.astimezone(UTC).date() < today


def _head(line: str, number: int, path: Path) -> WrittenHead:
    try:
        moment, row, digest = line.split()
        return WrittenHead(datetime.fromisoformat(moment), int(row), digest)
    except ValueError:
        raise Unusable(
            "Line {number} of {path} is not a head of the trail. Compare the file with a copy of it.",
            number=number,
            path=str(path),
        ) from None
