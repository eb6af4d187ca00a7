"""Any edit of the trail is found; the whole series is `make trail`."""

from __future__ import annotations

from tests.rules.trail import EDITS, run


def test_threat_22_every_edit_of_the_trail_is_found() -> None:
    verdict = run(1200)
    assert verdict.missed == []
    assert {kind.partition(",")[0] for kind in verdict.edits} == set(EDITS)
