"""Every outlet asks the same gate: what is withdrawn, changed or over leaves through none of them."""

from __future__ import annotations

import ast
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session

from campaigns.approvals.models import Proof
from campaigns.approvals.targets import was_approved
from campaigns.content.models import Campaign, Variant
from campaigns.links.actions import link_for
from campaigns.people.models import Programme
from campaigns.placements.actions import add_account, place
from campaigns.placements.approval_ends.expiring import expire_slots
from campaigns.placements.approval_ends.withdrawing import (
    approved_lately,
    withdraw_and_hold,
    withdraw_approvals_of,
)
from campaigns.placements.handoffs.listing import waiting_handoffs
from campaigns.placements.models import Account, Placement
from campaigns.placements.public.feed import feed_entries
from campaigns.placements.sending.claim import Wanted, claim_placements
from campaigns.placements.spaces.register import Entry, add_space
from campaigns.vocabulary import PlacementStatus
from tests import builders
from tests.settling import note_published

CAMPAIGNS = Path(__file__).parents[3]
WALL = datetime(2026, 11, 23, 10, 0)


class World:
    """An approved text on the feed, waiting on the feed once more, and in a group."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session, self.now = session, now
        self.cast = builders.make_cast(session, now=now)
        self.variant, proofs = builders.approved_variant(
            session, self.cast, now=now, channels=("feed", "handoff")
        )
        programme = self.cast.programme.id or 0
        account = add_account(
            session, programme_id=programme, channel="feed", name="Feed", by=self.cast.admin, now=now
        )
        space = add_space(
            session,
            programme_id=programme,
            entry=Entry(
                name="Group",
                platform="facebook",
                language="de",
            ),
            by=self.cast.lead,
            now=now,
        )
        out = self._place(proofs["feed"], WALL, account=account)
        claims, _left = self._claim(out, now)
        note_published(session.connection(), out, token=claims[0].token, remote_id="urn:1", now=now)
        self.waiting = self._place(proofs["feed"], WALL + timedelta(hours=1), account=account)
        self._place(proofs["handoff"], WALL, space=space)
        session.expire_all()

    def _place(self, proof: Proof, wall: datetime, **where: object) -> Placement:
        return place(
            self.session,
            variant_id=self.variant.id or 0,
            proof=proof,
            wall=wall,
            zone="Europe/Berlin",
            by=self.cast.staff,
            now=self.now,
            **where,  # type: ignore[arg-type]
        )

    def _claim(self, row: Placement, now: datetime) -> tuple[list[object], list[object]]:
        wanted = [Wanted(row.id or 0, row.digest or "")]
        return claim_placements(self.session.connection(), wanted=wanted, token="t.1", now=now)  # type: ignore[return-value]

    def feed(self) -> bool:
        programme = self.session.get_one(Programme, self.cast.programme.id)
        today = self.now.date()
        return bool(feed_entries(self.session, programme=programme, language="de", today=today))

    def handoff(self) -> bool:
        found = waiting_handoffs(self.session, programme_id=self.cast.programme.id or 0, now=self.now)
        return any(each.manifest is not None for each in found)

    def worker(self) -> bool:
        claims, _left = self._claim(self.waiting, self.now + timedelta(hours=1))
        return bool(claims)


OUTLETS: dict[str, Callable[[World], bool]] = {
    "feed": World.feed,
    "handoff": World.handoff,
    "worker": World.worker,
}


@pytest.fixture
def world(session: Session, now: datetime) -> World:
    return World(session, now)


@pytest.mark.parametrize("outlet", OUTLETS)
def test_what_is_approved_leaves_through_every_outlet(world: World, outlet: str) -> None:
    assert OUTLETS[outlet](world)


@pytest.mark.parametrize("outlet", OUTLETS)
def test_what_is_withdrawn_leaves_through_none(world: World, outlet: str) -> None:
    withdraw_and_hold(
        world.session,
        variant_ids={world.variant.id or 0},
        reason="A doubt.",
        programme_id=world.cast.programme.id or 0,
        by=world.cast.lawyer,
        now=world.now,
    )
    assert not OUTLETS[outlet](world)


@pytest.mark.parametrize("outlet", OUTLETS)
def test_threat_02_a_link_led_elsewhere_leaves_through_none(world: World, outlet: str) -> None:
    world.session.connection().execute(text("UPDATE short_link SET target = 'https://elsewhere.example/'"))
    assert not OUTLETS[outlet](world)


# The worker checks the bytes themselves when it builds the package: tests/rules/test_tampering.py.
@pytest.mark.parametrize("outlet", ["feed", "handoff"])
def test_threat_02_a_proof_with_another_letter_leaves_through_none(world: World, outlet: str) -> None:
    changed = text("UPDATE proof SET manifest = replace(manifest, '259', '269')")
    world.session.connection().execute(changed)
    world.session.expire_all()
    assert not OUTLETS[outlet](world)


def test_every_reader_of_proofs_for_outlets_uses_the_gate() -> None:
    """A new outlet that reads approvals by itself would be a second gate."""
    own = {
        "campaigns/placements/gate.py",
        "campaigns/placements/binding.py",
        "campaigns/placements/sending/claim.py",
    }
    guarded = [
        path.relative_to(CAMPAIGNS).as_posix()
        for path in (CAMPAIGNS / "campaigns" / "placements").rglob("*.py")
        if _imports(path) & {"valid_approvals"}
    ]
    assert set(guarded) <= own


def _imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}


def test_withdrawing_holds_what_is_scheduled_and_lists_what_is_public(world: World) -> None:
    came = withdraw_approvals_of(
        world.session,
        person_id=world.cast.lawyer.person_id,
        programme_id=world.cast.programme.id or 0,
        reason="The login fell into wrong hands.",
        by=world.cast.admin,
        now=world.now + timedelta(hours=23),
    )
    assert (came.texts, len(came.held), len(came.public)) == (1, 2, 1)
    assert world.session.get_one(Placement, world.waiting.id).status is PlacementStatus.HELD


def test_threat_03_only_approvals_of_the_last_day_are_listed(world: World) -> None:
    who = {"person_id": world.cast.lawyer.person_id, "programme_id": world.cast.programme.id or 0}
    assert len(approved_lately(world.session, **who, now=world.now + timedelta(hours=23))) == 1
    assert approved_lately(world.session, **who, now=world.now + timedelta(hours=25)) == []


def test_threat_17_a_short_link_leads_only_where_somebody_approved(session: Session, now: datetime) -> None:
    cast = builders.make_cast(session, now=now)
    variant, _proofs = builders.approved_variant(session, cast, now=now, channels=("feed",))
    target = session.exec(builders.select_last(Campaign)).one().link  # type: ignore[attr-defined]
    known = {"variant_id": variant.id or 0, "channel": "feed", "now": now}
    assert was_approved(session, link_for(session, target=target, **known))
    assert not was_approved(session, link_for(session, target="https://phish.example/", **known))


@pytest.mark.parametrize(("minutes", "status"), [(6, PlacementStatus.PROPOSED), (5, PlacementStatus.EXPIRED)])
def test_a_slot_that_nobody_approved_in_time_expires(
    session: Session, now: datetime, minutes: int, status: PlacementStatus
) -> None:
    row = _proposed(session, now, approved=False)
    expire_slots(session, now=now + timedelta(minutes=60 - minutes))
    assert session.get_one(Placement, row.id).status is status


def test_an_approved_proposal_keeps_its_slot_until_it_is_over(session: Session, now: datetime) -> None:
    row = _proposed(session, now, approved=True)
    expire_slots(session, now=now + timedelta(minutes=59))
    assert session.get_one(Placement, row.id).status is PlacementStatus.PROPOSED
    expire_slots(session, now=now + timedelta(minutes=60))
    assert session.get_one(Placement, row.id).status is PlacementStatus.EXPIRED


def _proposed(session: Session, now: datetime, *, approved: bool) -> Placement:
    from campaigns.placements.actions import propose_placement

    cast = builders.make_cast(session, now=now)
    if approved:
        variant: Variant = builders.approved_variant(session, cast, now=now, channels=("feed",))[0]
    else:
        variant = builders.first_variant(session, builders.make_campaign(session, cast, now=now))
    account: Account = add_account(
        session,
        programme_id=cast.programme.id or 0,
        channel="feed",
        name="Feed",
        by=cast.admin,
        now=now,
    )
    return propose_placement(
        session,
        variant_id=variant.id or 0,
        account=account,
        wall=WALL + timedelta(hours=1),
        zone="Europe/Berlin",
        by=cast.staff,
        now=now,
    )
