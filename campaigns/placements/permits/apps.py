"""What our office is registered as at a channel: entered once, its secret sealed and never shown."""

from __future__ import annotations

import json
from datetime import datetime

from sqlmodel import Session, col, delete, select

from campaigns.errors import BadInput, NotFound
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.placements.accounts.secrets import keep_secret, kept_parts
from campaigns.placements.models import Account
from campaigns.placements.permits.models import APP, ChannelApp, Permit
from campaigns.placements.permits.networks import network
from campaigns.placements.rules import check_can_keep_accounts
from campaigns.sealing import seal, unseal
from campaigns.vocabulary import PermitStatus

LONGEST = 300


def app_of(session: Session, *, programme_id: int, channel: str, server: str = "") -> ChannelApp | None:
    """What the programme's office is registered as at a channel, or on a server of that kind."""
    query = select(ChannelApp).where(
        ChannelApp.programme_id == programme_id, ChannelApp.channel == channel, ChannelApp.server == server
    )
    return session.exec(query).first()


def apps_of(session: Session, *, programme_id: int) -> dict[str, ChannelApp]:
    """Every registration that somebody entered, by its channel."""
    query = select(ChannelApp).where(ChannelApp.programme_id == programme_id, ChannelApp.server == "")
    return {app.channel: app for app in session.exec(query)}


def servers_of(session: Session, *, programme_id: int) -> list[ChannelApp]:
    """Registrations that servers took from the worker, by server."""
    query = select(ChannelApp).where(ChannelApp.programme_id == programme_id, ChannelApp.server != "")
    return list(session.exec(query.order_by(col(ChannelApp.server))))


def get_app(session: Session, app_id: int) -> ChannelApp:
    """The registration with this id."""
    found = session.get(ChannelApp, app_id)
    if found is None:
        raise NotFound("This registration is gone already.")
    return found


def open_app(app: ChannelApp, *, key: bytes) -> str:
    """The app's secret; empty where it has none or the keys of this home were exchanged since."""
    if not app.secret:
        return ""
    try:
        found = json.loads(unseal(app.secret, key, purpose=APP))
    except BadInput:
        return ""
    if found["app"] != [app.programme_id, app.channel, app.server, app.client_id]:
        raise BadInput("This secret was sealed for another app.")
    return str(found["secret"])


def keep_app(
    session: Session,
    *,
    programme_id: int,
    channel: str,
    server: str = "",
    client_id: str,
    secret: str,
    key: bytes,
    back: str = "",
    by: Actor | None,
    now: datetime,
) -> ChannelApp:
    """Enters or exchanges id and secret. An empty secret keeps the one that is there, as long as the id is the same.

    Accounts whose tokens are renewed with the secret get the new one, so that nobody has to connect them again.
    """
    check_can_keep_accounts(by)
    kind, client_id, secret = network(channel), client_id.strip(), secret.strip()
    _check_lengths(client_id, secret)
    app = app_of(session, programme_id=programme_id, channel=channel, server=server)
    before = open_app(app, key=key) if app and app.client_id == client_id else ""
    if not (secret or before) and kind.needs_secret:
        raise BadInput("Another app has another secret. Write it as well.", field="client_secret")
    app = app or ChannelApp(
        programme_id=programme_id, channel=channel, server=server, client_id="", changed_at=now
    )
    app.client_id, app.back, app.changed_at = client_id, back, now
    app.secret = _sealed(app, secret or before, key) if secret or before else None
    session.add(app)
    session.flush()
    if secret and by is not None:
        _hand_on(session, app, secret, key, now)
    record(
        session,
        action="keep_app",
        subject="channel_app",
        subject_id=app.id,
        by=by,
        programme_id=programme_id,
        now=now,
        channel=channel,
        server=server,
    )
    return app


def _check_lengths(client_id: str, secret: str) -> None:
    if not client_id or len(client_id) > LONGEST:
        raise BadInput("Write the id of the app, as the channel shows it.", field="client_id")
    if len(secret) > LONGEST:
        raise BadInput("This is longer than any secret of an app. Look again.", field="client_secret")


def drop_app(session: Session, *, app_id: int, by: Actor, now: datetime) -> None:
    """Erases a registration with its secret, and ends whoever is at the channel with it. Accounts that were connected
    with it keep what renews their tokens."""
    check_can_keep_accounts(by)
    app = get_app(session, app_id)
    channel, server, programme_id = app.channel, app.server, app.programme_id
    session.exec(
        delete(Permit).where(
            col(Permit.programme_id) == programme_id,
            col(Permit.channel) == channel,
            col(Permit.server) == server,
            col(Permit.status).not_in((PermitStatus.GIVEN, PermitStatus.REFUSED)),
        )
    )
    session.delete(app)
    session.flush()
    record(
        session,
        action="drop_app",
        subject="channel_app",
        subject_id=app_id,
        by=by,
        programme_id=programme_id,
        now=now,
        channel=channel,
        server=server,
    )


def connected_as(session: Session, app: ChannelApp, *, key: bytes) -> list[tuple[Account, str]]:
    """The accounts that renew their tokens as this app, each with the secret that it keeps for it."""
    found = []
    ours = Account.programme_id == app.programme_id, Account.channel == app.channel
    for account in session.exec(select(Account).where(*ours)):
        kept = kept_parts(account, key)
        if kept.get("client_id") == app.client_id:
            found.append((account, kept.get("client_secret", "")))
    return found


def _hand_on(session: Session, app: ChannelApp, secret: str, key: bytes, now: datetime) -> None:
    """Gives the new secret to accounts that renew their tokens as this app."""
    for account, before in connected_as(session, app, key=key):
        if before != secret:
            values = {"client_secret": secret}
            keep_secret(session, account_id=account.id or 0, values=values, key=key, by=None, now=now)


def _sealed(app: ChannelApp, secret: str, key: bytes) -> bytes:
    named = [app.programme_id, app.channel, app.server, app.client_id]
    return seal(json.dumps({"app": named, "secret": secret}).encode(), key, purpose=APP)
