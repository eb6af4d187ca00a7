"""An advisor with a phone and no network: hand-offs that are due stay readable, marked with the time of the copy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import Engine

from campaigns.db import session_scope
from campaigns.placements.models import Placement
from campaigns.vocabulary import Role
from tests.browsing import expect
from tests.web.conftest import Watch
from tests.web.desk import PASSWORD, person_with
from tests.web.desk_stage import approved, group, in_group
from tests.web.stage import Scene, scene

__all__ = ["scene"]

pytestmark = pytest.mark.journey

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
#: The paths of every copy in the browser.
KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
  return found;
}"""


@pytest.fixture
def due(engine: Engine, scene: Scene, watch: Watch) -> Placement:
    now = watch()
    proof = approved(engine, scene, scene.arabic, now=now, channels=("handoff",))["handoff"]
    return in_group(engine, scene, scene.arabic, proof, group(engine, scene, now=now), now=now)


@pytest.fixture
def phone(
    browser: Browser, address: str, engine: Engine, scene: Scene, due: Placement, watch: Watch
) -> Iterator[Page]:
    with session_scope(engine) as session:
        person_with(session, scene.cast.programme, Role.ADVISOR, now=watch())
        person_with(session, scene.cast.programme, Role.STAFF, now=watch())
    context = browser.new_context(**PHONE, base_url=address, locale="en-GB")
    page = context.new_page()
    logged_in(page, Role.ADVISOR)
    page.goto("/handoffs")
    until(page, f"(await ({KEPT})()).some(each => each.endsWith('.jpg') || each.includes('/files/'))")
    until(page, "navigator.serviceWorker.controller !== null")
    yield page
    context.close()


def until(page: Page, holds: str) -> None:
    """Waits in the page for an expression; what Playwright has for it needs `eval`, which our policy forbids."""
    look = "await new Promise(again => setTimeout(again, 50))"
    page.evaluate(
        f"async () => {{ for (let n = 0; n < 200; n++) {{ if ({holds}) return; {look}; }} throw new Error('never'); }}"
    )


def logged_in(page: Page, role: Role) -> None:
    page.goto("/login")
    page.fill("#email", f"{role.value}.scene@example.org")
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url("**/today")


def test_due_handoffs_are_read_without_a_line_and_say_from_when_they_are(phone: Page, due: Placement) -> None:
    phone.context.set_offline(True)
    phone.goto("/handoffs")
    expect(phone.get_by_text("No connection. This is as of")).to_be_visible()
    until(phone, "document.querySelector('.handoffs img').naturalWidth > 0")
    phone.get_by_role("link", name="Mothers of the town").tap()

    expect(phone.locator("#words")).to_be_visible()
    expect(phone.get_by_text("No connection. This is as of")).to_be_visible()


def test_with_a_line_nothing_is_marked(phone: Page) -> None:
    phone.goto("/handoffs")

    expect(phone.get_by_role("link", name="Mothers of the town")).to_be_visible()
    expect(phone.locator("#kept")).to_be_hidden()


def test_only_due_handoffs_are_kept(phone: Page, due: Placement) -> None:
    phone.goto("/today")

    kept = phone.evaluate(KEPT)

    assert {"/handoffs", f"/handoffs/{due.id}"} <= set(kept)
    assert [each for each in kept if each.startswith(("/today", "/static", "/login"))] == []


def test_copies_go_with_the_login(phone: Page) -> None:
    phone.context.clear_cookies()
    phone.goto("/login")

    until(phone, f"(await ({KEPT})()).length === 0")


def test_copies_go_when_another_person_logs_in(phone: Page) -> None:
    phone.evaluate("caches.open('litfass-handoffs-999999')")
    phone.goto("/today")

    until(phone, "!(await caches.keys()).includes('litfass-handoffs-999999')")


def test_what_was_typed_is_still_there_after_the_page_was_lost(phone: Page, due: Placement) -> None:
    phone.goto(f"/handoffs/{due.id}")
    phone.get_by_text("Neither is possible").tap()
    phone.fill("#unproven", "It is the first post there.")
    phone.fill("#url", "https://groups.example/1/po")
    phone.context.set_offline(True)
    phone.reload()

    expect(phone.locator("#unproven")).to_have_value("It is the first post there.")
    expect(phone.locator("#url")).to_have_value("https://groups.example/1/po")


def test_without_a_line_the_round_stays_open_and_says_that_nothing_is_noted(
    phone: Page, engine: Engine
) -> None:
    phone.goto("/handoffs/round?whose=all")
    phone.wait_for_load_state()
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Looked through").tap()
    expect(phone.get_by_text("this is not noted yet")).to_be_in_viewport()
    phone.context.set_offline(False)
    phone.get_by_role("button", name="Looked through").tap()

    expect(phone.get_by_text("Noted: looked through.")).to_be_visible()
