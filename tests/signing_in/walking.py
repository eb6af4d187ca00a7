"""Somebody who connects an account: the desk's pages, the channel's page, and the worker's turns between them."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from sqlalchemy import Engine
from sqlmodel import Session, select

from campaigns.clock import Clock
from campaigns.db import session_scope
from campaigns.people.actor import Actor
from campaigns.placements.accounts.secrets import open_secret
from campaigns.placements.actions import add_account
from campaigns.placements.models import Account
from campaigns.placements.permits.apps import keep_app
from campaigns.placements.permits.asking import address_to_go_to, begin_permit, get_permit
from campaigns.placements.permits.models import Permit
from campaigns.placements.permits.networks import NETWORKS
from campaigns.placements.permits.returning import take_back
from campaigns.settings import Settings, secret_key
from campaigns.vocabulary import PermitStatus
from scheduler.means import Means, SealedVault
from scheduler.permits.known import make_issuers
from scheduler.permits.round import PermitRound
from scheduler.registry import make_adapters
from tests.signing_in.authority import CLIENT, SECRET, Authority
from tests.signing_in.channels import AUTHORITIES, MastodonAuthority
from tests.signing_in.internet import Internet

SERVER = "social.example"
BACK = "/settings/accounts/permits/back"


@dataclass
class Town:
    """A desk's database, a worker, and every channel's sign-in."""

    settings: Settings
    engine: Engine
    clock: Clock
    programme_id: int
    authorities: dict[str, Authority] = field(init=False)
    internet: Internet = field(init=False)
    means: Means = field(init=False)

    def __post_init__(self) -> None:
        back = f"{self.settings.base_url}{BACK}"
        self.authorities = {"mastodon": MastodonAuthority(self.clock)}
        hosts: dict[str, Any] = {SERVER: self.authorities["mastodon"]}
        for channel, (kind, names) in AUTHORITIES.items():
            self.authorities[channel] = kind(self.clock, [back])
            hosts |= dict.fromkeys(names, self.authorities[channel])
        self.internet = Internet(hosts)
        vault = SealedVault(self.engine, self.key, self.clock)
        self.means = Means(self.internet.transport(), vault, self.clock)
        self.adapters = make_adapters(self.settings, self.means)
        self.round = PermitRound(self.engine, self.clock, self.key, make_issuers(self.means), self.adapters)

    @property
    def key(self) -> bytes:
        return secret_key(self.settings, "secrets.key")

    def work(self) -> None:
        """The worker's rounds until nothing is left to do."""
        for _ in range(4):
            if not self.round.go():
                return

    def account(self, channel: str, name: str = "Ours", *, has_app: bool = True) -> int:
        """A new account; the office's registration is entered where one is needed."""
        with session_scope(self.engine) as session:
            if has_app and not NETWORKS[channel].introduces:
                keep_app(
                    session,
                    programme_id=self.programme_id,
                    channel=channel,
                    client_id=CLIENT,
                    secret=SECRET,
                    key=self.key,
                    by=None,
                    now=self.clock(),
                )
            row = add_account(
                session, programme_id=self.programme_id, channel=channel, name=name, by=None, now=self.clock()
            )
            return row.id or 0

    def row(self, account_id: int) -> Account:
        with Session(self.engine, expire_on_commit=False) as session:
            return session.get_one(Account, account_id)

    def secret(self, account_id: int) -> dict[str, str]:
        row = self.row(account_id)
        return open_secret(row.secret, account_id=account_id, options=row.options, key=self.key)

    def connect(self, channel: str, by: Actor) -> int:
        """A new account, connected without the desk's pages."""
        number = self.account(channel)
        with session_scope(self.engine) as session:
            permit, state = begin_permit(
                session,
                account_id=number,
                server=f"https://{SERVER}" if channel == "mastodon" else "",
                back=f"{self.settings.base_url}{BACK}",
                key=self.key,
                by=by,
                now=self.clock(),
            )
            permit_id = permit.id or 0
        self.work()
        with session_scope(self.engine) as session:
            away = address_to_go_to(session, get_permit(session, permit_id), state=state, key=self.key)
            query = dict(parse_qsl(urlsplit(self.authorities[channel].authorise(away)).query))
            take_back(
                session,
                state=query["state"],
                sent_off_with=state,
                code=query.get("code", ""),
                error=query.get("error", ""),
                key=self.key,
                by=by,
                now=self.clock(),
            )
        self.work()
        assert self.permit(number).status is PermitStatus.GIVEN, self.permit(number).reason
        return number

    def permit(self, account_id: int) -> Permit:
        with Session(self.engine, expire_on_commit=False) as session:
            return session.exec(select(Permit).where(Permit.account_id == account_id)).one()


@dataclass
class Walk:
    """One browser connecting one account."""

    town: Town
    desk: Any
    account_id: int
    #: Done right before the browser comes back: time that passes, a line that breaks.
    meanwhile: Callable[[], object] = lambda: None

    def begin(self) -> str:
        """To the page that leads on; its address."""
        channel = self.town.row(self.account_id).channel
        server = {"server": SERVER} if channel == "mastodon" else {}
        sent = self.desk.send(f"/settings/accounts/{self.account_id}/permit", server)
        assert sent.status_code == 303, sent.text
        self.town.work()
        return str(sent.headers["Location"])

    def away(self, page: str) -> str:
        """Where the page leads."""
        found = re.search(r'class="button button--main" href="(https://[^"]+)"', self.desk.get(page).text)
        assert found, self.desk.get(page).text
        return html.unescape(found.group(1))

    def allow(self) -> str:
        """At the channel; the address that the browser is sent back to, without the host."""
        channel = self.town.row(self.account_id).channel
        address = self.town.authorities[channel].authorise(self.away(self.begin()))
        parts = urlsplit(address)
        return f"{parts.path}?{parts.query}"

    def connect(self) -> str:
        """All of it; the page that is shown at the end."""
        back = self.allow()
        self.meanwhile()
        page = self.desk.get(back).headers["Location"]
        self.town.work()
        return self.follow(page)

    def follow(self, page: str) -> str:
        answer = self.desk.get(page)
        return str(
            self.desk.get(answer.headers["Location"]).text if answer.status_code == 303 else answer.text
        )
