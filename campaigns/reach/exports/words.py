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
from campaigns.reach.metrics import Metric

FIELDS = ("id", "url", "text", "posted", "date", "kind")
IGNORED = "ignore"
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
    return tuple(dict.fromkeys(folded(each) for each in (_data()["fields"] | _data()["metrics"])[field]))


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
