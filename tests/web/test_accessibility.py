"""Every page in a real browser: axe finds nothing, nothing sticks out at the side, whatever can be pressed is hit by a
press in its middle, nothing is refused by the policy."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import pytest
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Page
from sqlalchemy import Engine

from campaigns.db import session_scope
from campaigns.people.models import Programme
from campaigns.placements.actions import add_account
from campaigns.vocabulary import Role
from tests.web.conftest import Watch
from tests.web.desk import PASSWORD, person_with
from tests.web.test_authorisation import declared, reaches
from tests.whole import some_of

pytestmark = pytest.mark.journey

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
#: What passes is not written down: that costs axe as much as finding what is wrong.
RUN = (
    "axe.run(document, {resultTypes: ['violations'],"
    " runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']})"
)
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
#: Links, buttons and fields over whose middle something else lies.
COVERED = """
(() => {
  const covered = [];
  for (const control of document.querySelectorAll("a[href], button, select, textarea, input, summary")) {
    const isShown = control.checkVisibility({visibilityProperty: true, opacityProperty: true});
    const box = control.getClientRects()[0];
    if (!isShown || control.disabled || !box || box.width < 8 || box.height < 8) continue;
    control.scrollIntoView({block: "center", inline: "center", behavior: "instant"});
    const {left, top, width, height} = control.getClientRects()[0];
    const hit = document.elementFromPoint(left + width / 2, top + height / 2);
    if (!hit || control.contains(hit) || hit.contains(control) || hit.closest("label")?.control === control) continue;
    // What stays in its place over the page, like an open sheet, is closed first.
    let holder = hit;
    while (holder && !["fixed", "sticky"].includes(getComputedStyle(holder).position)) holder = holder.parentElement;
    if (holder && !holder.contains(control)) continue;
    covered.push(`${control.tagName} ${control.innerText || control.name} lies under ${hit.tagName}.${hit.className}`);
  }
  scrollTo(0, 0);
  return covered;
})()
"""
#: Each language with the looks its pages are given: width, colours, and whether axe reads them. What axe reads is
#: the same in both languages.
WALKS = (("de", ((390, "light", True), (1280, "dark", True))), ("en", ((768, "light", False),)))
Look = tuple[int, Literal["light", "dark"], bool]
#: Addresses that answer with a file or lead on.
NO_PAGES = ("login.door", "login.logout", "health.health", "icon.favicon", "settings.index")


def pages(app: Flask, role: Role) -> list[str]:
    """The address of every page this role reaches that needs no id; what has an ending is a file."""
    return sorted(
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or set())
        and not rule.arguments
        and "." not in rule.rule
        and rule.endpoint not in NO_PAGES
        and reaches(declared().get(rule.endpoint), role)
    )


def faults(page: Page, *, with_axe: bool = True) -> list[str]:
    """What is wrong with the page as it is shown now. Axe is brought once to each page."""
    if with_axe and not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    sticking_out = page.evaluate(OVERFLOW)
    found: dict[str, Any] = page.evaluate(RUN) if with_axe else {"violations": []}
    return [
        *(f"{each['id']}: {each['nodes'][0]['target']}" for each in found["violations"]),
        *([f"sticks out by {sticking_out} px"] if sticking_out > 0 else []),
        *page.evaluate(COVERED),
    ]


class Walker:
    """Opens pages in one language as one person after the other and collects what is wrong with them."""

    def __init__(self, browser: Browser, address: str, looks: tuple[Look, ...], language: str) -> None:
        self.browser, self.address, self.looks, self.language = browser, address, looks, language
        self.seen: set[str] = set()
        self.wrong: list[str] = []

    def walk(self, email: str, paths: list[str]) -> None:
        """As somebody who logs in, over the pages nobody before has opened."""
        # Colours change at once, so that none is read on its way from light to dark.
        context = self.browser.new_context(locale="en-GB", reduced_motion="reduce")
        page = context.new_page()
        self._turn_to(page, self.looks[0])
        page.on("console", self._listen)
        page.on("pageerror", lambda problem: self.wrong.append(str(problem)))
        page.goto(f"{self.address}/login")
        page.fill("#email", email)
        page.fill("#password", PASSWORD)
        page.click(".form button")
        page.wait_for_url("**/today")
        for path in [path for path in paths if path not in self.seen]:
            self._look(page, path)
        context.close()

    def _look(self, page: Page, path: str) -> None:
        self.seen.add(path)
        response = page.goto(f"{self.address}{path}")
        if response is not None and response.headers.get("content-type", "").startswith("text/html"):
            assert page.get_attribute("html", "lang") == self.language
            for look in self.looks:
                self._turn_to(page, look)
                self.wrong += [f"{path} {look} {fault}" for fault in faults(page, with_axe=look[2])]

    def _turn_to(self, page: Page, look: Look) -> None:
        width, scheme, _ = look
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme=scheme)

    def _listen(self, line: ConsoleMessage) -> None:
        if "Content Security" in line.text:
            self.wrong.append(line.text)


@pytest.mark.parametrize(("language", "looks"), some_of(WALKS, one_in=2))
def test_every_page_is_in_order(
    app: Flask,
    engine: Engine,
    watch: Watch,
    programme: Programme,
    address: str,
    browser: Browser,
    language: str,
    looks: tuple[Look, ...],
) -> None:
    with session_scope(engine) as session:
        add_account(
            session, programme_id=programme.id or 0, channel="feed", name="Feed", by=None, now=watch()
        )
    walker = Walker(browser, address, looks, language)
    for role in (Role.STAFF, Role.ADMIN, Role.LAWYER, Role.TRANSLATOR, Role.ADVISOR):
        with session_scope(engine) as session:
            person = person_with(
                session, programme, role, now=watch(), languages=("ar", "uk"), interface=language
            )
        walker.walk(person.email, pages(app, role))

    assert "/settings/people" in walker.seen
    assert walker.wrong == []
