"""Letters that the desk puts into the outbox, in the language of who gets them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import cast

from flask import current_app
from flask_babel import force_locale
from sqlmodel import Session

from campaigns.mail.outbox import Outbox, put_letter
from campaigns.people.models import Person
from campaigns.settings import Settings, secret_key
from web.formats import moment
from web.interfaces import LOCALES


def settings() -> Settings:
    return cast(Settings, current_app.extensions["litfass_settings"])


def secrets_key() -> bytes:
    """The key of everything that lies sealed in the database."""
    return secret_key(settings(), "secrets.key")


def outbox() -> Outbox:
    return Outbox(key=secrets_key(), is_open=settings().sends_mail)


def write_to(
    session: Session,
    person: Person,
    letter: str,
    *,
    path: str,
    now: datetime,
    good_for: timedelta | None = None,
    **values: object,
) -> bool:
    """Puts a letter with a link to `path` into the outbox; False where this instance sends no mail.

    A moment among the values is written as the reader writes moments.
    """
    with force_locale(LOCALES.get(person.reads, "en_GB")):
        told = {name: moment(each) if isinstance(each, datetime) else each for name, each in values.items()}
    return put_letter(
        session,
        outbox=outbox(),
        letter=letter,
        to=person.email,
        interface=person.reads,
        values={**told, "link": f"{current_app.config['BASE_URL']}{path}"},
        now=now,
        good_for=good_for,
    )
