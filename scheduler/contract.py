"""What every channel adapter is: three steps, of which one is irreversible, and answers as values."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from campaigns.placements.sending.wire import NOTHING_STAGED, Sender, Wire
from campaigns.reach.insights.readings import Reading
from campaigns.vocabulary import IdempotencyClass


@dataclass(frozen=True, slots=True)
class Published:
    """The channel says that the post exists, under this id and address."""

    remote_id: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Rejected:
    """The channel did not take it. `permanent`: trying the same again cannot help."""

    reason: str
    permanent: bool = True


@dataclass(frozen=True, slots=True)
class NotYet:
    """Provably not sent (refused connection, documented 429): it may be tried again, not before `retry_at`.

    `staged`, if given, is what the next try needs from this one: an upload that is still being worked on.
    `whole_account`: the channel takes nothing of this account before then, so its other posts wait, too.
    """

    reason: str
    retry_at: datetime | None = None
    staged: Mapping[str, Any] | None = None
    whole_account: bool = False


@dataclass(frozen=True, slots=True)
class GoesOn:
    """Part of it is out and written down, the rest follows at `next_at`: `done` of `of` readers have it.

    Only for channels that hand a post to readers one by one and keep a ledger of them. No try is used up by it,
    and what has begun is not too late any more.
    """

    done: int
    of: int
    next_at: datetime


@dataclass(frozen=True, slots=True)
class Barred:
    """Provably not sent, and nothing will be through this account until a person mends it: its token is dead,
    or it lost the right to post. `reason` is a sentence of `campaigns.placements.reasons`. `underway`: some readers
    have it already, so the rest cannot be too late."""

    reason: str
    underway: bool = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody can say whether the channel took it: lost reply, time-out, 5xx, unreadable answer."""

    reason: str


@dataclass(frozen=True, slots=True)
class Absent:
    """The channel was asked and proves that the post does not exist there."""


Outcome = Published | Rejected | NotYet | GoesOn | Barred | Unknown
Finding = Published | Absent | NotYet | GoesOn | Unknown
#: Counters one by one, as far as the channel gave them; or nothing this time.
Counters = tuple[Reading, ...] | NotYet | Unknown


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything ready for the one call. `payload` is the adapter's own.

    `staged` is written down with the claim, before the call: ids without which nobody could ask afterwards
    (the upload that is about to be published). `known` are ids of posts of this account that are other
    placements: a post that is found there is not this one.
    """

    wire: Wire
    sender: Sender
    payload: Any = None
    staged: Mapping[str, Any] = field(default_factory=dict)
    known: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Well:
    """An account answers. `name` is what the channel calls it; `capabilities` what its server said about itself,
    by section of a profile; `expires_at` when its token ends, where that is known."""

    name: str
    capabilities: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    expires_at: datetime | None = None


Health = Well | Barred | NotYet


@dataclass(frozen=True, slots=True)
class Renewed:
    """A new token. `secret` are the parts that changed; an empty one leaves what is kept. `ends_at` is its end,
    `again_at` when it is renewed next, `last_at` the end that only a person can put off, where there is one."""

    secret: Mapping[str, str]
    again_at: datetime
    ends_at: datetime | None = None
    last_at: datetime | None = None


class Adapter(ABC):
    """A kind of channel. An adapter that declares no class is blind: its lost replies are a person's to settle.

    `key_minutes`: for how long a keyed channel recognises a key. `wave`: how many posts may be claimed in one
    commit. More than one only where the call is local and a repeat finds its own id: after a crash in the
    middle of a wave every post of it is looked up. `renews`: its tokens end and can be renewed before that.
    """

    channel: ClassVar[str]
    renews: ClassVar[bool] = False
    idempotency: ClassVar[IdempotencyClass] = IdempotencyClass.BLIND
    key_minutes: ClassVar[int | None] = None
    wave: ClassVar[int] = 1

    def prepare(
        self, wire: Wire, sender: Sender, staged: Mapping[str, Any] = NOTHING_STAGED
    ) -> Prepared | Rejected | NotYet | Barred:
        """All that can be done without anybody seeing it. May be repeated freely.

        `staged` is what an earlier try left; an adapter goes on from there where it can.
        """
        return Prepared(wire, sender)

    @abstractmethod
    def send(self, prepared: Prepared) -> Outcome:
        """The irreversible call, made once per claim. No retries inside, no redirects, within the lease."""

    def reconcile(self, prepared: Prepared, since: datetime) -> Finding:
        """What the channel says about a post whose reply was lost at about `since`.

        Reading only: it never sends. `prepared` has no payload here; `staged` and `known` are filled.
        `keyed` channels need not override it; the same key is sent again.
        """
        return Unknown("This channel cannot be asked.")

    def read_insights(self, post: Published, sender: Sender) -> Counters:
        """The counters of a published post as they stand now; an empty tuple where the channel has none to give.

        Reading only, and one counter apart from the other: a figure that the channel has retired or refuses is
        `Reading(metric, None, unknown="…")` and leaves the rest alone. Never 0 for what was not told. `NotYet`
        names the moment to ask again (a rate limit), `Unknown` why nothing could be read this time.
        """
        return ()

    def read_followers(self, sender: Sender) -> Reading | None:
        """How many follow the account now (`Metric.FOLLOWERS`); None where the channel does not tell."""
        return None

    def knows_key(self, now: Mapping[str, Any], then: Mapping[str, Any]) -> bool:
        """Whether a keyed channel can still know the key of a post: `now` is what a repeat has staged, `then` what
        the lost try had."""
        return True

    def examine(self, sender: Sender) -> Health:
        """Whether the account can be reached and may post, and what its server says about itself. Changes nothing."""
        return Well(sender.name)

    def renew(self, sender: Sender) -> Renewed | NotYet | Barred | None:
        """Exchanges the token for a new one before it ends; None where this account's cannot be. `Barred` only where
        the channel says that the old one is good for nothing any more. The caller keeps what came."""
        return None

    def edit(
        self, wire: Wire, sender: Sender, remote_id: str
    ) -> Published | Rejected | NotYet | Barred | Unknown:
        """Puts the words of `wire` in the place of a post's, and leaves its pictures. The same words again change
        nothing, so whatever went wrong it may be repeated; it never makes another post."""
        return Rejected("Posts on this channel cannot be changed.")

    def take_down(self, sender: Sender, remote_id: str) -> Outcome | Absent:
        """Removes a post. `Absent` when it is not there (any more); `Published` when it still stands."""
        return Rejected("Posts on this channel can only be taken down by hand.")
