"""Where tests write: into memory where the machine has room there, so that nobody waits for a disk."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")
#: What the whole suite leaves lying at a time is far less; a container often gives only 64 MB.
ENOUGH = 2_000_000_000


def roomy_memory() -> str | None:
    """A folder that lies in memory and has room for everything the tests write; none on most containers."""
    return str(MEMORY) if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH else None


def write_into_memory() -> None:
    """Makes memory the folder for temporary files of this process and of all it starts, unless TMPDIR says where."""
    folder = roomy_memory()
    if folder and "TMPDIR" not in os.environ:
        os.environ["TMPDIR"] = folder
        tempfile.tempdir = None
