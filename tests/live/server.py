"""A real server in the place of a strict one: the same questions, answered by asking it as a reader would."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

import httpx
from PIL import Image

from tests.scheduler.channels.network import Fake, Post


class LiveServer(Fake):
    """A running server as readers see one account of it. Nothing is asked through the line that breaks."""

    def __init__(self, port: int) -> None:
        self.port, self.address = port, ""

    @contextlib.contextmanager
    def running(self) -> Iterator[int]:
        """It runs already."""
        yield self.port

    def read(self) -> list[Post]:
        """What readers see, the oldest first."""
        raise NotImplementedError

    def strike(self, trouble: str) -> None:
        """Makes the next call that publishes meet this trouble."""
        raise NotImplementedError

    def react(self, counts: Mapping[str, Any]) -> None:
        """Readers react to the last post."""
        raise NotImplementedError

    def follow(self, count: int) -> None:
        """So many follow the account from now on."""

    posts = property(lambda self: self.read())  # type: ignore[assignment]
    trouble = property(lambda self: "", lambda self, value: self.strike(value) if value else None)  # type: ignore[assignment]
    counts = property(lambda self: {}, lambda self, value: self.react(value) if value else None)  # type: ignore[assignment]
    following = property(lambda self: None, lambda self, value: self.follow(value))  # type: ignore[assignment]


def asking() -> httpx.Client:
    """A client of our own for what is done beside the worker: on this machine, through no proxy."""
    return httpx.Client(timeout=30.0, trust_env=False)


def picture(variant_id: int, shape: str, kind: str) -> bytes:
    """A picture that opens, another for each variant and kind."""
    out = BytesIO()
    height = {"square": 1080, "portrait": 1350}.get(shape, 1080)
    drawn = Image.linear_gradient("L").resize((1080, height))
    drawn = Image.merge(
        "RGB", (drawn, drawn.rotate(90).resize(drawn.size), drawn.point(lambda _: variant_id % 256))
    )
    drawn.save(out, kind.rpartition("/")[2].upper(), quality=80)
    return out.getvalue()
