"""The worker's stage as a fixture."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.scheduler.stage import Stage, build_stage


@pytest.fixture
def stage(engine: Engine, tmp_path: Path, now: datetime) -> Stage:
    """An approved post with a feed and a folder account."""
    return build_stage(engine, tmp_path / "home", now)
