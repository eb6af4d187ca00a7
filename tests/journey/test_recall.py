"""1 January 2027 in a real browser: the minimum wage rises, and no post leaves with the old one.

The clock stands at four moments, one after the other: before the change is known to the calendar, after it,
on New Year's morning, and at the planned minute on 3 January.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import feedparser
import pytest
from playwright.sync_api import Page
from sqlalchemy import Engine
from sqlmodel import Session, select

from assets.store import Store
from campaigns.approvals.preparing import Desk
from campaigns.clock import parse_instant
from campaigns.content.queries import posts_of_campaign, variants_of_posts
from campaigns.content.rendering.making import make_pictures
from campaigns.db import open_engine, session_scope
from campaigns.demo.people import add_demo_programme
from campaigns.demo.stage import Stage, render, somebody
from campaigns.demo.walk import approve_all, submit_all
from campaigns.facts.actions import adopt_topic
from campaigns.facts.models import Fact
from campaigns.migrations import migrate
from campaigns.people.models import Person, Programme
from campaigns.people.presets import preset
from campaigns.placements.actions import place
from campaigns.placements.actions.accounts import add_account
from campaigns.placements.binding import approved_proof
from campaigns.placements.models import Account
from campaigns.placements.plans.storing import plan_topic, save_plan
from campaigns.settings import Settings, load_settings, prepare_home
from campaigns.vocabulary import Role
from scheduler.__main__ import work_once
from scheduler.rounds import Round
from tests.browsing import expect, serving
from tests.journey.conftest import PASSWORD, Visitors
from web.app import create_app

pytestmark = pytest.mark.journey

MADE = "2026-11-30T09:00:00+01:00"
FIRST_POST = datetime(2026, 12, 21, 18)
SECOND_POST = datetime(2027, 1, 3, 18)
BEFORE = "2026-12-28T10:00:00+01:00"
NEW_YEAR = "2027-01-01T08:00:00+01:00"
PLANNED_MINUTE = "2027-01-03T18:00:30+01:00"
LANGUAGES = ("de", "ar")


@dataclass
class House:
    """A home, the desk over it as people open it, and its worker, who works when it is asked to; all by one clock."""

    settings: Settings
    engine: Engine
    store: Store
    moment: datetime

    def clock(self) -> datetime:
        return self.moment

    def work(self) -> Round:
        """What `litfass worker --once` does, at this moment."""
        return work_once(self.settings, now=self.moment)


def test_the_wage_of_2026_never_leaves_in_2027(tmp_path: Path, visitors: Visitors) -> None:
    settings = load_settings({"LITFASS_HOME": str(tmp_path / "home")})
    prepare_home(settings)
    engine = open_engine(settings)
    migrate(engine)
    house = House(settings, engine, Store(settings.files_url), parse_instant(MADE))
    fact, campaign = _a_post_is_out_and_one_is_planned(house)
    app = create_app(settings, engine=engine, clock=house.clock, store=house.store)
    with serving(app) as address:
        house.moment = parse_instant(BEFORE)
        staff = visitors.log_in(address, "staff")
        _staff_write_down_the_new_wage(staff, fact)
        _what_was_planned_is_held(staff)
        _the_third_of_january_is_refused(staff, campaign)
        visitors.leave()

        house.moment = parse_instant(NEW_YEAR)
        house.work()
        staff = visitors.log_in(address, "staff")
        _recall_stands_on_today(staff)
        arabic = visitors.log_in(address, "translator.ar", width=390, height=844, touch=True)
        _translator_takes_the_new_words(arabic, "13.90", "14.60")
        _translator_takes_the_new_words(visitors.log_in(address, "translator.de"), "13,90", "14,60")
        _what_is_out_is_taken_down(staff)
        _pictures_and_approval_anew(house, staff, visitors.log_in(address, "lawyer1"), campaign)
        _is_scheduled_again(staff, campaign)
        visitors.leave()

        house.moment = parse_instant(PLANNED_MINUTE)
        assert house.work().published == 2
        for code, new, old in (("de", "14,60", "13,90"), ("ar", "14.60", "13.90")):
            entry = feedparser.parse(f"{address}/feed/femos-plus/{code}.atom").entries[0]
            said = entry.title + entry.content[0].value
            assert new in said
            assert old not in said
    engine.dispose()


def _nobody(_moment: datetime) -> None:
    """No worker looks."""


def _a_post_is_out_and_one_is_planned(house: House) -> tuple[int, int]:
    """A programme that knows the wage of 2026 without an end; German went out in December, both wait for January."""
    now = house.clock()
    stage = Stage(
        engine=house.engine,
        store=house.store,
        desk=Desk(house.settings.base_url),
        make=make_pictures,
        film=lambda _orders, _store: (),
        publish=_nobody,
        shut_out=_nobody,
        break_off=_nobody,
    )
    with session_scope(house.engine) as session:
        programme = add_demo_programme(session, preset=preset("femos-plus"), password=PASSWORD, now=now)
        for person in session.exec(select(Person)):
            person.interface = "en"
        rate = _the_wage_of_2026_alone(session, programme, now)
        add_account(session, programme_id=programme.id or 0, channel="feed", name="Feed", by=None, now=now)
        plan = plan_topic(
            session,
            programme=programme,
            topic="minimum_wage",
            start=date(2026, 12, 21),
            languages=LANGUAGES,
            kinds=("explainer",),
            now=now,
        )
        campaign = save_plan(session, programme=programme, plan=plan, by=None, now=now)
        fact_id, campaign_id = rate.id or 0, campaign.id or 0
    render(stage, campaign_id=campaign_id, now=now)
    submit_all(stage, programme=programme, campaign_id=campaign_id, now=now)
    approve_all(stage, programme=programme, campaign_id=campaign_id, now=now)
    with session_scope(house.engine) as session:
        _place(session, programme, campaign_id, now)
    house.moment = parse_instant("2026-12-21T18:00:30+01:00")
    assert house.work().published == 1
    return fact_id, campaign_id


def _the_wage_of_2026_alone(session: Session, programme: Programme, now: datetime) -> Fact:
    adopt_topic(session, programme_id=programme.id or 0, topic="minimum_wage", by=None, now=now)
    facts = {fact.key: fact for fact in session.exec(select(Fact))}
    for key, fact in facts.items():
        fact.topic = "minimum_wage" if key == "minimum_wage.rate_2026" else "wage"
    rate = facts["minimum_wage.rate_2026"]
    rate.valid_to = None
    facts["minimum_wage.rate_2027"].key = "wage.not_known_yet"
    session.flush()
    return rate


def _place(session: Session, programme: Programme, campaign_id: int, now: datetime) -> None:
    staff = somebody(session, programme, Role.STAFF)
    account = session.exec(select(Account)).one()
    [post] = posts_of_campaign(session, campaign_id)
    variants = variants_of_posts(session, [post.id or 0])[post.id or 0]
    for code, wall in (("de", FIRST_POST), ("de", SECOND_POST), ("ar", SECOND_POST)):
        proof = approved_proof(
            session, variant=variants[code], channel="feed", programme_id=programme.id or 0, on=wall.date()
        )
        assert proof is not None
        place(
            session,
            variant_id=variants[code].id or 0,
            proof=proof,
            account=account,
            wall=wall,
            zone="Europe/Berlin",
            by=staff,
            now=now,
        )


def _staff_write_down_the_new_wage(page: Page, fact: int) -> None:
    page.goto("/facts?q=13.90")
    page.get_by_role("link", name=re.compile("€13.90 an hour")).click()
    page.wait_for_url(f"**/facts/{fact}")
    page.get_by_role("link", name="Something else from a day on").click()
    page.get_by_label("Holds from").fill("2027-01-01")
    page.get_by_label("Value of wage").fill("14,60")
    page.get_by_label("Why it changes").fill("Fifth ordinance on the minimum wage.")
    expect(page.get_by_text("2 posts are scheduled")).to_be_visible()
    page.get_by_role("button", name="Add the new fact").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("€14.60 an hour")


def _what_was_planned_is_held(page: Page) -> None:
    page.goto("/today")
    expect(page.get_by_role("main")).to_contain_text("On 3 Jan 2027 this is no longer so")
    page.goto("/calendar/sending")
    main = page.get_by_role("main")
    expect(main).to_contain_text("Held")
    expect(main).to_contain_text(re.compile("€13.90 an hour” holds until 31 Dec 2026, then “.*€14.60"))


def _the_third_of_january_is_refused(page: Page, campaign: int) -> None:
    page.goto(f"/calendar/place?campaign={campaign}")
    page.get_by_label("Post", exact=True).select_option(index=0)
    page.get_by_label("Language", exact=True).select_option("ar")
    page.get_by_label("Account or group").select_option(label="Feed")
    page.get_by_label("Day").fill("2027-01-03")
    page.get_by_label("Time").fill("12:00")
    page.get_by_role("button", name="Place", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("On 3 Jan 2027 this is no longer so")


def _recall_stands_on_today(page: Page) -> None:
    """The worker noticed by itself that the wage of 2026 has ended."""
    page.goto("/today")
    expect(page.get_by_role("heading", name=re.compile("Words to renew"))).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("Out with old words"))).to_be_visible()


def _translator_takes_the_new_words(page: Page, old: str, new: str) -> None:
    page.goto("/today")
    page.locator("section, main").filter(has_text="Words to renew").last.locator(
        "a.list__title"
    ).first.click()
    card = page.locator(".renewal").first
    expect(card.locator("del").first).to_contain_text(old)
    expect(card.locator("ins").first).to_contain_text(new)
    card.get_by_role("button", name="Take the new words").click()
    expect(page.locator("#notices")).to_contain_text("The new words stand")


def _what_is_out_is_taken_down(page: Page) -> None:
    page.goto("/today")
    page.locator("a.list__title[href*='#out']").first.click()
    out = page.get_by_role("region", name="Out already")
    expect(out).to_contain_text("Feed")
    out.get_by_role("button", name="It is taken down").click()
    expect(page.get_by_role("main")).to_contain_text("Taken down")


def _pictures_and_approval_anew(house: House, staff: Page, lawyer: Page, campaign: int) -> None:
    staff.goto(f"/campaigns/{campaign}")
    staff.get_by_role("button", name="Make pictures").first.click()
    staff.wait_for_load_state()
    assert house.work().work == 1
    submit = staff.get_by_role("button", name="Submit for approval").first
    expect(staff.get_by_text("Can be submitted", exact=True)).to_have_count(2)
    submit.click()
    staff.wait_for_load_state()
    for code in LANGUAGES:
        lawyer.goto("/today")
        expect(lawyer.get_by_role("main")).to_contain_text("fact changed: €13.90 → €14.60")
        lawyer.goto(f"/review?language={code}")
        expect(lawyer.locator(".queue__item").first).to_contain_text("A fact changed")
        lawyer.locator(f"a.queue__link[lang={code}]").first.click()
        expect(lawyer.locator("#fact-moved").locator("ins").first).to_have_text("€14.60")
        expect(lawyer.locator(f"#fact-moved [lang={code}] ins").last).to_contain_text(re.compile("14[.,]60"))
        expect(lawyer.locator("del").first).to_contain_text(re.compile("13[.,]90"))
        lawyer.locator(".decision__yes").click()
        lawyer.get_by_role("button", name="Approve", exact=True).click()
        expect(lawyer.locator("#notices")).to_contain_text("pproved")


def _is_scheduled_again(page: Page, campaign: int) -> None:
    page.goto(f"/campaigns/{campaign}")
    page.get_by_role("button", name="Schedule", exact=True).first.click()
    expect(page.locator("#notices")).to_contain_text("2 moments are binding now")
