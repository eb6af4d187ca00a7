"""What a programme in the locked room can and cannot do, at the level this machine reaches and without any."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from pathlib import Path

import pytest

from assets.sandbox.room import Level, level, run

LEVELS = sorted({Level.LIMITS, level()})


def python(*lines: str) -> list[str]:
    return [sys.executable, "-I", "-S", "-c", "\n".join(lines)]


def test_bubblewrap_is_installed_where_everything_is_checked() -> None:
    assert shutil.which("bwrap") or not os.environ.get("CI"), "set-up was to install bubblewrap"


@pytest.mark.parametrize("at", LEVELS)
def test_answers_come_out_and_what_was_handed_in_is_read(at: Level) -> None:
    answer = run(python("import sys", "sys.stdout.write(sys.stdin.read().upper())"), data=b"words", at=at)
    assert (answer.code, answer.out) == (0, b"WORDS")


@pytest.mark.parametrize("at", LEVELS)
def test_nothing_is_written_and_memory_has_an_end(at: Level, tmp_path: Path) -> None:
    path = str(tmp_path / "new")
    write = python("import os", f"file = os.open({path!r}, os.O_WRONLY | os.O_CREAT)", "os.write(file, b'x')")
    assert run(write, at=at).code != 0
    assert not (tmp_path / "new").exists() or not (tmp_path / "new").read_bytes()
    assert run(python("b'x' * 400_000_000"), at=at, memory=200_000_000).code != 0


@pytest.mark.parametrize("at", LEVELS)
def test_what_takes_too_long_is_killed_with_all_it_started(at: Level) -> None:
    start = "subprocess.Popen([sys.executable, '-c', 'while 1: pass'])"
    busy = python("import subprocess, sys, time", start, "time.sleep(60)")
    assert run(busy, at=at, seconds=1.0).code is None


def test_the_environment_stays_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LITFASS_SECRET", "hidden")
    answer = run(python("import os", "print(sorted(os.environ))"))
    assert b"LITFASS" not in answer.out and answer.code == 0


@pytest.mark.skipif(level() is Level.LIMITS, reason="this machine allows limits alone; the doctor says so")
def test_nobody_outside_can_be_called() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        call = python("import socket", f"socket.create_connection(('127.0.0.1', {port}), timeout=2)")
        assert run(call).code != 0
        assert run(call, at=Level.LIMITS).code == 0, "the server has to be there for this to mean anything"


@pytest.mark.skipif(level() is not Level.BUBBLEWRAP, reason="only bubblewrap hides files; the doctor says so")
def test_no_file_is_seen_but_the_ones_that_were_named(tmp_path: Path) -> None:
    (tmp_path / "named").write_text("named")
    (tmp_path / "other").write_text("other")
    read = python("import sys", "sys.stdout.write(open(sys.argv[1]).read())")
    assert run([*read, str(tmp_path / "named")], reads=[tmp_path / "named"]).out == b"named"
    assert run([*read, str(tmp_path / "other")], reads=[tmp_path / "named"]).code != 0
    assert run([*read, "/etc/passwd"]).code != 0
