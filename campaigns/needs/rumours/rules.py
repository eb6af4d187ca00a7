"""Who may log a rumour and who may say whether it is true."""

from __future__ import annotations

from campaigns.errors import NotAllowed
from campaigns.people.actor import Actor
from campaigns.people.rules import check_holds
from campaigns.vocabulary import Role


def check_can_log_rumour(actor: Actor) -> None:
    """Whoever works with questions hears rumours, too."""
    check_holds(actor, Role.ADVISOR, Role.STAFF, Role.LEAD, Role.ADMIN)


def check_can_judge_rumour(actor: Actor) -> None:
    """Staff looks into it, a lawyer may, too."""
    check_holds(actor, Role.STAFF, Role.LAWYER, Role.LEAD, Role.ADMIN)


def can_judge_rumour(actor: Actor) -> bool:
    try:
        check_can_judge_rumour(actor)
    except NotAllowed:
        return False
    return True
