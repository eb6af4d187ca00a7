"""What a plan consists of, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from campaigns.content.draft import Draft
from campaigns.content.fact_view import FactView
from campaigns.reasons import Reason


@dataclass(frozen=True)
class PlannedPlacement:
    """A proposed moment at an outlet: wall time `local` in `zone`."""

    outlet: str
    language: str
    local: datetime
    zone: str
    is_space: bool = False
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class PlannedPost:
    """One post of the plan. `drafts` holds a complete draft for a language or what it lacks."""

    kind: str
    aim: Reason
    layout: str
    formats: tuple[str, ...]
    facts: tuple[FactView, ...]
    day: date
    not_after: date | None
    drafts: Mapping[str, Draft]
    placements: tuple[PlannedPlacement, ...]
    reasons: tuple[Reason, ...]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages the post is planned in, complete or not."""
        return tuple(self.drafts)


@dataclass(frozen=True)
class CampaignPlan:
    """The posts, what to know before saying yes, and why the campaign is proposed at all."""

    topic: str
    start: date
    posts: tuple[PlannedPost, ...]
    warnings: tuple[Reason, ...]
    evidence: tuple[Reason, ...]
