"""Putting newly approved words in the place of a published post's, because a person asks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from campaigns.db import read_scope, session_scope
from campaigns.errors import BadInput, NotReady
from campaigns.placements.actions.correcting import correction_to_send, note_corrected
from campaigns.placements.actions.taking_down import published_at
from campaigns.placements.sending.wire import Tampered, build_wire, load_parcels
from scheduler.contract import Published
from scheduler.jobs.task import Task
from scheduler.means import make_means
from scheduler.registry import Adapters, make_adapters


def run(task: Task) -> dict[str, Any]:
    """The placement is the subject. The same correction twice is one, so a worker that died is followed by another."""
    adapters = make_adapters(task.settings, make_means(task.settings, task.engine))
    return correct(task, adapters)


def correct(task: Task, adapters: Adapters) -> dict[str, Any]:
    """The same by these adapters."""
    if task.subject_id is None:
        raise BadInput("This work names no placement.")
    task.report(0, 1)
    with read_scope(task.engine) as session:
        _account, remote_id = published_at(session, placement_id=task.subject_id)
        proof = correction_to_send(session, placement_id=task.subject_id, now=task.clock())
        parcel = load_parcels(session.connection(), [task.subject_id])[task.subject_id]
        proof_id, approved = proof.id or 0, replace(parcel, digest=proof.digest, manifest=proof.manifest)
    adapter = adapters.get(parcel.channel)
    if adapter is None:
        raise NotReady("There is no way to reach this kind of channel from here.")
    try:
        # The bytes are hashed here as those of a post that leaves.
        wire = build_wire(approved, task.store.get)
    except Tampered as problem:
        raise NotReady("What was approved was changed: {what}.", what=problem.what) from None
    found = adapter.edit(wire, parcel.sender, remote_id)
    if not isinstance(found, Published):
        raise NotReady("It could not be corrected: {reason} Look at the account.", reason=found.reason)
    with session_scope(task.engine) as session:
        note_corrected(session, placement_id=task.subject_id, proof_id=proof_id, now=task.clock())
    task.report(1, 1)
    return {}
