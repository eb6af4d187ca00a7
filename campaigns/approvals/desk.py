"""One card for a lawyer, with everything that speaks for or against a yes."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from campaigns.approvals.hands import Hand, hands_on
from campaigns.approvals.models import Approval, Proof, ReviewLink, ReviewRequest
from campaigns.approvals.places import places_beside
from campaigns.approvals.queries import proofs_of_review
from campaigns.approvals.queue import risks_of
from campaigns.approvals.standing import still_waiting
from campaigns.approvals.term import Term, term_of
from campaigns.content.models import Campaign, Post, Revision, Variant
from campaigns.content.queries import (
    campaign_of_variant,
    get_variant,
    latest_revision,
)
from campaigns.content.word_diff import Change, diff_copy
from campaigns.errors import NotFound
from campaigns.people.models import Membership, Person
from campaigns.vocabulary import Decision, Risk, Role


@dataclass(frozen=True)
class Leaving:
    """What leaves on one or several channels: the same words, pictures and target; each has its own short link."""

    proofs: Sequence[Proof]
    manifest: dict[str, Any]
    links: dict[str, str]

    @property
    def channels(self) -> list[str]:
        return [proof.channel for proof in self.proofs]


@dataclass(frozen=True)
class Since:
    """What is different from what was approved last: words, pictures, the link's target.

    `pictures` are pairs of digests, as approved then and as it would leave now.
    """

    approval: Approval
    revision: int
    words: tuple[Change, ...]
    pictures: tuple[tuple[str, str], ...]
    other_pictures: bool
    other_target: bool
    other_notices: bool


@dataclass(frozen=True)
class Said:
    """One decision about the variant, with the name of who took it."""

    decision: Decision
    reason: str
    name: str
    approval: Approval


@dataclass(frozen=True)
class ReviewCard:
    """A review with all that stands beside it. `hands` are who made a part of it, `author_names` those of the words,
    `maker_names` those of all else; `beside` is what can be pointed at besides the words."""

    request: ReviewRequest
    variant: Variant
    post: Post
    campaign: Campaign
    revision: Revision
    source: Revision | None
    leaving: Sequence[Leaving]
    seen: dict[str, str]
    beside: Sequence[str]
    since: Since | None
    said: Sequence[Said]
    risk: Risk | None
    hands: Mapping[int, Hand]
    author_names: Sequence[str]
    maker_names: Sequence[str]
    lawyers: Sequence[str]
    term: Term
    is_open: bool
    newer_request_id: int | None


def get_review(session: Session, request_id: int) -> ReviewRequest:
    """The review, open or closed."""
    found = session.get(ReviewRequest, request_id)
    if found is None:
        raise NotFound("This review does not exist.")
    return found


def review_of_proof(session: Session, proof: Proof) -> ReviewRequest:
    """The latest review with which this proof was submitted."""
    query = (
        select(ReviewRequest)
        .where(ReviewRequest.variant_id == proof.variant_id, ReviewRequest.revision_id == proof.revision_id)
        .order_by(col(ReviewRequest.id).desc())
    )
    found = next((one for one in session.exec(query) if proof.digest in one.digests.values()), None)
    if found is None:
        raise NotFound("This review does not exist.")
    return found


def review_card(
    session: Session,
    request: ReviewRequest,
    *,
    source_language: str,
    now: datetime,
    channels: Collection[str] | None = None,
) -> ReviewCard:
    """Everything on one card, in a fixed number of queries; only what leaves on these channels when named."""
    variant = get_variant(session, request.variant_id)
    campaign, post = campaign_of_variant(session, variant)
    revision = session.get_one(Revision, request.revision_id)
    proofs = [
        proof for proof in proofs_of_review(session, request) if channels is None or proof.channel in channels
    ]
    hands = hands_on(session, variant)
    authors = {person for person, hand in hands.items() if hand is Hand.WORDS}
    makers = {person for person, hand in hands.items() if hand not in (Hand.WORDS, Hand.BROUGHT)}
    newer = session.exec(
        select(ReviewRequest.id)
        .where(ReviewRequest.variant_id == variant.id, col(ReviewRequest.closed_at).is_(None))
        .order_by(col(ReviewRequest.id).desc())
    ).first()
    return ReviewCard(
        request=request,
        variant=variant,
        post=post,
        campaign=campaign,
        revision=revision,
        source=_source(session, variant, source_language),
        leaving=group_leaving(proofs),
        seen={proof.channel: proof.digest for proof in proofs},
        beside=places_beside(proofs),
        since=_since(session, variant, revision, proofs),
        said=said_about(session, variant.id or 0),
        risk=risks_of(session, [post.id or 0]).get(post.id or 0),
        hands=hands,
        author_names=_names(session, authors),
        maker_names=_names(session, makers),
        lawyers=lawyers_for(session, programme_id=request.programme_id, language=variant.language),
        term=term_of(session, post, now=now),
        is_open=request.id in still_waiting(session, [request]),
        newer_request_id=newer if newer != request.id else None,
    )


def group_leaving(proofs: Sequence[Proof]) -> list[Leaving]:
    """Channels that carry the same words and files together: only the short link differs between them."""
    groups: dict[str, list[tuple[Proof, dict[str, Any]]]] = {}
    for proof in proofs:
        manifest = json.loads(proof.manifest)
        link = manifest["link"]
        same = {name: value for name, value in manifest.items() if name not in ("channel", "link")}
        same["text"] = manifest["text"].replace(link, "\0") if link else manifest["text"]
        groups.setdefault(json.dumps(same, sort_keys=True), []).append((proof, manifest))
    return [
        Leaving(
            proofs=[proof for proof, _manifest in group],
            manifest=group[0][1],
            links={proof.channel: manifest["link"] for proof, manifest in group},
        )
        for group in groups.values()
    ]


def lawyers_for(session: Session, *, programme_id: int, language: str) -> list[str]:
    """The names of those who may decide about a language."""
    query = (
        select(Person.name)
        .join(Membership, col(Membership.person_id) == Person.id)
        .where(
            Membership.programme_id == programme_id,
            Membership.role == Role.LAWYER,
            Membership.language == language,
            col(Person.disabled_at).is_(None),
        )
        .order_by(Person.name)
    )
    return list(session.exec(query))


def said_about(session: Session, variant_id: int) -> list[Said]:
    """Every decision about a variant, the newest first; one line for all channels decided together."""
    query = (
        select(Approval, func.coalesce(Person.name, ReviewLink.name))
        .join(Proof, col(Proof.id) == Approval.proof_id)
        .join(Person, col(Person.id) == Approval.by, isouter=True)
        .join(ReviewLink, col(ReviewLink.id) == Approval.link_id, isouter=True)
        .where(Proof.variant_id == variant_id)
        .order_by(col(Approval.id).desc())
    )
    lines: dict[tuple[Any, ...], Said] = {}
    for approval, name in session.exec(query):
        key = (approval.decision, approval.by, approval.link_id, approval.at)
        lines.setdefault(key, Said(approval.decision, approval.reason, name or "", approval))
    return list(lines.values())


def _since(session: Session, variant: Variant, revision: Revision, proofs: Sequence[Proof]) -> Since | None:
    """The difference to the last other version that was approved."""
    row = session.exec(
        select(Approval, Proof, Revision)
        .join(Proof, col(Proof.id) == Approval.proof_id)
        .join(Revision, col(Revision.id) == Proof.revision_id)
        .where(
            Proof.variant_id == variant.id,
            Approval.decision == Decision.APPROVE,
            col(Approval.digest).not_in([proof.digest for proof in proofs]),
        )
        .order_by(col(Approval.id).desc())
    ).first()
    if row is None:
        return None
    approval, then, words = row
    before = json.loads(then.manifest)
    now = next((json.loads(proof.manifest) for proof in proofs if proof.channel == then.channel), None)
    return Since(
        approval=approval,
        revision=words.number,
        words=diff_copy(words.words, revision.words),
        pictures=_pairs(before, now),
        other_pictures=now is not None and _digests(now) != _digests(before),
        other_target=now is not None and now["target"] != before["target"],
        other_notices=now is not None and now["funder"] != before["funder"],
    )


def _pairs(before: dict[str, Any], now: dict[str, Any] | None) -> tuple[tuple[str, str], ...]:
    """Pictures of the same format that are not the same."""
    if now is None:
        return ()
    old = {
        file["format"]: file["digest"] for file in before["media"] if file["media_type"].startswith("image/")
    }
    return tuple(
        (old[file["format"]], file["digest"])
        for file in now["media"]
        if file["format"] in old and old[file["format"]] != file["digest"]
    )


def _digests(manifest: dict[str, Any]) -> list[str]:
    return [str(file["digest"]) for file in manifest["media"]]


def _source(session: Session, variant: Variant, language: str) -> Revision | None:
    """The words in the source language, where they are not the card's own."""
    if variant.language == language:
        return None
    source = session.exec(
        select(Variant).where(Variant.post_id == variant.post_id, Variant.language == language)
    ).first()
    return latest_revision(session, source) if source else None


def _names(session: Session, person_ids: Collection[int]) -> list[str]:
    query = select(Person.name).where(col(Person.id).in_(list(person_ids))).order_by(Person.name)
    return list(session.exec(query))
