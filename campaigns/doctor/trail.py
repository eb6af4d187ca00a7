"""The trail, as far as a quick look goes: its last row is ours, and what was written down of it is still there."""

from __future__ import annotations

import os

from sqlmodel import Session, col, select

from campaigns.doctor.finding import Finding, fails, note, well
from campaigns.errors import Refusal
from campaigns.people.audit import is_genuine
from campaigns.people.heads import FILE, missing_head
from campaigns.people.models import AuditEntry, Membership, Person, Programme
from campaigns.people.new_voices import RIGHTS
from campaigns.people.signing import signer_of
from campaigns.people.told_imprint import untold_imprints
from campaigns.people.told_rights import Right, told_rights
from campaigns.settings import TRAIL_KEY, Settings


def present_key(settings: Settings) -> bytes:
    """The key of the trail as it is there; whoever only looks makes none."""
    path = settings.keys_dir / TRAIL_KEY
    return path.read_bytes() if os.access(path, os.R_OK) else b""


def check_trail(settings: Settings, session: Session) -> Finding:
    """Approvals count for nothing without the right key, and nothing is sent while the trail is not what it was."""
    last = session.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc()).limit(1)).first()
    if last is None:
        return note("trail", "The audit trail is empty.")
    if not is_genuine(last, signer_of(session.connection())):
        return fails(
            "trail",
            "The last row of the audit trail is not signed with the trail.key of this home; what was approved counts "
            "for nothing.",
            "Put the right trail.key into keys/, the same one on every machine. If nobody exchanged it, run litfass "
            "audit verify.",
        )
    try:
        missing = missing_head(session.connection(), settings.home)
    except Refusal as problem:
        return fails("trail", problem.message, "Put a copy of the file back.", **problem.values)
    if missing is not None:
        return fails(
            "trail",
            "Row {row} of the audit trail is not what was written down in {file}; nothing is sent.",
            "Run litfass audit verify and compare with the last backup. When it is understood, move the file away.",
            row=missing.row,
            file=FILE,
        )
    return well(
        "trail",
        "The audit trail has {rows} rows; the last is signed with the key of this home.",
        rows=last.id,
    )


def check_roles(session: Session) -> list[Finding]:
    """Roles of lawyers and leads that nobody gave, as far as the trail tells: somebody wrote them into the table, and
    they count for nothing."""
    rows = session.exec(
        select(Membership)
        .join(Person, col(Person.id) == Membership.person_id)
        .where(col(Membership.role).in_(RIGHTS), col(Person.disabled_at).is_(None))
    ).all()
    told = told_rights(session, {row.person_id for row in rows})
    untold = [
        row
        for row in rows
        if Right(row.person_id, row.programme_id, row.role.value, row.language) not in told
    ]
    if not untold:
        return []
    return [
        note(
            "roles",
            "{count} roles of lawyers or leads stand in the database, but not in the audit trail. They count for "
            "nothing.",
            "Find out who wrote them there. Under Settings, People they can be taken away and given again.",
            count=len(untold),
        )
    ]


def check_imprints(session: Session) -> list[Finding]:
    """Programmes whose name or imprint nobody set so, as far as the trail tells: their feeds are not shown."""
    keys = {one.id or 0: one.key for one in session.exec(select(Programme))}
    untold = untold_imprints(session, keys)
    return [
        note(
            "imprint",
            "Name, organisation or imprint of the programme {key} is not what the audit trail tells. Its feeds are "
            "not shown and no newsletter of it is sent.",
            "Find out who changed the database. Then look through Settings, Programme and save it.",
            key=keys[number],
        )
        for number in sorted(untold)
    ]
