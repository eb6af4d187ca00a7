"""What the bench of dispatch measures is really sent: a refusal would be quick and worth nothing."""

from __future__ import annotations

from pathlib import Path

from sqlmodel import Session, select

from campaigns.placements.models import Placement
from campaigns.vocabulary import PlacementStatus
from scheduler.bench import Bench


def test_the_posts_of_the_bench_leave(tmp_path: Path) -> None:
    bench = Bench(tmp_path, f"sqlite:///{tmp_path}/bench.sqlite")
    bench.rate(3)
    with Session(bench.engine) as session:
        assert session.exec(select(Placement.status)).all() == [PlacementStatus.PUBLISHED] * 3
    bench.engine.dispose()
