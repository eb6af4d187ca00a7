"""What readers of a newsletter are told around the posts: on the public pages, in the confirmation, below a mail."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from campaigns.languages import languages
from campaigns.mail.letters import Letter

FILE = Path(__file__).with_name("wording.toml")
#: For a language whose words are not written yet.
FALLBACK = "en"
#: First strong isolate and its end (Unicode 6.3): a name keeps to itself inside a sentence of the other direction.
ISOLATE, END = "\u2068", "\u2069"
#: What a reader agrees to: whoever changes one of these changes the version of the wording.
AGREED = ("lead", "privacy", "agree", "subscribe")


@cache
def wording() -> Mapping[str, Mapping[str, str]]:
    """Every text by language and name."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {code: {name: str(text).strip() for name, text in texts.items()} for code, texts in rows.items()}


def spoken(language: str) -> str:
    """The language whose words are used for readers of this one."""
    return language if language in wording() else FALLBACK


def is_draft(language: str) -> bool:
    """Whether a reader of this language gets words that no native speaker has looked at, or those of another one."""
    return spoken(language) != language or wording()[language].get("draft") == "yes"


def say(language: str, text: str, /, **values: object) -> str:
    """One text in the reader's language. Values are isolated where the language runs from right to left."""
    code = spoken(language)
    kept = {key: " ".join(str(value).split()) for key, value in values.items()}
    if languages()[code].is_rtl:
        kept = {key: f"{ISOLATE}{value}{END}" if value else "" for key, value in kept.items()}
    return wording()[code][text].format(**kept)


def version(language: str) -> str:
    """Names what a reader agreed to: the language, and a digest of its words."""
    code = spoken(language)
    agreed = "\n".join(wording()[code][name] for name in AGREED)
    return f"{code}-{hashlib.sha256(agreed.encode()).hexdigest()[:12]}"


def language_read(version: str) -> str:
    """The language whose words a version names."""
    return version.partition("-")[0]


def write_confirmation(
    language: str, *, name: str, sender: tuple[str, str, str], link: str, is_known: bool
) -> Letter:
    """The letter that asks whether the owner of the address wants it. The link has a line to itself.

    `sender` are the organisation, its imprint and the address of that; it signs with them, as every mail of it does.
    """
    kind = "known" if is_known else "confirm"
    said = {"organisation": sender[0], "newsletter": name}
    text = "\n\n".join(
        [
            say(language, f"{kind}_text", **said),
            link,
            say(language, "confirm_not_you", **said),
            "-- \n" + "\n".join(dict.fromkeys(each.strip() for each in sender if each.strip())),
        ]
    )
    return Letter(subject=say(language, f"{kind}_subject", **said), text=text + "\n")
