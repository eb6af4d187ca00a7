"""The sheets of a report as plain rows: for its workbook, and for the tables of whoever evaluates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from campaigns.clock import wall_time
from campaigns.reach.files.counted import told, told_of_window
from campaigns.reach.insights.metrics import ENGAGED, TOLD
from campaigns.reach.report.building import Report
from campaigns.reach.report.posts import PostFigures
from campaigns.reach.report.rows import HELD, UNTOLD, LanguageRow, RegionRow, TopicRow
from campaigns.reach.report.spreads import ways_of

COUNTED = [
    "questions_before", "least_before", "most_before", "why_not_before",
    "questions_during", "least_during", "most_during", "why_not_during",
]  # fmt: skip
ASKED_TO_CLICKED = [*COUNTED, "publications", "views_median", "why_no_views", "clicks"]
LANGUAGE_HEADER = ["language", *ASKED_TO_CLICKED]
TOPIC_HEADER = ["topic", *ASKED_TO_CLICKED]
REGION_HEADER = ["region", *COUNTED]
SHARE_HEADER = ["language", "share_of_questions", "share_of_views", "share_of_clicks"]
CHANNEL_HEADER = ["channel", "publications", "clicks"]
ACTS_HEADER = ["channel", "reactions", "comments", "shares", "acted", "posts_known", "publications"]
FOLLOWER_HEADER = ["account", "channel", "first_known", "first_on", "last_known", "last_on"]
GROUP_HEADER = [
    "by", "group", "posts", "figure", "channel", "definition", "median", "low_95", "high_95", "total_in_one_channel",
    "posts_known", "why_not_available",
]  # fmt: skip
POST_HEADER = [
    "publication", "topic", "format", "language", "channel", "space", "weekday_monday_0", "hour",
    *(str(metric) for metric in (*TOLD, *ENGAGED)),
]  # fmt: skip
EVIDENCE_HEADER = [
    "publication",
    "published_at",
    "zone",
    "post",
    "language",
    "channel",
    "url",
    "digest",
    "clicks",
]
#: What stands beside figures of the summary.
VISITS = "Visits by persons to our short links."
A_WEEK = "Questions a week in the period / before."
A_WEEK_AFTER = "Questions a week after the last post / before."
EXACT = "Exact conditional interval of two Poisson rates."
NOTHING_APPROVED = "Nothing was approved."
HAD_KITS = "That had kits in the period."
TAKEN = "Whole kits and single files taken by persons."
PER_CLICK = "Costs / clicks."
WHOLE = "Of whole campaigns."
NOTES = (VISITS, A_WEEK, EXACT, NOTHING_APPROVED, HAD_KITS, TAKEN, PER_CLICK, WHOLE)
DEFINITION_HEADER = ["figure", "platform", "version", "since", "definition", "note"]


@dataclass(frozen=True)
class Words:
    """What a sheet calls things: its heads and notes, and a key of a dimension. As in data where nobody says more."""

    say: Callable[[str], str] = str
    name: Callable[[str, str], str] = lambda _by, key: key or "unknown"


@dataclass(frozen=True)
class Sheet:
    """A table with a head."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[Any]]


def sheets_of(report: Report, posts: Sequence[PostFigures], words: Words) -> list[Sheet]:
    """Summary, languages, topics, regions, shares, channels, groups, posts, evidence and definitions."""
    name = words.name
    regions = [[name("region", row.region), *_counts(report, row, words)] for row in report.regions or ()]
    found = [
        Sheet("summary", ["figure", "value", "note"], summary_rows(report, words)),
        Sheet("languages", LANGUAGE_HEADER, language_rows(report, words)),
        Sheet("topics", TOPIC_HEADER, topic_rows(report, words)),
        Sheet("regions", REGION_HEADER, regions),
        Sheet("fairness", SHARE_HEADER, share_rows(report, words)),
        Sheet("channels", CHANNEL_HEADER, channel_rows(report, words)),
        Sheet("acts", ACTS_HEADER, acts_rows(report, words)),
        Sheet("followers", FOLLOWER_HEADER, follower_rows(report, words)),
        Sheet("groups", GROUP_HEADER, group_rows(report, words)),
        Sheet("posts", POST_HEADER, post_rows(posts, words)),
        Sheet("evidence", EVIDENCE_HEADER, evidence_rows(report, words)),
        Sheet("definitions", DEFINITION_HEADER, definition_rows(report, words)),
    ]
    return [sheet for sheet in found if sheet.rows]


def summary_rows(report: Report, words: Words) -> list[list[Any]]:
    """Every figure of the whole report."""
    rows: list[list[Any]] = [
        ["programme", report.programme, ""],
        ["title", report.title, ""],
        ["from", report.period.start, ""],
        ["to", report.period.end, ""],
        ["before_from", report.before.start, ""],
        ["before_to", report.before.end, ""],
        *observed_rows(report),
        ["questions_before", *told_of_window(report, report.asked_before, "before")],
        ["questions_during", *told_of_window(report, report.asked_during, "during")],
        *_after(report),
        ["posts_planned", report.posts, ""],
        ["publications", report.published, ""],
        ["first_post", report.first_post, ""],
        ["last_post", report.last_post, ""],
        ["clicks", report.clicks, VISITS],
        ["handoffs", report.handoffs, ""],
        ["unproven", report.unproven, ""],
        *_kits(report),
        *_costs(report),
        ["rumours_heard", report.rumours_heard, ""],
        ["rumours_corrected", report.rumours_answered, ""],
        ["texts_approved", report.approvals, ""],
        ["texts_returned", report.returns, ""],
        [
            "hours_to_approve_median",
            report.median_hours_to_approve,
            "" if report.approvals else NOTHING_APPROVED,
        ],
    ]
    if report.ratio:
        rows += [
            ["asked_ratio", report.ratio.value, A_WEEK],
            ["asked_ratio_low_95", report.ratio.low, EXACT],
            ["asked_ratio_high_95", report.ratio.high, ""],
        ]
    return [[words.say(figure), value, words.say(note) if note else ""] for figure, value, note in rows]


def language_rows(report: Report, words: Words) -> list[list[Any]]:
    """One row a language, hidden counts as their mark."""
    return [
        [words.name("language", row.language), *_asked_to_clicked(report, row, words)] for row in report.rows
    ]


def topic_rows(report: Report, words: Words) -> list[list[Any]]:
    """One row a topic of a programme's campaigns."""
    return [[words.name("topic", row.topic), *_asked_to_clicked(report, row, words)] for row in report.topics]


def share_rows(report: Report, words: Words) -> list[list[Any]]:
    """Each language's shares, from 0 to 1."""
    return [
        [words.name("language", row.language), row.asked, row.seen, row.clicked] for row in report.fairness
    ]


def channel_rows(report: Report, words: Words) -> list[list[Any]]:
    """Publications and clicks by kind of channel."""
    return [[words.name("channel", row.channel), row.published, row.clicks] for row in report.channels]


def acts_rows(report: Report, words: Words) -> list[list[Any]]:
    """What people did with the posts of each channel, as far as it tells."""
    return [
        [
            words.name("channel", channel), acts.reactions, acts.comments, acts.shares, acts.total, acts.known,
            acts.posts,
        ]
        for channel, acts in report.acted.items()
    ]  # fmt: skip


def follower_rows(report: Report, words: Words) -> list[list[Any]]:
    """How many follow each account, at the first and the last day known."""
    return [
        [row.account, words.name("channel", row.channel), row.first, row.first_on, row.last, row.last_on]
        for row in report.followers
    ]


def group_rows(report: Report, words: Words) -> list[list[Any]]:
    """One row a figure of a group of posts."""
    return [
        [
            words.say(by), words.name(by, group.key), group.published, words.say(name),
            words.name("channel", channel) if channel else "", definition, way.median, way.low, way.high, way.total,
            way.known, "" if way.known else words.say(HELD if spread.is_held else UNTOLD),
        ]
        for by, groups in report.groups.items()
        for group in groups
        for name, spread in group.spreads.items()
        for channel, definition, way in ways_of(spread)
    ]  # fmt: skip


def post_rows(posts: Sequence[PostFigures], words: Words) -> list[list[Any]]:
    """One row a post, what is not known or not told empty; engagements as the report counts them."""
    name = words.name
    return [
        [
            post.publication_id, name("topic", post.topic), name("format", post.format),
            name("language", post.language), name("channel", post.channel), post.space_id or None, post.weekday,
            post.hour,
            *(post.engaged if str(metric) == "engagements" else getattr(post, metric) for metric in (*TOLD, *ENGAGED)),
        ]
        for post in posts
    ]  # fmt: skip


def evidence_rows(report: Report, words: Words) -> list[list[Any]]:
    """One row a publication, by the clock of its programme."""
    return [
        [
            item.publication_id, wall_time(item.at, report.zone).replace(tzinfo=None, microsecond=0), report.zone,
            item.post, words.name("language", item.language), words.name("channel", item.channel), item.url,
            item.digest, item.clicks,
        ]
        for item in report.evidence
    ]  # fmt: skip


def definition_rows(report: Report, words: Words) -> list[list[Any]]:
    """What the figures count."""
    return [
        [
            words.say(str(each.metric)), words.name("channel", each.platform) if each.platform else "", each.version,
            each.since, words.say(each.sentence), words.say(each.note) if each.note else "",
        ]
        for each in report.definitions
    ]  # fmt: skip


def _asked_to_clicked(report: Report, row: LanguageRow | TopicRow, words: Words) -> list[Any]:
    why = words.say(row.seen_reason) if row.seen_reason and row.published else ""
    return [*_counts(report, row, words), row.published, row.seen, why, row.clicks]


def _counts(report: Report, row: LanguageRow | TopicRow | RegionRow, words: Words) -> list[Any]:
    """Both counts, how few and how many each may stand for, and why there is none: a cell holds a number or nothing."""
    found: list[Any] = []
    for window, counted in (("before", row.asked_before), ("during", row.asked_during)):
        value, reason = told_of_window(report, counted, window)
        least, most = counted.limits if value is not None else (None, None)
        found += [value, least, most, words.say(reason) if reason else ""]
    return found


def _after(report: Report) -> list[list[Any]]:
    """What was asked after the last post of a campaign, where that is told."""
    after = report.after
    if after is None or after.asked is None:
        return []
    rows: list[list[Any]] = [
        ["after_from", after.period.start, ""],
        ["after_to", after.period.end, ""],
        ["questions_after", *told(str(after.asked), step=report.step)],
    ]
    if after.ratio:
        rows += [
            ["after_ratio", after.ratio.value, A_WEEK_AFTER],
            ["after_ratio_low_95", after.ratio.low, EXACT],
            ["after_ratio_high_95", after.ratio.high, ""],
        ]
    return rows


def _kits(report: Report) -> list[list[Any]]:
    if report.kits is None:
        return []
    return [
        ["kits", report.kits.kits, ""],
        ["partners", report.kits.partners, HAD_KITS],
        ["kit_downloads", report.kits.uses.downloads, TAKEN],
        ["kits_shared", report.kits.uses.shared, ""],
    ]


def observed_rows(report: Report) -> list[list[Any]]:
    """The days that the ratio is over, empty where none was observed; no rows where questions are not told."""
    if report.observed is None:
        return []
    before, during = report.observed.before, report.observed.during
    return [
        ["before_observed_from", before.start if before else None, ""],
        ["before_observed_to", before.end if before else None, ""],
        ["observed_from", during.start if during else None, ""],
        ["observed_to", during.end if during else None, ""],
    ]


def _costs(report: Report) -> list[list[Any]]:
    costs = report.costs
    if costs is None:
        return []
    per_click = [] if costs.per_click is None else [["euros_per_click", costs.per_click / 100, PER_CLICK]]
    return [
        ["costs_in_euros", costs.cents / 100, WHOLE],
        ["campaigns_with_costs", costs.known, ""],
        ["campaigns", costs.campaigns, ""],
        *per_click,
    ]
