"""Where the servers of `make test-live` lie, and how they get there: once, into a folder outside the repository."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

#: LITFASS_LIVE names another folder.
FOLDER = Path(os.environ.get("LITFASS_LIVE") or "~/.cache/litfass-live").expanduser()
HERE = Path(__file__).parent
LOCK = HERE / "requirements.lock"
PYTHON = FOLDER / "python" / "bin" / "python"


class Unfit(Exception):
    """This machine cannot have or start a server; the sentence says why, and what to do."""


def run(
    command: Sequence[str | Path],
    *,
    why: str,
    folder: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> str:
    """What a command says, when it goes well; `why` begins the sentence when it does not."""
    try:
        done = subprocess.run(
            command, cwd=folder, env={**os.environ, **(env or {})}, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, errors="replace", check=False,
        )  # fmt: skip
    except FileNotFoundError:
        raise Unfit(f"{why}: {command[0]} is missing on this machine.") from None
    if done.returncode:
        told = (done.stderr.strip() or done.stdout.strip())[-600:]
        raise Unfit(f"{why}; {Path(command[0]).name} ended with {done.returncode}: {told}")
    return done.stdout


def made_once(name: str, *, of: bytes, make: Callable[[Path], None]) -> Path:
    """The folder of this name, made anew when it was made of something else, or not to its end."""
    folder, stamp = FOLDER / name, FOLDER / f"{name}.made"
    state = hashlib.sha256(of).hexdigest()
    if not (stamp.exists() and stamp.read_text() == state):
        stamp.unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        make(folder)
        stamp.write_text(state)
    return folder


def install_python() -> Path:
    """An environment with Synapse, Mastodon's family and Node.js, every package by its hash; its interpreter."""

    def make(folder: Path) -> None:
        why = "Synapse, Mastodon's family and Node.js could not be installed from the package index"
        run([sys.executable, "-m", "venv", folder], why=why)
        pip = [folder / "bin" / "python", "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        run([*pip, "--no-input", "--no-deps", "--require-hashes", "-r", LOCK], why=why)

    made_once("python", of=LOCK.read_bytes() + sys.version.encode(), make=make)
    return PYTHON
