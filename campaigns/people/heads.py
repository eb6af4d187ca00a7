"""The head of the trail, written down outside the database whenever the trail has grown, in a file that only grows.

Whoever can write the database alone cannot make it agree with these lines, up to the last row they name. Copy the
file to another machine from time to time; a line is a moment, the number of the last row and its digest.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, Table, bindparam
from sqlmodel import Session, col, select

from campaigns.errors import Unusable
from campaigns.people.models import AuditEntry

FILE = "audit-heads.txt"
_ENTRY: Table = AuditEntry.__table__  # type: ignore[attr-defined]
_DIGEST = select(_ENTRY.c.digest).where(_ENTRY.c.id == bindparam("row"))
#: More than the longest line.
TAIL_BYTES = 400


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
        raise _unreadable(path) from None
    return [_head(line, path, number) for number, line in enumerate(lines, start=1) if line.strip()]


def last_head(home: Path) -> WrittenHead | None:
    """The latest head that was written down, without reading all of a file that has grown for years."""
    path = home / FILE
    try:
        with path.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - TAIL_BYTES))
            lines = file.read().decode("utf-8").splitlines()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError):
        raise _unreadable(path) from None
    written = [line for line in lines if line.strip()]
    return _head(written[-1], path) if written else None


def missing_head(connection: Connection, home: Path) -> WrittenHead | None:
    """The latest written head, if the trail does not hold the row it names any more; None if all is well."""
    head = last_head(home)
    if head is None:
        return None
    digest = connection.execute(_DIGEST, {"row": head.row}).scalar()
    return None if digest == head.digest else head


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


def set_heads_aside(home: Path, *, now: datetime) -> Path | None:
    """Puts the written heads of another trail under a name of their own, and says which; None where there are none.

    A trail that was put back does not hold the rows that came after the backup.
    """
    path = home / FILE
    if not path.exists():
        return None
    return path.rename(home / f"audit-heads-until-{now.astimezone(UTC):%Y%m%dT%H%M%S}.txt")


def has_grown(head: WrittenHead, last: WrittenHead | None) -> bool:
    """Whether there are rows that no line vouches for yet. So there are never more lines than rows."""
    return last is None or head.row > last.row


def is_first_of_day(head: WrittenHead, last: WrittenHead | None) -> bool:
    """Whether no line was written on this day (UTC) yet."""
    return last is None or last.at.astimezone(UTC).date() < head.at.astimezone(UTC).date()


def _unreadable(path: Path) -> Unusable:
    return Unusable("The written heads of the trail in {path} cannot be read.", path=str(path))


def _head(line: str, path: Path, number: int | None = None) -> WrittenHead:
    """`number`: which line of the file it is; None for the last."""
    try:
        moment, row, digest = line.split()
        return WrittenHead(datetime.fromisoformat(moment), int(row), digest)
    except ValueError:
        if number is None:
            raise Unusable(
                "The last line of {path} is not a head of the trail. Compare the file with a copy of it.",
                path=str(path),
            ) from None
        raise Unusable(
            "Line {number} of {path} is not a head of the trail. Compare the file with a copy of it.",
            number=number,
            path=str(path),
        ) from None
