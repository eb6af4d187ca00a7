"""The trail itself: rows taken out, changed, forged."""

from __future__ import annotations

import json

from sqlmodel import Session, col, select

from campaigns.approvals.models import Proof
from campaigns.canonical import canonical_json
from campaigns.people.audit import entry_digest
from campaigns.people.models import AuditEntry
from campaigns.placements.models import Placement
from tests.rules.tampering.house import House
from tests.rules.tampering.rows import row_forged


def trail_without_approval(house: House) -> None:
    house.run("DELETE FROM audit_entry WHERE action = 'approve_variant'")


def trail_changed(house: House) -> None:
    """The trail says that somebody else approved."""
    person = house.stage.cast.second_lawyer.person_id
    house.run("UPDATE audit_entry SET by = :p WHERE action = 'approve_variant'", p=person)
    house.run("UPDATE approval SET by = :p", p=person)


def trail_forged(house: House) -> None:
    """A forged approval, and the trail's own row rewritten to tell of it with a digest computed anew."""
    row_forged(house)
    with Session(house.stage.engine) as session:
        proof = session.exec(select(Proof).join(Placement, col(Placement.proof_id) == Proof.id)).one()
        entry = session.exec(
            select(AuditEntry)
            .where(AuditEntry.action == "approve_variant")
            .order_by(col(AuditEntry.id).desc())
        ).first()
        assert entry is not None
        said = json.loads(entry.detail)
        entry.detail = canonical_json({**said, "digests": {**said["digests"], "folder": proof.digest}})
        values = {"i": entry.id, "e": entry.detail, "d": entry_digest(entry)}
        session.rollback()
    house.run("UPDATE audit_entry SET detail = :e, digest = :d WHERE id = :i", **values)
