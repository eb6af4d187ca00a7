"""Rows of a report's tables: languages, topics, regions, kinds of channel, and whose share is how large."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from campaigns.channels import profiles
from campaigns.languages import sort_languages
from campaigns.links.kits import KIT, is_kit_channel
from campaigns.reach.asked import Asked
from campaigns.reach.clicked import Clicks
from campaigns.reach.metrics import Metric
from campaigns.reach.posts import HAND_OFF, LANGUAGE, TOPIC
from campaigns.reach.spreads import Group
from campaigns.reach.suppression import Count
from campaigns.reach.told import Told

#: Why no views are known where only such channels were used.
NOT_TOLD = "The channel does not tell how often a post was seen, and nobody has typed it in."


@dataclass(frozen=True)
class LanguageRow:
    """One language of the report. `seen` is None where no channel tells, `seen_reason` says why."""

    language: str
    asked_before: Count
    published: int
    seen: float | None
    seen_reason: str
    clicks: int
    asked_after: Count


@dataclass(frozen=True)
class TopicRow:
    """One topic of a report on a programme: those of its campaigns, from asked to asked again."""

    topic: str
    asked_before: Count
    published: int
    seen: float | None
    clicks: int
    asked_after: Count


@dataclass(frozen=True)
class RegionRow:
    """Questions from one region. Small ones have no row, because no row tells less than a mark."""

    region: str
    asked_before: Count
    asked_after: Count


@dataclass(frozen=True)
class ChannelRow:
    """One kind of channel of the report; groups of other people are one kind, whatever their platform."""

    channel: str
    published: int
    clicks: int


@dataclass(frozen=True)
class FairRow:
    """A language's share of what was asked beside its share of what was seen; None where it cannot be told.

    asked: its questions / all questions, each before and in the period. seen: views of its posts / views of all posts
    whose channel tells views. clicked: its clicks / all clicks.
    """

    language: str
    asked: float | None
    seen: float | None
    clicked: float | None


def language_rows(posts: Told, before: Asked, after: Asked, clicks: Clicks) -> list[LanguageRow]:
    """Every language in which anybody asked, published or clicked."""
    groups = {group.key: group for group in posts.groups[LANGUAGE]}
    clicked = clicks.by_language()
    asked_before, asked_after = before.languages.parts, after.languages.parts
    return [
        LanguageRow(
            language=code,
            asked_before=before.of(code),
            published=groups[code].published if code in groups else 0,
            seen=_median_of_views(groups.get(code)),
            seen_reason=NOT_TOLD if code in groups and _median_of_views(groups[code]) is None else "",
            clicks=clicked[code],
            asked_after=after.of(code),
        )
        for code in sort_languages(set(asked_before) | set(asked_after) | set(groups) | set(clicked))
    ]


def topic_rows(
    topics: Collection[str], posts: Told, before: Asked, after: Asked, clicks: Clicks
) -> list[TopicRow]:
    """These topics, the one with most posts first."""
    groups = {group.key: group for group in posts.groups[TOPIC]}
    clicked = clicks.by_topic()
    found = [
        TopicRow(
            topic=topic,
            asked_before=before.topics[topic],
            published=groups[topic].published if topic in groups else 0,
            seen=_median_of_views(groups.get(topic)),
            clicks=clicked[topic],
            asked_after=after.topics[topic],
        )
        for topic in topics
    ]
    return sorted(found, key=lambda row: (-row.published, row.topic))


def channel_rows(posts: Told, clicks: Clicks) -> list[ChannelRow]:
    """Publications and clicks per kind of channel; what a person posted by hand counts as a hand-off."""
    published: Counter[str] = Counter()
    for (channel, by_hand), number in posts.by_hand.items():
        published[HAND_OFF if by_hand or channel not in profiles() else channel] += number
    clicked: Counter[str] = Counter()
    for channel, number in clicks.by_channel().items():
        clicked[KIT if is_kit_channel(channel) else channel] += number
    return [
        ChannelRow(channel, published[channel], clicked[channel])
        for channel in sorted(set(published) | set(clicked))
    ]


def fair_rows(
    rows: Sequence[LanguageRow], posts: Told, clicks: Clicks, *, asked: int | None
) -> list[FairRow]:
    """The shares of the languages that are known; `asked` is the total of all questions, None where it is hidden."""
    # A language of which posts went out and no channel tells views was not seen nought times.
    seen = {row.language: posts.views.get(row.language, None if row.published else 0) for row in rows}
    clicked = clicks.by_language()
    return asked_shares(
        [
            FairRow(row.language, None, _share(seen, row.language), _share(clicked, row.language))
            for row in rows
            if row.language
        ],
        rows,
        asked=asked,
    )


def unseen(code: str, others: Sequence[FairRow]) -> FairRow:
    """The shares of a language in which nothing was published, beside those of others."""
    seen, clicked = (
        0.0 if any(getattr(row, name) is not None for row in others) else None for name in ("seen", "clicked")
    )
    return FairRow(code, None, seen, clicked)


def asked_shares(
    fairness: Sequence[FairRow], rows: Sequence[LanguageRow], *, asked: int | None
) -> list[FairRow]:
    """The same shares, with those of questions worked out from the counts that these rows and their total show."""
    shown = {row.language: both(row.asked_before, row.asked_after) for row in rows}

    def share(code: str) -> float | None:
        count = shown.get(code)
        return None if count is None or not asked else count / asked

    return [replace(row, asked=share(row.language)) for row in fairness]


def both(before: Count, after: Count) -> int | None:
    """Two counts together, None where one of them is hidden."""
    return None if before.shown is None or after.shown is None else before.shown + after.shown


def _median_of_views(group: Group | None) -> float | None:
    return group.spreads[str(Metric.VIEWS)].median if group else None


def _share(of: Mapping[str, int | None] | Mapping[str, int], code: str) -> float | None:
    total = sum(value for value in of.values() if value is not None)
    value = of.get(code, 0)
    return None if value is None or not total else value / total
