"""Worlds with one channel of the tests each, opened as a test asks for them and closed behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.scheduler.channels.kinds import KINDS
from tests.scheduler.channels.world import World, world_of


@pytest.fixture
def worlds(engine: Engine, tmp_path: Path) -> Iterator[Callable[[str], World]]:
    with ExitStack() as opened:
        yield lambda name: opened.enter_context(world_of(engine, tmp_path / "home", KINDS[name]))
