"""What every channel adapter is: three steps, of which one is irreversible, and answers as values."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from campaigns.placements.wire import Sender, Wire
from campaigns.reach.readings import Reading
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
    """Provably not sent (refused connection, documented 429): it may be tried again, not before `retry_at`."""

    reason: str
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody can say whether the channel took it: lost reply, time-out, 5xx, unreadable answer."""

    reason: str


@dataclass(frozen=True, slots=True)
class Absent:
    """The channel was asked and proves that the post does not exist there."""


Outcome = Published | Rejected | NotYet | Unknown
Finding = Published | Absent | NotYet | Unknown
#: Counters one by one, as far as the channel gave them; or nothing this time.
Counters = tuple[Reading, ...] | NotYet | Unknown


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything ready for the one call. `payload` is the adapter's own."""

    wire: Wire
    sender: Sender
    payload: Any = None


class Adapter(ABC):
    """A kind of channel. An adapter that declares no class is blind: its lost replies are a person's to settle.

    `key_minutes`: for how long a keyed channel recognises a key. `wave`: how many posts may be claimed in one
    commit. More than one only where the call is local and a repeat finds its own id: after a crash in the
    middle of a wave every post of it is looked up.
    """

    channel: ClassVar[str]
    idempotency: ClassVar[IdempotencyClass] = IdempotencyClass.BLIND
    key_minutes: ClassVar[int | None] = None
    wave: ClassVar[int] = 1

    def prepare(self, wire: Wire, sender: Sender) -> Prepared | Rejected | NotYet:
        """All that can be done without anybody seeing it. May be repeated freely."""
        return Prepared(wire, sender)

    @abstractmethod
    def send(self, prepared: Prepared) -> Outcome:
        """The irreversible call, made once per claim. No retries inside, no redirects, within the lease."""

    def reconcile(self, prepared: Prepared, since: datetime) -> Finding:
        """What the channel says about a post whose reply was lost at about `since`.

        Reading only: it never sends. `keyed` channels need not override it; the same key is sent again.
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
