"""Which colour a role has on a ground, for one brand."""

from functools import lru_cache

from assets import colour
from assets.colour import LARGE_TEXT_CONTRAST, LARGE_TEXT_PX, RGB, TEXT_CONTRAST, contrast, mix
from assets.spec import Brand

WHITE: RGB = (255, 255, 255)
BLACK: RGB = (0, 0, 0)
FADE_SHARE = 0.34
VEILED_CONTRAST = TEXT_CONTRAST + 0.3  # what is cut and scaled may come out a shade lighter


@lru_cache(maxsize=1024)
def ground_colour(brand: Brand, ground: str) -> RGB:
    """The colour of a surface; of a fade the one it begins with, of a photo the one it is darkened with. The tint is
    a breath of accent on paper, never darker than text allows."""
    paper = colour.parse(brand.paper)
    if ground == "tint":
        return mix(colour.parse(brand.accent), paper, 0.10)
    if ground == "photo":
        return min(colour.parse(brand.ink), paper, key=colour.luminance)
    known = {"paper": brand.paper, "ink": brand.ink, "white": "#ffffff"}
    known |= {"accent": brand.accent, "fade": brand.accent}
    return colour.parse(known[ground])


@lru_cache(maxsize=1024)
def text_colour(brand: Brand, ground: str, role: str, px: int = 44) -> RGB:
    """The colour of text or a sign: the role's own where it is readable on this ground, else the ground's main one."""
    surface = ground_colour(brand, ground)
    main = _main(brand, ground, surface)
    needed = LARGE_TEXT_CONTRAST if px >= LARGE_TEXT_PX else TEXT_CONTRAST
    if role == "black":
        return BLACK
    if role == "hairline":
        return mix(main, surface, 0.28)
    if role == "quiet":
        if ground == "photo":
            return main
        for share in (0.72, 0.8, 0.9):
            if contrast(mix(main, surface, share), surface) >= max(TEXT_CONTRAST, 5.5):
                return mix(main, surface, share)
        return main
    if role == "accent" and ground not in ("accent", "fade", "photo"):
        accent = colour.parse(brand.accent)
        return accent if contrast(accent, surface) >= needed else main
    return main


def _main(brand: Brand, ground: str, surface: RGB) -> RGB:
    if ground in ("accent", "fade"):
        return colour.parse(brand.accent_ink)
    if ground == "photo":
        return max(colour.parse(brand.ink), colour.parse(brand.paper), key=colour.luminance)
    if ground == "ink":
        return colour.parse(brand.paper)
    ink = colour.parse(brand.ink)
    return (
        ink
        if contrast(ink, surface) >= TEXT_CONTRAST
        else max(BLACK, WHITE, key=lambda c: contrast(c, surface))
    )


@lru_cache(maxsize=256)
def fade_end(brand: Brand) -> RGB:
    """Where a fade of the accent goes: away from the letters on it, so that they are read better and never worse."""
    accent, ink = colour.parse(brand.accent), colour.parse(brand.accent_ink)
    away = BLACK if colour.luminance(ink) > colour.luminance(accent) else WHITE
    return mix(away, accent, FADE_SHARE)


@lru_cache(maxsize=256)
def veil_share(brand: Brand) -> float:
    """How much of a photo must be covered so that letters can be read even where it is brightest."""
    text, dark = text_colour(brand, "photo", "text"), ground_colour(brand, "photo")
    for share in range(50, 96):
        if contrast(text, mix(dark, WHITE, share / 100)) >= VEILED_CONTRAST:
            return share / 100
    return 0.96
