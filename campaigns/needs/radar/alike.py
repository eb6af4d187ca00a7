"""Counts that can be compared: what people put right of late was counted otherwise before.

The machine misses some ways to ask. Once staff correct them, a topic is counted more often, although it is asked as
ever: nobody corrected the past. So where corrections have become more usual, the alarm compares what the machine
finds by itself, then and now; where they were as usual before, all that was counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from campaigns.needs.radar.series import Series
from campaigns.needs.radar.surprise import WINDOWS

#: Corrections have become more usual from so many times the earlier share on.
MORE_USUAL = 1.5


def alike(one: Series) -> Series:
    """The series as the alarm may compare it; the same one where corrections make no difference."""
    start = max(0, one.whole - max(WINDOWS))
    recent = _share(one.corrected[start : one.whole], one.asked[start : one.whole])
    if not recent or recent <= MORE_USUAL * _share(one.corrected[:start], one.asked[:start]):
        return one
    found = [max(0.0, asked - put) for asked, put in zip(one.asked, one.corrected, strict=True)]
    return replace(one, asked=found)


def _share(part: Sequence[float], whole: Sequence[float]) -> float:
    return sum(part) / sum(whole) if sum(whole) else 0.0
