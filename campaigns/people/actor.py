"""Who acts: a person as one programme sees them."""

from __future__ import annotations

from dataclasses import dataclass

from campaigns.vocabulary import Role


@dataclass(frozen=True)
class Actor:
    """The person behind an action, with the roles held in the programme at hand.

    `roles` holds (role, language) pairs; the language is '' for every role that is not held per language.
    `administers` are the programmes of which the person is an admin, this one or others. Actions of the
    worker itself are done by `None`, never by an Actor. `proven_by` is how the login was proven: password, code,
    recovery, passkey or provider; empty where there is none, as on the command line.
    """

    person_id: int
    name: str
    programme_id: int | None
    roles: frozenset[tuple[Role, str]] = frozenset()
    administers: frozenset[int] = frozenset()
    proven_by: str = ""

    def holds(self, *roles: Role) -> bool:
        """Whether the person holds any of these roles, in whatever language."""
        return any(role in roles for role, _ in self.roles)

    def holds_for(self, role: Role, language: str) -> bool:
        """Whether the person holds a language role for this language."""
        return (role, language) in self.roles

    def languages(self, role: Role) -> frozenset[str]:
        """The languages for which the person holds a language role."""
        return frozenset(language for held, language in self.roles if held is role)


def person_id(by: Actor | None) -> int | None:
    """What is written in a `…_by` column: the person's id, or None for the worker."""
    return by.person_id if by else None
