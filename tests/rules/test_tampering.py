"""Nothing leaves after anything was changed; the whole series is `make tampering`."""

from __future__ import annotations

from tests.rules.tampering import KINDS, run


def test_every_kind_of_tampering_after_approval_is_refused() -> None:
    verdict = run(len(KINDS))
    assert verdict.left == []
    assert set(verdict.changes) == set(KINDS)
