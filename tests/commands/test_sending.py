"""The pause of everything, from the command line."""

from __future__ import annotations

from sqlmodel import col, select

from campaigns.people.models import AuditEntry
from commands.composition import instance
from tests.commands.conftest import Litfass


def deeds() -> list[tuple[str, int | None]]:
    """What the trail says of pauses: the deed, and whose programme."""
    with instance() as here, here.reading() as session:
        rows = session.exec(
            select(AuditEntry).where(AuditEntry.subject == "sending_pause").order_by(col(AuditEntry.id))
        )
        return [(row.action, row.programme_id) for row in rows]


def test_everything_is_paused_and_goes_on_and_the_trail_has_both(litfass: Litfass, programme: str) -> None:
    assert (
        "every programme is paused" in litfass("sending", "pause", "--reason", "A wrong figure is out.").out
    )
    (standing,) = litfass("sending", "show", "--json").document
    assert (standing["programme"], standing["reason"]) == (None, "A wrong figure is out.")

    assert "goes on" in litfass("sending", "resume").out
    assert litfass("sending", "show", "--json").document == []
    assert deeds() == [("pause_sending", None), ("resume_sending", None)]


def test_letting_everything_go_on_does_not_end_the_pause_of_one_programme(
    litfass: Litfass, programme: str
) -> None:
    litfass("sending", "pause", "--reason", "They move house.", "--programme", programme)

    assert "Another pause still stands" in litfass("sending", "resume").out
    assert [row["programme"] for row in litfass("sending", "show", "--json").document] == [programme]
    litfass("sending", "resume", "--programme", programme)
    assert "Nothing is paused." in litfass("sending", "show").out


def test_a_pause_without_a_reason_is_refused(litfass: Litfass, programme: str) -> None:
    assert "why sending stops" in litfass("sending", "pause", "--reason", " ", status=1).err
    assert litfass("sending", "show", "--json").document == []
