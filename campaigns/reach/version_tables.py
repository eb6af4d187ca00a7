"""A fixed report as tables: what an evaluator counts with, exactly as it was fixed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from campaigns.reach.evaluation import CODE_BOOK, archive
from campaigns.reach.sheets import (
    CHANNEL_HEADER,
    GROUP_HEADER,
    LANGUAGE_HEADER,
    REGION_HEADER,
    SHARE_HEADER,
    TOPIC_HEADER,
)
from campaigns.reach.tables import write_csv

FIXED = """A fixed report: its posts one by one (posts.csv, clicks.csv) come with the day's report. Also here:
groups.csv     median, interval and total of each figure of each group of posts
channels.csv   publications and clicks by kind of channel

"""
#: Fields of the document that are one figure each.
SUMMARY = (
    "programme", "title", "topic", "asked_before", "asked_after", "published", "clicks", "posts", "approvals",
    "returns", "median_hours_to_approve", "handoffs", "rumours_heard", "rumours_answered",
)  # fmt: skip
COUNTED = ("asked_before", "asked_after", "published", "seen", "clicks")


def version_zip(document: Mapping[str, Any]) -> bytes:
    """The tables of a fixed report with their code book in one archive. `document` is the report as data."""
    groups = [
        [by, group["key"], group["published"], name, *(spread[key] for key in _SPREAD)]
        for by, found in document["groups"].items()
        for group in found
        for name, spread in group["spreads"].items()
    ]
    tables = {
        "questions": (LANGUAGE_HEADER, _rows(document["rows"], ("language", *COUNTED))),
        "topics": (TOPIC_HEADER, _rows(document.get("topics") or (), ("topic", *COUNTED))),
        "regions": (
            REGION_HEADER,
            _rows(document.get("regions") or (), ("region", "asked_before", "asked_after")),
        ),
        "shares": (SHARE_HEADER, _rows(document["fairness"], ("language", "asked", "seen", "clicked"))),
        "groups": (GROUP_HEADER, groups),
        "channels": (CHANNEL_HEADER, _rows(document["channels"], _CHANNEL)),
        "summary": (["figure", "value"], _summary(document)),
    }
    files = {f"{name}.csv": write_csv([header, *rows]) for name, (header, rows) in tables.items()}
    return archive({**files, "codebook.txt": (FIXED + CODE_BOOK + _definitions(document)).encode()})


_SPREAD = ("median", "low", "high", "total", "known")
_CHANNEL = ("channel", "published", "clicks")


def _rows(found: Sequence[Mapping[str, Any]], names: Sequence[str]) -> list[list[object]]:
    return [[each[name] for name in names] for each in found]


def _summary(document: Mapping[str, Any]) -> list[list[object]]:
    days = [
        [f"{name}_{end}", document[name][end]] for name in ("period", "before") for end in ("start", "end")
    ]
    costs = document.get("costs")
    return [
        *days,
        *_observed(document.get("observed")),
        *([name, document[name]] for name in SUMMARY),
        *([[f"ratio_{name}", value] for name, value in (document["ratio"] or {}).items()]),
        *([["costs_in_euro_cents", costs["cents"]]] if costs else []),
    ]


def _observed(observed: Mapping[str, Any] | None) -> list[list[object]]:
    """The days that the ratio is over; older documents do not tell them."""
    if observed is None:
        return []
    return [
        [f"{name}_{word}", (observed[window] or {}).get(end)]
        for window, name in (("before", "before_observed"), ("during", "observed"))
        for word, end in (("from", "start"), ("to", "end"))
    ]


def _definitions(document: Mapping[str, Any]) -> str:
    return "".join(
        f"  {each['platform'] or 'any'}.{each['metric']}.{each['version']}: {each['sentence']} {each['note']}".rstrip()
        + "\n"
        for each in document["definitions"]
    )
