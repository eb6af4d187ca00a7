"""What is usual in a language: how hard and how long the same text is, measured on the Declaration of Human
Rights by `python -m tests.campaigns.content.checks.baselines`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Baseline:
    """LIX and words to a sentence of the Declaration in one language, its length against German (1.0)."""

    lix: float
    words_per_sentence: float
    length: float


@cache
def baselines() -> Mapping[str, Baseline]:
    """The measured figures by language."""
    rows = tomllib.loads((Path(__file__).parent / "baselines.toml").read_text(encoding="utf-8"))
    return {code: Baseline(**row) for code, row in rows.items()}


def length_against_german(code: str) -> float:
    """How long a text usually is in this language, German being 1; 1 for a language not measured."""
    found = baselines().get(code)
    return found.length if found else 1.0
