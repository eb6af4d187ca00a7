"""Draws the sample picture of each layout for the desk: `python scripts/layout_samples.py`."""

from __future__ import annotations

import sys
from pathlib import Path

from assets.image import render_card
from assets.layouts import layout_keys
from assets.spec import Brand, CardSpec, Words
from assets.thumbnail import shrink

FOLDER = Path(__file__).parents[1] / "web" / "static" / "img" / "layouts"
WIDTH = 320
ICONS = ("law", "document", "speech", "lock")

WORDS = Words(
    headline="One right in one sentence",
    body="What it means for you, in two short lines.",
    steps=("First, look at this", "Then ask for that", "Keep a copy"),
    myth="“What people say”",
    myth_label="False",
    fact_label="True",
    number="14 days",
    date="From 1 January on",
    call_to_action="Ask for advice",
    contact="Advice office",
    source="Source: the law",
    notice="General information, no legal advice.",
    imprint="Your organisation",
)


def main() -> None:
    """Writes one WebP per layout in the house's own colours."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for key in layout_keys():
        spec = CardSpec(key, "square", "en", "ltr", WORDS, Brand(name="Litfass"), icons=ICONS)
        picture = render_card(spec)
        (FOLDER / f"{key}.webp").write_bytes(shrink(picture.data, width=WIDTH))
        sys.stdout.write(f"{key}\n")


if __name__ == "__main__":
    main()
