"""Runs a command beside a private PostgreSQL server that exists only for it.

    python scripts/postgres.py COMMAND [ARGUMENT …]

The server keeps its data in a temporary folder, listens on a free port of the loopback address and on a
socket in that folder, and is stopped and deleted when the command ends. The command finds it in
LITFASS_TEST_POSTGRES. PostgreSQL refuses to run as root, so root hands it to an account without rights.
It does not wait for the disk: what it holds lives as long as the command.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

#: Nothing is asked of the disk. Passwords are compared as they are: a test opens connections by the dozen, and a proof
#: of the password would cost more than most of what is asked over them.
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=100")
PATIENCE = 60.0


class ServerTrouble(Exception):
    """The server is missing or does not start; the sentence says what to do."""


def find_programmes() -> Path:
    """The folder of initdb and postgres: on the path, or where Debian keeps the newest."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    on_path = shutil.which("initdb")
    for folder in [*reversed(debian), *([Path(on_path).parent] if on_path else [])]:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise ServerTrouble("PostgreSQL is not installed. Install it with: sudo apt-get install postgresql")


@contextmanager
def private_server() -> Iterator[str]:
    """The URL of a server that ends with the block."""
    programmes = find_programmes()
    account = _account()
    with tempfile.TemporaryDirectory(prefix="litfass-postgres-") as name:
        folder = Path(name)
        if account:
            os.chown(folder, account.pw_uid, account.pw_gid)
        password = secrets.token_urlsafe(16)
        port = _free_port()
        _make_cluster(programmes, folder, password, account)
        server = _start(programmes, folder, port, account)
        try:
            _wait_until_ready(server, port, folder)
            yield f"postgresql+psycopg://litfass:{password}@127.0.0.1:{port}/postgres"
        finally:
            # SIGINT is PostgreSQL's fast shutdown: open connections are closed, nothing is waited for.
            server.send_signal(signal.SIGINT)
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _account() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise ServerTrouble("There is no account “postgres” or “nobody” that the server could run as.")


def _as(account: pwd.struct_passwd | None) -> dict[str, Any]:
    if account is None:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _make_cluster(programmes: Path, folder: Path, password: str, account: pwd.struct_passwd | None) -> None:
    password_file = folder / "password"
    password_file.touch(0o600)
    password_file.write_text(password)
    if account:
        os.chown(password_file, account.pw_uid, account.pw_gid)
    made = subprocess.run(
        [
            programmes / "initdb", "--no-sync", "--encoding=UTF8", "--locale=C", "--username=litfass",
            "--auth=password", f"--pwfile={password_file}", f"--pgdata={folder / 'data'}",
        ],
        cwd=folder, capture_output=True, text=True, check=False, **_as(account),
    )  # fmt: skip
    if made.returncode:
        raise ServerTrouble(f"initdb failed: {made.stderr.strip()[-400:]}")
    password_file.unlink()


def _start(
    programmes: Path, folder: Path, port: int, account: pwd.struct_passwd | None
) -> subprocess.Popen[bytes]:
    settings = [f"port={port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={folder}", *QUICK]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [programmes / "postgres", "-D", folder / "data", *(part for s in settings for part in ("-c", s))],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            # Ctrl-C is for the command; the server is told apart, when the command has ended.
            start_new_session=True,
            **_as(account),
        )


def _wait_until_ready(server: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if server.poll() is not None:
            break
        # The server writes "ready" as the last field of its lock file when it takes connections.
        pid_file = folder / "data" / "postmaster.pid"
        if pid_file.exists() and "ready" in pid_file.read_text():
            return
        time.sleep(0.05)
    log = (folder / "log").read_text(errors="replace").strip()[-400:]
    raise ServerTrouble(f"PostgreSQL did not start on port {port}: {log}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main(command: Sequence[str]) -> int:
    """Runs the command and hands its exit status on."""
    if not command:
        sys.stderr.write("usage: python scripts/postgres.py COMMAND [ARGUMENT …]\n")
        return 2
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(143))
    try:
        with private_server() as url:
            return subprocess.run(
                command, env={**os.environ, "LITFASS_TEST_POSTGRES": url}, check=False
            ).returncode
    except ServerTrouble as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
