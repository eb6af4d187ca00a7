"""Letting somebody without a login decide: each link names exactly one digest and is good once.

The links for one text's channels may go out in one letter; each has a secret of its own, opens its own page and is one
row of the trail.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlmodel import Session, col, or_, select

from campaigns.approvals.actions.deciding import check_is_open
from campaigns.approvals.hands import hands_on
from campaigns.approvals.models import Proof, ReviewLink, ReviewRequest
from campaigns.approvals.queries import proofs_of_review
from campaigns.approvals.rules import check_can_issue_link
from campaigns.approvals.testimony import digest_of_secret
from campaigns.approvals.validity import standing_words
from campaigns.approvals.witness import testimony
from campaigns.content.models import Variant
from campaigns.content.queries import get_variant
from campaigns.errors import BadInput, Conflict, NotFound
from campaigns.people.actions.people import ADDRESS
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.people.models import Person
from campaigns.people.new_voices import broken_today, check_voice_counts, waits
from campaigns.people.queries import find_person, is_member, load_actor, normalise_email
from campaigns.vocabulary import DeciderKind, Role

TOKEN_BYTES = 32
LASTS = timedelta(days=7)
GONE = "This link is not good any more: it was used, has ended, or was taken back. Ask whoever sent it for a new one."


class Issued(NamedTuple):
    """A link and its secret, which is told this once and never stored."""

    link: ReviewLink
    token: str


def issue_links(
    session: Session,
    *,
    request_id: int,
    channels: Collection[str],
    kind: DeciderKind,
    name: str,
    email: str,
    by: Actor,
    now: datetime,
) -> list[Issued]:
    """A link for each of these channels' digests, for one person outside."""
    request = session.get(ReviewRequest, request_id)
    if request is None or request.programme_id != by.programme_id:
        raise NotFound("This review does not exist.")
    variant = get_variant(session, request.variant_id)
    check_can_issue_link(by, language=variant.language, hands=hands_on(session, variant), kind=kind)
    if kind is DeciderKind.LAWYER:
        # Who chooses the lawyer outside chooses the word.
        check_voice_counts(
            session, by, programme_id=request.programme_id, languages=[variant.language], now=now
        )
    check_is_open(session, request, variant)
    proofs = [proof for proof in proofs_of_review(session, request) if proof.channel in channels]
    if not proofs or len(proofs) != len(set(channels)):
        raise BadInput("Choose what the link is for.", field="channel")
    if kind is DeciderKind.LAWYER:
        _check_is_another_voice(session, proofs, by)
    named, address = _name(name), _address(session, email)
    issued = []
    for proof in proofs:
        token = secrets.token_urlsafe(TOKEN_BYTES)
        link = ReviewLink(
            programme_id=request.programme_id,
            proof_id=proof.id or 0,
            digest=proof.digest,
            token_hash=hash_of(token),
            issued_by=by.person_id,
            issued_at=now,
            expires_at=now + LASTS,
            kind=kind,
            name=named,
            email=address,
        )
        session.add(link)
        session.flush()
        record_link(session, "issue_review_link", link, variant, by, now, secret=digest_of_secret(link))
        issued.append(Issued(link, token))
    return issued


def _check_is_another_voice(session: Session, proofs: Collection[Proof], by: Actor) -> None:
    """A word by a link speaks with the voice of whoever gave it out; who has said yes already has none to give."""
    words = standing_words(session, [proof.digest for proof in proofs])
    if any(word.by == by.person_id for each in words.values() for word in each):
        raise Conflict(
            "Your own yes stands here, and a word by a link of yours would be no second one. Have somebody else give "
            "the link out."
        )


def link_behind(session: Session, token: str, *, now: datetime) -> ReviewLink:
    """The link of this secret, if it is still good, while the word of whoever gave it out would count.

    A row that somebody wrote into the table, or under whose secret they wrote their own, is none: the trail tells of
    every link, who gave it out, for how long and under which secret, and whether somebody has decided by it.
    """
    link = session.exec(select(ReviewLink).where(ReviewLink.token_hash == hash_of(token))).first()
    if (
        link is None
        or link.used_at is not None
        or link.revoked_at is not None
        or now >= link.expires_at
        or not testimony(session, {link.digest}).is_open(link)
        or not _issuer_still_counts(session, link, now)
    ):
        raise NotFound(GONE)
    return link


def _issuer_still_counts(session: Session, link: ReviewLink, now: datetime) -> bool:
    """Who lets a lawyer outside decide speaks through them: for that they have to be a lawyer whose own word counts."""
    if link.kind is DeciderKind.PARTNER:
        return is_member(session, link.issued_by, link.programme_id)
    language = get_variant(session, session.get_one(Proof, link.proof_id).variant_id).language
    issuer = load_actor(session, session.get_one(Person, link.issued_by), link.programme_id)
    if not issuer.holds_for(Role.LAWYER, language) or broken_today(session, now=now) is not None:
        return False
    return not waits(
        session, person_id=link.issued_by, programme_id=link.programme_id, language=language, now=now
    )


def revoke_link(session: Session, *, link_id: int, by: Actor, now: datetime) -> ReviewLink:
    """Takes a link back. What was approved through it is it no more."""
    link = session.get(ReviewLink, link_id)
    if link is None or link.programme_id != by.programme_id:
        raise NotFound("There is no such link.")
    variant = get_variant(session, session.get_one(Proof, link.proof_id).variant_id)
    check_can_issue_link(by, language=variant.language, hands={})
    if link.revoked_at is None:
        _close(session, link, variant, by, now)
    return link


def close_links_of(
    session: Session, *, person_id: int, since: datetime, by: Actor | None, now: datetime
) -> set[str]:
    """Takes back what somebody gave out whose login was in other hands since a moment: every link that is not used yet,
    and those since then with what was said through them. The digests they name."""
    query = select(ReviewLink).where(
        ReviewLink.issued_by == person_id,
        col(ReviewLink.revoked_at).is_(None),
        or_(col(ReviewLink.used_at).is_(None), col(ReviewLink.issued_at) >= since),
    )
    links = list(session.exec(query.order_by(col(ReviewLink.id))))
    for link in links:
        variant = get_variant(session, session.get_one(Proof, link.proof_id).variant_id)
        _close(session, link, variant, by, now)
    return {link.digest for link in links}


def _close(session: Session, link: ReviewLink, variant: Variant, by: Actor | None, now: datetime) -> None:
    link.revoked_at = now
    session.add(link)
    session.flush()
    record_link(session, "revoke_review_link", link, variant, by, now)


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


def record_link(
    session: Session,
    action: str,
    link: ReviewLink,
    variant: Variant,
    by: Actor | None,
    now: datetime,
    **more: Any,
) -> None:
    """A row of the trail about one link and its digest."""
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
