"""Has owed reports made on their day, in a process of its own that ends again."""

from __future__ import annotations

import logging
import os
import subprocess
import sys

from campaigns.db import read_scope
from campaigns.reach.owed import owed_now
from scheduler.deps import Deps

#: Seconds for all that is owed at once; what is not made by then is begun anew at the next look.
PATIENCE_S = 900.0

log = logging.getLogger("litfass.worker")


def have_owed_reports_made(deps: Deps) -> int:
    """How many were owed by now."""
    with read_scope(deps.engine) as session:
        waiting = len(owed_now(session, now=deps.clock()))
    if not waiting:
        return 0
    environment = os.environ | {"LITFASS_HOME": str(deps.settings.home)}
    if deps.settings.frozen_now is not None:
        environment["LITFASS_NOW"] = deps.settings.frozen_now.isoformat()
    try:
        ended = subprocess.run(
            [sys.executable, "-m", "commands.owed_reports"],
            env=environment,
            stdin=subprocess.DEVNULL,
            timeout=PATIENCE_S,
            check=False,
        ).returncode
    except subprocess.TimeoutExpired:
        ended = -1
    if ended:
        log.error("owed reports could not be made (status %d)", ended)
    return waiting
