"""The words of headers.toml, folded for comparing."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from campaigns.needs.intake.names import folded
from campaigns.reach.insights.metrics import Metric

FIELDS = ("id", "url", "text", "posted", "date", "kind")
IGNORED = "ignore"
_GERMAN = "äöüß"
#: In a table of posts; a table of days knows followers besides.
COUNTED = tuple(metric for metric in Metric if metric in (
    Metric.VIEWS, Metric.REACH, Metric.IMPRESSIONS, Metric.ENGAGEMENTS, Metric.REACTIONS, Metric.COMMENTS,
    Metric.SHARES, Metric.SAVES, Metric.LINK_CLICKS, Metric.FOLLOWS, Metric.FOLLOWERS,
))  # fmt: skip


@cache
def _data() -> Mapping[str, Any]:
    text = (Path(__file__).parent / "headers.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text))


@cache
def names_of(field: str) -> Sequence[str]:
    """The names of a field or metric, the one that wins first."""
    data = _data()
    names = [
        *(data["fields"] | data["metrics"])[field],
        *data["only_on"].get(field, {}).get("names", ()),
        *data["other_languages"].get(field, ()),
    ]
    return tuple(dict.fromkeys(folded(each) for each in names))


@cache
def meaning_of(header: str) -> str | None:
    """The field or metric that a folded header holds, or None."""
    return _meanings().get(_bare(header))


@cache
def _meanings() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for field in (*_data()["fields"], *_data()["metrics"]):
        for name in names_of(field):
            found.setdefault(name, field)
    return MappingProxyType(found)


def _bare(header: str) -> str:
    """A header without what platforms add around the word: units, "lifetime"."""
    text = folded(header)
    return text if text in _meanings() else text.removeprefix("lifetime ").removesuffix(" lifetime").strip()


def rank_of(field: str, header: str) -> int:
    """How well a header fits its field: 0 is best."""
    name = _bare(header)
    return names_of(field).index(name) if name in names_of(field) else len(names_of(field))


def counts_on(header: str, platform: str) -> bool:
    """Whether a header means on this platform what it means at all: “Video views” are views of a post on some only."""
    name = _bare(header)
    return all(
        platform in row["platforms"] or name not in row["names"] for row in _data()["only_on"].values()
    )


@cache
def part_of(header: str) -> str | None:
    """The count of which a header names a part, such as the organic or the boosted one; None for any other header."""
    words = folded(header).split()
    parts, around = _data()["parts"]["words"], _data()["parts"]["around"]
    if not set(words) & set(parts):
        return None
    meaning = meaning_of(" ".join(word for word in words if word not in parts and word not in around))
    return meaning if meaning in COUNTED else None


@cache
def is_other_measure(header: str) -> bool:
    """Whether a header names another measure that sounds like views, reach or impressions."""
    return _bare(header) in _data()["other_measures"]["names"]


@cache
def is_of_another_language(header: str) -> bool:
    """Whether a header is neither English nor German, by its letters or as one of the few names known of others."""
    letters = [letter for letter in header.casefold() if letter.isalpha()]
    if any(not letter.isascii() and letter not in _GERMAN for letter in letters):
        return True
    return any(_bare(header) in map(folded, names) for names in _data()["other_languages"].values())


def platform_by_headers(headers: Sequence[str]) -> str:
    """The platform whose telling headers are most among these, or ''."""
    known = {folded(header) for header in headers}
    hits = {
        name: len(known & {folded(each) for each in row["headers"]})
        for name, row in _data()["platforms"].items()
    }
    best = max(hits, key=lambda name: hits[name])
    return best if hits[best] else ""


def platform_by_address(address: str) -> str:
    """The platform that an address leads to, or ''."""
    host = (urlsplit(address).hostname or "").removeprefix("www.").removeprefix("m.")
    for name, row in _data()["platforms"].items():
        if any(host == each or host.endswith(f".{each}") for each in row["hosts"]):
            return str(name)
    return ""


@cache
def totals() -> frozenset[str]:
    """How the row is called that adds up the others."""
    return frozenset(folded(each) for each in _data()["rows"]["total"])


@cache
def lifetimes() -> frozenset[str]:
    """What stands in a date column when the figures are of the post's whole life."""
    return frozenset(folded(each) for each in _data()["rows"]["lifetime"])


@cache
def shortened() -> Mapping[str, int]:
    """Signs of shortened numbers with their number of noughts."""
    return MappingProxyType({folded(sign): noughts for sign, noughts in _data()["short"].items()})
