"""Back from a channel: what the browser brings counts once, in the browser that was sent off, for the same person."""

from __future__ import annotations

import hmac
import re
from datetime import datetime

from sqlmodel import Session, select

from campaigns.errors import BadInput, Conflict
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.placements.permits.asking import LIVES, get_permit, hash_state, held, hold
from campaigns.placements.permits.models import Permit
from campaigns.placements.permits.networks import network
from campaigns.placements.permits.settling import OPEN, refuse_permit, step
from campaigns.placements.rules import check_can_keep_accounts
from campaigns.reasons import Reason
from campaigns.vocabulary import PermitStatus

#: Longer than any code a channel sends.
LONGEST = 4000
#: How channels say that the person said no: RFC 6749 §4.1.2.1, and LinkedIn's own two.
DECLINED = frozenset({"access_denied", "user_cancelled_login", "user_cancelled_authorize", "user_denied"})

SAID_NO = "You did not allow it at {channel}. Nothing has changed: the account is as it was."
BROKE_OFF = (
    "{channel} broke it off ({code}), and the account is as it was. Compare id, rights and the address for the way "
    "back with what is registered there."
)
NOT_OURS = (
    "This address belongs to no way to a channel that is open in this browser: it came a second time, too late, or "
    "from elsewhere. Nothing was changed. If an account is being connected, go on there; else begin again at the "
    "account."
)
BROKEN_OFF = "You broke it off. Nothing has changed: the account is as it was."
TOO_LATE = "It took longer than {minutes} minutes. Nothing has changed: begin again."


def take_back(
    session: Session,
    *,
    state: str,
    sent_off_with: str,
    code: str,
    error: str,
    key: bytes,
    by: Actor,
    now: datetime,
) -> Permit:
    """Takes in a code, or the channel's no, and lays it down for the worker. `sent_off_with` is what this browser was
    given when it left. Refuses what was begun elsewhere, by somebody else, or came back before."""
    check_can_keep_accounts(by)
    permit = _found(session, state, sent_off_with)
    if permit is None or permit.person_id != by.person_id or permit.programme_id != by.programme_id:
        raise BadInput(NOT_OURS)
    permit.state_hash = None
    name = network(permit.channel).name
    if now >= permit.until:
        return refuse_permit(session, permit, Reason(TOO_LATE, {"minutes": LIVES.seconds // 60}), now=now)
    if error:
        told = re.sub(r"[^a-z0-9_.-]", "", error.lower())[:60] or "error"
        sentence = SAID_NO if told in DECLINED else BROKE_OFF
        return refuse_permit(session, permit, Reason(sentence, {"channel": name, "code": told}), now=now)
    if not code or len(code) > LONGEST:
        return refuse_permit(
            session, permit, Reason(BROKE_OFF, {"channel": name, "code": "no code"}), now=now
        )
    hold(permit, held(permit, key=key) | {"code": code}, key=key)
    return step(session, permit, PermitStatus.EXCHANGING)


def break_off(session: Session, *, permit_id: int, by: Actor, now: datetime) -> Permit:
    """Ends a way to a channel, wherever it stands; what the worker learns of it afterwards is thrown away."""
    check_can_keep_accounts(by)
    permit = get_permit(session, permit_id)
    if permit.status not in OPEN:
        raise Conflict("This way of connecting is over already.")
    return refuse_permit(session, permit, Reason(BROKEN_OFF), by=by, now=now)


def choose_page(session: Session, *, permit_id: int, choice: str, by: Actor, now: datetime) -> Permit:
    """The page or account, of several, that posts go to."""
    check_can_keep_accounts(by)
    permit = get_permit(session, permit_id)
    if permit.person_id != by.person_id:
        raise BadInput("Somebody else is connecting this account just now.")
    if choice not in {each["id"] for each in permit.choices}:
        raise BadInput("Choose one of them.", field="choice")
    permit.chosen, permit.until = choice, now + LIVES
    step(session, permit, PermitStatus.TRYING)
    record(
        session,
        action="choose_page",
        subject="account",
        subject_id=permit.account_id,
        by=by,
        programme_id=permit.programme_id,
        now=now,
        page=choice,
    )
    return permit


def _found(session: Session, state: str, sent_off_with: str) -> Permit | None:
    if not state or not hmac.compare_digest(state.encode(), sent_off_with.encode()):
        return None
    query = select(Permit).where(Permit.state_hash == hash_state(state), Permit.status == PermitStatus.ASKING)
    return session.exec(query.with_for_update()).first()
