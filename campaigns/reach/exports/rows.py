"""What a row of an export holds once it is understood, and what of it was set apart or stands shortened."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date

from campaigns.reach.exports.moments import Moment, as_moment
from campaigns.reach.insights.metrics import Metric


@dataclass(frozen=True)
class Apart:
    """A cell or row that was not taken: where, what stood there, and why."""

    row: int
    column: str
    value_hint: str
    reason: str

    def as_json(self) -> dict[str, object]:
        return {"row": self.row, "column": self.column, "value_hint": self.value_hint, "reason": self.reason}


@dataclass(frozen=True)
class Rounded:
    """A count that the platform shortened: what stood there, and from what to what it may stand for."""

    row: int
    column: str
    value_hint: str
    low: int
    high: int

    def as_json(self) -> dict[str, object]:
        return asdict(self)


@dataclass
class ExportRow:
    """A post of an export, or a day of the account. `figures` None is empty in the file: not known, never 0.

    `rounded` are those of its figures that the platform shortened.
    """

    row: int
    remote_id: str = ""
    url: str = ""
    text: str = ""
    posted: Moment | None = None
    day: date | None = None
    figures: dict[Metric, int | None] = field(default_factory=dict)
    rounded: dict[Metric, Rounded] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two rows the same post."""
        if self.day is not None:
            return ("day", self.day.isoformat())
        name = self.remote_id or self.url
        return ("post", name) if name else ("words", self.text, as_moment(self.posted))
