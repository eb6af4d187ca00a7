"""The command line as a person meets it: a home of its own, words in, a status and two streams out."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest
from sqlalchemy import URL, Engine, make_url

from litfass import main
from tests.conftest import NOW, POSTGRES, new_postgres

IMPRINT = ("--imprint-url", "https://advice.example/imprint")
CONTACT = ("--contact", "name=Example Advice", "--contact", "url=https://advice.example")


@dataclass(frozen=True)
class Said:
    """What a command said and how it ended."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on standard output."""
        return json.loads(self.out)


class Litfass(Protocol):
    def __call__(self, *words: str, status: int = 0) -> Said: ...


@pytest.fixture
def new_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, new_database: Callable[[], Engine]) -> Path:
    """A home that does not exist yet, and a clock that stands still."""
    return _surround(monkeypatch, tmp_path / "home", new_database if POSTGRES else None)


@pytest.fixture
def home(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    migrated_once: URL,
    migrated_database: Callable[[], Engine],
) -> Path:
    """A home in which a command made the database and nothing else happened, and a clock that stands still."""
    home = _surround(monkeypatch, tmp_path / "home", migrated_database if POSTGRES else None)
    if not POSTGRES:
        home.mkdir()
        shutil.copyfile(str(migrated_once.database), home / "litfass.sqlite")
    return home


def _surround(monkeypatch: pytest.MonkeyPatch, home: Path, server: Callable[[], Engine] | None) -> Path:
    """The environment of a command: this home, NOW, and a database of a server where there is one."""
    for name in ("LITFASS_FILES_URL", "LITFASS_BASE_URL", "LITFASS_PORT", "LITFASS_DATABASE_URL", "PORT"):
        monkeypatch.delenv(name, raising=False)
    if server:
        monkeypatch.setenv("LITFASS_DATABASE_URL", server().url.render_as_string(hide_password=False))
    monkeypatch.setenv("LITFASS_HOME", str(home))
    monkeypatch.setenv("LITFASS_NOW", NOW.isoformat())
    return home


@pytest.fixture
def litfass(home: Path, capsys: pytest.CaptureFixture[str]) -> Litfass:
    """Runs a command in this process. Whatever it does, it ends with the status and without a traceback."""

    def call(*words: str, status: int = 0) -> Said:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(words)
        streams = capsys.readouterr()
        said = Said(int(ended.value.code or 0), streams.out, streams.err)
        assert "Traceback" not in said.out + said.err
        assert said.status == status, said.err
        return said

    return call


def home_database() -> str | None:
    """The database of the home on PostgreSQL, by its name there; on SQLite it is a file in the home."""
    return make_url(os.environ["LITFASS_DATABASE_URL"]).database if POSTGRES else None


@dataclass(frozen=True)
class Kept:
    """Homes as they were when something had been done in them for the first time, and what came of it."""

    folder: Path
    given: dict[str, Any]


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    return Kept(tmp_path_factory.mktemp("kept"), {})


@pytest.fixture
def once(home: Path, kept: Kept, database_name: str) -> Callable[[str, Callable[[], Any]], Any]:
    """`once(name, act)`: does something in the new home, or lays there what it left the first time, and gives what it
    gave."""

    def do(name: str, act: Callable[[], Any]) -> Any:
        here, there = home_database(), f"{database_name}_{name}"
        if name in kept.given:
            shutil.copytree(kept.folder / name, home, dirs_exist_ok=True)
            if here:
                new_postgres(here, like=there)
        else:
            kept.given[name] = act()
            shutil.copytree(home, kept.folder / name)
            if here:
                new_postgres(there, like=here)
        return kept.given[name]

    return do


@pytest.fixture
def programme(litfass: Litfass, once: Callable[[str, Callable[[], Any]], Any]) -> str:
    """A programme with facts, an imprint and a contact."""
    once("programme", lambda: litfass("programme", "add", "femos-plus", *IMPRINT, *CONTACT))
    return "femos-plus"


@pytest.fixture
def planned(litfass: Litfass, programme: str, once: Callable[[str, Callable[[], Any]], Any]) -> int:
    """The number of a planned campaign with drafts."""
    words = ("plan", "child_benefit", "--programme", programme, "--start", "2027-01-11", "--save", "--json")
    return int(once("planned", lambda: litfass(*words).document["campaign"]))
