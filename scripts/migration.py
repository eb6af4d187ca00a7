"""Writes the migration from the tables as they stand.

Until the first release there is one initial revision, written anew whenever a table changes. From then on
`--next MESSAGE` adds the step from the newest revision to the tables.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from alembic import command

from campaigns.db import make_engine
from campaigns.migrations import FOLDER, configuration

VERSIONS = FOLDER / "versions"


def write_initial() -> Path:
    """The one revision that makes every table, in place of the one before."""
    for old in VERSIONS.glob("*.py"):
        old.unlink()
    return _write("Every table of the first release", "0001", upgrade_first=False)


def write_next(message: str) -> Path:
    """One more step, from the newest revision to the tables."""
    number = max(int(path.name[:4]) for path in VERSIONS.glob("[0-9]*.py")) + 1
    return _write(message, f"{number:04d}", upgrade_first=True)


def _write(message: str, revision: str, *, upgrade_first: bool) -> Path:
    VERSIONS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{folder}/empty.sqlite", trail_key=b"")
        with engine.connect() as connection:
            config = configuration(connection)
            config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
            if upgrade_first:
                command.upgrade(config, "head")
            command.revision(config, message, autogenerate=True, rev_id=revision)
        engine.dispose()
    path = next(VERSIONS.glob(f"{revision}_*.py"))
    for arguments in (["check", "--fix", "--quiet"], ["format", "--quiet"]):
        subprocess.run([Path(sys.executable).with_name("ruff"), *arguments, path], check=True)
    return path


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--next", metavar="MESSAGE", help="add a step instead of writing the first one anew")
    options = parser.parse_args()
    written = write_next(options.next) if options.next else write_initial()
    sys.stdout.write(f"{written}\n")
