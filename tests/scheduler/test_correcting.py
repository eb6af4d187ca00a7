"""A post that is out gets other words only where they are approved, and the channel gets exactly those."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from campaigns.content.actions import write_revision
from campaigns.content.models import Variant
from campaigns.content.queries import campaign_of_variant, latest_revision
from campaigns.db import session_scope
from campaigns.errors import Conflict, NotReady
from campaigns.people.models import AuditEntry
from campaigns.placements.actions.correcting import ask_correction
from campaigns.placements.approval_ends.withdrawing import withdraw_and_hold
from campaigns.work.actions import claim_work
from scheduler.contract import Unknown
from scheduler.jobs.correct_post import correct
from scheduler.jobs.task import Task
from tests import builders
from tests.scheduler.channels.kinds import KINDS
from tests.scheduler.channels.world import World, world_of

BODY = "Neu: Im nächsten Jahr sind es 259 € im Monat."


@dataclass
class Corrected:
    """A post that is out on Mastodon, and what a person does about it."""

    world: World

    @property
    def text(self) -> str:
        [post] = self.world.fake.posts
        return post.text

    def write(self, session: Session, **words: str) -> Variant:
        """Other words, with the pictures that they give; nobody has approved them."""
        stage = self.world.stage
        variant = session.get_one(Variant, stage.variant_id)
        revision = latest_revision(session, variant)
        assert revision is not None
        write_revision(
            session,
            variant=variant,
            words={**revision.words, **words},
            based_on=variant.revision,
            by=stage.cast.staff,
            now=stage.clock(),
        )
        return variant

    def approve(self, session: Session, variant: Variant, tag: str = "a") -> None:
        stage = self.world.stage
        campaign, _post = campaign_of_variant(session, variant)
        builders.give_pictures(session, campaign, now=stage.clock(), tag=tag)
        request = builders.submit(
            session, stage.cast, variant, now=stage.clock(), channels=[self.world.kind.channel]
        )
        builders.approve(session, stage.cast, request, now=stage.clock())

    def ask(self) -> None:
        stage = self.world.stage
        with session_scope(stage.engine) as session:
            ask_correction(session, placement_id=self.world.placement, by=stage.cast.staff, now=stage.clock())

    def task(self) -> Task:
        """The piece of work that waits, claimed."""
        stage = self.world.stage
        with session_scope(stage.engine) as session:
            work = claim_work(session, worker="w", now=stage.clock())
            assert work is not None
            number, subject = work.id or 0, work.subject_id
        shelf: Any = SimpleNamespace(get=stage.read_file)
        return Task(stage.settings, stage.engine, stage.clock, shelf, "w", number, 1, subject, {}, None, None)

    def work(self, task: Task) -> None:
        correct(task, {self.world.kind.channel: self.world.adapter})


@pytest.fixture
def out(engine: Engine, tmp_path: Path) -> Iterator[Corrected]:
    with world_of(engine, tmp_path / "home", KINDS["mastodon"]) as world:
        world.deliver()
        world.stage.clock.moment += timedelta(minutes=5)
        yield Corrected(world)


def test_approved_words_take_the_place_of_those_that_are_out(out: Corrected) -> None:
    with session_scope(out.world.stage.engine) as session:
        out.approve(session, out.write(session, body=BODY))
    out.ask()
    with pytest.raises(Conflict):
        out.ask()
    out.work(out.task())

    assert BODY in out.text
    [publication] = out.world.stage.publications(out.world.placement)
    row = out.world.stage.row(out.world.placement)
    assert (row.proof_id, publication.corrected_at) == (publication.proof_id, out.world.stage.clock())
    with Session(out.world.stage.engine) as session:
        query = select(AuditEntry).where(AuditEntry.action == "correct_placement")
        assert json.loads(session.exec(query).one().detail)["digest"] == row.digest
    with pytest.raises(NotReady):
        out.ask()


def test_words_that_nobody_approved_do_not(out: Corrected) -> None:
    with session_scope(out.world.stage.engine) as session:
        out.write(session, body=BODY)
    with pytest.raises(NotReady):
        out.ask()


def test_words_whose_approval_is_withdrawn_after_the_asking_do_not(out: Corrected) -> None:
    before, stage = out.text, out.world.stage
    with session_scope(stage.engine) as session:
        out.approve(session, out.write(session, body=BODY))
    out.ask()
    with session_scope(stage.engine) as session:
        withdraw_and_hold(
            session,
            variant_ids=[stage.variant_id],
            reason="A wrong sum.",
            programme_id=stage.cast.programme.id or 0,
            by=stage.cast.lawyer,
            now=stage.clock(),
        )
    with pytest.raises(NotReady):
        out.work(out.task())
    assert out.text == before


def test_another_picture_is_another_post(out: Corrected) -> None:
    with session_scope(out.world.stage.engine) as session:
        out.approve(session, out.write(session, body=BODY), tag="b")
    with pytest.raises(NotReady):
        out.ask()


def test_a_lost_answer_changes_nothing_here_and_the_next_try_ends_it(out: Corrected) -> None:
    stage = out.world.stage
    with session_scope(stage.engine) as session:
        out.approve(session, out.write(session, body=BODY))
    out.ask()
    edit, task = out.world.adapter.edit, out.task()
    out.world.adapter.edit = lambda *about: (edit(*about), Unknown("The reply was lost."))[1]  # type: ignore[method-assign]
    with pytest.raises(NotReady):
        out.work(task)
    [publication] = stage.publications(out.world.placement)
    assert (BODY in out.text, publication.corrected_at) == (True, None)
    out.world.adapter.edit = edit  # type: ignore[method-assign]
    out.work(task)
    [publication] = stage.publications(out.world.placement)
    assert (len(out.world.fake.posts), publication.corrected_at) == (1, stage.clock())
