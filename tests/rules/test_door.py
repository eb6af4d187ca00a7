"""Nothing that is written into the tables by hand lets anybody in; the whole series is part of `make tampering`."""

from __future__ import annotations

from unittest.mock import patch

from sqlmodel import Session

from tests.rules.door import CHANGES, attack


def test_threat_22_nothing_written_into_the_tables_opens_the_door(session: Session) -> None:
    made, opened = attack(session, len(CHANGES), seed=1)
    assert opened == []
    assert set(made) == set(CHANGES)


def test_a_desk_that_looks_at_no_seal_is_found_out(session: Session) -> None:
    with patch("campaigns.people.actions.sessions.is_sealed", lambda *_row: True):
        _made, opened = attack(session, 6, seed=1)
    assert opened
