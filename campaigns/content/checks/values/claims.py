"""Which characters of a text already belong to a value, so that no digit is read twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from campaigns.content.checks.folding import Folded
from campaigns.content.checks.values.found import Found, Grade, Key, Kind


class Claims:
    """The values found so far in one text, and the characters they stand on."""

    def __init__(self, folded: Folded) -> None:
        self.folded = folded
        self.text = folded.text
        self.found: list[Found] = []
        self._taken = bytearray(len(folded.text))

    def free(self, start: int, end: int) -> bool:
        """Whether nothing stands on these characters yet."""
        return not any(self._taken[start:end])

    def matches(self, expression: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Matches on free characters, each searched for again after what was claimed meanwhile."""
        position = 0
        while (match := expression.search(self.text, position)) is not None:
            if match.end() > match.start() and self.free(match.start(), match.end()):
                yield match
                position = max(match.end(), match.start() + 1)
            else:
                position = match.start() + 1

    def take(self, start: int, end: int) -> None:
        """Claim characters without a value (a placeholder)."""
        self._taken[start:end] = b"\1" * (end - start)

    def add(
        self,
        kind: Kind,
        keys: set[Key],
        start: int,
        end: int,
        *,
        numbers: set[Decimal] | frozenset[Decimal] = frozenset(),
        unit: str = "",
        grade: Grade = "hard",
        claim: bool = True,
    ) -> None:
        """Note a value on these folded characters."""
        first, last = self.folded.place(start, end)
        written = self.folded.written(start, end).strip()
        self.found.append(Found(kind, frozenset(keys), first, last, written, frozenset(numbers), unit, grade))
        if claim:
            self.take(start, end)

    def add_at(
        self, kind: Kind, keys: set[Key], span: tuple[int, int], *, numbers: set[Decimal], grade: Grade
    ) -> None:
        """Note a value on these characters of the original text, which stay free."""
        written = self.folded.original[span[0] : span[1]]
        self.found.append(Found(kind, frozenset(keys), *span, written, frozenset(numbers), "", grade))
