"""Every figure of a report as one row: where it stands, what it is, in which unit, and why it is not there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from campaigns.clock import wall_time
from campaigns.reach.evaluation.codebook import book
from campaigns.reach.files.counted import UNOBSERVED, told
from campaigns.reach.report.rows import HELD as HELD_OF_GROUPS

Document = Mapping[str, Any]
NOT_TOLD, HELD = "not told", "held back"
FEW = "fewer than six posts known"
NEVER = "never added up, or of more than one channel"


class Figure(NamedTuple):
    """A figure of the report. `by` and `key` say of what; unit and divisor stand in the code book."""

    by: str
    key: str
    figure: str
    value: float | None
    reason: str

    def row(self) -> list[object]:
        entry = book().figure(self.figure)
        in_words = book().in_words(self.reason)
        return [self.by, self.key, self.figure, self.value, entry.unit, entry.divisor, self.reason, in_words]


def figures_of(document: Document) -> Iterator[Figure]:
    """All of them, in the order of the report."""
    step = document.get("step", 1)
    yield from _asked("report", "", document, _weeks(document), step)
    for name in ("published", "clicks", "posts", "approvals", "returns", "handoffs", "unproven"):
        yield Figure("report", "", name, document[name], "")
    yield from _ages(document)
    hours = document["median_hours_to_approve"]
    yield Figure(
        "report", "", "median_hours_to_approve", hours, "" if hours is not None else "nothing approved"
    )
    yield from _rumours_kits_costs(document)
    ratio = document["ratio"] or {"value": None, "low": None, "high": None}
    for name, value in ratio.items():
        reason = "" if value is not None else ("no limit" if document["ratio"] else "not compared")
        yield Figure("report", "", f"ratio_{name}", value, reason)
    yield from _after(document)
    for by, rows in (("language", "rows"), ("topic", "topics"), ("region", "regions")):
        for row in document.get(rows) or ():
            yield from _row(by, row, _weeks(document), step)
    for row in document["channels"]:
        for name in ("published", "clicks"):
            yield Figure("channel", row["channel"], name, row[name], "")
    for row in document["fairness"]:
        for name in ("asked", "seen", "clicked"):
            yield Figure(
                "language",
                row["language"],
                f"share_{name}",
                row[name],
                "" if row[name] is not None else NOT_TOLD,
            )
    compared = document.get("compared")
    if compared and compared["channel"]:
        yield Figure("report", "", "posts_of_shared_views", compared["known"], "")
    yield from _groups(document)
    for channel, acts in (document.get("acted") or {}).items():
        for name in ("reactions", "comments", "shares"):
            yield Figure(
                "channel", channel, f"acts_{name}", acts[name], "" if acts[name] is not None else NOT_TOLD
            )
        yield Figure(
            "channel",
            channel,
            "acted",
            sum(acts[name] or 0 for name in ("reactions", "comments", "shares")),
            "",
        )
        yield Figure("channel", channel, "acts_known", acts["known"], "")
    for row in document.get("followers") or ():
        for name in ("first", "last"):
            yield Figure("account", row["account"], f"followers_{name}", row[name], "")


def _after(document: Document) -> Iterator[Figure]:
    """What was asked after the last post of a campaign, where the report tells it."""
    after = document.get("after")
    if not after or not after["asked"]:
        return
    row = {"asked_after": after["asked"], "asked_after_limits": after["asked_limits"]}
    yield from _count("report", "", "asked_after", row, _length(after["period"]), document["step"])
    ratio = after["ratio"] or {"value": None, "low": None, "high": None}
    for name, value in ratio.items():
        reason = "" if value is not None else ("no limit" if after["ratio"] else "not compared")
        yield Figure("report", "", f"ratio_after_{name}", value, reason)


def _row(by: str, row: Mapping[str, Any], weeks: Mapping[str, float], step: int) -> Iterator[Figure]:
    yield from _asked(by, row[by], row, weeks, step)
    if "published" in row:
        yield Figure(by, row[by], "published", row["published"], "")
        reason = HELD if row.get("seen_reason") == HELD_OF_GROUPS else NOT_TOLD
        yield Figure(by, row[by], "views_median", row["seen"], "" if row["seen"] is not None else reason)
        yield Figure(by, row[by], "clicks", row["clicks"], "")


def _asked(
    by: str, key: str, row: Mapping[str, Any], weeks: Mapping[str, float], step: int
) -> Iterator[Figure]:
    for name in ("asked_before", "asked_during"):
        yield from _count(by, key, name, row, weeks[name], step)


def _count(
    by: str, key: str, name: str, row: Mapping[str, Any], length: float, step: int
) -> Iterator[Figure]:
    """A count and what it is a week, with how few and how many it may stand for where it is not exact."""
    count, reason = told(row[name], step=step)
    yield Figure(by, key, name, count, reason)
    yield Figure(by, key, f"{name}_a_week", count / length if count is not None and length else None, reason)
    least, most = row.get(f"{name}_limits") or (0, 0)
    if least != most:
        unobserved = "" if length else UNOBSERVED
        for end, limit in (("least", least), ("most", most)):
            yield Figure(by, key, f"{name}_{end}", limit, "")
            yield Figure(by, key, f"{name}_a_week_{end}", limit / length if length else None, unobserved)


def _ages(document: Document) -> Iterator[Figure]:
    """For how many days the first and the last post had been out."""
    made = wall_time(datetime.fromisoformat(document["made_at"]), document["zone"]).date()
    for name in ("first", "last"):
        day = document.get(f"{name}_post")
        days = (made - date.fromisoformat(day)).days if day else None
        yield Figure("report", "", f"days_since_{name}_post", days, "" if day else "nothing published")


def _weeks(document: Document) -> dict[str, float]:
    """The observed weeks of both windows, 0 where there are none; those of the whole window where they are not told."""
    observed = document.get("observed")
    windows = {"asked_before": ("before", "before"), "asked_during": ("during", "period")}
    return {
        name: _length(document[window] if observed is None else observed[seen])
        for name, (seen, window) in windows.items()
    }


def _length(days: Mapping[str, str] | None) -> float:
    if days is None:
        return 0.0
    return ((date.fromisoformat(days["end"]) - date.fromisoformat(days["start"])).days + 1) / 7


def _rumours_kits_costs(document: Document) -> Iterator[Figure]:
    for name in ("rumours_heard", "rumours_answered"):
        yield Figure("report", "", name, document[name], "")
    kits = document["kits"]
    if kits:
        uses = kits["uses"]
        downloads = uses.get("whole", 0) + uses.get("file", 0)
        for name, value in (
            ("kits", kits["kits"]), ("partners", kits["partners"]), ("kit_downloads", downloads),
            ("kits_shared", uses.get("shared", 0)),
        ):  # fmt: skip
            yield Figure("report", "", name, value, "")
    costs = document["costs"]
    if costs:
        yield Figure("report", "", "costs_in_euro_cents", costs["cents"], "")
        yield Figure("report", "", "campaigns_with_costs", costs["known"], "")
        yield Figure("report", "", "campaigns", costs["campaigns"], "")
        a_click = costs["per_click"]
        yield Figure("report", "", "euro_cents_per_click", a_click, "" if a_click is not None else NOT_TOLD)


def _groups(document: Document) -> Iterator[Figure]:
    everything = document["everything"]
    found = [("all", everything)] if everything else []
    found += [(by, group) for by, groups in document["groups"].items() for group in groups]
    for by, group in found:
        yield Figure(by, group["key"], "group_published", group["published"], "")
        for metric, key, spread in _ways(group):
            known = spread["known"]
            for name in ("median", "low", "high", "total", "known"):
                unknown = HELD if spread.get("is_held") else NOT_TOLD
                reason = unknown if not known else NEVER if name == "total" else FEW
                value = spread[name]
                yield Figure(by, key, f"{metric}.{name}", value, "" if value is not None else reason)


def _ways(group: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Each figure of a group; counted in several ways, each way for itself with its channel and definition."""
    for metric, spread in group["spreads"].items():
        if not spread.get("ways"):
            yield metric, group["key"], spread
        for way in spread.get("ways", ()):
            yield metric, f"{group['key']} {way['channel']} {way['definition']}".strip(), way["spread"]
