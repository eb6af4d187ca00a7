"""Who may submit, and whose word counts."""

from __future__ import annotations

from collections.abc import Mapping

from campaigns.approvals.hands import Hand
from campaigns.errors import NotAllowed, Refusal
from campaigns.people.actor import Actor
from campaigns.vocabulary import DeciderKind, Role

#: Why somebody with this hand in it does not decide.
_OWN_PART: Mapping[Hand, str] = {
    Hand.WORDS: (
        "You wrote or edited this text, so another lawyer has to decide. Nobody approves their own words."
    ),
    Hand.LINK: (
        "You chose where its link leads, so another lawyer has to decide. Nobody approves what they made themselves."
    ),
    Hand.LOOK: (
        "You chose how its pictures look, so another lawyer has to decide. Nobody approves what they made themselves."
    ),
    Hand.PHOTO: (
        "You added its photo or changed what stands beside it, so another lawyer has to decide. Nobody approves what "
        "they made themselves."
    ),
    Hand.VOICE: (
        "You recorded or removed its voice, so another lawyer has to decide. Nobody approves what they made themselves."
    ),
    Hand.FACT: (
        "You wrote what a fact behind it says, and nobody else has checked it, so another lawyer has to decide. "
        "Nobody approves what they made themselves."
    ),
    Hand.BROUGHT: (
        "You submitted it, and nobody is known as the author of its words or its link: they came from the command "
        "line. So another lawyer has to decide."
    ),
    Hand.FUNDER: (
        "You changed the funder's statement since this campaign was made, so another lawyer has to decide. Nobody "
        "approves what they made themselves."
    ),
    Hand.BRAND: (
        "You changed colours or logos since this campaign was made, so another lawyer has to decide. Nobody approves "
        "what they made themselves."
    ),
}


def check_can_submit(actor: Actor, *, language: str) -> None:
    """Staff and leads submit every language, translators their own."""
    if actor.holds(Role.STAFF, Role.LEAD) or actor.holds_for(Role.TRANSLATOR, language):
        return
    raise NotAllowed("Only campaign staff, leads and translators of this language submit it for approval.")


def check_can_decide(actor: Actor, *, language: str, hands: Mapping[int, Hand]) -> None:
    """A lawyer of the language who made nothing of what is decided: two persons, whatever their roles."""
    if not actor.holds_for(Role.LAWYER, language):
        raise NotAllowed(
            "Only a lawyer for {language} decides here. An admin can give that role in the settings.",
            language=language,
        )
    if actor.person_id in hands:
        raise NotAllowed(_OWN_PART[hands[actor.person_id]])


def check_can_withdraw(actor: Actor, *, language: str) -> None:
    """Stopping is the safe direction: lawyers of the language, leads and admins take approvals back."""
    if not actor.holds_for(Role.LAWYER, language) and not actor.holds(Role.LEAD, Role.ADMIN):
        raise NotAllowed("Only lawyers of this language, leads and admins take an approval back.")


def check_can_issue_link(
    actor: Actor, *, language: str, hands: Mapping[int, Hand], kind: DeciderKind = DeciderKind.PARTNER
) -> None:
    """Leads and lawyers of the language let somebody outside decide, unless they made a part of it.

    Who answers as a lawyer is for a lawyer to say: a lead could invent one and approve alone.
    """
    if kind is DeciderKind.LAWYER and not actor.holds_for(Role.LAWYER, language):
        raise NotAllowed(
            "Only a lawyer of this language lets a lawyer outside decide. Ask one of them, or let a partner answer."
        )
    if not actor.holds_for(Role.LAWYER, language) and not actor.holds(Role.LEAD):
        raise NotAllowed("Only leads and lawyers of this language let somebody outside decide.")
    if actor.person_id in hands:
        raise NotAllowed("You made a part of this, so somebody else has to choose who decides about it.")


def check_can_see_reviews(actor: Actor) -> None:
    """The queue is open to those who decide, who wait for a decision, and to the board."""
    if not actor.holds(Role.LAWYER, Role.STAFF, Role.LEAD, Role.BOARD):
        raise NotAllowed("Only lawyers, campaign staff, leads and the board see reviews.")


def check_is_lawyer_or_lead(actor: Actor) -> None:
    """Who may let somebody outside decide; `check_can_issue_link` asks for the language and who made it too."""
    if not actor.holds(Role.LAWYER, Role.LEAD):
        raise NotAllowed("Only leads and lawyers let somebody outside decide.")


def check_may_withdraw(actor: Actor) -> None:
    """Who takes approvals back; `check_can_withdraw` asks for the language too."""
    if not actor.holds(Role.LAWYER, Role.LEAD, Role.ADMIN):
        raise NotAllowed("Only lawyers, leads and admins take an approval back.")


def check_is_lawyer(actor: Actor) -> None:
    """Decisions are taken by lawyers; `check_can_decide` asks for the language and who made it too."""
    if not actor.holds(Role.LAWYER):
        raise NotAllowed("Only lawyers decide about approvals. An admin can give that role in the settings.")


def can_issue_link(
    actor: Actor, *, language: str, hands: Mapping[int, Hand], kind: DeciderKind = DeciderKind.PARTNER
) -> bool:
    """Whether `check_can_issue_link` passes."""
    try:
        check_can_issue_link(actor, language=language, hands=hands, kind=kind)
    except Refusal:
        return False
    return True


def can_submit(actor: Actor, *, language: str) -> bool:
    """Whether `check_can_submit` passes."""
    try:
        check_can_submit(actor, language=language)
    except Refusal:
        return False
    return True


def can_decide(actor: Actor, *, language: str, hands: Mapping[int, Hand]) -> bool:
    """Whether `check_can_decide` passes."""
    try:
        check_can_decide(actor, language=language, hands=hands)
    except Refusal:
        return False
    return True
