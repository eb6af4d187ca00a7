"""Text that wants to be a program stays text: on the desk, on a one-time link, in the feed of a reader without care."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import feedparser
import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import Engine
from sqlmodel import select

from assets.store import Store
from campaigns.approvals.actions import add_note, submitting
from campaigns.approvals.actions.links import issue_links
from campaigns.approvals.models import ReviewRequest
from campaigns.content.actions import write_revision
from campaigns.content.models import Campaign, Variant
from campaigns.db import session_scope
from campaigns.settings import Settings
from campaigns.vocabulary import DeciderKind, Role
from tests.builders import WORDS, submit
from tests.web.desk import Desk
from tests.web.desk_stage import group, published_on_feed
from tests.web.stage import Scene, desk_in, paint, scene

__all__ = ["desk_in", "scene"]

pytestmark = pytest.mark.journey

#: Each wants to run in another place: text, attribute, script, style, template, address, CDATA, comment.
PAYLOADS = (
    "<script>hit()</script>",
    '"><img src=x onerror=hit()>',
    "'><svg onload=hit()>",
    "</textarea><script>hit()</script>",
    "</title><script>hit()</script>",
    "javascript:hit()",
    "{{ config }}{% raw %}<b onmouseover=hit()>",
    "]]><script>hit()</script>",
    "--><iframe srcdoc='<script>parent.hit()</script>'>",
    "<a href='java&#115;cript:hit()'>x</a>",
    "&lt;script&gt;hit()&lt;/script&gt;",
    "</script><script>hit()//",
)
WATCH = (
    "window.hit = () => { window.wasHit = true; }; document.addEventListener('securitypolicyviolation', hit);"
)


@pytest.fixture
def poisoned(
    engine: Engine, scene: Scene, settings: Settings, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> str:
    """Payloads wherever people write; the German text waits for review, the Arabic one is out. A one-time link.

    The checks of copy take most of them for places that were never filled in: here somebody let all of that stand.
    """
    monkeypatch.setattr(submitting, "check_is_sound", lambda *_, **__: None)
    store = Store(settings.files_url)
    with session_scope(engine) as session:
        campaign = session.get_one(Campaign, scene.campaign.id)
        campaign.title = PAYLOADS[1]
        session.add(campaign)
        for variant, language in ((scene.german, "de"), (scene.arabic, "ar")):
            words = WORDS[language].to_dict()
            for number, name in enumerate(
                ("headline", "call_to_action", "alt_text", "source", "notice", "imprint")
            ):
                words[name] = f"{words.get(name) or ''} {PAYLOADS[number]}"
            words["body"] = f"{words['body']} {' '.join(PAYLOADS)}"
            write_revision(
                session,
                variant=session.get_one(Variant, variant.id),
                words=words,
                based_on=1,
                by=scene.cast.staff,
                now=now,
            )
        paint(session, campaign, store, now=now)
    group(engine, scene, now=now)
    published_on_feed(engine, scene, scene.arabic, now=now)
    with session_scope(engine) as session:
        request = submit(session, scene.cast, session.get_one(Variant, scene.german.id), now=now)
        for payload in PAYLOADS:
            add_note(session, request_id=request.id or 0, text=payload, by=scene.cast.lead, now=now)
        [(_link, token)] = issue_links(
            session,
            request_id=request.id or 0,
            channels=["feed"],
            kind=DeciderKind.LAWYER,
            name="Dr. <script>hit()</script>",
            email="outside@law.example",
            by=scene.cast.second_lawyer,
            now=now,
        )
    return f"/review/link/{token}"


def visitor(browser: Browser, address: str, who: Desk | None) -> Page:
    context = browser.new_context(base_url=address)
    context.add_init_script(WATCH)
    for key in ("litfass", "litfass-form") if who else ():
        if found := who.get_cookie(key):  # type: ignore[union-attr]
            context.add_cookies([{"name": key, "value": found.value, "url": address}])
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.dismiss())
    return page


def was_hit(page: Page) -> bool:
    page.wait_for_load_state("networkidle")
    return bool(page.evaluate("window.wasHit === true"))


def test_threat_15_text_that_wants_to_run_stays_text(
    engine: Engine,
    scene: Scene,
    poisoned: str,
    address: str,
    browser: Browser,
    desk_in: Callable[..., Desk],
) -> None:
    with session_scope(engine) as session:
        request = session.exec(select(ReviewRequest.id).where(ReviewRequest.closed_at.is_(None))).one()  # type: ignore[union-attr]
    pages: dict[Role, list[str]] = {
        Role.LAWYER: ["/review", f"/review/{request}", "/review/decided", "/today"],
        Role.STAFF: [
            f"/campaigns/{scene.campaign.id}",
            f"/copy/{scene.german.id}",
            "/copy",
            "/campaigns",
            "/calendar",
            "/handoffs",
        ],
        Role.LEAD: [f"/reach/campaigns/{scene.campaign.id}", "/reach"],
        Role.ADMIN: ["/settings/audit", "/settings/people"],
    }
    hit = []
    for role, paths in pages.items():
        page = visitor(browser, address, desk_in(role, languages=("de", "ar")))
        for path in paths:
            answer = page.goto(path)
            assert answer is not None and answer.status == 200, path
            if was_hit(page):
                hit.append(path)
    page = visitor(browser, address, None)
    answer = page.goto(poisoned)
    assert answer is not None and answer.status == 200
    assert not was_hit(page)
    assert hit == []


def test_threat_15_a_reader_without_care_runs_nothing_of_the_feed(
    poisoned: str, address: str, browser: Browser
) -> None:
    """The entry's HTML is put into a page without any policy, as some readers do."""
    page = visitor(browser, address, None)
    answer = page.request.get("/feed/scene/ar.atom")
    (entry,) = feedparser.parse(answer.body(), sanitize_html=False).entries
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.route("**/*", lambda route: route.abort())
    html = entry.content[0].value
    page.set_content(f"<script>{WATCH}</script><article>{html}</article>")
    assert page.evaluate("window.wasHit === true") is False
    found: Any = page.evaluate("[...document.querySelectorAll('article *')].map(e => e.tagName)")
    assert not {"SCRIPT", "IFRAME", "SVG", "STYLE", "OBJECT"} & set(found)
    # What is no HTML is said to be none: a reader that takes it for some breaks the standard.
    assert entry.title_detail.type == "text/plain"
    assert {urlsplit(url).hostname for url in asked} <= {"127.0.0.1"}
