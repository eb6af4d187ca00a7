"""A sample of each layout in a programme's own colours and marks, with words that stand for any others."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from assets.spec import Brand, CardSpec, Photo, Words

ICONS: Final = ("law", "document", "speech", "lock")


@cache
def sample_words() -> Mapping[str, Mapping[str, Any]]:
    """By language of the desk the fields of the words, and in `own` those that a layout has in their place."""
    return tomllib.loads((Path(__file__).parent / "samples.toml").read_text(encoding="utf-8"))


def sample_card(layout: str, *, language: str, brand: Brand, photo: Photo | None) -> CardSpec:
    """The square card of a layout with the words of this language of the desk; `photo` for layouts that show one."""
    said = dict(sample_words()[language])
    said |= said.pop("own").get(layout, {})
    words = Words(**{**said, "steps": tuple(said["steps"])})
    return CardSpec(layout, "square", language, "ltr", words, brand, photo, ICONS)
