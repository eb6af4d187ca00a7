"""Setting up a programme's translation service, and switching it off."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection
from datetime import datetime
from urllib.parse import urlsplit

from sqlmodel import Session

from campaigns.content.machine.models import MachineService
from campaigns.errors import BadInput, NotReady
from campaigns.people.actor import Actor, person_id
from campaigns.people.audit import record
from campaigns.people.rules import check_can_change_programme
from campaigns.sealing import Sealed
from campaigns.vocabulary import MachineKind, MachineTask

#: The address DeepL has for paying customers; keys for its free plan end in ":fx" and have their own.
DEEPL, DEEPL_FREE, FREE_KEY = "https://api.deepl.com", "https://api-free.deepl.com", ":fx"
TASKS = {
    MachineKind.DEEPL: (MachineTask.TRANSLATE, MachineTask.BACK_TRANSLATE),
    MachineKind.LIBRETRANSLATE: (MachineTask.TRANSLATE, MachineTask.BACK_TRANSLATE),
    MachineKind.CHAT: tuple(MachineTask),
}


def set_up_machine(
    session: Session,
    *,
    programme_id: int,
    kind: MachineKind,
    endpoint: str,
    model: str,
    sealed_key: Sealed | None,
    tasks: Collection[MachineTask],
    monthly_characters: int,
    by: Actor,
    now: datetime,
) -> MachineService:
    """Sets the service and switches it on.

    Without `sealed_key` the key that is there stays, as long as kind and address do: a key is never sent to
    another place than the one it was entered for.
    """
    check_can_change_programme(by)
    _check(kind, endpoint, model, tasks, monthly_characters)
    present = session.get(MachineService, programme_id)
    same_place = present is not None and (present.kind, present.endpoint) == (kind, endpoint.rstrip("/"))
    kept = present.sealed_key if present is not None and same_place else None
    if kind is MachineKind.DEEPL and not (sealed_key or kept):
        raise BadInput("DeepL needs a key. Enter the key of the programme's DeepL account.", field="key")
    service = present or MachineService(
        programme_id=programme_id, kind=kind, endpoint="", monthly_characters=0, changed_at=now
    )
    service.kind, service.endpoint, service.model = kind, endpoint.rstrip("/"), model.strip()
    service.sealed_key = sealed_key or kept
    service.tasks = [task for task in MachineTask if task in tasks]
    service.monthly_characters, service.is_on = monthly_characters, True
    service.changed_by, service.changed_at = person_id(by), now
    session.add(service)
    session.flush()
    record(
        session,
        action="set_up_machine",
        subject="programme",
        subject_id=programme_id,
        by=by,
        programme_id=programme_id,
        now=now,
        kind=str(kind),
        endpoint=service.endpoint,
        model=service.model,
        tasks=list(service.tasks),
        monthly_characters=monthly_characters,
        new_key=sealed_key is not None,
    )
    return service


def switch_off_machine(session: Session, *, programme_id: int, by: Actor, now: datetime) -> None:
    """No text goes out any more, and the key is forgotten; suggestions that were taken keep their origin."""
    check_can_change_programme(by)
    service = session.get(MachineService, programme_id)
    if service is None or not service.is_on:
        raise NotReady("Machine help is already switched off.")
    service.is_on, service.sealed_key = False, None
    service.changed_by, service.changed_at = person_id(by), now
    session.add(service)
    session.flush()
    record(
        session,
        action="switch_off_machine",
        subject="programme",
        subject_id=programme_id,
        by=by,
        programme_id=programme_id,
        now=now,
    )


def deepl_address(key: str) -> str:
    """Where a key of DeepL belongs."""
    return DEEPL_FREE if key.strip().endswith(FREE_KEY) else DEEPL


def _check(
    kind: MachineKind, endpoint: str, model: str, tasks: Collection[MachineTask], monthly_characters: int
) -> None:
    parts = urlsplit(endpoint)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query:
        raise BadInput(
            "The address of the service is written like https://translate.example.org, without a name or a "
            "question mark in it.",
            field="endpoint",
        )
    if parts.scheme == "http" and not _is_near(parts.hostname):
        raise BadInput(
            "Texts and keys leave the house only encrypted: the address of the service begins with https://. "
            "Plain http:// is for a machine in your own network.",
            field="endpoint",
        )
    if kind is MachineKind.CHAT and not model.strip():
        raise BadInput("Name the model the server offers.", field="model")
    if not tasks:
        raise BadInput("Choose at least one thing the machine may help with.", field="tasks")
    if set(tasks) - set(TASKS[kind]):
        raise BadInput(
            "This service translates, but puts nothing into plain language: take that tick out.",
            field="tasks",
        )
    if not 0 <= monthly_characters <= 100_000_000:
        raise BadInput(
            "The budget is a number of characters a month, at most 100,000,000.", field="monthly_characters"
        )


def _is_near(host: str) -> bool:
    """Whether the host is this machine or in a network that is nobody else's."""
    if host == "localhost" or host.endswith((".local", ".internal")) or ("." not in host and ":" not in host):
        return True
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return False
