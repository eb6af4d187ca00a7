"""A translator with a phone: suggestions stand under the field they are for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import Engine

from campaigns.db import session_scope
from campaigns.vocabulary import Role
from tests.browsing import expect
from tests.web.conftest import Watch
from tests.web.desk import PASSWORD, person_with
from tests.web.stage import Scene, scene

__all__ = ["scene"]

pytestmark = pytest.mark.journey

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def bench(browser: Browser, address: str, engine: Engine, scene: Scene, watch: Watch) -> Iterator[Page]:
    """The Arabic text on a translator's phone."""
    with session_scope(engine) as session:
        person_with(session, scene.cast.programme, Role.TRANSLATOR, now=watch(), languages=("ar",))
    context = browser.new_context(**PHONE, base_url=address, locale="en-GB")
    page = context.new_page()
    page.goto("/login")
    page.fill("#email", f"{Role.TRANSLATOR.value}.scene@example.org")
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url("**/today")
    page.goto(f"/copy/{scene.arabic.id}")
    yield page
    context.close()


def test_suggestions_and_the_sentence_are_seen_together(bench: Page) -> None:
    pair = bench.locator(".pair", has=bench.locator("#body"))
    pair.locator(".pair__help").tap()
    match = pair.locator(".match").first
    expect(match).to_be_in_viewport(ratio=0.5)
    expect(pair.locator(".pair__source")).to_be_in_viewport(ratio=0.5)
    expect(match.locator("kbd")).to_be_hidden()
    match.get_by_role("button").tap()
    expect(pair.locator("textarea")).to_be_focused()


def test_an_address_keeps_to_one_line_of_the_preview(bench: Page) -> None:
    """At its hyphen a line would break; written from the left it stands among Arabic words."""
    bench.locator("textarea#body").fill("الموقع الإلكتروني للمعلومات https://femos-plus.example/imprint")
    address = bench.locator(".preview__address").first
    expect(address).to_have_text("https://femos-plus.example/imprint")
    box, line = (
        address.bounding_box(),
        address.evaluate("each => parseFloat(getComputedStyle(each).lineHeight)"),
    )
    assert box is not None and box["height"] < 1.5 * line


def test_what_is_wrong_in_a_field_stands_under_it(bench: Page) -> None:
    pair = bench.locator(".pair", has=bench.locator("textarea#headline"))
    bench.locator("textarea#headline").fill("يبلغ الحد الأدنى للأجور 99.99 يورو")
    said = pair.locator(".pair__found li").first
    expect(said).to_contain_text("99.99")
    expect(said).to_be_in_viewport()
    bench.locator("textarea#headline").fill("")
    expect(pair.locator(".pair__found", has_text="99.99")).to_have_count(0)
