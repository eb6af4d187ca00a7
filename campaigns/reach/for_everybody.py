"""What a report for the public tells of posts in groups of other people: nothing that few of their members did.

A group has few members who know one another, and a post of known language, day and hour is found in it: "one reaction"
is somebody's. Taken out before anything is counted, such figures cannot be worked out of totals or medians either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from campaigns.reach.clicked import Clicks
from campaigns.reach.disclosure.figures import PUBLIC_SMALL
from campaigns.reach.posts import LANGUAGE, TOPIC, PostFigures
from campaigns.reach.reports import Report
from campaigns.reach.rows import fair_rows, seen_in
from campaigns.reach.spreads import Columns
from campaigns.reach.told import count

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
    fairness, compared = fair_rows(report.rows, told, clicks)
    languages, topics = seen_in(told, LANGUAGE), seen_in(told, TOPIC)
    rows = []
    for row in report.rows:
        seen, reason = languages.get(row.language, (None, ""))
        rows.append(replace(row, seen=seen, seen_reason=reason))
    return replace(
        report,
        rows=rows,
        topics=[replace(row, seen=topics.get(row.topic, (None, ""))[0]) for row in report.topics],
        everything=told.everything,
        groups=told.groups,
        acted=told.acted,
        fairness=fairness,
        compared=compared,
    )
