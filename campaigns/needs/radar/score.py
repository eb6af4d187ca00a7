"""The radar's score: weighted parts that are shown in points and add up to it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

#: What each part may add to the score of 100. A campaign takes away.
WEIGHTS: Mapping[str, int] = MappingProxyType(
    {"volume": 20, "rise": 45, "wrong": 15, "spaces": 5, "law": 10, "weight_of_topic": 5}
)
#: The part that takes away.
COVERED = "covered"


def points_of(parts: Mapping[str, float], *, factor: float = 1.0) -> dict[str, float]:
    """The points of each part, in tenths; what a campaign takes away stands last and is negative.

    `parts` are shares from 0 to 1 of the weights, `factor` is what a campaign leaves of the sum.
    """
    tenths = {name: round(WEIGHTS[name] * share * 10) for name, share in parts.items()}
    points = {name: count / 10 for name, count in tenths.items()}
    taken = int(sum(tenths.values()) * (1 - factor))
    return {**points, COVERED: -taken / 10} if taken else points


def score_of(points: Mapping[str, float]) -> float:
    """The sum of the points as they are shown."""
    return round(sum(points.values()), 1)
