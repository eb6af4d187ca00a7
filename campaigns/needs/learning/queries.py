"""Reads about what was confirmed and what was learned from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from sqlalchemy import ColumnElement, case, func
from sqlmodel import Session, col, select

from campaigns.errors import BadInput
from campaigns.needs.learning.model import TopicModel, read_model
from campaigns.needs.learning.models import TrainedTopics
from campaigns.needs.learning.training import Example
from campaigns.needs.models import AdviceNeed
from campaigns.needs.queries import is_decided

#: Fewer checked suggestions make no quality figure.
FEWEST_FOR_A_RATE = 50
#: The share is told in steps of so many percent, up to so many suggestions: a step is worth five of them at least, so
#: that who reads it before and after an entry does not learn what became of it.
STEPS = ((100, 10), (500, 5))
SMALLEST_STEP = 1
#: The newest are enough, and bound the time of a training.
MOST_EXAMPLES = 20_000
#: Models kept in memory, by their digest: a file of this name can never hold another one.
MOST_MODELS = 8
_models: dict[str, TopicModel] = {}


class Files(Protocol):
    """Files by their digest."""

    def put(self, data: bytes, media_type: str) -> str: ...

    def get(self, digest: str) -> bytes: ...


@dataclass(frozen=True)
class ConfirmRate:
    """Of the suggestions of the machine about which a person decided, how many stood.

    Where it suggested nothing there was nothing to check. `share` is None where there are too few to tell.
    """

    decided: int
    kept: int

    @property
    def share(self) -> float | None:
        """In steps, from 0 to 1."""
        if self.decided < FEWEST_FOR_A_RATE:
            return None
        step = next((step for below, step in STEPS if self.decided < below), SMALLEST_STEP)
        return round(100 * self.kept / self.decided / step) * step / 100

    @property
    def at_least(self) -> int:
        """How many suggestions were checked, in tens."""
        return self.decided // 10 * 10


def confirm_rate(session: Session, *, programme_id: int, since: date | None = None) -> ConfirmRate:
    """The published figure of how good topics are suggested."""
    kept = case((col(AdviceNeed.suggested) == col(AdviceNeed.topic), 1), else_=0)
    query = select(func.count(), func.coalesce(func.sum(kept), 0)).where(
        col(AdviceNeed.programme_id) == programme_id,
        *is_decided(),
        col(AdviceNeed.suggested).is_not(None),
    )
    if since:
        query = query.where(col(AdviceNeed.day) >= since)
    decided, right = session.exec(query).one()
    return ConfirmRate(int(decided), int(right))


def confirmed_examples(session: Session, *, programme_id: int) -> list[Example]:
    """The newest questions whose topic a person decided, as far as their text is kept."""
    query = (
        select(col(AdviceNeed.text), col(AdviceNeed.language), col(AdviceNeed.topic))
        .where(*_is_example(programme_id))
        .order_by(col(AdviceNeed.day).desc(), col(AdviceNeed.id).desc())
        .limit(MOST_EXAMPLES)
    )
    return [Example(text, language, topic) for text, language, topic in session.exec(query) if text and topic]


def count_examples(session: Session, *, programme_id: int) -> int:
    """How many questions there are to learn from."""
    return int(
        session.exec(select(func.count()).select_from(AdviceNeed).where(*_is_example(programme_id))).one()
    )


def _is_example(programme_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        col(AdviceNeed.programme_id) == programme_id,
        *is_decided(),
        col(AdviceNeed.topic).is_not(None),
        col(AdviceNeed.text).is_not(None),
    )


def newest_training(session: Session, *, programme_id: int) -> TrainedTopics | None:
    """The newest training, whether its model was kept or not."""
    return session.exec(
        select(TrainedTopics)
        .where(TrainedTopics.programme_id == programme_id)
        .order_by(col(TrainedTopics.trained_at).desc(), col(TrainedTopics.id).desc())
        .limit(1)
    ).first()


def model_of(session: Session, files: Files, *, programme_id: int) -> TopicModel | None:
    """The model to match with; None while keywords are as good, or when its file cannot be read."""
    newest = newest_training(session, programme_id=programme_id)
    if newest is None or newest.digest is None:
        return None
    try:
        return _loaded(files, newest.digest)
    except BadInput:
        return None


def _loaded(files: Files, digest: str) -> TopicModel:
    if digest not in _models:
        if len(_models) >= MOST_MODELS:
            _models.clear()
        _models[digest] = read_model(files.get(digest))
    return _models[digest]
