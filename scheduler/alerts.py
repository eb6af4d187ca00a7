"""Tells people what is wrong while they are not looking, by letter and at an address of their choice.

The worker does so every minute. A silent worker tells nobody, so the web process looks as well and starts
`python -m scheduler.alerts` when there is something to tell; it also hands over the letters that a silent worker
leaves in the outbox.
"""

from __future__ import annotations

import logging
import sys
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from campaigns.alerts.letters import write_letters
from campaigns.alerts.looking import calls_due, is_news, look, settle_call
from campaigns.alerts.models import Alert
from campaigns.db import open_engine, read_scope, session_scope
from campaigns.errors import Refusal
from campaigns.mail.outbox import Outbox
from campaigns.people.models import Programme
from campaigns.settings import load_settings, secret_key
from campaigns.vocabulary import AlertKind
from scheduler.deps import Deps
from scheduler.mail import send_waiting_mail
from scheduler.transport import Reply, Transport

#: What a call says, by kind and by whether it is over.
WORDS = {
    (
        AlertKind.WORKER_SILENT,
        False,
    ): "Litfass: no worker has been heard since {since}. Nothing is published.",
    (AlertKind.WORKER_SILENT, True): "Litfass: the worker is heard again.",
    (AlertKind.POSTS_LATE, False): "Litfass: posts of {programme} are late ({number}).",
    (AlertKind.POSTS_LATE, True): "Litfass: no post of {programme} is late any more.",
}

log = logging.getLogger("litfass.worker")


def tell_alerts(deps: Deps, transport: Transport | None = None) -> int:
    """Looks, puts letters into the outbox and calls the address that was set; says how many alerts were told."""
    now = deps.clock()
    with read_scope(deps.engine) as session:
        if not is_news(session, now=now) and not calls_due(session, now=now):
            return 0
    outbox = Outbox(secret_key(deps.settings, "secrets.key"), deps.settings.sends_mail)
    try:
        with session_scope(deps.engine) as session:
            news = look(session, now=now)
            write_letters(session, news=news, outbox=outbox, base_url=deps.settings.base_url, now=now)
            said = [(piece.alert.kind, piece.is_over) for piece in news]
    except IntegrityError:
        return 0  # another process saw the same at the same moment and tells it
    for kind, is_over in said:
        log.warning("alert: %s %s", kind, "is over" if is_over else "begins")
    _call(deps, transport or Transport(whole_s=30.0))
    return len(said)


def _call(deps: Deps, transport: Transport) -> None:
    """Calls the address of each alert that is due; without an address there is nothing to call."""
    now = deps.clock()
    with session_scope(deps.engine) as session:
        calls = [(alert.id or 0, _message(session, alert, deps)) for alert in calls_due(session, now=now)]
    for alert_id, message in calls:
        said = transport.post(deps.settings.alert_url, message) if deps.settings.alert_url else None
        was_heard = said is None or (isinstance(said, Reply) and said.is_good)
        if not was_heard:
            log.warning("the address for alerts did not take alert %s", alert_id)
        with session_scope(deps.engine) as session:
            settle_call(session, alert_id=alert_id, was_heard=was_heard, now=now)


def _message(session: Session, alert: Alert, deps: Deps) -> dict[str, Any]:
    """`text` is what chat programs show; the rest is for programs."""
    programme = session.get(Programme, alert.scope) if alert.scope else None
    is_over = alert.ended_at is not None
    since = alert.began_at.isoformat(timespec="minutes")
    text = WORDS[alert.kind, is_over].format(
        since=since, number=alert.number, programme=programme.name if programme else ""
    )
    return {
        "text": text,
        "alert": alert.kind,
        "over": is_over,
        "since": since,
        "programme": programme.key if programme else None,
        "posts": alert.number,
        "desk": deps.settings.base_url,
    }


def main() -> int:
    """`python -m scheduler.alerts`: tells what is wrong now and hands over the letters that wait."""
    from scheduler.__main__ import make_deps

    try:
        settings = load_settings()
        engine = open_engine(settings)
        deps = make_deps(settings, engine)
        tell_alerts(deps)
        send_waiting_mail(deps)
    except Refusal as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
