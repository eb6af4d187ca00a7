"""Keeping the result of a training."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from campaigns.needs.learning.models import TrainedTopics
from campaigns.needs.learning.queries import Files
from campaigns.needs.learning.training import Trained
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.people.models import Programme

MEDIA_TYPE = "application/octet-stream"


def store_model(files: Files, trained: Trained) -> str | None:
    """Puts the file of a model that is better than the keywords into the store, before any transaction."""
    return files.put(trained.model.to_bytes(), MEDIA_TYPE) if trained.is_better else None


def save_training(
    session: Session,
    *,
    programme: Programme,
    trained: Trained,
    digest: str | None,
    by: Actor | None = None,
    now: datetime,
) -> TrainedTopics:
    """Writes down a training and its figures; from now on its model is used, or none if it was not better."""
    row = TrainedTopics(
        programme_id=programme.id or 0,
        digest=digest,
        trained_on=trained.trained_on,
        held_out=trained.held_out,
        rules_right=trained.rules_right,
        model_right=trained.model_right,
        trained_at=now,
    )
    session.add(row)
    session.flush()
    record(
        session,
        action="train_topics",
        subject="trained_topics",
        subject_id=row.id,
        by=by,
        programme_id=row.programme_id,
        now=now,
        trained_on=trained.trained_on,
        held_out=trained.held_out,
        rules_right=trained.rules_right,
        model_right=trained.model_right,
        kept=digest is not None,
    )
    return row
