"""The one word of somebody outside, about the digest that their link names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from campaigns.approvals.actions.deciding import (
    check_is_open,
    check_place,
    check_seen,
    decide,
    facts_as_seen,
    finish_if_enough,
)
from campaigns.approvals.actions.links import link_behind, record_link
from campaigns.approvals.actions.submitting import close_review
from campaigns.approvals.models import Approval, Proof, ReviewRequest
from campaigns.approvals.queries import open_review_of, proofs_of_review
from campaigns.approvals.term import term_of
from campaigns.approvals.validity import has_enough, needing_two
from campaigns.content.actions import set_status
from campaigns.content.models import Variant
from campaigns.content.queries import get_post, get_variant
from campaigns.errors import BadInput, Conflict
from campaigns.vocabulary import Decision, VariantStatus


def decide_by_link(
    session: Session,
    *,
    token: str,
    seen: Mapping[str, str],
    decision: Decision,
    reason: str = "",
    place: str = "",
    valid_until: date | None = None,
    now: datetime,
) -> Approval:
    """One word about the digest that was seen, through the link that names it. `seen` maps its channel → digest.

    A partner's yes is noted; a lawyer's counts, until the last day of the term or an earlier one; every no returns.
    """
    link = link_behind(session, token, now=now)
    proof = session.get_one(Proof, link.proof_id)
    variant = get_variant(session, proof.variant_id)
    request, reviewed = _check_unchanged(session, proof, variant, seen)
    is_no = decision is Decision.RETURN
    if is_no and not reason.strip():
        raise BadInput("Say what has to change: the reason goes to the people who mend it.", field="reason")
    check_place(session, request, place)
    post = get_post(session, variant.post_id)
    term = term_of(session, post, now=now)
    word = decide(
        session,
        proof,
        language=variant.language,
        decision=decision,
        reason=reason.strip(),
        place=place if is_no else "",
        valid_until=None if is_no else term.shortened(valid_until),
        link_id=link.id,
        now=now,
    )
    link.used_at = now
    session.add(link)
    if is_no:
        close_review(session, variant_id=variant.id or 0, outcome=Decision.RETURN, now=now)
        set_status(variant, VariantStatus.RETURNED, now=now)
        session.flush()
    else:
        finish_if_enough(session, variant=variant, proofs=reviewed, said=[word], now=now)
    until = word.valid_until.isoformat() if word.valid_until else None
    rests: dict[str, Any] = {}
    if not is_no:
        digests = [proof.digest]
        rests["facts"] = facts_as_seen(session, post)
        is_enough = has_enough(session, digests, said=[word])
        rests["second_needed"] = bool(needing_two(session, digests)) and not is_enough
    record_link(session, f"{decision.value}_by_link", link, variant, None, now, valid_until=until, **rests)
    return word


def _check_unchanged(
    session: Session, proof: Proof, variant: Variant, seen: Mapping[str, str]
) -> tuple[ReviewRequest, list[Proof]]:
    """The open review and all it is about; refuses a link to something else, and another digest than was seen."""
    request = open_review_of(session, variant.id or 0)
    reviewed = proofs_of_review(session, request) if request else []
    if request is None or proof.id not in {one.id for one in reviewed}:
        raise Conflict(
            "This was decided or changed since the link was sent, so it names something that would not leave any "
            "more. Nothing was decided. Ask whoever sent it for a new link."
        )
    check_seen([proof], seen)
    check_is_open(session, request, variant)
    return request, reviewed
