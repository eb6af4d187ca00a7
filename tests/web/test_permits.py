"""Accounts are connected in the browser: at every channel, once each way, and never at the cost of what works."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from campaigns.db import session_scope
from campaigns.people.models import AuditEntry, Programme
from campaigns.placements.actions import note_health
from campaigns.placements.models import Account
from campaigns.placements.permits.models import ChannelApp
from campaigns.placements.permits.networks import NETWORKS
from campaigns.placements.permits.rights import RIGHTS
from campaigns.placements.reasons import SIGNED_OUT
from campaigns.settings import Settings
from campaigns.vocabulary import PermitStatus, Role
from tests.signing_in.authority import CLIENT, SECRET, Refused
from tests.signing_in.walking import BACK, SERVER, Town, Walk
from tests.web.conftest import Watch
from tests.web.desk import Desk


@pytest.fixture
def town(settings: Settings, engine: Engine, watch: Watch, programme: Programme) -> Town:
    return Town(settings, engine, watch, programme.id or 0)


@pytest.fixture
def desk(desk_of: Callable[..., Desk]) -> Desk:
    return desk_of(Role.ADMIN)


@pytest.fixture
def walk(town: Town, desk: Desk) -> Callable[[str], Walk]:
    return lambda channel: Walk(town, desk, town.account(channel))


KEPT = {
    "mastodon": {"token"},
    "facebook": {"token"},
    "instagram": {"token"},
    "threads": {"token"},
    "youtube": {"client_id", "client_secret", "refresh_token"},
    "linkedin": {"client_id", "client_secret", "token", "refresh_token"},
    "x": {"client_id", "client_secret", "token", "refresh_token"},
}


@pytest.mark.parametrize("channel", NETWORKS)
def test_an_account_is_ready_after_one_walk(walk: Callable[[str], Walk], town: Town, channel: str) -> None:
    walker = walk(channel)
    shown = walker.connect()

    account = town.row(walker.account_id)
    assert "The account is connected" in shown
    assert (account.health, town.permit(walker.account_id).status) == ("", PermitStatus.GIVEN)
    assert set(town.secret(walker.account_id)) == KEPT[channel]
    assert account.identity
    assert account.remote_id
    asked = town.authorities[channel]
    assert asked.codes
    assert all(bool(code.challenge) is NETWORKS[channel].has_challenge for code in asked.codes.values())
    assert not any(token in shown for token in asked.tokens)
    assert town.permit(walker.account_id).held is None


def test_what_the_server_says_of_itself_is_laid_over_the_profile(
    walk: Callable[[str], Walk], town: Town
) -> None:
    walker = walk("mastodon")
    walker.connect()
    assert town.row(walker.account_id).capabilities["text"]["limit"] == 640
    assert town.row(walker.account_id).options["instance"] == f"https://{SERVER}"
    # The server knows us now: a second account goes there at once.
    Walk(town, walker.desk, town.account("mastodon", "Second")).connect()
    assert len(town.authorities["mastodon"].apps) == 1


@pytest.mark.any_database
def test_of_several_pages_one_is_chosen_and_only_that_ones_token_is_kept(
    walk: Callable[[str], Walk], town: Town
) -> None:
    walker, there = walk("facebook"), town.authorities["facebook"]
    there.person.pages = {"1": "Advice North", "2": "Only to look at", "3": "Advice South", "4": "Third"}
    page = walker.desk.get(walker.allow()).headers["Location"]
    town.work()
    shown = walker.desk.get(page).text
    assert "Advice South" in shown
    assert "Only to look at" not in shown
    assert "Choose one of them" in walker.desk.send(f"{page}/page", {"choice": "2"}).text
    walker.desk.send(f"{page}/page", {"choice": "3"})
    town.work()
    assert "The account is connected" in walker.follow(page)
    assert town.row(walker.account_id).options["page"] == "3"
    assert there.tokens[town.secret(walker.account_id)["token"]].who == "3"


@pytest.mark.any_database
@pytest.mark.parametrize("channel", NETWORKS)
def test_somebody_who_declines_loses_nothing(walk: Callable[[str], Walk], town: Town, channel: str) -> None:
    walker = walk(channel)
    walker.connect()
    before = town.row(walker.account_id)
    town.authorities[channel].person.declines = True
    shown = walker.connect()
    assert "You did not allow it" in shown
    after = town.row(walker.account_id)
    assert (after.secret, after.options, after.health) == (before.secret, before.options, "")


@pytest.mark.any_database
def test_rights_that_were_not_given_are_named_and_nothing_is_kept(
    walk: Callable[[str], Walk], town: Town
) -> None:
    for channel, right, named in (
        ("facebook", "pages_manage_posts", "pages_manage_posts"),
        ("youtube", "https://www.googleapis.com/auth/youtube", "youtube"),
        ("instagram", "instagram_business_content_publish", "instagram_business_content_publish"),
    ):
        walker = walk(channel)
        town.authorities[channel].person.unticks = frozenset({right})
        shown = walker.connect()
        assert "These rights were not given" in shown
        assert named in shown
        assert town.row(walker.account_id).secret is None


@pytest.mark.any_database
def test_somebody_elses_account_is_named_and_changes_nothing(walk: Callable[[str], Walk], town: Town) -> None:
    for channel in ("mastodon", "facebook", "x"):
        walker, there = walk(channel), town.authorities[channel]
        walker.connect()
        kept = town.secret(walker.account_id)
        there.person.number, there.person.name = "8", "private"
        there.person.pages = {"8": "Bakery"}
        shown = walker.connect()
        assert "Nothing" in shown or "nothing was changed" in shown
        assert ("Bakery" if channel == "facebook" else "@private") in shown
        assert town.secret(walker.account_id) == kept


def test_connecting_again_heals_and_keeps_what_is_planned(walk: Callable[[str], Walk], town: Town) -> None:
    walker = walk("mastodon")
    walker.connect()
    with session_scope(town.engine) as session:
        note_health(session, account_id=walker.account_id, health=SIGNED_OUT, now=town.clock())
    before = town.secret(walker.account_id)
    walker.connect()
    assert town.row(walker.account_id).health == ""
    assert town.secret(walker.account_id) != before


def test_an_answer_without_a_lasting_token_leaves_the_one_that_is_kept(
    walk: Callable[[str], Walk], town: Town
) -> None:
    walker, google = walk("youtube"), town.authorities["youtube"]
    walker.connect()
    before = town.secret(walker.account_id)["refresh_token"]
    google.fault = "no_refresh"
    assert "The account is connected" in walker.connect()
    assert town.secret(walker.account_id)["refresh_token"] == before


def test_a_token_that_does_not_work_never_takes_the_place_of_one_that_does(
    walk: Callable[[str], Walk], town: Town
) -> None:
    walker, google = walk("youtube"), town.authorities["youtube"]
    google.fault = "no_refresh"
    # The first time there is nothing to fall back on.
    assert "does not let the account in" in walker.connect()
    assert town.row(walker.account_id).secret is None


@pytest.mark.any_database
@pytest.mark.parametrize("channel", NETWORKS)
def test_a_code_whose_answer_was_lost_is_not_exchanged_again(
    walk: Callable[[str], Walk], town: Town, channel: str
) -> None:
    walker, there = walk(channel), town.authorities[channel]
    there.fault = "broken"
    assert "begin again later" in walker.connect()
    there.fault = ""
    assert "The account is connected" in walker.connect()
    assert all(code.used for code in there.codes.values())


@pytest.mark.any_database
def test_a_channel_that_cannot_be_reached_is_asked_again_with_the_same_code(
    walk: Callable[[str], Walk], town: Town
) -> None:
    walker = walk("linkedin")
    walker.meanwhile = lambda: town.internet.down.add("www.linkedin.com")
    shown = walker.connect()
    assert "LinkedIn cannot be reached from here at present" in shown
    assert "a few seconds" not in shown
    town.internet.down.clear()
    town.work()
    assert town.permit(walker.account_id).status is PermitStatus.GIVEN


@pytest.mark.any_database
def test_whoever_waits_can_break_it_off_and_nothing_comes_of_it(
    walk: Callable[[str], Walk], town: Town
) -> None:
    walker = walk("linkedin")
    walker.meanwhile = lambda: town.internet.down.add("www.linkedin.com")
    walker.connect()
    left = town.permit(walker.account_id)
    walker.desk.send(f"/settings/accounts/permits/{left.id}/break-off")
    town.internet.down.clear()
    town.work()
    ended = town.permit(walker.account_id)
    assert (ended.status, ended.held) == (PermitStatus.REFUSED, None)
    assert "You broke it off" in walker.desk.get(f"/settings/accounts/{walker.account_id}").text
    assert town.row(walker.account_id).secret is None
    with Session(town.engine) as session:
        [told] = session.exec(select(AuditEntry).where(AuditEntry.action == "break_off_permit")).all()
        assert told.by is not None


def test_each_right_that_is_asked_for_is_said_in_plain_words(walk: Callable[[str], Walk], town: Town) -> None:
    for channel, there in NETWORKS.items():
        assert there.rights, channel
        assert set(there.rights) <= set(RIGHTS), channel
    walker = walk("youtube")
    shown = walker.desk.get(walker.begin()).text
    assert "Upload films" in shown
    assert "Connect at YouTube" in shown
    assert "Go to Google" in shown


@pytest.mark.any_database
def test_a_wrong_secret_is_said_in_a_sentence_without_it(walk: Callable[[str], Walk], town: Town) -> None:
    for channel in ("facebook", "instagram", "youtube", "linkedin", "x"):
        walker = walk(channel)
        town.authorities[channel].apps[CLIENT] = "another"
        shown = walker.connect()
        assert "does not know the id or the secret of the app" in shown, channel
        assert SECRET not in shown


def test_the_way_counts_in_one_browser_only(walk: Callable[[str], Walk], town: Town, stranger: Desk) -> None:
    walker = walk("threads")
    back = walker.allow()
    stranger.log_in("admin.paper-boats@example.org")
    assert "open in this browser" in stranger.get(back).text
    query = parse_qs(urlsplit(back).query)
    forged = f"{BACK}?state={query['state'][0][:-1]}_&code={query['code'][0]}"
    assert walker.desk.get(forged).status_code == 422
    # Whoever sent a forged answer gains nothing, not even that the right one counts no more.
    stray = walker.desk.get(BACK).text
    assert "open in this browser" in stray
    assert 'href="/settings/accounts">To the accounts' in stray
    assert walker.desk.get(back).status_code == 303
    town.work()
    assert town.permit(walker.account_id).status is PermitStatus.GIVEN


def test_an_answer_counts_once(walk: Callable[[str], Walk], town: Town) -> None:
    walker = walk("mastodon")
    back = walker.allow()
    assert walker.desk.get(back).status_code == 303
    assert walker.desk.get(back).status_code == 422
    town.work()
    assert town.permit(walker.account_id).status is PermitStatus.GIVEN


def test_what_takes_too_long_comes_to_nothing(walk: Callable[[str], Walk], town: Town, watch: Watch) -> None:
    walker = walk("facebook")
    walker.meanwhile = lambda: watch.move(minutes=21)
    assert "longer than 20 minutes" in walker.connect()
    assert town.row(walker.account_id).secret is None


def test_a_way_that_nobody_goes_on_is_ended_by_the_worker(
    walk: Callable[[str], Walk], town: Town, watch: Watch
) -> None:
    walker = walk("facebook")
    page = walker.begin()
    watch.move(minutes=21)
    town.work()
    assert "not finished within 20 minutes" in walker.desk.get(page).text


@pytest.mark.any_database
def test_an_address_that_is_not_registered_leads_nowhere(walk: Callable[[str], Walk], town: Town) -> None:
    walker = walk("linkedin")
    town.authorities["linkedin"].backs[CLIENT] = {f"{town.settings.base_url}{BACK}/"}
    page = walker.begin()
    with pytest.raises(Refused):
        town.authorities["linkedin"].authorise(walker.away(page))
    assert f'<code class="secret">{town.settings.base_url}{BACK}</code>' in walker.desk.get(page).text


@pytest.mark.any_database
@pytest.mark.parametrize(
    "server",
    [
        "http://social.example",
        "https://social.example:8443",
        "https://a@social.example",
        "https://x.example/p",
        "localhost",
        "https://127.0.0.1",
        "[::1]",
        "10.0.0.7",
        "mastodon.local",
        "intranet",
    ],
)
def test_a_servers_address_is_looked_at_before_anybody_calls_it(town: Town, desk: Desk, server: str) -> None:
    number = town.account("mastodon")
    answer = desk.send(f"/settings/accounts/{number}/permit", {"server": server})
    assert answer.status_code == 422
    assert "address" in answer.text


@pytest.mark.any_database
def test_a_server_inside_our_own_network_is_never_called(
    town: Town, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scheduler.guard import public_only
    from scheduler.permits.known import make_issuers
    from scheduler.permits.round import PermitRound
    from scheduler.transport import Transport, guarded_client

    number = town.account("mastodon")
    page = desk.send(f"/settings/accounts/{number}/permit", {"server": SERVER}).headers["Location"]
    inside = partial(public_only, resolve=lambda _host, _port: ["127.0.0.1"])
    guarded = Transport(guarded_client(inside))
    issuers = make_issuers(type(town.means)(guarded, town.means.vault, town.clock))
    PermitRound(town.engine, town.clock, town.key, issuers, town.adapters).go()
    assert "cannot be reached from here" in desk.get(page).text


def test_a_registration_is_entered_once_and_its_secret_never_shown(town: Town, desk: Desk) -> None:
    shown = desk.get("/settings/accounts/apps?channel=linkedin").text
    assert f"{town.settings.base_url}{BACK}" in shown
    assert "rw_organization_admin" in shown
    first = {"channel": "linkedin", "client_id": "app-1", "client_secret": "canary-secret-4711"}
    desk.send("/settings/accounts/apps", first)
    desk.send("/settings/accounts/apps", {"channel": "linkedin", "client_id": "app-1", "client_secret": ""})
    with Session(town.engine) as session:
        app = session.exec(select(ChannelApp)).one()
        assert b"canary" not in (app.secret or b"")
        assert b"canary" not in repr(session.exec(select(AuditEntry)).all()).encode()
    answer = desk.send(
        "/settings/accounts/apps", {"channel": "linkedin", "client_id": "app-2", "client_secret": ""}
    )
    assert "Another app has another secret" in answer.text
    assert "canary" not in desk.get("/settings/accounts/apps?channel=linkedin").text + answer.text


def test_whoever_registers_for_an_account_is_led_back_to_it(town: Town, desk: Desk) -> None:
    number = town.account("linkedin", has_app=False)
    shown = desk.get(f"/settings/accounts/{number}").text
    assert f"/settings/accounts/apps?channel=linkedin&amp;account={number}" in shown
    sent = {"channel": "linkedin", "client_id": "app-1", "client_secret": "s", "account": str(number)}
    answer = desk.send("/settings/accounts/apps", sent)
    assert answer.headers["Location"].endswith(f"/settings/accounts/{number}")
    assert "Connect in the browser" in desk.get(f"/settings/accounts/{number}").text


def test_a_registration_is_removed_with_its_secret_and_accounts_go_on(
    walk: Callable[[str], Walk], town: Town
) -> None:
    walker = walk("linkedin")
    walker.connect()
    kept = town.secret(walker.account_id)
    begun = town.account("linkedin", "Second")
    page = walker.desk.send(f"/settings/accounts/{begun}/permit").headers["Location"]
    with Session(town.engine) as session:
        [app] = session.exec(select(ChannelApp)).all()
    assert (
        "1 account is connected with it" in walker.desk.get("/settings/accounts/apps?channel=linkedin").text
    )
    walker.desk.send(f"/settings/accounts/apps/{app.id}/remove")
    with Session(town.engine) as session:
        assert session.exec(select(ChannelApp)).all() == []
    assert town.secret(walker.account_id) == kept
    assert walker.desk.get(page).status_code == 404
    assert "Enter the registration" in walker.desk.get(f"/settings/accounts/{begun}").text


def test_a_new_secret_reaches_the_accounts_that_are_renewed_with_it(
    walk: Callable[[str], Walk], town: Town
) -> None:
    walker = walk("linkedin")
    walker.connect()
    sent = {"channel": "linkedin", "client_id": CLIENT, "client_secret": "a-newer-one"}
    walker.desk.send("/settings/accounts/apps", sent)
    assert town.secret(walker.account_id)["client_secret"] == "a-newer-one"


@pytest.mark.any_database
def test_a_pause_that_somebody_set_outlives_connecting(walk: Callable[[str], Walk], town: Town) -> None:
    walker = walk("mastodon")
    walker.desk.send(f"/settings/accounts/{walker.account_id}/pause")
    walker.connect()
    assert town.row(walker.account_id).paused_at is not None


@pytest.mark.any_database
def test_a_desk_without_a_public_address_says_what_it_lacks(
    app: object, town: Town, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = town.account("threads")
    monkeypatch.setitem(app.config, "BASE_URL", "http://desk.example")  # type: ignore[attr-defined]
    # It is said before anybody begins, and nobody can begin all the same.
    assert "LITFASS_BASE_URL" in desk.get("/settings/accounts/apps?channel=threads").text
    shown = desk.get(f"/settings/accounts/{number}").text
    assert "LITFASS_BASE_URL" in shown
    assert "Connect in the browser" not in shown
    answer = desk.send(f"/settings/accounts/{number}/permit")
    assert "LITFASS_BASE_URL" in answer.text
    assert town.row(number).secret is None


@pytest.mark.any_database
def test_today_says_that_the_desk_has_no_public_address_once_an_account_needs_one(
    app: object, town: Town, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = town.account("threads")
    monkeypatch.setitem(app.config, "BASE_URL", "http://desk.example")  # type: ignore[attr-defined]
    assert "no public address" not in desk.get("/today").text
    with session_scope(town.engine) as session:
        account = session.get_one(Account, number)
        account.options, account.secret = {"user": "17841400"}, b"sealed"
    shown = desk.get("/today").text
    assert "no public address" in shown
    assert f"/settings/accounts/{number}" in shown
    monkeypatch.setitem(app.config, "BASE_URL", "https://desk.example")  # type: ignore[attr-defined]
    assert "no public address" not in desk.get("/today").text


def test_today_names_the_posts_that_an_ending_token_puts_at_risk(
    walk: Callable[[str], Walk], town: Town, watch: Watch
) -> None:
    walker = walk("youtube")
    walker.connect()
    assert town.row(walker.account_id).expires_at == watch() + timedelta(days=7, seconds=-1)
    shown = walker.desk.get("/today").text
    assert f"/settings/accounts/{walker.account_id}" in shown
    with session_scope(town.engine) as session:
        account = session.get_one(Account, walker.account_id)
        account.expires_at = watch() + timedelta(days=90)
        session.add(account)
    assert f"/settings/accounts/{walker.account_id}" not in walker.desk.get("/today").text
