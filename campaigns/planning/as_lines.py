"""A plan as lines for a terminal: the day on which each post goes out first, and why it is not another."""

from __future__ import annotations

from collections.abc import Iterator

from campaigns.planning.planned import CampaignPlan, PlannedPost

#: Under the first word after the day, so that days stand alone at the left.
_INDENT = " " * 12


def plan_as_lines(plan: CampaignPlan) -> list[str]:
    """Each post with its day, kind, written languages and placements, then the warnings.

    The day is the first on which an account or group publishes it. Where that is not the day the series wanted,
    and where a post has no placement, the reasons follow.
    """
    return [line for post in plan.posts for line in _post(post)] + [f"! {one}" for one in plan.warnings]


def _post(post: PlannedPost) -> Iterator[str]:
    days = sorted({placement.local.date() for placement in post.placements})
    first = days[0] if days else post.day
    written = " ".join(code for code, draft in post.drafts.items() if draft.copy)
    count = len(post.placements)
    placed = f"{count} placement{'' if count == 1 else 's'}"
    until = f" until {days[-1]}" if days and days[-1] != first else ""
    yield f"{first}  {post.kind:<14} {written}  ({placed}{until})"
    if first != post.day:
        yield f"{_INDENT}wanted for {post.day}"
    earliest = [placement for placement in post.placements if placement.local.date() == first]
    told = [one for placement in earliest for one in placement.reasons] if first != post.day else []
    if not days:
        told += [] if post.formats else post.reasons
    yield from dict.fromkeys(f"{_INDENT}{one}" for one in told)
    if not days and post.formats:
        yield f"{_INDENT}no account or group has a moment for it"
