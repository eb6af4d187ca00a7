"""The large home of the bench holds what the product would have kept, so that its figures are the product's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from campaigns.db import make_engine, read_scope, session_scope
from campaigns.reach.insights.kept import keep_figures
from campaigns.reach.models import InsightLatest, ReachRow
from campaigns.reach.report.asked import asked_by_language
from campaigns.reach.report.building import programme_report
from campaigns.tables import metadata
from commands.bench.large_home import PER_POST, Size, fill_large_home
from tests.conftest import NOW
from tests.shared import TRAIL_KEY

pytestmark = pytest.mark.any_database


def kept(session: Session) -> list[Any]:
    rows = session.exec(select(ReachRow).order_by(ReachRow.publication_id))  # type: ignore[arg-type]
    latest = session.exec(
        select(InsightLatest).order_by(InsightLatest.publication_id, InsightLatest.metric)  # type: ignore[arg-type]
    )
    return [each.model_dump() for each in (*rows, *latest)]


def test_its_kept_figures_are_those_that_the_product_works_out(tmp_path: Path) -> None:
    size = Size(500 * PER_POST)
    engine = make_engine(f"sqlite:///{tmp_path}/large.sqlite", trail_key=TRAIL_KEY)
    metadata.create_all(engine)
    programme = fill_large_home(engine, size=size, now=NOW)
    with session_scope(engine) as session:
        written = kept(session)
        keep_figures(session, range(1, 51))
    with read_scope(engine) as session:
        report = programme_report(
            session, programme_id=programme.id or 0, now=NOW, start=NOW.date().replace(year=2024)
        )
        assert written == kept(session)
        asked = asked_by_language(session, programme, None, report.period)

    assert (report.published, size.publications) == (500, 500)
    assert sum(asked.values()) == size.questions
    engine.dispose()
