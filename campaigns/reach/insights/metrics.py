"""What is counted, by whose definition. Kinds of figures are never added to one another."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType


class Metric(StrEnum):
    """A figure a report shows. Unknown is None with a reason, never 0."""

    QUESTIONS = "questions"
    PUBLICATIONS = "publications"
    VIEWS = "views"
    REACH = "reach"
    IMPRESSIONS = "impressions"
    ENGAGEMENTS = "engagements"
    REACTIONS = "reactions"
    COMMENTS = "comments"
    SHARES = "shares"
    SAVES = "saves"
    LINK_CLICKS = "link_clicks"
    ENGAGED_PER_REACH = "engaged_per_reach"
    ENGAGED_PER_VIEW = "engaged_per_view"
    ACTED = "acted"
    VIEWS_WEEK = "views_week"
    REACH_WEEK = "reach_week"
    IMPRESSIONS_WEEK = "impressions_week"
    ENGAGEMENTS_WEEK = "engagements_week"
    FOLLOWS = "follows"
    FOLLOWERS = "followers"
    CLICKS = "clicks"
    KIT_DOWNLOADS = "kit_downloads"
    KITS_SHARED = "kits_shared"


#: What a channel counts of one post.
OF_POSTS = (
    Metric.VIEWS,
    Metric.REACH,
    Metric.IMPRESSIONS,
    Metric.ENGAGEMENTS,
    Metric.REACTIONS,
    Metric.COMMENTS,
    Metric.SHARES,
    Metric.SAVES,
    Metric.LINK_CLICKS,
    Metric.FOLLOWS,
)
#: How often a post was shown. One post has one to three of them; they stand side by side.
SEEN = (Metric.VIEWS, Metric.REACH, Metric.IMPRESSIONS)
#: What "engaged" is made of where a channel gives the parts.
ENGAGED = (Metric.REACTIONS, Metric.COMMENTS, Metric.SHARES, Metric.SAVES)
#: What is told per group of posts, in this order.
TOLD = (*SEEN, Metric.ENGAGEMENTS, Metric.LINK_CLICKS)
#: Engagements of a post by what they are divided by.
RATES: Mapping[Metric, Metric] = MappingProxyType(
    {Metric.ENGAGED_PER_REACH: Metric.REACH, Metric.ENGAGED_PER_VIEW: Metric.VIEWS}
)
#: The same figures when a post had been out for seven days (kept.at_a_week), by what they are of.
AGED: Mapping[Metric, Metric] = MappingProxyType(
    {
        Metric.VIEWS_WEEK: Metric.VIEWS,
        Metric.REACH_WEEK: Metric.REACH,
        Metric.IMPRESSIONS_WEEK: Metric.IMPRESSIONS,
        Metric.ENGAGEMENTS_WEEK: Metric.ENGAGEMENTS,
    }
)
#: The figure at seven days beside a figure.
AT_A_WEEK: Mapping[str, str] = MappingProxyType({str(of): str(aged) for aged, of in AGED.items()})
#: The definition of engagements that are reactions, comments, shares and saves added up by us.
PARTS = "parts"
#: What people did with a post, for funders who count acts. Reach, impressions and views are none.
ACTS = (Metric.REACTIONS, Metric.COMMENTS, Metric.SHARES)
#: Unique accounts: the same person counts again with every post, so it is never added up.
NEVER_ADDED = (Metric.REACH, Metric.FOLLOWERS, *RATES, *AGED)


@dataclass(frozen=True)
class Definition:
    """What a metric counts, in one sentence that stands beside it, with the version of that definition.

    `platform` '' is our own or a general definition. `since` is the day from which the platform counts so, None
    where no change is known; `note` says what changed then. `source` names where this was read.
    """

    metric: Metric
    version: str
    sentence: str
    platform: str = ""
    since: date | None = None
    note: str = ""
    source: str = ""

    @property
    def key(self) -> str:
        """What is stored with every reading, for instance "facebook.views.2"."""
        return f"{self.platform or 'any'}.{self.metric}.{self.version}"


@cache
def all_definitions() -> Mapping[str, Definition]:
    """Every definition by its key."""
    rows = tomllib.loads((Path(__file__).parent / "definitions.toml").read_text(encoding="utf-8"))
    found = [Definition(**{**row, "metric": Metric(row["metric"])}) for row in rows["definition"]]
    return MappingProxyType({definition.key: definition for definition in found})


@cache
def definition_of(metric: Metric, platform: str = "") -> Definition:
    """The newest definition of a metric on a platform, or the general one. In a group the platform counts as elsewhere
    on it ("facebook_group" as "facebook")."""
    fitting = [each for each in all_definitions().values() if each.metric is metric]
    own = [each for each in fitting if each.platform == platform.removesuffix("_group")] or [
        each for each in fitting if not each.platform
    ]
    return max(own, key=lambda each: (each.version != PARTS, each.version))


#: What engagements are where we add them up.
ADDED_UP = all_definitions()[f"any.{Metric.ENGAGEMENTS}.{PARTS}"]
#: The general sentences by metric.
DEFINITIONS: Mapping[Metric, Definition] = MappingProxyType(
    {metric: definition_of(metric) for metric in Metric}
)
