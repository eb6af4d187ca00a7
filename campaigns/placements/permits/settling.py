"""What the worker writes down about a permit. The account changes in one step at the very end, or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from campaigns.errors import BadInput
from campaigns.lifecycle import check_transition
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.placements.accounts.secrets import keep_secret, set_options
from campaigns.placements.accounts.tokens import note_token_times
from campaigns.placements.actions.keeping import note_health
from campaigns.placements.models import Account
from campaigns.placements.permits.apps import keep_app
from campaigns.placements.permits.asking import LIVES, held, hold
from campaigns.placements.permits.models import Permit
from campaigns.placements.permits.networks import network
from campaigns.placements.queries import get_account
from campaigns.placements.sending.waiting import wake_parked
from campaigns.reasons import Reason
from campaigns.vocabulary import PermitStatus

#: The worker's turn.
WORKERS = (PermitStatus.INTRODUCING, PermitStatus.EXCHANGING, PermitStatus.TRYING)
OPEN = (*WORKERS, PermitStatus.ASKING, PermitStatus.CHOOSING)

NO_PAGE = (
    "Whoever signed in at {channel} looks after no page or account that posts can go to. Sign in there as somebody who "
    "does."
)
ANOTHER_ACCOUNT = (
    "At {channel} you signed in as {found}, but this account is {known}. Its posts and their figures belong to it, so "
    "nothing was changed. Sign in there as {known}, or add a new account."
)
WENT_AWAY = "It was not finished within {minutes} minutes. Nothing has changed: begin again."


@dataclass(frozen=True, slots=True)
class Page:
    """A page or account that leave was given for. `secret` are the token's parts, `times` when it ends."""

    id: str
    name: str
    secret: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Times:
    """Ends of a token as `Account` names them; `renew_at` None: nothing renews it."""

    token_ends_at: datetime | None = None
    renew_at: datetime | None = None
    expires_at: datetime | None = None

    def to_dict(self) -> dict[str, str]:
        named = {"ends": self.token_ends_at, "renew": self.renew_at, "expires": self.expires_at}
        return {name: moment.isoformat() for name, moment in named.items() if moment is not None}

    @classmethod
    def of_dict(cls, found: Mapping[str, str]) -> Times:
        ends, renew, expires = (found.get(name) for name in ("ends", "renew", "expires"))
        read = [datetime.fromisoformat(each) if each else None for each in (ends, renew, expires)]
        return cls(*read)


@dataclass(frozen=True, slots=True)
class Turn:
    """A permit that waits for the worker, as it needs it."""

    permit_id: int
    status: PermitStatus
    account_id: int
    programme_id: int
    channel: str
    server: str
    back: str
    values: Mapping[str, Any] = field(default_factory=dict)
    chosen: str = ""


def workers_turns(session: Session, *, key: bytes) -> list[Turn]:
    """Every permit that waits for the worker, the oldest first."""
    query = select(Permit).where(col(Permit.status).in_(WORKERS)).order_by(col(Permit.id))
    return [
        Turn(
            permit_id=row.id or 0,
            status=row.status,
            account_id=row.account_id,
            programme_id=row.programme_id,
            channel=row.channel,
            server=row.server,
            back=row.back,
            values=_opened(row, key),
            chosen=row.chosen,
        )
        for row in session.exec(query)
    ]


def waits_for_the_worker(session: Session, *, now: datetime) -> bool:
    """Whether there is anything to do: a turn of the worker, or a permit whose time is over."""
    over = col(Permit.status).in_(OPEN) & (col(Permit.until) <= now)
    query = select(Permit.id).where(col(Permit.status).in_(WORKERS) | over).limit(1)
    return session.exec(query).first() is not None


def end_stale(session: Session, *, now: datetime) -> None:
    """Ends what nobody finished in time; what it held is gone."""
    for row in session.exec(select(Permit).where(col(Permit.status).in_(OPEN), col(Permit.until) <= now)):
        refuse_permit(session, row, Reason(WENT_AWAY, {"minutes": LIVES.seconds // 60}), now=now)


def note_introduced(
    session: Session, permit: Permit, *, client_id: str, secret: str, key: bytes, now: datetime
) -> None:
    """A server has taken our registration: the person may go there."""
    keep_app(
        session,
        programme_id=permit.programme_id,
        channel=permit.channel,
        server=permit.server,
        client_id=client_id,
        secret=secret,
        back=permit.back,
        key=key,
        by=None,
        now=now,
    )
    step(session, permit, PermitStatus.ASKING)


def offer_pages(
    session: Session, permit: Permit, *, pages: Sequence[Page], times: Times, key: bytes, now: datetime
) -> Permit:
    """The code was exchanged: one page is taken at once, several are offered. An account that is known already stays
    who it is."""
    kind, account = network(permit.channel), get_account(session, permit.account_id)
    if not pages:
        return refuse_permit(session, permit, Reason(NO_PAGE, {"channel": kind.name}), now=now)
    fitting = [page for page in pages if _is_same(account, page)]
    if not fitting:
        found = ", ".join(page.name for page in pages[:5])[:200]
        known = account.identity or account.name
        values = {"channel": kind.name, "found": found, "known": known}
        return refuse_permit(session, permit, Reason(ANOTHER_ACCOUNT, values), now=now)
    secrets = {page.id: dict(page.secret) for page in fitting}
    hold(permit, {"secrets": secrets, "times": times.to_dict()}, key=key)
    permit.choices = [{"id": page.id, "name": page.name} for page in fitting]
    permit.until = now + LIVES
    if len(fitting) > 1:
        return step(session, permit, PermitStatus.CHOOSING)
    permit.chosen = fitting[0].id
    return step(session, permit, PermitStatus.TRYING)


def note_waiting(session: Session, permit: Permit, reason: Reason) -> None:
    """Why the worker's turn takes longer than usual; it goes on trying until the time of the permit is over."""
    permit.reason, permit.reason_values = reason.msgid, dict(reason.values)
    session.add(permit)
    session.flush()


def options_with(account: Account, permit: Permit | Turn) -> dict[str, Any]:
    """The account's options with the page that was chosen."""
    kind = network(permit.channel)
    chosen = {kind.option: permit.chosen} if kind.option else {}
    return {**account.options, **chosen, **({"instance": permit.server} if permit.server else {})}


def give_permit(
    session: Session,
    permit: Permit,
    *,
    identity: str,
    capabilities: Mapping[str, Mapping[str, Any]],
    key: bytes,
    now: datetime,
) -> Account:
    """The channel let us in with the new token: it takes the place of the old one, whose other parts stay. What waited
    because the account was ill goes out; a pause that somebody set stays."""
    found = held(permit, key=key)
    account = get_account(session, permit.account_id)
    set_options(account, options_with(account, permit), key=key)
    account.remote_id = permit.chosen
    account.health = ""
    session.add(account)
    values = found["secrets"][permit.chosen]
    keep_secret(session, account_id=permit.account_id, values=values, key=key, by=None, now=now)
    note_token_times(session, account_id=permit.account_id, **_moments(found["times"]))
    note_health(
        session,
        account_id=permit.account_id,
        health="",
        identity=identity,
        capabilities=capabilities,
        now=now,
    )
    if account.paused_at is None:
        wake_parked(session, account_id=permit.account_id)
    permit.held, permit.choices = None, []
    _end(session, permit, PermitStatus.GIVEN, "give_permit", None, now)
    return account


def refuse_permit(
    session: Session, permit: Permit, reason: Reason, *, by: Actor | None = None, now: datetime
) -> Permit:
    """Ends it with the sentence why. What it held is gone; the account is as it was."""
    permit.reason, permit.reason_values = reason.msgid, dict(reason.values)
    permit.held, permit.choices, permit.state_hash = None, [], None
    _end(session, permit, PermitStatus.REFUSED, "break_off_permit" if by else "refuse_permit", by, now)
    return permit


def _end(
    session: Session, permit: Permit, to: PermitStatus, deed: str, by: Actor | None, now: datetime
) -> None:
    """Moves it to its end, of which the trail tells: as the worker's deed, or of whoever broke it off."""
    step(session, permit, to)
    record(
        session,
        action=deed,
        subject="account",
        subject_id=permit.account_id,
        by=by,
        programme_id=permit.programme_id,
        now=now,
        channel=permit.channel,
    )


def step(session: Session, permit: Permit, to: PermitStatus) -> Permit:
    """Moves it on, where that step exists."""
    check_transition(permit.status, to)
    if to in OPEN:
        # What kept the step before it waiting is over.
        permit.reason, permit.reason_values = "", {}
    permit.status = to
    session.add(permit)
    session.flush()
    return permit


def _opened(row: Permit, key: bytes) -> dict[str, Any]:
    """What is on its way; empty where these keys do not open it, so that one row holds up no other."""
    try:
        return held(row, key=key)
    except BadInput:
        return {}


def _is_same(account: Account, page: Page) -> bool:
    """Whether a page may be this account: it has the number that is known, else the name; a new account is anybody."""
    if not account.secret:
        return True
    kind = network(account.channel)
    known = account.remote_id or str(account.options.get(kind.option, "") if kind.option else "")
    if known:
        return page.id == known
    return not account.identity or page.name == account.identity


def _moments(found: Mapping[str, str]) -> dict[str, datetime | None]:
    times = Times.of_dict(found)
    return {"ends": times.token_ends_at, "renew": times.renew_at, "expires": times.expires_at}
