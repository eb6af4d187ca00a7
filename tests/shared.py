"""Where the real test data lies: beside the repository, or where LITFASS_SHARED says."""

from __future__ import annotations

import os
from pathlib import Path


def shared_folder() -> Path:
    """The folder of real test data; it may be missing."""
    return Path(os.environ.get("LITFASS_SHARED") or Path(__file__).parents[1].parent / "shared") / "data"
