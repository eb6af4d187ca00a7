"""Who may know whom: the contracts of pyproject.toml hold."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parents[2]

#: In a process of its own: the linter's door sets up logging anew and would leave every logger of ours mute.
LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"


def test_every_import_goes_along_the_road() -> None:
    done = subprocess.run([sys.executable, "-c", LINT], cwd=HERE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
