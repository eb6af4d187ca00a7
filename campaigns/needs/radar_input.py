"""All the radar knows when it looks."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from campaigns.needs.covered import Coverage
from campaigns.needs.disclosure import SMALLEST_COUNT
from campaigns.needs.law_changes import LawChange
from campaigns.needs.series import WeekCount


@dataclass(frozen=True)
class RadarInput:
    """All the radar knows. `as_of` is the last day counted; `weeks` the length of the window.

    `spaces` counts the spaces of the window by (topic, language); `covered` is the nearest campaign by
    (topic, language); `law_changes` the next change by topic. Where the counts are those of one region, `showable`
    are the (topic, language) that may be shown at all; wrong answers and spaces are then unknown.
    """

    as_of: date
    counts: Sequence[WeekCount]
    weeks: int = 8
    smallest_count: int = SMALLEST_COUNT
    spaces: Mapping[tuple[str, str], int] = field(default_factory=lambda: MappingProxyType({}))
    covered: Mapping[tuple[str, str], Coverage] = field(default_factory=lambda: MappingProxyType({}))
    law_changes: Mapping[str, LawChange] = field(default_factory=lambda: MappingProxyType({}))
    showable: Collection[tuple[str, str]] | None = None

    @property
    def smallest(self) -> int:
        """The smallest count that is shown: the programme's, never less than the product's."""
        return max(self.smallest_count, SMALLEST_COUNT)
