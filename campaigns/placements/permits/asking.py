"""The way to a channel: a permit is begun in one browser, by one person, for one account, and counts for minutes."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlmodel import Session, col, delete, select

from campaigns.errors import BadInput, NotFound, NotReady
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.placements.accounts.connecting import check_server
from campaigns.placements.models import Account
from campaigns.placements.permits.apps import app_of
from campaigns.placements.permits.models import UNDERWAY, Permit
from campaigns.placements.permits.networks import Network, network
from campaigns.placements.queries import get_account
from campaigns.placements.rules import check_can_keep_accounts, check_is_there
from campaigns.sealing import seal, unseal
from campaigns.vocabulary import PermitStatus

#: For how long somebody may be at the channel, or choose afterwards.
LIVES = timedelta(minutes=20)


def get_permit(session: Session, permit_id: int) -> Permit:
    """The permit, fresh from the database."""
    found = session.get(Permit, permit_id, populate_existing=True)
    if found is None:
        raise NotFound("This way of connecting is over. Begin again at the account.")
    return found


def permit_of(session: Session, account_id: int) -> Permit | None:
    """The newest permit of an account, whatever became of it."""
    return session.exec(select(Permit).where(Permit.account_id == account_id)).first()


def begin_permit(
    session: Session,
    *,
    account_id: int,
    server: str = "",
    back: str,
    key: bytes,
    by: Actor,
    now: datetime,
) -> tuple[Permit, str]:
    """Begins to ask for leave; an earlier asking for this account counts no more. Gives the permit and its state, which
    the browser has to bring back.

    `back` is the desk's address for the way back, `server` the account's own one where the channel has many.
    """
    check_can_keep_accounts(by)
    account = get_account(session, account_id)
    check_is_there(account)
    kind = network(account.channel)
    _check_way_back(back)
    server = _server(account, kind, server)
    first = _first_step(session, account, kind, server, back)
    session.exec(delete(Permit).where(col(Permit.account_id) == account_id))
    state = secrets.token_urlsafe(32)
    permit = Permit(
        programme_id=account.programme_id,
        account_id=account_id,
        person_id=by.person_id,
        channel=account.channel,
        server=server,
        back=back,
        status=first,
        state_hash=hash_state(state),
        made_at=now,
        until=now + LIVES,
    )
    session.add(permit)
    session.flush()
    # RFC 7636 §4.1: 43 to 128 characters out of the unreserved ones.
    hold(permit, {"verifier": secrets.token_urlsafe(64)}, key=key)
    session.add(permit)
    session.flush()
    record(
        session,
        action="ask_permit",
        subject="account",
        subject_id=account_id,
        by=by,
        programme_id=account.programme_id,
        now=now,
        channel=account.channel,
        server=server,
    )
    return permit, state


def address_to_go_to(session: Session, permit: Permit, *, state: str, key: bytes) -> str:
    """Where the browser goes; empty while nothing can be asked there yet."""
    # Much of the library is for servers: loaded when somebody connects an account, and not before.
    from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
    from authlib.oauth2.rfc7636 import create_s256_code_challenge

    app = app_of(session, programme_id=permit.programme_id, channel=permit.channel, server=permit.server)
    if permit.status is not PermitStatus.ASKING or app is None or hash_state(state) != permit.state_hash:
        return ""
    kind = network(permit.channel)
    more = dict(kind.more)
    if kind.has_challenge:
        more["code_challenge"] = create_s256_code_challenge(held(permit, key=key)["verifier"])
        more["code_challenge_method"] = "S256"
    return str(
        prepare_grant_uri(
            f"{permit.server}{kind.page}",
            client_id=app.client_id,
            response_type="code",
            redirect_uri=permit.back,
            scope=kind.separator.join(kind.rights),
            state=state,
            **more,
        )
    )


def hold(permit: Permit, values: Mapping[str, Any], *, key: bytes) -> None:
    """Seals what is on its way, for this permit alone."""
    plain = json.dumps({"permit": permit.id, "values": dict(values)}, sort_keys=True).encode()
    permit.held = seal(plain, key, purpose=UNDERWAY)


def held(permit: Permit, *, key: bytes) -> dict[str, Any]:
    """What is on its way; refuses what was sealed for another permit."""
    if not permit.held:
        return {}
    found = json.loads(unseal(permit.held, key, purpose=UNDERWAY))
    if found["permit"] != permit.id:
        raise BadInput("This was sealed for another way of connecting.")
    return dict(found["values"])


def hash_state(state: str) -> str:
    return hashlib.sha256(state.encode()).hexdigest()


def _first_step(session: Session, account: Account, kind: Network, server: str, back: str) -> PermitStatus:
    """To the channel at once, or to the worker first, who makes us known with this way back; refuses where a person
    has to register us."""
    app = app_of(session, programme_id=account.programme_id, channel=account.channel, server=server)
    if app is None and not kind.introduces:
        raise NotReady("Enter first what your office is registered as at this channel.")
    knows_us = app is not None and (not kind.introduces or app.back == back)
    return PermitStatus.ASKING if knows_us else PermitStatus.INTRODUCING


def _server(account: Account, kind: Network, typed: str) -> str:
    """The server to ask, looked at. One account stays on its server: its posts are there."""
    if not kind.introduces:
        return ""
    server = check_server(typed or str(account.options.get("instance", "")), "server")
    if account.secret and account.options.get("instance", server) != server:
        raise BadInput("This account is on another server. Add a new account for this one.", field="server")
    return server


def leads_back(back: str) -> bool:
    """Whether channels send somebody back to this address: over TLS only, but for this very machine."""
    parts = urlsplit(back)
    return parts.scheme == "https" or parts.hostname in {"127.0.0.1", "localhost"}


def _check_way_back(back: str) -> None:
    """Channels send nobody back to an address without TLS, but for this very machine."""
    if not leads_back(back):
        raise NotReady(
            "Channels lead back to https addresses only. Set LITFASS_BASE_URL to the public address of this desk."
        )
