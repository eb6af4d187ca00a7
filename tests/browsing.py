"""The system's Chromium, the desk on a port of this machine, and how long a test waits for what it wants to see."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect, sync_playwright
from werkzeug.serving import make_server

#: Milliseconds: as long as a machine may take that tests many things at once. Playwright's own five seconds are for a
#: machine that does nothing else.
expect.set_options(timeout=60_000)

__all__ = ["chromium", "expect", "serving"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running browser without any window, until the block ends."""
    path = os.environ.get("LITFASS_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        pytest.fail(
            "There is no Chromium on this machine. Install it with: apt-get install chromium (`make setup` does), or "
            "set LITFASS_CHROMIUM to its path."
        )
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield running
        running.close()


@contextmanager
def serving(app: Flask, *, name: str = "127.0.0.1") -> Iterator[str]:
    """The address of the desk on a free port of this machine, until the block ends."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://{name}:{server.port}"
    server.shutdown()
    thread.join()
