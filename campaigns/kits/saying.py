"""How a kit speaks to its readers: the words around what was approved, in the kit's own language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from babel.dates import format_date

from campaigns.channels import profiles
from campaigns.kits.versions import DEMO, KitManifest, stamp_of
from campaigns.languages import language as language_row

if TYPE_CHECKING:
    from campaigns.kits.opening import OpenKit, OpenPost

FOLDER = Path(__file__).with_name("words")
#: The words for a language that has none of its own yet.
FALLBACK = "en"
#: What sets a name apart from the direction around it.
FIRST_STRONG, POP = "\u2068", "\u2069"
#: Kinds of channel that are not the name of a service, and the word for each.
PLACES = MappingProxyType(
    {"handoff": "groups", "feed": "website", "folder": "elsewhere", "webhook": "elsewhere"}
)


@cache
def kit_words(language: str) -> Mapping[str, str]:
    """The words in a language; `status` is "draft" until a native speaker has confirmed them."""
    file = FOLDER / f"{language}.toml"
    if not file.is_file():
        return kit_words(FALLBACK)
    return MappingProxyType(tomllib.loads(file.read_text(encoding="utf-8")))


class Saying:
    """The words of one version, with its values filled in."""

    def __init__(self, manifest: KitManifest) -> None:
        self.manifest = manifest
        self.row = language_row(manifest["language"])

    @cached_property
    def language(self) -> str:
        """The language of the words around the texts."""
        return self.row.code if (FOLDER / f"{self.row.code}.toml").is_file() else FALLBACK

    def word(self, key: str, **values: object) -> str:
        """The words of this key. A day that ends in a full stop of its own ends the sentence."""
        words = kit_words(self.row.code)
        return words[key].format(**values).replace("..", ".") if values else words[key]

    def day(self, value: date | str) -> str:
        """A day as the language writes it."""
        found = date.fromisoformat(value) if isinstance(value, str) else value
        return format_date(found, "long", locale=language_row(self.language).locale)

    def place(self, channel: str) -> str:
        """Where a text belongs: a service by its name, other places by a word."""
        if channel in PLACES:
            return self.word(PLACES[channel])
        known = profiles().get(channel)
        return known.name if known else channel

    @property
    def for_partner(self) -> str:
        """Whose kit it is; the name is set apart, because it may run the other way; '' where it is nobody's."""
        name = self.manifest["partner"]
        return self.word("for_partner", partner=f"{FIRST_STRONG}{name}{POP}") if name else ""

    @property
    def version(self) -> str:
        """The stamp of the version, as people read it."""
        number, made_on = self.manifest["number"], self.day(self.manifest["made_on"])
        said = self.word("version", number=number, day=made_on) if number else made_on
        return f"{said} · {stamp_of(self.manifest)}"

    @property
    def rule(self) -> str:
        """That the words are checked and stay as they are; of a made-up programme that nobody checked them."""
        return self.word("demo" if self.manifest.get(DEMO) else "unchanged")

    def readme(self, kit: OpenKit) -> str:
        """What the ZIP is, how long it is good and what to do with it."""
        said, link = self.manifest, self.manifest["link"]
        blocks = [
            "\n".join(each for each in (said["organisation"], said["programme"]) if each),
            "\n".join(
                [
                    *([self.for_partner] if said["partner"] else []),
                    self.version,
                    self.word("good_until", day=self.day(said["expires_on"])),
                ]
            ),
            self.rule,
            "\n".join(f"{post.folder}: {post.title}" for post in kit.posts),
            f"{self.word('your_link')}: {link['address']}\n{self.word('link_note')} {self.word('text_link')}"
            if link
            else "",
            f"{self.word('contact')}\n{said['contact']['text']}" if said["contact"] else "",
            "\n".join([self.word("imprint"), *self.imprint()]),
        ]
        return "\n\n".join(block for block in blocks if block)

    def imprint(self) -> list[str]:
        """Who answers for the words, line by line."""
        said = self.manifest
        return [
            each
            for each in (said["imprint"] or said["organisation"], said["responsible"], said["imprint_url"])
            if each
        ]

    def notes(self, post: OpenPost) -> str:
        """A post's days and sources."""
        said = post.said
        days = [self.day(day) for day in said["dates"]]
        blocks = [
            f"{self.word('dates')}\n" + "\n".join(days) if days else "",
            self.word("last_day", day=self.day(said["last_day"])) if said["last_day"] else "",
            "\n".join([self.word("sources"), *(self.source(each) for each in said["sources"])])
            if said["sources"]
            else "",
        ]
        return "\n\n".join(block for block in blocks if block)

    @staticmethod
    def source(said: Mapping[str, object]) -> str:
        """One source in one line: §§, name, address."""
        laws = said["laws"]
        parts = [*(laws if isinstance(laws, list) else []), said["name"], said["url"]]
        return " · ".join(str(part) for part in parts if part)
