"""A programme with a post that is out, and its account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from campaigns.placements.models import Account, Publication
from tests.builders import Cast
from tests.scheduler.stage import FakeChannel, Server, Stage, build_stage


@dataclass
class Out:
    """A post that the channel has, and the stage that it stands on."""

    stage: Stage
    publication: Publication
    account: Account

    @property
    def cast(self) -> Cast:
        return self.stage.cast

    @property
    def engine(self) -> Engine:
        return self.stage.engine

    @property
    def now(self) -> datetime:
        return self.stage.clock.moment


@pytest.fixture
def out(engine: Engine, tmp_path: Path, now: datetime) -> Out:
    """One German post, published on the account "Our folder" a minute after now."""
    from scheduler.rounds import run_once

    stage = build_stage(engine, tmp_path / "home", now)
    stage.place()
    stage.clock.moment += timedelta(minutes=2)
    run_once(stage.deps(FakeChannel(Server(tmp_path / "far"))))
    with Session(engine, expire_on_commit=False) as session:
        return Out(stage, session.exec(select(Publication)).one(), stage.accounts["folder"])
