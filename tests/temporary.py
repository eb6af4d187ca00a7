"""Where tests write: into memory where the machine has room there. And what they keep for the run after."""

from __future__ import annotations

import os
import shutil
import sys
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


def keep_bytecode() -> None:
    """Keeps compiled sources and tests, which git ignores, also where PYTHONDONTWRITEBYTECODE asks for none.

    Otherwise each worker of a run and each command it starts would compile every file again: a third of a run.
    """
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
