"""Who keeps the glossary: staff and leads all of it, translators the forms of their languages."""

from __future__ import annotations

from collections.abc import Callable

from campaigns.content.rules import check_can_write
from campaigns.errors import NotAllowed, Refusal
from campaigns.people.actor import Actor
from campaigns.vocabulary import Role


def check_can_keep_terms(actor: Actor) -> None:
    """Staff and leads add terms and switch them off."""
    if not actor.holds(Role.STAFF, Role.LEAD):
        raise NotAllowed("Only campaign staff and leads add terms to the glossary.")


def check_can_read_terms(actor: Actor) -> None:
    """Whoever writes or decides about words reads the glossary."""
    if not actor.holds(Role.STAFF, Role.LEAD, Role.TRANSLATOR, Role.LAWYER, Role.ADMIN):
        raise NotAllowed("The glossary belongs to those who write and check texts.")


def check_can_say_term(actor: Actor, *, language: str) -> None:
    """Whoever writes a language says its forms."""
    check_can_write(actor, language=language)


def can_keep_terms(actor: Actor) -> bool:
    """Whether `check_can_keep_terms` passes."""
    return _passes(check_can_keep_terms, actor)


def can_read_terms(actor: Actor) -> bool:
    """Whether `check_can_read_terms` passes."""
    return _passes(check_can_read_terms, actor)


def _passes(check: Callable[[Actor], None], actor: Actor) -> bool:
    try:
        check(actor)
    except Refusal:
        return False
    return True
