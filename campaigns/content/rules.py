"""Who may plan and who may write."""

from __future__ import annotations

from campaigns.errors import NotAllowed, Refusal
from campaigns.people.actor import Actor
from campaigns.vocabulary import Role


def check_can_plan(actor: Actor) -> None:
    """Staff and leads plan campaigns."""
    if not actor.holds(Role.STAFF, Role.LEAD):
        raise NotAllowed("Only campaign staff and leads plan campaigns. An admin can give that role.")


def check_can_write(actor: Actor, *, language: str) -> None:
    """Staff and leads write every language, translators their own."""
    if actor.holds(Role.STAFF, Role.LEAD) or actor.holds_for(Role.TRANSLATOR, language):
        return
    raise NotAllowed("Only campaign staff and translators for {language} write this text.", language=language)


def can_plan(actor: Actor) -> bool:
    """Whether `check_can_plan` passes."""
    try:
        check_can_plan(actor)
    except Refusal:
        return False
    return True


def can_write(actor: Actor, *, language: str) -> bool:
    """Whether `check_can_write` passes."""
    try:
        check_can_write(actor, language=language)
    except Refusal:
        return False
    return True
