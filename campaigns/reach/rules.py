"""Who sees whom the campaigns reached."""

from __future__ import annotations

from campaigns.people.actor import Actor
from campaigns.people.rules import check_holds
from campaigns.vocabulary import Role


def check_can_see_reach(actor: Actor) -> None:
    """Those who plan, those who account for it, and those who evaluate it."""
    check_holds(actor, Role.STAFF, Role.LEAD, Role.BOARD, Role.EVALUATOR, Role.ADMIN)
