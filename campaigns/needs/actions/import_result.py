"""What became of a table of questions, in counts that add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from campaigns.needs.intake.outcome import Rejected, Taken
from campaigns.needs.intake.unknown_words import Unknown

MOST_REJECTED_KEPT = 200
#: For mending a file by hand more rows are no help, and they weigh.
MOST_REJECTED_SHOWN = 10_000


@dataclass
class ImportResult:
    """What became of a table: read = imported + duplicates + rejected, and imported = topics + unclear.

    `redacted` counts what was removed from every cell that was read, whatever became of its row.
    """

    batch_id: int | None = None
    read: int = 0
    imported: int = 0
    duplicates: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    redacted: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    topics: Counter[str] = field(default_factory=Counter)
    unclear: int = 0
    #: By field: rows whose cell names something we have no code for. They are taken in without it.
    unknown: dict[str, Unknown] = field(default_factory=dict)
    #: Rows whose words are in letters of another language than they name: the words decided.
    otherwise_told: int = 0
    notes: tuple[str, ...] = ()
    #: Field by column, and the columns that nothing was read from.
    fields: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The shape of `litfass needs import --json`."""
        return {
            "batch": self.batch_id,
            "read": self.read,
            "imported": self.imported,
            "duplicates": self.duplicates,
            "rejected": [one.as_json() for one in self.rejected],
            "redacted": dict(self.redacted.most_common()),
            "languages": dict(self.languages.most_common()),
            "topics": dict(self.topics.most_common()),
            "unclear": self.unclear,
            "unknown": {name: one.as_json() for name, one in self.unknown.items()},
            "otherwise_told": self.otherwise_told,
            "notes": list(self.notes),
        }

    def count(self, taken: Taken) -> None:
        """Counts one question that is new."""
        self.imported += 1
        self.languages[taken.values["language"] or "unknown"] += 1
        if taken.values["topic"]:
            self.topics[taken.values["topic"]] += 1
        else:
            self.unclear += 1

    def count_unknown(self, taken: Taken) -> None:
        """Counts what was not understood or not believed of a row that was taken, new or known."""
        self.otherwise_told += taken.is_otherwise_told
        for name, word in taken.unknown.items():
            self.unknown.setdefault(name, Unknown()).add(taken.row, word)

    def as_report(self) -> dict[str, Any]:
        """What is kept with the batch: counts in full, the first rejected rows."""
        return self._with_rejected(MOST_REJECTED_KEPT)

    def for_screen(self) -> dict[str, Any]:
        """What is kept with the long work: counts in full, as many rejected rows as one can mend."""
        return self._with_rejected(MOST_REJECTED_SHOWN)

    def _with_rejected(self, most: int) -> dict[str, Any]:
        told = self.as_json()
        return {**told, "rejected_count": len(self.rejected), "rejected": told["rejected"][:most]}
