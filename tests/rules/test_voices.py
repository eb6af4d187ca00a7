"""A slice of the histories that `make voices` plays."""

from __future__ import annotations

from datetime import datetime
from unittest.mock import patch

from sqlmodel import Session

from campaigns.people.new_voices import Came
from tests.rules.voices import play


def test_threat_04_no_yes_is_said_by_a_voice_from_one_hand_alone(session: Session, now: datetime) -> None:
    seen, wrong = play(session, 5, now=now, seed=4, steps=16)
    assert wrong == []
    assert seen["yes"] and seen["refused"]


def test_a_role_from_one_hand_that_counts_at_once_is_found(session: Session, now: datetime) -> None:
    """The fault that these histories are for: nobody waits after a role was given."""
    without = {"set_password": Came.LOGIN, "enable_person": Came.LOGIN, "forget_factors": Came.FACTOR}
    with patch("campaigns.people.new_voices.DEEDS", without):
        _seen, wrong = play(session, 3, now=now, seed=4, steps=12)
    assert any("went through" in one for one in wrong)
