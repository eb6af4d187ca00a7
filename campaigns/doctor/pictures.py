"""What pictures need: fonts of every script, and letters that join."""

from __future__ import annotations

from typing import get_args

from assets.errors import AssetError
from assets.fonts import Weight, path_of
from assets.shaping import prove_shaping
from campaigns.doctor.finding import Finding, fails, well
from campaigns.languages import languages

WEIGHTS: tuple[Weight, ...] = get_args(Weight)


def check_fonts() -> Finding:
    """Every language finds its fonts."""
    try:
        files = {path_of(code, weight) for code in languages() for weight in WEIGHTS}
    except AssetError as problem:
        return fails(
            "fonts", "{problem}", "Get the release again: fonts are part of it.", problem=str(problem)
        )
    return well(
        "fonts", "{count} font files for {languages} languages.", count=len(files), languages=len(languages())
    )


def check_shaping() -> Finding:
    """Arabic letters join and stand in order; without the system's FriBiDi they do not."""
    state = prove_shaping()
    if state.proven:
        return well("shaping", "{message}", message=state.message)
    return fails(
        "shaping",
        "{message} Pictures in right-to-left languages are refused; everything else works.",
        "Install libfribidi0: sudo apt-get install libfribidi0 (or your system's package of FriBiDi).",
        message=state.message,
    )
