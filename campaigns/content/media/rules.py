"""Who may bring in photos, logos and voices."""

from __future__ import annotations

from campaigns.errors import Refusal
from campaigns.people.actor import Actor
from campaigns.people.rules import check_holds
from campaigns.vocabulary import Role


def check_can_add_media(actor: Actor) -> None:
    """Those who make campaigns, and admins."""
    check_holds(actor, Role.ADMIN, Role.LEAD, Role.STAFF)


def can_add_media(actor: Actor) -> bool:
    """Whether `check_can_add_media` passes."""
    try:
        check_can_add_media(actor)
    except Refusal:
        return False
    return True
