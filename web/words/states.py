"""States in the reader's language, with how they are shown.

A state is never told by colour alone: each has a word, a shape and a tone. The shapes are drawn by the
stylesheet (`.mark--<shape>`), the tones are `good`, `waiting`, `moving`, `stop` and `quiet`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from flask_babel import lazy_gettext

from campaigns.placements.overview.standing import TextState
from campaigns.vocabulary import (
    CampaignStage,
    Decision,
    FactStatus,
    KitStatus,
    PlacementStatus,
    ProposalStatus,
    RumourStatus,
    VariantStatus,
    WorkStatus,
)

_ = lazy_gettext


@dataclass(frozen=True)
class Mark:
    """How a state is shown: its word, its tone and its shape."""

    word: Any
    tone: str
    shape: str


@cache
def marks() -> dict[tuple[type[StrEnum], str], Mark]:
    """The mark of every state a person meets, by kind and word: “draft” of a fact is not “draft” of a text."""
    pairs = (
        (VariantStatus.MISSING, Mark(_("Missing"), "quiet", "empty")),
        (VariantStatus.DRAFT, Mark(_("Written"), "waiting", "quarter")),
        (VariantStatus.RENDERED, Mark(_("Rendered"), "waiting", "half")),
        (VariantStatus.SUBMITTED, Mark(_("In review"), "moving", "ring")),
        (VariantStatus.RETURNED, Mark(_("Returned"), "stop", "diamond")),
        (VariantStatus.APPROVED, Mark(_("Approved"), "good", "check")),
        (TextState.MISSING, Mark(_("Missing"), "quiet", "empty")),
        (TextState.WRITTEN, Mark(_("Written"), "waiting", "quarter")),
        (TextState.RENDERED, Mark(_("Rendered"), "waiting", "half")),
        (TextState.SUBMITTED, Mark(_("In review"), "moving", "ring")),
        (TextState.RETURNED, Mark(_("Returned"), "stop", "diamond")),
        (TextState.APPROVED, Mark(_("Approved"), "good", "check")),
        (TextState.PLACED, Mark(_("Scheduled"), "good", "clock")),
        (TextState.PUBLISHED, Mark(_("Published"), "good", "out")),
        (TextState.TROUBLE, Mark(_("Needs you"), "stop", "question")),
        (TextState.OUTDATED, Mark(_("Outdated"), "stop", "bar")),
        (TextState.LAPSED, Mark(_("Approval ended"), "stop", "cross")),
        (PlacementStatus.PROPOSED, Mark(_("Proposed"), "quiet", "empty")),
        (PlacementStatus.SCHEDULED, Mark(_("Scheduled"), "waiting", "clock")),
        (PlacementStatus.SENDING, Mark(_("Being sent"), "moving", "ring")),
        (PlacementStatus.PUBLISHED, Mark(_("Published"), "good", "out")),
        (PlacementStatus.FAILED, Mark(_("Failed"), "stop", "diamond")),
        (PlacementStatus.UNCONFIRMED, Mark(_("Unconfirmed"), "stop", "question")),
        (PlacementStatus.MISSED, Mark(_("Missed"), "stop", "diamond")),
        (PlacementStatus.EXPIRED, Mark(_("Expired"), "stop", "empty")),
        (PlacementStatus.HELD, Mark(_("Held"), "stop", "bar")),
        (PlacementStatus.CANCELLED, Mark(_("Cancelled"), "quiet", "cross")),
        (WorkStatus.WAITING, Mark(_("Waiting"), "waiting", "quarter")),
        (WorkStatus.RUNNING, Mark(_("Running"), "moving", "ring")),
        (WorkStatus.DONE, Mark(_("Done"), "good", "check")),
        (WorkStatus.REFUSED, Mark(_("Refused"), "stop", "diamond")),
        (WorkStatus.CANCELLED, Mark(_("Stopped"), "quiet", "cross")),
        (CampaignStage.PLANNED, Mark(_("Planned"), "quiet", "empty")),
        (CampaignStage.WRITING, Mark(_("Writing"), "waiting", "quarter")),
        (CampaignStage.REVIEW, Mark(_("In review"), "moving", "ring")),
        (CampaignStage.SCHEDULED, Mark(_("Scheduled"), "waiting", "clock")),
        (CampaignStage.RUNNING, Mark(_("Running"), "moving", "half")),
        (CampaignStage.FINISHED, Mark(_("Finished"), "good", "check")),
        (CampaignStage.ARCHIVED, Mark(_("Archived"), "quiet", "bar")),
        (ProposalStatus.OPEN, Mark(_("Open"), "waiting", "half")),
        (ProposalStatus.PLANNED, Mark(_("Planned"), "good", "check")),
        (ProposalStatus.DISMISSED, Mark(_("Dismissed"), "quiet", "cross")),
        (RumourStatus.NEW, Mark(_("Just heard"), "waiting", "empty")),
        (RumourStatus.CHECKING, Mark(_("Being checked"), "moving", "ring")),
        (RumourStatus.REFUTED, Mark(_("Refuted"), "stop", "cross")),
        (RumourStatus.TRUE, Mark(_("True"), "good", "check")),
        (RumourStatus.UNCLEAR, Mark(_("Cannot be told"), "waiting", "question")),
        (RumourStatus.PUBLISHED, Mark(_("Answered"), "good", "check")),
        (RumourStatus.MONITORED, Mark(_("Watched"), "quiet", "half")),
        (FactStatus.DRAFT, Mark(_("Not checked"), "waiting", "quarter")),
        (FactStatus.CHECKED, Mark(_("Checked"), "good", "check")),
        (FactStatus.RETIRED, Mark(_("Retired"), "quiet", "bar")),
        (KitStatus.OPEN, Mark(_("Good"), "good", "check")),
        (KitStatus.HELD, Mark(_("Held"), "stop", "bar")),
        (KitStatus.WITHDRAWN, Mark(_("Withdrawn for good"), "quiet", "cross")),
        (Decision.APPROVE, Mark(_("Approved"), "good", "check")),
        (Decision.RETURN, Mark(_("Returned"), "stop", "diamond")),
        (Decision.WITHDRAW, Mark(_("Withdrawn"), "stop", "cross")),
    )
    return {(type(state), state.value): shown for state, shown in pairs}


def mark(state: StrEnum) -> Mark:
    return marks()[type(state), state.value]
