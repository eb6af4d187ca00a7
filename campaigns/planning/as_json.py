"""A plan as plain data: for the command line, for scripts, and for keeping beside the campaign."""

from __future__ import annotations

from typing import Any

from campaigns.clock import instant, zone
from campaigns.content.draft import Draft
from campaigns.planning.planned import CampaignPlan, PlannedPlacement, PlannedPost


def plan_as_dict(plan: CampaignPlan, *, campaign: int | None = None) -> dict[str, Any]:
    """The plan in the shape of the command line; `campaign` is its id once it is saved."""
    return {
        "campaign": campaign,
        "topic": plan.topic,
        "start": plan.start.isoformat(),
        "evidence": [str(one) for one in plan.evidence],
        "posts": [_post(post) for post in plan.posts],
        "warnings": [str(one) for one in plan.warnings],
    }


def _post(post: PlannedPost) -> dict[str, Any]:
    return {
        "kind": post.kind,
        "aim": str(post.aim),
        "layout": post.layout,
        "day": post.day.isoformat(),
        "facts": [fact.key for fact in post.facts],
        "reasons": [str(one) for one in post.reasons],
        "languages": {code: _draft(draft) for code, draft in post.drafts.items()},
        "renditions": list(post.formats),
        "placements": [_placement(placement) for placement in post.placements],
    }


def _draft(draft: Draft) -> dict[str, Any]:
    """A language's words; without a draft the words are null and `missing` says what to add."""
    words = draft.copy.to_dict() if draft.copy else {}
    shown = ("headline", "body", "call_to_action", "hashtags", "alt_text")
    return {
        **{name: words.get(name) for name in shown},
        **{name: value for name, value in words.items() if name not in shown and value},
        "origin": str(draft.origin) if draft.copy else None,
        "missing": [str(one) for one in draft.missing],
    }


def _placement(placement: PlannedPlacement) -> dict[str, Any]:
    """Account, the instant with the offset of its zone, and the zone."""
    moment = instant(placement.local, placement.zone).astimezone(zone(placement.zone))
    return {
        "account": placement.outlet,
        "language": placement.language,
        "at": moment.isoformat(),
        "zone": placement.zone,
        "is_space": placement.is_space,
        "reasons": [str(one) for one in placement.reasons],
    }
