"""The whole road in a real browser: from a spreadsheet of questions to a report that counts a click."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import feedparser
import httpx
import pytest
from playwright.sync_api import Page, Route

from tests.browsing import expect
from tests.journey.conftest import GROUP, Instance
from tests.web.test_accessibility import faults

pytestmark = pytest.mark.journey

BERLIN = ZoneInfo("Europe/Berlin")
#: Long work and the planned minute may take this long on a busy machine (milliseconds).
PATIENCE = 150_000
#: Counts every click that a finger made, over all pages of the tab.
COUNTS_TAPS = (
    "addEventListener('click', (event) => {"
    " if (event.isTrusted) sessionStorage.taps = Number(sessionStorage.taps ?? 0) + 1; }, true)"
)
#: A phone whose share sheet takes pictures, and keeps what it was given.
HAS_SHARE_SHEET = (
    "navigator.canShare = () => true;"
    " navigator.share = async ({files, text}) => { window.shared = [files[0].name, files[0].type, text]; };"
)
PHONE = {"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Mobile/15E148 Safari/604.1"}


def test_the_road_from_a_spreadsheet_to_a_report(
    instance: Instance, enter: Callable[..., Page], shared_data: Path
) -> None:
    staff = enter("staff")
    _import_questions(staff, shared_data / "advice-log" / "anfragen_2026.csv")
    campaign = _propose_and_plan(staff)
    _make_pictures(staff, campaign)
    _submit_everything(staff, campaign)
    _approve(enter("lawyer1", width=390, height=844, touch=True), "ar")
    _approve_by_keys(enter("lawyer1", width=390, height=844), "de", cards=2)
    _place(staff, campaign, "ar", f"{GROUP.name} (ar)")
    _hand_off(enter("advisor", width=390, height=844, touch=True))
    due = _place(staff, campaign, "ar", "Feed")
    entry = _wait_for_the_feed(instance, staff, "ar", due)
    assert entry.title_detail.language == "ar"
    assert 'dir="rtl"' in entry.content[0].value
    assert re.search(r'<img [^>]*alt="[^"]+"', entry.content[0].value)
    assert entry.media_content[0]["type"] == "image/jpeg"
    _follow(entry.link)
    _read_report(enter("lead"), campaign)


def _import_questions(page: Page, file: Path) -> None:
    page.goto("/needs/import")
    page.get_by_label("File").set_input_files(file)
    expect(page.locator("#look")).to_contain_text(re.compile("1,?500 rows"))
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("rows read")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("main")).to_contain_text("1,500")


def _propose_and_plan(page: Page) -> str:
    page.goto("/needs")
    row = page.get_by_role("row").filter(has_text="Child benefit").first
    row.get_by_role("button", name="Propose").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Child benefit")
    page.get_by_role("button", name="Plan this campaign").click()
    page.wait_for_url(re.compile(r"/campaigns/\d+"))
    matrix = page.get_by_role("table").filter(has_text="العربية")
    expect(matrix).to_contain_text("Deutsch")
    expect(matrix).to_contain_text("فارسی")
    return page.url.split("?")[0]


def _make_pictures(page: Page, campaign: str) -> None:
    page.goto(campaign)
    page.get_by_role("button", name="Make pictures").first.click()
    page.wait_for_load_state()
    expect(page.get_by_text("Can be submitted", exact=True).first).to_be_visible(timeout=PATIENCE)
    page.goto(campaign)
    assert page.locator("main table img").count() >= 8


def _submit_everything(page: Page, campaign: str) -> None:
    page.goto(campaign)
    page.get_by_role("button", name="Submit for approval").first.click()
    expect(page.get_by_text("In review").first).to_be_visible()


def _approve(page: Page, language: str) -> None:
    """The first card of the language, with a thumb on a phone."""
    page.goto(f"/review?language={language}")
    page.locator(f"a.queue__link[lang={language}]").first.tap()
    expect(page.get_by_text(f"language tag {language}").first).to_be_visible()
    page.locator(".decision__yes").tap()
    page.get_by_role("button", name="Approve", exact=True).tap()
    page.wait_for_load_state()
    expect(page.locator("#notices")).to_contain_text("pproved")


def _approve_by_keys(page: Page, language: str, *, cards: int) -> None:
    """The first cards of the language, one after the other, on a small screen with a keyboard alone."""
    page.goto(f"/review?language={language}")
    queue = page.url
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != queue)
    for _ in range(cards):
        card = page.url
        expect(page.locator("button[value=approve]")).to_be_enabled()
        page.keyboard.press("a")
        page.keyboard.press("a")
        page.wait_for_url(lambda url, card=card: url != card)  # type: ignore[misc]
        expect(page.locator("#notices")).to_contain_text("pproved")


def _place(page: Page, campaign: str, language: str, where: str) -> datetime:
    """The first post in a language on the feed or in a group, at a minute that comes soon."""
    page.goto(f"/calendar/place?campaign={campaign.rsplit('/', 1)[1]}")
    due = (datetime.now(BERLIN) + timedelta(seconds=75)).replace(second=0, microsecond=0)
    page.get_by_label("Post", exact=True).select_option(index=0)
    page.get_by_label("Language", exact=True).select_option(language)
    page.get_by_label("Account or group").select_option(label=where)
    page.get_by_label("Day").fill(due.strftime("%Y-%m-%d"))
    page.get_by_label("Time").fill(due.strftime("%H:%M"))
    page.get_by_role("button", name="Place", exact=True).click()
    page.wait_for_load_state()
    knowing = page.get_by_label("Yes, it is to go out then")
    if knowing.is_visible():  # the minute that comes soon lies in quiet hours, or readers keep the day
        knowing.check()
        page.get_by_role("button", name="Place", exact=True).click()
        page.wait_for_load_state()
    expect(page.locator("main")).to_contain_text("Scheduled")
    return due


def _hand_off(page: Page) -> None:
    """With a thumb, in at most six taps, although the line drops the answer to the last one."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.context.route("https://groups.example/**", lambda route: route.fulfill(body="The group"))
    page.add_init_script(COUNTS_TAPS)
    page.add_init_script(HAS_SHARE_SHEET)
    page.goto("/handoffs")
    page.get_by_role("link", name=GROUP.name).tap()
    _words_of_an_open_page_go_once_they_may_not_be_posted(page)
    page.get_by_role("button", name="Copy the text", exact=True).tap()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#words").input_value()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save the picture").tap()
    assert saved.value.suggested_filename == "child_benefit-ar.jpg"
    # The other way to the same app, beside the counted one.
    expect(page.locator("[data-share]")).to_be_visible()
    page.locator("[data-share]").evaluate("button => button.click()")
    words = page.locator("#words").input_value()
    assert page.evaluate("window.shared") == ["child_benefit-ar.jpg", "image/jpeg", words]
    assert faults(page) == []
    with page.context.expect_page() as group:
        page.get_by_role("link", name="Open the group").tap()
    assert group.value.url == GROUP.url
    group.value.close()
    page.get_by_label("Address of the post").tap()
    page.keyboard.type("https://groups.example/mothers/posts/7")
    page.route("**/posted", _answer_is_lost)
    page.get_by_role("button", name="Posted", exact=True).tap()
    expect(page.get_by_text("Not sent yet: Mothers of the town")).to_be_visible()
    page.unroute("**/posted")
    taps = page.evaluate("Number(sessionStorage.taps)")
    page.context.set_offline(True)
    page.context.set_offline(False)
    page.wait_for_url("**/handoffs")
    expect(page.get_by_role("region", name="Posted lately")).to_contain_text(GROUP.name)
    assert taps <= 6


def _words_of_an_open_page_go_once_they_may_not_be_posted(page: Page) -> None:
    """The approval is taken back while the page lies open; it is looked at again, then loaded anew."""
    expect(page.locator("#words")).to_be_visible()
    page.wait_for_load_state()  # before that nothing listens
    page.route("**/still?*", lambda route: route.fulfill(status=409))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_text("Its words are hidden")).to_be_visible()
    expect(page.locator("#words")).to_have_count(0)
    page.unroute("**/still?*")
    page.reload()


def _answer_is_lost(route: Route) -> None:
    """The server hears it, and the phone never learns that it did."""
    assert route.fetch().status == 204
    route.abort()


def _wait_for_the_feed(
    instance: Instance, page: Page, language: str, due: datetime
) -> feedparser.FeedParserDict:
    """The entry appears at its minute, not before."""
    address = f"{instance.address}/feed/femos-plus/{language}.atom"
    parsed = feedparser.parse(address)
    assert parsed.entries == []
    for _ in range(PATIENCE // 1000):
        page.wait_for_timeout(1000)
        parsed = feedparser.parse(address)
        if parsed.entries:
            break
    assert not parsed.bozo
    assert datetime.now(BERLIN) >= due
    page.goto(f"/calendar?view=list&language={language}")
    expect(page.get_by_role("region").get_by_text("Published", exact=True).first).to_be_visible()
    return parsed.entries[0]


def _follow(link: str) -> None:
    """A person follows the short link; it leads to the programme's page, which is not ours to fetch."""
    answer = httpx.get(link, headers=PHONE)
    assert answer.status_code == 302
    assert (
        answer.headers["Location"]
        == "https://femos-plus.example/advice?utm_source=feed&utm_medium=feed&utm_content=ar"
    )


def _read_report(page: Page, campaign: str) -> None:
    """Clicks are written every few seconds; then the page and the file say the same."""
    page.goto(f"/reach/campaigns/{campaign.rsplit('/', 1)[1]}")
    row = page.get_by_role("row").filter(has_text="Arabic").first
    expect(row).to_be_visible()
    page.get_by_text("Download", exact=True).click()
    address = page.get_by_role("link", name=re.compile("CSV")).first.get_attribute("href")
    assert address is not None
    arabic: dict[str, str] = {}
    for _ in range(30):
        table = StringIO(page.request.get(address).body().decode("utf-8-sig"))
        rows = csv.DictReader(table, delimiter=";")
        arabic = {
            row["figure"]: row["value"] for row in rows if (row["by"], row["key"]) == ("language", "ar")
        }
        if arabic["clicks"] != "0":
            break
        page.wait_for_timeout(1000)
    assert (arabic["published"], arabic["clicks"], arabic.get("views", "")) == ("2", "1", "")
    page.reload()
    expect(row.get_by_role("cell").filter(has_text=re.compile(r"^1$")).first).to_be_visible()
