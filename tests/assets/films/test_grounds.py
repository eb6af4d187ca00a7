"""A photo behind a film comes nearer slowly, evenly and never by more than six hundredths."""

from io import BytesIO
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image, ImageDraw

from assets.films.grounds import ComingNearer, Part
from assets.films.scenes import empty
from assets.films.spec import Photo

SIZE = (540, 960)
SHEETS = (40, 500)
SHEET = (30, 130, 510, 700)
FRAMES = 240


@pytest.fixture(scope="module")
def ground() -> ComingNearer:
    """Over a dark picture with two bright spots, one far up, one far down."""
    picture = Image.new("RGB", (1080, 1920), (10, 20, 30))
    pen = ImageDraw.Draw(picture)
    for y in (300, 1600):
        pen.ellipse((510, y - 30, 570, y + 30), fill=(255, 255, 255))
    buffer = BytesIO()
    picture.save(buffer, "PNG")
    return ComingNearer(Photo(buffer.getvalue()), SIZE, FRAMES, sheets=SHEETS)


def frame_of(ground: ComingNearer, number: int, hidden: Part | None = None) -> Image.Image:
    frame = empty(SIZE)
    ground.lay(frame, number, hidden)
    return frame


def apart(ground: ComingNearer, number: int) -> float:
    """Pixels between the two spots, by their centres of light."""
    luma = np.asarray(frame_of(ground, number))[: SIZE[1]].astype(float)
    luma[luma < 60] = 0
    rows = luma.sum(axis=1)
    places, middle = np.arange(SIZE[1]), SIZE[1] // 2
    upper, lower = (
        float(np.average(places[part], weights=rows[part])) for part in (slice(middle), slice(middle, None))
    )
    return lower - upper


def test_a_film_ends_six_hundredths_nearer_than_it_began_and_no_more(ground: ComingNearer) -> None:
    assert apart(ground, FRAMES - 1) / apart(ground, 0) == pytest.approx(1.06, abs=0.001)


def test_it_only_comes_nearer_and_in_even_steps(ground: ComingNearer) -> None:
    widths = [apart(ground, number) for number in range(0, FRAMES, 6)]
    steps = [later - earlier for earlier, later in pairwise(widths)]
    assert min(steps) > 0
    assert max(steps) < 1.6 * (widths[-1] - widths[0]) / len(steps)


@pytest.mark.parametrize("number", [0, 7, FRAMES - 1])
def test_what_a_sheet_leaves_to_be_seen_is_the_same_with_and_without_it(
    ground: ComingNearer, number: int
) -> None:
    sheet = Image.new("L", (SHEET[2] - SHEET[0], SHEET[3] - SHEET[1]), 255)
    frames = frame_of(ground, number), frame_of(ground, number, SHEET)
    for frame in frames:
        frame.paste(sheet, SHEET[:2])
        frame.paste(sheet.resize((sheet.width, sheet.height // 2)), (SHEET[0], SIZE[1] + SHEET[1] // 2))
    assert frames[0].tobytes() == frames[1].tobytes()


def test_nothing_is_cut_for_what_a_sheet_hides(ground: ComingNearer) -> None:
    frame = frame_of(ground, 7, SHEET)
    assert frame.crop((40, 240, 500, 600)).getextrema() == (0, 0)
    assert frame.crop((0, 240, 40, 600)).getextrema() != (0, 0)
