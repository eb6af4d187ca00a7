"""What a person should know before saying yes to a plan: one sentence a cause, with all that it concerns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from campaigns.facts.validity import holds_on
from campaigns.planning.kinds import KINDS
from campaigns.planning.planned import PlannedPost
from campaigns.planning.request import PlanRequest
from campaigns.reasons import Reason, reason

#: Said where a plan is chosen; afterwards each fact shows its own standing.
UNCHECKED: Final = "Not checked by a lawyer yet: {facts}."


@dataclass(frozen=True)
class Unplaced:
    """A post that an outlet has no moment for in a language. `kind` is the label of the post's kind."""

    kind: str
    outlet: str
    language: str


def concerns_of(request: PlanRequest, posts: tuple[PlannedPost, ...]) -> list[Reason]:
    """What a person should know: facts nobody has checked, facts due for review, languages without words."""
    found: list[Reason] = []
    used = {fact.key: fact for post in posts for fact in post.facts}
    unchecked = [key for key, fact in used.items() if not fact.is_checked]
    if unchecked:
        found.append(reason(UNCHECKED, facts=unchecked))
    if not posts:
        found.append(
            reason(
                "Nothing is written in {languages}, for want of a post.", languages=list(request.languages)
            )
        )
    return [*found, *_due_for_review(posts), *_without_draft(request, posts)]


def without_moment(unplaced: Iterable[Unplaced]) -> list[Reason]:
    """Posts that some accounts or groups have no moment for: those that lack the same places in one sentence."""
    languages: dict[str, dict[str, None]] = defaultdict(dict)
    kinds: dict[str, dict[str, None]] = defaultdict(dict)
    for one in unplaced:
        languages[one.outlet][one.language] = None
        kinds[one.outlet][one.kind] = None
    alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for outlet, lacking in kinds.items():
        alike[tuple(lacking)].append(f"{outlet} ({', '.join(languages[outlet])})")
    return [
        reason(
            "No free moment for {kind} in: {outlets}. Check slots, quiet hours and spacing there, or let the campaign "
            "run longer.",
            kind=list(lacking),
            outlets=outlets,
        )
        for lacking, outlets in alike.items()
    ]


def _due_for_review(posts: tuple[PlannedPost, ...]) -> list[Reason]:
    due: dict[date, dict[str, None]] = defaultdict(dict)
    for post in posts:
        last = max((placement.local.date() for placement in post.placements), default=post.day)
        for fact in post.facts:
            if fact.review_on and fact.review_on <= last and holds_on(fact, last):
                due[fact.review_on][fact.key] = None
    return [
        reason(
            "Due for review on {day}, before what rests on it goes out: {fact}.", day=day, fact=list(facts)
        )
        for day, facts in sorted(due.items())
    ]


def _without_draft(request: PlanRequest, posts: tuple[PlannedPost, ...]) -> list[Reason]:
    alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for code in request.languages:
        lacking = tuple(KINDS[post.kind].label for post in posts if post.drafts[code].copy is None)
        if lacking:
            alike[tuple(dict.fromkeys(lacking))].append(code)
    return [
        reason("No complete draft yet in {languages}: {kind}.", languages=codes, kind=list(lacking))
        for lacking, codes in alike.items()
    ]
