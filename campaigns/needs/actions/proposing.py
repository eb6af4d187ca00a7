"""Proposals: kept with the evidence as it stood, then planned or dismissed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from sqlmodel import Session, select

from campaigns.errors import Conflict, NotFound
from campaigns.needs.models import Proposal
from campaigns.needs.proposals.drafting import CampaignProposal
from campaigns.needs.rules import check_can_propose
from campaigns.people.actor import Actor, person_id
from campaigns.people.audit import record
from campaigns.reasons import Reason
from campaigns.vocabulary import ProposalStatus


def save_proposal(
    session: Session,
    *,
    programme_id: int,
    proposal: CampaignProposal,
    as_of: date,
    by: Actor | None,
    now: datetime,
    also: Mapping[str, Any] = MappingProxyType({}),
) -> Proposal:
    """Keeps a proposal with its evidence; `also` are further counts and sentences that belong to it, as plain data.

    Sentences are kept with their values apart, so that they can be said in the reader's language later. A proposal
    for the same topic and region that nobody decided yet is not kept beside it: it says now what is counted now.
    """
    if by is not None:
        check_can_propose(by)
    row = _undecided(session, programme_id, proposal.topic, also.get("region")) or Proposal(
        programme_id=programme_id, topic=proposal.topic, as_of=as_of, created_at=now
    )
    row.as_of, row.languages = as_of, proposal.spoken
    row.evidence = {**proposal.as_json(), **_said(proposal), **also}
    row.created_by, row.created_at = person_id(by), now
    session.add(row)
    session.flush()
    _tell(session, "save_proposal", row, by, now)
    return row


def _undecided(session: Session, programme_id: int, topic: str, region: str | None) -> Proposal | None:
    query = select(Proposal).where(
        Proposal.programme_id == programme_id,
        Proposal.topic == topic,
        Proposal.status == ProposalStatus.OPEN,
    )
    return next((row for row in session.exec(query) if row.evidence.get("region") == region), None)


def dismiss_proposal(session: Session, *, proposal_id: int, by: Actor | None, now: datetime) -> Proposal:
    """Says no to a proposal."""
    return _decide(session, proposal_id, ProposalStatus.DISMISSED, "dismiss_proposal", by, now)


def mark_planned(session: Session, *, proposal_id: int, by: Actor | None, now: datetime) -> Proposal:
    """Says that a campaign was planned from the proposal."""
    return _decide(session, proposal_id, ProposalStatus.PLANNED, "plan_proposal", by, now)


def _decide(
    session: Session, proposal_id: int, status: ProposalStatus, action: str, by: Actor | None, now: datetime
) -> Proposal:
    if by is not None:
        check_can_propose(by)
    row = session.get(Proposal, proposal_id)
    if row is None or (by is not None and row.programme_id != by.programme_id):
        raise NotFound("There is no proposal {proposal} in this programme.", proposal=proposal_id)
    if row.status is not ProposalStatus.OPEN:
        raise Conflict(
            "This proposal is already {status}. Make a new one from the radar.", status=row.status.value
        )
    row.status, row.decided_by, row.decided_at = status, person_id(by), now
    session.add(row)
    session.flush()
    _tell(session, action, row, by, now)
    return row


def _tell(session: Session, action: str, row: Proposal, by: Actor | None, now: datetime) -> None:
    record(
        session,
        action=action,
        subject="proposal",
        subject_id=row.id,
        by=by,
        programme_id=row.programme_id,
        now=now,
        topic=row.topic,
    )


def _said(proposal: CampaignProposal) -> dict[str, Any]:
    def plain(sentence: Reason) -> dict[str, Any]:
        return {"msgid": sentence.msgid, "values": dict(sentence.values)}

    return {
        "reasons": [plain(sentence) for sentence in proposal.reasons],
        "languages": [
            {
                "language": one.language,
                "share": one.share,
                "included": one.included,
                "why": [plain(sentence) for sentence in one.why],
            }
            for one in proposal.languages
        ],
        "kinds_why": [
            {"kind": one.kind, "included": one.included, "why": plain(one.why)} for one in proposal.kinds
        ],
    }
