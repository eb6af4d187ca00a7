"""Readers of the demo's newsletters: they fill in the page and press the button, as people do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, delete

from campaigns.demo.fill import Subscribe
from campaigns.mail.models import Mail
from campaigns.newsletter.actions import answer_sign_ups, confirm, note_sign_up
from campaigns.placements.models import Account
from campaigns.settings import Settings, secret_key


def readers_of(settings: Settings) -> Subscribe:
    """Brings readers onto lists with the keys of this home. Their confirmations are read at once and not sent."""
    key, hash_key = secret_key(settings, "secrets.key"), secret_key(settings, "pseudonym.key")

    def subscribe(
        session: Session, account: Account, address: str, languages: Sequence[str], now: datetime
    ) -> None:
        tokens: list[str] = []

        def address_of(token: str) -> str:
            tokens.append(token)
            return f"{settings.base_url}/newsletter/confirm/{token}"

        note_sign_up(
            session,
            account=account,
            email=address,
            languages=languages,
            read_in=languages[0],
            key=key,
            now=now,
        )
        answer_sign_ups(session, key=key, hash_key=hash_key, address_of=address_of, now=now)
        for token in tokens:
            confirm(session, token=token, now=now)
        session.exec(delete(Mail).where(col(Mail.account_id) == account.id))

    return subscribe
