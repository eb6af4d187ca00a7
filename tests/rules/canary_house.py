"""An instance with all that surrounds it, and the ways by which questions come in.

Every way runs in a process of its own, forked from here, whose temporary files, working directory and output
streams lie in the house and are searched with it; the file that an office hands over lies outside.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from openpyxl import Workbook
from sqlalchemy import Engine
from sqlmodel import col, select

from assets.store import Store
from campaigns.backup.making import make_backup
from campaigns.db import open_engine, read_scope, session_scope
from campaigns.migrations import migrate
from campaigns.needs.classifying import understand
from campaigns.needs.models import NeedBatch
from campaigns.needs.tokens.actions import issue_token
from campaigns.people.actions.people import add_person, grant_role
from campaigns.people.models import Person, Programme
from campaigns.people.queries import load_actor
from campaigns.settings import Settings, load_settings, prepare_home
from campaigns.vocabulary import Role
from litfass import main
from scheduler.__main__ import make_deps
from scheduler.deps import Deps
from scheduler.jobs.child import run_in_child
from scheduler.jobs.running import do_work
from scheduler.logs import start_log
from scheduler.rounds import run_once
from tests.builders import make_cast
from tests.campaigns.needs.identifiers import Planted
from web.app import create_app

PASSWORD = "three-paper-boats"
PROGRAMME = "canary"
HEADERS = ("Datum", "Anfrage", "Gruppe", "Verweis an", "Fallnummer", "Bemerkung")
SOME_DAY = datetime(2026, 11, 2, tzinfo=UTC)
FORMATS = ("csv", "xlsx", "json", "jsonl")
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
#: Rows per request of the HTTP intake.
PORTION = 400

Plants = Sequence[tuple[str, Planted]]
Way = Callable[["House", Plants], None]


@dataclass
class House:
    """An instance: its home, its temporary folder, what its processes said, and its backups."""

    folder: Path
    settings: Settings
    engine: Engine
    app: Flask
    desk: FlaskClient
    form_token: str
    api_token: str
    outside: Path
    told: list[dict[str, Any]] = field(default_factory=list)

    def run(self, way: Way, plants: Plants, *, killed_after: float | None = None) -> tuple[bool, float]:
        """Runs a way in a process of its own: whether it was killed, and how long it took."""
        self.engine.dispose()
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            _live(self, way, plants, writing)
        os.close(writing)
        os.read(reading, 1)
        begun = time.monotonic()
        if killed_after is not None:
            time.sleep(killed_after)
            os.kill(child, signal.SIGKILL)
        status = os.waitpid(child, 0)[1]
        taken = time.monotonic() - begun
        os.close(reading)
        if os.WIFSIGNALED(status):
            return True, taken
        if os.WEXITSTATUS(status):
            raise AssertionError((self.folder / "said" / "err").read_text(encoding="utf-8")[-2000:])
        return False, taken

    def back_up(self, name: str) -> None:
        make_backup(
            self.engine,
            Store(self.settings.files_url),
            self.folder / "backups" / name,
            beside=self.settings.home,
            now=datetime.now(UTC),
        )

    def reports(self) -> list[dict[str, Any]]:
        """What every batch counted."""
        with read_scope(self.engine) as session:
            return list(session.exec(select(NeedBatch.report).order_by(col(NeedBatch.id))).all())


@contextmanager
def house(folder: Path) -> Iterator[House]:
    """A fresh instance in this folder."""
    for name in ("home", "temporary", "said", "backups", "here"):
        (folder / name).mkdir(parents=True)
    outside = Path(tempfile.mkdtemp(prefix="canary-outside-"))
    settings = load_settings({"LITFASS_HOME": str(folder / "home"), "LITFASS_PORT": "21400"})
    prepare_home(settings)
    engine = open_engine(settings)
    migrate(engine)
    email, token = _people(engine)
    app = create_app(settings, engine=engine, clock=settings.clock, store=Store(settings.files_url))
    desk = app.test_client()
    desk.post(
        "/login", data={"csrf_token": _form_token(desk, "/login"), "email": email, "password": PASSWORD}
    )
    # What is slow at first use is loaded once, here, and not by every process that is about to die.
    understand("Wie kündige ich meinen Arbeitsvertrag? +49 171 2345678")
    yield House(folder, settings, engine, app, desk, _form_token(desk, "/profile"), token, outside)
    engine.dispose()
    shutil.rmtree(outside)


def _people(engine: Engine) -> tuple[str, str]:
    now = datetime.now(UTC)
    with session_scope(engine) as session:
        cast = make_cast(session, now=now, key=PROGRAMME, languages=("de", "ar", "uk", "fa", "en"))
        programme = session.get_one(Programme, cast.programme.id)
        programme.keeps_free_text = True
        person = add_person(
            session, email="keeper@canary.example", name="Lead 1", password=PASSWORD, by=None, now=now
        )
        for role in (Role.LEAD, Role.STAFF, Role.ADVISOR, Role.ADMIN):
            grant_role(
                session,
                person=person,
                programme_id=programme.id or 0,
                role=role,
                language="",
                by=None,
                now=now,
            )
        actor = load_actor(session, session.get_one(Person, person.id), programme.id)
        _, token = issue_token(session, programme=programme, name="Forum", secret="s" * 40, by=actor, now=now)
    return "keeper@canary.example", token


def _form_token(desk: FlaskClient, address: str) -> str:
    found = _TOKEN.search(desk.get(address).get_data(as_text=True))
    assert found, address
    return found.group(1)


def _live(here: House, way: Way, plants: Plants, ready: int) -> None:
    """The forked process: everything it could leave behind is left in the house."""
    status = 1
    try:
        for number, name in ((1, "out"), (2, "err")):
            said = os.open(here.folder / "said" / name, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            os.dup2(said, number)
        sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
        sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)
        os.chdir(here.folder / "here")
        os.environ.update(
            TMPDIR=str(here.folder / "temporary"),
            LITFASS_HOME=str(here.settings.home),
            LITFASS_PORT=str(here.settings.port),
        )
        tempfile.tempdir = None
        start_log(here.settings)
        os.write(ready, b"!")
        way(here, plants)
        status = 0
    except SystemExit as ended:
        status = int(ended.code or 0)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def rows(plants: Plants) -> list[tuple[str, ...]]:
    """A sheet as an office has it: identifiers in the question, beside it, and in columns nobody asked for."""
    found = []
    for number, (plain, case) in enumerate(plants):
        day = (SOME_DAY - timedelta(days=number % 300)).strftime("%d.%m.%Y")
        found.append(
            (
                case.text if number % 20 == 19 else day,
                case.text,
                f"Gruppe {plain}" if number % 5 == 0 else "Gruppe 1",
                case.text if number % 7 == 0 else "",
                plain,
                f"Rückruf {plain}",
            )
        )
    return found


def as_file(plants: Plants, kind: str, outside: Path) -> bytes:
    """The sheet in one of the formats, made as an office makes it: what that leaves behind lies `outside`, too."""
    table = rows(plants)
    if kind == "csv":
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=";").writerows([HEADERS, *table])
        return out.getvalue().encode("utf-8-sig")
    if kind == "xlsx":
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        for row in (HEADERS, *table):
            sheet.append(row)
        packed = io.BytesIO()
        # It writes its sheets to temporary files first; whoever is killed over that leaves them behind.
        usual, tempfile.tempdir = tempfile.tempdir, str(outside)
        book.save(packed)
        tempfile.tempdir = usual
        return packed.getvalue()
    objects = [dict(zip(HEADERS, row, strict=True)) for row in table]
    if kind == "json":
        return json.dumps(objects, ensure_ascii=len(plants) % 2 == 0).encode()
    return "\n".join(json.dumps(one, ensure_ascii=False) for one in objects).encode()


def by_command(kind: str) -> Way:
    """`litfass needs import`."""

    def way(here: House, plants: Plants) -> None:
        file = here.outside / f"fragen.{kind}"
        file.write_bytes(as_file(plants, kind, here.outside))
        main(("needs", "import", str(file), "--programme", PROGRAMME, "--json"))

    return way


def by_upload(kind: str, run_work: Callable[[Deps, int], None] | None = None) -> Way:
    """A file sent to the desk, looked at, handed over and taken in by the worker."""

    def way(here: House, plants: Plants) -> None:
        data = as_file(plants, kind, here.outside)
        for address in ("/needs/import/look", "/needs/import"):
            answer = here.desk.post(
                address,
                data={
                    "csrf_token": here.form_token,
                    "file": (io.BytesIO(data), f"{plants[0][0] if plants else kind}.{kind}"),
                },
                content_type="multipart/form-data",
            )
            assert answer.status_code in (200, 303), answer.status_code
        run_once(make_deps(here.settings, here.engine, run_work or _run_here))

    return way


def by_worker_child(kind: str) -> Way:
    """The same with the worker's own process for long work."""
    return by_upload(kind, run_in_child)


def by_phone(here: House, plants: Plants) -> None:
    """One question after the other, with the suggestion while typing."""
    for plain, case in plants:
        fields = {"csrf_token": here.form_token, "day": SOME_DAY.date().isoformat(), "text": case.text}
        assert here.desk.post("/needs/new/suggest", data=fields).status_code == 200
        answer = here.desk.post("/needs/new", data={**fields, "space": f"Gruppe {plain}"})
        assert answer.status_code == 303, answer.status_code
        address = answer.headers["Location"]
        assert plain not in address, "an identifier in an address is kept by browsers"


def by_program(here: House, plants: Plants) -> None:
    """Another program at the HTTP intake."""
    for start in range(0, len(plants), PORTION):
        questions = [
            {
                "date": SOME_DAY.date().isoformat(),
                "text": case.text,
                "space": plain,
                "case_id": plain,
                "referred_to": case.text[:200],
                "region": plain[:60],
                "platform": plain[:60],
                "sector": plain[:60],
                "info_quality": plain[:60],
                "topic": plain[:60],
                "language": plain[:40],
            }
            for plain, case in plants[start : start + PORTION]
        ]
        answer = here.app.test_client().post(
            "/api/questions",
            data=json.dumps({"questions": questions}),
            content_type="application/json",
            headers={"Authorization": f"Bearer {here.api_token}"},
        )
        assert answer.status_code == 200, answer.get_data(as_text=True)


def _run_here(deps: Deps, work_id: int) -> None:
    do_work(deps.settings, deps.engine, deps.clock, work_id=work_id, worker=deps.worker)


def all_ways() -> dict[str, Way]:
    """Every way in, by name."""
    return {
        **{f"command, {kind}": by_command(kind) for kind in FORMATS},
        **{f"upload and worker, {kind}": by_upload(kind) for kind in FORMATS},
        "phone": by_phone,
        "program": by_program,
    }
