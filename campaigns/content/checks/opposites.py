"""Negations that another language says without one, by the word of the opposite: "nicht verheiratet", "single"."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from campaigns.content.checks.folding import fold
from campaigns.content.checks.words import pattern


@dataclass(frozen=True)
class _Opposite:
    """The words that something is denied of, and the words that say the same without a "not", by language.

    `is_negative`: a language without such a word needs a "not" or a "without" to say it.
    """

    denied: Mapping[str, re.Pattern[str]]
    said: Mapping[str, re.Pattern[str]]
    is_negative: bool


def said_by_opposite(source: str, target: str, *, source_language: str, target_language: str) -> int:
    """How many things that the source may deny the target says by their opposites, each counted once.

    An opposite that the source itself has answers for itself alone ("kostenlos, und bezahlen musst du nichts").
    """
    here, there = fold(source).text, fold(target).text
    return sum(
        _is_in(one.denied, source_language, here)
        and _is_in(one.said, target_language, there)
        and not _is_in(one.said, source_language, here)
        for one in _opposites()
    )


def needing_negation(source: str, target: str, *, source_language: str, target_language: str) -> int:
    """How many negative words of the source the target has no such word for: "arbeitslos", "senza lavoro"."""
    here, there = fold(source).text, fold(target).text
    return sum(
        one.is_negative
        and _is_in(one.said, source_language, here)
        and not _is_in(one.said, target_language, there)
        for one in _opposites()
    )


def _is_in(words: Mapping[str, re.Pattern[str]], language: str, folded: str) -> bool:
    expression = words.get(language)
    return bool(expression and expression.search(folded))


@cache
def _opposites() -> tuple[_Opposite, ...]:
    rows = tomllib.loads(Path(__file__).with_name("opposites.toml").read_text(encoding="utf-8"))
    return tuple(
        _Opposite(_compiled(row["denied"]), _compiled(row["said"]), row.get("is_negative", False))
        for row in rows.values()
    )


def _compiled(by_language: Mapping[str, str]) -> dict[str, re.Pattern[str]]:
    return {code: re.compile(pattern(row, code=code)) for code, row in by_language.items()}
