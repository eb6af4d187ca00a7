"""Who may see, add, correct and undo what was asked."""

from __future__ import annotations

from collections.abc import Callable

from campaigns.errors import Conflict, NotAllowed
from campaigns.needs.models import NeedBatch
from campaigns.people.actor import Actor
from campaigns.people.rules import check_holds, check_is_member
from campaigns.vocabulary import Role

_WORKING = (Role.ADVISOR, Role.STAFF, Role.LEAD, Role.ADMIN)
_MAKING = (*_WORKING, Role.LAWYER)


def check_can_see_radar(actor: Actor) -> None:
    """Counts are for those who make campaigns; small ones are hidden from all alike.

    Board and evaluators read fixed reports, which tell exact counts: beside the steps of the radar some of the small
    ones could be worked out (decision 31). Translators need no counts for their texts (decision 84).
    """
    check_holds(actor, *_MAKING)


def check_can_see_topics(actor: Actor) -> None:
    """What a topic is and by which words it is found says nothing of how many ask."""
    check_is_member(actor)


def check_can_read_needs(actor: Actor) -> None:
    """Single questions are for those who log them or plan with them, not for board and evaluators."""
    check_holds(actor, *_WORKING)


def check_can_add_needs(actor: Actor) -> None:
    check_holds(actor, *_WORKING)


def check_can_import_needs(actor: Actor) -> None:
    check_holds(actor, *_WORKING)


def check_can_confirm_topic(actor: Actor) -> None:
    check_holds(actor, *_WORKING)


def check_can_propose(actor: Actor) -> None:
    check_holds(actor, Role.STAFF, Role.LEAD, Role.ADMIN)


def check_can_manage_tokens(actor: Actor) -> None:
    """A token lets another program write into the programme's figures: that is for whoever answers for them."""
    check_holds(actor, Role.LEAD, Role.ADMIN)


def check_can_undo_import(actor: Actor, batch: NeedBatch) -> None:
    """Whoever brought it in, or who leads; once."""
    if batch.created_by != actor.person_id:
        check_holds(actor, Role.STAFF, Role.LEAD, Role.ADMIN)
    if batch.programme_id != actor.programme_id:
        raise NotAllowed("This import belongs to another programme. Change the programme first.")
    check_not_undone(batch)


def check_not_undone(batch: NeedBatch) -> None:
    if batch.undone_at is not None:
        raise Conflict("This import was already undone. Nothing was changed.")


def can_see_radar(actor: Actor) -> bool:
    return _allows(lambda: check_can_see_radar(actor))


def can_import_needs(actor: Actor) -> bool:
    return _allows(lambda: check_can_import_needs(actor))


def can_read_needs(actor: Actor) -> bool:
    return _allows(lambda: check_can_read_needs(actor))


def can_confirm_topic(actor: Actor) -> bool:
    return _allows(lambda: check_can_confirm_topic(actor))


def can_propose(actor: Actor) -> bool:
    return _allows(lambda: check_can_propose(actor))


def can_manage_tokens(actor: Actor) -> bool:
    return _allows(lambda: check_can_manage_tokens(actor))


def can_undo_import(actor: Actor, batch: NeedBatch) -> bool:
    return _allows(lambda: check_can_undo_import(actor, batch))


def _allows(check: Callable[[], None]) -> bool:
    try:
        check()
    except (NotAllowed, Conflict):
        return False
    return True
