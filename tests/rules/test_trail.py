"""Any edit of what a head vouches for is found, and behind it what can be; the whole series is `make trail`."""

from __future__ import annotations

from tests.rules.trail import BEHIND, EDITS, run


def test_threat_22_edits_of_the_trail_are_found_as_far_as_the_heads_reach() -> None:
    verdict = run(1000)
    assert verdict.otherwise == []
    assert {kind.partition(",")[0] for kind in verdict.edits if "behind" not in kind} == set(EDITS)
    assert {kind.partition(",")[0] for kind in verdict.edits if "behind" in kind} == set(BEHIND)
