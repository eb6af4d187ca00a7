"""Machine help: which service may be asked, for what, and how much a month; or none."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.content.machine.budget import spent
from campaigns.content.machine.models import PURPOSE, MachineService
from campaigns.content.machine.service import deepl_address, set_up_machine, switch_off_machine
from campaigns.errors import BadInput
from campaigns.people.rules import check_can_change_programme
from campaigns.sealing import Sealed, seal
from campaigns.vocabulary import MachineKind, MachineTask
from web import database, identity
from web.database import session
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.views.needs.blueprint import sealing_key
from web.views.settings.blueprint import settings, tabs
from web.words.labels import label

#: What a month's budget begins with: about fifty posts in eight languages.
USUAL_CHARACTERS = 250_000


@settings.get("/machine")
@page(needs=check_can_change_programme)
def machine() -> Response:
    service = _service()
    start: dict[str, object] = {"kind": MachineKind.DEEPL.value, "monthly_characters": USUAL_CHARACTERS}
    if service is not None:
        start = {
            "kind": service.kind.value,
            "endpoint": service.endpoint,
            "model": service.model,
            "tasks": service.tasks,
            "monthly_characters": service.monthly_characters,
        }
    return _shown(Form(start=start))


@settings.post("/machine")
@page(needs=check_can_change_programme)
def machine_change() -> Response:
    """The key is taken in and never shown again; left empty, the one that is there stays."""
    form = Form.posted()
    with form.catching():
        kind = _kind(form)
        key = form.text("key", longest=500)
        set_up_machine(
            session(),
            programme_id=identity.programme().id or 0,
            kind=kind,
            endpoint=form.text("endpoint", longest=300) or _usual_address(kind, key),
            model=form.text("model", longest=120),
            sealed_key=_sealed(key) if key else None,
            tasks=[MachineTask(task) for task in form.chosen("tasks") if task in set(MachineTask)],
            monthly_characters=form.number("monthly_characters"),
            by=identity.actor(),
            now=database.now(),
        )
        return done(url_for("settings.machine"), _("Saved. Machine help is on."))
    form.sent = form.sent.copy() if form.sent is not None else None
    if form.sent is not None:
        form.sent.pop("key", None)
    return _shown(form)


@settings.post("/machine/off")
@page(needs=check_can_change_programme)
def machine_off() -> Response:
    switch_off_machine(
        session(), programme_id=identity.programme().id or 0, by=identity.actor(), now=database.now()
    )
    return done(url_for("settings.machine"), _("Machine help is off, and its key is forgotten."))


def _shown(form: Form) -> Response:
    service = _service()
    return show(
        "settings/machine.html",
        form=form,
        service=service,
        spent=spent(session(), programme_id=identity.programme().id or 0, now=database.now()),
        kinds=[(kind.value, label(kind)) for kind in MachineKind],
        tasks=[(task.value, label(task)) for task in MachineTask],
        tabs=tabs(),
        status=form.status,
    )


def _service() -> MachineService | None:
    return session().get(MachineService, identity.programme().id or 0)


def _kind(form: Form) -> MachineKind:
    try:
        return MachineKind(form.value("kind"))
    except ValueError:
        raise BadInput("Choose a service.", field="kind") from None


def _usual_address(kind: MachineKind, key: str) -> str:
    return deepl_address(key) if kind is MachineKind.DEEPL else ""


def _sealed(key: str) -> Sealed:
    return seal(key.encode(), sealing_key(), purpose=PURPOSE)
