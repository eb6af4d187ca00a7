"""What the checks are given: the words of one text, its source, and what is known of where it goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assets.spec import Brand
from campaigns.content.copy import Copy
from campaigns.content.glossary.terms import Terms


@dataclass(frozen=True)
class Recent:
    """A text that stands for the same language already: `post` names it for the reader."""

    post: str
    copy: Copy


@dataclass(frozen=True)
class Said:
    """What a fact behind a text says, with its values written, and the language it says it in."""

    text: str
    language: str


@dataclass(frozen=True)
class Subject:
    """One text to check. `source` is None for the source language itself.

    `channels` are kinds of channel the language goes to; `link` stands for the short link made on submitting.
    `layout`, `formats` and `brand` decide what a picture has room for; without formats there is no picture.
    `facts` is empty for a text that rests on none (an invitation). `own` are the programme's contacts and the
    addresses a text may lead to; None where they are not known.
    """

    language: str
    copy: Copy
    source_language: str = "de"
    source: Copy | None = None
    channels: Sequence[str] = ()
    link: str = ""
    layout: str = ""
    formats: Sequence[str] = ()
    brand: Brand | None = None
    funder_statement: str = ""
    terms: Terms = field(default_factory=Terms)
    recent: Sequence[Recent] = ()
    facts: Sequence[Said] = ()
    own: Sequence[str] | None = None

    @property
    def texts(self) -> Mapping[str, str]:
        """Every text by its field, without empty ones."""
        return self.copy.texts()

    @property
    def source_texts(self) -> Mapping[str, str]:
        """The same of the source."""
        return self.source.texts() if self.source else {}

    @property
    def prose(self) -> Mapping[str, str]:
        """The texts people read as sentences: without hashtags and standing lines."""
        return {name: text for name, text in self.texts.items() if name.split(".")[0] not in _NO_PROSE}


_NO_PROSE = frozenset({"hashtags", "source", "imprint", "contact", "number", "date"})
