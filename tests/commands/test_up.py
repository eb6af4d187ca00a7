"""`litfass up` for real: an empty home, two processes, an address that answers, a clean end."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest
from sqlalchemy import Engine

from commands.up import Child, end_all, watch
from tests.conftest import POSTGRES

PATIENCE = 90.0


class Up:
    """A running `litfass up`."""

    def __init__(self, home: Path, port: int, database_url: str | None) -> None:
        chosen = {"LITFASS_DATABASE_URL": database_url} if database_url else {}
        kept = {name: value for name, value in os.environ.items() if not name.startswith("LITFASS_")}
        self.port, self.home = port, home
        self.process = subprocess.Popen(
            [sys.executable, "-m", "litfass", "up", "--port", str(port)],
            env={**kept, **chosen, "LITFASS_HOME": str(home)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.children: list[int] = []

    def wait_until_ready(self) -> str:
        assert self.process.stdout is not None
        said = []
        for line in self.process.stdout:
            said.append(line)
            if "Ctrl-C" in line:
                self.children = children_of(self.process.pid)
                return "".join(said)
        raise AssertionError(f"it ended before it was ready: {self.process.communicate()[1]}")

    def end(self, number: int) -> tuple[int, str]:
        self.process.send_signal(number)
        return self.ended()

    def ended(self) -> tuple[int, str]:
        error = self.process.communicate(timeout=PATIENCE)[1]
        return self.process.returncode, error


def children_of(parent: int) -> list[int]:
    """Every process below this one, by the kernel's own list."""
    direct = [int(word) for word in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]
    return direct + [below for child in direct for below in children_of(child)]


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def all_gone(pids: list[int]) -> bool:
    """Whether they end; grandchildren take a moment longer than the process that was waited for."""
    end = time.monotonic() + 10
    while any(map(is_running, pids)) and time.monotonic() < end:
        time.sleep(0.05)
    return not any(map(is_running, pids))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def asked(port: int, path: str) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.getheader("Location") or answer.read().decode()
    finally:
        connection.close()


@pytest.fixture
def up(tmp_path: Path, new_database: Callable[[], Engine]) -> Iterator[Up]:
    url = new_database().url.render_as_string(hide_password=False) if POSTGRES else None
    running = Up(tmp_path / "home", free_port(), url)
    yield running
    if running.process.poll() is None:
        running.process.kill()
        running.process.communicate()


def test_an_empty_home_answers_and_ends_cleanly(up: Up) -> None:
    """At Ctrl-C; the journeys end theirs by the signal that a service manager sends."""
    said = up.wait_until_ready()
    assert f"http://127.0.0.1:{up.port}" in said
    status, health = asked(up.port, "/health")
    assert status == 200
    assert '"worker":"ok"' in health
    status, place = asked(up.port, "/")
    assert (status, place.partition("?")[0].rpartition("/")[2]) == (303, "login")
    assert len(up.children) >= 3
    status, error = up.end(signal.SIGINT)
    assert status == 0
    assert "Traceback" not in error
    assert all_gone(up.children)


@pytest.mark.any_database
def test_when_one_process_dies_the_other_is_ended_and_a_sentence_says_which(up: Up) -> None:
    up.wait_until_ready()
    direct = Path(f"/proc/{up.process.pid}/task/{up.process.pid}/children").read_text().split()
    victim = next(pid for pid in direct if "worker" in Path(f"/proc/{pid}/cmdline").read_text())
    os.kill(int(victim), signal.SIGKILL)
    status, error = up.ended()
    assert status == 1
    assert "The worker process ended by itself, by signal 9" in error
    assert str(up.home / "log") in error
    assert all_gone(up.children)


@pytest.mark.parametrize("name", ["web", "worker"])
def test_the_sentence_names_whichever_process_died(tmp_path: Path, name: str) -> None:
    children = [
        Child(each, subprocess.Popen(["sleep", "60"]), tmp_path / f"{each}.log") for each in ("web", "worker")
    ]
    victim = next(child for child in children if child.name == name)
    victim.process.kill()
    sentence = watch(children)
    assert sentence is not None
    assert f"The {name} process ended by itself, by signal 9" in sentence
    assert str(victim.log) in sentence
    (other,) = children
    end_all([other])
    assert other.process.returncode == -signal.SIGTERM


@pytest.mark.any_database
def test_when_it_is_killed_itself_nothing_stays_behind(up: Up) -> None:
    up.wait_until_ready()
    up.process.kill()
    up.process.communicate(timeout=PATIENCE)
    assert all_gone(up.children)


def test_a_port_in_use_is_said_before_anything_is_made(tmp_path: Path) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        for words in (["up", "--demo"], ["web"]):
            done = subprocess.run(
                [sys.executable, "-m", "litfass", *words, "--port", str(port)],
                env={**os.environ, "LITFASS_HOME": str(tmp_path / "home")},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 1
            assert f"Port {port} is in use" in done.stderr
            assert "Traceback" not in done.stderr
    assert not (tmp_path / "home").exists()


def test_a_home_that_cannot_be_written_stops_it(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = subprocess.run(
        [sys.executable, "-m", "litfass", "up", "--port", str(free_port())],
        env={**os.environ, "LITFASS_HOME": str(tmp_path / "file" / "home")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_worker_does_what_is_due_and_ends(tmp_path: Path, new_database: Callable[[], Engine]) -> None:
    chosen = (
        {"LITFASS_DATABASE_URL": new_database().url.render_as_string(hide_password=False)} if POSTGRES else {}
    )
    done = subprocess.run(
        [sys.executable, "-m", "litfass", "worker", "--once", "--now", "2026-11-23T10:00:00+01:00", "--json"],
        env={**os.environ, **chosen, "LITFASS_HOME": str(tmp_path / "home")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert '"published": 0' in done.stdout
