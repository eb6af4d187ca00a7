"""What a channel's answer means for a post, from its status and its codes, never from its prose.

Each adapter has a table of rules; the first that fits decides. The table says of what kind an answer is; what
follows from the kind is the same on every channel, and depends on one more thing: whether the call that was
answered could already have put the post before readers.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from campaigns.placements import reasons
from campaigns.placements.sending.channel_answers import ANSWERED, ANSWERED_SO, NOT_TAKEN
from scheduler.contract import Barred, NotYet, Rejected, Unknown
from scheduler.means import Means
from scheduler.transport import Reply, Said, Silence, bearable_s


class Kind(StrEnum):
    """Of what kind a refusal is. All but `UNKNOWN` and `TWICE` prove that nothing was published."""

    TOKEN = "token"  # noqa: S105
    RIGHT = "right"
    RESTRICTED = "restricted"
    MONEY = "money"
    OUTDATED = "outdated"
    RATE = "rate"
    QUOTA = "quota"
    BUSY = "busy"
    CONTENT = "content"
    TWICE = "twice"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Rule:
    """Answers with one of these statuses and, where given, one of these codes are of this kind."""

    kind: Kind
    statuses: Collection[int] = ()
    codes: Collection[str] = ()

    def fits(self, status: int, codes: Collection[str]) -> bool:
        return (not self.statuses or status in self.statuses) and (
            not self.codes or any(code in self.codes for code in codes)
        )


#: What every HTTP service means alike; the end of every table.
USUAL: Sequence[Rule] = (
    Rule(Kind.TOKEN, {401}),
    Rule(Kind.RIGHT, {403}),
    Rule(Kind.RATE, {429}),
    Rule(Kind.CONTENT, {400, 404, 405, 406, 410, 411, 413, 414, 415, 422}),
)

_BARRED = {
    Kind.TOKEN: reasons.SIGNED_OUT,
    Kind.RIGHT: reasons.MAY_NOT_POST,
    Kind.RESTRICTED: reasons.SERVICE_SAYS_NO,
    Kind.MONEY: reasons.NO_MONEY,
    Kind.OUTDATED: reasons.OUTDATED,
}
#: Seconds until the next try where the channel names none.
_USUAL_WAIT_S = {Kind.RATE: 60.0, Kind.BUSY: 60.0, Kind.QUOTA: 3600.0}

Refused = Rejected | NotYet | Barred


def kind_of(table: Sequence[Rule], status: int, codes: Collection[str]) -> Kind:
    """The kind of the first rule that fits."""
    return next((rule.kind for rule in (*table, *USUAL) if rule.fits(status, codes)), Kind.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Fine:
    """What is in an answer that is no success: its codes, and in how many seconds the channel takes more, where it says
    so in its own way."""

    codes: Sequence[str] = ()
    wait_s: float | None = None


def _no_fine_print(reply: Reply) -> Fine:
    return Fine()


@dataclass(frozen=True)
class Judge:
    """Says what follows from an answer that is no success. `read` finds codes and moments in it."""

    table: Sequence[Rule]
    means: Means
    read: Callable[[Reply], Fine] = _no_fine_print

    def before(self, said: Said) -> Refused:
        """After a call that nobody could see: whatever went wrong, it may be tried again."""
        found = self.after(said)
        return NotYet(found.reason) if isinstance(found, Unknown) else found

    def after(self, said: Said) -> Refused | Unknown:
        """After the call that publishes: only a documented refusal proves that it did not."""
        if isinstance(said, Silence):
            sentence = NOT_TAKEN.format(problem=said.reason)
            return Unknown(sentence) if said.reached else NotYet(sentence)
        fine = self.read(said)
        kind = kind_of(self.table, said.status, fine.codes)
        told = _told(said, fine.codes)
        if kind in _BARRED:
            return Barred(_BARRED[kind])
        if kind in _USUAL_WAIT_S:
            until = self.means.in_s(_named(said, fine), _USUAL_WAIT_S[kind])
            return NotYet(told, until, whole_account=True)
        return Rejected(told) if kind is Kind.CONTENT else Unknown(told)

    def asked(self, said: Said) -> NotYet | Unknown:
        """After a question about a lost reply."""
        found = self.before(said)
        return found if isinstance(found, NotYet) else Unknown(found.reason)

    def health(self, said: Said) -> Barred | NotYet:
        """After a look at the account."""
        found = self.before(said)
        return NotYet(found.reason) if isinstance(found, Rejected) else found


def _named(reply: Reply, fine: Fine) -> float | None:
    """The seconds that a channel asks us to wait. A moment that is over already says only that clocks differ."""
    own = bearable_s(fine.wait_s) if fine.wait_s is not None else None
    return own or reply.wait_s()


def _told(reply: Reply, codes: Collection[str]) -> str:
    """Status and codes; what the channel wrote may quote the post or a key."""
    named = ", ".join(code[:60] for code in codes if code)
    return (ANSWERED_SO if named else ANSWERED).format(status=reply.status, codes=named)


def not_renewed(judge: Judge, said: Said) -> NotYet | Barred:
    """After a token was to be renewed. Only a refusal of the token itself means that it is over: an app whose secret
    was exchanged, or a channel in trouble, leaves the old one as good as it was."""
    if isinstance(said, Reply) and said.text_at("error") in ("invalid_grant", "invalid_request"):
        return Barred(reasons.SIGNED_OUT)
    found = judge.before(said)
    return found if isinstance(found, NotYet) else NotYet(found.reason)
