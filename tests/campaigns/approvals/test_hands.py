"""Two persons: whoever made a part of what leaves, in whatever role, does not approve it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session

from campaigns.approvals.actions import approve_review
from campaigns.approvals.hands import Hand, hands_on
from campaigns.content.actions import write_revision
from campaigns.content.actions.designing import set_look
from campaigns.content.films.asking import ask_for_films
from campaigns.content.films.choice import Choice
from campaigns.content.films.making import MadeFilm
from campaigns.content.films.orders import FilmOrder
from campaigns.content.films.recording import record_films
from campaigns.content.media.funder import FunderRules, set_funder
from campaigns.content.media.photos import Kept, Rights, add_photo
from campaigns.content.media.voices import add_voice
from campaigns.content.models import Campaign, Post, Variant
from campaigns.content.queries import campaign_of_variant, latest_revision
from campaigns.errors import NotAllowed
from campaigns.facts.actions import change_fact, check_fact
from campaigns.facts.models import Fact, FactText
from campaigns.facts.versions import present_state
from campaigns.people.actions.brand import COLOURS, set_colours
from campaigns.people.actions.people import grant_role
from campaigns.people.actor import Actor
from campaigns.people.models import Person
from campaigns.people.queries import load_actor
from campaigns.vocabulary import Role
from tests import builders

AMOUNT = {"kind": "amount", "value": "259", "unit": "EUR"}


@dataclass
class Desk:
    """A German text of campaign staff, and a lawyer who is staff and lead as well."""

    session: Session
    cast: builders.Cast
    fact: Fact
    campaign: Campaign
    post: Post
    variant: Variant
    both: Actor
    now: datetime

    def change_fact(self, value: str, by: Actor) -> None:
        state = replace(present_state(self.session, self.fact), values={"amount": {**AMOUNT, "value": value}})
        said = {
            "state": state,
            "based_on": self.fact.revision,
            "why": "A new law.",
            "by": by,
            "now": self.now,
        }
        change_fact(self.session, fact=self.fact, **said)

    def choose_look(self, by: Actor, photo_id: int | None = None) -> None:
        look = {"layout": "explainer", "formats": ["square"], "photo_id": photo_id, "today": self.now.date()}
        set_look(self.session, campaign=self.campaign, post=self.post, by=by, now=self.now, **look)

    def add_photo(self, by: Actor) -> int:
        photo = add_photo(
            self.session,
            programme_id=self.cast.programme.id or 0,
            kept=Kept("f" * 64, "image/jpeg", 1000),
            width=1080,
            height=1080,
            rights=Rights(credit="Photographer", licence="CC BY 4.0"),
            today=self.now.date(),
            by=by,
            now=self.now,
        )
        return photo.id or 0


@pytest.fixture
def desk(session: Session, now: datetime) -> Desk:
    cast = builders.make_cast(session, now=now)
    person = session.get_one(Person, cast.lawyer.person_id)
    for role in (Role.STAFF, Role.LEAD):
        grant_role(session, person=person, programme_id=cast.programme.id or 0, role=role, by=None, now=now)
    fact = builders.make_fact(session, cast.programme, now=now, values={"amount": AMOUNT})
    session.add(FactText(fact_id=fact.id or 0, language="de", sentence="Es gibt {amount}.", changed_at=now))
    campaign = builders.make_campaign(session, cast, now=now, facts=[fact])
    variant = builders.first_variant(session, campaign)
    _campaign, post = campaign_of_variant(session, variant)
    both = load_actor(session, person, cast.programme.id)
    return Desk(session, cast, fact, campaign, post, variant, both, now + timedelta(minutes=1))


def write(desk: Desk) -> None:
    words = {**builders.WORDS["de"].to_dict(), "alt_text": "Eine andere Beschreibung."}
    write_revision(desk.session, variant=desk.variant, words=words, based_on=1, by=desk.both, now=desk.now)


def link(desk: Desk) -> None:
    desk.campaign.created_by = desk.both.person_id


def film(desk: Desk) -> None:
    ask_for_films(desk.session, campaign=desk.campaign, choice=Choice(), by=desk.both, now=desk.now)


def photo(desk: Desk) -> None:
    desk.choose_look(desk.cast.staff, desk.add_photo(desk.both))


def photo_of_a_film(desk: Desk) -> None:
    """The film was made with it; the post's pictures show none."""
    shown, revision = desk.add_photo(desk.both), latest_revision(desk.session, desk.variant)
    assert revision is not None
    order = FilmOrder(
        desk.variant.id or 0, revision.id or 0, 1, "de", "film/square", "explainer", None, None, shown
    )
    made = MadeFilm(order, "d" * 64, 1080, 1080, 1000, 8.0, [], "1", "test", {})
    record_films(desk.session, made=[made], now=desk.now)


def voice(desk: Desk) -> None:
    kept = Kept("e" * 64, "audio/mpeg", 1000)
    said = {"kept": kept, "seconds": 40.0, "speaker": "Lawyer", "is_synthetic": False}
    add_voice(desk.session, variant=desk.variant, by=desk.both, now=desk.now, **said)


def funder(desk: Desk) -> None:
    rules = FunderRules("Co-financed by a fund (fictional).")
    set_funder(
        desk.session, programme=desk.cast.programme, rules=rules, emblem=None, by=desk.both, now=desk.now
    )


def brand(desk: Desk) -> None:
    set_colours(desk.session, programme=desk.cast.programme, colours=COLOURS, by=desk.both, now=desk.now)


def bring(desk: Desk) -> None:
    words = {**builders.WORDS["de"].to_dict(), "alt_text": "Eine andere Beschreibung."}
    write_revision(desk.session, variant=desk.variant, words=words, based_on=1, by=None, now=desk.now)
    builders.give_pictures(desk.session, desk.campaign, now=desk.now)
    builders.submit(desk.session, desk.cast, desk.variant, now=desk.now, by=desk.both)


@pytest.mark.parametrize(
    ("deed", "hand"),
    [
        pytest.param(bring, Hand.BROUGHT, id="words of nobody known"),
        pytest.param(write, Hand.WORDS, id="alt text"),
        pytest.param(link, Hand.LINK, id="link target"),
        pytest.param(lambda desk: desk.choose_look(desk.both), Hand.LOOK, id="layout"),
        pytest.param(film, Hand.LOOK, id="film"),
        pytest.param(photo, Hand.PHOTO, id="photo"),
        pytest.param(photo_of_a_film, Hand.PHOTO, id="photo of a film"),
        pytest.param(voice, Hand.VOICE, id="voice"),
        pytest.param(lambda desk: desk.change_fact("300", desk.both), Hand.FACT, id="fact value"),
        pytest.param(funder, Hand.FUNDER, id="funder"),
        pytest.param(brand, Hand.BRAND, id="brand"),
    ],
)
def test_threat_04_who_made_a_part_of_it_is_known(
    desk: Desk, deed: Callable[[Desk], object], hand: Hand
) -> None:
    assert desk.both.person_id not in hands_on(desk.session, desk.variant)
    deed(desk)
    assert hands_on(desk.session, desk.variant)[desk.both.person_id] is hand


def test_threat_04_who_chose_the_look_does_not_approve_it(desk: Desk) -> None:
    desk.choose_look(desk.both)
    builders.give_pictures(desk.session, desk.campaign, now=desk.now)
    request = builders.submit(desk.session, desk.cast, desk.variant, now=desk.now)
    seen = builders.seen(desk.session, request)
    with pytest.raises(NotAllowed, match="how its pictures look"):
        approve_review(desk.session, request_id=request.id or 0, seen=seen, by=desk.both, now=desk.now)


def test_writing_a_value_again_as_it_is_takes_nothing_over(desk: Desk) -> None:
    desk.change_fact("300", desk.both)
    state = replace(present_state(desk.session, desk.fact), laws=("§ 1 (fictional)",))
    said = {"state": state, "based_on": desk.fact.revision, "why": "The law.", "by": desk.cast.staff}
    change_fact(desk.session, fact=desk.fact, now=desk.now, **said)
    assert hands_on(desk.session, desk.variant)[desk.both.person_id] is Hand.FACT


def test_whose_value_was_replaced_has_no_hand_in_it_any_more(desk: Desk) -> None:
    desk.change_fact("300", desk.both)
    desk.change_fact("301", desk.cast.second_lawyer)
    assert desk.both.person_id not in hands_on(desk.session, desk.variant)


def test_what_another_lawyer_checked_has_two_persons_and_its_own_check_has_not(desk: Desk) -> None:
    desk.change_fact("300", desk.both)
    check_fact(desk.session, fact=desk.fact, review_on=None, by=desk.cast.second_lawyer, now=desk.now)
    assert desk.both.person_id not in hands_on(desk.session, desk.variant)
    check_fact(desk.session, fact=desk.fact, review_on=None, by=desk.both, now=desk.now)
    assert hands_on(desk.session, desk.variant)[desk.both.person_id] is Hand.FACT


def test_threat_04_another_name_under_ones_own_words_makes_them_nobody_elses(desk: Desk) -> None:
    """The trail tells who wrote them, whatever the table says."""
    write(desk)
    desk.session.connection().execute(text("UPDATE revision SET created_by = NULL"))
    assert hands_on(desk.session, desk.variant)[desk.both.person_id] is Hand.WORDS
