"""Who may place, cancel, pause, and keep accounts and spaces. `None` is the worker itself."""

from __future__ import annotations

from collections.abc import Collection

from campaigns.errors import Conflict, NotAllowed, Refusal
from campaigns.people.actor import Actor
from campaigns.people.rules import check_can_keep_spaces, check_can_manage_accounts
from campaigns.placements.models import Account
from campaigns.vocabulary import Role

#: Who posts in groups, and may look after one.
POSTS_BY_HAND = (Role.ADVISOR, Role.STAFF, Role.LEAD)


def check_can_place(actor: Actor | None) -> None:
    """Staff and leads put posts into the calendar and take them out again."""
    if actor is not None and not actor.holds(Role.STAFF, Role.LEAD):
        raise NotAllowed("Only campaign staff and leads place posts. An admin can give that role.")


def check_can_pause(actor: Actor | None) -> None:
    """Leads and admins stop all sending of a programme, and let it go on."""
    if actor is not None and not actor.holds(Role.LEAD, Role.ADMIN):
        raise NotAllowed("Only leads and admins pause and resume sending.")


def check_can_pause_everything(actor: Actor | None, *, programmes: Collection[int]) -> None:
    """All sending of every programme is stopped, and let go on, by an admin of each of them."""
    if actor is not None and not set(programmes) <= actor.administers:
        raise NotAllowed(
            "Only somebody who is an admin in every programme stops all of them and lets them go on. Stop your own, or "
            "ask whoever runs the server."
        )


def check_can_keep_accounts(actor: Actor | None) -> None:
    """Accounts belong to admins."""
    if actor is not None:
        check_can_manage_accounts(actor)


def check_is_there(account: Account | None) -> None:
    """Refuses an account that was removed: nothing leaves through it any more."""
    if account is not None and account.closed_at is not None:
        raise Conflict(
            "The account “{name}” was removed. Choose another one, post it by hand, or cancel it.",
            field="account",
            name=account.name,
        )


def check_can_pause_account(actor: Actor | None) -> None:
    """An account is paused in a hurry: staff may do it too."""
    if actor is not None and not actor.holds(Role.STAFF, Role.LEAD, Role.ADMIN):
        raise NotAllowed("Only campaign staff, leads and admins pause and resume accounts.")


def check_can_add_space(actor: Actor | None) -> None:
    """The register of groups is kept by those who know them."""
    if actor is not None:
        check_can_keep_spaces(actor)


def can_place(actor: Actor) -> bool:
    """Whether `check_can_place` passes."""
    try:
        check_can_place(actor)
    except Refusal:
        return False
    return True


def can_pause(actor: Actor) -> bool:
    """Whether `check_can_pause` passes."""
    try:
        check_can_pause(actor)
    except Refusal:
        return False
    return True


def can_pause_everything(actor: Actor, *, programmes: Collection[int]) -> bool:
    """Whether `check_can_pause_everything` passes."""
    return set(programmes) <= actor.administers


def check_can_post_by_hand(actor: Actor | None) -> None:
    """Advisors post in groups; staff and leads may do it for them."""
    if actor is not None and not actor.holds(*POSTS_BY_HAND):
        raise NotAllowed("Only advisors, campaign staff and leads post in groups.")


def can_post_by_hand(actor: Actor) -> bool:
    return actor.holds(*POSTS_BY_HAND)
