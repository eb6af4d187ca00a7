"""How good topics are suggested: the published figure, the model in use, and asking for the next training."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.clock import wall_time
from campaigns.needs.learning.models import TrainedTopics
from campaigns.needs.learning.queries import (
    FEWEST_FOR_A_RATE,
    ConfirmRate,
    confirm_rate,
    count_examples,
    newest_training,
)
from campaigns.needs.learning.training import FEWEST_EXAMPLES
from campaigns.needs.own_topics.rules import check_can_make_topics
from campaigns.vocabulary import WorkKind
from campaigns.work.actions import request_work
from campaigns.work.models import Work
from campaigns.work.queries import last_work, open_work
from web import database, identity
from web.database import session
from web.fragments import done
from web.identity import page
from web.radar_kept import kept
from web.views.needs.blueprint import needs_pages

#: The quality figure speaks of the last year.
PERIOD = timedelta(days=365)


@dataclass(frozen=True)
class Quality:
    """The confirm rate with the days it speaks of."""

    rate: ConfirmRate
    since: date
    until: date


@dataclass(frozen=True)
class Learned:
    """Where learning stands: the newest training, what there is to learn from, work on its way."""

    training: TrainedTopics | None
    examples: int
    needed: int
    work: Work | None

    @property
    def is_used(self) -> bool:
        return self.training is not None and self.training.digest is not None


def quality() -> Quality:
    """The published quality figure of the programme this request works in."""
    programme = identity.programme()
    until = wall_time(database.now(), programme.zone).date()
    since = until - PERIOD
    rate = kept(
        session(),
        programme.id or 0,
        ("confirmed", since),
        lambda: confirm_rate(session(), programme_id=programme.id or 0, since=since),
    )
    return Quality(rate, since, until)


def learned() -> Learned:
    programme_id = identity.programme().id or 0
    return Learned(
        training=newest_training(session(), programme_id=programme_id),
        examples=count_examples(session(), programme_id=programme_id),
        needed=FEWEST_EXAMPLES,
        work=last_work(session(), kind=WorkKind.TRAIN_TOPICS, subject_id=programme_id),
    )


def ask_once(kind: WorkKind) -> None:
    """Asks for work about the programme unless it is on its way already."""
    programme_id = identity.programme().id or 0
    if open_work(session(), kind=kind, subject_id=programme_id) is None:
        request_work(
            session(),
            kind=kind,
            programme_id=programme_id,
            subject_id=programme_id,
            by=identity.actor(),
            now=database.now(),
        )


@needs_pages.post("/needs/topics/train")
@page(needs=check_can_make_topics)
def train() -> Response:
    """Asks for a training now; otherwise there is one every week."""
    ask_once(WorkKind.TRAIN_TOPICS)
    return done(url_for("needs.topics") + "#learning", _("The training is asked for."))


needs_pages.context_processor(lambda: {"quality": quality, "fewest_checked": FEWEST_FOR_A_RATE})
