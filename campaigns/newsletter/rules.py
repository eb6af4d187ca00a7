"""Who may see how many read a newsletter, and who may take an address out."""

from __future__ import annotations

from campaigns.errors import NotAllowed
from campaigns.people.actor import Actor
from campaigns.people.rules import check_can_see_settings
from campaigns.vocabulary import Role


def check_can_see_subscribers(actor: Actor) -> None:
    """Numbers, never addresses: nobody sees those."""
    check_can_see_settings(actor)


def check_can_remove_subscriber(actor: Actor | None) -> None:
    """Somebody who asks by telephone or letter to be taken out is taken out by whoever hears it."""
    if actor is not None and not actor.holds(Role.ADMIN, Role.LEAD, Role.STAFF):
        raise NotAllowed("Only campaign staff, leads and admins take addresses out of a newsletter.")


def sees_small_counts(actor: Actor) -> bool:
    """Who answers for the list sees exact numbers; everybody else reads “<5”: two readers of a small language are
    quickly known by name."""
    return actor.holds(Role.ADMIN)
