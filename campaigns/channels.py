"""What each kind of channel takes and does: a dated profile per kind, read from channel_profiles/*.toml. Where people
post by hand in groups, group_profiles/*.toml say what is documented of them.

Planning, composing, previews, checks and the adapters read only this. A connected account may know more
about its own server; `account_profile` lays that over the profile. Every section says where its figures
come from and when they were read, because channels change them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from campaigns.errors import BadInput
from campaigns.vocabulary import DeliveryMode, IdempotencyClass

Counter = Literal["characters", "graphemes", "utf16", "weighted", "escaped", "emoji_bytes", "bytes"]
Need = Literal["none", "optional", "required"]
Links = Literal["none", "plain", "facets", "card", "field"]
ShapeFault = Literal["shape", "small", "large"]


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of a profile with its provenance: `source` names it, `as_of` is the day it was read."""

    source: str
    as_of: date


@dataclass(frozen=True, kw_only=True)
class Delivery(Section):
    """How a post gets there and what a repeat does. `key_minutes` is how long a key is remembered by the channel.

    `reads_back`: whether the channel can be asked what exists. `settle_seconds`: how long after a lost
    reply its answer is trusted. `pages` is where a person finds an account, and posts there when the channel is down:
    the first address whose {parts} are known, by the names of the account's options and `identity`. {@part} stands for
    a name that is written with an @, without it.
    """

    mode: DeliveryMode
    idempotency: IdempotencyClass
    key_minutes: int | None = None
    reads_back: bool = False
    settle_seconds: int = 0
    pages: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Text(Section):
    """How long a post may be, counted the channel's way; None is no limit. `link_cost`: what any link counts.
    `caption_limit`: how long it may be under a picture or film, where that is less."""

    limit: int | None = None
    caption_limit: int | None = None
    counter: Counter = "characters"
    byte_limit: int | None = None
    link_cost: int | None = None
    title_limit: int | None = None
    hashtags: int | None = None


@dataclass(frozen=True, kw_only=True)
class Media(Section):
    """Which files a post may carry. `formats` are the picture formats that suit it, the best one first.

    `aspects` is the narrowest and the widest ratio of width to height; `branding` says whether logos may be
    drawn on the picture. `max_bytes` is a picture's limit, and a film's where `film_bytes` names no other.
    """

    types: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    count: int | None = None
    required: bool = False
    max_bytes: int | None = None
    max_pixels: int | None = None
    min_side: int | None = None
    max_side: int | None = None
    aspects: tuple[float, float] | None = None
    max_seconds: int | None = None
    film_bytes: int | None = None
    public_address: bool = False
    branding: bool = True

    def most_bytes(self, *, is_film: bool) -> int | None:
        """How many bytes a film or a picture may have; None is no limit."""
        return (self.film_bytes or self.max_bytes) if is_film else self.max_bytes

    def takes(self, size: int, seconds: float | None) -> bool:
        """Whether a file of so many bytes is within the limits; `seconds` is a film's length, None of a picture."""
        most = self.most_bytes(is_film=seconds is not None)
        is_short = seconds is None or self.max_seconds is None or seconds <= self.max_seconds
        return is_short and (most is None or size <= most)

    def fault_of_shape(self, width: int, height: int) -> ShapeFault | None:
        """What stands against a picture of so many pixels; None where it is taken."""
        narrowest, widest = self.aspects or (0.0, float("inf"))
        # Formats are whole pixels: a ratio may be off by less than one of them.
        if not narrowest - 0.005 <= width / height <= widest + 0.005:
            return "shape"
        if self.min_side is not None and min(width, height) < self.min_side:
            return "small"
        is_long = self.max_side is not None and max(width, height) > self.max_side
        if is_long or (self.max_pixels is not None and width * height > self.max_pixels):
            return "large"
        return None


@dataclass(frozen=True, kw_only=True)
class Alt(Section):
    """Whether pictures carry a description for those who do not see them."""

    need: Need = "none"
    limit: int | None = None


@dataclass(frozen=True, kw_only=True)
class Reading(Section):
    """What a reader's programme gets beside the words: links, the language tag, the direction."""

    links: Links = "plain"
    language_tag: bool = False
    direction: bool = False


@dataclass(frozen=True, kw_only=True)
class Afterwards(Section):
    """What can be done once a post is out, and which figures the channel gives."""

    edit: bool = False
    delete: bool = False
    metrics: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What a kind of channel takes and does."""

    channel: str
    name: str
    delivery: Delivery
    text: Text
    media: Media
    alt: Alt
    reading: Reading
    afterwards: Afterwards

    @property
    def mode(self) -> DeliveryMode:
        return self.delivery.mode

    @property
    def idempotency(self) -> IdempotencyClass:
        return self.delivery.idempotency


SECTIONS: Mapping[str, type[Section]] = MappingProxyType(
    {
        "delivery": Delivery,
        "text": Text,
        "media": Media,
        "alt": Alt,
        "reading": Reading,
        "afterwards": Afterwards,
    }
)


@cache
def profiles() -> Mapping[str, Profile]:
    """Every kind of channel by its key, in the order of the file names."""
    files = sorted((Path(__file__).parent / "channel_profiles").glob("*.toml"))
    return MappingProxyType({file.stem: _read_profile(file) for file in files})


def profile(channel: str) -> Profile:
    """The profile of a kind of channel; refuses an unknown one by naming those that exist."""
    found = profiles().get(channel)
    if found is None:
        raise BadInput(
            "There is no channel “{channel}”. Known channels: {known}.",
            field="channel",
            channel=channel[:40],
            known=", ".join(profiles()),
        )
    return found


@dataclass(frozen=True, kw_only=True)
class Room:
    """What is documented of how much a service takes where a person posts: its groups, or its app."""

    name: str
    text: Text
    media: Media


@cache
def group_rooms() -> Mapping[str, Room]:
    """Services with groups of others by their key in the register, as far as anything is documented of them."""
    files = sorted((Path(__file__).parent / "group_profiles").glob("*.toml"))
    return MappingProxyType({file.stem: _read_room(file) for file in files})


def account_profile(channel: str, capabilities: Mapping[str, Mapping[str, Any]]) -> Profile:
    """The profile as one account's server describes itself.

    `capabilities` is {section: {field: value}} as the adapter stored it; what it does not name stays as the
    profile says. Unknown sections and fields are left out: a server may talk of things we do not use.
    """
    known = profile(channel)
    changes: dict[str, Any] = {}
    for name, section in SECTIONS.items():
        values = _cast(section, capabilities.get(name) or {})
        if values:
            changes[name] = replace(getattr(known, name), **values)
    return replace(known, **changes)


def _read_profile(file: Path) -> Profile:
    rows = tomllib.loads(file.read_text(encoding="utf-8"))
    parts: dict[str, Any] = {
        name: section(**_cast(section, rows[name], strict=True)) for name, section in SECTIONS.items()
    }
    return Profile(channel=file.stem, name=rows["name"], **parts)


def _read_room(file: Path) -> Room:
    rows = tomllib.loads(file.read_text(encoding="utf-8"))
    text, media = (_cast(SECTIONS[name], rows[name], strict=True) for name in ("text", "media"))
    return Room(name=rows["name"], text=Text(**text), media=Media(**media))


def _cast(section: type[Section], row: Mapping[str, Any], *, strict: bool = False) -> dict[str, Any]:
    known = {field.name for field in fields(section)}
    if strict and set(row) - known:
        raise ValueError(f"unknown fields of {section.__name__}: {sorted(set(row) - known)}")
    values: dict[str, Any] = {}
    for name, value in row.items():
        if name not in known:
            continue
        if name == "mode":
            value = DeliveryMode(value)
        elif name == "idempotency":
            value = IdempotencyClass(value)
        elif name == "as_of" and isinstance(value, str):
            value = date.fromisoformat(value)
        values[name] = tuple(value) if isinstance(value, list) else value
    return values
