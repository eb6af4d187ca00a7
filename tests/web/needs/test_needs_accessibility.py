"""The needs screens that show one thing, with that thing on them: axe finds nothing, on the phone and in the dark."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser
from sqlalchemy import Engine

from campaigns.db import session_scope
from campaigns.needs.emerging.actions import save_phrases
from campaigns.needs.emerging.phrases import Phrase
from campaigns.needs.rumours.actions import judge_rumour, log_rumour, start_checking
from campaigns.needs.tokens.actions import issue_token
from campaigns.people.models import Programme
from campaigns.people.queries import load_actor
from campaigns.vocabulary import Role, RumourStatus
from tests.web.conftest import Watch
from tests.web.desk import Desk, person_with
from tests.web.needs.advice_log import TODAY, log_of
from tests.web.needs.test_imports import end, upload
from tests.web.test_accessibility import Look, Walker

pytestmark = pytest.mark.journey

LOOKS: tuple[Look, ...] = ((390, "light", True), (1280, "dark", True))


@pytest.fixture
def email(engine: Engine, programme: Programme, watch: Watch) -> str:
    """A lead with a judged rumour, a phrase that came up and a program that hands over questions."""
    with session_scope(engine) as session:
        here = session.get_one(Programme, programme.id)
        person = person_with(session, here, Role.LEAD, now=watch(), interface="de")
        lead = load_actor(session, person, here.id)
        given = {"claim": "Ohne Passfoto gibt es kein Kindergeld", "risk": 2, "day": TODAY}
        rumour = log_rumour(session, programme=here, by=lead, now=watch(), **given)  # type: ignore[arg-type]
        start_checking(session, rumour_id=rumour.id or 0, by=lead, now=watch())
        judge_rumour(
            session,
            rumour_id=rumour.id or 0,
            verdict=RumourStatus.REFUTED,
            finding="Kindergeld gibt es auch ohne Passfoto.",
            sources=["§ 62 EStG"],
            by=lead,
            now=watch(),
        )
        phrase = Phrase("chancenkonto", "de", 9, None, 40.0, "Chancenkonto")
        save_phrases(session, programme=here, phrases=[phrase], as_of=TODAY, now=watch())
        issue_token(session, programme=here, name="Chatbot", secret="s" * 40, by=lead, now=watch())
        return person.email


def test_every_needs_screen_with_something_on_it_is_in_order(
    app: Flask,
    desk_of: Callable[..., Desk],
    take: Callable[[bytes], Any],
    facts: None,
    email: str,
    engine: Engine,
    watch: Watch,
    address: str,
    browser: Browser,
) -> None:
    desk = desk_of(Role.STAFF)
    data = log_of(("ar", "child_benefit", 25, 1), ("uk", "wage", 9, 1)) + b"\nnie;Telegram;G;de;wage;Wann?"
    work_id = upload(desk, data, engine)
    end(engine, watch, work_id, take(data))
    proposal = desk.send("/needs/proposals", {"topic": "child_benefit"}).location
    screens = [
        "/needs",
        "/needs?view=ranking",
        "/needs/questions",
        "/needs/imports",
        f"/needs/imports/{work_id}",
        proposal,
        "/needs/rumours/1",
        "/needs/emerging/1",
        "/needs/topics/wage",
        "/needs/topics/wage/edit",
        "/settings/programs",
    ]
    walker = Walker(browser, address, LOOKS, "de")
    walker.walk(email, screens)
    assert walker.seen == set(screens)
    assert walker.wrong == []
