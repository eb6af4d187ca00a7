"""How fast films are made here, beside the bare encoder on the same frames and beside MoviePy as its manual has it.

Every way is measured from the start of its process to its whole file. The frames of the limit lie ready in a file.
"""

import json
import os
import re
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from assets.doctor import ffmpeg_path
from assets.films.bench_film import CRF, LANGUAGES, PRESET, bench_photo, bench_specs, film_of
from assets.films.bench_parts import parts_of
from assets.films.encoder import h264, quiet, raw_input
from assets.films.spec import FPS, Sound
from assets.films.storyboard import storyboard
from assets.fonts import path_of
from assets.watching import Peak, watched

ROUNDS = 3
NAIVE_FRAMES = 36
FRAMES = "frames.nv12"
#: The preset with its own frames out of turn and its own look-ahead.
AS_IT_COMES = f"-an -c:v libx264 -preset {PRESET} -crf {CRF} -threads 0 -profile:v high".split()


def bench_films(size: int) -> dict[str, Any]:
    """A film of `size` scenes over a photo that comes slowly nearer and an end card, 1080 × 1920, about five seconds a
    scene, captions and music, at x264's preset veryfast.

    `ratio_to_limit` is the time of ours through the time of the encoder alone, which has the settings of ours;
    `ratio_processor` the same with the processor's time, which says more on a machine that others use too. The ratios
    to `usual` are those to x264 with the preset as it comes: frames out of turn and a look-ahead twice as long. `mb`
    and `ssim` are of both ways to encode, ours first. `limit_ms`, `ours_ms` and `parts_ms`, what ours takes beside its
    encoder, are processor time for a frame. `gain_languages` is the time of films in several languages one by one
    through the time of all at once. `peak_mb` is the largest memory of one film's processes together.
    """
    with TemporaryDirectory(prefix="litfass-films-") as folder:
        home = Path(folder)
        (home / "photo.jpg").write_bytes(bench_photo())
        frames = _write_frames(home, size)
        ours, limit, usual, peaks = [], [], [], []
        for number in range(ROUNDS):
            limit.append(_timed(partial(_encode_bare, home, "bare.mp4", h264(PRESET, CRF, threads=0))))
            usual.append(_timed(partial(_encode_bare, home, "usual.mp4", AS_IT_COMES)))
            made, peak = _watched(["de"], home / f"one{number}", size)
            ours.append(made)
            peaks.append(peak)
        sizes = [(home / name).stat().st_size for name in ("bare.mp4", "usual.mp4")]
        alike = [_alike(home, name) for name in ("bare.mp4", "usual.mp4")]
        (home / FRAMES).unlink()
        parts = parts_of(home / "photo.jpg", size)
        alone = [_watched([code], home / f"alone-{code}", size)[0] for code in LANGUAGES]
        together, _ = _watched(LANGUAGES, home / "together", size)
        naive = _timed(lambda: _make_plainly(home, size))
    wall = [statistics.median(way[0] for way in ways) for ways in (ours, limit, usual)]
    busy = [statistics.median(way[1] for way in ways) for ways in (ours, limit, usual)]
    return {
        "frames": frames,
        "ours_fps": round(frames / wall[0], 1),
        "limit_fps": round(frames / wall[1], 1),
        "ratio_to_limit": round(wall[0] / wall[1], 2),
        "ratio_processor": round(busy[0] / busy[1], 2),
        "ratio_to_usual": round(wall[0] / wall[2], 2),
        "ratio_processor_usual": round(busy[0] / busy[2], 2),
        "mb": [round(size / 1e6, 2) for size in sizes],
        "ssim": [round(one, 4) for one in alike],
        "limit_ms": round(busy[1] * 1000 / frames, 2),
        "ours_ms": round(busy[0] * 1000 / frames, 2),
        "parts_ms": parts,
        "naive_fps": round(NAIVE_FRAMES / naive[0], 2),
        "times_naive": round(frames / wall[0] * naive[0] / NAIVE_FRAMES, 1),
        "languages": len(LANGUAGES),
        "gain_languages": round(sum(one[0] for one in alone) / together[0], 2),
        "gain_processor": round(sum(one[1] for one in alone) / together[1], 2),
        "peak_mb": max(peaks),
    }


Times = tuple[float, float]  # seconds by the wall, seconds of processors


def _watched(codes: Sequence[str], folder: Path, scenes: int) -> tuple[Times, int]:
    """The times of a process that makes these films, and its memory with that of its encoders, in MB."""
    peak = Peak()

    def run() -> None:
        nonlocal peak
        process = _start(codes, folder, scenes)
        with watched(process.pid) as peak:
            code = process.wait()
        if code:
            raise RuntimeError("the measured film was not made")

    return _timed(run), peak.mb


def start_film(home: Path, *, scenes: int, niceness: int) -> subprocess.Popen[bytes]:
    """A process that makes a film of the bench in `home`, for measures that need one beside them."""
    (home / "photo.jpg").write_bytes(bench_photo())
    return _start(["de"], home / "beside", scenes, niceness=niceness)


def _start(codes: Sequence[str], folder: Path, scenes: int, *, niceness: int = 0) -> subprocess.Popen[bytes]:
    order = (
        "import json, os, sys; from pathlib import Path; from assets.films.bench_film import make; "
        "from assets.memory import keep_one_heap; keep_one_heap(); "
        "os.nice(int(sys.argv[4])); make(json.loads(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))"
    )
    command = [sys.executable, "-c", order, json.dumps(list(codes)), str(folder), str(scenes), str(niceness)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return subprocess.Popen(command, env=environment, start_new_session=True)


def _write_frames(home: Path, scenes: int) -> int:
    film = film_of(bench_specs((home / "photo.jpg").read_bytes(), scenes)["de"])
    with (home / FRAMES).open("wb") as file:
        for number, shot in enumerate(film.board.shots):
            source = film.of_shot(number)
            for frame in range(shot.start, shot.end):
                file.write(source.data(frame))
    return film.board.frames


def _encode_bare(home: Path, name: str, options: Sequence[str]) -> None:
    """The encoder with as many threads as it likes."""
    given = raw_input((1080, 1920), str(home / FRAMES))
    subprocess.run(quiet(*given, *options, "-f", "mp4", str(home / name)), check=True)


def _alike(home: Path, name: str) -> float:
    """SSIM of a file with the frames it was made from."""
    both = "[0:v]format=yuv420p[a];[1:v]format=yuv420p[b];[a][b]ssim"
    command = [str(ffmpeg_path()), "-nostdin", "-hide_banner", "-i", str(home / name)]
    command += [*raw_input((1080, 1920), str(home / FRAMES)), "-lavfi", both, "-f", "null", "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    return float(re.findall(rb"SSIM .*All:([\d.]+)", done.stderr)[-1])


def _timed(act: Callable[[], object]) -> Times:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    own = time.process_time()
    begun = time.perf_counter()
    act()
    wall = time.perf_counter() - begun
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    children = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
    return wall, children + time.process_time() - own


def _make_plainly(home: Path, scenes: int) -> None:
    """A part of the same film with MoviePy alone: the photo resized at each moment, cards and captions laid over it as
    clips, crossfades, music. The part holds one crossfade."""
    from moviepy import AudioFileClip, CompositeVideoClip, ImageClip, TextClip, vfx

    from assets.films.sound import BED
    from assets.image import draw

    spec = replace(bench_specs((home / "photo.jpg").read_bytes(), scenes)["de"], sound=Sound())
    board = storyboard(spec)
    whole = board.frames / FPS
    ground = ImageClip(str(home / "photo.jpg")).with_duration(whole).resized(height=1920)
    ground = ground.resized(lambda t: 1 + 0.06 * t / whole).with_position("center")
    layers = [ground]
    for shot in board.shots:
        card = ImageClip(np.asarray(draw(shot.plan, shot.card.brand))).with_opacity(0.7)
        card = card.with_start(shot.start / FPS).with_duration(shot.frames / FPS + 0.5)
        layers.append(card.with_effects([vfx.CrossFadeIn(0.5)]))
        for cue in shot.cues:
            text = TextClip(
                str(path_of("de", "semibold")),
                text="\n".join(cue.lines),
                font_size=46,
                color="white",
                bg_color="black",
            )
            text = text.with_start(cue.start / FPS).with_duration((cue.end - cue.start) / FPS)
            layers.append(text.with_position(("center", 1400)))
    film = CompositeVideoClip(layers, size=(1080, 1920)).with_duration(whole)
    film = film.with_audio(AudioFileClip(str(BED)).with_duration(whole))
    start = board.shots[1].start / FPS - NAIVE_FRAMES / FPS / 2
    film.subclipped(start, start + NAIVE_FRAMES / FPS).write_videofile(
        str(home / "plain.mp4"),
        fps=FPS,
        preset=PRESET,
        logger=None,
        ffmpeg_params=["-crf", str(CRF)],
        temp_audiofile_path=str(home),
    )
