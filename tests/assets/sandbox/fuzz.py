"""Throws broken and disguised files at the locked room.

`python -m tests.assets.sandbox.fuzz [--pictures 20000] [--sounds 3000] [--seed 1]`, or `make fuzz-media`. Pictures are
read by the very function that reads uploads, in the room and under its limits, many to a room and each in a process
of its own, so that twenty thousand take minutes. Sounds go through the whole way, one room each. Beside them lie a
marked neighbour and a listening server. Ends with 1 when a room's keeper died, an answer took too long, anything but
clean pixels came back, a foreign sound was heard or somebody called.
"""

from __future__ import annotations

import argparse
import json
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from random import Random

import numpy as np
from PIL import Image, ImageDraw

from assets.doctor import ffmpeg_path
from assets.films.errors import SoundFault
from assets.films.voice import decoded
from assets.sandbox.errors import PictureFault
from assets.sandbox.kinds import MOST_PIXELS, picture_kind
from assets.sandbox.pictures import MEMORY
from assets.sandbox.room import run
from tests.assets.sandbox.disguised import disguised
from tests.assets.sandbox.mutating import mutated

A_ROOM = 250
SLOWEST = 5.0  # seconds one picture may take
TONE = 997.0  # the neighbour's mark
ANSWERS = frozenset({"pixels", "damaged", "large", "refused", "killed"})

_MANY = """
import json, os, struct, sys, time
from PIL import Image
from assets.sandbox.reading import read
source = sys.stdin.buffer
while head := source.read(4):
    data = source.read(struct.unpack(">I", head)[0])
    asked, _, picture = data.partition(b"\\n")
    inner, outer = os.pipe()
    begun, child = time.monotonic(), os.fork()
    if child == 0:
        os.close(inner)
        said, made = read(json.loads(asked), picture)
        os.write(outer, json.dumps(said).encode() + b"\\n" + made[:4096])
        os._exit(0)
    os.close(outer)
    out = b""
    while part := os.read(inner, 65536):
        out += part
    os.close(inner)
    _, status, used = os.wait4(child, 0)
    told = [status, time.monotonic() - begun, used.ru_maxrss, out[:4096].decode("latin-1")]
    sys.stdout.write(json.dumps(told) + "\\n")
    sys.stdout.flush()
"""


@dataclass
class Verdict:
    """How often each answer came, the slowest and the largest, and what must not be."""

    answers: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    largest_mb: int = 0
    faults: list[str] = field(default_factory=list)


def fuzz_pictures(count: int, seed: int, verdict: Verdict) -> None:
    """So many broken pictures; those whose first bytes are no picture's are refused before any room."""
    draw = Random(seed)
    wholes = list(_pictures())
    for start in range(0, count, A_ROOM):
        batch = []
        for _ in range(min(A_ROOM, count - start)):
            data = mutated(draw, draw.choice(wholes), draw.choice(wholes))
            try:
                asked = {
                    "kind": picture_kind(data),
                    "use": draw.choice(("photo", "logo")),
                    "most_pixels": MOST_PIXELS,
                }
            except PictureFault:
                verdict.answers["refused"] += 1
                continue
            batch.append(json.dumps(asked).encode() + b"\n" + data)
        _read_many(batch, verdict)


def _read_many(batch: list[bytes], verdict: Verdict) -> None:
    data = b"".join(struct.pack(">I", len(one)) + one for one in batch)
    command = [sys.executable, "-I", "-c", _MANY]
    answer = run(command, data=data, seconds=20 * 60, cpu_seconds=20 * 60, memory=MEMORY)
    told = [json.loads(line) for line in answer.out.splitlines()]
    if answer.code != 0 or len(told) != len(batch):
        verdict.faults.append(f"a room ended with {answer.code} after {len(told)} of {len(batch)} pictures")
    for status, seconds, largest, out in told:
        verdict.slowest = max(verdict.slowest, seconds)
        verdict.largest_mb = max(verdict.largest_mb, largest // 1024)
        head, _, made = out.encode("latin-1").partition(b"\n")
        said = json.loads(head) if status == 0 else {"fault": "killed"}
        kind = said.get("fault", "pixels")
        verdict.answers[kind] += 1
        if kind not in ANSWERS or (kind == "pixels" and not made.startswith((b"\x89PNG", b"\xff\xd8\xff"))):
            verdict.faults.append(f"an answer that is none: {head[:80]!r}")
        if seconds > SLOWEST * 4:  # other programmes slow it down; the processor's limit is the room's own
            verdict.faults.append(f"a picture took {seconds:.1f} s")


def fuzz_sounds(count: int, seed: int, verdict: Verdict) -> None:
    """So many broken sounds through the whole way of an upload."""
    draw = Random(seed)
    wholes = list(sounds().values())
    files = [mutated(draw, draw.choice(wholes), draw.choice(wholes)) for _ in range(count)]
    with ThreadPoolExecutor(2) as pool:
        for _ in pool.map(lambda data: _hear(data, verdict), files):
            pass


def fuzz_playlists(verdict: Verdict) -> int:
    """Every disguised playlist, with a marked neighbour and a listening server; says how many there are."""
    with tempfile.TemporaryDirectory() as folder, Listener() as listener:
        neighbour = Path(folder) / "neighbour.wav"
        neighbour.write_bytes(tone())
        lists = list(disguised(neighbour, f"http://127.0.0.1:{listener.port}/a.wav", sounds()["m4a"]))
        for name, data in lists:
            samples = _hear(data, verdict)
            if samples is not None and holds_tone(samples):
                verdict.faults.append(f"the neighbour was heard: {name}")
        if listener.calls:
            verdict.faults.append(f"{listener.calls} calls reached the server")
        return len(lists)


def _hear(data: bytes, verdict: Verdict) -> np.ndarray | None:
    begun = time.monotonic()
    try:
        samples = decoded.__wrapped__(data).samples
    except SoundFault:
        verdict.answers["sound refused"] += 1
        return None
    except Exception as problem:
        verdict.faults.append(f"a sound broke its reader: {type(problem).__name__}")
        return None
    finally:
        verdict.slowest = max(verdict.slowest, time.monotonic() - begun)
    verdict.answers["sound"] += 1
    return samples


class Listener:
    """A server on loopback that counts who calls."""

    def __enter__(self) -> Listener:
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port, self.calls = self._server.getsockname()[1], 0
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()
        return self

    def _listen(self) -> None:
        while True:
            try:
                caller, _ = self._server.accept()
            except OSError:
                return
            self.calls += 1
            caller.close()

    def __exit__(self, *_: object) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()


def _pictures() -> Iterator[bytes]:
    draw = Random(1)
    image = Image.frombytes("RGB", (160, 120), draw.randbytes(160 * 120 * 3)).resize((240, 180))
    ImageDraw.Draw(image).ellipse((20, 20, 200, 160), fill=(200, 40, 40))
    ways: Iterable[tuple[str, Image.Image, dict[str, object]]] = (
        ("JPEG", image, {}),
        (
            "JPEG",
            image,
            {"progressive": True, "icc_profile": draw.randbytes(3000), "exif": b"Exif\x00\x00" + bytes(64)},
        ),
        ("JPEG", image.convert("CMYK"), {}),
        ("PNG", image, {}),
        ("PNG", image.convert("P"), {"transparency": 3}),
        ("PNG", Image.new("I;16", (90, 90), 999), {}),
        ("WEBP", image, {"quality": 60}),
        ("WEBP", image.convert("RGBA"), {"lossless": True, "save_all": True, "append_images": [image]}),
    )
    for kind, picture, how in ways:
        out = BytesIO()
        picture.save(out, kind, **how)
        yield out.getvalue()


def tone() -> bytes:
    """Two seconds of the neighbour's mark as WAV."""
    wave = (np.sin(2 * np.pi * TONE * np.arange(96_000) / 48_000) * 20_000).astype("<i2").tobytes()
    head = (
        b"RIFF"
        + struct.pack("<I", 36 + len(wave))
        + b"WAVEfmt "
        + struct.pack("<IHHIIHH", 16, 1, 1, 48_000, 96_000, 2, 16)
    )
    return head + b"data" + struct.pack("<I", len(wave)) + wave


def sounds() -> dict[str, bytes]:
    """A second of noise in each kind that is read."""
    source = ["-f", "lavfi", "-i", "anoisesrc=d=1:c=pink:r=48000:a=0.4"]
    made = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, codec in (
            ("wav", "pcm_s16le"),
            ("mp3", "libmp3lame"),
            ("ogg", "libvorbis"),
            ("m4a", "aac"),
        ):
            path = Path(folder) / f"noise.{name}"
            subprocess.run([str(ffmpeg_path()), "-v", "error", *source, "-c:a", codec, str(path)], check=True)
            made[name] = path.read_bytes()
    return made


def holds_tone(samples: np.ndarray) -> bool:
    """Whether the mark is loud in what was heard."""
    wave = samples.mean(axis=1)
    strength = abs(np.exp(-2j * np.pi * TONE * np.arange(len(wave)) / 48_000) @ wave) / max(1, len(wave))
    return bool(strength > 0.02)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--pictures", type=int, default=20_000)
    asked.add_argument("--sounds", type=int, default=3_000)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    verdict, begun = Verdict(), time.monotonic()
    fuzz_pictures(given.pictures, given.seed, verdict)
    fuzz_sounds(given.sounds, given.seed, verdict)
    lists = fuzz_playlists(verdict)
    sys.stdout.write(
        f"{given.pictures} pictures, {given.sounds} sounds, {lists} playlists in {time.monotonic() - begun:.0f} s\n"
        f"answers: {dict(verdict.answers)}\nslowest {verdict.slowest:.2f} s, largest {verdict.largest_mb} MB\n"
    )
    for fault in verdict.faults[:50]:
        sys.stdout.write(f"FAULT {fault}\n")
    return 1 if verdict.faults else 0


if __name__ == "__main__":
    sys.exit(main())
