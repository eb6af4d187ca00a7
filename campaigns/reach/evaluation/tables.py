"""The tables of an evaluation, column by column as the code book names them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from campaigns.reach.behind.rumours import is_answered
from campaigns.reach.evaluation.gathering import UNNAMED, Gathered
from campaigns.reach.files.counted import UNOBSERVED, told
from campaigns.reach.report.posts import COUNTED_AS, PostFigures, value_of
from campaigns.reach.report.published import Evidence

Row = list[object]
Document = Mapping[str, Any]


def tables_of_rows(gathered: Gathered) -> dict[str, list[Row]]:
    """Everything that is told row by row."""
    return {name: fill(gathered) for name, fill in _FILLED.items()}


def tables_of_questions(document: Document) -> dict[str, list[Row]]:
    """Windows of the report and what was asked in them: the counts alone that the report shows."""
    step = document.get("step", 1)
    parts = [("total", "", document)]
    parts += [("language", row["language"], row) for row in document["rows"]]
    parts += [("topic", row["topic"], row) for row in document.get("topics") or ()]
    parts += [("region", row["region"], row) for row in document.get("regions") or ()]
    return {
        "period": [_window(document, *names) for names in (("before", "before"), ("during", "period"))],
        "questions": [
            [by, key, *_asked(row, "asked_before", step), *_asked(row, "asked_during", step)]
            for by, key, row in parts
        ],
        "after": [_after(document["after"], step)] if document.get("after") else [],
    }


def _asked(row: Mapping[str, Any], name: str, step: int) -> Row:
    """A count, why there is none, and how few and how many it may stand for."""
    limits = row.get(f"{name}_limits") if row[name] is not None else None
    return [*told(row[name], step=step), *(limits or (None, None))]


def _after(after: Mapping[str, Any], step: int) -> Row:
    """The weeks after the last post; without a count where the first of them is not over."""
    row = {"asked": after["asked"], "asked_limits": after["asked_limits"] if after["asked"] else None}
    told_count = _asked(row, "asked", step) if after["asked"] else [None, "not over", None, None]
    return [after["period"]["start"], after["period"]["end"], *told_count]


def _window(document: Document, name: str, of: str) -> Row:
    observed = document.get("observed")
    seen = (observed or {}).get(name) or {}
    window = document[of]
    reason = "not told" if observed is None else "" if seen else UNOBSERVED
    return [
        name,
        window["start"],
        window["end"],
        seen.get("start"),
        seen.get("end"),
        document.get("step", 1),
        document.get("rounded", 0),
        reason,
    ]


def _posts(gathered: Gathered) -> list[Row]:
    evidence = {item.publication_id: item for item in gathered.evidence}
    return [_post(post, evidence[post.publication_id]) for post in gathered.posts]


def _post(post: PostFigures, item: Evidence) -> Row:
    by_hand = post.space_id is not None
    return [
        post.publication_id, item.post, post.topic, post.format, post.language, post.channel,
        value_of(post, COUNTED_AS), int(by_hand), int(item.is_unproven),
        None if post.space_id == UNNAMED else post.space_id, item.at.isoformat(), post.weekday, post.hour,
        post.views, post.reach, post.impressions, post.engaged, post.engagements, post.reactions, post.comments,
        post.shares, post.saves, post.link_clicks, post.views_week, post.reach_week, post.impressions_week,
        post.engagements_week, post.counted_by, item.clicks, item.url, item.digest,
    ]  # fmt: skip


def _clicks(gathered: Gathered) -> list[Row]:
    return [
        [row.campaign_id, row.post, row.topic, row.language, row.channel, row.clicks]
        for row in gathered.links
    ]


def _decisions(gathered: Gathered) -> list[Row]:
    return [
        [
            row.campaign_id, row.post, row.topic, row.language, str(row.outcome), row.decided_on.isoformat(),
            row.hours,
        ]
        for row in gathered.decisions
    ]  # fmt: skip


def _campaigns(gathered: Gathered) -> list[Row]:
    return [[row.campaign_id, row.title, row.topic, row.posts, row.cents] for row in gathered.campaigns]


def _kits(gathered: Gathered) -> list[Row]:
    return [
        [
            used.kit.id, used.kit.partner_id, used.kit.campaign_id, used.kit.language, int(used.is_standing),
            used.uses.downloads, used.uses.shared,
        ]
        for used in gathered.kits
    ]  # fmt: skip


def _rumours(gathered: Gathered) -> list[Row]:
    return [
        [number, rumour.topic, int(is_answered(rumour))]
        for number, rumour in enumerate(gathered.rumours, start=1)
    ]


def _followers(gathered: Gathered) -> list[Row]:
    return [[row.account, row.channel, row.day.isoformat(), row.followers] for row in gathered.followers]


_FILLED: Mapping[str, Callable[[Gathered], list[Row]]] = {
    "posts": _posts,
    "clicks": _clicks,
    "decisions": _decisions,
    "campaigns": _campaigns,
    "kits": _kits,
    "rumours": _rumours,
    "followers": _followers,
}
