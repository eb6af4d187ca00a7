"""Sheets for printing are approved as the very PDF, and are taken only while they could leave."""

from __future__ import annotations

import json
from datetime import date, datetime

import pytest
from sqlmodel import Session, select

from campaigns.approvals.models import Proof
from campaigns.approvals.queries import open_review_of
from campaigns.content.actions.writing import write_revision
from campaigns.content.models import Post, Rendition
from campaigns.content.queries import SHEET, latest_revision
from campaigns.content.rendering.orders import render_orders
from campaigns.errors import NotReady
from campaigns.links.paper import links_on_paper
from campaigns.links.queries import link_by_code
from campaigns.people.actor import Actor
from campaigns.placements import reasons
from campaigns.placements.actions.together import submit_cells
from campaigns.placements.approval_ends.withdrawing import withdraw_and_hold
from campaigns.placements.binding import approved_proof
from campaigns.placements.handoffs.printing import check_printable, printable
from campaigns.placements.truth import Leaving, untrue
from tests import builders

MONDAY = date(2026, 11, 23)


class Flyer:
    """A post on A4 in German, asked about with its sheet."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session, self.now = session, now
        self.cast = builders.make_cast(session, now=now)
        campaign = builders.make_campaign(session, self.cast, now=now, languages=("de",), formats=("a4",))
        builders.give_pictures(session, campaign, now=now)
        self.campaign = campaign
        self.variant = builders.first_variant(session, campaign)
        self.post = session.get_one(Post, self.variant.post_id)
        self.submit()
        self.sheet = session.exec(select(Rendition).where(Rendition.media_type == SHEET)).one()
        self.proof = session.exec(select(Proof).where(Proof.channel == "print")).one()

    def submit(self) -> None:
        outcome = submit_cells(
            self.session,
            campaign=self.campaign,
            cells=[(self.post, self.variant)],
            desk=builders.DESK,
            by=self.cast.staff,
            now=self.now,
        )
        assert outcome.done == 1, [str(kept.problem) for kept in outcome.kept]

    def approve(self) -> None:
        request = open_review_of(self.session, self.variant.id or 0)
        assert request is not None
        builders.approve(self.session, self.cast, request, now=self.now)

    def is_open(self) -> bool:
        return self.sheet.digest in printable(self.session, [self.sheet.digest], on=MONDAY)

    def taken_by(self, who: Actor) -> None:
        check_printable(self.session, self.sheet, on=MONDAY, by=who)


@pytest.fixture
def flyer(session: Session, now: datetime) -> Flyer:
    return Flyer(session, now)


def test_the_lawyers_digest_covers_the_pdf_and_the_picture_it_is_looked_at_by(flyer: Flyer) -> None:
    (file,) = json.loads(flyer.proof.manifest)["media"]
    (look,) = file["beside"]
    assert (file["digest"], file["media_type"]) == (flyer.sheet.digest, SHEET)
    assert look["media_type"] == "image/jpeg"
    assert look["digest"] != file["digest"]


def test_threat_02_a_pdf_is_taken_while_it_is_approved_and_by_lawyers_before(flyer: Flyer) -> None:
    flyer.taken_by(flyer.cast.lawyer)
    with pytest.raises(NotReady):
        flyer.taken_by(flyer.cast.staff)

    flyer.approve()
    flyer.taken_by(flyer.cast.staff)

    withdraw_and_hold(
        flyer.session,
        variant_ids={flyer.variant.id or 0},
        reason="A doubt.",
        programme_id=flyer.cast.programme.id or 0,
        by=flyer.cast.lawyer,
        now=flyer.now,
    )
    with pytest.raises(NotReady):
        flyer.taken_by(flyer.cast.staff)


def test_threat_02_a_sheet_drawn_anew_is_not_the_one_that_was_approved(flyer: Flyer) -> None:
    flyer.approve()
    builders.give_pictures(flyer.session, flyer.campaign, now=flyer.now, tag="another renderer")
    anew = [one.digest for one in flyer.session.exec(select(Rendition).where(Rendition.media_type == SHEET))]
    assert printable(flyer.session, anew, on=MONDAY) == set()


def test_no_group_is_given_a_sheet_to_post(flyer: Flyer) -> None:
    flyer.approve()
    about = {"variant": flyer.variant, "programme_id": flyer.cast.programme.id or 0, "on": MONDAY}
    assert approved_proof(flyer.session, channel="hand", **about) is None


def test_threat_13_nothing_leaves_after_the_consent_for_its_photo_has_ended(flyer: Flyer) -> None:
    photo = builders.keep_photo(
        flyer.session, flyer.cast.programme.id or 0, now=flyer.now, usable_until=date(2026, 11, 30)
    )
    flyer.sheet.photo_id = photo.id
    flyer.approve()

    last, after = (
        Leaving(flyer.variant.id or 0, date(2026, 11, 30)),
        Leaving(flyer.variant.id or 0, date(2026, 12, 1)),
    )
    found = untrue(flyer.session, [last, after])
    assert {one: why.msgid for one, why in found.items()} == {after: reasons.PHOTO_OVER}
    assert flyer.is_open()
    assert printable(flyer.session, [flyer.sheet.digest], on=after.on) == set()


def test_words_that_no_sheet_shows_are_approved_anew_with_it(flyer: Flyer) -> None:
    flyer.approve()
    revision = latest_revision(flyer.session, flyer.variant)
    assert revision is not None
    write_revision(
        flyer.session,
        variant=flyer.variant,
        words={**revision.words, "hashtags": ["#Recht"]},
        based_on=flyer.variant.revision,
        by=flyer.cast.staff,
        now=flyer.now,
    )
    builders.give_pictures(flyer.session, flyer.campaign, now=flyer.now)
    flyer.submit()

    flyer.approve()
    assert flyer.is_open()


def test_the_code_on_a_sheet_leads_where_its_lawyer_was_told(flyer: Flyer) -> None:
    session, campaign_id = flyer.session, flyer.campaign.id or 0
    about = json.loads(flyer.proof.manifest)
    addresses = links_on_paper(
        session, campaign_id=campaign_id, base_url=builders.DESK.base_url, now=flyer.now
    )
    orders = render_orders(session, campaign_id=campaign_id, store=builders.NO_FILES, addresses=addresses)

    assert {order.spec.words.link for order in orders} == {about["link"]} != {""}
    assert about["target"] == flyer.campaign.link
    found = link_by_code(session, about["link"].rsplit("/", 1)[-1])
    assert found is not None and (found[0].channel, found[0].target) == ("print", flyer.campaign.link)


def test_no_code_stands_on_what_is_looked_at_on_a_screen(flyer: Flyer) -> None:
    flyer.post.formats = ["a4", "square"]
    flyer.session.add(flyer.post)
    addresses = {flyer.variant.id or 0: "https://litfass.example/s/code"}
    orders = render_orders(
        flyer.session, campaign_id=flyer.campaign.id or 0, store=builders.NO_FILES, addresses=addresses
    )
    assert {order.format: bool(order.spec.words.link) for order in orders} == {"a4": True, "square": False}
