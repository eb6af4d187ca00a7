"""Staff swap something in the desk after the approval: the worker refuses and says why, and the trail tells of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from campaigns.content.actions.designing import set_look
from campaigns.content.films.making import MadeFilm
from campaigns.content.films.orders import FilmOrder
from campaigns.content.films.recording import record_films
from campaigns.content.media.logos import add_logo
from campaigns.content.media.photos import Kept
from campaigns.content.media.voices import add_voice
from campaigns.content.models import Post
from campaigns.content.queries import campaign_of_variant, latest_revision
from campaigns.content.rendering.making import Made
from campaigns.content.rendering.orders import render_orders
from campaigns.content.rendering.recording import record_renditions
from campaigns.people.models import AuditEntry
from campaigns.placements.actions import add_account, place
from campaigns.placements.approval_ends.reasons import LAYOUT_CHANGED, LOOK_CHANGED
from campaigns.placements.models import Placement
from campaigns.placements.sending.claim import Wanted, claim_placements
from campaigns.vocabulary import PlacementStatus
from tests import builders

WALL = datetime(2026, 11, 23, 10, 0)


class Files:
    """Every file is there and says which it is."""

    def get(self, digest: str) -> bytes:
        return digest.encode()


class World:
    """A post with a picture, a spoken film and a link, approved and scheduled for the folder."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session, self.now = session, now
        self.cast = builders.make_cast(session, now=now)
        self.campaign = builders.make_campaign(session, self.cast, now=now)
        self.draw_anew()
        self.variant = builders.first_variant(session, self.campaign)
        self.post = session.get_one(Post, self.variant.post_id)

    def speak(self, tag: str) -> None:
        """The voice is recorded, and the film made with it."""
        revision = latest_revision(self.session, self.variant)
        assert revision is not None
        digest = tag * 64
        add_voice(
            self.session,
            variant=self.variant,
            kept=Kept(digest, "audio/mpeg", 1000),
            seconds=40.0,
            speaker="Speaker 1",
            is_synthetic=False,
            by=self.cast.staff,
            now=self.now,
        )
        order = FilmOrder(
            variant_id=self.variant.id or 0,
            revision_id=revision.id or 0,
            post=1,
            language="de",
            format="film/square",
            layout="explainer",
            spec=None,
        )
        film = MadeFilm(order, digest, 1080, 1080, 1000, 8.0, [], "1", "test", {})
        record_films(self.session, made=[film], now=self.now)

    def approve(self) -> None:
        request = builders.submit(self.session, self.cast, self.variant, now=self.now, channels=("folder",))
        builders.approve(self.session, self.cast, request, now=self.now)
        account = add_account(
            self.session,
            programme_id=self.cast.programme.id or 0,
            channel="folder",
            name="Folder",
            by=self.cast.admin,
            now=self.now,
        )
        (self.proof,) = builders.proofs_of_review(self.session, request)
        self.placement = place(
            self.session,
            variant_id=self.variant.id or 0,
            proof=self.proof,
            account=account,
            wall=WALL,
            zone="Europe/Berlin",
            by=self.cast.staff,
            now=self.now,
        )

    def claimed(self) -> bool:
        """Whether the worker takes it at its moment."""
        wanted = [Wanted(self.placement.id or 0, self.placement.digest or "")]
        claims, _left = claim_placements(
            self.session.connection(), wanted=wanted, token="t.1", now=self.now + timedelta(hours=1)
        )
        self.session.expire_all()
        return bool(claims)

    def draw_anew(self) -> None:
        """What the worker draws when staff ask for the pictures again: made-up bytes of what each is to look like."""
        made = [
            Made(
                order,
                hashlib.sha256(repr(order.spec).encode()).hexdigest(),
                1080,
                1080,
                1000,
                "1",
                "test",
                {},
            )
            for order in render_orders(self.session, campaign_id=self.campaign.id or 0, store=Files())  # type: ignore[arg-type]
        ]
        record_renditions(self.session, made=made, now=self.now)


def logo(world: World) -> None:
    kept = Kept("9" * 64, "image/png", 1000)
    add_logo(
        world.session, programme=world.cast.programme, kept=kept, name="Another", is_emblem=False,
        by=world.cast.staff, now=world.now,
    )  # fmt: skip
    world.draw_anew()


def template(world: World) -> None:
    campaign, _post = campaign_of_variant(world.session, world.variant)
    set_look(
        world.session, campaign=campaign, post=world.post, layout="what_changes", formats=["square"],
        photo_id=None, today=world.now.date(), by=world.cast.staff, now=world.now,
    )  # fmt: skip
    world.draw_anew()


def font(world: World) -> None:
    """A font is a file of the machine: with another one the same words make other pictures."""
    builders.give_pictures(world.session, world.campaign, now=world.now, tag="another font")


def voice(world: World) -> None:
    world.speak("b")


SWAPS: dict[str, Callable[[World], None]] = {
    "logo": logo,
    "template": template,
    "font": font,
    "voice": voice,
}


@pytest.mark.parametrize("swap", SWAPS)
def test_threat_02_what_staff_swap_after_the_approval_does_not_leave(
    session: Session, now: datetime, swap: str
) -> None:
    world = World(session, now)
    if swap == "voice":
        world.speak("a")
    world.approve()
    approved = [file["digest"] for file in json.loads(world.proof.manifest)["media"]]
    assert approved

    SWAPS[swap](world)
    assert not world.claimed()

    row = session.get_one(Placement, world.placement.id)
    assert (row.status, row.reason) == (
        PlacementStatus.HELD,
        LAYOUT_CHANGED if swap == "template" else LOOK_CHANGED,
    )
    told = session.exec(
        select(AuditEntry.action).where(AuditEntry.subject == "placement", AuditEntry.subject_id == row.id)
    )
    assert set(told) == {"place", "hold_placement"}


def test_what_nobody_swapped_is_taken(session: Session, now: datetime) -> None:
    world = World(session, now)
    world.speak("a")
    world.approve()
    assert world.claimed()
