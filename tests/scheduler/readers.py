"""Subscribers of a stage's newsletter, made by the real steps: the page, the letter, the button."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, delete, select

from campaigns.db import session_scope
from campaigns.mail.models import Mail
from campaigns.mail.outbox import take_letters
from campaigns.newsletter.actions import answer_sign_ups, confirm, note_sign_up
from campaigns.newsletter.models import IssueMail, Subscriber
from campaigns.placements.models import Account
from campaigns.settings import Settings, prepare_home, secret_key
from tests.scheduler.stage import Stage

LINK = re.compile(r"https?://\S+/newsletter/confirm/(\S+)")


def ask(
    engine: Engine,
    settings: Settings,
    account: Account,
    address: str,
    languages: Sequence[str],
    now: datetime,
) -> str:
    """Fills in the page and has it answered; the token that stands in the letter, or nothing where none was written."""
    prepare_home(settings)
    key = secret_key(settings, "secrets.key")
    with session_scope(engine) as session:
        note_sign_up(
            session,
            account=account,
            email=address,
            languages=languages,
            read_in=languages[0],
            key=key,
            now=now,
        )
        answer_sign_ups(
            session,
            key=key,
            hash_key=secret_key(settings, "pseudonym.key"),
            address_of=lambda token: f"{settings.base_url}/newsletter/confirm/{token}",
            now=now,
        )
        letters = take_letters(session, key=key, now=now, account_id=account.id)
        session.exec(delete(Mail))
    found = LINK.search(letters[-1].text) if letters else None
    return found.group(1) if found else ""


def subscribe(stage: Stage, address: str, languages: Sequence[str]) -> None:
    """A reader who confirmed."""
    account, now = stage.accounts["newsletter"], stage.clock()
    token = ask(stage.engine, stage.settings, account, address, languages, now)
    with session_scope(stage.engine) as session:
        confirm(session, token=token, now=now)


def mails_of(stage: Stage, placement_id: int) -> list[IssueMail]:
    """The ledger of an issue, in its order."""
    with Session(stage.engine, expire_on_commit=False) as session:
        query = select(IssueMail).where(IssueMail.placement_id == placement_id).order_by(IssueMail.id)  # type: ignore[arg-type]
        return list(session.exec(query))


def readers(stage: Stage) -> list[Subscriber]:
    with Session(stage.engine, expire_on_commit=False) as session:
        return list(session.exec(select(Subscriber).order_by(Subscriber.id)))  # type: ignore[arg-type]
