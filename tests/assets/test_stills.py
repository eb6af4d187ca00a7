"""Every layout in five scripts looks as it did when somebody last looked at it."""

import pytest
from PIL import Image, ImageChops, ImageStat

from assets.renderer import renderer_version
from tests.assets import stills

TOLERANCE = 0.01


def distance(one: Image.Image, two: Image.Image) -> float:
    """Mean difference after a slight blur, 0 to 1: what an eye would see, not where an edge was rounded."""
    half = (one.width // 3, one.height // 3)
    small = [image.resize(half, Image.Resampling.BOX) for image in (one, two)]
    return ImageStat.Stat(ImageChops.difference(*small)).mean[0] / 255


@pytest.mark.parametrize(("layout", "language"), stills.names())
def test_a_card_looks_as_its_golden_still(layout: str, language: str) -> None:
    now = stills.still(layout, language)
    with Image.open(stills.path_of(layout, language)) as golden:
        golden.load()
    if renderer_version() == (stills.FOLDER / "VERSION").read_text(encoding="utf-8").strip():
        assert now.tobytes() == golden.tobytes()
    else:
        assert distance(now, golden) < TOLERANCE


def test_the_comparison_tells_a_lost_line_from_a_moved_edge() -> None:
    card = stills.still("explainer", "ar")
    moved = ImageChops.blend(card, ImageChops.offset(card, 1, 0), 0.2)  # edges rounded otherwise
    lost = card.copy()
    lost.paste(255, (100, 30, 216, 70))
    assert distance(card, moved) < TOLERANCE < distance(card, lost)
