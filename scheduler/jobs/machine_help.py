"""Asking a programme's translation service about one text: read, ask outside any transaction, write down."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from campaigns.content.glossary.queries import terms_of
from campaigns.content.glossary.terms import Terms
from campaigns.content.machine.asking import check_order, usable_service
from campaigns.content.machine.budget import add_use, check_budget
from campaigns.content.machine.judging import Flaw, flaw_of, settled
from campaigns.content.machine.models import PURPOSE, MachineService
from campaigns.content.machine.order import Order, order_of
from campaigns.content.machine.pieces import Piece, cut
from campaigns.content.machine.suggestions import record_suggestion
from campaigns.content.models import Variant
from campaigns.content.notation import without_isolates
from campaigns.db import read_scope, session_scope
from campaigns.errors import BadInput, NotReady
from campaigns.languages import written_languages
from campaigns.needs.language import detect_language
from campaigns.sealing import unseal
from campaigns.settings import secret_key
from campaigns.vocabulary import MachineTask
from scheduler.jobs.task import Task
from scheduler.machines.contract import Answered, Ask, Busy, Machine
from scheduler.machines.registry import MACHINES
from scheduler.transport import Transport

#: A service that is busy is asked this often in all, and waited for at most this long in between (seconds).
TRIES, LONGEST_WAIT_S, USUAL_WAIT_S = 3, 20.0, 2.0


def run(task: Task, *, pause: Callable[[float], object] = time.sleep) -> dict[str, Any]:
    """`order` names the `task`; the variant is the subject. Answers what was suggested and what was refused."""
    if task.subject_id is None or task.programme_id is None:
        raise BadInput("This work names no text.")
    wanted = MachineTask(task.order["task"])
    task.report(0, 1)
    with read_scope(task.engine) as session:
        service = usable_service(session, programme_id=task.programme_id, task=wanted)
        variant = session.get_one(Variant, task.subject_id)
        order = order_of(session, variant=variant, task=wanted)
        terms = terms_of(session, programme_id=task.programme_id)
        session.expunge(service)
    check_order(order)
    pieces = {place: cut(text, _untranslatable(terms, text, order)) for place, text in order.texts.items()}
    answer = _asked(task, service, _ask(order, pieces, terms), order, pause)
    texts, flaws = _judged(order, pieces, answer)
    with session_scope(task.engine) as session:
        record_suggestion(
            session,
            variant_id=task.subject_id,
            order=order,
            texts=texts,
            flaws=flaws,
            service=service,
            asked_by=task.asked_by,
            now=task.clock(),
        )
    task.report(1, 1)
    return {"suggested": len(texts), "refused": len(flaws), "characters": order.characters}


def _ask(order: Order, pieces: dict[str, tuple[Piece, ...]], terms: Terms) -> Ask:
    """The request, with the glossary's words for the terms that stand in its texts."""
    used = {hit.term.key: hit.term for text in order.texts.values() for hit in terms.hits(text, order.source)}
    wording = {
        (term.allowed(order.source) or (term.key,))[0]: form
        for term in used.values()
        if (form := term.suggestion(order.target, order.source)) and order.source != order.target
    }
    return Ask(order.task, order.source, order.target, tuple(pieces.values()), wording)


def _untranslatable(terms: Terms, text: str, order: Order) -> list[str]:
    """Names that stay German in every language, as they stand in this text."""
    plain = without_isolates(text)
    return [
        plain[hit.start : hit.end] for hit in terms.hits(plain, order.source) if hit.term.is_untranslatable
    ]


def _asked(
    task: Task,
    service: MachineService,
    ask: Ask,
    order: Order,
    pause: Callable[[float], object],
) -> Answered:
    """The answer, within the budget: what is about to be sent counts before it is sent."""
    transport = Transport()
    machine = _machine(task, service, transport)
    try:
        for number in range(1, TRIES + 1):
            _spend(task, service, order, order.characters)
            answer = machine.answer(ask)
            if isinstance(answer, Answered):
                return answer
            if not answer.counts:
                _spend(task, service, order, -order.characters)
            if not isinstance(answer, Busy):
                raise NotReady(answer.reason, **answer.values)
            if number < TRIES:
                pause(
                    min(answer.wait_s if answer.wait_s is not None else USUAL_WAIT_S * number, LONGEST_WAIT_S)
                )
        raise NotReady(
            "The translation service gave no answer, {tries} times. Try again later, or write the text yourself.",
            tries=TRIES,
        )
    finally:
        transport.close()


def _machine(task: Task, service: MachineService, transport: Transport) -> Machine:
    key = ""
    if service.sealed_key is not None:
        key = unseal(service.sealed_key, secret_key(task.settings, "secrets.key"), purpose=PURPOSE).decode()
    return MACHINES[service.kind](transport, endpoint=service.endpoint, key=key, model=service.model)


def _spend(task: Task, service: MachineService, order: Order, characters: int) -> None:
    with session_scope(task.engine) as session:
        if characters > 0:
            check_budget(session, service=service, characters=characters, now=task.clock())
        add_use(
            session,
            service=service,
            variant_id=task.subject_id or 0,
            task=order.task,
            characters=characters,
            asked_by=task.asked_by,
            now=task.clock(),
        )


def _judged(
    order: Order, pieces: dict[str, tuple[Piece, ...]], answer: Answered
) -> tuple[dict[str, str], list[Flaw]]:
    texts, flaws = {}, []
    for (place, cut_text), said in zip(pieces.items(), answer.texts, strict=True):
        flaw = flaw_of(
            place,
            cut_text,
            said,
            target=order.target,
            same_language=order.task is MachineTask.SIMPLIFY,
            detect=_spoken,
        )
        if flaw is not None:
            flaws.append(flaw)
        else:
            texts[place] = settled(cut_text, said, target=order.target)
    return texts, flaws


def _spoken(text: str) -> str | None:
    return detect_language(text, allowed=written_languages()).language
