"""Asking a machine for help with one text; the worker carries it out."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from campaigns.content.checks.readability import LONG, find_hard
from campaigns.content.machine.budget import check_budget
from campaigns.content.machine.models import MachineService
from campaigns.content.machine.order import Order, order_of
from campaigns.content.models import Variant
from campaigns.content.queries import campaign_of_variant
from campaigns.content.rules import check_can_write
from campaigns.errors import BadInput, NotReady
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.vocabulary import MachineTask, Role, WorkKind
from campaigns.work.actions import request_work
from campaigns.work.models import Work
from campaigns.work.queries import open_work

#: The most that one text may send; a post on a picture is far below it.
MOST_CHARACTERS = 20_000
#: The refusals of a hard source, by how its language is measured.
TOO_HARD = (
    "The source is too hard to read for a machine to translate: LIX {measured}, where plain posts stay under {limit}. "
    "Shorten its sentences and words first."
)
TOO_LONG = (
    "The source is too hard to read for a machine to translate: its sentences have {measured} words on average, where "
    "plain posts stay under {limit}. Shorten them first."
)


def check_can_ask(actor: Actor, *, language: str, task: MachineTask) -> None:
    """Writers of a language ask about it; its lawyers ask what it says in their own."""
    if task is MachineTask.BACK_TRANSLATE and actor.holds_for(Role.LAWYER, language):
        return
    check_can_write(actor, language=language)


def ask_machine(session: Session, *, variant: Variant, task: MachineTask, by: Actor, now: datetime) -> Work:
    """Puts one text in the worker's queue for the programme's service, within its budget."""
    check_can_ask(by, language=variant.language, task=task)
    campaign, _post = campaign_of_variant(session, variant)
    service = usable_service(session, programme_id=campaign.programme_id, task=task)
    if open_work(session, kind=WorkKind.MACHINE_HELP, subject_id=variant.id):
        raise NotReady("The machine is already at work on this text. Its answer appears here.")
    order = order_of(session, variant=variant, task=task)
    check_order(order)
    check_budget(session, service=service, characters=order.characters, now=now)
    work = request_work(
        session,
        kind=WorkKind.MACHINE_HELP,
        programme_id=campaign.programme_id,
        subject_id=variant.id,
        order={"task": task.value},
        by=by,
        now=now,
    )
    record(
        session,
        action="ask_machine",
        subject="variant",
        subject_id=variant.id,
        by=by,
        programme_id=campaign.programme_id,
        now=now,
        task=task.value,
        kind=str(service.kind),
        characters=order.characters,
    )
    return work


def usable_service(session: Session, *, programme_id: int, task: MachineTask) -> MachineService:
    """The programme's service, where it is on and may be asked for this."""
    service = session.get(MachineService, programme_id)
    if service is None or not service.is_on:
        raise NotReady("Machine help is switched off in this programme. Everything works without it.")
    if task.value not in service.tasks:
        raise NotReady(
            "The machine may not be asked for this in this programme. An admin decides in the settings."
        )
    return service


def check_order(order: Order) -> None:
    """Refuses an order with nothing in it, one that is too long, and a source that is too hard to read.

    What is hard in the source becomes wrong in eighteen languages; plain language may be asked for first.
    """
    if not order.texts:
        raise NotReady("There is no text here that a machine could help with.")
    if order.characters > MOST_CHARACTERS:
        raise BadInput(
            "The text has {characters} characters; at most {most} are sent at a time.",
            characters=order.characters,
            most=MOST_CHARACTERS,
        )
    if order.task is MachineTask.TRANSLATE:
        for finding in find_hard(list(order.texts.values()), language=order.source):
            raise NotReady(TOO_LONG if finding.message == LONG else TOO_HARD, **finding.values)
