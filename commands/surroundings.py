"""Settings of a command that was given a port, and the environment its children inherit."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from campaigns.settings import Settings


#: For a web process: glibc keeps a heap for every thread and gives little back. Two heaps and a low threshold spare a
#: desk that was used for hours a quarter of its memory and cost no time that can be measured.
FRUGAL = {"MALLOC_ARENA_MAX": "2", "MALLOC_TRIM_THRESHOLD_": "131072"}


def settings_for(port: int | None) -> tuple[dict[str, str], Settings]:
    """The environment with this port in it, and what it says."""
    from campaigns.settings import load_settings

    environment = dict(os.environ)
    if port is not None:
        environment["LITFASS_PORT"] = str(port)
    return environment, load_settings(environment)
