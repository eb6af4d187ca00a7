"""Who may do what with people, programmes and settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from campaigns.errors import NotAllowed
from campaigns.people.actor import Actor
from campaigns.vocabulary import Role


def check_holds(actor: Actor, *roles: Role) -> None:
    """Refuses whoever holds none of these roles."""
    if not actor.holds(*roles):
        raise NotAllowed(
            "Your role in this programme does not include this. Ask an admin of the programme if you need it."
        )


def check_is_member(actor: Actor) -> None:
    """Every role of the programme reaches this; a login without any role does not."""
    if not actor.roles:
        raise NotAllowed("You have no role in a programme yet. Ask an admin to give you one.")


def check_can_see_settings(actor: Actor) -> None:
    check_holds(actor, Role.ADMIN, Role.LEAD, Role.STAFF)


def check_can_change_programme(actor: Actor) -> None:
    check_holds(actor, Role.ADMIN)


def check_can_manage_people(actor: Actor) -> None:
    check_holds(actor, Role.ADMIN)


def check_can_take_back(actor: Actor) -> None:
    """What somebody approved before they left is taken back by leads and admins: stopping is the safe direction."""
    check_holds(actor, Role.ADMIN, Role.LEAD)


def check_can_manage_accounts(actor: Actor) -> None:
    check_holds(actor, Role.ADMIN)


def check_can_keep_spaces(actor: Actor) -> None:
    """The register of groups is kept by those who know them."""
    check_holds(actor, Role.ADMIN, Role.LEAD, Role.STAFF, Role.ADVISOR)


def check_can_read_audit(actor: Actor) -> None:
    check_holds(actor, Role.ADMIN, Role.LEAD)


def check_can_export_evidence(actor: Actor) -> None:
    """Who answers for a decision can show what it rested on."""
    check_holds(actor, Role.ADMIN, Role.LEAD, Role.LAWYER)


def evidence_languages(actor: Actor) -> frozenset[str] | None:
    """Of which languages somebody exports the evidence: a lawyer of their own, None for those who export all of it."""
    return None if actor.holds(Role.ADMIN, Role.LEAD) else actor.languages(Role.LAWYER)


def check_can_review_access(actor: Actor) -> None:
    """Who looks through the list of everybody with access, every quarter."""
    check_holds(actor, Role.LEAD, Role.ADMIN)


def check_can_see_doctor(actor: Actor) -> None:
    check_holds(actor, Role.ADMIN)


def check_can_manage_person(actor: Actor, *, programmes: Iterable[int]) -> None:
    """A login can be disabled or given a new password only by an admin of every programme it works in.

    Otherwise an admin of one programme could take over an account of another.
    """
    check_can_manage_people(actor)
    if not set(programmes) <= actor.administers:
        raise NotAllowed(
            "This person also works in a programme that you do not administer. "
            "You can change the roles here; ask the admin there for the rest."
        )


def can_manage_person(actor: Actor, *, programmes: Iterable[int]) -> bool:
    return _allows(lambda: check_can_manage_person(actor, programmes=programmes))


def can_see_settings(actor: Actor) -> bool:
    return _allows(lambda: check_can_see_settings(actor))


def can_change_programme(actor: Actor) -> bool:
    return _allows(lambda: check_can_change_programme(actor))


def can_manage_people(actor: Actor) -> bool:
    return _allows(lambda: check_can_manage_people(actor))


def can_manage_accounts(actor: Actor) -> bool:
    return _allows(lambda: check_can_manage_accounts(actor))


def can_keep_spaces(actor: Actor) -> bool:
    return _allows(lambda: check_can_keep_spaces(actor))


def can_read_audit(actor: Actor) -> bool:
    return _allows(lambda: check_can_read_audit(actor))


def can_export_evidence(actor: Actor) -> bool:
    return _allows(lambda: check_can_export_evidence(actor))


def can_review_access(actor: Actor) -> bool:
    return _allows(lambda: check_can_review_access(actor))


def can_see_doctor(actor: Actor) -> bool:
    return _allows(lambda: check_can_see_doctor(actor))


def _allows(check: Callable[[], None]) -> bool:
    try:
        check()
    except NotAllowed:
        return False
    return True
