"""What is refused at the end of a long page on a phone comes into sight; before that nothing on the page says so."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser
from sqlalchemy import Engine

from campaigns.db import session_scope
from campaigns.people.models import Programme
from campaigns.placements.actions import add_account
from campaigns.vocabulary import Role
from tests.browsing import expect
from tests.web.conftest import Watch
from tests.web.desk import PASSWORD, person_with

pytestmark = pytest.mark.journey


def test_a_refusal_far_down_comes_into_sight_with_its_field(
    engine: Engine, watch: Watch, programme: Programme, address: str, browser: Browser
) -> None:
    with session_scope(engine) as session:
        for number in range(12):
            add_account(
                session,
                programme_id=programme.id or 0,
                channel="feed",
                name=f"Feed {number}",
                by=None,
                now=watch(),
            )
        email = person_with(session, programme, Role.LEAD, now=watch(), interface="en").email
    page = browser.new_context(viewport={"width": 390, "height": 844}, base_url=address).new_page()
    page.goto("/login")
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url("**/today")
    page.goto("/calendar/sending")
    page.fill("#reason", "   ")
    page.get_by_role("button", name="Stop sending").click()

    expect(page.get_by_text("others will ask", exact=False).first).to_be_in_viewport()
    expect(page.locator("#reason")).to_be_focused()
    page.context.close()
