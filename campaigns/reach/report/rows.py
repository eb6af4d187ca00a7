"""Rows of a report's tables: languages, topics, regions, kinds of channel, and whose share is how large."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from campaigns.channels import profiles
from campaigns.languages import sort_languages
from campaigns.links.kits import KIT, is_kit_channel
from campaigns.reach.disclosure.suppression import Count
from campaigns.reach.insights.metrics import Metric
from campaigns.reach.report.asked import Asked
from campaigns.reach.report.clicked import Clicks
from campaigns.reach.report.posts import HAND_OFF, LANGUAGE, TOPIC
from campaigns.reach.report.spreads import Group
from campaigns.reach.report.told import Told

#: Why no views are known where only such channels were used.
NOT_TOLD = "The channel does not tell how often a post was seen, and nobody has typed it in."
#: Why none of a figure are told where members of groups made it up.
HELD = "Of posts in groups the public is told no acts, and how often they were seen only from eight times on."
#: The same of any other figure.
UNTOLD = "No channel used here tells it, and nobody has typed it in."
#: Why there is no single median.
SEVERAL_WAYS = "Channels count views in several ways; each has its own median."


@dataclass(frozen=True)
class LanguageRow:
    """One language of the report. `seen` is None where no channel tells, `seen_reason` says why."""

    language: str
    asked_before: Count
    published: int
    seen: float | None
    seen_reason: str
    clicks: int
    asked_during: Count


@dataclass(frozen=True)
class TopicRow:
    """One topic of a report on a programme: those of its campaigns, from asked to asked again."""

    topic: str
    asked_before: Count
    published: int
    seen: float | None
    seen_reason: str
    clicks: int
    asked_during: Count


@dataclass(frozen=True)
class RegionRow:
    """Questions from one region. In a fixed report small ones have no row, because no row tells less than a mark; in
    another one those have none that took no step."""

    region: str
    asked_before: Count
    asked_during: Count


@dataclass(frozen=True)
class ChannelRow:
    """One kind of channel of the report; groups of other people are one kind, whatever their platform."""

    channel: str
    published: int
    clicks: int


@dataclass(frozen=True)
class FairRow:
    """A language's share of what was asked beside its shares of what was seen and clicked.

    Each is of the same languages, those that have a row. asked: its questions / their questions, before and in the
    period. seen: views of its posts / of theirs, counted in one way. clicked: clicks on its links / on theirs.
    A measure that is not compared is None in every row.
    """

    language: str
    asked: float | None
    seen: float | None
    clicked: float | None


@dataclass(frozen=True)
class Compared:
    """What shares are of: views as one channel counts them by one definition ("" where views are not compared).

    Views are known in this way of `known` of the `posts` posts in the languages compared. Left out are the languages
    whose questions are `held` back, and those in which posts went out whose views are not known in this way (`unseen`),
    as far as questions and views are compared.
    """

    channel: str
    definition: str
    held: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()
    known: int = 0
    posts: int = 0


def language_rows(
    posts: Told, before: Asked, after: Asked, clicks: Clicks, *, always: Collection[str] = ()
) -> list[LanguageRow]:
    """Every language in which anybody asked, published or clicked, and those that `always` have a row."""
    groups = {group.key: group for group in posts.groups[LANGUAGE]}
    clicked = clicks.by_language()
    asked_before, asked_during = before.languages.parts, after.languages.parts
    return [
        LanguageRow(
            language=code,
            asked_before=before.of(code),
            published=groups[code].published if code in groups else 0,
            seen=_median_of_views(groups.get(code)),
            seen_reason=_why_no_median(groups.get(code)),
            clicks=clicked[code],
            asked_during=after.of(code),
        )
        for code in sort_languages({*asked_before, *asked_during, *groups, *clicked, *always})
    ]


def seen_in(groups: Iterable[Group]) -> dict[str, tuple[float | None, str]]:
    """The median of views of the posts of each language or topic, and why there is none."""
    return {group.key: (_median_of_views(group), _why_no_median(group)) for group in groups}


def region_rows(before: Asked, during: Asked) -> list[RegionRow]:
    """The regions of which a number is told, the one that asks most first."""
    found = [
        RegionRow(region, before.there(region), during.there(region))
        for region in sorted({*before.regions, *during.regions})
    ]
    return sorted(found, key=lambda row: (-(row.asked_during.shown or 0), -(row.asked_before.shown or 0)))


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
            seen_reason=_why_no_median(groups.get(topic)),
            clicks=clicked[topic],
            asked_during=after.topics[topic],
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


#: Measures that are set beside one another; the first that leave two languages to compare.
_TOGETHER = (("asked", "seen", "clicked"), ("asked", "clicked"), ("seen", "clicked"))


def fair_rows(rows: Sequence[LanguageRow], posts: Told, clicks: Clicks) -> tuple[list[FairRow], Compared]:
    """The shares of the languages of which every measure is told, all of one whole, and what was compared.

    Worked out of what is shown alone. Without rows where fewer than two languages or two measures remain.
    """
    way, views = next(iter(posts.views.items()), (("", ""), {}))
    rows = [row for row in rows if row.language]
    # A language of which posts went out and no channel tells views was not seen nought times.
    seen = (
        {row.language: views.get(row.language, None if row.published else 0) for row in rows} if views else {}
    )
    clicked = clicks.by_language()
    known = {
        "asked": _told({row.language: both(row.asked_before, row.asked_during) for row in rows}),
        "seen": _told(seen),
        "clicked": _told({row.language: clicked[row.language] for row in rows}),
    }
    for names in _TOGETHER:
        measures = [name for name in names if known[name]]
        codes = [row.language for row in rows if all(row.language in known[name] for name in measures)]
        shares = {name: _shares({code: known[name][code] for code in codes}) for name in measures}
        if len(codes) > 1 and sum(any(each.values()) for each in shares.values()) > 1:
            break
    else:
        return [], Compared("", "")
    groups = [group for group in posts.groups[LANGUAGE] if group.key in codes]
    is_seen = "seen" in measures
    left_out = {
        name: tuple(row.language for row in rows if row.language not in known[name])
        if name in measures
        else ()
        for name in ("asked", "seen")
    }
    return (
        [FairRow(code, *(shares[name][code] if name in shares else None for name in known)) for code in codes],
        Compared(
            *(way if is_seen else ("", "")), left_out["asked"], left_out["seen"],
            known=sum(_counted_in(way, group) for group in groups if group.key in views) if is_seen else 0,
            posts=sum(group.published for group in groups),
        ),
    )  # fmt: skip


def _told(of: Mapping[str, int | None]) -> dict[str, int]:
    """The values that are told; none where they are nought together, because nought has no shares."""
    told = {key: value for key, value in of.items() if value is not None}
    return told if any(told.values()) else {}


def _counted_in(way: tuple[str, str], group: Group) -> int:
    """How many posts of a group, some of them at least, tell their views in this way."""
    spread = group.spreads[str(Metric.VIEWS)]
    found = [each.spread.known for each in spread.ways if (each.channel, each.definition) == way]
    return found[0] if found else spread.known


def both(before: Count, after: Count) -> int | None:
    """Two counts together, None where one of them is hidden; of counts in steps, about so many together."""
    told = [count for count in (before, after) if count.shown is not None]
    small = [count.below for count in (before, after) if count.below]
    # A small one may be as much as every other one may be more: it is within what "about" says.
    is_about = any(count.more >= below - 1 for count in told for below in small)
    return sum(count.shown or 0 for count in told) if len(told) == 2 or is_about else None


def _why_no_median(group: Group | None) -> str:
    if group is None or _median_of_views(group) is not None:
        return ""
    views = group.spreads[str(Metric.VIEWS)]
    return SEVERAL_WAYS if views.known else HELD if views.is_held else NOT_TOLD


def _median_of_views(group: Group | None) -> float | None:
    return group.spreads[str(Metric.VIEWS)].median if group else None


def _shares(of: Mapping[str, int]) -> dict[str, float | None]:
    """Each value of all of them together; None where all are nought."""
    total = sum(of.values())
    return {key: value / total if total else None for key, value in of.items()}
