"""Copy frames: the sentences that every post of a kind shares, in each language, written by people.

A frame is a draft until a native speaker has confirmed it. All languages hold the same keys with the
same places; nouns that a number governs hold one form for each plural category of CLDR.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from babel import Locale

from campaigns.content.patterns import fill
from campaigns.errors import NotFound
from campaigns.languages import Language, language

FOLDER = Path(__file__).parent / "frames"


@dataclass(frozen=True)
class Frames:
    """The frames of one language.

    `texts` by dotted key ("kicker.deadline"); `nouns` by unit and case ("week", "week.genitive"), each
    with its plural categories; `register` says how readers are addressed and which inclusive form is
    used, `gender` whether and where the language needs another voice for women, `feminine` holds that voice by
    the keys of `texts`; `status` is "draft" until a native speaker confirms.
    """

    language: Language
    status: str
    register: str
    gender: str
    hashtags: tuple[str, ...]
    texts: Mapping[str, str]
    nouns: Mapping[str, Mapping[str, str]]
    feminine: Mapping[str, str]
    feminine_hashtags: tuple[str, ...] = ()

    def to_women(self) -> Frames:
        """The same frames in the voice that speaks to women; unchanged in languages that need none."""
        return replace(
            self,
            texts=MappingProxyType({**self.texts, **self.feminine}),
            hashtags=self.feminine_hashtags or self.hashtags,
        )

    def say(self, key: str, **values: str) -> str:
        """The frame of this key with its places filled; `values` are already written in the language."""
        return fill(self.texts[key], lambda name, _case: values[name])

    def count(self, noun: str, number: Decimal, written: str, case: str = "") -> str:
        """The noun governed by `number`, which appears as `written` ("3" → "3 Wochen")."""
        forms = self.nouns.get(f"{noun}.{case}") or self.nouns[noun]
        category = str(plural_category(self.language, number))
        return forms.get(category, forms["other"]).replace("{count}", written)

    def quote(self, text: str) -> str:
        """The text in the language's quotation marks, unbreakable inside where the language spaces them."""
        opening, closing = (mark.replace(" ", "\u00a0") for mark in self.language.quotes)
        if self.language.stop_follows_quote and text.endswith("."):
            return f"{opening}{text[:-1]}{closing}."
        return f"{opening}{text}{closing}"


def plural_category(spoken: Language, number: Decimal) -> str:
    """CLDR's plural category of a number in a language."""
    plain = number.normalize()
    return str(Locale.parse(spoken.locale).plural_form(int(plain) if plain == int(plain) else plain))


@cache
def framed_languages() -> tuple[str, ...]:
    """Codes of the languages that have frames."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


@cache
def load_frames(code: str) -> Frames:
    """The frames of a language; refuses one that has none."""
    path = FOLDER / f"{code}.toml"
    spoken = language(code)
    if not path.is_file():
        raise NotFound(
            "There are no copy frames in {language}. Add content/frames/{code}.toml.",
            language=spoken.english,
            code=code,
        )
    return read_frames(spoken, tomllib.loads(path.read_text(encoding="utf-8")))


def read_frames(spoken: Language, table: Mapping[str, Any]) -> Frames:
    """Frames from the tables of a file."""
    said = {group: table[group] for group in table if group not in ("noun", "feminine")}
    return Frames(
        language=spoken,
        status=table["status"],
        register=table["register"],
        gender=table["gender"],
        hashtags=tuple(table["hashtags"]),
        texts=MappingProxyType(_texts(said)),
        nouns=MappingProxyType(dict(_nouns(table["noun"]))),
        feminine=MappingProxyType(_texts(table.get("feminine", {}))),
        feminine_hashtags=tuple(table.get("feminine", {}).get("hashtags", ())),
    )


def _texts(table: Mapping[str, Any]) -> dict[str, str]:
    """Texts by dotted key."""
    return {
        f"{group}.{key}": text
        for group, entries in table.items()
        if isinstance(entries, dict)
        for key, text in entries.items()
    }


def _nouns(table: Mapping[str, Any]) -> list[tuple[str, Mapping[str, str]]]:
    """Forms by noun, and by "noun.case" where a case has its own table."""
    found: list[tuple[str, Mapping[str, str]]] = []
    for noun, forms in table.items():
        found.append((noun, {name: form for name, form in forms.items() if isinstance(form, str)}))
        found += [(f"{noun}.{case}", own) for case, own in forms.items() if isinstance(own, dict)]
    return found
