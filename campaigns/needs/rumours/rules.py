"""Who may log a rumour and who may say whether it is true."""

from __future__ import annotations

from collections.abc import Callable

from campaigns.errors import NotAllowed
from campaigns.people.actor import Actor
from campaigns.people.rules import check_holds
from campaigns.vocabulary import Role


def check_can_log_rumour(actor: Actor) -> None:
    """Whoever works with questions hears rumours, too."""
    check_holds(actor, Role.ADVISOR, Role.STAFF, Role.LEAD, Role.ADMIN)


def check_can_see_rumours(actor: Actor) -> None:
    """Whoever logs them or looks into them."""
    check_holds(actor, Role.ADVISOR, Role.STAFF, Role.LAWYER, Role.LEAD, Role.ADMIN)


def check_can_judge_rumour(actor: Actor) -> None:
    """Staff looks into it, a lawyer may, too."""
    check_holds(actor, Role.STAFF, Role.LAWYER, Role.LEAD, Role.ADMIN)


def check_can_see_hearings(actor: Actor) -> None:
    """When, where and how often a rumour was heard, below the programme's smallest count: whoever hears them."""
    check_holds(actor, Role.ADVISOR, Role.STAFF, Role.LEAD)


def can_see_hearings(actor: Actor) -> bool:
    return _allows(check_can_see_hearings, actor)


def can_judge_rumour(actor: Actor) -> bool:
    return _allows(check_can_judge_rumour, actor)


def can_log_rumour(actor: Actor) -> bool:
    return _allows(check_can_log_rumour, actor)


def can_see_rumours(actor: Actor) -> bool:
    return _allows(check_can_see_rumours, actor)


def _allows(check: Callable[[Actor], None], actor: Actor) -> bool:
    try:
        check(actor)
    except NotAllowed:
        return False
    return True
