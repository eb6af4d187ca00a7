"""How fast films are made here, beside the bare encoder on the same frames and beside MoviePy as its manual has it.

Every way is measured from the start of its process to its whole file. The frames of the limit lie ready in a file.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from PIL import Image

from assets.bench import TEXTS
from assets.films.encoder import h264, quiet, raw_input
from assets.films.grounds import ComingNearer
from assets.films.render import render_films
from assets.films.scenes import FilmFrames, sheets_of
from assets.films.spec import FPS, FilmSpec, Photo, Preset, Scene, Sound
from assets.films.storyboard import in_step, storyboard
from assets.fonts import path_of
from assets.spec import Brand, CardSpec, Direction, FunderZone, Words
from assets.watching import Peak, watched

BRAND = Brand("Demo Advice", funder=FunderZone("Kofinanziert von der Europäischen Union"))
LANGUAGES = ("de", "ar", "ru", "tr")
PRESET: Preset = "veryfast"
CRF = 23
ROUNDS = 3
NAIVE_FRAMES = 36
GRAIN = 6.0  # of a photo taken indoors


def bench_films(size: int) -> dict[str, Any]:
    """A film of `size` scenes over a photo that comes slowly nearer and an end card, 1080 × 1920, about five seconds a
    scene, captions and music, at x264's preset veryfast.

    `ratio_to_limit` is the time of ours through the time of the encoder alone; `ratio_processor` the same with the
    processor's time, which says more on a machine that others use too. `gain_languages` is the time of films in
    several languages one by one through the time of all at once. `peak_mb` is the largest memory of one film's
    processes together.
    """
    with TemporaryDirectory(prefix="litfass-films-") as folder:
        home = Path(folder)
        (home / "photo.jpg").write_bytes(_photo())
        frames = _write_frames(home, size)
        ours, limit, peaks = [], [], []
        for number in range(ROUNDS):
            limit.append(_timed(lambda: _encode_bare(home)))
            made, peak = _watched(["de"], home / f"one{number}", size)
            ours.append(made)
            peaks.append(peak)
        (home / "frames.nv12").unlink()
        alone = [_watched([code], home / f"alone-{code}", size)[0] for code in LANGUAGES]
        together, _ = _watched(LANGUAGES, home / "together", size)
        naive = _timed(lambda: _make_plainly(home, size))
    wall = [statistics.median(way[0] for way in ways) for ways in (ours, limit)]
    busy = [statistics.median(way[1] for way in ways) for ways in (ours, limit)]
    return {
        "frames": frames,
        "ours_fps": round(frames / wall[0], 1),
        "limit_fps": round(frames / wall[1], 1),
        "ratio_to_limit": round(wall[0] / wall[1], 2),
        "ratio_processor": round(busy[0] / busy[1], 2),
        "naive_fps": round(NAIVE_FRAMES / naive[0], 2),
        "times_naive": round(frames / wall[0] * naive[0] / NAIVE_FRAMES, 1),
        "languages": len(LANGUAGES),
        "gain_languages": round(sum(one[0] for one in alone) / together[0], 2),
        "gain_processor": round(sum(one[1] for one in alone) / together[1], 2),
        "peak_mb": max(peaks),
    }


def bench_specs(photo: bytes, scenes: int) -> dict[str, FilmSpec]:
    """The film of the bench in each language, all in step."""
    specs = in_step([_spec(code, photo, scenes) for code in LANGUAGES])
    return {spec.language: spec for spec in specs}


def _spec(code: str, photo: bytes, scenes: int) -> FilmSpec:
    kicker, headline, body, call = (text.format(n=30) for text in TEXTS[code])
    direction: Direction = "rtl" if code in ("ar", "fa") else "ltr"

    def card(layout: str, words: Words) -> CardSpec:
        return CardSpec(layout, "story", code, direction, words, BRAND)

    shown = (
        Scene(card("explainer", Words(headline, kicker=kicker)), body.split(". ")[0] + "."),
        Scene(card("explainer", Words(call, kicker=kicker)), headline),
        Scene(card("explainer", Words(headline)), call),
    )
    end = Words(
        call, contact="+49 30 1234 567", imprint="demo.example/imprint", link="https://demo.example/k/1"
    )
    return FilmSpec(
        tuple(shown[n % len(shown)] for n in range(scenes)),
        card("referral", end),
        Sound("bed"),
        Photo(photo),
        preset=PRESET,
        crf=CRF,
    )


def make(codes: Sequence[str], folder: Path, scenes: int) -> None:
    """Makes the films of these languages; the body of the measured process."""
    photo = (folder.parent / "photo.jpg").read_bytes()
    specs = bench_specs(photo, scenes)
    wanted = [(specs[code], folder / f"{code}.mp4") for code in codes]
    folder.mkdir(parents=True, exist_ok=True)
    render_films(wanted, work=folder / "work")


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
    (home / "photo.jpg").write_bytes(_photo())
    return _start(["de"], home / "beside", scenes, niceness=niceness)


def _start(codes: Sequence[str], folder: Path, scenes: int, *, niceness: int = 0) -> subprocess.Popen[bytes]:
    order = (
        "import json, os, sys; from pathlib import Path; from assets.films.bench import make; "
        "from assets.memory import keep_one_heap; keep_one_heap(); "
        "os.nice(int(sys.argv[4])); make(json.loads(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))"
    )
    command = [sys.executable, "-c", order, json.dumps(list(codes)), str(folder), str(scenes), str(niceness)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return subprocess.Popen(command, env=environment, start_new_session=True)


def _write_frames(home: Path, scenes: int) -> int:
    spec = bench_specs((home / "photo.jpg").read_bytes(), scenes)["de"]
    board = storyboard(spec)
    assert spec.photo is not None
    fmt = spec.format
    ground = ComingNearer(spec.photo, (fmt.width, fmt.height), board.frames, sheets=sheets_of(fmt))
    film = FilmFrames(board, ground)
    with (home / "frames.nv12").open("wb") as file:
        for number, shot in enumerate(board.shots):
            source = film.of_shot(number)
            for frame in range(shot.start, shot.end):
                file.write(source.data(frame))
    return board.frames


def _encode_bare(home: Path) -> None:
    """The encoder with as many threads as it likes."""
    command = quiet(
        *raw_input((1080, 1920), str(home / "frames.nv12")),
        *h264(PRESET, CRF, threads=0),
        "-f",
        "mp4",
        str(home / "bare.mp4"),
    )
    subprocess.run(command, check=True)


def _timed(act: Callable[[], object]) -> Times:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    own = time.process_time()
    begun = time.perf_counter()
    act()
    wall = time.perf_counter() - begun
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    children = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
    return wall, children + time.process_time() - own


def _photo() -> bytes:
    """A picture with large and small forms like a photo's, from noise of several sizes, always the same."""
    draw = np.random.default_rng(7)
    whole = np.zeros((2880, 1620, 3), np.float32)
    for step, strength in ((720, 1.0), (240, 0.7), (80, 0.45), (24, 0.25), (8, 0.12), (3, 0.06)):
        small = draw.random((2880 // step + 1, 1620 // step + 1, 3), np.float32) * 255
        layer = Image.fromarray(small.astype(np.uint8)).resize((1620, 2880), Image.Resampling.BICUBIC)
        whole += np.asarray(layer, np.float32) * strength
    whole = whole / whole.max() * 255 + draw.normal(0, GRAIN, whole.shape).astype(np.float32)
    picture = Image.fromarray(whole.clip(0, 255).astype(np.uint8))
    out = BytesIO()
    picture.save(out, "JPEG", quality=90)
    return out.getvalue()


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
