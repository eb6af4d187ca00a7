"""A folder of this machine as a way out for mails: for trying, and for another program that sends them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from scheduler.posting.handing import Accepted, Handed, Lost, NoWay, Way


@dataclass(frozen=True)
class FolderRoad:
    """Into a folder, a file a mail: for trying, and for another programme that sends them."""

    folder: Path

    @contextmanager
    def opened(self, *, sender: str) -> Iterator[Way]:
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:
            raise NoWay(is_ours=False) from None
        yield FolderWay(self.folder)


class FolderWay:
    """A folder that can be written. A mail appears whole or not at all, and once: its name is its Message-ID."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def is_alive(self) -> bool:
        return True

    def hand_over(self, message: EmailMessage, *, sender: str, to: str) -> Handed:
        name = re.sub(r"[^A-Za-z0-9.-]+", "-", str(message["Message-ID"]).strip("<>"))[:120]
        path, beside = self._folder / f"{name}.eml", self._folder / f".writing-{name}"
        try:
            with beside.open("wb") as file:
                file.write(message.as_bytes())
                file.flush()
                os.fsync(file.fileno())
            beside.rename(path)
        except OSError:
            return Lost()
        return Accepted()
