"""What pictures need: fonts with the letters of every language, sound layouts, and letters that join."""

from __future__ import annotations

from assets import doctor as pictures
from assets.shaping import prove_shaping
from campaigns.doctor.finding import Finding, fails, well


def check_fonts() -> Finding:
    """Every face is there and has the letters of its languages."""
    return _told(pictures.examine_fonts())


def check_layouts() -> Finding:
    """Every layout can be read."""
    return _told(pictures.examine_layouts())


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


def _told(found: pictures.Finding) -> Finding:
    if found.well:
        return well(found.name, found.sentence, **found.values)
    return fails(found.name, found.sentence, "Get the release again: it is part of it.", **found.values)
