"""How grave a finding is, as tone and shape."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

TONES: Final[Mapping[str, tuple[str, str]]] = {
    "error": ("stop", "diamond"),
    "warning": ("waiting", "half"),
    "hint": ("quiet", "empty"),
}
