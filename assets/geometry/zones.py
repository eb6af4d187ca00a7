"""The bar of marks and the funder's zone as items at logical places; in right-to-left the tracer mirrors them."""

from dataclasses import replace
from pathlib import Path

from assets.colour import contrast
from assets.fonts import funder_path
from assets.geometry.insets import (
    FUNDER_GAP,
    FUNDER_LEADING,
    FUNDER_LIFT,
    FUNDER_PX,
    LOGO_GAP,
    PLATE,
    WORD_MARK_LEADING,
    WORD_MARK_PX,
    emblem_height,
    emblem_width,
    funder_inset,
    funder_lines,
    logo_foot,
    logo_marks,
    logo_size,
    word_mark_lines,
    word_mark_path,
)
from assets.geometry.items import Box, Inset, Item, Patch, TextLine
from assets.layouts.parts import Layer
from assets.paint import WHITE, ground_colour
from assets.spec import CardSpec, Logo
from assets.typeset.lines import Line

FAINT = 1.08  # a ground so near to white that the funder's zone would have no edge


def logo_items(spec: CardSpec, name: str, layer: Layer, box: Box, ground: str) -> list[Item]:
    """The marks of the bar side by side, each in the middle of its height."""
    items: list[Item] = []
    x, tall = box.x, box.height - logo_foot(spec.brand)
    for logo in logo_marks(spec.brand):
        width, height = logo_size(logo, layer.extent, box.width)
        place = Box(x, box.y + (tall - height) / 2, width, height)
        # A mark is drawn for paper; on colour it stands on a plate. A name is letters, and needs one on a photo alone.
        has_plate = ground == "photo" or (logo.data is not None and ground in ("accent", "ink", "fade"))
        if has_plate:
            plate = Box(x - PLATE, place.y - PLATE, width + 2 * PLATE, height + 2 * PLATE)
            items.append(Patch(plate, "white", name))
        if logo.data is None:
            items += _word_mark(logo, place, box.width, name, "white" if has_plate else ground)
        else:
            items.append(Inset("logo", place, logo.data, name))
        x += width + LOGO_GAP
    return items


def _word_mark(logo: Logo, place: Box, room: float, name: str, ground: str) -> list[Item]:
    path = word_mark_path(logo.name)
    return [
        _plain(
            line,
            place,
            place.y + WORD_MARK_PX * (0.85 + WORD_MARK_LEADING * number),
            path=path,
            px=WORD_MARK_PX,
            layer=name,
            ground=ground,
        )
        for number, line in enumerate(word_mark_lines(logo.name, room))
    ]


def funder_items(spec: CardSpec, name: str, layer: Layer, box: Box, zone: Box, page: str) -> list[Item]:
    """Emblem and statement in their own white. `zone` is the white, as far as it bleeds; `page` the ground of the
    picture, from which the zone is parted by a line where it is nearly white itself."""
    funder = spec.brand.funder
    assert funder is not None
    items: list[Item] = []
    if contrast(ground_colour(spec.brand, page), WHITE) < FAINT:
        items.append(Patch(Box(zone.x, zone.y - 2, zone.width, 2), f"{page}/hairline", "line"))
    items.append(Patch(zone, "white", name))
    room, inset = emblem_width(spec, layer), funder_inset(layer)
    lines = funder_lines(spec, layer, box.width)
    text = FUNDER_PX * (1 + FUNDER_LEADING * (len(lines) - 1))
    emblem = emblem_height(spec, layer) if room else 0.0
    # A zone that ends at the picture's edge is centred in all its white, but keeps off that edge.
    middle = min(zone.y + zone.height / 2, box.bottom + FUNDER_LIFT - max(text, emblem) / 2)
    if funder.emblem is not None and room:
        place = Box(box.x + inset, middle - emblem / 2, room - FUNDER_GAP, emblem)
        items.append(Inset("emblem", place, funder.emblem, name))
    path = funder_path(funder.statement, spec.language)
    left = box.x + inset + room
    for number, line in enumerate(lines):
        baseline = middle - text / 2 + FUNDER_PX * (0.85 + FUNDER_LEADING * number)
        place = Box(left, baseline - FUNDER_PX, box.right - inset - left, FUNDER_PX * 1.2)
        plain = _plain(line, place, baseline, path=path, px=FUNDER_PX, layer=name, ground="white")
        items.append(replace(plain, colour="black"))
    return items


def _plain(
    line: Line, place: Box, baseline: float, *, path: Path, px: int, layer: str, ground: str
) -> TextLine:
    """A line in the script of its own text, whatever the language of the card."""
    is_arabic = any("\u0600" <= c <= "\u06ff" for c in line.text)
    language, direction = ("ar", "rtl") if is_arabic else ("de", "ltr")
    return TextLine(line.text, place, baseline, "left", path, px, "text", ground, layer, language, direction)
