"""Colours and their contrast, by WCAG 2.2 (relative luminance and contrast ratio, success criterion 1.4.3)."""

import re
from functools import lru_cache

from assets.errors import BrandFault

RGB = tuple[int, int, int]

TEXT_CONTRAST = 4.5
LARGE_TEXT_CONTRAST = 3.0
LARGE_TEXT_PX = 66  # 24 CSS px on a phone 390 CSS px wide, in pixels of a 1080 px picture


@lru_cache(maxsize=512)
def parse(value: str, name: str = "colour") -> RGB:
    """`#rrggbb` as three numbers 0–255."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise BrandFault(
            "The {name} “{value}” is not a colour. Write it as # and six hexadecimal digits, for example #1d3557.",
            name=name,
            value=value,
        )
    return int(value[1:3], 16), int(value[3:5], 16), int(value[5:7], 16)


@lru_cache(maxsize=4096)
def luminance(colour: RGB) -> float:
    """Relative luminance, 0 (black) to 1 (white)."""
    parts = [c / 255 for c in colour]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: RGB, other: RGB) -> float:
    """Contrast ratio, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mix(over: RGB, under: RGB, share: float) -> RGB:
    """`over` laid on `under` with the opacity `share`."""
    one, two, three = (round(o * share + u * (1 - share)) for o, u in zip(over, under, strict=True))
    return one, two, three


def require_contrast(name: str, text: RGB, ground: RGB, least: float = TEXT_CONTRAST) -> None:
    """Refuses a pair of colours that many people could not read."""
    found = contrast(text, ground)
    if found < least:
        raise BrandFault(
            "The contrast of {name} is {found}; readable text needs at least {least}. Make one of the two darker or "
            "lighter.",
            name=name,
            found=f"{found:.1f}",
            least=f"{least:.1f}",
        )
