"""Which colour a role has on a ground, for one brand."""

from functools import lru_cache

from assets import colour
from assets.colour import LARGE_TEXT_CONTRAST, LARGE_TEXT_PX, RGB, TEXT_CONTRAST, contrast, mix
from assets.spec import Brand

WHITE: RGB = (255, 255, 255)
BLACK: RGB = (0, 0, 0)


@lru_cache(maxsize=1024)
def ground_colour(brand: Brand, ground: str) -> RGB:
    """The colour of a surface. The tint is a breath of accent on paper, never darker than text allows."""
    paper = colour.parse(brand.paper)
    if ground == "tint":
        return mix(colour.parse(brand.accent), paper, 0.10)
    known = {"paper": brand.paper, "ink": brand.ink, "accent": brand.accent, "white": "#ffffff"}
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
        for share in (0.72, 0.8, 0.9):
            if contrast(mix(main, surface, share), surface) >= max(TEXT_CONTRAST, 5.5):
                return mix(main, surface, share)
        return main
    if role == "accent" and ground != "accent":
        accent = colour.parse(brand.accent)
        return accent if contrast(accent, surface) >= needed else main
    return main


def _main(brand: Brand, ground: str, surface: RGB) -> RGB:
    if ground == "accent":
        return colour.parse(brand.accent_ink)
    if ground == "ink":
        return colour.parse(brand.paper)
    ink = colour.parse(brand.ink)
    return (
        ink
        if contrast(ink, surface) >= TEXT_CONTRAST
        else max(BLACK, WHITE, key=lambda c: contrast(c, surface))
    )
