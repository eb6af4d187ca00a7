"""Letting somebody without a login decide once, about exactly one digest."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from campaigns.approvals.actions.deciding import check_is_open, decide, finish_if_enough
from campaigns.approvals.actions.submitting import close_review
from campaigns.approvals.hands import hands_on
from campaigns.approvals.models import Approval, Proof, ReviewLink, ReviewRequest
from campaigns.approvals.queries import open_review_of, proofs_of_review
from campaigns.approvals.rules import check_can_issue_link
from campaigns.approvals.term import term_of
from campaigns.content.actions import set_status
from campaigns.content.models import Variant
from campaigns.content.queries import get_post, get_variant
from campaigns.errors import BadInput, Conflict, NotFound
from campaigns.people.actions.people import ADDRESS
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.people.queries import find_person, is_member, normalise_email
from campaigns.vocabulary import DeciderKind, Decision, VariantStatus

TOKEN_BYTES = 32
LASTS = timedelta(days=7)
GONE = "This link is not good any more: it was used, has ended, or was taken back. Ask whoever sent it for a new one."


def issue_link(
    session: Session,
    *,
    request_id: int,
    channel: str,
    kind: DeciderKind,
    name: str,
    email: str,
    by: Actor,
    now: datetime,
) -> tuple[ReviewLink, str]:
    """A link for one person outside and one channel's digest. Its secret is told once and never stored."""
    request = session.get(ReviewRequest, request_id)
    if request is None or request.programme_id != by.programme_id:
        raise NotFound("This review does not exist.")
    variant = get_variant(session, request.variant_id)
    check_can_issue_link(by, language=variant.language, hands=hands_on(session, variant), kind=kind)
    check_is_open(session, request, variant)
    proof = next((each for each in proofs_of_review(session, request) if each.channel == channel), None)
    if proof is None:
        raise BadInput("Choose what the link is for.", field="channel")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    link = ReviewLink(
        programme_id=request.programme_id,
        proof_id=proof.id or 0,
        digest=proof.digest,
        kind=kind,
        name=_name(name),
        email=_address(session, email),
        token_hash=hash_of(token),
        issued_by=by.person_id,
        issued_at=now,
        expires_at=now + LASTS,
    )
    session.add(link)
    session.flush()
    _record(session, "issue_review_link", link, variant, by, now)
    return link, token


def link_of(session: Session, token: str, *, now: datetime) -> ReviewLink:
    """The link with this secret, while it is good and whoever gave it out still works here."""
    link = session.exec(select(ReviewLink).where(ReviewLink.token_hash == hash_of(token))).first()
    if link is not None and not is_member(session, link.issued_by, link.programme_id):
        raise NotFound(GONE)
    if link is None or link.used_at is not None or link.revoked_at is not None or now >= link.expires_at:
        raise NotFound(GONE)
    return link


def decide_by_link(
    session: Session,
    *,
    token: str,
    seen: str,
    decision: Decision,
    reason: str = "",
    now: datetime,
) -> Approval:
    """The one word of a link about its one digest. A partner's yes is noted; a lawyer's counts; every no returns."""
    link = link_of(session, token, now=now)
    proof = session.get_one(Proof, link.proof_id)
    variant = get_variant(session, proof.variant_id)
    proofs = _check_unchanged(session, link, proof, variant, seen)
    if decision is Decision.RETURN and not reason.strip():
        raise BadInput("Say what has to change: the reason goes to the people who mend it.", field="reason")
    word = decide(
        session,
        proof,
        language=variant.language,
        decision=decision,
        reason=reason.strip(),
        valid_until=term_of(session, get_post(session, variant.post_id), now=now).last,
        link_id=link.id,
        now=now,
    )
    link.used_at = now
    session.add(link)
    if decision is Decision.RETURN:
        close_review(session, variant_id=variant.id or 0, outcome=Decision.RETURN, now=now)
        set_status(variant, VariantStatus.RETURNED, now=now)
        session.flush()
    else:
        finish_if_enough(session, variant=variant, proofs=proofs, now=now)
    until = word.valid_until.isoformat() if word.valid_until else None
    _record(session, f"{decision.value}_by_link", link, variant, None, now, valid_until=until)
    return word


def revoke_link(session: Session, *, link_id: int, by: Actor, now: datetime) -> ReviewLink:
    """Takes a link back. What was approved through it is not approved any more."""
    link = session.get(ReviewLink, link_id)
    if link is None or link.programme_id != by.programme_id:
        raise NotFound("There is no such link.")
    variant = get_variant(session, session.get_one(Proof, link.proof_id).variant_id)
    check_can_issue_link(by, language=variant.language, hands={})
    if link.revoked_at is None:
        link.revoked_at = now
        session.add(link)
        session.flush()
        _record(session, "revoke_review_link", link, variant, by, now)
    return link


def links_of_revision(session: Session, revision_id: int) -> list[ReviewLink]:
    """Every link that was given out for a revision's proofs, the newest first."""
    query = (
        select(ReviewLink)
        .join(Proof, col(Proof.id) == ReviewLink.proof_id)
        .where(Proof.revision_id == revision_id)
        .order_by(col(ReviewLink.id).desc())
    )
    return list(session.exec(query))


def hash_of(token: str) -> str:
    """What is stored of a secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def _check_unchanged(
    session: Session, link: ReviewLink, proof: Proof, variant: Variant, seen: str
) -> list[Proof]:
    request = open_review_of(session, variant.id or 0)
    proofs = proofs_of_review(session, request) if request else []
    if request is None or seen != link.digest or proof.id not in {each.id for each in proofs}:
        raise Conflict(
            "This was decided or changed since the link was sent, so it names something that would not leave any "
            "more. Nothing was decided. Ask whoever sent it for a new link."
        )
    check_is_open(session, request, variant)
    return proofs


def _name(name: str) -> str:
    tidy = " ".join(name.split())
    if not tidy or len(tidy) > 120:
        raise BadInput("Write the name of who decides: it stands beside the decision.", field="name")
    return tidy


def _address(session: Session, email: str) -> str:
    address = normalise_email(email)
    if not ADDRESS.fullmatch(address) or len(address) > 254:
        raise BadInput("This is not an e-mail address. Write it like name@example.org.", field="email")
    if find_person(session, address) is not None:
        raise BadInput(
            "Somebody with this address has a login here. They decide with it; give them the role of a lawyer.",
            field="email",
        )
    return address


def _record(
    session: Session,
    action: str,
    link: ReviewLink,
    variant: Variant,
    by: Actor | None,
    now: datetime,
    **more: str | None,
) -> None:
    record(
        session,
        action=action,
        subject="variant",
        subject_id=variant.id,
        by=by,
        programme_id=link.programme_id,
        now=now,
        language=variant.language,
        link=link.id,
        link_kind=link.kind.value,
        digest=link.digest,
        **more,
    )
