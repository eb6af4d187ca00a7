"""Recordings as samples. What a file is, its first bytes say and never its name; only that one reader is tried, in the
locked room."""

import wave
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from assets.doctor import ffmpeg_path
from assets.films.encoder import AUDIO_RATE, quiet
from assets.films.errors import SoundFault
from assets.films.spec import MOST_SECONDS, Sound
from assets.sandbox.room import run

MOST_BYTES = 20_000_000


@dataclass(frozen=True, eq=False)
class Heard:
    """Samples between -1 and 1, two columns, 48,000 rows a second."""

    samples: np.ndarray

    @property
    def seconds(self) -> float:
        return len(self.samples) / AUDIO_RATE


def heard_in(sound: Sound) -> Heard | None:
    """The voice of a film, if it has one."""
    return None if sound.data is None else decoded(sound.data)


def reader_for(data: bytes) -> str:
    """The one reader for this file. A playlist, whatever it calls itself, has none: it would read other files."""
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return "wav"
    if data[:4] == b"OggS":
        return "ogg"
    if data[4:8] == b"ftyp":
        return "mov"
    if data[:3] == b"ID3" or (len(data) > 1 and data[0] == 0xFF and data[1] & 0xE6 in (0xE2, 0xE4, 0xE6)):
        return "mp3"
    raise SoundFault("This is no sound we can read. Use WAV, MP3, OGG or M4A.")


@lru_cache(maxsize=4)
def decoded(data: bytes) -> Heard:
    """The sound in a file, through a reader that may open nothing but this file, within limits of size, memory and
    time."""
    if len(data) > MOST_BYTES:
        raise SoundFault(
            "The recording is larger than {most} MB. Save it as MP3.", most=MOST_BYTES // 1_000_000
        )
    reader = reader_for(data)
    with TemporaryDirectory(prefix="litfass-sound-") as folder:
        path = Path(folder) / "sound"
        path.write_bytes(data)
        samples = _read(path, reader)
    if len(samples) > MOST_SECONDS * AUDIO_RATE:
        raise SoundFault("The recording is longer than {most} seconds.", most=MOST_SECONDS)
    if len(samples) < AUDIO_RATE // 10 or float(np.abs(samples).max()) < 1e-3:
        raise SoundFault("There is nothing to be heard in this recording.")
    return Heard(samples)


def _read(path: Path, reader: str) -> np.ndarray:
    command = quiet(
        *("-threads", "1", "-protocol_whitelist", "file", "-f", reader, "-i", str(path)),
        *("-map", "0:a:0", "-vn", "-sn", "-dn", "-map_metadata", "-1", "-t", str(MOST_SECONDS + 1)),
        *("-ar", str(AUDIO_RATE), "-ac", "2", "-f", "s16le", "-"),
    )
    answer = run(command, reads=[ffmpeg_path(), path])
    if answer.code is None:
        raise SoundFault("The recording takes too long to read. Save it again as WAV or MP3.")
    if answer.code or not answer.out:
        raise SoundFault("The recording is damaged, or it is not what its first bytes say. Save it again.")
    whole = np.frombuffer(answer.out[: len(answer.out) // 4 * 4], "<i2").reshape(-1, 2)
    return (whole / np.float32(32768)).astype(np.float32)


def take_voice(data: bytes) -> tuple[bytes, float]:
    """A recording from outside as it may be kept (WAV, 48 kHz, one channel, nothing but samples), and its seconds."""
    heard = decoded(data)
    mono = np.rint(heard.samples.mean(axis=1).clip(-1, 1) * 32767).astype("<i2").tobytes()
    out = BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(AUDIO_RATE)
        file.writeframes(mono)
    return out.getvalue(), heard.seconds
