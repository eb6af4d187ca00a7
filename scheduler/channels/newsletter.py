"""The e-mail newsletter: an issue goes to its subscribers one by one, each mail with a row in the ledger.

The issue as a whole has an id of ours and can always be asked about: the ledger says who has it. A single mail is
blind: when its answer is lost it stays in doubt and is not sent again. So nobody gets an issue twice, and whatever
breaks, the rest goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from time import monotonic
from typing import Any, ClassVar

from campaigns.newsletter.ledger import Settled
from campaigns.newsletter.mails import POLICY, issue_name
from campaigns.newsletter.queries import NEWSLETTER, Standing
from campaigns.placements import reasons
from campaigns.placements.sending.channel_answers import MAIL_REFUSED
from campaigns.placements.sending.wire import NOTHING_STAGED, Sender, Wire
from campaigns.vocabulary import IdempotencyClass, MailStatus
from scheduler.contract import (
    Absent,
    Adapter,
    Barred,
    Finding,
    GoesOn,
    Health,
    NotYet,
    Outcome,
    Prepared,
    Published,
    Rejected,
    Unknown,
    Well,
)
from scheduler.means import Means
from scheduler.posting.addressing import Roads, Unaddressed
from scheduler.posting.handing import (
    UNREACHED,
    Accepted,
    Doubtful,
    Handed,
    Later,
    Lost,
    NoWay,
    Refused,
    Road,
    Shut,
    Way,
)
from scheduler.posting.ledger import Handing, Ledger, Mailing, Unreadable

#: Seconds after which a run makes way for other posts; the issue goes on at once when nothing else is due.
RUN_S = 20.0
#: Seconds after which a line that broke is tried again.
REST_S = 60.0
#: So many refusals in a row that are not about an address are about the issue.
MOST_REFUSALS = 3
#: So many mails in doubt are the server's illness and not chance.
MOST_DOUBTS = 3

NOBODY = "Nobody has confirmed a subscription in this language yet, so there is nobody to send it to."
NONE_YET = "No mail of it has left yet: the mail server puts them off."
NONE_TAKEN = "The mail server took none of the mails."
DOUBT = "The mail server did not say whether it took the mails; nobody is known to have the issue."

#: What ended a run before its time, if anything.
Trouble = Handed | NoWay | None


class Newsletter(Adapter):
    """Writes to confirmed subscribers of the placement's language."""

    channel: ClassVar[str] = NEWSLETTER
    idempotency: ClassVar[IdempotencyClass] = IdempotencyClass.CLIENT_ID

    def __init__(self, means: Means, roads: Roads, *, run_s: float = RUN_S) -> None:
        self._means, self._roads, self._run_s = means, roads, run_s

    def prepare(
        self, wire: Wire, sender: Sender, staged: Mapping[str, Any] = NOTHING_STAGED
    ) -> Prepared | Rejected | NotYet | Barred:
        try:
            road = self.road(sender)
        except Unaddressed as problem:
            return Barred(problem.reason)
        return Prepared(wire, sender, road)

    def send(self, prepared: Prepared) -> Outcome:
        road: Road = prepared.payload
        address = str(prepared.sender.options["sender"])
        issue = self._ledger.open(prepared.wire.key)
        before = issue.end(None)
        if not before.of(MailStatus.WAITING):
            return self._outcome(prepared.wire.key, before, before, None)
        try:
            with road.opened(sender=address) as way:
                trouble, settled = self._hand_out(issue, way, address)
        except NoWay as problem:
            trouble, settled = problem, None
        except Unreadable:
            return Barred(reasons.ADDRESSES_SHUT, underway=bool(_out(before)))
        return self._outcome(prepared.wire.key, issue.end(settled), before, trouble)

    def reconcile(self, prepared: Prepared, since: datetime) -> Finding:
        standing = self._ledger.standing(prepared.wire.key)
        if standing is None:
            return Absent()
        if standing.of(MailStatus.WAITING):
            return _goes_on(standing, self._means.clock())
        return Published(issue_name(prepared.wire.key)) if standing.of(MailStatus.SENT) else Unknown(DOUBT)

    def examine(self, sender: Sender) -> Health:
        try:
            with self.road(sender).opened(sender=str(sender.options["sender"])):
                return Well(str(sender.options["sender"]))
        except Unaddressed as problem:
            return Barred(problem.reason)
        except NoWay as problem:
            return Barred(reasons.MAIL_SHUT) if problem.is_ours else NotYet(problem.why)

    def send_letter(
        self, sender: Sender, *, to: str, subject: str, text: str, message_id: str = ""
    ) -> Handed:
        """A single letter through this account: a confirmation, or a trial. Raises `NoWay` and `Unaddressed`."""
        address = str(sender.options.get("sender", ""))
        domain = address.rpartition("@")[2]
        message = EmailMessage(policy=POLICY)
        message["From"], message["To"] = Address(sender.name, addr_spec=address), to
        message["Subject"], message["Date"] = subject, format_datetime(self._means.clock())
        message["Message-ID"] = f"<{message_id}@{domain}>" if message_id else make_msgid(domain=domain)
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text, cte="quoted-printable")
        with self.road(sender).opened(sender=address) as way:
            return way.hand_over(message, sender=address, to=to)

    def road(self, sender: Sender) -> Road:
        """How mails of this account leave; raises `Unaddressed`."""
        return self._roads.of(sender, self._means.vault.open(sender).get("password", ""))

    @property
    def _ledger(self) -> Ledger:
        if self._means.ledger is None:
            raise RuntimeError("a newsletter needs a ledger")
        return self._means.ledger

    def _hand_out(self, issue: Handing, way: Way, address: str) -> tuple[Trouble, Settled | None]:
        """Mail after mail until none is left, the time of this run is over, or the way out is barred.

        Gives back what ended it, and what is still to be written down of the last mail.
        """
        started, settled, refusals = monotonic(), None, 0
        while way.is_alive() and (settled is None or monotonic() - started < self._run_s):
            mailing = issue.next(settled)
            if mailing is None:
                return None, None
            handed = way.hand_over(mailing.message, sender=address, to=mailing.to)
            settled = _settled(mailing, handed)
            if settled is None:
                issue.put_back(mailing)
                return handed, None
            refusals = refusals + 1 if isinstance(handed, Refused) and not handed.is_address else 0
            if isinstance(handed, Lost | Doubtful) or refusals >= MOST_REFUSALS:
                return handed, settled
        return None, settled

    def _outcome(self, key: str, standing: Standing, before: Standing, trouble: Trouble) -> Outcome:
        sent, doubtful = standing.of(MailStatus.SENT), standing.of(MailStatus.UNCONFIRMED)
        if isinstance(trouble, Shut) or (isinstance(trouble, NoWay) and trouble.is_ours):
            return Barred(reasons.MAIL_SHUT, underway=bool(sent + doubtful))
        if not standing.of(MailStatus.WAITING):
            if sent:
                return Published(issue_name(key))
            if doubtful:
                return Unknown(DOUBT)
            return Rejected(NONE_TAKEN if standing.all else NOBODY)
        if doubtful >= MOST_DOUBTS and doubtful > sent:
            return Barred(reasons.NO_ANSWERS, underway=True)
        if sent + doubtful:
            # A run that got nowhere was stopped by something that the next claim may not see: not at once again.
            rests = trouble or _out(standing) == _out(before)
            return _goes_on(standing, self._means.in_s(REST_S) if rests else self._means.clock())
        if isinstance(trouble, Refused):
            return Rejected(MAIL_REFUSED.format(code=trouble.code))
        return NotYet(_told(trouble), standing.next_at)


def _told(trouble: Trouble) -> str:
    """Why nothing has left yet."""
    if isinstance(trouble, NoWay):
        return trouble.why
    return UNREACHED if trouble else NONE_YET


def _settled(mailing: Mailing, handed: Handed) -> Settled | None:
    """What the ledger is told; None when the trouble is the account's and not this mail's."""
    taken = mailing.taken
    if isinstance(handed, Accepted):
        return Settled(taken, MailStatus.SENT)
    if isinstance(handed, Doubtful):
        return Settled(taken, MailStatus.UNCONFIRMED, "no answer")
    if isinstance(handed, Refused):
        return Settled(taken, MailStatus.REFUSED, str(handed.code), sets_aside=handed.is_address)
    if isinstance(handed, Later):
        return Settled(taken, MailStatus.WAITING, str(handed.code), retry=True)
    return Settled(taken, MailStatus.WAITING, "lost", retry=True) if isinstance(handed, Lost) else None


def _out(standing: Standing) -> int:
    """How many may have the issue."""
    return standing.of(MailStatus.SENT) + standing.of(MailStatus.UNCONFIRMED)


def _goes_on(standing: Standing, now: datetime) -> GoesOn:
    return GoesOn(standing.of(MailStatus.SENT), standing.all, max(standing.next_at or now, now))
