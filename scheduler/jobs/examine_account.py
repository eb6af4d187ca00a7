"""Looking at one account because a person asks; and trying whether its server knows a message again."""

from __future__ import annotations

import secrets
from typing import Any

from campaigns.db import read_scope, session_scope
from campaigns.errors import BadInput, NotReady
from campaigns.mail.letters import write_letter
from campaigns.people.models import Person
from campaigns.placements.actions.keeping import note_key_known
from campaigns.placements.sending.wire import Sender
from scheduler.channels.mastodon import KEY_MINUTES, Mastodon
from scheduler.channels.newsletter import Newsletter
from scheduler.contract import Barred, Well
from scheduler.examining import examine_account, sender_of
from scheduler.jobs.task import Task
from scheduler.means import make_means
from scheduler.posting.handing import Accepted, NoWay
from scheduler.registry import make_adapters


def run(task: Task) -> dict[str, Any]:
    """The account is the subject. `order` may ask with `key` to try the server's idempotency."""
    if task.subject_id is None:
        raise BadInput("This work names no account.")
    task.report(0, 1)
    channel, sender = sender_of(task.engine, task.subject_id)
    adapter = make_adapters(task.settings, make_means(task.settings, task.engine)).get(channel)
    if adapter is None:
        raise NotReady("There is no way to reach this kind of channel from here.")
    found = examine_account(task.engine, task.clock, adapter, sender)
    if isinstance(found, Barred):
        raise NotReady(found.reason)
    if not isinstance(found, Well):
        raise NotReady("The channel gave no usable answer: {reason}", reason=found.reason)
    if task.order.get("key") and isinstance(adapter, Mastodon):
        known = adapter.prove_key(sender, f"litfass-{secrets.token_hex(8)}")
        if known is None:
            raise NotReady("The server could not be tried: it did not take the note.")
        with session_scope(task.engine) as session:
            note_key_known(
                session, account_id=task.subject_id, minutes=KEY_MINUTES if known else None, now=task.clock()
            )
    if task.order.get("trial_for") and isinstance(adapter, Newsletter):
        _send_trial(task, adapter, sender)
    task.report(1, 1)
    return {"name": found.name}


def _send_trial(task: Task, adapter: Newsletter, sender: Sender) -> None:
    """A trial mail to the login of whoever asked."""
    with read_scope(task.engine) as session:
        person = session.get_one(Person, task.order["trial_for"])
        to, letter = (
            person.email,
            write_letter("trial", interface=person.interface, values={"name": sender.name}),
        )
    try:
        handed = adapter.send_letter(sender, to=to, subject=letter.subject, text=letter.text)
    except NoWay:
        raise NotReady("The mail server cannot be reached.") from None
    if not isinstance(handed, Accepted):
        raise NotReady("The mail server did not take the trial mail. Look at the sender and at its log.")
