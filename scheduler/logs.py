"""The worker's log: to standard error and to a file in the home. Ids, states and kinds; never bodies."""

from __future__ import annotations

import logging
import sys
from logging.handlers import RotatingFileHandler

from campaigns.log_filter import NoSecrets
from campaigns.settings import Settings

FORMAT = "%(asctime)s %(levelname)s %(name)s %(process)d: %(message)s"
MOST_BYTES, KEPT = 2_000_000, 5


def start_log(settings: Settings) -> None:
    """Begins the log of this process. A file that cannot be written leaves standard error."""
    handlers: list[logging.Handler] = [logging.StreamHandler(sys.stderr)]
    try:
        settings.log_dir.mkdir(parents=True, exist_ok=True)
        file = settings.log_dir / "worker.log"
        handlers.append(RotatingFileHandler(file, maxBytes=MOST_BYTES, backupCount=KEPT, encoding="utf-8"))
    except OSError:
        logging.getLogger("litfass.worker").warning("the log folder cannot be written; the log stays here")
    for handler in handlers:
        handler.addFilter(NoSecrets())
    logging.basicConfig(level=logging.INFO, format=FORMAT, handlers=handlers, force=True)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
