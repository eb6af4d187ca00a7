"""What became of placements that the worker handled: for the audit trail, and in a sentence for people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, select

from campaigns.languages import languages
from campaigns.people.audit import append_entries
from campaigns.placements.models import Account, Placement
from campaigns.reasons import Reason
from campaigns.vocabulary import PlacementStatus

_PLACEMENT: Table = Placement.__table__  # type: ignore[attr-defined]
_ACCOUNT: Table = Account.__table__  # type: ignore[attr-defined]
_TABLES = Placement.metadata.tables

#: What the worker did, as the trail calls it. Back to `scheduled` (a pause, a later try) is no end.
DEEDS: Mapping[PlacementStatus, str] = MappingProxyType(
    {
        PlacementStatus.PUBLISHED: "publish_placement",
        PlacementStatus.FAILED: "fail_placement",
        PlacementStatus.UNCONFIRMED: "doubt_placement",
        PlacementStatus.MISSED: "miss_placement",
        PlacementStatus.HELD: "hold_placement",
    }
)

#: Ends after which a person has to look, as the middle of a sentence.
ASKING: Mapping[PlacementStatus, str] = MappingProxyType(
    {
        PlacementStatus.FAILED: "could not be sent",
        PlacementStatus.UNCONFIRMED: "may be out or not: nobody knows yet",
        PlacementStatus.MISSED: "was not sent because it is too late",
        PlacementStatus.HELD: "is held and was not sent",
    }
)

_ANSWER_KEPT = "The channel's answer stands on the page of the placement."


class End(NamedTuple):
    """Where the worker left a placement, and why. `digest` is the proof's; a row may be too broken to have one."""

    placement_id: int
    programme_id: int
    digest: str | None
    status: PlacementStatus
    reason: Reason = Reason("")


def record_ends(connection: Connection, ends: Sequence[End], *, now: datetime) -> None:
    """Adds the ends to the trail, in the transaction that brought them about.

    Each has a row of its own, so that what became of it is found without reading others; those of a programme that
    ended alike are written together.
    """
    alike: dict[tuple[int, str], list[End]] = defaultdict(list)
    for end in ends:
        if end.status in DEEDS:
            alike[end.programme_id, DEEDS[end.status]].append(end)
    for (programme_id, deed), group in alike.items():
        append_entries(
            connection,
            action=deed,
            subject="placement",
            by=None,
            programme_id=programme_id,
            now=now,
            details=[(end.placement_id, {"digest": end.digest}) for end in group],
        )


def told_ends(connection: Connection, ends: Sequence[End]) -> list[str]:
    """A sentence for each end that asks for a person: place, post and reason, none of its words."""
    wanted = {end.placement_id: end for end in ends if end.status in ASKING}
    rows = connection.execute(_named(list(wanted)))
    return [_sentence(row, wanted[row.id]) for row in rows]


def _sentence(row: Any, end: End) -> str:
    known = languages().get(row.language)
    where = f"the account “{row.account}”" if row.account else "a place that is gone"
    return (
        f"Placement {row.id} {ASKING[end.status]} (campaign {row.campaign} {row.topic}, post {row.position} in "
        f"{known.english if known else row.language}, for {where} of {row.programme}, planned for "
        f"{row.wall:%Y-%m-%d %H:%M} {row.zone}). {_why(end.reason)}"
    ).rstrip()


def _why(reason: Reason) -> str:
    """The reason without what a channel answered: that may quote the post, and belongs to no log."""
    if "answer" not in reason.values:
        return str(reason)
    kept = reason.msgid.replace("{answer}", _ANSWER_KEPT).format(**reason.values)
    return kept.replace("The last answer: ", "")


def _named(placement_ids: list[int]) -> Any:
    variant, post, campaign, programme = (
        _TABLES[name] for name in ("variant", "post", "campaign", "programme")
    )
    return (
        select(
            _PLACEMENT.c.id,
            _PLACEMENT.c.wall,
            _PLACEMENT.c.zone,
            _ACCOUNT.c.name.label("account"),
            variant.c.language,
            post.c.position,
            campaign.c.id.label("campaign"),
            campaign.c.topic,
            programme.c.key.label("programme"),
        )
        .join(variant, variant.c.id == _PLACEMENT.c.variant_id)
        .join(post, post.c.id == variant.c.post_id)
        .join(campaign, campaign.c.id == post.c.campaign_id)
        .join(programme, programme.c.id == _PLACEMENT.c.programme_id)
        .join(_ACCOUNT, _ACCOUNT.c.id == _PLACEMENT.c.account_id, isouter=True)
        .where(_PLACEMENT.c.id.in_(placement_ids))
        .order_by(_PLACEMENT.c.id)
    )
