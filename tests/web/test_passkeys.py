"""Passkeys in a real Chromium, with a virtual authenticator in place of a phone or a key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, CDPSession, Page
from sqlalchemy import Engine
from sqlmodel import select

from campaigns.db import session_scope
from campaigns.people.factors.models import Passkey, PasskeyChallenge
from campaigns.people.models import DeskSession, Programme
from campaigns.vocabulary import Role
from tests.browsing import expect, serving
from tests.web.conftest import Watch
from tests.web.desk import PASSWORD, person_with

pytestmark = pytest.mark.journey


class Phone:
    """A virtual authenticator: it holds passkeys, and asks its owner for a finger when it is told that it can."""

    def __init__(self, page: Page) -> None:
        self.tools: CDPSession = page.context.new_cdp_session(page)
        self.tools.send("WebAuthn.enable")
        self.number = self.add()

    def add(self, *, verified: bool = True) -> str:
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": verified,
            "automaticPresenceSimulation": True,
        }
        made: dict[str, Any] = self.tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        return str(made["authenticatorId"])

    def keys(self) -> list[dict[str, Any]]:
        found: dict[str, Any] = self.tools.send("WebAuthn.getCredentials", {"authenticatorId": self.number})
        return list(found["credentials"])

    def owner_is(self, verified: bool) -> None:
        self.tools.send(
            "WebAuthn.setUserVerified", {"authenticatorId": self.number, "isUserVerified": verified}
        )

    def swap_for_copy(self, count: int) -> None:
        """The same key in a copied device, which counts from somewhere else."""
        (key,) = self.keys()
        self.tools.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": self.number})
        self.number = self.add()
        self.tools.send(
            "WebAuthn.addCredential",
            {"authenticatorId": self.number, "credential": {**key, "signCount": count}},
        )


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The desk under a name: browsers make no passkeys for numbers."""
    with serving(app, name="localhost") as where:
        yield where


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 390, "height": 844}, locale="en-GB")
    page.set_default_timeout(20_000)
    yield page
    page.close()


@pytest.fixture
def lawyer(engine: Engine, programme: Programme, watch: Watch) -> str:
    with session_scope(engine) as session:
        return person_with(session, programme, Role.ADMIN, now=watch()).email


def log_in(page: Page, address: str, email: str) -> None:
    page.goto(f"{address}/login")
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()


def log_out(page: Page, address: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{address}/login")


def by_passkey(page: Page) -> None:
    page.get_by_role("button", name="Log in with a passkey").click()


def test_a_passkey_opens_the_door_proves_decisions_and_cannot_be_copied(
    page: Page,
    address: str,
    lawyer: str,
    engine: Engine,
    watch: Watch,
    my_passkey: Callable[[], Passkey],
) -> None:
    phone = Phone(page)
    log_in(page, address, lawyer)
    page.wait_for_url("**/today")

    # It is added, and ten recovery codes come with it.
    page.goto(f"{address}/profile/security")
    page.fill("#name", "My phone")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.locator("#codes")).to_contain_text("-")
    page.get_by_role("link", name="Done").click()
    expect(page.get_by_text("My phone", exact=True)).to_be_visible()
    assert len(phone.keys()) == 1

    # After the password it is asked for.
    log_out(page, address)
    log_in(page, address, lawyer)
    page.wait_for_url("**/login/second*")
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url("**/today")
    with session_scope(engine) as session:
        assert set(session.exec(select(DeskSession.proven_by))) == {"password", "passkey"}

    # Alone it is enough, because the device asks for a finger …
    log_out(page, address)
    by_passkey(page)
    page.wait_for_url("**/today")
    seen = my_passkey().sign_count
    assert seen > 0

    # … and proves a decision ten minutes later, with what was typed still there.
    watch.move(minutes=11)
    page.goto(f"{address}/settings/people/new")
    page.fill("#email", "board@example.org")
    page.fill("#name", "Board")
    page.select_option("#role", "board") if page.locator("select#role").count() else page.check(
        "[value=board]"
    )
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("heading", name="Confirm that it is you")).to_be_visible()
    assert page.locator("input[type=password]").count() == 0
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.locator("#link")).to_contain_text("/login/link/")

    # A device that did not ask its owner, and a copy that counts from before, open nothing.
    log_out(page, address)
    phone.owner_is(verified=False)
    by_passkey(page)
    expect(page.get_by_text("The device gave no passkey")).to_be_visible()
    phone.owner_is(verified=True)
    phone.swap_for_copy(count=1)
    by_passkey(page)
    expect(page.get_by_text("This passkey opens nothing here")).to_be_visible()
    assert my_passkey().sign_count > seen


def test_an_answer_counts_once_and_for_the_desk_it_was_given_for(
    page: Page, address: str, lawyer: str, engine: Engine, watch: Watch
) -> None:
    Phone(page)
    log_in(page, address, lawyer)
    page.wait_for_url("**/today")
    page.goto(f"{address}/profile/security")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.locator("#codes")).to_be_visible()
    log_out(page, address)

    # The form is kept from leaving, so that its answer can be looked at and sent twice.
    page.evaluate("HTMLFormElement.prototype.requestSubmit = () => {}")
    by_passkey(page)
    field = page.locator("[name=passkey_answer]")
    expect(field).not_to_have_value("")
    answer = field.input_value()
    token = page.locator("form:has([name=passkey_answer]) [name=csrf_token]").input_value()
    send = {"csrf_token": token, "passkey_answer": answer}

    stale = {**send, "passkey_answer": answer.replace('"signature":"', '"signature":"AAAA')}
    page.request.post(f"{address}/login/passkey/question", form={"csrf_token": token})
    other = page.request.post(f"{address}/login/passkey", form=send, max_redirects=0)
    assert other.status == 422, "an answer to the question before"

    page.evaluate("document.querySelector('[name=passkey_answer]').value = ''")
    by_passkey(page)
    expect(field).not_to_have_value("")
    send["passkey_answer"] = field.input_value()
    forged = page.request.post(f"{address}/login/passkey", form=stale, max_redirects=0)
    assert forged.status == 422
    spent = page.request.post(f"{address}/login/passkey", form=send, max_redirects=0)
    assert spent.status == 422, "its question was spent by the forged answer"

    page.evaluate("document.querySelector('[name=passkey_answer]').value = ''")
    by_passkey(page)
    expect(field).not_to_have_value("")
    send["passkey_answer"] = field.input_value()
    with session_scope(engine) as session:
        row = session.exec(select(PasskeyChallenge)).one()
        row.at = watch() - timedelta(minutes=6)
        session.add(row)
    assert page.request.post(f"{address}/login/passkey", form=send, max_redirects=0).status == 422


@pytest.fixture
def my_passkey(engine: Engine) -> Callable[[], Passkey]:
    """The only passkey there is."""

    def found() -> Passkey:
        with session_scope(engine) as session:
            return session.exec(select(Passkey)).one()

    return found
