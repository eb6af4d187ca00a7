"""How gunicorn serves the desk on a small machine: one process, eight threads, nothing shared but the database."""

from __future__ import annotations

import gc
import os
from typing import Any

from campaigns.settings import load_settings

bind = f"{os.environ.get('LITFASS_BIND', '127.0.0.1')}:{load_settings().port}"
workers = int(os.environ.get("LITFASS_WEB_PROCESSES", "1"))
worker_class = "gthread"
threads = int(os.environ.get("LITFASS_WEB_THREADS", "8"))
timeout = 60
graceful_timeout = 20
keepalive = 5
#: Slow leaks of libraries end with the process; requests are not interrupted.
max_requests = 20_000
max_requests_jitter = 2_000
#: Nobody steers the desk from beside; the supervisor does it with signals.
control_socket_disable = True
accesslog = None
errorlog = "-"
limit_request_line = 4094


def post_fork(_server: Any, _worker: Any) -> None:
    """The desk is loaded next. All of it stays until the end, so the collector need not look at it meanwhile."""
    gc.disable()


def post_worker_init(_worker: Any) -> None:
    """The desk is loaded, and requests begin; what lies in memory by now is never looked at again."""
    gc.freeze()
    gc.enable()


def worker_exit(_server: Any, _worker: Any) -> None:
    """The desk ends without closing what it opened, so what was deleted is taken out of the log here."""
    # Imported here: the process that watches over the desk reads this file too, and needs no database.
    from campaigns.db import open_engine
    from campaigns.write_ahead import empty_write_ahead_log

    engine = open_engine(load_settings())
    empty_write_ahead_log(engine)
    engine.dispose()
