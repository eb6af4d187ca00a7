"""Rows that were understood and wait for the database, pressed together.

A row as it is weighs two and a half kilobytes, and a file may hold 200,000 of them.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterable, Iterator

from campaigns.needs.intake.outcome import Rejected, Taken

PORTION = 500
#: Rows are alike: the quickest level leaves a tenth of them.
LEVEL = 1


class PackedRows:
    """Rows in their order; they may be walked through more than once. Never leaves the memory of its process."""

    def __init__(self, rows: Iterable[Taken | Rejected] = ()) -> None:
        self._portions: list[bytes] = []
        self._open: list[Taken | Rejected] = []
        self._count = 0
        for row in rows:
            self.append(row)

    def append(self, row: Taken | Rejected) -> None:
        """Adds a row behind the others."""
        self._open.append(row)
        self._count += 1
        if len(self._open) == PORTION:
            self._portions.append(zlib.compress(pickle.dumps(self._open, pickle.HIGHEST_PROTOCOL), LEVEL))
            self._open = []

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Taken | Rejected]:
        for portion in self._portions:
            yield from pickle.loads(zlib.decompress(portion))  # noqa: S301  # written above, by this process
        yield from self._open
