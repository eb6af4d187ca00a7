"""Questions that another program hands over."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from campaigns.needs.actions.import_result import ImportResult
from campaigns.needs.actions.importing import take_in
from campaigns.needs.intake.mapping import FIELDS, propose_mapping
from campaigns.needs.intake.of_programme import intake_of
from campaigns.needs.learning.model import TopicModel
from campaigns.needs.reading import Table
from campaigns.people.models import Programme


def receive_questions(
    session: Session,
    *,
    programme: Programme,
    table: Table,
    key: bytes,
    now: datetime,
    today: date | None = None,
    model: TopicModel | None = None,
) -> ImportResult:
    """Takes in what `api.read_questions` read. The token stands for whoever sends; no person acts."""
    return take_in(
        session,
        programme=programme,
        table=table,
        mapping=propose_mapping(table.headers, chosen=[f"{name}={name}" for name in FIELDS]),
        source="api",
        file_digest=None,
        intake=intake_of(session, programme, key=key, today=today or now.date(), model=model),
        by=None,
        now=now,
    )
