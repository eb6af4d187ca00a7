"""A machine's answers beside the text they are about, and what became of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from campaigns.content.copy import Copy
from campaigns.content.machine.judging import Flaw
from campaigns.content.machine.models import MachineService, Suggestion
from campaigns.content.machine.order import Order
from campaigns.vocabulary import MachineTask, Origin


def record_suggestion(
    session: Session,
    *,
    variant_id: int,
    order: Order,
    texts: Mapping[str, str],
    flaws: Sequence[Flaw],
    service: MachineService,
    asked_by: int | None,
    now: datetime,
) -> Suggestion:
    """Keeps what the machine answered. The variant's words do not change."""
    suggestion = Suggestion(
        variant_id=variant_id,
        task=order.task,
        of_digest=order.of_digest,
        texts=dict(texts),
        problems=[flaw.as_json() for flaw in flaws],
        kind=service.kind,
        model=service.model,
        asked_by=asked_by,
        created_at=now,
    )
    session.add(suggestion)
    session.flush()
    return suggestion


def latest_suggestion(
    session: Session, *, variant_id: int, task: MachineTask, of_digest: str
) -> Suggestion | None:
    """The last answer about exactly these words."""
    query = (
        select(Suggestion)
        .where(
            Suggestion.variant_id == variant_id, Suggestion.task == task, Suggestion.of_digest == of_digest
        )
        .order_by(col(Suggestion.id).desc())
    )
    return session.exec(query).first()


def origin_with(suggestion: Suggestion | None, words: Mapping[str, Any]) -> Origin:
    """Where words come from whose writer had this suggestion and took it.

    Machine while every suggested place stands as suggested; edited by a person as soon as one does not.
    """
    if suggestion is None or not suggestion.texts:
        return Origin.HUMAN
    written = Copy.from_dict(words).texts()
    untouched = all(written.get(place) == text for place, text in suggestion.texts.items())
    return Origin.MACHINE if untouched else Origin.MACHINE_EDITED
