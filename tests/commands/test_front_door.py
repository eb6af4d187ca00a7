"""What holds for every command: statuses, sentences, one document, and an answer at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest

from campaigns.errors import BadInput
from commands.demo import MARK
from commands.endings import ENDED, REFUSED, WRONG_USAGE, ending, sentence_for
from litfass import COMMANDS, front_door
from tests.commands.conftest import Litfass

#: Words and usage; no database changes them.
pytestmark = pytest.mark.any_database
HEAVY = ("flask", "sqlalchemy", "PIL", "numpy", "lingua", "apscheduler", "moviepy")


@pytest.fixture
def home(new_home: Path) -> Path:
    return new_home


def groups() -> list[list[str]]:
    """Every command with every subcommand, as words."""
    context = click.Context(front_door)
    found = []
    for name in COMMANDS:
        command = front_door.get_command(context, name)
        assert command is not None
        subcommands = list(command.commands) if isinstance(command, click.Group) else []
        found += [[name, sub] for sub in subcommands] or [[name]]
    return found


@pytest.mark.parametrize("words", groups(), ids=" ".join)
def test_every_command_explains_itself(litfass: Litfass, words: list[str]) -> None:
    said = litfass(*words, "--help")
    assert said.out.startswith("Usage: litfass " + " ".join(words))
    assert said.err == ""


def test_a_command_that_is_asked_to_end_tidies_up_what_it_began(tmp_path: Path) -> None:
    half = tmp_path / "half-done"
    with pytest.raises(SystemExit) as ended, ending():
        try:
            half.touch()
            os.kill(os.getpid(), signal.SIGTERM)
            signal.pause()
        finally:
            half.unlink()
    assert ended.value.code == ENDED
    assert not half.exists()


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import atexit, sys, litfass\n"
        f"atexit.register(lambda: print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr))\n"
        "litfass.main(['--help'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


@pytest.mark.parametrize(
    "words",
    [
        ["publish"],
        ["needs", "import"],
        ["needs", "radar"],
        ["plan", "wage", "--programme", "p", "--start", "tomorrow"],
        ["render", "--out", "x"],
        ["report", "--out", "x"],
        ["worker", "--now", "2026-11-23T09:00:00+00:00"],
        ["up", "--port", "0"],
        ["user", "add", "a@b.example", "--programme", "p", "--role", "boss"],
        ["user", "add", "a@b.example", "--programme", "p", "--role", "lawyer"],
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_two(litfass: Litfass, home: Path, words: list[str]) -> None:
    said = litfass(*words, status=WRONG_USAGE)
    assert said.out == ""
    assert "Usage:" in said.err
    assert not home.exists()


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("LITFASS_PORT", "eighty", "is not a port"),
        ("LITFASS_NOW", "soon", "is not a moment"),
        ("LITFASS_NOW", "2026-11-23T09:00:00", "has no offset"),
        ("LITFASS_DATABASE_URL", "no address", "not the address of a database"),
        ("LITFASS_DATABASE_URL", "mysql://host/db", "not supported"),
        ("LITFASS_DATABASE_URL", "postgresql+psycopg://me:secret@127.0.0.1:1/db", "cannot be opened"),
    ],
)
def test_a_wrong_setting_is_a_sentence(
    litfass: Litfass, monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(name, value)
    said = litfass("placements", "--json", status=REFUSED)
    assert sentence in said.err
    assert said.out == ""
    assert "secret" not in said.err


def test_a_home_that_cannot_be_written_is_refused(
    litfass: Litfass, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("LITFASS_HOME", str(tmp_path / "file" / "home"))
    said = litfass("programme", "list", status=REFUSED)
    assert "cannot be written" in said.err
    assert "LITFASS_HOME" in said.err


def test_half_a_demo_is_not_taken_for_a_whole_one(litfass: Litfass, home: Path) -> None:
    home.mkdir()
    (home / MARK).touch()
    said = litfass("demo", "--if-empty", status=1)
    assert f"The demo in {home} was interrupted" in said.err


def test_a_refusal_is_its_own_sentence() -> None:
    assert sentence_for(BadInput("No topic “{topic}”.", topic="x")) == "No topic “x”."


def test_the_unforeseen_leaves_a_reference_and_no_words_of_people(home: Path) -> None:
    def break_down() -> None:
        raise RuntimeError("what somebody wrote")

    try:
        break_down()
    except RuntimeError as problem:
        sentence = sentence_for(problem)
    log = (home / "log" / "litfass.log").read_text()
    reference = sentence.partition("reference ")[2][:8]
    assert str(home / "log" / "litfass.log") in sentence
    assert f"{reference} RuntimeError" in log
    assert "break_down" in log
    # The log quotes the line of code, never the value.
    assert "what somebody wrote" not in sentence
    assert "RuntimeError: " not in log
