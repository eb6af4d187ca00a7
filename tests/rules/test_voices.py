"""A slice of the histories that `make voices` plays."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from tests.rules.voices import play


def test_threat_04_no_yes_is_said_by_a_voice_from_one_hand_alone(session: Session, now: datetime) -> None:
    seen, wrong = play(session, 5, now=now, seed=4, steps=16)
    assert wrong == []
    assert seen["yes"] and seen["refused"]
