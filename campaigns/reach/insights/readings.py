"""A reading: one counter as somebody told it, before it is written down."""

from __future__ import annotations

from dataclasses import dataclass

from campaigns.reach.insights.metrics import Metric, definition_of

LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Reading:
    """One counter. `value` None is not available, and `unknown` says why in one English sentence.

    `definition` is a key of definitions.toml; '' takes the newest one of the publication's channel.
    """

    metric: Metric
    value: int | None
    unknown: str = ""
    definition: str = ""

    def __post_init__(self) -> None:
        if self.value is not None and self.value < 0:
            raise ValueError("a counter is never below nought")
        if (self.value is None) == (not self.unknown):
            raise ValueError("a counter is known, or says why not")

    def defined(self, channel: str) -> str:
        """The key of the definition that this figure follows."""
        return self.definition or definition_of(self.metric, channel).key
