"""The ledger as the newsletter channel uses it: addresses are opened here and mails are put together, one at a time."""

from __future__ import annotations

from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Protocol

from sqlalchemy import Engine

from campaigns.approvals.validity import valid_approvals
from campaigns.clock import Clock
from campaigns.db import read_scope, session_scope
from campaigns.errors import BadInput
from campaigns.newsletter.addresses import leave_code
from campaigns.newsletter.ledger import (
    Run,
    Settled,
    Stopped,
    Taken,
    doubt_mails,
    is_open,
    open_issue,
    put_back,
    settle_mail,
)
from campaigns.newsletter.mails import Copy, Masthead, Section, compose, issue_name
from campaigns.newsletter.models import PURPOSE
from campaigns.newsletter.queries import Standing, standing_of
from campaigns.newsletter.sections import masthead_of, section_of
from campaigns.newsletter.taking import take_mail
from campaigns.placements.gate import ApprovalCheck
from campaigns.placements.sending.wire import ReadFile, Tampered, build_wire, load_parcels
from campaigns.sealing import unseal
from campaigns.settings import Settings, secret_key


class Unreadable(Exception):
    """The addresses were sealed with keys that are gone. Nothing was sent."""


class Ledger(Protocol):
    """Who gets an issue of a newsletter, and what became of each mail (`scheduler/posting/ledger.py`)."""

    def open(self, key: str) -> Handing:
        """Begins handing out the issue of the placement with this key."""

    def standing(self, key: str) -> Standing | None:
        """How far an issue is that nobody hands out any more; None when its sending has not begun."""


class Handing(Protocol):
    """An issue that is being handed out. Each step is one commit, before anything leaves."""

    def next(self, settled: Settled | None) -> Mailing | None:
        """Writes down what became of the mail before, and takes the next; None when none may leave now.

        Raises `Unreadable` when addresses cannot be opened.
        """

    def end(self, settled: Settled | None) -> Standing:
        """Writes down what became of the last mail, and says how far the issue is."""

    def put_back(self, mailing: Mailing) -> None:
        """The mail did not leave, through no fault of its own."""


@dataclass(frozen=True)
class Mailing:
    """A mail that may leave now, and where it belongs in the ledger."""

    taken: Taken
    to: str
    message: EmailMessage


@dataclass
class SealedLedger:
    """The ledger in the database; addresses open with the keys of this home, for as long as a mail is written."""

    engine: Engine
    settings: Settings
    read_file: ReadFile
    clock: Clock
    approved: ApprovalCheck = field(default=valid_approvals)

    def open(self, key: str) -> Handing:
        with session_scope(self.engine) as session:
            return _Issue(self, key, open_issue(session, key=key, now=self.clock()))

    def standing(self, key: str) -> Standing | None:
        with session_scope(self.engine) as session:
            number = is_open(session, key=key)
            if number is None:
                return None
            doubt_mails(session, placement_id=number, now=self.clock())
            return standing_of(session, placement_id=number)


class _Issue:
    """One run. The words of each language are read and checked to the byte once."""

    def __init__(self, ledger: SealedLedger, key: str, run: Run) -> None:
        self._ledger, self._key, self._run = ledger, key, run
        self._sections: dict[int, Section] = {}
        self._spoilt: set[int] = set()
        self._masthead: Masthead | None = None

    def next(self, settled: Settled | None) -> Mailing | None:
        while True:
            taken = self._take(settled)
            if taken is None:
                return None
            settled = None
            try:
                if self._read(taken.placements):
                    return self._written(taken)
                self._back(taken)
            except BaseException:
                # Nothing has left: the mail waits as it did.
                self._back(taken)
                raise

    def end(self, settled: Settled | None) -> Standing:
        with session_scope(self._ledger.engine) as session:
            if settled is not None:
                settle_mail(session, settled, now=self._ledger.clock())
            return standing_of(session, placement_id=self._run.placement_id)

    def put_back(self, mailing: Mailing) -> None:
        self._back(mailing.taken)

    def _take(self, settled: Settled | None) -> Taken | None:
        """One commit: what became of the last mail, and the intent to send the next."""
        ledger = self._ledger
        with session_scope(ledger.engine) as session:
            if settled is not None:
                settle_mail(session, settled, now=ledger.clock())
            try:
                return take_mail(
                    session, self._run, now=ledger.clock(), approved=ledger.approved, without=self._spoilt
                )
            except Stopped:
                return None

    def _back(self, taken: Taken) -> None:
        with session_scope(self._ledger.engine) as session:
            put_back(session, taken, now=self._ledger.clock())

    def _read(self, placements: tuple[int, ...]) -> bool:
        """Reads the packages of these placements. False when one beside this issue's is not what was approved."""
        new = [number for number in placements if number not in self._sections]
        if not new:
            return True
        with read_scope(self._ledger.engine) as session:
            parcels = load_parcels(session.connection(), new)
            if self._masthead is None:
                self._masthead = masthead_of(session, parcels[new[0]].sender.account_id)
        for number, parcel in parcels.items():
            try:
                self._sections[number] = section_of(build_wire(parcel, self._ledger.read_file))
            except Tampered:
                if number == self._run.placement_id:
                    raise
                self._spoilt.add(number)
        return not self._spoilt.intersection(new)

    def _written(self, taken: Taken) -> Mailing:
        settings = self._ledger.settings
        try:
            address = unseal(taken.address, secret_key(settings, "secrets.key"), purpose=PURPOSE).decode()
        except BadInput:
            raise Unreadable from None
        code = leave_code(taken.subscriber_id, taken.address_hash, secret_key(settings, "pseudonym.key"))
        assert self._masthead is not None
        message = compose(
            [self._sections[number] for number in taken.placements],
            self._masthead,
            Copy(
                address,
                f"{issue_name(self._key)}.{taken.message_id}",
                f"{settings.base_url}/newsletter/leave/{code}",
            ),
            at=self._ledger.clock(),
        )
        return Mailing(taken, address, message)
