"""Who sees whom the campaigns reached."""

from __future__ import annotations

from campaigns.people.actor import Actor
from campaigns.people.rules import check_holds
from campaigns.vocabulary import Role


def check_can_see_reach(actor: Actor) -> None:
    """Those who plan, those who account for it, and those who evaluate it."""
    check_holds(actor, Role.STAFF, Role.LEAD, Role.BOARD, Role.EVALUATOR, Role.ADMIN)


def can_see_reach(actor: Actor) -> bool:
    return actor.holds(Role.STAFF, Role.LEAD, Role.BOARD, Role.EVALUATOR, Role.ADMIN)


def check_can_import_figures(actor: Actor) -> None:
    """Those who look after the accounts, and those who account for what was reached."""
    check_holds(actor, Role.STAFF, Role.LEAD, Role.ADMIN)


def check_can_fix_reports(actor: Actor) -> None:
    """A fixed report is what others see from then on: that is for whoever answers for the programme."""
    check_holds(actor, Role.LEAD, Role.ADMIN)


def can_import_figures(actor: Actor) -> bool:
    return actor.holds(Role.STAFF, Role.LEAD, Role.ADMIN)


def can_see_live_questions(actor: Actor) -> bool:
    """Counts of questions for any period: for those who work with them. Others read them in fixed reports."""
    return actor.holds(Role.STAFF, Role.LEAD, Role.ADMIN)


def can_fix_reports(actor: Actor) -> bool:
    return actor.holds(Role.LEAD, Role.ADMIN)


def check_can_see_post(actor: Actor) -> None:
    """A single post's figures: also for those who post it by hand and type them in."""
    check_holds(actor, Role.ADVISOR, Role.STAFF, Role.LEAD, Role.BOARD, Role.EVALUATOR, Role.ADMIN)
