"""What people do with a hand-off: take it over, put it off, be allowed to do it early, say that it is posted."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, select

from campaigns.approvals.models import Proof
from campaigns.clock import wall_time
from campaigns.content.queries import get_variant
from campaigns.errors import BadInput, Conflict
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.placements.actions.decide import check_address, publish_seen
from campaigns.placements.actions.place import check_proof
from campaigns.placements.calendar.moments import future_moment
from campaigns.placements.gate import Departure, closed_for, let_through
from campaigns.placements.models import Placement, Publication, Space
from campaigns.placements.queries import get_placement, get_space
from campaigns.placements.reasons import NOT_APPROVED
from campaigns.placements.rules import check_can_post_by_hand
from campaigns.placements.spaces.free import first_free_day
from campaigns.placements.truth import check_true
from campaigns.reasons import Reason
from campaigns.vocabulary import PlacementStatus


def take_over(session: Session, *, placement_id: int, by: Actor, now: datetime) -> Placement:
    """The task is this person's from now on. Nobody has to give it away: the other one may be ill."""
    placement, _space = _waiting(session, placement_id, by)
    if placement.person_id != by.person_id:
        placement.person_id = by.person_id
        _keep(session, "take_over_placement", placement, by, now)
    return placement


def put_off(session: Session, *, placement_id: int, by: Actor | None, now: datetime) -> Placement:
    """To the next day on which the group is free, at the same time of day. Refused where no approval reaches it."""
    placement, space = _waiting(session, placement_id, by)
    today = wall_time(now, placement.zone)
    day = first_free_day(session, space, today.date(), besides=placement.id)
    if datetime.combine(day, placement.wall.time()) <= today:
        day = first_free_day(session, space, day + timedelta(days=1), besides=placement.id)
    chosen = future_moment(datetime.combine(day, placement.wall.time()), placement.zone, None, now)
    proof = session.get_one(Proof, placement.proof_id)
    check_true(session, variant_id=placement.variant_id, on=day, recalled=True, digest=proof.digest)
    variant = get_variant(session, placement.variant_id)
    check_proof(session, proof, variant, placement.channel, placement.programme_id, chosen)
    placement.wall, placement.fold = chosen.wall, chosen.fold
    placement.due_at, placement.tz_version = chosen.due_at, chosen.rules
    _keep(session, "put_off_placement", placement, by, now, due_at=chosen.due_at.isoformat())
    return placement


def allow_early(
    session: Session, *, placement_id: int, who: str, by: Actor | None, now: datetime
) -> Placement:
    """The group's admins agreed that it may be posted before the distance is over. `who` names them by function."""
    placement, _space = _waiting(session, placement_id, by)
    if not who.strip() or len(who) > 200:
        raise BadInput("Say in up to 200 characters who of the group allowed it, by function.", field="who")
    placement.early = who.strip()
    _keep(session, "allow_early_placement", placement, by, now)
    return placement


def mark_posted(
    session: Session,
    *,
    placement_id: int,
    url: str = "",
    screenshot: str | None = None,
    unproven: str = "",
    by: Actor | None,
    now: datetime,
) -> Publication:
    """A person posted it by hand in a group; its address or the digest of a screenshot proves it.

    Some groups give no addresses and forbid screenshots: there `unproven` says how that person knows that it stands
    there, and it is told as unproven everywhere until one of both is added.

    Saying so twice changes nothing, because on a bad line nobody knows whether the first time arrived; what only the
    second one knew is added. What was held or not approved when it was said is out all the same, and then it must be
    known: the publication keeps what stood against it.
    """
    check_can_post_by_hand(by)
    check_address(url)
    placement = get_placement(session, placement_id, lock=True)
    if placement.space_id is None:
        raise Conflict("This placement is sent by the worker; only placements in groups are posted by hand.")
    if placement.status is PlacementStatus.PUBLISHED:
        return _said_again(session, placement, url, screenshot, by, now)
    if placement.status not in (PlacementStatus.SCHEDULED, PlacementStatus.HELD):
        raise Conflict(
            "This placement is {status}; only a scheduled one is posted.", status=placement.status.value
        )
    proof = _check_proof(url, screenshot, unproven)
    platform = get_space(session, placement.space_id).platform
    against = _against(session, placement, now)
    action = "mark_posted_against" if against else "mark_posted"
    publication = publish_seen(session, placement, platform, url, by, now, action, proof=proof)
    publication.screenshot = screenshot
    publication.unproven = "" if url or screenshot else unproven.strip()
    if against is not None:
        publication.against, publication.against_values = against.msgid, dict(against.values)
    session.add(publication)
    session.flush()
    return publication


def _against(session: Session, placement: Placement, now: datetime) -> Reason | None:
    """Why it should not have been posted: it is held, or the gate is closed for it today."""
    if placement.status is PlacementStatus.HELD:
        return Reason(placement.reason, placement.reason_values)
    proof = session.get(Proof, placement.proof_id)
    departure = Departure(
        variant_id=placement.variant_id,
        digest=placement.digest or "",
        language=get_variant(session, placement.variant_id).language,
        channel=proof.channel if proof else "",
        on=wall_time(now, placement.zone).date(),
        programme_id=placement.programme_id,
    )
    if proof is not None and let_through(session, [(proof, departure)]) == [None]:
        return closed_for(session, [departure]).get(departure, Reason(NOT_APPROVED))
    return None


def _check_proof(url: str, screenshot: str | None, unproven: str) -> str:
    """What bears out that it was posted: `address`, `screenshot` or `word`. Refuses nothing at all."""
    if url or screenshot:
        return "address" if url else "screenshot"
    if not unproven.strip():
        raise BadInput(
            "Give the address of the post or a screenshot of it. Where the group allows neither, say in a sentence how "
            "you know that it stands there.",
            field="url",
        )
    if len(unproven.strip()) > 200:
        raise BadInput("Say it in up to 200 characters.", field="unproven")
    return "word"


def _said_again(
    session: Session,
    placement: Placement,
    url: str,
    screenshot: str | None,
    by: Actor | None,
    now: datetime,
) -> Publication:
    publication = session.exec(select(Publication).where(Publication.placement_id == placement.id)).one()
    if url and publication.url and url != publication.url:
        raise Conflict(
            "For this post another address is noted already. Look in the group whether it stands there twice, and take "
            "one of them down.",
            field="url",
        )
    added = "address" if url and not publication.url else ""
    added = added or ("screenshot" if screenshot and not publication.screenshot else "")
    if url and not publication.url:
        publication.url, publication.remote_id = url, url[:300]
    publication.screenshot = publication.screenshot or screenshot
    if added:
        publication.unproven = ""
        session.add(publication)
        _keep(session, "prove_posted", placement, by, now, proof=added)
    return publication


def _waiting(session: Session, placement_id: int, by: Actor | None) -> tuple[Placement, Space]:
    """A hand-off that nobody has posted yet."""
    check_can_post_by_hand(by)
    placement = get_placement(session, placement_id, lock=True)
    if placement.space_id is None or placement.status is not PlacementStatus.SCHEDULED:
        raise Conflict("This does not wait for anybody any more: somebody was quicker, or it was taken out.")
    return placement, get_space(session, placement.space_id)


def _keep(
    session: Session, action: str, placement: Placement, by: Actor | None, now: datetime, **detail: Any
) -> None:
    session.add(placement)
    session.flush()
    record(
        session,
        action=action,
        subject="placement",
        subject_id=placement.id,
        by=by,
        programme_id=placement.programme_id,
        now=now,
        **detail,
    )
