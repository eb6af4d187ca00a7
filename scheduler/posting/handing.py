"""What comes of handing a mail over, as values; what a way out has to be able to do."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Protocol

UNREACHED = "The mail server cannot be reached."
NO_LOGIN = "The mail server offered no login or no encryption. Look at its port, if it stays so."


@dataclass(frozen=True)
class Accepted:
    """The server has it."""


@dataclass(frozen=True)
class Refused:
    """The server will never take this mail. `is_address`: because there is no such mailbox. `code` is its answer."""

    code: int
    is_address: bool = False


@dataclass(frozen=True)
class Later:
    """The server puts this mail off: nothing of it arrived."""

    code: int


@dataclass(frozen=True)
class Lost:
    """The line broke before the final dot: nothing of it arrived."""


@dataclass(frozen=True)
class Doubtful:
    """The final dot was sent and no answer came: it may be there or not."""


@dataclass(frozen=True)
class Shut:
    """The account may not send: wrong name or password, or not under this sender. Nothing of it arrived."""

    code: int


Handed = Accepted | Refused | Later | Lost | Doubtful | Shut


class NoWay(Exception):
    """The way out cannot be used. `is_ours`: until a person mends the account. Nothing was sent."""

    def __init__(self, *, is_ours: bool, why: str = UNREACHED) -> None:
        super().__init__(why)
        self.is_ours, self.why = is_ours, why


class Way(Protocol):
    """An open way out."""

    def hand_over(self, message: EmailMessage, *, sender: str, to: str) -> Handed:
        """One mail to one address, once."""

    def is_alive(self) -> bool:
        """Whether a further mail can be handed over."""


class Road(Protocol):
    """How mails of an account leave."""

    def opened(self, *, sender: str) -> AbstractContextManager[Way]:
        """A way out; raises `NoWay`."""
