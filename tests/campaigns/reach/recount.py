"""Counts a report again from an evaluator's files, by their code book alone.

Nothing of the product is imported here, nor anything that is not in Python itself: what this finds is what somebody
else would find. `python recount.py FILE.zip` compares it with the report that lies in the archive.
"""

from __future__ import annotations

import csv
import io
import json
import sys
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import chain
from math import comb, exp, lgamma, log, log1p
from pathlib import Path
from statistics import median
from typing import Any

Row = dict[str, str]
RATES = {"engaged_per_reach": "reach", "engaged_per_view": "views"}
AGED = {f"{name}_week": name for name in ("views", "reach", "impressions", "engagements")}
METRICS = ("views", "reach", "impressions", "engagements", "link_clicks", *RATES, *AGED)
ACTS = ("reactions", "comments", "shares")
PARTS = ("reactions", "comments", "shares", "saves")
#: What names things, and says nothing that could be counted.
NAMES = {
    "programme", "title", "topic", "made_at", "definitions", "campaigns", "spaces", "programme_id", "zone",
    "source_language", "accent", "tells_questions",
}  # fmt: skip


def read(packed: bytes) -> tuple[dict[str, list[Row]], Any]:
    """The tables of an archive, and the report that lies beside them."""
    archive = zipfile.ZipFile(io.BytesIO(packed))
    tables = {
        name.removesuffix(".csv"): list(
            csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig")), delimiter=";")
        )
        for name in archive.namelist()
        if name.endswith(".csv")
    }
    return tables, json.loads(archive.read("report.json"))


def recount(tables: dict[str, list[Row]]) -> dict[str, Any]:
    """Every figure of the report, under the names that its data gives them."""
    posts, clicks, questions = tables["posts"], tables["clicks"], tables["questions"]
    (total,) = (row for row in questions if row["by"] == "total")
    windows = {row["window"]: row for row in tables["period"]}
    before, during = windows["before"], windows["during"]
    decided = Counter(row["decision"] for row in tables["decisions"])
    hours = [float(row["hours"]) for row in tables["decisions"] if row["decision"] == "approve"]
    all_clicks = total_of(clicks, "clicks")
    return {
        "period": {"start": during["from"], "end": during["to"]},
        "before": {"start": before["from"], "end": before["to"]},
        "observed": observed_of(before, during),
        "step": int(during["step"]),
        "rounded": int(during["rounded"]),
        **counts_of(total),
        "published": len(posts),
        "clicks": all_clicks,
        "posts": total_of(tables["campaigns"], "posts_planned"),
        "approvals": decided["approve"],
        "returns": decided["return"],
        "median_hours_to_approve": round(median(hours), 1) if hours else None,
        "handoffs": total_of(posts, "by_hand"),
        "unproven": total_of(posts, "unproven"),
        "first_post": min(map(local_day, posts), default=None),
        "last_post": max(map(local_day, posts), default=None),
        "rumours_heard": len(tables["rumours"]),
        "rumours_answered": total_of(tables["rumours"], "corrected"),
        "kits": kits_of(tables["kits"]),
        "costs": costs_of(tables["campaigns"], all_clicks),
        "rows": [dimension(row, "language", posts, clicks) for row in questions if row["by"] == "language"],
        "topics": [dimension(row, "topic", posts, clicks) for row in questions if row["by"] == "topic"],
        "regions": [
            {"region": row["key"], **counts_of(row)}
            for row in questions
            if row["by"] == "region"
        ],
        "channels": channels_of(posts, clicks),
        "everything": group("", posts),
        "groups": {by: groups(by, posts) for by in KEYS},
        **shares_of(questions, posts, clicks),
        "acted": acts_of(posts),
        "ratio": ratio_of(total, before, during, [row for row in questions if row["by"] == "language"]),
        "after": after_of(tables["after"], total, before),
        "followers": followers_of(tables["followers"]),
        "evidence": [
            {
                "post": row["post"], "language": row["language"], "channel": row["channel"],
                "at": row["published_at"], "url": row["url"], "digest": row["digest"],
                "clicks": number(row["clicks_on_its_link"]), "publication_id": int(row["publication"]),
                "is_unproven": row["unproven"] == "1",
            }
            for row in sorted(posts, key=lambda row: (row["published_at"], int(row["publication"])))
        ],
    }  # fmt: skip


def local_day(post: Row) -> str:
    """The local day of a post: its moment, moved by as much as its local hour is off."""
    at = datetime.fromisoformat(post["published_at"])
    return (at + timedelta(hours=(int(post["hour"]) - at.hour + 12) % 24 - 12)).date().isoformat()


def number(text: str) -> int | None:
    return int(text) if text else None


def total_of(rows: Iterable[Row], column: str) -> int:
    return sum(int(row[column]) for row in rows if row[column])


def asked(row: Row, window: str) -> int | str:
    """A count, or why there is none."""
    return int(row[f"questions_{window}"]) if row[f"questions_{window}"] else row[f"reason_{window}"]


def counts_of(row: Row) -> dict[str, Any]:
    """Both counts of a line, and how few and how many each may stand for."""
    found: dict[str, Any] = {}
    for window in ("before", "during"):
        limits = [number(row[f"{end}_{window}"]) for end in ("least", "most")]
        found[f"asked_{window}"] = asked(row, window)
        found[f"asked_{window}_limits"] = None if None in limits else limits
    return found


def engaged(row: Row) -> int | None:
    if row["engagements_told"]:
        return int(row["engagements_told"])
    known = [int(row[part]) for part in PARTS if row[part]]
    return sum(known) if known else None


def value_of(row: Row, metric: str) -> float | None:
    if metric in RATES:
        did, seen = engaged(row), number(row[RATES[metric]])
        return did / seen if did is not None and seen else None
    return engaged(row) if metric == "engagements" else number(row[metric])


def way_of(row: Row, metric: str) -> tuple[str, str]:
    """By which channel and which definition a figure was counted."""
    if AGED.get(metric, metric) == "engagements" and not row["engagements_told"]:
        return row["channel"], "parts"
    mark = f".{RATES.get(metric) or AGED.get(metric, metric)}."
    return row["channel"], next((key for key in row["counted_by"].split() if mark in key), "")


def part_of_day(hour: int) -> str:
    if hour < 5 or hour >= 22:
        return "night"
    return next(
        name
        for until, name in ((11, "morning"), (14, "noon"), (18, "afternoon"), (22, "evening"))
        if hour < until
    )


KEYS: dict[str, Callable[[Row], str]] = {
    "language": lambda row: row["language"],
    "channel": lambda row: row["channel"],
    "format": lambda row: row["format"],
    "topic": lambda row: row["topic"],
    "space_id": lambda row: row["space"],
    "weekday": lambda row: row["weekday"],
    "daytime": lambda row: part_of_day(int(row["hour"])),
}


def groups(by: str, posts: Sequence[Row]) -> dict[str, Any]:
    """Groups by their key, since their order is no figure; posts without a key are in none."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in posts:
        if KEYS[by](row):
            found[KEYS[by](row)].append(row)
    return {key: group(key, rows) for key, rows in found.items()}


def group(key: str, posts: Sequence[Row]) -> dict[str, Any]:
    return {
        "key": key,
        "published": len(posts),
        "spreads": {metric: spread(metric, posts) for metric in METRICS},
    }


def spread(metric: str, posts: Sequence[Row]) -> dict[str, Any]:
    told = [(value, way_of(row, metric)) for row in posts if (value := value_of(row, metric)) is not None]
    ways = Counter(way for _value, way in told)
    values = sorted(value for value, _way in told) if len(ways) < 2 else []
    adds_up = values and metric not in ("reach", *RATES, *AGED)
    low, high = interval(values)
    return {
        "total": sum(values) if adds_up else None,
        "median": median(values) if values else None,
        "low": low,
        "high": high,
        "known": len(told),
        "posts": len(posts),
        "ways": [
            {
                "channel": way[0],
                "definition": way[1],
                "spread": spread(
                    metric,
                    [
                        row
                        for row in posts
                        if value_of(row, metric) is not None and way_of(row, metric) == way
                    ],
                ),
            }
            for way in sorted(ways, key=lambda way: (-ways[way], way))
        ]
        if len(ways) > 1
        else [],
    }


def interval(values: Sequence[float]) -> tuple[float | None, float | None]:
    """The 95 % interval of a median, by order statistics."""
    n = len(values)
    if n < 6:
        return None, None
    if n > 200:
        half = int(0.98 * n**0.5)
        return values[n // 2 - half - 1], values[n // 2 + half]
    rank = max(
        r for r in range(1, n) if Fraction(sum(comb(n, i) for i in range(r)), 2**n) <= Fraction(25, 1000)
    )
    return values[rank - 1], values[-rank]


def dimension(row: Row, by: str, posts: Sequence[Row], clicks: Sequence[Row]) -> dict[str, Any]:
    """One line from asked to asked again."""
    of = [post for post in posts if post[by] == row["key"]]
    return {
        by: row["key"],
        **counts_of(row),
        "published": len(of),
        "seen": spread("views", of)["median"],
        "clicks": total_of((each for each in clicks if each[by] == row["key"]), "clicks"),
    }


def channels_of(posts: Sequence[Row], clicks: Sequence[Row]) -> list[dict[str, Any]]:
    published = Counter(row["counted_as"] for row in posts)
    clicked: Counter[str] = Counter()
    for row in clicks:
        clicked[row["channel"]] += int(row["clicks"])
    return [
        {"channel": key, "published": published[key], "clicks": clicked[key]}
        for key in sorted({*published, *clicked})
    ]


def acts_of(posts: Sequence[Row]) -> dict[str, Any]:
    """What people did, by channel."""
    found = {}
    for channel in {row["channel"] for row in posts}:
        of = [row for row in posts if row["channel"] == channel]
        told = [row for row in of if any(row[act] for act in ACTS)]
        if told:
            sums = {act: total_of(of, act) if any(row[act] for row in of) else None for act in ACTS}
            found[channel] = {**sums, "known": len(told), "posts": len(of)}
    return found


def shares_of(questions: Sequence[Row], posts: Sequence[Row], clicks: Sequence[Row]) -> dict[str, Any]:
    """Shares of questions, views and clicks, all of the same languages, and how views are counted."""
    rows = [row for row in questions if row["by"] == "language" and row["key"]]
    codes = [row["key"] for row in rows]
    out = {post["language"] for post in posts}
    ways = Counter(way_of(post, "views") for post in posts if post["views"])
    way = min(ways, key=lambda way: (-ways[way], way)) if ways else ("", "")
    counted = [post for post in posts if post["views"] and way_of(post, "views") == way]
    told: dict[str, dict[str, int]] = {"asked": {}, "seen": {}, "clicked": {}}
    for row in rows:
        code, questions_told = row["key"], both(row)
        views = [int(post["views"]) for post in counted if post["language"] == code]
        if questions_told is not None:
            told["asked"][code] = questions_told
        if ways and (views or code not in out):
            told["seen"][code] = sum(views)
        told["clicked"][code] = total_of((each for each in clicks if each["language"] == code), "clicks")
    for left_aside in ("", "seen", "asked"):
        measures = [name for name in told if name != left_aside and any(told[name].values())]
        common = [code for code in codes if all(code in told[name] for name in measures)]
        totals = {name: sum(told[name][code] for code in common) for name in measures}
        if len(common) >= 2 and len([total for total in totals.values() if total]) >= 2:
            break
    else:
        nothing = {"channel": "", "definition": "", "held": [], "unseen": [], "known": 0, "posts": 0}
        return {"fairness": [], "compared": nothing}

    def missing(name: str) -> list[str]:
        return [code for code in codes if code not in told[name]] if name in measures else []

    return {
        "fairness": [
            {
                "language": code,
                **{name: told[name][code] / totals[name] if totals.get(name) else None for name in told},
            }
            for code in common
        ],
        "compared": {
            "channel": way[0] if "seen" in measures else "", "definition": way[1] if "seen" in measures else "",
            "held": missing("asked"), "unseen": missing("seen"),
            "known": sum(post["language"] in common for post in counted) if "seen" in measures else 0,
            "posts": sum(post["language"] in common for post in posts),
        },
    }  # fmt: skip


def both(row: Row) -> int | None:
    """Questions before and in the period; of days that nobody observed none were recorded.

    Where one of them is about so many and the other a small one, both are about so many together.
    """
    reasons = row["reason_before"], row["reason_during"]
    if "about" in reasons and any(reason.startswith("<") for reason in reasons):
        return int(row["questions_before"] or row["questions_during"])
    told = [
        row[f"questions_{window}"] or ("0" if row[f"reason_{window}"] == "unobserved" else "")
        for window in ("before", "during")
    ]
    return sum(map(int, told)) if all(told) else None


def days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days + 1


def observed_of(before: Row, during: Row) -> Any:
    if before["reason"] == "not told":
        return None
    windows = (("before", before), ("during", during))
    return {
        name: {"start": row["observed_from"], "end": row["observed_to"]} if row["observed_from"] else None
        for name, row in windows
    }


def ratio_of(total: Row, before: Row, during: Row, parts: list[Row]) -> dict[str, float | None] | None:
    """How many times as often was asked a week, with the exact conditional interval of two Poisson rates."""
    counts = total["questions_before"], total["questions_during"]
    if not all(counts) or not before["observed_from"] or not during["observed_from"] or counts[0] == "0":
        return None
    if "as told before" in (total["reason_before"], total["reason_during"]):
        return None
    lengths = [days(row["observed_from"], row["observed_to"]) for row in (before, during)]
    if min(lengths) < 7:
        return None
    earlier, later = map(int, counts)
    longer = lengths[0] / lengths[1]
    # A count that is not told exactly stands for several: the interval holds that of each of them.
    step, rounded = int(before["step"]) - 1, int(before["rounded"])
    small = [sum(row[f"reason_{name}"].startswith("<") for row in parts) for name in ("before", "during")]
    told = [sum(row[f"reason_{name}"] == "about" for row in parts) for name in ("before", "during")]
    counts_of = list(zip((earlier, later), told, small, strict=True))
    fewest = [max(0, count - rounded - step * number) if count else 0 for count, number, _ in counts_of]
    most = [count + (rounded if count else 0) + step * (number + few) for count, number, few in counts_of]
    low, high = interval_of_ratio((fewest[0], most[0]), (fewest[1], most[1]), longer)
    return {"value": later / earlier * longer, "low": low, "high": high}


def after_of(rows: Sequence[Row], total: Row, before: Row) -> dict[str, Any] | None:
    """What was asked after the last post, and how many times as often a week as before."""
    if not rows:
        return None
    (row,) = rows
    ends = [number(row[end]) for end in ("least", "most")]
    ratio = None
    is_compared = row["questions"] and int(total["questions_before"] or 0) and before["observed_from"]
    if is_compared and days(before["observed_from"], before["observed_to"]) >= 7:
        longer = days(before["observed_from"], before["observed_to"]) / days(row["from"], row["to"])
        value = int(row["questions"]) / int(total["questions_before"]) * longer
        low, high = interval_of_ratio(
            (int(total["least_before"]), int(total["most_before"])), (ends[0] or 0, ends[1] or 0), longer
        )
        ratio = {"value": value, "low": low, "high": high}
    count = {
        "asked": int(row["questions"]) if row["questions"] else row["reason"],
        "asked_limits": None if None in ends else ends,
    }
    return {
        "period": {"start": row["from"], "end": row["to"]},
        **(count if row["reason"] != "not over" else {"asked": None}),
        "ratio": ratio,
    }


def interval_of_ratio(
    before: tuple[int, int], after: tuple[int, int], longer: float
) -> tuple[float, float | None]:
    """The exact conditional interval of every pair of counts between these ends."""
    fewest, most = (before[0], after[0]), (before[1], after[1])
    low = 0.0 if not fewest[1] else limit(lambda p: 1 - below(fewest[1], most[0] + fewest[1], p) < 0.025)
    high = limit(lambda p: below(most[1] + 1, fewest[0] + most[1], p) > 0.025) if fewest[0] else None
    return low / (1 - low) * longer, None if high is None else high / (1 - high) * longer


def limit(is_left: Callable[[float], bool]) -> float:
    """Where a condition that holds from 0 on ends."""
    left, right = 0.0, 1.0
    for _halving in range(60):
        middle = (left + right) / 2
        left, right = (middle, right) if is_left(middle) else (left, middle)
    return (left + right) / 2


def below(count: int, n: int, p: float) -> float:
    """P(X < count) of a binomial, term by term."""
    return sum(
        exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + k * log(p) + (n - k) * log1p(-p))
        for k in range(count)
    )


def kits_of(rows: Sequence[Row]) -> dict[str, int] | None:
    if not rows:
        return None
    good = [row for row in rows if row["in_period"] == "1"]
    return {
        "kits": len(good),
        "partners": len({row["partner"] for row in good}),
        "downloads": total_of(rows, "downloads"),
        "shared": total_of(rows, "shared"),
    }


def costs_of(rows: Sequence[Row], clicks: int) -> dict[str, Any] | None:
    named = [int(row["costs_in_euro_cents"]) for row in rows if row["costs_in_euro_cents"]]
    if not named:
        return None
    return {"cents": sum(named), "known": len(named), "campaigns": len(rows), "clicks": clicks}


def followers_of(rows: Sequence[Row]) -> list[dict[str, Any]]:
    accounts: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        accounts[row["account"], row["channel"]].append(row)
    found = []
    for (account, channel), told in accounts.items():
        first, last = min(told, key=lambda row: row["day"]), max(told, key=lambda row: row["day"])
        found.append(
            {
                "account": account, "channel": channel, "first": int(first["followers"]),
                "first_on": first["day"], "last": int(last["followers"]), "last_on": last["day"],
            }
        )  # fmt: skip
    return found


def as_counted(report: Any) -> dict[str, Any]:
    """The figures of a report in the shape in which they are counted again."""
    told = {name: value for name, value in report.items() if name not in NAMES}
    for row in (told, *told["rows"], *told["topics"], *(told["regions"] or ())):
        for name in ("asked_before", "asked_during"):
            row[name] = _count(row[name])
    for row in (*told["rows"], *told["topics"]):
        row.pop("seen_reason")
    groups = [*([told["everything"]] if told["everything"] else []), *chain(*told["groups"].values())]
    for figure in chain(*(group["spreads"].values() for group in groups)):
        for each in (figure, *(way["spread"] for way in figure["ways"])):
            each.pop("is_held")
    told["topics"] = list(told["topics"])
    told["regions"] = told["regions"] or []
    told["groups"] = {by: {each["key"]: each for each in found} for by, found in told["groups"].items()}
    for row in told["followers"]:
        row.pop("account_id")
    if told["kits"]:
        uses = told["kits"].pop("uses")
        told["kits"] |= {
            "downloads": uses.get("whole", 0) + uses.get("file", 0),
            "shared": uses.get("shared", 0),
        }
    if told["costs"]:
        # Costs a click stand in the report of one campaign.
        a_click = told["costs"].pop("per_click")
        clicks = told["clicks"]
        is_told = report["topic"] and clicks
        told["costs"]["clicks"] = round(told["costs"]["cents"] / a_click) if is_told else clicks
    if told["observed"]:
        told["observed"].pop("day")
    if told["after"]:
        told["after"].pop("told_from")
        told["after"]["asked"] = told["after"]["asked"] and _count(told["after"]["asked"])
    for item in told["evidence"]:
        item["at"] = datetime.fromisoformat(item["at"]).isoformat()
    return told


def _count(told: str | None) -> int | str:
    if told is None:
        return "unobserved"
    if told.rstrip("°").isdecimal():
        return int(told.rstrip("°"))
    return "hidden" if told == "·" else told


def differences(told: Any, counted: Any, place: str = "") -> list[str]:
    """Where a report and its recount differ, by the name of the figure."""
    if isinstance(told, dict) and isinstance(counted, dict):
        return [
            line
            for name in sorted({*told, *counted}, key=str)
            for line in differences(
                told.get(name, "nothing"), counted.get(name, "nothing"), f"{place}.{name}"
            )
        ]
    if isinstance(told, list) and isinstance(counted, list) and len(told) == len(counted):
        pairs = enumerate(zip(told, counted, strict=True))
        return [line for at, pair in pairs for line in differences(*pair, f"{place}[{at}]")]
    if isinstance(told, int | float) and isinstance(counted, int | float):
        close = abs(told - counted) <= 1e-6 * max(1.0, abs(told))
        return [] if close else [f"{place}: {told} in the report, {counted} counted again"]
    return [] if told == counted else [f"{place}: {told!r} in the report, {counted!r} counted again"]


def compared(packed: bytes) -> list[str]:
    """Every figure of an archive that does not come out again."""
    tables, report = read(packed)
    return differences(as_counted(report), recount(tables))


if __name__ == "__main__":
    found = compared(Path(sys.argv[1]).read_bytes())
    sys.stdout.write("\n".join(found or ["Every figure comes out again."]) + "\n")
    sys.exit(1 if found else 0)
