"""What a report for the public tells of posts in groups of other people: nothing that few of their members did.

A group has few members who know one another, and a post of known language, day and hour is found in it: "one reaction"
is somebody's. Taken out before anything is counted, such figures cannot be worked out of totals or medians either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from campaigns.reach.disclosure.figures import PUBLIC_SMALL
from campaigns.reach.report.building import Report
from campaigns.reach.report.clicked import Clicks
from campaigns.reach.report.posts import LANGUAGE, TOPIC, PostFigures
from campaigns.reach.report.rows import fair_rows, seen_in
from campaigns.reach.report.spreads import Columns, Group
from campaigns.reach.report.told import count

#: What members of a group did.
_DONE = ("engagements", "reactions", "comments", "shares", "saves", "link_clicks", "engagements_week")
#: How many saw it: told from the first count on that is no small one.
_SEEN = ("views", "reach", "impressions", "views_week", "reach_week", "impressions_week")


def without_what_few_did(post: PostFigures) -> PostFigures:
    """A post in a group without what its members did, and without small counts of who saw it."""
    if post.space_id is None:
        return post
    small = [name for name in _SEEN if 0 < (getattr(post, name) or 0) <= PUBLIC_SMALL]
    return PostFigures._make(
        None if name in _DONE or name in small else value
        for name, value in zip(PostFigures._fields, post, strict=True)
    )


def told_to_everybody(report: Report, posts: Sequence[PostFigures], clicks: Clicks) -> Report:
    """The report with every figure of posts counted from these, which tell nothing that few people did."""
    told = count(Columns(posts))
    everything = told.everything and _held(told.everything, report.everything)
    groups = {by: _all_held(of, report.groups.get(by, ())) for by, of in told.groups.items()}
    fairness, compared = fair_rows(report.rows, told, clicks)
    languages, topics = seen_in(groups[LANGUAGE]), seen_in(groups[TOPIC])
    rows, topic_rows = [], []
    for row in report.rows:
        seen, reason = languages.get(row.language, (None, ""))
        rows.append(replace(row, seen=seen, seen_reason=reason))
    for each in report.topics:
        seen, reason = topics.get(each.topic, (None, ""))
        topic_rows.append(replace(each, seen=seen, seen_reason=reason))
    return replace(
        report,
        rows=rows,
        topics=topic_rows,
        everything=everything,
        groups=groups,
        acted=told.acted,
        fairness=fairness,
        compared=compared,
    )


def _all_held(groups: Sequence[Group], before: Sequence[Group]) -> list[Group]:
    was = {group.key: group for group in before}
    return [_held(group, was.get(group.key)) for group in groups]


def _held(group: Group, before: Group | None) -> Group:
    """The group with every figure marked that none of its posts tells any more, so that nobody reads "unknown"."""
    if before is None:
        return group
    spreads = {
        name: replace(spread, is_held=not spread.known and before.spreads[name].known > 0)
        for name, spread in group.spreads.items()
    }
    return replace(group, spreads=spreads)
