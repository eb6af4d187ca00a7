"""What a first suggestion needs is loaded while somebody begins to type."""

from __future__ import annotations

import subprocess
import sys

ASKED = """
import sys
from campaigns.needs.topics.taxonomy import taxonomy
from web.suggesting import make_ready
assert "lingua" not in sys.modules
loading = make_ready(taxonomy())
assert make_ready(taxonomy()) is None
loading.join()
print("lingua" in sys.modules)
"""


def test_it_is_loaded_once_and_beside_the_page() -> None:
    done = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"
