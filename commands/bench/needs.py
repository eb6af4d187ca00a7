"""Questions: the whole import beside reading and telling the language alone, and the radar over what came in.

Nothing but the question, its day and its place is given, so that both ways tell every language themselves. The
questions come in files as large as one may be (20 MB), one after the other as the worker takes them in, and each file
is measured both ways in turn: a machine that is busy for a while is busy for both. Beside the ratio of times stands
that of the processor's time alone, which other programs on the machine change less.
"""

from __future__ import annotations

import csv
import io
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from secrets import token_bytes
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from campaigns.clock import system_clock
from campaigns.db import make_engine, read_scope, session_scope
from campaigns.demo.advice_log import LANDS, PLATFORMS, example_questions
from campaigns.migrations import migrate
from campaigns.needs.actions import import_needs
from campaigns.needs.actions.understanding import intake_of, understand_table
from campaigns.needs.intake.mapping import propose_mapping
from campaigns.needs.language import detect_language
from campaigns.needs.queries import radar_of, week_counts
from campaigns.needs.radar.simulation import detection
from campaigns.needs.reading import read_table
from campaigns.people.actions.programmes import add_programme
from campaigns.people.models import Programme
from campaigns.people.presets import Preset, presets
from commands.output import note

WEEKS = 52
QUERY_WEEKS = timedelta(weeks=13)
REPEATS = 20
#: So many of these questions make 18 MB.
PART = 100_000
KEY = b"bench" * 8
GROUPS = 12
#: Invented programmes behind the figures of the alarm: enough for two digits.
RUNS = 450
HEADERS = ("Datum", "Plattform", "Gruppe", "Anfrage", "Bundesland", "Falsche Antwort im Thread")


@dataclass
class Spent:
    """What something took so far, in seconds: as a clock sees it, and of the processor."""

    time: float = 0.0
    processor: float = 0.0

    def on(self, act: Callable[[], object]) -> None:
        """Does it once more and adds what that took."""
        begun, processor = time.perf_counter(), time.process_time()
        act()
        self.time += time.perf_counter() - begun
        self.processor += time.process_time() - processor


def bench_needs(size: int) -> dict[str, Any]:
    """`size` invented questions over a year, through every step of an import into a database of its own."""
    start = next(iter(presets().values()))
    # The first question loads the models of the languages.
    detect_language("Wie beantrage ich Kindergeld?", allowed=start.languages)
    reading, importing = Spent(), Spent()
    with tempfile.TemporaryDirectory(prefix="litfass-bench-") as folder:
        engine = make_engine(f"sqlite:///{folder}/litfass.sqlite", trail_key=token_bytes(32))
        migrate(engine)
        programme = _begin(engine, start)
        for data in _parts(start, size):
            reading.on(lambda data=data: _parse_and_detect(data, start))  # type: ignore[misc]
            importing.on(lambda data=data: _import(engine, programme, data))  # type: ignore[misc]
            note(
                f"{len(data) / 1e6:.0f} MB in; {importing.time / reading.time:.2f} times as long as reading so far"
            )
        with read_scope(engine) as session:
            radar = _median(lambda: _radar(session, programme))
            query = _median(lambda: _recent(session, programme))
        engine.dispose()
    return {
        "rows": size,
        "import_per_s": round(size / importing.time),
        "parse_detect_per_s": round(size / reading.time),
        "ratio_import": round(importing.time / reading.time, 2),
        "ratio_import_cpu": round(importing.processor / reading.processor, 2),
        "radar_ms": round(radar * 1000, 1),
        "query_ms": round(query * 1000, 1),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "detection": detection(runs=RUNS),
    }


def _parts(start: Preset, size: int) -> Iterator[bytes]:
    """Files of the same year with together `size` questions."""
    draw = random.Random(1)  # noqa: S311  # nothing secret
    questions = {
        code: [
            text for (language, _), texts in example_questions().items() if language == code for text in texts
        ]
        for code in start.languages
    }
    for first in range(0, size, PART):
        yield _part(draw, questions, min(PART, size - first))


def _part(draw: random.Random, questions: dict[str, list[str]], size: int) -> bytes:
    """One file. Two sentences make a question, so that few questions are the same."""
    today = system_clock().date()
    platforms, weights = [name for name, _ in PLATFORMS], [weight for _, weight in PLATFORMS]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADERS)
    for _ in range(size):
        code = draw.choice(list(questions))
        writer.writerow(
            (
                (today - timedelta(days=draw.randrange(WEEKS * 7))).strftime("%d.%m.%Y"),
                draw.choices(platforms, weights)[0],
                f"Gruppe {code.upper()} {draw.randint(1, GROUPS)}",
                " ".join(draw.sample(questions[code], 2)),
                draw.choice(LANDS),
                "ja" if draw.random() < 0.1 else "nein",
            )
        )
    return out.getvalue().encode("utf-8-sig")


def _parse_and_detect(data: bytes, start: Preset) -> None:
    """What no import can do without."""
    table = read_table(data, name="log.csv")
    place = table.headers.index(propose_mapping(table.headers).column("text") or HEADERS[3])
    for row in table.rows:
        detect_language(row.cells[place], allowed=start.languages)


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
    """As the worker does it: everything is understood before the transaction begins."""
    now = system_clock()
    with read_scope(engine) as session:
        intake = intake_of(session, programme, key=KEY, today=now.date())
    understood = understand_table(read_table(data, name="log.csv"), intake)
    with session_scope(engine) as session:
        import_needs(
            session,
            programme=programme,
            data=data,
            name="log.csv",
            key=KEY,
            by=None,
            now=now,
            understood=understood,
        )


def _radar(session: Session, programme: Programme) -> object:
    return radar_of(session, programme=programme, as_of=system_clock().date())


def _recent(session: Session, programme: Programme) -> object:
    today = system_clock().date()
    return week_counts(session, programme_id=programme.id or 0, until=today)


def _median(act: Callable[[], object]) -> float:
    return statistics.median(_timed(act) for _ in range(REPEATS))


def _timed(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun
