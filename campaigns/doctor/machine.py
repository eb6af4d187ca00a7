"""What the machine brings: Python, libraries, ffmpeg, a sandbox, time zones."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version

import pysqlite3

from assets.sandbox.room import Level, level
from campaigns.clock import zone
from campaigns.db import FIXED_SQLITE, sqlite_is_fixed
from campaigns.doctor.finding import Finding, fails, note, well

OLDEST_PYTHON = (3, 11)
#: Older ones have holes in the decoders that look at pictures from outside.
OLDEST_PILLOW = (12, 3)
PATIENCE = 20.0


def check_python(found: tuple[int, ...] = sys.version_info[:3]) -> Finding:
    """Python 3.11 or newer."""
    text = ".".join(map(str, found))
    if found[:2] < OLDEST_PYTHON:
        return fails("python", "Python {found} is too old.", "Use Python 3.11 or newer.", found=text)
    return well("python", "Python {found}.", found=text)


def check_sqlite(found: tuple[int, ...] = tuple(pysqlite3.sqlite_version_info)) -> Finding:
    """Whether the SQLite library may write ahead: older ones can damage the file when two processes write."""
    text = ".".join(map(str, found))
    if not sqlite_is_fixed(found):
        return note(
            "sqlite",
            "SQLite {found} can damage a write-ahead log; Litfass writes without one, which is slower.",
            "Run make setup again: the locked set brings SQLite {fixed} or newer.",
            found=text,
            fixed=".".join(map(str, FIXED_SQLITE)),
        )
    return well("sqlite", "SQLite {found}, safe with a write-ahead log.", found=text)


def check_pillow(found: str | None = None) -> Finding:
    """A Pillow without the known holes."""
    text = found or version("pillow")
    if tuple(int(part) for part in text.split(".")[:2]) < OLDEST_PILLOW:
        return fails("pillow", "Pillow {found} has known holes.", "Run make setup again.", found=text)
    return well("pillow", "Pillow {found}.", found=text)


def check_zones() -> Finding:
    """The rules of time zones are there."""
    zone("Europe/Berlin")
    return well("time zones", "Time zones {found}.", found=version("tzdata"))


def check_ffmpeg(programme: str | None = None) -> Finding:
    """The ffmpeg that films are made with starts."""
    try:
        path = programme or _bundled_ffmpeg()
        said = subprocess.run(
            [path, "-hide_banner", "-version"],
            capture_output=True, text=True, timeout=PATIENCE, check=True, stdin=subprocess.DEVNULL,
        ).stdout  # fmt: skip
    except (OSError, RuntimeError, subprocess.SubprocessError) as problem:
        return fails(
            "ffmpeg",
            "ffmpeg does not run ({problem}); films cannot be made.",
            "Run make setup again, or set IMAGEIO_FFMPEG_EXE to an ffmpeg of this machine.",
            problem=type(problem).__name__,
        )
    return well("ffmpeg", "{found}.", found=" ".join(said.split()[:3]))


def check_sandbox(found: Level | None = None) -> Finding:
    """How strong the room is in which files from outside are opened."""
    found = found or level()
    if found is Level.BUBBLEWRAP:
        return well("sandbox", "Bubblewrap opens a room without network and files.")
    return note(
        "sandbox",
        "Uploads are opened without network and under limits, but with the rights of this account."
        if found is Level.NO_NETWORK
        else "Uploads are opened under limits, but with network and with the rights of this account.",
        "For the strongest room: sudo apt-get install bubblewrap; where it is installed, allow user namespaces for "
        "the account that runs Litfass (containers often forbid them).",
    )


def _bundled_ffmpeg() -> str:
    import imageio_ffmpeg

    return str(imageio_ffmpeg.get_ffmpeg_exe())
