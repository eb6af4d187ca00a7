"""A sample of each layout in a programme's own colours and marks: words that stand for any others, in the languages of
the desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from assets.spec import Brand, CardSpec, Photo, Words

ICONS: Final = ("law", "document", "speech", "lock")

WORDS: Final[Mapping[str, Words]] = {
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
OWN: Final[Mapping[tuple[str, str], Mapping[str, str]]] = {
    ("deadline", "de"): {"date": "31. Januar", "number": ""},
    ("deadline", "en"): {"date": "31 January", "number": ""},
    ("event", "de"): {"headline": "Komm vorbei, wir hören zu", "date": "Donnerstag, 14. Januar, 18 Uhr"},
    ("event", "en"): {"headline": "Come by, we listen", "date": "Thursday, 14 January, 6 pm"},
    ("question", "de"): {"headline": "Darf das so sein?"},
    ("question", "en"): {"headline": "Are they allowed to do this?"},
    ("slide", "de"): {"number": "2"},
    ("slide", "en"): {"number": "2"},
}


def sample_card(layout: str, *, language: str, brand: Brand, photo: Photo | None) -> CardSpec:
    """The square card of a layout with the words of this language of the desk; `photo` for layouts that show one."""
    own: dict[str, Any] = dict(OWN.get((layout, language), {}))
    words = replace(WORDS[language], **own)
    return CardSpec(layout, "square", language, "ltr", words, brand, photo, ICONS)
