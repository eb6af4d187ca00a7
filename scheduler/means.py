"""What an adapter works with besides the package: a way out, the account's secret, the time, addresses for files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import Engine

from assets.store import Store
from campaigns.clock import Clock
from campaigns.db import read_scope, session_scope
from campaigns.errors import BadInput
from campaigns.placements.accounts.secrets import keep_secret, kept_parts, open_secret
from campaigns.placements.public.files import signed_path
from campaigns.placements.queries import get_account
from campaigns.placements.sending.wire import Sender, WireFile
from campaigns.settings import Settings, secret_key
from scheduler.guard import Policy, public_only
from scheduler.posting.ledger import Ledger, SealedLedger
from scheduler.transport import WHOLE_S, Transport, guarded_client

#: How long a channel may fetch a file that we named.
FETCH_WITHIN = timedelta(hours=24)


class Vault(Protocol):
    """The accounts' secrets, by their parts."""

    def open(self, sender: Sender) -> Mapping[str, str]:
        """What is kept for an account; empty where there is nothing or it cannot be opened."""

    def newest(self, sender: Sender) -> Mapping[str, str]:
        """What is kept now, whatever the sender was read with: somebody else may have renewed it."""

    def keep(self, sender: Sender, values: Mapping[str, str]) -> None:
        """Lays renewed parts over those that are kept."""


@dataclass(frozen=True)
class SealedVault:
    """The secrets in the database, opened with the key of this home."""

    engine: Engine
    key: bytes
    clock: Clock

    def open(self, sender: Sender) -> Mapping[str, str]:
        try:
            return open_secret(
                sender.secret, account_id=sender.account_id, options=sender.options, key=self.key
            )
        except BadInput:
            return {}

    def newest(self, sender: Sender) -> Mapping[str, str]:
        with read_scope(self.engine) as session:
            return kept_parts(get_account(session, sender.account_id), self.key)

    def keep(self, sender: Sender, values: Mapping[str, str]) -> None:
        with session_scope(self.engine) as session:
            keep_secret(
                session,
                account_id=sender.account_id,
                values=values,
                key=self.key,
                by=None,
                now=self.clock(),
            )


def _no_address(file: WireFile) -> str:
    return ""


@dataclass(frozen=True)
class Means:
    """Handed to every adapter. `address_of` gives a file an address that a channel can fetch it from for a day, or
    nothing where this instance has no public address. `ledger` is for the channel that writes to readers one by one."""

    transport: Transport
    vault: Vault
    clock: Clock
    address_of: Callable[[WireFile], str] = _no_address
    ledger: Ledger | None = None

    def in_s(self, seconds: float | None, otherwise: float = 60.0) -> datetime:
        """So many seconds from now."""
        return self.clock() + timedelta(seconds=otherwise if seconds is None else seconds)


def make_means(settings: Settings, engine: Engine, policy: Policy = public_only) -> Means:
    """The real means of this home."""

    def address_of(file: WireFile) -> str:
        if not settings.base_url.startswith("https://"):
            return ""
        key = secret_key(settings, "session.key")
        path = signed_path(file.digest, file.media_type, until=settings.clock() + FETCH_WITHIN, key=key)
        return f"{settings.base_url}{path}"

    return Means(
        transport=Transport(guarded_client(policy), whole_s=WHOLE_S),
        vault=SealedVault(engine, secret_key(settings, "secrets.key"), settings.clock),
        clock=settings.clock,
        address_of=address_of,
        ledger=SealedLedger(engine, settings, Store(settings.files_url).get, settings.clock),
    )
