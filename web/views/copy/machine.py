"""Machine help beside a text: asking for it, its answer, taking it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.content.checks.finding import Finding
from campaigns.content.machine.asking import ask_machine, check_can_ask
from campaigns.content.machine.findings import findings_of
from campaigns.content.machine.models import MachineService, Suggestion
from campaigns.content.machine.order import order_of
from campaigns.content.machine.suggestions import latest_suggestion
from campaigns.content.machine.taking import take_suggestion
from campaigns.content.models import Variant
from campaigns.content.queries import campaign_of_variant, get_variant
from campaigns.errors import BadInput, NotReady, Refusal
from campaigns.vocabulary import MachineTask, WorkKind
from campaigns.work.models import Work
from campaigns.work.queries import last_work
from web import database, identity
from web.database import session
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.views.copy.blueprint import copy_pages
from web.views.copy.tones import TONES
from web.words.content import field_word, finding_sentence
from web.words.sentences import sentence


@dataclass(frozen=True)
class Help:
    """What a machine can do for a text now: `offered` tasks, work that runs or failed, the last answer with what
    the checks say of it, and why some of it is refused."""

    service: MachineService
    offered: tuple[MachineTask, ...]
    work: Work | None
    suggestion: Suggestion | None
    flaws: tuple[tuple[Any, str], ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def is_running(self) -> bool:
        return self.work is not None and self.work.ended_at is None


def help_for(variant: Variant, *, programme_id: int, tasks: tuple[MachineTask, ...]) -> Help | None:
    """The programme's machine help for a text, or None where there is none, or none for this person."""
    service = session().get(MachineService, programme_id)
    if service is None or not service.is_on:
        return None
    offered, suggestion = [], None
    for task in tasks:
        if task.value not in service.tasks:
            continue
        try:
            check_can_ask(identity.actor(), language=variant.language, task=task)
            order = order_of(session(), variant=variant, task=task)
        except Refusal:
            continue
        offered.append(task)
        found = latest_suggestion(session(), variant_id=variant.id or 0, task=task, of_digest=order.of_digest)
        suggestion = suggestion or found
    if not offered:
        return None
    work = last_work(session(), kind=WorkKind.MACHINE_HELP, subject_id=variant.id)
    flaws = tuple(
        (field_word(flaw["place"]), sentence(NotReady(flaw["message"], **flaw["values"])))
        for flaw in (suggestion.problems if suggestion else ())
    )
    return Help(service, tuple(offered), work, suggestion, flaws, _findings(variant, suggestion))


def _findings(variant: Variant, suggestion: Suggestion | None) -> tuple[Finding, ...]:
    if suggestion is None or not suggestion.texts:
        return ()
    found = findings_of(session(), variant=variant, suggestion=suggestion, now=database.now())
    return tuple(finding.at(place) for place, finding in found)


def has_machine(programme_id: int) -> bool:
    """Whether the programme uses machine help at all."""
    service = session().get(MachineService, programme_id)
    return service is not None and service.is_on


@copy_pages.get("/copy/<int:variant_id>/machine")
@page()
def machine_panel(variant_id: int) -> Response:
    """The panel alone, asked for again while the worker is at it."""
    variant = _opened(variant_id)
    return show(
        "copy/machine.html",
        "panel",
        variant=variant,
        help=_help(variant),
        review=request.args.get("review", ""),
        field_word=field_word,
        ask_word=_ask_word,
        finding_sentence=finding_sentence,
        tones=TONES,
    )


@copy_pages.post("/copy/<int:variant_id>/machine")
@page()
def ask(variant_id: int) -> Response:
    variant = _opened(variant_id)
    try:
        task = MachineTask(request.form.get("task", ""))
    except ValueError:
        raise BadInput("Choose what the machine is to help with.") from None
    form = Form.posted()
    with form.catching():
        ask_machine(session(), variant=variant, task=task, by=identity.actor(), now=database.now())
        return done(_back(variant_id), _("The machine is asked. Its answer appears beside the text."))
    return done(_back(variant_id), form.errors[""], tone="stop")


@copy_pages.post("/copy/<int:variant_id>/machine/take")
@page()
def take(variant_id: int) -> Response:
    form = Form.posted()
    with form.catching():
        take_suggestion(
            session(),
            variant=_opened(variant_id),
            suggestion_id=form.number("suggestion"),
            based_on=form.number("based_on"),
            by=identity.actor(),
            now=database.now(),
        )
        return done(_back(variant_id), _("Taken. Read it word by word: a machine wrote it."))
    return done(_back(variant_id), form.errors.get("", _("This cannot be taken.")), tone="stop")


def _opened(variant_id: int) -> Variant:
    variant = get_variant(session(), variant_id)
    campaign, _post = campaign_of_variant(session(), variant)
    identity.enter_programme(campaign.programme_id)
    return variant


def _help(variant: Variant) -> Help | None:
    return help_for(
        variant,
        programme_id=identity.programme().id or 0,
        tasks=(MachineTask.TRANSLATE, MachineTask.SIMPLIFY, MachineTask.BACK_TRANSLATE),
    )


def _ask_word(task: MachineTask, answered: Suggestion | None) -> str:
    """The word on the button: what is asked for, or asked for once more."""
    if answered is not None and answered.task is task:
        return str(_("Ask again"))
    return str(
        {
            MachineTask.TRANSLATE: _("Suggest a translation"),
            MachineTask.SIMPLIFY: _("Suggest plain language"),
            MachineTask.BACK_TRANSLATE: _("Translate back"),
        }[task]
    )


def _back(variant_id: int) -> str:
    """Where the person came from: the review card or the bench."""
    if (review := request.form.get("review", "")).isdigit():
        return url_for("review.card", request_id=int(review))
    return url_for("copy.bench", variant_id=variant_id)
