"""Every refusal, as a sentence that says what is wrong, where, and what to do."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """Something a person asked for that Litfass does not do, with the reason.

    `message` is an English sentence with {named} values; it is also the key of its translation, so
    values are handed over apart and never formatted in. `field` names the form field at fault, if any.
    A value must never be personal data: sentences reach logs and screens.
    """

    status = 422

    def __init__(self, message: str, *, field: str | None = None, **values: Any) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.values = values

    def __str__(self) -> str:
        return self.message.format(**self.values)


class NotAllowed(Refusal):
    """The person's role does not reach this."""

    status = 403


class NotFound(Refusal):
    """There is no such thing, or the person may not know that there is."""

    status = 404


class Conflict(Refusal):
    """Somebody or something changed it meanwhile; nothing was overwritten."""

    status = 409


class BadInput(Refusal):
    """What was handed in cannot be read or is outside the limits."""


class NotReady(Refusal):
    """The thing exists but a step before it is missing."""


class Unusable(Refusal):
    """The surroundings do not allow it: home, database, port, a missing library."""

    status = 503
