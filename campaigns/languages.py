"""The languages we speak: direction, script, locale and quotes. A language is a row of languages.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from campaigns.errors import BadInput

Direction = Literal["ltr", "rtl"]


@dataclass(frozen=True)
class Language:
    """A language: `code` is BCP 47 and goes to networks; `locale` is CLDR's and formats numbers and dates.

    `stop_follows_quote`: the full stop of a quoted sentence stands behind the closing mark.
    """

    code: str
    english: str
    native: str
    script: str
    locale: str
    quotes: tuple[str, str]
    direction: Direction = "ltr"
    asked: bool = False
    stop_follows_quote: bool = False

    @property
    def is_rtl(self) -> bool:
        return self.direction == "rtl"


@cache
def languages() -> Mapping[str, Language]:
    """Every language by code, in the order of the file."""
    rows = tomllib.loads((Path(__file__).parent / "languages.toml").read_text(encoding="utf-8"))
    return MappingProxyType(
        {code: Language(code=code, **{**row, "quotes": tuple(row["quotes"])}) for code, row in rows.items()}
    )


@cache
def written_languages() -> tuple[str, ...]:
    """Codes of the languages that copy, pictures and reports exist in."""
    return tuple(code for code, language in languages().items() if not language.asked)


def language(code: str) -> Language:
    """The language of this code; refuses an unknown one by naming those that something is written in."""
    found = languages().get(code)
    if found is None:
        raise BadInput(
            "There is no language “{code}”. Litfass writes in {known}.",
            code=code[:20],
            known=", ".join(written_languages()),
        )
    return found


def sort_languages(codes: Iterable[str]) -> list[str]:
    """German and English first, then the order of the file: the same order on every screen."""
    order = {code: place for place, code in enumerate(languages())}
    return sorted(codes, key=lambda code: (order.get(code, len(order)), code))
