"""Pictures from cards: the plan's items as pixels, the pixels as a file. The same spec gives the same bytes."""

from dataclasses import dataclass
from hashlib import sha256

from PIL import Image, ImageDraw

from assets.encode import encode
from assets.geometry.items import Inset, LayerFit, Mark, Patch, Plan, TextLine
from assets.geometry.plan import plan_card
from assets.letters import Surface, draw_letters, letters_of, require_room_and_contrast
from assets.marks import draw_inset, draw_mark, edges
from assets.paint import ground_colour, text_colour
from assets.shaping import require_shaping
from assets.spec import Brand, CardSpec


@dataclass(frozen=True)
class Fit:
    """How the words came out. Sizes are pixels; `layers` has size and number of lines by layer. A picture that
    overflows is never made: DoesNotFit is raised instead, so `overflow` is False in every fit."""

    headline_px: int
    body_px: int
    overflow: bool
    layers: dict[str, LayerFit]


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

    return Fit(px("headline"), px("body", "steps"), False, dict(plan.layers))


def draw(plan: Plan, brand: Brand) -> Image.Image:
    """The plan as pixels. Surfaces and marks come first, so that the contrast of every line is measured against what
    is really behind it and not against its neighbours' letters."""
    ground = ground_colour(brand, plan.ground)
    image = Image.new("RGB", (plan.width, plan.height), ground)
    surfaces = [Surface((0, 0, plan.width, plan.height), ground)]
    pen = ImageDraw.Draw(image)
    for item in plan.items:
        if isinstance(item, Patch):
            surfaces.append(_draw_patch(pen, item, brand))
        elif isinstance(item, Mark):
            surfaces.append(Surface(draw_mark(image, item, brand), None))
        elif isinstance(item, Inset):
            surfaces.append(Surface(draw_inset(image, item), None))
    lines = [letters_of(item, brand, surfaces) for item in plan.items if isinstance(item, TextLine)]
    for line in lines:
        require_room_and_contrast(image, line)
    draw_letters(image, lines)
    return image


def _draw_patch(pen: ImageDraw.ImageDraw, patch: Patch, brand: Brand) -> Surface:
    ground, _, role = patch.colour.partition("/")
    colour = text_colour(brand, ground, role) if role else ground_colour(brand, ground)
    left, top, right, bottom = edges(patch.box)
    pen.rectangle((left, top, right - 1, bottom - 1), fill=colour)
    return Surface((left, top, right, bottom), colour)
