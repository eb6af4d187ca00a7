"""The worker's turn with permits: calls the channel outside of any transaction, then writes down what it said."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Engine
from sqlmodel import Session

from campaigns.clock import Clock
from campaigns.db import read_scope, session_scope
from campaigns.placements.accounts.secrets import kept_parts, sealed_secret
from campaigns.placements.permits.apps import app_of, open_app
from campaigns.placements.permits.asking import LIVES
from campaigns.placements.permits.models import Permit
from campaigns.placements.permits.settling import (
    Turn,
    end_stale,
    give_permit,
    note_introduced,
    note_waiting,
    offer_pages,
    options_with,
    refuse_permit,
    waits_for_the_worker,
    workers_turns,
)
from campaigns.placements.queries import get_account
from campaigns.placements.sending.wire import Sender
from campaigns.reasons import Reason
from campaigns.settings import secret_key
from campaigns.vocabulary import PermitStatus
from scheduler.contract import Adapter, Barred, Well
from scheduler.deps import Deps
from scheduler.examining import sender_of
from scheduler.permits.contract import Granted, Introducer, Issuer, Issuers, NotGiven, NotReached, OurApp

log = logging.getLogger("litfass.worker")

NOT_LET_IN = "{channel} gave leave, but does not let the account in: {problem} The old token stays."
UNREACHED = "The server {server} cannot be reached from here. Look at its address, then begin again."
NOT_YET_REACHED = (
    "{channel} cannot be reached from here at present. The worker keeps what it brought and asks again."
)
NOT_YET_LET_IN = "{channel} does not say yet whether the account is in order: {problem} It is asked again."
APP_GONE = "What your office is registered as at this channel is gone. Enter it again, then begin anew."
KEYS_GONE = "The keys of this home were exchanged meanwhile. Nothing has changed: begin again."
#: For so long an account is tried again whose channel gives no usable answer.
PATIENCE = timedelta(minutes=2)


class PermitRound:
    """Does what waits. `adapters` try the new token before it takes the place of the old one."""

    def __init__(
        self, engine: Engine, clock: Clock, key: bytes, issuers: Issuers, adapters: Mapping[str, Adapter]
    ) -> None:
        self._engine, self._clock, self._key = engine, clock, key
        self._issuers, self._adapters = issuers, adapters

    @classmethod
    def of(cls, deps: Deps) -> PermitRound:
        """The round of this worker."""
        key = secret_key(deps.settings, "secrets.key")
        return cls(deps.engine, deps.clock, key, deps.issuers, deps.adapters)

    def go(self) -> int:
        """Everything that waits, once; how many turns that were."""
        with read_scope(self._engine) as session:
            if not waits_for_the_worker(session, now=self._clock()):
                return 0
        with session_scope(self._engine) as session:
            end_stale(session, now=self._clock())
            turns = workers_turns(session, key=self._key)
        for turn in turns:
            if not turn.values:
                self._refuse(turn, Reason(KEYS_GONE, {}))
                continue
            issuer = self._issuers[turn.channel]
            {
                PermitStatus.INTRODUCING: self._introduce,
                PermitStatus.EXCHANGING: self._exchange,
                PermitStatus.TRYING: self._try,
            }[turn.status](turn, issuer)
        return len(turns)

    def _introduce(self, turn: Turn, issuer: Issuer) -> None:
        assert isinstance(issuer, Introducer), f"{turn.channel} takes no registration from the worker"
        found = issuer.introduce(turn.server, turn.back)
        if isinstance(found, NotReached):
            found = NotGiven(Reason(UNREACHED, {"server": turn.server}))
        with session_scope(self._engine) as session:
            permit = _still(session, turn)
            if permit is None:
                return
            if isinstance(found, NotGiven):
                refuse_permit(session, permit, found.reason, now=self._clock())
                return
            client_id, secret = found
            note_introduced(
                session, permit, client_id=client_id, secret=secret, key=self._key, now=self._clock()
            )

    def _exchange(self, turn: Turn, issuer: Issuer) -> None:
        app = self._app(turn)
        if app is None:
            return self._refuse(turn, Reason(APP_GONE, {}))
        found = issuer.exchange(app, str(turn.values["code"]), str(turn.values["verifier"]))
        with session_scope(self._engine) as session:
            permit = _still(session, turn)
            if permit is None:
                return None
            if isinstance(found, NotReached):
                # Provably nothing arrived: the code is asked about again in the next round, as long as it counts.
                note_waiting(session, permit, Reason(NOT_YET_REACHED, {"channel": issuer.network.name}))
            elif isinstance(found, NotGiven):
                refuse_permit(session, permit, found.reason, now=self._clock())
            else:
                assert isinstance(found, Granted)
                offer_pages(
                    session, permit, pages=found.pages, times=found.times, key=self._key, now=self._clock()
                )
        return None

    def _try(self, turn: Turn, issuer: Issuer) -> None:
        """Asks with the new token who we are there. Publishes nothing; only an account that is well is kept."""
        found = self._adapters[turn.channel].examine(self._sender(turn))
        with session_scope(self._engine) as session:
            permit = _still(session, turn)
            if permit is None:
                return
            if not isinstance(found, Well):
                values = {"channel": issuer.network.name, "problem": found.reason}
                if isinstance(found, Barred) or self._clock() >= permit.until - LIVES + PATIENCE:
                    refuse_permit(session, permit, Reason(NOT_LET_IN, values), now=self._clock())
                else:
                    note_waiting(session, permit, Reason(NOT_YET_LET_IN, values))
                return
            give_permit(
                session,
                permit,
                identity=found.name,
                capabilities=found.capabilities,
                key=self._key,
                now=self._clock(),
            )
        log.info("account %s is connected", turn.account_id)

    def _sender(self, turn: Turn) -> Sender:
        """The account as it would be with the new token."""
        _channel, sender = sender_of(self._engine, turn.account_id)
        with read_scope(self._engine) as session:
            account = get_account(session, turn.account_id)
            parts = kept_parts(account, self._key) | {
                name: str(value) for name, value in turn.values["secrets"][turn.chosen].items() if value
            }
            options = options_with(account, turn)
        secret = sealed_secret(parts, account_id=turn.account_id, options=options, key=self._key)
        return replace(sender, options=options, secret=secret)

    def _app(self, turn: Turn) -> OurApp | None:
        with read_scope(self._engine) as session:
            app = app_of(session, programme_id=turn.programme_id, channel=turn.channel, server=turn.server)
            if app is None:
                return None
            return OurApp(app.client_id, open_app(app, key=self._key), turn.back, turn.server)

    def _refuse(self, turn: Turn, reason: Reason) -> None:
        with session_scope(self._engine) as session:
            permit = _still(session, turn)
            if permit is not None:
                refuse_permit(session, permit, reason, now=self._clock())


def _still(session: Session, turn: Turn) -> Permit | None:
    """The permit, unless somebody began anew or it was ended meanwhile."""
    permit = session.get(Permit, turn.permit_id, populate_existing=True, with_for_update=True)
    return permit if permit is not None and permit.status is turn.status else None
