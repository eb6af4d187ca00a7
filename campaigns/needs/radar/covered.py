"""What campaigns answer, as the radar needs to know it: which one, and whether it runs, is planned or is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

#: A campaign that ended less than this ago still answers some of those who ask.
FRESH = timedelta(weeks=8)


class Standing(StrEnum):
    """How a campaign stands to a topic and language on a day."""

    RUNNING = "running"
    PLANNED = "planned"
    ENDED = "ended"


@dataclass(frozen=True)
class Coverage:
    """The campaign nearest to a topic in a language. `day` is when it began, will begin, or ended."""

    campaign: str
    standing: Standing
    day: date

    @property
    def answers(self) -> bool:
        """Whether it answers now or is on its way."""
        return self.standing is not Standing.ENDED

    def factor(self, on: date) -> float:
        """What is left of the score: half beside a campaign that stands, three quarters soon after one."""
        if self.answers:
            return 0.5
        return 0.75 if on - self.day < FRESH else 1.0

    def as_json(self) -> dict[str, Any]:
        return {"campaign": self.campaign, "standing": self.standing.value, "day": self.day.isoformat()}
