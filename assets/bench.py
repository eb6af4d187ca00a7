"""How fast pictures are made here, beside the bare encoding of the same pixels and beside the plain way with Pillow."""

import os
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from io import BytesIO
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFont, ImageOps

from assets.bench_peers import peers_on
from assets.bench_texts import TEXTS
from assets.encode import JPEG_QUALITY, encode
from assets.fonts import path_of
from assets.formats import format_for
from assets.geometry.plan import plan_card
from assets.image import draw, render_card
from assets.spec import Brand, CardSpec, Direction, FunderZone, Logo, Photo, Words
from assets.typeset.measure import shaping_of

MEDIA_TYPE = "image/jpeg"
NAIVE_ROUNDS = 2
FORMAT = "portrait"
LAYOUT = "cover"
MEGAPIXELS = (4000, 3000)


def bench_images(size: int) -> dict[str, Any]:
    """Medians in milliseconds of processor time for one portrait card as JPEG: words over a photo of twelve megapixels,
    a logo, a funder's zone, in eight languages, no text twice.

    Processor time, because on a busy machine the clock on the wall counts what others do, and counts it against
    whatever takes longer. `per_second` is by the wall.
    `limit_ms` is the encoder on the same pixels, measured beside each picture; `naive_ms` is Pillow as its manual has
    it; `per_second` is what a pool of one process per core makes; `peers` are other programs where one is installed, by
    the wall, with `ours_wall_ms` beside them.
    """
    rounds, codes = max(1, size // len(TEXTS)), tuple(TEXTS)[:size]
    for code in codes:
        render_card(
            _spec(code, 0), media_type=MEDIA_TYPE
        )  # opens fonts and the photo; nobody waits for that twice
    ours, wall, limit, naive = [], [], [], []
    for number in range(1, rounds + 1):
        for code in codes:
            spec = _spec(code, number)
            begun = time.perf_counter()
            ours.append(_timed(partial(render_card, spec, media_type=MEDIA_TYPE)))
            wall.append(time.perf_counter() - begun)
            pixels = draw(plan_card(spec), spec.brand)
            limit.append(_timed(partial(encode, pixels, MEDIA_TYPE)))
            if number <= NAIVE_ROUNDS:
                naive.append(_timed(partial(_draw_plainly, spec)))
    made, limited, plain = (statistics.median(times) for times in (ours, limit, naive))
    rows = [_row(_spec(code, 1)) for code in codes]
    return {
        "pictures": rounds * len(codes),
        "ours_ms": round(made * 1000, 2),
        "limit_ms": round(limited * 1000, 2),
        "ratio_to_limit": round(made / limited, 2),
        "per_second": round(_per_second(rounds, codes), 1),
        "naive_ms": round(plain * 1000, 1),
        "ratio_naive": round(plain / made, 1),
        "ours_wall_ms": round(statistics.median(wall) * 1000, 2),
        "peers": peers_on(rows, photo(), logo()),
        "peak_mb": _peak_mb(),
    }


def _row(spec: CardSpec) -> dict[str, str]:
    """A card's words as the peers take them."""
    words = spec.words
    return {
        "language": spec.language,
        "direction": spec.direction,
        "headline": words.headline,
        "body": words.body,
        "call": words.call_to_action,
        "source": words.source,
    }


@cache
def photo() -> bytes:
    """A picture with large and small forms like a photo's, from noise of several sizes, always the same."""
    wide, tall = MEGAPIXELS
    chance = np.random.default_rng(7)
    whole = np.zeros((tall, wide, 3), np.float32)
    for step, strength in ((1000, 1.0), (250, 0.6), (60, 0.3), (14, 0.1)):
        small = chance.random((tall // step + 2, wide // step + 2, 3), np.float32) * 255
        layer = Image.fromarray(small.astype(np.uint8)).resize((wide, tall), Image.Resampling.BICUBIC)
        whole += np.asarray(layer, np.float32) * strength
    out = BytesIO()
    Image.fromarray((whole / whole.max() * 255).astype(np.uint8)).save(out, "JPEG", quality=90)
    return out.getvalue()


@cache
def logo() -> bytes:
    """A mark with a hole, so that it has to be laid on what is behind it."""
    image = Image.new("RGBA", (900, 300), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((0, 0, 899, 299), 60, fill="#c8321f")
    pen.ellipse((60, 60, 240, 240), fill=(0, 0, 0, 0))
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@cache
def _brand() -> Brand:
    funder = FunderZone("Kofinanziert von der Europäischen Union", logo())
    return Brand("Demo Advice", logos=(Logo("Demo Advice", logo()),), funder=funder)


@cache
def _background() -> Photo:
    return Photo(photo(), (0.4, 0.5), "Photographer 1")


def _spec(code: str, number: int) -> CardSpec:
    kicker, headline, body, call = (text.format(n=10 + number) for text in TEXTS[code])
    words = Words(
        headline,
        body,
        kicker=kicker,
        call_to_action=call,
        source="§ 1 BEEG",
        imprint="demo.example/imprint",
        link=f"https://demo.example/k/{code}{number // 3}",  # three formats of a post share their link
    )
    direction: Direction = "rtl" if code in ("ar", "fa") else "ltr"
    return CardSpec(LAYOUT, FORMAT, code, direction, words, _brand(), _background())


def _render(spec: CardSpec) -> int:
    return len(render_card(spec, media_type=MEDIA_TYPE).data)


def _render_number(which: tuple[str, int]) -> int:
    return _render(_spec(*which))


def _per_second(rounds: int, codes: Sequence[str]) -> float:
    cores = os.cpu_count() or 1
    chosen = [(code, 1000 + number) for number in range(rounds) for code in codes]
    photo(), logo()  # before the processes part, which then share them
    with ProcessPoolExecutor(cores) as pool:
        list(pool.map(_render_number, [(code, 0) for code in codes] * cores, chunksize=len(codes)))
        seconds = _timed(lambda: list(pool.map(_render_number, chosen, chunksize=4)), time.perf_counter)
    return len(chosen) / seconds


def _draw_plainly(spec: CardSpec) -> bytes:
    """The same words with Pillow alone: photo and logo decoded, fonts opened at every size tried, every line measured
    as it grows."""
    fmt = format_for(spec.format)
    assert spec.photo is not None
    image = ImageOps.fit(
        Image.open(BytesIO(spec.photo.data)).convert("RGB"), (fmt.width, fmt.height), Image.Resampling.LANCZOS
    )
    image = Image.blend(image, Image.new("RGB", image.size, spec.brand.ink), 0.6)
    mark = Image.open(BytesIO(logo())).convert("RGBA").resize((180, 60), Image.Resampling.LANCZOS)
    image.paste(mark, (fmt.left, fmt.top), mark)
    pen = ImageDraw.Draw(image)
    y = 400.0
    rows = (
        (spec.words.headline, "bold", 150, 420),
        (spec.words.body, "regular", 58, 300),
        (spec.words.source, "regular", 32, 80),
    )
    for text, weight, px, room in rows:
        while True:
            face = ImageFont.truetype(str(path_of(spec.language, weight)), px)
            lines = _wrapped(pen, text, face, fmt.width - fmt.left - fmt.right, spec)
            if len(lines) * px * 1.3 <= room or px <= 32:
                break
            px -= 1
        for line in lines:
            place = (fmt.width - fmt.right, y) if spec.direction == "rtl" else (fmt.left, y)
            anchor = "ra" if spec.direction == "rtl" else "la"
            pen.text(place, line, spec.brand.paper, face, anchor, **shaping_of(spec.language, spec.direction))
            y += px * 1.3
        y += 44
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=JPEG_QUALITY, subsampling=0)
    return buffer.getvalue()


def _wrapped(
    pen: ImageDraw.ImageDraw, text: str, face: ImageFont.FreeTypeFont, width: int, spec: CardSpec
) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if pen.textlength(longer, face, **shaping_of(spec.language, spec.direction)) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _timed(act: Callable[[], object], clock: Callable[[], float] = time.thread_time) -> float:
    begun = clock()
    act()
    return clock() - begun


def _peak_mb() -> int:
    """The largest memory of one process, this one or one of the pool."""
    return max(
        resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
