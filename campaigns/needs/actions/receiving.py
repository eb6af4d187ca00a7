"""Questions that another program hands over."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from campaigns.needs.actions.import_result import ImportResult
from campaigns.needs.actions.importing import Whence, origin_of, take_in
from campaigns.needs.actions.understanding import Understood, understand_table
from campaigns.needs.intake.mapping import FIELDS
from campaigns.needs.intake.of_programme import intake_of
from campaigns.needs.intake.outcome import Intake
from campaigns.needs.learning.model import TopicModel
from campaigns.needs.reading import Table
from campaigns.people.models import Programme

_EVERY_FIELD = tuple(f"{name}={name}" for name in FIELDS)


def understand_questions(table: Table, intake: Intake) -> Understood:
    """The slow half, which needs no database: languages and topics of what `api.read_questions` read."""
    return understand_table(table, intake, choices=_EVERY_FIELD)


def receive_questions(
    session: Session,
    *,
    programme: Programme,
    table: Table,
    key: bytes,
    now: datetime,
    today: date | None = None,
    model: TopicModel | None = None,
    understood: Understood | None = None,
    sender: str | None = None,
    once: str = "",
) -> ImportResult:
    """Takes in what `api.read_questions` read. The token stands for whoever sends; no person acts.

    `understood` is the same table understood beforehand, so that the transaction is short; `sender` is the name of
    the token, for the list of what came in. `once` is the sign by which a call sent again is known.
    """
    done = understood or understand_questions(
        table, intake_of(session, programme, key=key, today=today or now.date(), model=model)
    )
    return take_in(
        session,
        programme=programme,
        table=table,
        rows=done.rows,
        whence=Whence("api", origin_of(once, key=key, sender=sender or "")),
        sender=sender,
        by=None,
        now=now,
    )
