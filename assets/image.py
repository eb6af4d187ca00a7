"""Pictures from cards: the plan's items as pixels, the pixels as a file. The same spec gives the same bytes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from assets.colour import LARGE_TEXT_CONTRAST, LARGE_TEXT_PX, RGB, TEXT_CONTRAST, contrast
from assets.encode import encode
from assets.errors import AssetError
from assets.fonts import font
from assets.geometry.items import Inset, LayerFit, Mark, Patch, Plan, TextLine
from assets.geometry.plan import plan_card
from assets.marks import draw_inset, draw_mark, edges
from assets.paint import ground_colour, text_colour
from assets.shaping import require_shaping
from assets.spec import Brand, CardSpec
from assets.typeset.measure import shaping_of

SMALL_PX = 44
SAMPLE_PX = 5  # every how many pixels the ground behind a line is looked at


@dataclass(frozen=True)
class Fit:
    """How the words came out. Sizes are pixels; `layers` has size and number of lines by layer. A picture that
    overflows is never made: DoesNotFit is raised instead, so `overflow` is False in every fit."""

    headline_px: int
    body_px: int
    overflow: bool
    layers: Mapping[str, LayerFit]


@dataclass(frozen=True)
class RenderedImage:
    """A finished file: its bytes, what they are, and their SHA-256 in hexadecimal."""

    data: bytes
    media_type: str
    width: int
    height: int
    digest: str
    fit: Fit


def render_card(spec: CardSpec, *, media_type: str = "image/png") -> RenderedImage:
    """The picture of a card as PNG, JPEG or WebP, in sRGB, without metadata."""
    if spec.direction == "rtl":
        require_shaping()
    plan = plan_card(spec)
    data = encode(draw(plan, spec.brand), media_type)
    return RenderedImage(data, media_type, plan.width, plan.height, sha256(data).hexdigest(), fit_of(plan))


def fit_of(plan: Plan) -> Fit:
    def px(*names: str) -> int:
        return next((plan.layers[name].px for name in names if name in plan.layers), 0)

    return Fit(px("headline"), px("body", "steps"), False, plan.layers)


def draw(plan: Plan, brand: Brand) -> Image.Image:
    """The plan as pixels. Surfaces and marks come first, so that the contrast of every line is measured against what
    is really behind it and not against its neighbours' letters."""
    image = Image.new("RGB", (plan.width, plan.height), ground_colour(brand, plan.ground))
    pen = ImageDraw.Draw(image)
    for item in plan.items:
        if isinstance(item, Patch):
            _draw_patch(pen, item, brand)
        elif isinstance(item, Mark):
            draw_mark(image, item, brand)
        elif isinstance(item, Inset):
            draw_inset(image, item)
    lines = [_place(item, brand) for item in plan.items if isinstance(item, TextLine)]
    for line in lines:
        _require_room_and_contrast(image, line)
    for line in lines:
        _draw_line(pen, line)
    return image


def _draw_patch(pen: ImageDraw.ImageDraw, patch: Patch, brand: Brand) -> None:
    ground, _, role = patch.colour.partition("/")
    colour = text_colour(brand, ground, role) if role else ground_colour(brand, ground)
    left, top, right, bottom = edges(patch.box)
    pen.rectangle((left, top, right - 1, bottom - 1), fill=colour)


@dataclass(frozen=True)
class _Placed:
    """A line's letters as a mask, where the mask's corner stands, and the colour it lets through."""

    line: TextLine
    mask: Any
    x: int
    y: int
    colour: RGB

    @property
    def ink(self) -> tuple[int, int, int, int]:
        width, height = self.mask.size
        return self.x, self.y, self.x + width, self.y + height


def _place(line: TextLine, brand: Brand) -> _Placed:
    """The ink itself, not its side bearing, stands flush on the margin."""
    make = _kept_letters if line.px <= SMALL_PX else _letters
    mask, above = make(line.text, line.path, line.px, line.language, line.direction)
    x = line.box.right - mask.size[0] + line.hang if line.side == "right" else line.box.x - line.hang
    colour = text_colour(brand, line.ground, line.colour, line.px)
    return _Placed(line, mask, round(x), round(line.baseline) + above, colour)


def _letters(text: str, path: Path, px: int, language: str, direction: str) -> tuple[Any, int]:
    """The shaped text as a mask cut to its ink, and how far its top lies from the baseline (negative: above)."""
    mask, (_, above) = font(path, px).getmask2(text, anchor="ls", **shaping_of(language, direction))
    return mask, above


# Small print, marks and a funder's statement come back on every picture of a campaign.
_kept_letters = lru_cache(maxsize=256)(_letters)


def _draw_line(pen: ImageDraw.ImageDraw, placed: _Placed) -> None:
    pen.draw.draw_bitmap((placed.x, placed.y), placed.mask, pen.draw.draw_ink(placed.colour))
    line = placed.line
    if line.strike:
        thick = max(3, line.px // 18)
        middle = round(line.baseline) - round(line.px * 0.27)
        left, _, right, _ = placed.ink
        pen.rectangle((left, middle, right, middle + thick - 1), fill=placed.colour)


def _require_room_and_contrast(image: Image.Image, placed: _Placed) -> None:
    """Measures the contrast against the pixels that are really behind the text, before it is drawn."""
    line, (left, top, right, bottom) = placed.line, placed.ink
    if left < 0 or top < 0 or right > image.width or bottom > image.height:
        raise AssetError(
            "The layer “{layer}” reaches beyond the picture; the layout is at fault.", layer=line.layer
        )
    needed = LARGE_TEXT_CONTRAST if line.px >= LARGE_TEXT_PX else TEXT_CONTRAST
    size = max(1, (right - left) // SAMPLE_PX), max(1, (bottom - top) // SAMPLE_PX)
    behind = image.resize(size, Image.Resampling.NEAREST, box=placed.ink).getextrema()
    found = min(contrast(placed.colour, _corner(behind, which)) for which in (0, 1))
    if found < needed:
        raise AssetError(
            "The text of “{layer}” has a contrast of {found} on its ground; it needs {needed}. Choose other brand "
            "colours.",
            layer=line.layer,
            found=f"{found:.1f}",
            needed=f"{needed:.1f}",
        )


def _corner(extremes: object, which: int) -> RGB:
    """The darkest (0) or lightest (1) colour a region can hold, channel by channel."""
    red, green, blue = (band[which] for band in extremes)  # type: ignore[attr-defined]
    return red, green, blue
