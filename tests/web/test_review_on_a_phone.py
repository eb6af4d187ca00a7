"""A lawyer with a phone: three posts by thumb, three by keyboard; axe finds nothing on the way or beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from sqlalchemy import Engine
from sqlmodel import select

from assets.store import Store
from campaigns.approvals.actions.links import issue_links
from campaigns.approvals.models import Approval, ReviewRequest
from campaigns.content.models import Campaign, Variant
from campaigns.db import read_scope, session_scope
from campaigns.people.models import Person
from campaigns.settings import Settings
from campaigns.vocabulary import DeciderKind, Decision, Role
from tests.browsing import expect
from tests.builders import first_variant, make_campaign, submit
from tests.web.conftest import Watch
from tests.web.desk import PASSWORD, Desk, person_with
from tests.web.desk_stage import approved, placed
from tests.web.stage import Scene, desk_in, paint, scene
from tests.web.test_accessibility import faults
from tests.web.test_second_factor import set_up_app

__all__ = ["desk_in", "scene"]

pytestmark = pytest.mark.journey

POSTS = 3
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
LAWYER = f"{Role.LAWYER.value}.scene@example.org"


@dataclass
class Waiting:
    """Three German posts wait for this lawyer."""

    engine: Engine
    requests: list[int]

    def decisions(self) -> list[tuple[str, Decision]]:
        """What was decided, as digests; each card is one channel here."""
        with read_scope(self.engine) as session:
            return [(row.digest, row.decision) for row in session.exec(select(Approval))]

    def submitted(self) -> set[str]:
        with read_scope(self.engine) as session:
            rows = [session.get_one(ReviewRequest, number) for number in self.requests]
            return {digest for row in rows for digest in row.digests.values()}


@pytest.fixture
def waiting(engine: Engine, scene: Scene, settings: Settings, watch: Watch) -> Waiting:
    store = Store(settings.files_url)
    with session_scope(engine) as session:
        person_with(session, scene.cast.programme, Role.LAWYER, now=watch(), languages=("de", "ar"))
        requests = []
        for _number in range(POSTS):
            campaign = make_campaign(session, scene.cast, now=watch(), facts=[session.merge(scene.fact)])
            paint(session, campaign, store, now=watch())
            variant = first_variant(session, campaign)
            requests.append(submit(session, scene.cast, variant, now=watch()).id or 0)
    return Waiting(engine, requests)


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Page]:
    """Its errors are kept, and fail the test."""
    context = browser.new_context(**PHONE, base_url=address, locale="en-GB")
    page, problems = context.new_page(), []
    page.on("pageerror", lambda problem: problems.append(str(problem)))
    yield page
    context.close()
    assert problems == []


def log_in(page: Page, email: str) -> None:
    page.goto("/login")
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url("**/today")


def test_a_lawyer_approves_three_posts_with_a_thumb(waiting: Waiting, phone: Page) -> None:
    log_in(phone, LAWYER)
    phone.goto("/review")
    assert faults(phone) == []
    phone.locator("a.queue__link").first.tap()
    for number in waiting.requests:
        phone.wait_for_url(f"**/review/{number}")
        assert faults(phone) == []
        phone.locator(".decision__yes").tap()
        yes = phone.get_by_role("button", name="Approve", exact=True)
        expect(yes).to_be_enabled()
        assert faults(phone) == []
        box = yes.bounding_box()
        assert box is not None and box["height"] >= 44 and box["y"] + box["height"] <= 844, (
            "within a thumb's reach"
        )
        yes.tap()
    phone.wait_for_url("**/review")
    expect(phone.get_by_text("Nothing waits for a decision")).to_be_visible()
    assert faults(phone) == []
    assert {digest for digest, _decision in waiting.decisions()} == waiting.submitted()
    assert {decision for _digest, decision in waiting.decisions()} == {Decision.APPROVE}


def test_a_lawyer_decides_three_posts_by_keyboard_alone(waiting: Waiting, phone: Page) -> None:
    """Approves, returns with a reason at a place, approves; one press alone of the key decides nothing."""
    log_in(phone, LAWYER)
    phone.goto("/review")
    phone.keyboard.press("j")
    phone.keyboard.press("Enter")
    first, second, third = waiting.requests
    phone.wait_for_url(f"**/review/{first}")
    yes = phone.locator("button[value=approve]")
    expect(yes).to_be_enabled()
    phone.keyboard.press("a")
    expect(yes).to_be_focused()
    assert waiting.decisions() == []
    phone.keyboard.press("a")
    phone.wait_for_url(f"**/review/{second}")
    phone.keyboard.press("r")
    expect(phone.get_by_label("What has to change?")).to_be_focused()
    phone.keyboard.type("The form is missing.")
    assert faults(phone) == []
    phone.keyboard.press("Tab")
    phone.keyboard.press("Enter")
    phone.wait_for_url(f"**/review/{third}")
    phone.keyboard.press("a")
    expect(yes).to_be_disabled()
    assert len(waiting.decisions()) == 2, "the press of a moment ago meets nothing on the next card"
    expect(yes).to_be_enabled()
    phone.keyboard.press("a")
    phone.keyboard.press("a")
    phone.wait_for_url("**/review")
    assert [decision for _digest, decision in waiting.decisions()] == [
        Decision.APPROVE,
        Decision.RETURN,
        Decision.APPROVE,
    ]


#: What stands at this moment behind the bar of the decision, although the keyboard is there.
BEHIND = """() => {
  const here = document.activeElement, bar = document.querySelector(".decision");
  if (here === document.body || bar.contains(here) || here.closest(".thumb")) return null;
  const [box, over] = [here.getBoundingClientRect(), bar.getBoundingClientRect()];
  const sticks = getComputedStyle(bar).position === "sticky";
  return sticks && box.bottom > over.top && box.top < over.bottom ? here.outerHTML.slice(0, 80) : null;
}"""


@pytest.mark.parametrize("width", [320, 390])
def test_the_decision_is_one_row_and_nothing_is_hidden_behind_it(
    waiting: Waiting, browser: Browser, address: str, width: int
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 640}, has_touch=True, base_url=address, locale="de-DE"
    )
    page = context.new_page()
    log_in(page, LAWYER)
    page.goto(f"/review/{waiting.requests[0]}")
    parts = [page.locator(part).bounding_box() for part in (".decision__yes", "[data-key=r]", "[data-key=m]")]
    bar = page.locator(".decision").bounding_box()
    assert bar is not None and bar["height"] <= 72
    assert len({round(part["y"]) for part in parts if part}) == 1, "one row"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("#notes summary").click()
    behind = []
    for _step in range(60):
        page.keyboard.press("Tab")
        behind.append(page.evaluate(BEHIND))
    assert [each for each in behind if each] == []
    page.locator("[data-key=m] summary").tap()
    page.locator("[data-opens=note]").tap()
    note = page.locator("#note")
    expect(note).to_be_focused()
    assert page.locator(".decision").evaluate("bar => getComputedStyle(bar).position") == "static"
    context.close()


def test_the_day_that_is_typed_stands_on_the_button_and_counts(waiting: Waiting, phone: Page) -> None:
    log_in(phone, LAWYER)
    phone.goto(f"/review/{waiting.requests[0]}")
    phone.keyboard.press("m")
    expect(phone.get_by_label("Approval valid until")).to_be_focused()
    phone.get_by_label("Approval valid until").fill("2026-12-24")
    phone.keyboard.press("Enter")
    assert waiting.decisions() == [], "the Enter key in a field decides nothing"
    yes = phone.get_by_role("button", name="Approve", exact=True)
    expect(yes).to_contain_text("until 24 Dec 2026")
    assert faults(phone) == []
    yes.tap()
    expect(phone.locator("#notices")).to_contain_text("It holds until 24 Dec 2026")


@pytest.mark.parametrize(
    ("part", "label", "button"),
    [("#notes", "Your words", "Send"), ("section[aria-labelledby=outside]", "Name", "Make a link")],
)
def test_the_decision_does_not_come_under_the_finger_that_sends_something_else(
    waiting: Waiting, phone: Page, part: str, label: str, button: str
) -> None:
    log_in(phone, LAWYER)
    phone.goto(f"/review/{waiting.requests[0]}")
    there, bar = phone.locator(part), phone.locator(".decision")
    there.locator("summary").last.tap()
    there.get_by_label(label, exact=True).fill("Is this still so?")
    send = there.get_by_role("button", name=button, exact=True)
    # As low on the screen as it gets: where the bar would stand.
    send.evaluate("button => window.scrollBy(0, button.getBoundingClientRect().top - 740)")
    box, before = send.bounding_box(), bar.bounding_box()
    assert box is not None
    phone.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    phone.mouse.down()
    assert bar.bounding_box() == before
    phone.mouse.up()
    phone.mouse.down()
    phone.mouse.up()
    phone.wait_for_load_state()
    assert waiting.decisions() == []


# Pages that need something to stand on: each is opened once, on a phone in the light and on a desk in the dark.


@dataclass
class House:
    """Everything that the newer pages of review and door show."""

    app: Flask
    engine: Engine
    scene: Scene
    store: Store
    watch: Watch

    def drawn_anew(self) -> list[int]:
        """Two approved posts whose pictures were drawn anew wait for one word."""
        proof = approved(self.engine, self.scene, self.scene.german, now=self.watch())["feed"]
        placed(self.engine, self.scene, self.scene.german, proof, now=self.watch(), later=timedelta(days=1))
        approved(self.engine, self.scene, self.scene.arabic, now=self.watch())
        with session_scope(self.engine) as session:
            campaign = session.get_one(Campaign, self.scene.campaign.id)
            paint(session, campaign, self.store, now=self.watch(), blue=250)
            rows = [session.get_one(Variant, each.id) for each in (self.scene.german, self.scene.arabic)]
            return [submit(session, self.scene.cast, row, now=self.watch()).id or 0 for row in rows]

    def link(self, request_id: int) -> str:
        with session_scope(self.engine) as session:
            [(_link, token)] = issue_links(
                session,
                request_id=request_id,
                channels=["feed"],
                kind=DeciderKind.LAWYER,
                name="Lawyer outside",
                email="outside@law.example",
                by=self.scene.cast.second_lawyer,
                now=self.watch(),
            )
            return f"/review/link/{token}"


@pytest.mark.parametrize(("width", "scheme", "language"), [(390, "light", "de"), (1280, "dark", "en")])
def test_pages_of_review_and_door_are_in_order(
    app: Flask,
    engine: Engine,
    scene: Scene,
    settings: Settings,
    watch: Watch,
    address: str,
    browser: Browser,
    desk_in: Callable[..., Desk],
    width: int,
    scheme: Any,
    language: str,
) -> None:
    house = House(app, engine, scene, Store(settings.files_url), watch)
    requests = house.drawn_anew()
    desk = desk_in(Role.LAWYER, languages=("de", "ar"), interface=language)
    admin = desk_in(Role.ADMIN, interface=language)
    with read_scope(engine) as session:
        leaver = session.exec(select(Person).where(Person.email == "lawyer1@scene.example")).one().id
    pages = {
        "bulk": (desk, "/review"),
        "picture difference": (desk, f"/review/{requests[0]}"),
        "withdraw": (desk, f"/review/variants/{scene.german.id}/withdraw"),
        "decided": (desk, "/review/decided"),
        "leavers": (admin, f"/settings/people/{leaver}/approvals"),
        "leaving": (admin, f"/settings/people/{leaver}/leave"),
        "evidence": (admin, "/settings/audit"),
        "verified": (admin, "/settings/audit/verify"),
        "passkeys": (desk, "/profile/security"),
    }
    walker = Visitor(browser, address, width, scheme, language)
    for name, (who, path) in pages.items():
        walker.look(name, path, who)
    link = house.link(requests[0])
    walker.look("by link", link, app.test_client())
    if width < 600:
        walker.approve_by(link)
    desk.send("/profile/authenticator/begin")
    walker.look("authenticator", "/profile/authenticator", desk)
    set_up_app(desk, watch)
    half = app.test_client()
    assert isinstance(half, Desk)
    half.log_in(LAWYER)
    walker.look("second factor", "/login/second", half)
    assert walker.wrong == []


class Visitor:
    """A browser window that takes the cookies of somebody who is logged in already."""

    def __init__(self, browser: Browser, address: str, width: int, scheme: Any, language: str) -> None:
        self.browser, self.address = browser, address
        self.options = {"viewport": {"width": width, "height": 844}, "color_scheme": scheme}
        self.language = language
        self.wrong: list[str] = []

    def approve_by(self, link: str) -> None:
        """As somebody from outside, with nothing but the link: a form that a browser would refuse helps nobody."""
        context = self.browser.new_context(**self.options, base_url=self.address, locale="en-GB")
        page = context.new_page()
        page.goto(link)
        page.locator(".decision__yes").click()
        page.get_by_role("button", name="Approve", exact=True).click()
        expect(page.locator("main")).to_contain_text("Your approval is written down")
        context.close()

    def look(self, name: str, path: str, who: Any) -> None:
        context = self.browser.new_context(**self.options, base_url=self.address)
        for key in ("litfass", "litfass-form"):
            if found := who.get_cookie(key):
                context.add_cookies([{"name": key, "value": found.value, "url": self.address}])
        page = context.new_page()
        answer = page.goto(path)
        assert answer is not None and answer.status == 200, name
        assert page.url.endswith(path), name
        self.wrong += [f"{name}: {fault}" for fault in faults(page)]
        context.close()
