"""How frames are handed to the encoder."""

from __future__ import annotations

from io import BytesIO, FileIO
from typing import Any

import pytest

from assets.films.encoder import LOOKAHEAD, WAITING, feed
from assets.films.errors import FilmCancelled

SIZE = (16, 24)
FRAME = SIZE[0] * SIZE[1]


class SlowEncoder(BytesIO):
    """Takes whatever it is given, and is done with a frame only when somebody asks; so it holds all others."""

    done = most = 0

    def write(self, data: Any) -> int:
        written = super().write(data)
        self.most = max(self.most, self.tell() // FRAME - self.done)
        return written


class Told(FileIO):
    """What the encoder says: one more line whenever it is asked."""

    def __init__(self, encoder: SlowEncoder) -> None:
        super().__init__("/dev/zero")  # always has something to say
        self._encoder = encoder

    def read(self, size: int | None = -1, /) -> bytes:
        self._encoder.done += 1
        return b"%d\n" % self._encoder.done


def frames(number: int) -> list[bytes]:
    return [bytes([shade]) * FRAME for shade in range(number)]


def test_encoder_is_never_handed_more_frames_than_it_has_room_for() -> None:
    encoder, shown = SlowEncoder(), []
    with Told(encoder) as told:
        feed(frames(60), encoder, told, lambda: False, lambda: shown.append(encoder.tell()))

    assert encoder.most == LOOKAHEAD + WAITING
    assert encoder.getvalue() == b"".join(frames(60))
    assert shown == [FRAME * number for number in range(1, 61)]


def test_nothing_is_handed_over_once_the_film_is_stopped() -> None:
    encoder = SlowEncoder()
    with Told(encoder) as told, pytest.raises(FilmCancelled):
        feed(frames(60), encoder, told, lambda: encoder.tell() >= 3 * FRAME, lambda: None)

    assert encoder.tell() == 3 * FRAME
