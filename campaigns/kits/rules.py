"""Who makes, sends and withdraws kits, and keeps the register of partners. `None` is the worker itself."""

from __future__ import annotations

from campaigns.errors import NotAllowed
from campaigns.people.actor import Actor
from campaigns.vocabulary import Role


def check_can_keep_kits(actor: Actor | None) -> None:
    """Staff and leads hand kits to partners and take them back."""
    if actor is not None and not can_keep_kits(actor):
        raise NotAllowed("Only campaign staff and leads hand kits to partners. An admin can give that role.")


def can_keep_kits(actor: Actor) -> bool:
    return actor.holds(Role.STAFF, Role.LEAD)
