"""Makes the music that comes with Litfass: soft chords that go round without a seam. The same every time it is run.

    python -m scripts.music_bed

The music is computed from sine tones alone; nobody else's sound is in it. It is given to everybody under CC0 1.0.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np

from assets.doctor import ffmpeg_path

RATE = 48_000
BEAT = 60 / 76  # seconds
BARS = (
    (50, 57, 62, 66),
    (47, 54, 59, 66),
    (43, 55, 59, 62),
    (45, 52, 57, 64),
)  # D, B minor, G, A; MIDI numbers
PLUCKED = ((74, 69, 66, 69), (71, 66, 62, 66), (67, 62, 59, 62), (69, 64, 61, 64))
BED = Path(__file__).resolve().parents[1] / "assets" / "films" / "beds" / "calm.ogg"


def tone(number: float, seconds: float, overtones: tuple[float, ...], sharpness: float = 0.0) -> np.ndarray:
    """A tone with these overtones; higher ones die sooner."""
    t = np.arange(round(seconds * RATE)) / RATE
    pitch = 440 * 2 ** ((number - 69) / 12)
    return sum(
        level * np.sin(2 * np.pi * pitch * n * t) * np.exp(-sharpness * n * t)
        for n, level in enumerate(overtones, start=1)
    )


def pad(number: int, seconds: float, side: float) -> np.ndarray:
    """Two tones a hair apart that swell and go."""
    wide = tone(number + 0.04 * side, seconds, (1, 0.32, 0.12, 0.05)) + tone(
        number - 0.03 * side, seconds, (0.8, 0.2)
    )
    place = np.linspace(0, 1, len(wide))
    return wide * np.sin(np.pi * place) ** 0.8


def bed() -> np.ndarray:
    """Two rounds of four bars; tails run on into the beginning, so that a loop has no seam."""
    bar = 4 * BEAT
    whole = np.zeros((round(8 * bar * RATE), 2))

    def put(sound: np.ndarray, at: float, level: float, balance: float) -> None:
        places = (round(at * RATE) + np.arange(len(sound))) % len(whole)
        whole[places, 0] += sound * level * (1 - balance)
        whole[places, 1] += sound * level * (1 + balance)

    for n in range(8):
        for voice, number in enumerate(BARS[n % 4]):
            for side in (-1, 1):
                put(pad(number, bar * 1.35, side), n * bar, 0.16 / (1 + 0.3 * voice), 0.35 * side)
        for step, number in enumerate(PLUCKED[n % 4]):
            if n < 4 and step % 2:
                continue  # the first round breathes
            put(tone(number, 2.2, (1, 0.4, 0.15), 1.9), n * bar + step * BEAT, 0.11, 0.25 * (-1) ** step)
    return whole / np.abs(whole).max() * 0.7


def main() -> None:
    samples = np.rint(bed() * 32767).astype("<i2").tobytes()
    command = [
        str(ffmpeg_path()),
        "-nostdin",
        "-v",
        "error",
        "-y",
        "-f",
        "s16le",
        "-ar",
        str(RATE),
        "-ac",
        "2",
    ]
    command += [
        "-i",
        "pipe:0",
        "-c:a",
        "libopus",
        "-b:a",
        "80k",
        "-fflags",
        "+bitexact",
        "-flags:a",
        "+bitexact",
    ]
    subprocess.run([*command, "-map_metadata", "-1", "-f", "ogg", str(BED)], input=samples, check=True)


if __name__ == "__main__":
    main()
