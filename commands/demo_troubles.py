"""The worker in trouble, as it really is: nowhere to write, and power that fails after a post was handed over."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from campaigns.settings import Settings
from scheduler.__main__ import make_deps
from scheduler.channels.folder import Folder
from scheduler.contract import Outcome, Prepared
from scheduler.rounds import run_once

#: What somebody writes under a post that lies in the folder, as if it were theirs.
BY_ANOTHER_HAND = "\n(Bitte auch am Schwarzen Brett aushängen!)\n"


class PowerFails(BaseException):
    """The machine stops: nothing after the line that raises it happens."""


class LastWords(Folder):
    """Puts the post into the folder, and then the power fails. Before it is back somebody has written into the file."""

    def send(self, prepared: Prepared) -> Outcome:
        super().send(prepared)
        with (prepared.payload.folder / "text.txt").open("a", encoding="utf-8") as text:
            text.write(BY_ANOTHER_HAND)
        raise PowerFails


def work_shut_out(settings: Settings, engine: Engine, *, now: datetime) -> None:
    """A round of the worker at this moment while there is no folder to write into."""
    _work(settings, engine, Folder(Path(os.devnull) / "outbox"), now)


def work_until_power_fails(settings: Settings, engine: Engine, *, now: datetime) -> None:
    """A round of the worker that ends with the first post of the folder, before it writes down that it is out."""
    with suppress(PowerFails):
        _work(settings, engine, LastWords(settings.outbox_dir), now)


def _work(settings: Settings, engine: Engine, folder: Folder, now: datetime) -> None:
    deps = make_deps(replace(settings, frozen_now=now), engine)
    run_once(replace(deps, adapters={**deps.adapters, folder.channel: folder}))
