"""An approval counts only if the trail tells of the same one; a no in the trail counts even alone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import text
from sqlmodel import Session

from campaigns.approvals import witness
from campaigns.approvals.actions import decide_by_link, issue_links, revoke_link, withdraw_approval
from campaigns.approvals.actions.links import hash_of, link_behind
from campaigns.approvals.leaving import all_leaving
from campaigns.approvals.models import Approval, Proof, ReviewLink
from campaigns.approvals.novelty import novelties
from campaigns.approvals.queries import proofs_of_review
from campaigns.approvals.validity import valid_approval
from campaigns.canonical import canonical_json
from campaigns.errors import Conflict, NotFound
from campaigns.people.audit import entry_digest, record
from campaigns.people.models import AuditEntry
from campaigns.people.signing import Signer
from campaigns.reach.evidence import evidence_of
from campaigns.vocabulary import DeciderKind, Decision
from tests import builders
from tests.builders import Cast, select_last
from tests.shared import TRAIL_KEY


class Desk:
    """One approved text and its proof for the feed, and the hands of somebody who has the database."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session, self.now = session, now
        self.cast: Cast = builders.make_cast(session, now=now)
        self.variant, proofs = builders.approved_variant(session, self.cast, now=now, channels=("feed",))
        self.proof = proofs["feed"]

    def run(self, statement: str, **values: object) -> None:
        done = self.session.connection().execute(text(statement), values)
        assert done.rowcount > 0, statement
        self.session.expire_all()

    def may_leave(self, digest: str | None = None) -> bool:
        found = valid_approval(
            self.session,
            digest=digest or self.proof.digest,
            language="de",
            channel="feed",
            on=self.now.date(),
            programme_id=self.cast.programme.id or 0,
        )
        return found is not None

    def withdraw(self) -> None:
        withdraw_approval(
            self.session,
            proof=self.session.get_one(Proof, self.proof.id),
            reason="A doubt.",
            programme_id=self.cast.programme.id or 0,
            by=self.cast.lawyer,
            now=self.now,
        )

    def forge(self) -> str:
        """Another proof with other words, and an approval of it in the lawyer's name: every row as it should be."""
        words = builders.WORDS["de"].headline
        forged = self.proof.manifest.replace(words, "299 € Kindergeld im Monat")
        assert forged != self.proof.manifest
        digest = hashlib.sha256(forged.encode()).hexdigest()
        proof = Proof(
            variant_id=self.proof.variant_id,
            revision_id=self.proof.revision_id,
            channel="feed",
            manifest=forged,
            digest=digest,
            created_at=self.now,
        )
        self.session.add(proof)
        self.session.flush()
        self.run(
            "INSERT INTO approval (proof_id, digest, language, channel, decision, reason, place, by, at) "
            "SELECT :p, :d, language, channel, decision, reason, place, by, at FROM approval",
            p=proof.id,
            d=digest,
        )
        return digest


@pytest.fixture
def desk(session: Session, now: datetime) -> Desk:
    return Desk(session, now)


def test_what_the_trail_tells_of_leaves(desk: Desk) -> None:
    assert desk.may_leave()


def test_threat_22_an_approval_forged_together_with_its_proof_opens_nothing(desk: Desk) -> None:
    assert not desk.may_leave(desk.forge())
    assert desk.may_leave(), "what was really approved is as good as before"


def test_threat_22_other_words_than_the_revision_has_open_nothing_whatever_the_trail_says(desk: Desk) -> None:
    """Proof, approval and a fitting row at the end of the trail are forged; the written words are as they were."""
    digest = desk.forge()
    row = desk.session.exec(select_last(Approval)).first()
    record(
        desk.session, action="approve_variant", subject="variant", subject_id=desk.variant.id, by=desk.cast.lawyer,
        programme_id=desk.cast.programme.id, now=row.at, digests={"feed": digest}, language="de",
        valid_until=row.valid_until and row.valid_until.isoformat(),
    )  # fmt: skip
    assert witness.testimony(desk.session, [digest]).confirms(row)
    assert not desk.may_leave(digest)


def test_threat_22_a_link_of_a_partner_is_none_of_a_lawyer_whatever_its_row_says(desk: Desk) -> None:
    desk.withdraw()
    by_link(desk, Decision.APPROVE, kind=DeciderKind.PARTNER)
    assert not desk.may_leave()

    desk.run("UPDATE review_link SET kind = 'lawyer'")

    assert not desk.may_leave()


TAMPERED: dict[str, str] = {
    "another lawyer": "UPDATE approval SET by = (SELECT max(id) FROM person)",
    "prolonged": "UPDATE approval SET valid_until = '2099-01-01'",
    "at another moment": "UPDATE approval SET at = '2020-01-01 00:00:00.000000+00:00'",
    "the trail forgets it": "DELETE FROM audit_entry WHERE action = 'approve_variant'",
    "the trail says less": "UPDATE audit_entry SET detail = '{}' WHERE action = 'approve_variant'",
    "the trail names another": "UPDATE audit_entry SET by = 1 WHERE action = 'approve_variant'",
    "the row before is another": "UPDATE audit_entry SET digest = 'x' WHERE id = (SELECT max(id) - 1 FROM audit_entry)",
}


@pytest.mark.parametrize("statement", TAMPERED.values(), ids=TAMPERED.keys())
def test_threat_22_an_approval_that_differs_from_the_trail_opens_nothing(desk: Desk, statement: str) -> None:
    desk.run(statement)
    assert not desk.may_leave()


def test_threat_22_a_row_of_the_trail_that_was_rewritten_breaks_with_its_neighbour(desk: Desk) -> None:
    """Its own digest computed anew is not enough: the row after it still holds the old one."""
    digest = desk.forge()
    builders.make_person(desk.session, "later@test.example", now=desk.now)  # one more row of the trail
    entry = next(row for row in desk.session.exec(select_last(AuditEntry)) if row.action == "approve_variant")
    entry.detail = canonical_json({"digests": {"feed": digest}, "language": "de", "valid_until": None})
    values = {"i": entry.id, "e": entry.detail, "d": entry_digest(entry)}
    desk.session.expunge(entry)
    desk.run("UPDATE audit_entry SET detail = :e, digest = :d WHERE id = :i", **values)
    assert not desk.may_leave(digest)


@pytest.mark.parametrize("key", [None, b"a" * 32], ids=["the signature of an older row", "another key"])
def test_threat_22_a_fitting_row_at_the_end_opens_nothing_without_the_key(
    desk: Desk, key: bytes | None
) -> None:
    """A withdrawn approval of the genuine proof is given again: by a row in order, but for its signature."""
    desk.withdraw()
    desk.run(
        "INSERT INTO approval (proof_id, digest, language, channel, decision, reason, place, by, at, valid_until) "
        "SELECT proof_id, digest, language, channel, decision, reason, place, by, at, valid_until FROM approval "
        "WHERE decision = 'approve'"
    )
    rows = desk.session.exec(select_last(AuditEntry)).all()
    last, yes = rows[0], next(row for row in rows if row.action == "approve_variant")
    again = yes.model_dump() | {"id": (last.id or 0) + 1, "previous": last.digest}
    again["digest"] = entry_digest(AuditEntry(**again))
    if key:
        again["signature"] = Signer([key]).sign(again["digest"])
    desk.session.add(AuditEntry(**again))
    desk.session.flush()
    assert not desk.may_leave()
    again_signed = Signer([TRAIL_KEY]).sign(again["digest"])
    desk.run("UPDATE audit_entry SET signature = :s WHERE id = :i", s=again_signed, i=again["id"])
    assert desk.may_leave(), "it was the signature alone that was missing"


def test_threat_22_a_forged_approval_is_no_evidence(desk: Desk) -> None:
    desk.forge()
    assert decisions(desk) == ["approve", "unconfirmed_approve"]


def test_evidence_of_an_approval_stays_when_it_is_taken_back(desk: Desk) -> None:
    desk.withdraw()
    assert decisions(desk) == ["approve", "withdraw"]


@pytest.mark.parametrize("decision", [Decision.APPROVE, Decision.RETURN])
def test_evidence_of_a_word_through_a_link_is_confirmed(desk: Desk, decision: Decision) -> None:
    desk.withdraw()
    by_link(desk, decision)
    assert decisions(desk) == ["approve", "withdraw", decision.value]


def decisions(desk: Desk) -> list[str]:
    return [line.decision for line in evidence_of(desk.session, programme=desk.cast.programme)]


def test_threat_22_a_withdrawal_taken_out_of_the_table_still_counts(desk: Desk) -> None:
    desk.withdraw()
    desk.run("DELETE FROM approval WHERE decision = 'withdraw'")
    assert not desk.may_leave()


def test_threat_22_a_link_taken_back_stays_so_whatever_its_row_says(desk: Desk) -> None:
    desk.withdraw()
    request = builders.submit(desk.session, desk.cast, desk.variant, now=desk.now)
    [(link, token)] = issue_links(
        desk.session,
        request_id=request.id or 0,
        channels=["feed"],
        kind=DeciderKind.LAWYER,
        name="Lawyer 9",
        email="lawyer9@chambers.example",
        by=desk.cast.second_lawyer,
        now=desk.now,
    )
    about = {
        "token": token,
        "seen": {"feed": desk.proof.digest},
        "decision": Decision.APPROVE,
        "now": desk.now,
    }
    decide_by_link(desk.session, **about)
    assert desk.may_leave()
    revoke_link(desk.session, link_id=link.id or 0, by=desk.cast.lead, now=desk.now)

    desk.run("UPDATE review_link SET revoked_at = NULL")

    assert not desk.may_leave()


def test_threat_22_a_link_written_into_the_table_opens_nothing(desk: Desk) -> None:
    """Whoever has the database gives themselves a lawyer's link, or puts another lawyer's name under one."""
    desk.withdraw()
    request = builders.submit(desk.session, desk.cast, desk.variant, now=desk.now)
    [(given, token)] = issue_links(
        desk.session,
        request_id=request.id or 0,
        channels=["feed"],
        kind=DeciderKind.LAWYER,
        name="Lawyer 9",
        email="lawyer9@chambers.example",
        by=desk.cast.second_lawyer,
        now=desk.now,
    )
    made_up = ReviewLink(**given.model_dump(exclude={"id", "token_hash"}), token_hash=hash_of("made up"))
    desk.session.add(made_up)
    desk.session.flush()

    with pytest.raises(NotFound):
        link_behind(desk.session, "made up", now=desk.now)
    about = {"token": token, "seen": {"feed": desk.proof.digest}, "decision": Decision.APPROVE}
    decide_by_link(desk.session, **about, now=desk.now)
    assert desk.may_leave()
    desk.run("UPDATE review_link SET issued_by = :p WHERE used_at IS NOT NULL", p=desk.cast.lawyer.person_id)
    assert not desk.may_leave()


def test_threat_22_a_card_shows_no_words_that_its_digest_does_not_stand_for(desk: Desk) -> None:
    """Whoever has the database shows a lawyer good words under the digest of others, and exchanges them afterwards."""
    desk.withdraw()
    request = builders.submit(desk.session, desk.cast, desk.variant, now=desk.now)
    proofs = proofs_of_review(desk.session, request)
    assert all_leaving(proofs).groups
    headline = builders.WORDS["de"].headline
    desk.run("UPDATE proof SET manifest = replace(manifest, :h, 'Other words')", h=headline)

    with pytest.raises(Conflict, match="past Litfass"):
        all_leaving(proofs)
    with pytest.raises(Conflict):
        builders.approve(desk.session, desk.cast, request, now=desk.now)
    assert novelties(desk.session, [request])


def test_the_trail_says_how_the_login_was_proven(desk: Desk) -> None:
    desk.cast = replace(desk.cast, lawyer=replace(desk.cast.lawyer, proven_by="passkey"))
    desk.withdraw()
    request = builders.submit(desk.session, desk.cast, desk.variant, now=desk.now)
    builders.approve(desk.session, desk.cast, request, now=desk.now)
    said = [json.loads(row.detail).get("proven_by") for row in desk.session.exec(select_last(AuditEntry))]
    assert said.count("passkey") == 2


def test_a_yes_after_a_withdrawal_counts_again(desk: Desk) -> None:
    desk.withdraw()
    request = builders.submit(desk.session, desk.cast, desk.variant, now=desk.now)
    builders.approve(desk.session, desk.cast, request, now=desk.now)
    assert desk.may_leave()


def by_link(desk: Desk, decision: Decision, *, kind: DeciderKind = DeciderKind.LAWYER) -> None:
    request = builders.submit(desk.session, desk.cast, desk.variant, now=desk.now)
    [(_link, token)] = issue_links(
        desk.session,
        request_id=request.id or 0,
        channels=["feed"],
        kind=kind,
        name="Lawyer outside",
        email="outside@law.example",
        by=desk.cast.second_lawyer,
        now=desk.now,
    )
    decide_by_link(
        desk.session,
        token=token,
        seen={"feed": desk.proof.digest},
        decision=decision,
        reason="No." if decision is Decision.RETURN else "",
        now=desk.now,
    )


@pytest.mark.parametrize(
    ("change", "leaves"),
    [
        (lambda desk: None, True),
        (lambda desk: desk.run("DELETE FROM audit_entry WHERE action = 'approve_by_link'"), False),
        (lambda desk: desk.run("UPDATE approval SET valid_until = '2099-01-01' WHERE by IS NULL"), False),
    ],
    ids=["untouched", "the trail forgets it", "prolonged"],
)
def test_a_yes_through_a_link_is_held_against_the_trail_too(
    desk: Desk, change: Callable[[Desk], None], leaves: bool
) -> None:
    desk.withdraw()
    by_link(desk, Decision.APPROVE)
    change(desk)
    assert desk.may_leave() is leaves
