"""Golden stills: every layout in five scripts at a fifth of its size.

After a change that is meant to move pixels, look at them and make them anew:

    python -m tests.assets.stills

The file VERSION beside them names the renderer that made them. With the same renderer a still must be equal to the
last pixel; with another (a new Pillow, other fonts) it must look the same.
"""

from io import BytesIO
from pathlib import Path

from PIL import Image

from assets.image import render_card
from assets.renderer import renderer_version
from tests.assets import cards

FOLDER = Path(__file__).parent / "golden"
SIZE = (216, 270)


def names() -> list[tuple[str, str]]:
    """Layout and language of every still."""
    return [(layout, language) for layout in cards.WORDS["de"] for language in cards.SCRIPTS]


def still(layout: str, language: str) -> Image.Image:
    """The card as it is rendered now, small and grey enough for a repository."""
    with Image.open(BytesIO(render_card(cards.card(layout, language)).data)) as image:
        return image.resize(SIZE, Image.Resampling.BOX).convert("L")


def path_of(layout: str, language: str) -> Path:
    return FOLDER / f"{layout}-{language}.png"


def make() -> None:
    for layout, language in names():
        still(layout, language).save(path_of(layout, language), optimize=True)
    (FOLDER / "VERSION").write_text(renderer_version() + "\n", encoding="utf-8")


if __name__ == "__main__":
    make()
