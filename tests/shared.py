"""What tests of every folder share: where real test data lies, and the key that signs the trail of their databases."""

from __future__ import annotations

import os
from pathlib import Path

#: Signs the trail of a database that belongs to no home.
TRAIL_KEY = b"t" * 32


def shared_folder() -> Path:
    """The folder of real test data; it may be missing."""
    return Path(os.environ.get("LITFASS_SHARED") or Path(__file__).parents[1].parent / "shared") / "data"
