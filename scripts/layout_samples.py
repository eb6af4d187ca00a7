"""Draws the sample picture of each layout for the desk: `python scripts/layout_samples.py`."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from assets.image import render_card
from assets.layouts import layout_keys
from assets.spec import Brand, CardSpec, Words
from assets.thumbnail import shrink

FOLDER = Path(__file__).parents[1] / "web" / "static" / "img" / "layouts"
WIDTH = 320
ICONS = ("law", "document", "speech", "lock")

WORDS = {
    "de": Words(
        headline="Ein Recht in einem Satz",
        body="Was das für dich heißt, in zwei kurzen Zeilen.",
        steps=("Sieh dir das zuerst an", "Frag dann danach", "Behalte eine Kopie"),
        myth="„Was viele sagen“",
        myth_label="Falsch",
        fact_label="Richtig",
        number="14 Tage",
        date="Ab 1. Januar",
        call_to_action="Frag uns",
        contact="Deine Beratungsstelle",
        source="Quelle: das Gesetz",
        notice="Allgemeine Information, keine Rechtsberatung.",
        imprint="Deine Organisation",
    ),
    "en": Words(
        headline="One right in one sentence",
        body="What it means for you, in two short lines.",
        steps=("Look at this first", "Then ask for that", "Keep a copy"),
        myth="“What people say”",
        myth_label="False",
        fact_label="True",
        number="14 days",
        date="From 1 January",
        call_to_action="Ask us",
        contact="Your advice office",
        source="Source: the law",
        notice="General information, no legal advice.",
        imprint="Your organisation",
    ),
}
#: What a layout shows best with other words.
OWN: dict[tuple[str, str], dict[str, str]] = {
    ("deadline", "de"): {"date": "31. Januar", "number": ""},
    ("deadline", "en"): {"date": "31 January", "number": ""},
    ("event", "de"): {"headline": "Komm vorbei, wir hören zu", "date": "Donnerstag, 14. Januar, 18 Uhr"},
    ("event", "en"): {"headline": "Come by, we listen", "date": "Thursday, 14 January, 6 pm"},
    ("question", "de"): {"headline": "Darf das so sein?"},
    ("question", "en"): {"headline": "Are they allowed to do this?"},
    ("slide", "de"): {"number": "2"},
    ("slide", "en"): {"number": "2"},
}


def main() -> None:
    """Writes one WebP per layout and language of the desk in the house's own colours."""
    for language, usual in WORDS.items():
        folder = FOLDER / language
        folder.mkdir(parents=True, exist_ok=True)
        for key in layout_keys():
            words = replace(usual, **OWN.get((key, language), {}))
            spec = CardSpec(key, "square", language, "ltr", words, Brand(name="Litfass"), icons=ICONS)
            (folder / f"{key}.webp").write_bytes(shrink(render_card(spec).data, width=WIDTH))
        sys.stdout.write(f"{language}\n")


if __name__ == "__main__":
    main()
