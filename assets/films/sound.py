"""What is heard: voice and music laid on the film's time by MoviePy, levelled to −16 LUFS, measured afterwards."""

import re
import subprocess
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np

from assets.doctor import ffmpeg_path
from assets.films.encoder import AUDIO_RATE, encode_sound, quiet
from assets.films.errors import SoundFault
from assets.films.spec import FPS, Sound
from assets.films.storyboard import LEAD
from assets.films.voice import decoded

BED = Path(__file__).resolve().parent / "beds" / "calm.ogg"
LOUDNESS = -16.0  # LUFS, integrated, by ITU-R BS.1770 as EBU R 128 measures it
TOLERANCE = 0.5
HIGHEST_PEAK = 0.82  # leaves room for what AAC adds
BED_UNDER_VOICE = 0.14
_SECONDS_TO_LEVEL = 120


@dataclass(frozen=True)
class Track:
    """Samples for the encoder (48 kHz, two channels, 16 bit) and their measured loudness in LUFS."""

    data: bytes
    loudness: float


@dataclass(frozen=True)
class Soundtrack:
    """The sound of a film as AAC, ready to be joined to its pictures, and its loudness in LUFS."""

    path: Path
    loudness: float


def soundtrack(sound: Sound, frames: int, folder: Path) -> Soundtrack | None:
    """The sound of a film of so many frames as a file in `folder`, where one that lies there already is used; None for
    a film without. Raises SoundFault."""
    track = track_for(sound, frames)
    if track is None:
        return None
    path = folder / f"{sha256(track.data).hexdigest()}.m4a"
    if not path.is_file():
        encode_sound(track.data, path)
    return Soundtrack(path, track.loudness)


def track_for(sound: Sound, frames: int) -> Track | None:
    """The sound of a film of so many frames; None for a film without."""
    if sound.kind == "none":
        return None
    mixed = _mixed(sound, frames / FPS)
    return levelled(_sixteen_bits(mixed))


def _mixed(sound: Sound, seconds: float) -> np.ndarray:
    # MoviePy takes half a second to load; films without sound do without it.
    from moviepy import AudioArrayClip, CompositeAudioClip, afx

    parts = []
    if sound.kind == "bed" or sound.with_bed:
        level = 1.0 if sound.kind == "bed" else BED_UNDER_VOICE
        bed = AudioArrayClip(decoded(BED.read_bytes()).samples, fps=AUDIO_RATE)
        effects = [afx.AudioLoop(duration=seconds), afx.MultiplyVolume(level)]
        effects += [afx.AudioFadeIn(0.6), afx.AudioFadeOut(1.8)]
        parts.append(bed.with_effects(effects))
    if sound.data is not None:
        voice = AudioArrayClip(decoded(sound.data).samples, fps=AUDIO_RATE)
        parts.append(voice.with_start(LEAD / FPS))
    whole = CompositeAudioClip(parts).with_duration(seconds)
    samples = np.empty((round(seconds * AUDIO_RATE), 2), np.float32)
    # A second after the other stays near the processor; all at once takes twice its time.
    for begins in range(0, len(samples), AUDIO_RATE):
        part = samples[begins : begins + AUDIO_RATE]
        part[:] = whole.get_frame((begins + np.arange(len(part))) / AUDIO_RATE)
    return samples


def _sixteen_bits(samples: np.ndarray) -> bytes:
    return bytes(np.rint(samples.clip(-1, 1) * 32767).astype("<i2").tobytes())


def levelled(data: bytes) -> Track:
    """The same sound at LOUDNESS. Where its peaks leave no room they are held down, which costs loudness, so it is
    measured and raised again."""
    gain, made, found = 0.0, data, measured(data)
    if found < -60:
        raise SoundFault("There is nothing to be heard in this recording.")
    for _ in range(4):
        if abs(found - LOUDNESS) <= TOLERANCE / 2:
            break
        gain += LOUDNESS - found
        made = _raised(data, gain)
        found = measured(made)
    if abs(found - LOUDNESS) > TOLERANCE:
        raise SoundFault(
            "The recording cannot be brought to the usual loudness: it is almost silent but for single loud sounds. "
            "Record it again, closer to the microphone."
        )
    return Track(made, found)


def _raw() -> list[str]:
    return ["-f", "s16le", "-ar", str(AUDIO_RATE), "-ac", "2", "-i", "pipe:0"]


def _raised(data: bytes, gain: float) -> bytes:
    held = f"volume={gain:.2f}dB,alimiter=limit={HIGHEST_PEAK}:level=disabled:attack=3:release=60"
    done = subprocess.run(
        quiet(*_raw(), "-af", held, "-f", "s16le", "-"),
        input=data,
        capture_output=True,
        timeout=_SECONDS_TO_LEVEL,
        check=True,
    )
    return done.stdout


def measured(data: bytes) -> float:
    """Integrated loudness in LUFS."""
    command = [
        str(ffmpeg_path()),
        "-nostdin",
        "-hide_banner",
        "-nostats",
        *_raw(),
        "-af",
        "ebur128",
        "-f",
        "null",
        "-",
    ]
    done = subprocess.run(command, input=data, capture_output=True, timeout=_SECONDS_TO_LEVEL, check=True)
    found = re.findall(rb"I:\s+(-?[\d.]+|-inf) LUFS", done.stderr)
    return float(found[-1]) if found else -70.0
