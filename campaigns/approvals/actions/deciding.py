"""A lawyer's word about exactly what was seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlmodel import Session

from campaigns.approvals.actions.submitting import SUPERSEDED, close_review
from campaigns.approvals.grounds import changed_by_hand
from campaigns.approvals.hands import hands_on
from campaigns.approvals.models import Approval, Proof, ReviewRequest
from campaigns.approvals.places import places_of
from campaigns.approvals.proofs import said_in
from campaigns.approvals.queries import facts_behind, proofs_of_review
from campaigns.approvals.rules import check_can_decide
from campaigns.approvals.standing import still_waiting
from campaigns.approvals.term import term_of
from campaigns.approvals.validity import has_enough, needing_two, standing_words
from campaigns.content.actions import set_status
from campaigns.content.models import Post, Revision, Variant
from campaigns.content.queries import get_post, get_variant
from campaigns.errors import BadInput, Conflict, NotFound
from campaigns.facts.sealed import seals
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.people.new_voices import check_day_holds, check_own_voice
from campaigns.vocabulary import Decision, VariantStatus

#: What somebody is told who decides about a review that has ended.
_CLOSED: Mapping[str, str] = {
    SUPERSEDED: (
        "This card was submitted anew since you opened it. Nothing was decided. What is different stands below; decide "
        "about what stands here now."
    ),
    Decision.APPROVE: "Somebody else has approved this card since you opened it. Nothing more was decided.",
    Decision.RETURN: "Somebody else has returned this card since you opened it. Nothing more was decided.",
}


def approve_review(
    session: Session,
    *,
    request_id: int,
    seen: Mapping[str, str],
    comment: str = "",
    valid_until: date | None = None,
    by: Actor,
    now: datetime,
) -> list[Approval]:
    """Approves the digests that were seen, one row a channel.

    `seen` maps channel → digest as the page showed them; whatever changed meanwhile is refused, not approved.
    A later `valid_until` than the post's term allows, or none, becomes the last day of the term. Where two lawyers are
    needed the review stays open after the first yes. A new voice waits (`people.new_voices`).
    """
    check_day_holds(session, now=now)
    return approve_one(
        session, request_id=request_id, seen=seen, comment=comment, valid_until=valid_until, by=by, now=now
    )


def approve_one(
    session: Session,
    *,
    request_id: int,
    seen: Mapping[str, str],
    comment: str = "",
    valid_until: date | None = None,
    by: Actor,
    now: datetime,
) -> list[Approval]:
    """The same as one of several: the caller has asked once whether the trail of the last day holds."""
    request, variant, post, proofs = _reviewed(session, request_id, by)
    check_own_voice(session, by, programme_id=request.programme_id, languages=[variant.language], now=now)
    check_seen(proofs, seen)
    _check_first_time(session, proofs, by)
    facts = facts_as_seen(session, post)
    until = term_of(session, post, now=now).shortened(valid_until)
    approvals = [
        decide(
            session,
            proof,
            language=variant.language,
            decision=Decision.APPROVE,
            reason=comment,
            valid_until=until,
            by=by,
            now=now,
        )
        for proof in proofs
    ]
    is_done = finish_if_enough(session, variant=variant, proofs=proofs, said=approvals, now=now)
    record(
        session,
        action="approve_variant",
        subject="variant",
        subject_id=variant.id,
        by=by,
        programme_id=request.programme_id,
        now=now,
        digests=dict(seen),
        language=variant.language,
        valid_until=until.isoformat(),
        facts=facts,
        second_needed=not is_done and bool(needing_two(session, list(seen.values()))),
        proven_by=by.proven_by,
    )
    return approvals


def return_review(
    session: Session,
    *,
    request_id: int,
    seen: Mapping[str, str],
    reason: str,
    place: str = "",
    by: Actor,
    now: datetime,
) -> None:
    """Returns a variant with a reason, for the whole or one place of it. Nothing is edited."""
    if not reason.strip():
        raise BadInput("Say what has to change: the reason goes to the people who mend it.", field="reason")
    request, variant, _post, proofs = _reviewed(session, request_id, by)
    check_seen(proofs, seen)
    check_place(session, request, place)
    for proof in proofs:
        decide(
            session,
            proof,
            language=variant.language,
            decision=Decision.RETURN,
            reason=reason.strip(),
            place=place,
            by=by,
            now=now,
        )
    close_review(session, variant_id=variant.id or 0, outcome=Decision.RETURN, now=now)
    set_status(variant, VariantStatus.RETURNED, now=now)
    session.flush()
    record(
        session,
        action="return_variant",
        subject="variant",
        subject_id=variant.id,
        by=by,
        programme_id=request.programme_id,
        now=now,
        language=variant.language,
        digests=dict(seen),
        place=place,
        proven_by=by.proven_by,
    )


def decide(
    session: Session,
    proof: Proof,
    *,
    language: str,
    decision: Decision,
    reason: str = "",
    place: str = "",
    valid_until: date | None = None,
    by: Actor | None = None,
    link_id: int | None = None,
    now: datetime,
) -> Approval:
    """One word about one digest, by a person with a login or through a link. The caller has asked whether they may."""
    approval = Approval(
        proof_id=proof.id or 0,
        digest=proof.digest,
        language=language,
        channel=proof.channel,
        decision=decision,
        reason=reason,
        place=place,
        valid_until=valid_until,
        by=by.person_id if by else None,
        link_id=link_id,
        at=now,
    )
    session.add(approval)
    session.flush()
    return approval


def facts_as_seen(session: Session, post: Post) -> dict[str, str]:
    """The digest of what each fact behind a post says now, by its number: the trail keeps it beside the yes.

    Refuses facts that were changed by hand: a lawyer would have read, or a rule been asked about, what nobody wrote.
    """
    found = seals(session, [fact.id or 0 for fact in facts_behind(session, post.id or 0)])
    if changed_by_hand(session, found):
        raise Conflict(
            "A fact behind this was changed in the database past Litfass, so nothing was decided. Have staff look at "
            "the facts of the post, correct them in the desk and submit it again."
        )
    return {str(number): seal for number, seal in found.items()}


def finish_if_enough(
    session: Session, *, variant: Variant, proofs: Sequence[Proof], said: Sequence[Approval], now: datetime
) -> bool:
    """Closes the review once every channel has all the words it needs, with those just said; says whether it has."""
    is_done = has_enough(session, [proof.digest for proof in proofs], said=said)
    if is_done:
        close_review(session, variant_id=variant.id or 0, outcome=Decision.APPROVE, now=now)
        set_status(variant, VariantStatus.APPROVED, now=now)
    session.flush()
    return is_done


def check_seen(proofs: Sequence[Proof], seen: Mapping[str, str]) -> None:
    """Refuses a word about anything else than what would leave now."""
    present = {proof.channel: proof.digest for proof in proofs}
    if dict(seen) != present:
        raise Conflict(
            "What you saw is not what would leave now. Nothing was decided. What is different stands below; decide "
            "about what stands here now."
        )
    for proof in proofs:
        said_in(proof)


def check_is_open(session: Session, request: ReviewRequest, variant: Variant) -> None:
    """Refuses a review that was decided, or whose words somebody has changed since."""
    if request.closed_at is not None:
        raise Conflict(_CLOSED.get(request.outcome or "", _CLOSED[SUPERSEDED]))
    revision = session.get(Revision, request.revision_id)
    if revision is None or revision.number != variant.revision:
        raise Conflict(
            "The words have changed since this was submitted. Nothing was decided. What is different stands below; it "
            "comes back when it is submitted again."
        )
    if request.id not in still_waiting(session, [request]):
        raise Conflict(
            "This is not what would leave any more: since it was submitted a picture, the link, the funder's statement "
            "or a fact behind it has changed. Nothing was decided. It comes back when it is submitted again."
        )


def check_place(session: Session, request: ReviewRequest, place: str) -> None:
    """Refuses a place that neither the words nor what leaves beside them has."""
    revision = session.get_one(Revision, request.revision_id)
    if place and place not in places_of(revision, proofs_of_review(session, request)):
        raise BadInput("There is no place “{place}” on this card.", field="place", place=place[:40])


def _reviewed(
    session: Session, request_id: int, by: Actor
) -> tuple[ReviewRequest, Variant, Post, list[Proof]]:
    request = session.get(ReviewRequest, request_id)
    if request is None or (by.programme_id is not None and request.programme_id != by.programme_id):
        raise NotFound("This review does not exist.")
    variant = get_variant(session, request.variant_id)
    post = get_post(session, variant.post_id)
    check_can_decide(by, language=variant.language, hands=hands_on(session, variant))
    check_is_open(session, request, variant)
    return request, variant, post, proofs_of_review(session, request)


def _check_first_time(session: Session, proofs: Sequence[Proof], by: Actor) -> None:
    """Where a second lawyer is needed, the first cannot be the second."""
    digests = [proof.digest for proof in proofs]
    if has_enough(session, digests) or not needing_two(session, digests):
        return
    standing = standing_words(session, digests)
    if all(any(word.by == by.person_id for word in standing.get(digest, ())) for digest in digests):
        raise Conflict(
            "You have approved this already. It rests on a fact of high risk: a second lawyer has to look."
        )
