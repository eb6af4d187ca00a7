"""What a person should know before saying yes to a plan."""

from __future__ import annotations

from typing import Final

from campaigns.facts.validity import holds_on
from campaigns.planning.planned import PlannedPost
from campaigns.planning.request import PlanRequest
from campaigns.reasons import Reason, reason

#: Said where a plan is chosen; afterwards each fact shows its own standing.
UNCHECKED: Final = "Not checked by a lawyer yet: {facts}."


def concerns_of(request: PlanRequest, posts: tuple[PlannedPost, ...]) -> list[Reason]:
    """What a person should know: facts nobody has checked, facts due for review, languages without words."""
    found: list[Reason] = []
    used = {fact.key: fact for post in posts for fact in post.facts}
    unchecked = [key for key, fact in used.items() if not fact.is_checked]
    if unchecked:
        found.append(reason(UNCHECKED, facts=unchecked))
    for post in posts:
        last = max((placement.local.date() for placement in post.placements), default=post.day)
        found += [
            reason(
                "The fact “{fact}” is due for review on {day}, before its post goes out.",
                fact=fact.key,
                day=due,
            )
            for fact in post.facts
            if (due := fact.review_on) and due <= last and holds_on(fact, last)
        ]
    if not posts:
        found += [
            reason("{language}: nothing is written, for want of a post.", language=code)
            for code in request.languages
        ]
    for code in request.languages:
        lacking = sum(1 for post in posts if post.drafts[code].copy is None)
        if lacking:
            found.append(
                reason(
                    "In {language}, {lacking} of {posts} posts have no complete draft yet.",
                    language=code,
                    lacking=lacking,
                    posts=len(posts),
                )
            )
    return found
