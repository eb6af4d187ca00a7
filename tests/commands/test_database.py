"""The database from the command line: made on first use, brought forward, refused when it is of another version."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from campaigns.migrations import newest_version
from campaigns.settings import KEYS, load_settings
from commands.composition import database
from tests.commands.conftest import Litfass
from tests.conftest import POSTGRES


@pytest.fixture
def home(new_home: Path) -> Path:
    return new_home


def set_version(version: str) -> None:
    with database(load_settings()) as engine, engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})


def test_the_first_command_makes_home_keys_and_database(litfass: Litfass, home: Path) -> None:
    assert litfass("programme", "list", "--json").document == []
    assert sorted(path.name for path in (home / "keys").iterdir()) == sorted(KEYS)
    assert all(path.stat().st_mode & 0o077 == 0 for path in (home / "keys").iterdir())


@pytest.mark.parametrize("given", [None, b"no archive"])
def test_a_file_that_is_no_backup_leaves_a_new_home_as_new_as_it_was(
    litfass: Litfass, home: Path, tmp_path: Path, given: bytes | None
) -> None:
    file = tmp_path / "house.backup"
    if given is not None:
        file.write_bytes(given)
    said = litfass("restore", str(file), status=1)
    assert "house.backup" in said.err
    assert not (home / "keys").exists(), "the next file is restored as into a new home"


def test_migrate_says_from_which_version_to_which(litfass: Litfass) -> None:
    assert litfass("migrate", "--json").document == {"before": None, "after": newest_version()}
    assert litfass("migrate", "--json").document == {"before": newest_version(), "after": newest_version()}


@pytest.mark.parametrize(
    "words", [["programme", "list"], ["migrate"], ["worker", "--once"], ["web"], ["demo"]], ids=" ".join
)
def test_a_database_of_a_newer_version_is_refused(litfass: Litfass, words: list[str]) -> None:
    litfass("migrate")
    set_version("9999")
    said = litfass(*words, status=1)
    assert "newer version (9999)" in said.err


@pytest.mark.skipif(POSTGRES is not None, reason="a file of something else is a matter of SQLite")
def test_a_file_that_is_no_database_is_refused(litfass: Litfass, home: Path) -> None:
    home.mkdir()
    (home / "litfass.sqlite").write_bytes(b"these are not the tables you are looking for" * 100)
    said = litfass("programme", "list", status=1)
    assert "litfass.sqlite" in said.err or "not a database" in said.err
