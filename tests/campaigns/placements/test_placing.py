"""Putting posts into the calendar and steering them there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlmodel import Session, col, select

from campaigns.approvals.actions import approve_review
from campaigns.approvals.decided import withdraw_variant
from campaigns.approvals.models import Proof
from campaigns.clock import is_fold, is_gap
from campaigns.content.models import Variant
from campaigns.content.queries import campaign_of_variant
from campaigns.errors import BadInput, Conflict, NotAllowed, NotReady
from campaigns.people.models import AuditEntry
from campaigns.placements.actions import (
    add_account,
    cancel,
    hold,
    mark_posted,
    move,
    pause_account,
    place,
    propose_placement,
    schedule,
)
from campaigns.placements.actions.together import channels_of, chosen_cells, schedule_cells
from campaigns.placements.calendar import preflight
from campaigns.placements.calendar.at_risk import at_risk
from campaigns.placements.calendar.moments import future_moment, moment, zone_rules
from campaigns.placements.models import Account, Placement, Space
from campaigns.placements.queries import entries, placements_listing, standing_pauses
from campaigns.placements.spaces.register import Entry, add_space, close_space
from campaigns.vocabulary import PlacementStatus
from tests import builders

BERLIN = "Europe/Berlin"
MONDAY_SIX = datetime(2026, 11, 30, 18, 0)


@dataclass
class Ready:
    """An approved German post, a feed for all languages and a German group."""

    cast: builders.Cast
    variant: Variant
    proofs: dict[str, Proof]
    feed: Account
    group: Space


@pytest.fixture
def ready(session: Session, now: datetime) -> Ready:
    cast = builders.make_cast(session, now=now)
    variant, proofs = builders.approved_variant(session, cast, now=now, channels=("feed", "folder"))
    programme_id = cast.programme.id or 0
    feed = add_account(
        session, programme_id=programme_id, channel="feed", name="News", by=cast.admin, now=now
    )
    group = add_space(
        session,
        programme_id=programme_id,
        entry=Entry(
            name="Mothers in Berlin",
            platform="facebook_group",
            language="de",
        ),
        by=cast.advisor,
        now=now,
    )
    return Ready(cast, variant, proofs, feed, group)


def put(session: Session, ready: Ready, now: datetime, **more: Any) -> Placement:
    values: dict[str, Any] = {
        "variant_id": ready.variant.id,
        "proof": ready.proofs["feed"],
        "account": ready.feed,
        "wall": MONDAY_SIX,
        "zone": BERLIN,
        "by": ready.cast.staff,
        "now": now,
    }
    if "space" in more:
        values.pop("account")
    return place(session, **{**values, **more})


def approve_anew(session: Session, ready: Ready, now: datetime, *, valid_until: date | None = None) -> None:
    """What stands now, submitted and approved once more."""
    request = builders.submit(session, ready.cast, ready.variant, now=now, channels=("feed", "folder"))
    approve_review(
        session,
        request_id=request.id or 0,
        seen=builders.seen(session, request),
        valid_until=valid_until,
        by=ready.cast.lawyer,
        now=now,
    )


def test_a_target_that_was_changed_and_changed_back_is_scheduled_by_what_was_approved_of_it(
    session: Session, ready: Ready, now: datetime
) -> None:
    """The newest proof is then the one that nobody may send."""
    campaign, _post = campaign_of_variant(session, ready.variant)
    home = campaign.link
    for link in ("https://advice.example/other", home):
        campaign.link = link
        session.add(campaign)
        approve_anew(session, ready, now)
    values: dict[str, Any] = {"variant_id": ready.variant.id, "account": ready.feed, "zone": BERLIN}
    row = propose_placement(session, wall=MONDAY_SIX, by=ready.cast.staff, now=now, **values)

    outcome = schedule_cells(
        session,
        campaign=campaign,
        cells=chosen_cells(session, campaign),
        by=ready.cast.staff,
        now=now,
    )

    assert (outcome.done, outcome.kept) == (1, [])
    assert (row.status, row.proof_id) == (PlacementStatus.SCHEDULED, ready.proofs["feed"].id)


def test_a_placed_post_waits_for_its_wall_time_in_its_zone(
    session: Session, ready: Ready, now: datetime
) -> None:
    row = put(session, ready, now)
    assert row.status is PlacementStatus.SCHEDULED
    assert row.due_at is not None
    assert row.due_at.isoformat() == "2026-11-30T17:00:00+00:00"
    assert row.next_at == row.due_at
    assert (row.digest, row.tz_version) == (ready.proofs["feed"].digest, zone_rules())


def test_keys_are_never_shared(session: Session, ready: Ready, now: datetime) -> None:
    first = put(session, ready, now)
    second = put(session, ready, now, wall=MONDAY_SIX + timedelta(days=1))
    assert first.key != second.key


def test_placing_is_in_the_trail(session: Session, ready: Ready, now: datetime) -> None:
    row = put(session, ready, now)
    last = session.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc())).first()
    assert last is not None
    assert (last.action, last.subject_id, last.by) == ("place", row.id, ready.cast.staff.person_id)


def test_the_same_post_is_not_placed_twice_at_one_moment(
    session: Session, ready: Ready, now: datetime
) -> None:
    put(session, ready, now)
    with pytest.raises(Conflict, match="already stands in the calendar"):
        put(session, ready, now)


def test_what_is_over_is_refused_but_this_minute_counts(
    session: Session, ready: Ready, now: datetime
) -> None:
    at_home = now.replace(tzinfo=None) + timedelta(hours=1)
    later = now + timedelta(seconds=59)
    assert put(session, ready, later, wall=at_home).due_at == now
    with pytest.raises(BadInput, match="is over"):
        put(session, ready, later, wall=at_home - timedelta(minutes=1))


@pytest.mark.parametrize("role", ["translator", "lawyer", "advisor", "admin"])
def test_only_staff_and_leads_place(session: Session, ready: Ready, now: datetime, role: str) -> None:
    with pytest.raises(NotAllowed):
        put(session, ready, now, by=getattr(ready.cast, role))


def test_a_withdrawn_or_ended_approval_is_refused_at_planning(
    session: Session, ready: Ready, now: datetime
) -> None:
    about = {"programme_id": ready.cast.programme.id or 0, "by": ready.cast.lawyer, "now": now}
    withdraw_variant(session, variant_id=ready.variant.id or 0, reason="For a week only.", **about)
    with pytest.raises(NotReady, match="not approved for 2026-11-30"):
        put(session, ready, now)
    approve_anew(session, ready, now, valid_until=date(2026, 11, 30))
    put(session, ready, now)
    with pytest.raises(NotReady, match="not approved for 2026-12-01"):
        put(session, ready, now, wall=MONDAY_SIX + timedelta(days=1))


def test_a_proof_for_another_channel_is_refused(session: Session, ready: Ready, now: datetime) -> None:
    with pytest.raises(BadInput, match="another kind of channel"):
        put(session, ready, now, proof=ready.proofs["folder"])


def test_an_account_for_another_language_is_refused(session: Session, ready: Ready, now: datetime) -> None:
    ready.feed.language = "ar"
    with pytest.raises(BadInput, match="takes posts in ar"):
        put(session, ready, now)


def test_an_account_of_another_programme_is_refused(session: Session, ready: Ready, now: datetime) -> None:
    other = builders.make_cast(session, now=now, key="other")
    account = add_account(
        session, programme_id=other.programme.id or 0, channel="feed", name="x", by=other.admin, now=now
    )
    with pytest.raises(BadInput, match="another programme"):
        put(session, ready, now, account=account)


def test_one_place_has_to_be_named(session: Session, ready: Ready, now: datetime) -> None:
    with pytest.raises(BadInput, match="one account or one group"):
        put(session, ready, now, account=None)
    with pytest.raises(BadInput, match="one account or one group"):
        put(session, ready, now, account=ready.feed, space=ready.group)


def test_a_proposal_needs_no_proof_and_is_never_due(session: Session, ready: Ready, now: datetime) -> None:
    row = propose_placement(
        session,
        variant_id=ready.variant.id or 0,
        account=ready.feed,
        wall=MONDAY_SIX,
        zone=BERLIN,
        by=ready.cast.staff,
        now=now,
    )
    assert (row.status, row.next_at, row.digest) == (PlacementStatus.PROPOSED, None, None)
    bound = schedule(
        session, placement_id=row.id or 0, proof=ready.proofs["feed"], by=ready.cast.staff, now=now
    )
    assert (bound.status, bound.next_at) == (PlacementStatus.SCHEDULED, bound.due_at)


def test_a_proposal_whose_moment_is_over_needs_a_new_one(
    session: Session, ready: Ready, now: datetime
) -> None:
    row = propose_placement(
        session,
        variant_id=ready.variant.id or 0,
        account=ready.feed,
        wall=MONDAY_SIX,
        zone=BERLIN,
        by=ready.cast.staff,
        now=now,
    )
    much_later = now + timedelta(days=30)
    with pytest.raises(BadInput, match="is over"):
        schedule(
            session,
            placement_id=row.id or 0,
            proof=ready.proofs["feed"],
            by=ready.cast.staff,
            now=much_later,
        )


def test_a_held_placement_is_scheduled_again_with_its_old_key(
    session: Session, ready: Ready, now: datetime
) -> None:
    row = put(session, ready, now)
    key = row.key
    held = hold(session, placement_id=row.id or 0, reason="The group is angry.", by=ready.cast.staff, now=now)
    assert (held.status, held.next_at) == (PlacementStatus.HELD, None)
    again = schedule(
        session, placement_id=row.id or 0, proof=ready.proofs["feed"], by=ready.cast.staff, now=now
    )
    assert (again.status, again.key, again.reason) == (PlacementStatus.SCHEDULED, key, "")


def test_cancelled_is_final(session: Session, ready: Ready, now: datetime) -> None:
    row = cancel(session, placement_id=put(session, ready, now).id or 0, by=ready.cast.staff, now=now)
    for act in (
        lambda: cancel(session, placement_id=row.id or 0, by=ready.cast.staff, now=now),
        lambda: hold(session, placement_id=row.id or 0, reason="x", by=ready.cast.staff, now=now),
        lambda: move(session, placement_id=row.id or 0, wall=MONDAY_SIX, by=ready.cast.staff, now=now),
        lambda: schedule(
            session, placement_id=row.id or 0, proof=ready.proofs["feed"], by=ready.cast.staff, now=now
        ),
    ):
        with pytest.raises(Conflict):
            act()
    assert row.status is PlacementStatus.CANCELLED


def test_a_moved_post_is_due_at_its_new_moment(session: Session, ready: Ready, now: datetime) -> None:
    row = put(session, ready, now)
    moved = move(
        session, placement_id=row.id or 0, wall=MONDAY_SIX + timedelta(hours=1), by=ready.cast.staff, now=now
    )
    assert moved.due_at is not None
    assert moved.due_at.isoformat() == "2026-11-30T18:00:00+00:00"
    assert moved.next_at == moved.due_at


def test_a_group_is_served_by_a_person(session: Session, ready: Ready, now: datetime) -> None:
    row = put(session, ready, now, space=ready.group)
    assert (row.channel, row.next_at) == ("hand", None)
    publication = mark_posted(
        session, placement_id=row.id or 0, url="https://groups.example/1", by=ready.cast.advisor, now=now
    )
    assert (row.status, publication.channel) == (PlacementStatus.PUBLISHED, "facebook_group")


def test_a_closed_group_takes_no_post(session: Session, ready: Ready, now: datetime) -> None:
    close_space(session, space_id=ready.group.id or 0, by=ready.cast.staff, now=now)
    with pytest.raises(BadInput, match="closed in the register"):
        put(session, ready, now, space=ready.group)


def test_what_the_worker_sends_is_not_posted_by_hand(session: Session, ready: Ready, now: datetime) -> None:
    with pytest.raises(Conflict, match="sent by the worker"):
        mark_posted(session, placement_id=put(session, ready, now).id or 0, by=ready.cast.advisor, now=now)


def test_an_account_that_was_never_connected_asks_nothing_of_a_text(
    session: Session, ready: Ready, now: datetime
) -> None:
    campaign, _post = campaign_of_variant(session, ready.variant)
    programme_id, admin = ready.cast.programme.id or 0, ready.cast.admin
    film = add_account(session, programme_id=programme_id, channel="youtube", name="Film", by=admin, now=now)
    about = {"programme_id": programme_id, "campaign_id": campaign.id or 0}
    assert channels_of(session, **about)("de") == {"feed", "handoff"}

    put(session, ready, now, space=ready.group)
    row = put(session, ready, now)
    row.account_id, row.channel = film.id, film.channel
    session.flush()
    assert channels_of(session, **about)("de") == {"feed", "handoff", "youtube"}


def test_accounts_are_connected_by_admins_and_named_once(
    session: Session, ready: Ready, now: datetime
) -> None:
    programme_id = ready.cast.programme.id or 0
    with pytest.raises(NotAllowed):
        add_account(
            session, programme_id=programme_id, channel="feed", name="y", by=ready.cast.staff, now=now
        )
    with pytest.raises(Conflict, match="already has an account"):
        add_account(
            session, programme_id=programme_id, channel="feed", name="News", by=ready.cast.admin, now=now
        )
    with pytest.raises(BadInput, match="no channel"):
        add_account(
            session, programme_id=programme_id, channel="pigeon", name="y", by=ready.cast.admin, now=now
        )
    with pytest.raises(BadInput, match="no time zone"):
        add_account(
            session,
            programme_id=programme_id,
            channel="feed",
            name="y",
            zone="Europe/Nowhere",
            by=ready.cast.admin,
            now=now,
        )


def test_the_listing_tells_where_everything_stands(session: Session, ready: Ready, now: datetime) -> None:
    row = put(session, ready, now)
    [line] = placements_listing(session, programme_id=ready.cast.programme.id)
    assert (line["id"], line["programme"], line["language"]) == (row.id, "test", "de")
    assert (line["status"], line["at"]) == ("scheduled", "2026-11-30T17:00:00+00:00")
    assert (line["account"], line["space"], line["published_at"]) == ("News", None, None)


def test_the_calendar_is_cut_at_its_edges(session: Session, ready: Ready, now: datetime) -> None:
    row = put(session, ready, now)
    assert row.due_at is not None
    inside = entries(session, since=row.due_at, until=row.due_at + timedelta(seconds=1))
    assert [entry.placement.id for entry in inside] == [row.id]
    assert inside[0].place == "News"
    assert entries(session, until=row.due_at) == []


def test_what_asks_and_what_is_late_is_at_risk(session: Session, ready: Ready, now: datetime) -> None:
    programme_id = ready.cast.programme.id or 0
    held, late, fine = (
        put(session, ready, now, wall=MONDAY_SIX + timedelta(days=days)) for days in (1, 0, 9)
    )
    hold(session, placement_id=held.id or 0, reason="Wait.", by=ready.cast.staff, now=now)
    risky = at_risk(session, programme_id=programme_id, now=now + timedelta(days=8), is_public=True)
    assert [entry.placement.id for entry in risky] == [late.id, held.id]
    assert fine.id not in {entry.placement.id for entry in risky}


def test_a_post_whose_pictures_a_channel_cannot_fetch_is_at_risk(
    session: Session, ready: Ready, now: datetime
) -> None:
    programme_id = ready.cast.programme.id or 0
    variant, proofs = builders.approved_variant(session, ready.cast, now=now, channels=("threads",))
    account = add_account(
        session, programme_id=programme_id, channel="threads", name="Office", by=ready.cast.admin, now=now
    )
    account.options, account.secret = {"user": "17841400"}, b"sealed"
    row = put(session, ready, now, variant_id=variant.id, proof=proofs["threads"], account=account)
    put(session, ready, now)

    def told(is_public: bool) -> list[tuple[int | None, str]]:
        near = MONDAY_SIX.replace(tzinfo=UTC) - timedelta(hours=2)
        found = at_risk(session, programme_id=programme_id, now=near, is_public=is_public)
        return [(each.placement.id, each.against.msgid if each.against else "") for each in found]

    assert told(is_public=True) == []
    assert told(is_public=False) == [(row.id, preflight.NO_ADDRESS)]


def test_a_post_that_its_account_cannot_send_is_at_risk_and_says_why(
    session: Session, ready: Ready, now: datetime
) -> None:
    programme_id = ready.cast.programme.id or 0
    row = put(session, ready, now)
    due = row.due_at or now
    near = due - timedelta(hours=1)
    assert at_risk(session, programme_id=programme_id, now=near, is_public=True) == []

    def told() -> list[tuple[int | None, str]]:
        found = at_risk(session, programme_id=programme_id, now=near, is_public=True)
        return [(entry.placement.id, entry.against.msgid if entry.against else "") for entry in found]

    ready.feed.expires_at = due - timedelta(minutes=1)
    assert told() == [(row.id, preflight.TOKEN_ENDS)]
    ready.feed.expires_at = due + timedelta(minutes=1)
    assert told() == []
    ready.feed.health = "The channel refused the token."
    assert told() == [(row.id, preflight.ILL)]
    ready.feed.health, ready.feed.paused_at = "", now
    assert told() == [(row.id, preflight.PAUSED)]


def test_without_a_pause_none_stands(session: Session, ready: Ready, now: datetime) -> None:
    assert standing_pauses(session, programme_id=ready.cast.programme.id) == []


def test_an_account_pauses_once(session: Session, ready: Ready, now: datetime) -> None:
    first = pause_account(session, account_id=ready.feed.id or 0, by=ready.cast.staff, now=now)
    later = now + timedelta(hours=1)
    again = pause_account(session, account_id=ready.feed.id or 0, by=ready.cast.staff, now=later)
    assert again.paused_at == first.paused_at == now


def test_the_hour_that_is_skipped_in_spring_is_refused(now: datetime) -> None:
    with pytest.raises(BadInput, match="does not exist"):
        moment(datetime(2027, 3, 28, 2, 30), BERLIN)


def test_the_hour_that_comes_twice_in_autumn_is_asked_about(now: datetime) -> None:
    wall = datetime(2027, 10, 31, 2, 30)
    with pytest.raises(BadInput, match="happens twice"):
        moment(wall, BERLIN)
    first, second = moment(wall, BERLIN, 0), moment(wall, BERLIN, 1)
    assert second.due_at - first.due_at == timedelta(hours=1)


@given(
    wall=some.datetimes(datetime(2026, 12, 1), datetime(2035, 12, 31)),
    zone=some.sampled_from(
        [BERLIN, "Europe/Bucharest", "Europe/London", "Asia/Tehran", "Africa/Cairo", "Asia/Kolkata"]
    ),
)
def test_every_other_wall_time_comes_back_as_it_was_chosen(wall: datetime, zone: str) -> None:
    if is_gap(wall, zone) or is_fold(wall, zone):
        return
    from campaigns.clock import wall_time

    chosen = future_moment(wall, zone, None, datetime.fromisoformat("2026-11-23T09:00:00+00:00"))
    assert wall_time(chosen.due_at, zone) == wall
