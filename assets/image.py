"""Pictures from cards: the plan's items as pixels, the pixels as a file. The same spec gives the same bytes."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from PIL import Image

from assets.colour import mix
from assets.encode import Note, encode
from assets.errors import AssetError
from assets.formats import FORMATS, format_for
from assets.geometry.items import Inset, Item, LayerFit, Mark, Patch, Plan, TextLine
from assets.geometry.left_out import Why
from assets.geometry.plan import plan_card
from assets.letters import Edges, Surface, draw_letters, letters_of, require_room_and_contrast
from assets.marks import draw_inset, draw_mark, edges
from assets.paint import fade_end, ground_colour, text_colour
from assets.photos import page_of
from assets.shaping import require_shaping
from assets.spec import Brand, CardSpec, Photo

PDF = "application/pdf"


@dataclass(frozen=True)
class Fit:
    """How the words came out. Sizes are pixels; `layers` has size and number of lines by layer. A picture that
    overflows is never made: DoesNotFit is raised instead, so `overflow` is False in every fit. `left_out` names filled
    fields that are not on the picture, with the reason."""

    headline_px: int
    body_px: int
    overflow: bool
    layers: dict[str, LayerFit]
    left_out: dict[str, Why]


@dataclass(frozen=True)
class RenderedImage:
    """A finished file: its bytes, what they are, and their SHA-256 in hexadecimal."""

    data: bytes
    media_type: str
    width: int
    height: int
    digest: str
    fit: Fit


def render_card(
    spec: CardSpec,
    *,
    media_type: str = "image/png",
    note: Note | None = None,
    most_bytes: int | None = None,
) -> RenderedImage:
    """The picture of a card as PNG, JPEG, WebP or AVIF, in sRGB; a sheet for printing also as PDF. It carries no
    metadata but what `note` says, and takes at most `most_bytes`."""
    if spec.direction == "rtl":
        require_shaping()
    plan = plan_card(spec)
    image = draw(plan, spec.brand)
    if media_type == PDF:
        return _sheet(plan, spec)
    data = encode(image, media_type, note=note, most_bytes=most_bytes)
    return RenderedImage(data, media_type, plan.width, plan.height, sha256(data).hexdigest(), fit_of(plan))


def _sheet(plan: Plan, spec: CardSpec) -> RenderedImage:
    """The card as a PDF; its width and height are dots at the resolution of printing."""
    from assets.sheets.pdf import pdf_of, print_pixels  # typst is large, and pictures do without it

    fmt = format_for(spec.format)
    if not fmt.is_print:
        raise AssetError(
            "The format “{key}” is for screens. A PDF is made of a sheet: {known}.",
            key=fmt.key,
            known=", ".join(key for key, one in FORMATS.items() if one.is_print),
        )
    data = pdf_of(plan, spec, fmt)
    width, height = print_pixels(fmt)
    return RenderedImage(data, PDF, width, height, sha256(data).hexdigest(), fit_of(plan))


def fit_of(plan: Plan) -> Fit:
    def px(*names: str) -> int:
        return next((plan.layers[name].px for name in names if name in plan.layers), 0)

    return Fit(px("headline"), px("body", "steps"), False, dict(plan.layers), dict(plan.left_out))


def draw(plan: Plan, brand: Brand) -> Image.Image:
    """The plan as pixels. Surfaces and marks come first, so that the contrast of every line is measured against what
    is really behind it and not against its neighbours' letters."""
    image, surfaces, items = _begun(plan, brand)
    for item in items:
        if isinstance(item, Patch):
            surfaces.append(_draw_patch(image, item, brand))
        elif isinstance(item, Mark):
            surfaces.append(Surface(draw_mark(image, item, brand), None))
        elif isinstance(item, Inset):
            surfaces.append(Surface(draw_inset(image, item), None))
    lines = [letters_of(item, brand, surfaces) for item in plan.items if isinstance(item, TextLine)]
    for line in lines:
        require_room_and_contrast(image, line)
    draw_letters(image, lines)
    return image


def _begun(plan: Plan, brand: Brand) -> tuple[Image.Image, list[Surface], Sequence[Item]]:
    """The page with what lies behind everything, its surfaces, and the items that are still to be drawn on it: most
    photos fill the page from its upper edge and are there from the start."""
    ground, page = ground_colour(brand, plan.ground), (0, 0, plan.width, plan.height)
    first = plan.items[0] if plan.items else None
    if isinstance(first, Inset) and isinstance(first.data, Photo) and plan.ground != "fade":
        left, top, right, bottom = place = edges(first.box)
        if (left, top, right) == page[:3] and bottom <= plan.height:
            image = page_of(first.data, (right, bottom), first.veil, ground, plan.height)
            return image, [Surface(page, ground), Surface(place, None)], plan.items[1:]
    image = Image.new("RGB", page[2:], ground)
    behind = _draw_fade(image, page, brand) if plan.ground == "fade" else Surface(page, ground)
    return image, [behind], plan.items


def _draw_fade(image: Image.Image, place: Edges, brand: Brand) -> Surface:
    """A gradient of the accent from top to bottom."""
    left, top, right, bottom = place
    begin, end, height = ground_colour(brand, "fade"), fade_end(brand), bottom - top
    rows = (mix(end, begin, y / max(1, height - 1)) for y in range(height))
    column = Image.frombytes("RGB", (1, height), bytes(channel for row in rows for channel in row))
    image.paste(column.resize((right - left, height)), (left, top))
    return Surface(place, None)


def _draw_patch(image: Image.Image, patch: Patch, brand: Brand) -> Surface:
    if patch.colour == "fade":
        return _draw_fade(image, edges(patch.box), brand)
    ground, _, role = patch.colour.partition("/")
    colour = text_colour(brand, ground, role) if role else ground_colour(brand, ground)
    place = edges(patch.box)
    image.paste(colour, place)
    return Surface(place, colour)
