"""One row of the radar: a topic in one language, with everything that may be said of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from campaigns.needs.counts.disclosure import SMALLEST_COUNT, ShownCount
from campaigns.needs.radar.covered import Coverage
from campaigns.needs.radar.law_changes import LawChange
from campaigns.needs.radar.paces import Pace
from campaigns.reasons import Reason

#: What is reckoned from counts in steps and may be somewhat more or less.
APPROXIMATE = ("count", "baseline", "growth", "surprise", "wrong_share", "spaces", "score", "points", "parts")


@dataclass(frozen=True)
class RadarRow:
    """One topic in one language. `count`, `baseline` and what follows from them are None where they are small.

    `count` are the steps taken in the window: about so many, up to `smallest_count` − 1 more or fewer. None is no step:
    fewer than `smallest_count`, or none. A single step is told as its `bound`. `few_wrong`: no share is told of wrong
    answers, for too few of them, or of the questions, are known.
    `baseline` is what the window would hold at the pace of the weeks before it. `growth` says how many times
    as often as before the topic was asked in the last `rise_weeks` weeks. `surprise` is −log10 of the
    probability of such a rise by chance, at most 6; `is_rising` says whether that is an alarm (`Rise.is_alarm`).
    `parts` are the shares (0 to 1) of the score's weights, `points` what they come to: the score is their sum.
    `paces` is the line of the year, oldest first. Sensitive topics and questions whose language nobody recognised have
    no points: neither leads a campaign.
    """

    topic: str
    language: str | None
    count: int | None
    baseline: float | None
    growth: float | None
    surprise: float | None
    rise_weeks: int | None
    wrong_share: float | None
    spaces: int
    score: float
    parts: Mapping[str, float]
    reasons: tuple[Reason, ...]
    points: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    coverage: Coverage | None = None
    law_change: LawChange | None = None
    paces: tuple[Pace, ...] = ()
    sensitive: bool = False
    smallest_count: int = SMALLEST_COUNT
    is_rising: bool = False
    few_wrong: bool = False

    @property
    def shown(self) -> ShownCount:
        return ShownCount(self.count, self.smallest_count)

    @property
    def count_shown(self) -> str:
        """The count as it is shown: 45 (about), <10 (a single step) or <5."""
        return str(self.shown)

    @property
    def bound(self) -> int | None:
        """It were fewer than so many; None where about `count` can be told."""
        return self.shown.bound

    @property
    def baseline_shown(self) -> float | str:
        """What was usual, as it is shown: not exactly where it comes to a single step, and not where it is unknown."""
        if self.baseline is None:
            return f"<{self.smallest_count}"
        return f"<{2 * self.smallest_count}" if self.baseline <= self.smallest_count else self.baseline

    @property
    def covered_by(self) -> str | None:
        """The campaign that answers it now or is on its way."""
        return self.coverage.campaign if self.coverage and self.coverage.answers else None

    def as_json(self) -> dict[str, Any]:
        """The shape of `litfass needs radar --json`; `approximate` names what may be somewhat more or less."""
        return {
            "topic": self.topic,
            "language": self.language,
            "count": self.count if self.bound is None else self.count_shown,
            "count_range": list(self.shown.limits),
            "baseline": self.baseline_shown,
            "growth": self.growth,
            "surprise": self.surprise,
            "rise_weeks": self.rise_weeks,
            "rising": self.is_rising,
            "wrong_share": ">0" if self.few_wrong else self.wrong_share,
            "spaces": self.spaces,
            "law_change": self.law_change.day.isoformat() if self.law_change else None,
            "law_change_what": self.law_change.what if self.law_change else None,
            "covered_by": self.covered_by,
            "coverage": self.coverage.as_json() if self.coverage else None,
            "score": self.score,
            "points": dict(self.points),
            "parts": dict(self.parts),
            "reasons": [str(one) for one in self.reasons],
            "sensitive": self.sensitive,
            "approximate": [name for name in APPROXIMATE if getattr(self, name)],
        }


def rows_of_topic(
    rows: Iterable[RadarRow], topic: str, languages: Collection[str] | None = None
) -> list[RadarRow]:
    """The rows of one topic, in their order."""
    return [row for row in rows if row.topic == topic and (languages is None or row.language in languages)]
