"""What became of an export that was taken in, as pages and the command line tell it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from campaigns.reach.actions.replacing import Replaced
from campaigns.reach.exports.reading import Export
from campaigns.reach.exports.rows import Apart
from campaigns.reach.models import LIMITS

MOST_SHOWN = 500
#: A file of one platform under the account of another: told, and nothing of it is guessed.
OF_ANOTHER_PLATFORM = "This file comes from another platform than the account."
OTHERS_WAIT = (
    "Its rows were taken only where their link or id is that of a post of ours; all others wait, and nothing was noted "
    "of the account itself."
)
NONE_WAITS = (
    "Its rows were taken only where their link or id is that of a post of ours; no other one waits, and nothing was "
    "noted of the account itself."
)
NOT_ITS_DAYS = (
    "It tells days of an account and not posts, so nothing of it was taken, and nothing waits. Take it in under the "
    "account that it is of."
)
TAKEN_ALREADY = "This export was taken in already. Nothing was changed."


@dataclass(frozen=True)
class Imported:
    """What became of an export. `metrics` are control sums of the file: for comparing, not to be quoted as reach.

    `smaller` are figures that became smaller: counts of a post hardly ever fall. `limits` are, by publication and
    figure, what counts that the platform shortened may stand for. `doubts` were taken and are hardly so.
    """

    export: Export
    matched: int
    days: int
    new: int
    unmatched: Sequence[dict[str, Any]] = field(default_factory=list)
    already: bool = False
    is_foreign: bool = False
    batch: int | None = None
    doubts: Sequence[Apart] = ()
    smaller: Sequence[Replaced] = ()
    limits: Mapping[str, Mapping[str, tuple[int, int]]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        export = self.export
        return {
            "read": export.read,
            "matched": self.matched,
            "unmatched": list(self.unmatched),
            "metrics": export.totals,
            "file_totals": dict(export.file_totals),
            "days": self.days,
            "new": self.new,
            "already": self.already,
            "platform": export.platform,
            "apart": [each.as_json() for each in export.apart],
            "doubts": [each.as_json() for each in self.doubts],
            "rounded": [each.as_json() for each in export.rounded],
            "columns": {export.columns.headers[place]: name for name, place in export.columns.places.items()},
            "left_out": list(export.columns.left_out),
            "why_left_out": [each.as_json() for each in export.columns.why],
            "notes": [
                *export.notes,
                *([OF_ANOTHER_PLATFORM, self._taken_of_it()] if self.is_foreign else []),
                *([TAKEN_ALREADY] if self.already else []),
            ],
            "foreign": self.is_foreign,
            "smaller": [asdict(each) for each in self.smaller[:MOST_SHOWN]],
            LIMITS: dict(self.limits),
            "batch": self.batch,
        }

    def _taken_of_it(self) -> str:
        if not self.export.is_of_posts:
            return NOT_ITS_DAYS
        return OTHERS_WAIT if self.unmatched else NONE_WAITS
