"""The film that is measured, and the process that makes it. Loads nothing that making a film does not need."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

from assets.bench_texts import TEXTS
from assets.films.grounds import ComingNearer
from assets.films.render import render_films
from assets.films.scenes import FilmFrames, sheets_of
from assets.films.spec import FilmSpec, Photo, Preset, Scene, Sound
from assets.films.storyboard import in_step, storyboard
from assets.spec import Brand, CardSpec, Direction, FunderZone, Words

BRAND = Brand("Demo Advice", funder=FunderZone("Kofinanziert von der Europäischen Union"))
LANGUAGES = ("de", "ar", "ru", "tr")
PRESET: Preset = "veryfast"
CRF = 23
GRAIN = 6.0  # of a photo taken indoors


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
    specs = bench_specs((folder.parent / "photo.jpg").read_bytes(), scenes)
    wanted = [(specs[code], folder / f"{code}.mp4") for code in codes]
    folder.mkdir(parents=True, exist_ok=True)
    render_films(wanted, work=folder / "work")


def film_of(spec: FilmSpec) -> FilmFrames:
    """The frames of a film that is made alone."""
    board, fmt = storyboard(spec), spec.format
    assert spec.photo is not None
    ground = ComingNearer(spec.photo, (fmt.width, fmt.height), board.frames, sheets=sheets_of(fmt))
    return FilmFrames(board, ground)


def bench_photo() -> bytes:
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
