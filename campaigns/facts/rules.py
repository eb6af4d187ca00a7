"""Who may change facts, and who answers for them."""

from __future__ import annotations

from campaigns.errors import NotAllowed, Refusal
from campaigns.people.actor import Actor
from campaigns.vocabulary import Role


def check_can_check_facts(actor: Actor) -> None:
    """A lawyer answers for what is true."""
    if not actor.holds(Role.LAWYER):
        raise NotAllowed("Only a lawyer of the programme checks facts.")


def check_can_change_facts(actor: Actor) -> None:
    """Lawyers, campaign staff and leads write facts down."""
    if not actor.holds(Role.LAWYER, Role.STAFF, Role.LEAD):
        raise NotAllowed("Only lawyers, campaign staff and leads change facts.")


def can_check_facts(actor: Actor) -> bool:
    """Whether `check_can_check_facts` passes."""
    try:
        check_can_check_facts(actor)
    except Refusal:
        return False
    return True


def can_change_facts(actor: Actor) -> bool:
    """Whether `check_can_change_facts` passes."""
    try:
        check_can_change_facts(actor)
    except Refusal:
        return False
    return True
