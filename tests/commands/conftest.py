"""The command line as a person meets it: a home of its own, words in, a status and two streams out."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest
from sqlalchemy import Engine

from litfass import main
from tests.conftest import NOW, POSTGRES

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
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, new_database: Callable[[], Engine]) -> Path:
    """A home that does not exist yet, and a clock that stands still."""
    for name in ("LITFASS_FILES_URL", "LITFASS_BASE_URL", "LITFASS_PORT", "LITFASS_DATABASE_URL", "PORT"):
        monkeypatch.delenv(name, raising=False)
    if POSTGRES:
        url = new_database().url.render_as_string(hide_password=False)
        monkeypatch.setenv("LITFASS_DATABASE_URL", url)
    monkeypatch.setenv("LITFASS_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LITFASS_NOW", NOW.isoformat())
    return tmp_path / "home"


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


@pytest.fixture(scope="session")
def first_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the first home with a programme is kept for the tests after it."""
    return tmp_path_factory.mktemp("first") / "home"


@pytest.fixture
def programme(litfass: Litfass, home: Path, first_home: Path) -> str:
    """A programme with facts, an imprint and a contact: added once, and copied with its whole home on SQLite."""
    if first_home.exists() and not POSTGRES:
        shutil.copytree(first_home, home, dirs_exist_ok=True)
        return "femos-plus"
    litfass("programme", "add", "femos-plus", *IMPRINT, *CONTACT)
    shutil.copytree(home, first_home, dirs_exist_ok=True)
    return "femos-plus"
