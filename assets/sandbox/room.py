"""The locked room: how strong it is on this machine, and running one programme in it.

Three levels, the strongest that works here. With bubblewrap the programme sees the system read-only, its one input,
an empty /tmp, no other process and no network. Where that is forbidden (often so in containers) it has no network, by
`unshare`; where that is forbidden too, it has limits alone. At every level memory, processor time, open files and
the size of written files (none) are limited before it starts, and it is killed when it takes too long.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import assets

MOST_MEMORY = 1_500_000_000
MOST_CPU_SECONDS = 60
MOST_OUTPUT = 200_000_000
PROBE_SECONDS = 10

#: Sets the limits and becomes the programme; limits are inherited by whatever it starts.
_LAUNCHER = (
    "import os, resource as r, sys; m, c = int(sys.argv[1]), int(sys.argv[2]); "
    "[r.setrlimit(k, (v, v)) for k, v in ((r.RLIMIT_AS, m), (r.RLIMIT_CPU, c), (r.RLIMIT_FSIZE, 0), "
    "(r.RLIMIT_CORE, 0), (r.RLIMIT_NOFILE, 128))]; os.execv(sys.argv[3], sys.argv[3:])"
)


class Level(StrEnum):
    """How a programme is locked in."""

    BUBBLEWRAP = "bubblewrap"
    NO_NETWORK = "no_network"
    LIMITS = "limits"


@dataclass(frozen=True)
class Answer:
    """What the programme left: its exit status (negative: killed by that signal, None: took too long), its output."""

    code: int | None
    out: bytes


@lru_cache(maxsize=1)
def level() -> Level:
    """The strongest level that works on this machine; found out once."""
    if (bwrap := shutil.which("bwrap")) and _works([*_walls(bwrap), *_true()]):
        return Level.BUBBLEWRAP
    if (unshare := shutil.which("unshare")) and _works([*_without_network(unshare), *_true()]):
        return Level.NO_NETWORK
    return Level.LIMITS


def run(
    command: Sequence[str],
    *,
    data: bytes = b"",
    reads: Sequence[Path] = (),
    seconds: float = 2 * MOST_CPU_SECONDS,
    cpu_seconds: int = MOST_CPU_SECONDS,
    memory: int = MOST_MEMORY,
    at: Level | None = None,
) -> Answer:
    """Runs `command` (its first word an absolute path) with `data` on its standard input. `reads` are the only files
    it sees beside the system and Python; `at` asks for another level than the strongest."""
    inner = [*_entrance(at or level(), reads), *command]
    order = [sys.executable, "-I", "-S", "-c", _LAUNCHER, str(memory), str(cpu_seconds), *inner]
    process = subprocess.Popen(
        order,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        start_new_session=True,
    )
    try:
        out, _ = process.communicate(data, timeout=seconds)
    except subprocess.TimeoutExpired:
        _end(process)
        return Answer(None, b"")
    return Answer(process.returncode, out[:MOST_OUTPUT])


def python(module: str) -> list[str]:
    """The command that runs `main()` of a module of ours, deaf to the environment."""
    return [sys.executable, "-I", "-c", f"from {module} import main; main()"]


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, 9)  # the session this process began, with all that it started
    except ProcessLookupError:
        process.kill()
    process.communicate()


def _entrance(at: Level, reads: Sequence[Path]) -> list[str]:
    if at is Level.BUBBLEWRAP:
        return _walls(shutil.which("bwrap") or "bwrap", reads)
    if at is Level.NO_NETWORK:
        return _without_network(shutil.which("unshare") or "unshare")
    return []


def _walls(bwrap: str, reads: Sequence[Path] = ()) -> list[str]:
    order = [
        bwrap,
        "--unshare-all",
        "--die-with-parent",
        "--proc",
        "/proc",
        "--dev",
        "/dev",
        "--tmpfs",
        "/tmp",  # noqa: S108  # the empty one inside the room
    ]
    for name in ("/usr", "/lib", "/lib64", "/bin"):
        path = Path(name)
        if path.is_symlink():
            order += ["--symlink", str(path.readlink()), name]
        elif path.exists():
            order += ["--ro-bind", name, name]
    for path in dict.fromkeys([*_python_folders(), *reads]):
        order += ["--ro-bind", str(path), str(path)]
    return [*order, "--chdir", "/"]


def _python_folders() -> list[Path]:
    """Where Python, its packages and ours lie, as far as not below /usr."""
    found = [Path(sys.prefix), Path(sys.base_prefix), Path(assets.__file__).parent]
    found.append(Path(sysconfig.get_paths()["purelib"]))
    return [path for path in found if path.is_dir() and not path.is_relative_to("/usr")]


def _without_network(unshare: str) -> list[str]:
    own = [] if os.geteuid() == 0 else ["--map-root-user"]
    return [unshare, *own, "--net", "--"]


def _true() -> list[str]:
    return [sys.executable, "-I", "-S", "-c", "pass"]


def _works(command: Sequence[str]) -> bool:
    try:
        done = subprocess.run(command, capture_output=True, timeout=PROBE_SECONDS, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0
