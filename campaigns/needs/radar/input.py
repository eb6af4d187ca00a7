"""All the radar knows when it looks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from campaigns.needs.counts.disclosure import SMALLEST_COUNT
from campaigns.needs.radar.covered import Coverage
from campaigns.needs.radar.law_changes import LawChange
from campaigns.needs.radar.series import WeekCount, Wholes


@dataclass(frozen=True)
class RadarInput:
    """All the radar knows. `as_of` is the last day counted; `weeks` the length of the window.

    `counts` go back to the first question; only the steps taken in them are looked at. `spaces` counts the spaces of
    the last quarter that was over (`quarter_before`) by (topic, language); `covered` is the nearest campaign by (topic,
    language); `law_changes` the next change by topic. Where the counts are those of one region, `wholes` are the steps
    of all regions by (topic, language); wrong answers and spaces are then unknown.
    """

    as_of: date
    counts: Sequence[WeekCount]
    weeks: int = 8
    smallest_count: int = SMALLEST_COUNT
    spaces: Mapping[tuple[str, str], int] = field(default_factory=lambda: MappingProxyType({}))
    covered: Mapping[tuple[str, str], Coverage] = field(default_factory=lambda: MappingProxyType({}))
    law_changes: Mapping[str, LawChange] = field(default_factory=lambda: MappingProxyType({}))
    wholes: Wholes | None = None

    @property
    def smallest(self) -> int:
        """The smallest count that is shown: the programme's, never less than the product's."""
        return max(self.smallest_count, SMALLEST_COUNT)
