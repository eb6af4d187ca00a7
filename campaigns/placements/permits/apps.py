"""What our office is registered as at a channel: entered once, its secret sealed and never shown."""

from __future__ import annotations

import json
from datetime import datetime

from sqlmodel import Session, select

from campaigns.errors import BadInput
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.placements.models import Account
from campaigns.placements.permits.models import APP, ChannelApp
from campaigns.placements.permits.networks import network
from campaigns.placements.rules import check_can_keep_accounts
from campaigns.placements.secrets import keep_secret, open_secret
from campaigns.sealing import seal, unseal

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
    if not client_id or len(client_id) > LONGEST:
        raise BadInput("Write the id of the app, as the channel shows it.", field="client_id")
    if len(secret) > LONGEST:
        raise BadInput("This is longer than any secret of an app. Look again.", field="client_secret")
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
        _hand_on(session, app, secret, key, by, now)
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


def _hand_on(session: Session, app: ChannelApp, secret: str, key: bytes, by: Actor, now: datetime) -> None:
    """Gives the new secret to accounts that renew their tokens as this app."""
    ours = Account.programme_id == app.programme_id, Account.channel == app.channel
    for account in session.exec(select(Account).where(*ours)):
        try:
            kept = open_secret(account.secret, account_id=account.id or 0, key=key)
        except BadInput:
            continue
        if kept.get("client_id") == app.client_id and kept.get("client_secret") != secret:
            values = {"client_secret": secret}
            keep_secret(session, account_id=account.id or 0, values=values, key=key, by=None, now=now)


def _sealed(app: ChannelApp, secret: str, key: bytes) -> bytes:
    named = [app.programme_id, app.channel, app.server, app.client_id]
    return seal(json.dumps({"app": named, "secret": secret}).encode(), key, purpose=APP)
