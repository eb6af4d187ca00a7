"""Everything behind a report, read at one moment: it is written down with the report, or it would change later."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from campaigns.kits.figures import KitUsed, kits_used
from campaigns.needs.rumours.models import Rumour
from campaigns.reach.behind.decisions import DecisionRow, days_of_decisions, decisions_of
from campaigns.reach.behind.links import LinkRow, links_clicked
from campaigns.reach.behind.planned import CampaignRow, campaigns_behind
from campaigns.reach.behind.rumours import rumours_heard
from campaigns.reach.insights.followers import FollowerDay, follower_days
from campaigns.reach.report.building import Report, posts_behind
from campaigns.reach.report.posts import PostFigures
from campaigns.reach.report.published import Evidence, evidence_of_posts


@dataclass(frozen=True)
class Gathered:
    """The rows of each table. `evidence` tells of the same publications as `posts`."""

    posts: Sequence[PostFigures]
    evidence: Sequence[Evidence]
    links: Sequence[LinkRow]
    decisions: Sequence[DecisionRow]
    campaigns: Sequence[CampaignRow]
    kits: Sequence[KitUsed]
    rumours: Sequence[Rumour]
    followers: Sequence[FollowerDay]


def gather(session: Session, *, report: Report, names_groups: bool = True) -> Gathered:
    """What the figures of this report are made of; without `names_groups` no post says in which group it stood."""
    ids = [campaign.id or 0 for campaign in report.campaigns]
    period, posts = report.period, posts_behind(session, report=report)
    evidence = evidence_of_posts(session, [post.publication_id for post in posts], period)
    return Gathered(
        posts=posts if names_groups else [without_its_group(post) for post in posts],
        evidence=evidence if names_groups else without_addresses_of_groups(evidence, posts),
        links=links_clicked(session, ids, period),
        decisions=decisions_of(
            session, ids, days_of_decisions(period, is_one_campaign=bool(report.topic)), report.zone
        ),
        campaigns=campaigns_behind(session, ids),
        kits=kits_used(session, campaign_ids=ids, start=period.start, end=period.end),
        rumours=rumours_heard(session, report.programme_id, report.topic, period),
        followers=follower_days(session, programme_id=report.programme_id, period=period),
    )


def with_evidence(report: Report, gathered: Gathered) -> Report:
    """The report with every publication as evidence."""
    return replace(report, evidence=gathered.evidence)


#: The group of a post that a person posted by hand where no group may be named.
UNNAMED = 0


def without_addresses_of_groups(evidence: Iterable[Evidence], posts: Iterable[PostFigures]) -> list[Evidence]:
    """The evidence without the addresses of posts in groups: they lead to the group."""
    in_groups = {post.publication_id for post in posts if post.space_id is not None}
    return [replace(item, url="") if item.publication_id in in_groups else item for item in evidence]


def without_its_group(post: PostFigures) -> PostFigures:
    """The post as one that stood in some group."""
    return post if post.space_id is None else post._replace(space_id=UNNAMED)
