"""Tokens are renewed before they end, and what works is never replaced by nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from campaigns.db import session_scope
from campaigns.placements.accounts.secrets import keep_secret
from campaigns.placements.accounts.tokens import good_until
from campaigns.placements.actions.keeping import endangered
from campaigns.placements.models import Account, Placement
from campaigns.placements.reasons import SIGNED_OUT
from campaigns.settings import prepare_home
from scheduler.contract import Renewed
from scheduler.deps import Deps
from scheduler.examining import sender_of
from scheduler.renewing import renew_due_tokens
from tests.scheduler.stage import Stage
from tests.signing_in.authority import CLIENT
from tests.signing_in.walking import Town

DAY = timedelta(days=1)


@pytest.fixture
def town(stage: Stage) -> Town:
    prepare_home(stage.settings)
    return Town(stage.settings, stage.engine, stage.clock, stage.cast.programme.id or 0)


@pytest.fixture
def deps(stage: Stage, town: Town) -> Deps:
    return replace(stage.deps(), adapters=town.adapters)


def test_a_token_of_sixty_days_is_renewed_weekly_and_never_ends(stage: Stage, town: Town, deps: Deps) -> None:
    number = town.connect("instagram", stage.cast.admin)
    first = town.secret(number)["token"]
    assert renew_due_tokens(deps) == 0
    for _ in range(12):
        stage.clock.moment += 7 * DAY
        assert renew_due_tokens(deps) == 1
    account = town.row(number)
    assert town.secret(number)["token"] != first
    assert account.token_ends_at == stage.clock() + 60 * DAY
    assert good_until(account) is None


def test_a_lasting_token_that_counts_once_is_exchanged_every_time(
    stage: Stage, town: Town, deps: Deps
) -> None:
    number = town.connect("x", stage.cast.admin)
    seen = {town.secret(number)["refresh_token"]}
    for _ in range(5):
        stage.clock.moment += timedelta(minutes=85)
        assert renew_due_tokens(deps) == 1
        seen.add(town.secret(number)["refresh_token"])
    assert len(seen) == 6


def test_somebody_else_who_renewed_meanwhile_is_believed(stage: Stage, town: Town, deps: Deps) -> None:
    """A post that leaves with the token of before must not use the lasting one again: that would be its end."""
    number = town.connect("x", stage.cast.admin)
    _channel, before = sender_of(stage.engine, number)
    there = town.authorities["x"]
    stage.clock.moment += timedelta(minutes=85)
    renew_due_tokens(deps)
    there.tokens.pop(next(each for each, token in there.tokens.items() if token.kind == "access"))
    found = town.adapters["x"].examine(before)
    assert getattr(found, "reason", "") == "The token was renewed."
    assert any(token.kind == "refresh" for token in there.tokens.values())


def test_the_year_of_a_lasting_token_is_told_and_ends_it(stage: Stage, town: Town, deps: Deps) -> None:
    number = town.connect("linkedin", stage.cast.admin)
    end = stage.clock() + 365 * DAY
    for _ in range(60):
        stage.clock.moment += 7 * DAY
        renew_due_tokens(deps)
        account = town.row(number)
        if account.health:
            break
        assert account.expires_at == end
        assert account.token_ends_at is not None
        assert account.token_ends_at <= end
    assert account.health == SIGNED_OUT
    assert stage.clock() >= end


def test_an_app_that_may_not_renew_ends_after_sixty_days(stage: Stage, town: Town, deps: Deps) -> None:
    town.authorities["linkedin"].fault = "no_refresh"
    number = town.connect("linkedin", stage.cast.admin)
    assert renew_due_tokens(deps) == 0
    assert good_until(town.row(number)) == stage.clock() + 60 * DAY


@pytest.mark.parametrize("trouble", ["down", "mute", "secret"])
def test_a_renewal_that_fails_keeps_the_token_and_names_the_posts_at_risk(
    stage: Stage, town: Town, deps: Deps, trouble: str
) -> None:
    number = town.connect("linkedin", stage.cast.admin)
    kept = town.secret(number)
    stage.clock.moment += 54 * DAY
    late = stage.place("folder", at=stage.clock() + 8 * DAY)
    if trouble == "down":
        town.internet.down.add("www.linkedin.com")
    elif trouble == "mute":
        town.internet.mute.add("www.linkedin.com")
    else:
        town.authorities["linkedin"].apps[CLIENT] = "another"
    assert renew_due_tokens(deps) == 0
    account = town.row(number)
    assert town.secret(number) == kept
    assert (account.health, account.unrenewed_since) == ("", stage.clock())
    assert account.renew_at is not None
    assert stage.clock() < account.renew_at < stage.clock() + DAY
    with session_scope(stage.engine) as session:
        session.get_one(Placement, late).account_id = number
        session.flush()
        assert [row.id for row in endangered(session, account, now=stage.clock())] == [late]
    town.internet.down.clear()
    town.internet.mute.clear()
    town.authorities["linkedin"].apps[CLIENT] = "our-apps-secret"
    stage.clock.moment = account.renew_at
    assert renew_due_tokens(deps) == 1
    assert town.row(number).unrenewed_since is None


def test_an_empty_lasting_token_in_an_answer_leaves_the_one_that_is_kept(stage: Stage, town: Town) -> None:
    number = town.connect("linkedin", stage.cast.admin)
    before = town.secret(number)
    new = Renewed({"token": "new", "refresh_token": ""}, again_at=stage.clock())
    with session_scope(stage.engine) as session:
        keep_secret(session, account_id=number, values=new.secret, key=town.key, by=None, now=stage.clock())
    assert town.secret(number) == before | {"token": "new"}


def test_a_token_that_was_typed_in_meanwhile_is_not_overwritten(
    stage: Stage, town: Town, deps: Deps, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = town.connect("instagram", stage.cast.admin)
    stage.clock.moment += 7 * DAY
    adapter = town.adapters["instagram"]
    renew = adapter.renew

    def renew_while_somebody_types(sender):  # type: ignore[no-untyped-def]
        found = renew(sender)
        with session_scope(stage.engine) as session:
            keep_secret(
                session,
                account_id=number,
                values={"token": "typed in"},
                key=town.key,
                by=stage.cast.admin,
                now=stage.clock(),
            )
        return found

    monkeypatch.setattr(adapter, "renew", renew_while_somebody_types)
    assert renew_due_tokens(deps) == 0
    assert town.secret(number)["token"] == "typed in"
    with session_scope(stage.engine) as session:
        assert session.get_one(Account, number).token_ends_at is None
