"""Short films of the test campaign."""

from dataclasses import replace
from itertools import count
from typing import Any

from assets.films.spec import FilmSpec, Scene, Sound
from tests.assets.cards import card

SILENT = Sound()


def film(
    language: str,
    format: str = "landscape",
    layouts: tuple[str, ...] = ("explainer", "big_number"),
    **how: Any,
) -> FilmSpec:
    """A film with one scene per layout, each with its words as captions."""
    scenes = []
    for layout in layouts:
        one = card(layout, language, format)
        words = replace(one.words, link="", contact="", imprint="", call_to_action="")
        spoken = " ".join(text for text in (f"{words.headline}.", words.body, *words.steps) if text)
        scenes.append(Scene(replace(one, words=words), spoken))
    return FilmSpec(tuple(scenes), card("referral", language, format), **how)


def never() -> bool:
    return False


def after(calls: int) -> Any:
    """Says yes from this call on."""
    number = count()
    return lambda: next(number) >= calls
