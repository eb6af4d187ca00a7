"""Natural sizes of what is not set by the layout's own text layers: marks, codes, the funder's zone."""

from collections.abc import Callable
from functools import cache, lru_cache, partial
from io import BytesIO
from pathlib import Path

from PIL import Image

from assets.errors import AssetError
from assets.fonts import check_coverage, funder_path, path_of
from assets.formats import format_for
from assets.geometry.qr import qr_side
from assets.layouts import layout_for
from assets.layouts.parts import Layer
from assets.layouts.schema import Arrangement
from assets.spec import Brand, CardSpec, Logo
from assets.typeset.lines import Line, balance, fill
from assets.typeset.paragraph import prepare

Size = Callable[[float], tuple[float, float]]

LOGO_GAP = 36
PLATE = 12  # white that a mark brings along where it stands on colour
WORD_MARK_PX = 36
WORD_MARK_LEADING = 1.15
FUNDER_PX = 32
FUNDER_LEADING = 1.3
FUNDER_PAD = 22
FUNDER_GAP = 28
FUNDER_LIFT = 40  # a zone that reaches the lower edge shares the margin there


def inset_sizes(spec: CardSpec, arrangement: Arrangement) -> dict[str, Size]:
    """For each inset layer with content: width and height in a given width."""
    sizes: dict[str, Size] = {}
    for name in arrangement.shown:
        layer = arrangement.layers[name]
        if layer.only_with and not any(spec.text(one) for one in layer.only_with):
            continue
        if layer.kind == "qr" and spec.words.link:
            side = qr_side(spec.words.link, layer.extent)
            sizes[name] = lambda _, side=side: (side, side)  # type: ignore[misc]
        elif layer.kind == "icon" and (layer.icon or spec.icons):
            sizes[name] = lambda _, side=float(layer.extent): (side, side)  # type: ignore[misc]
        elif layer.kind == "logos":
            sizes[name] = cache(partial(_logos_size, spec.brand, layer))  # asked at every size tried
        elif layer.kind == "funder" and spec.brand.funder is not None:
            sizes[name] = cache(partial(_funder_size, spec, layer))
    return sizes


@lru_cache(maxsize=256)
def natural_size(data: bytes, name: str) -> tuple[int, int]:
    """Width and height of a PNG, JPEG or WebP mark, without decoding it."""
    try:
        with Image.open(BytesIO(data), formats=("PNG", "JPEG", "WEBP")) as image:
            return image.size
    except (OSError, ValueError, Image.DecompressionBombError):
        raise AssetError(
            "The logo “{name}” cannot be read. Use a PNG, JPEG or WebP file.", name=name
        ) from None


def logo_marks(brand: Brand) -> tuple[Logo, ...]:
    """The marks of the bar: the brand's logos, or its name as a word mark."""
    return brand.logos or (Logo(brand.name),)


def logo_size(logo: Logo, extent: int, room: float) -> tuple[float, float]:
    """A picture as high as the bar but at most four times as wide; a word mark in as many lines as it needs."""
    if logo.data is None:
        lines = word_mark_lines(logo.name, room)
        tall = WORD_MARK_PX * (1 + WORD_MARK_LEADING * (len(lines) - 1))
        return WORD_MARK_PX * max(line.width for line in lines), tall
    width, height = natural_size(logo.data, logo.name)
    scale = min(extent / height, 4 * extent / width)
    return width * scale, height * scale


def logo_foot(brand: Brand) -> float:
    """White below pictures of marks that gives way to nothing: their plates end in it. A name is a line like others."""
    return float(PLATE) if any(logo.data is not None for logo in brand.logos) else 0.0


def word_mark_lines(name: str, room: float) -> list[Line]:
    """A name set as a mark, balanced over as few lines as the room allows."""
    path = word_mark_path(name)
    lines = balance(prepare(name, path, "en", "ltr"), room / WORD_MARK_PX)
    if not lines:
        raise AssetError(
            "The name “{name}” is too wide to stand as a word mark; add a logo picture.", name=name
        )
    return lines


@lru_cache(maxsize=256)
def word_mark_path(name: str) -> Path:
    """The face of a word mark, by the script of the name."""
    language = "ar" if any("\u0600" <= c <= "\u06ff" for c in name) else "en"
    check_coverage(name, language, "semibold")
    return path_of(language, "semibold")


def _logos_size(brand: Brand, layer: Layer, width: float) -> tuple[float, float]:
    sizes = [logo_size(logo, layer.extent, width) for logo in logo_marks(brand)]
    whole = sum(w for w, _ in sizes) + LOGO_GAP * (len(sizes) - 1)
    if whole > width + 0.5:
        raise AssetError(
            "The marks of “{name}” are together {excess} pixels too wide for this format. Show fewer marks, or "
            "narrower ones.",
            name=brand.name,
            excess=round(whole - width),
        )
    return whole, max(h for _, h in sizes) + logo_foot(brand)


def funder_lines(spec: CardSpec, layer: Layer, width: float) -> list[Line]:
    """The statement's lines beside the emblem; the zone grows with it and never cuts it."""
    funder = spec.brand.funder
    assert funder is not None
    path = funder_path(funder.statement, spec.language)
    copy = prepare(funder.statement, path, "de", "ltr")
    room = width - 2 * funder_inset(layer) - emblem_width(spec, layer)
    lines = fill(copy, room / FUNDER_PX)
    if lines is None:
        raise AssetError(
            "The funder's statement has a word too long for this format; ask for an official short form."
        )
    return lines


def funder_inset(layer: Layer) -> float:
    """White beside the zone's content; none where the zone itself reaches the edges."""
    return 0.0 if "start" in layer.bleed else float(FUNDER_PAD)


def emblem_width(spec: CardSpec, layer: Layer) -> float:
    funder = spec.brand.funder
    if funder is None or funder.emblem is None:
        return 0.0
    width, height = natural_size(funder.emblem, "emblem")
    return width * emblem_height(spec, layer) / height + FUNDER_GAP


def emblem_height(spec: CardSpec, layer: Layer) -> float:
    """As high as the layout has it, or higher where the funder's rules ask for that."""
    funder, fmt = spec.brand.funder, format_for(spec.format)
    assert funder is not None
    printed = funder.millimetres * fmt.width / fmt.millimetres[0] if fmt.millimetres else 0.0
    return max(float(layer.extent), funder.share * _highest_mark(spec), printed)


def _highest_mark(spec: CardSpec) -> float:
    """Height of the highest picture in the bar of marks."""
    layers = layout_for(spec.layout).arrangements[format_for(spec.format).shape].layers.values()
    bar = max((layer.extent for layer in layers if layer.kind == "logos"), default=0)
    marks = (logo for logo in spec.brand.logos if logo.data is not None)
    return max((logo_size(logo, bar, 0.0)[1] for logo in marks), default=0.0)


def _funder_size(spec: CardSpec, layer: Layer, width: float) -> tuple[float, float]:
    lines = funder_lines(spec, layer, width)
    text = FUNDER_PX * (1 + FUNDER_LEADING * (len(lines) - 1))
    emblem = emblem_height(spec, layer) if emblem_width(spec, layer) else 0.0
    below = FUNDER_PAD - FUNDER_LIFT if "bottom" in layer.bleed else FUNDER_PAD
    return width, max(text, emblem) + FUNDER_PAD + below
