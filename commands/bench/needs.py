"""Questions: the whole import beside reading and telling the language alone, and the radar over what came in."""

from __future__ import annotations

import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from campaigns.clock import system_clock
from campaigns.db import make_engine, read_scope, session_scope
from campaigns.demo.advice_log import LogSpec, Rise, advice_log
from campaigns.migrations import migrate
from campaigns.needs.actions import import_needs
from campaigns.needs.intake.mapping import propose_mapping
from campaigns.needs.language import detect_language
from campaigns.needs.queries import radar_of, week_counts
from campaigns.needs.reading import read_table
from campaigns.people.actions.programmes import add_programme
from campaigns.people.models import Programme
from campaigns.people.presets import Preset, presets

WEEKS = 52
QUERY_WEEKS = timedelta(weeks=13)
REPEATS = 20


def bench_needs(size: int) -> dict[str, Any]:
    """About `size` invented questions over a year, through every step of an import into a database of its own."""
    start = next(iter(presets().values()))
    data = _log(start, size)
    reading, rows = _parse_and_detect(data, start)
    with tempfile.TemporaryDirectory(prefix="litfass-bench-") as folder:
        engine = make_engine(f"sqlite:///{folder}/litfass.sqlite")
        migrate(engine)
        programme = _begin(engine, start)
        importing = _timed(lambda: _import(engine, programme, data))
        with read_scope(engine) as session:
            radar = _median(lambda: _radar(session, programme))
            query = _median(lambda: _recent(session, programme))
        engine.dispose()
    return {
        "rows": rows,
        "import_per_s": round(rows / importing),
        "parse_detect_per_s": round(rows / reading),
        "ratio_import": round(importing / reading, 2),
        "radar_ms": round(radar * 1000, 1),
        "query_ms": round(query * 1000, 1),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def _log(start: Preset, size: int) -> bytes:
    languages = tuple(start.languages)
    spec = LogSpec(
        languages=languages,
        topics=start.topics,
        a_week=max(1, size // (WEEKS + 1)),
        rise=Rise(start.topics[0], languages[:2]),
        seed=1,
    )
    return advice_log(spec, today=system_clock().date(), weeks=WEEKS)


def _parse_and_detect(data: bytes, start: Preset) -> tuple[float, int]:
    """Seconds for what no import can do without, and how many rows that were."""
    # The first question loads the models of the languages.
    detect_language("Wie beantrage ich Kindergeld?", allowed=start.languages)
    begun = time.perf_counter()
    table = read_table(data, name="log.csv")
    column = propose_mapping(table.headers).column("text")
    place = table.headers.index(column) if column else 0
    count = 0
    for row in table.rows:
        detect_language(row.cells[place], allowed=start.languages)
        count += 1
    return time.perf_counter() - begun, count


def _begin(engine: Engine, start: Preset) -> Programme:
    with session_scope(engine) as session:
        return add_programme(
            session,
            key=start.key,
            name=start.name,
            organisation="Bench",
            languages=start.languages,
            by=None,
            now=system_clock(),
        )


def _import(engine: Engine, programme: Programme, data: bytes) -> None:
    with session_scope(engine) as session:
        import_needs(
            session,
            programme=programme,
            data=data,
            name="log.csv",
            key=b"bench" * 8,
            by=None,
            now=system_clock(),
        )


def _radar(session: Session, programme: Programme) -> object:
    return radar_of(session, programme=programme, as_of=system_clock().date())


def _recent(session: Session, programme: Programme) -> object:
    today = system_clock().date()
    return week_counts(session, programme_id=programme.id or 0, since=today - QUERY_WEEKS, until=today)


def _median(act: Callable[[], object]) -> float:
    return statistics.median(_timed(act) for _ in range(REPEATS))


def _timed(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun
