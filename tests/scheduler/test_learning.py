"""The worker looks for new phrases every day and learns topics every week, without being asked."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select, update

from campaigns.db import session_scope
from campaigns.needs.actions import import_needs
from campaigns.needs.emerging.models import EmergingPhrase
from campaigns.needs.learning.models import TrainedTopics
from campaigns.needs.models import AdviceNeed
from campaigns.needs.own_topics.models import OwnTopic
from campaigns.people.models import Programme
from campaigns.vocabulary import WorkKind, WorkStatus
from campaigns.work.actions import request_work
from campaigns.work.models import Work
from scheduler.asking import ask_for_learning
from scheduler.deps import Deps
from scheduler.jobs.running import do_work
from scheduler.rounds import run_once
from tests.scheduler.stage import Stage

EVERYDAY = (
    "Ich suche einen Ort zum Reden",
    "Wer kann mir morgen dort helfen",
    "Ich habe gestern einen Brief bekommen",
)
SLANG = {"wage": ("Kohle", "Mäuse", "Zaster"), "housing": ("Bude", "Hütte", "Bleibe")}


def run_here(deps: Deps, work_id: int) -> None:
    do_work(deps.settings, deps.engine, deps.clock, work_id=work_id, worker=deps.worker)


def take(stage: Stage, rows: list[str]) -> None:
    with session_scope(stage.engine) as session:
        import_needs(
            session,
            programme=session.get_one(Programme, stage.cast.programme.id),
            data="\n".join(["Datum;Anfrage;Thema", *rows]).encode(),
            name="log.csv",
            key=b"k" * 32,
            by=None,
            now=stage.now,
        )


@pytest.fixture
def keeping(stage: Stage) -> Stage:
    """A programme that keeps words, with a year of questions and a new word in the last weeks."""
    with session_scope(stage.engine) as session:
        session.get_one(Programme, stage.cast.programme.id).keeps_free_text = True
    today = stage.now.date()
    rows = [f"{today - timedelta(days=3 * number)};{EVERYDAY[number % 3]} {number};" for number in range(100)]
    rows += [f"{today - timedelta(days=number)};Was ist das Chancenkonto {number}?;" for number in range(9)]
    take(stage, rows)
    return stage


def asked(stage: Stage) -> list[tuple[WorkKind, WorkStatus]]:
    with Session(stage.engine) as session:
        return list(session.exec(select(Work.kind, Work.status).order_by(col(Work.id))))


def test_a_new_word_is_found_by_the_daily_look(keeping: Stage) -> None:
    assert run_once(keeping.deps(run_work=run_here)).work == 1
    with Session(keeping.engine) as session:
        found = session.exec(select(EmergingPhrase)).one()
        assert (found.phrase, found.written, found.asked) == ("chancenkonto", "Chancenkonto", 9)


def test_a_look_comes_once_a_day(keeping: Stage) -> None:
    deps = keeping.deps(run_work=run_here)
    run_once(deps)
    run_once(deps)
    assert asked(keeping) == [(WorkKind.FIND_PHRASES, WorkStatus.DONE)]
    keeping.clock.moment += timedelta(days=1)
    run_once(keeping.deps(run_work=run_here))
    assert asked(keeping) == [(WorkKind.FIND_PHRASES, WorkStatus.DONE)] * 2


def test_the_worker_matches_all_questions_again_that_a_new_topic_may_be_about(keeping: Stage) -> None:
    programme_id = keeping.cast.programme.id or 0
    with session_scope(keeping.engine) as session:
        session.add(
            OwnTopic(
                programme_id=programme_id,
                key="own_account",
                name_de="Chancenkonto",
                name_en="Account of chances",
                keywords={"de": ["Chancenkonto"]},
                created_at=keeping.now,
            )
        )
        work = request_work(
            session, kind=WorkKind.MATCH_AGAIN, programme_id=programme_id, by=None, now=keeping.now
        )
        work_id = work.id or 0
    run_once(keeping.deps(run_work=run_here))
    with Session(keeping.engine) as session:
        assert session.get_one(Work, work_id).result == {"read": 109, "matched": 9}
        found = session.exec(select(AdviceNeed).where(AdviceNeed.topic == "own_account")).all()
        assert len(found) == 9


def test_a_programme_that_keeps_no_words_is_left_alone(stage: Stage) -> None:
    assert ask_for_learning(stage.deps()) == 0


def test_topics_are_learned_once_enough_were_confirmed_and_the_better_model_is_kept(keeping: Stage) -> None:
    chance = random.Random(7)
    today = keeping.now.date()
    rows = []
    for number in range(260):
        topic = chance.choice(sorted(SLANG))
        word = chance.choice(SLANG[topic])
        rows.append(f"{today - timedelta(days=number)};{chance.choice(EVERYDAY)} {word} {number};{topic}")
    take(keeping, rows)
    assert ask_for_learning(keeping.deps()) == 1
    with session_scope(keeping.engine) as session:
        staff = keeping.cast.staff.person_id
        session.exec(
            update(AdviceNeed).where(col(AdviceNeed.topic).is_not(None)).values(topic_confirmed_by=staff)
        )
    run_once(keeping.deps(run_work=run_here))
    assert (WorkKind.TRAIN_TOPICS, WorkStatus.DONE) in asked(keeping)
    with Session(keeping.engine) as session:
        trained = session.exec(select(TrainedTopics)).one()
    assert trained.digest is not None
    assert trained.model_right > trained.rules_right
