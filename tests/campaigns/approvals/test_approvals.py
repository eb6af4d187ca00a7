"""A lawyer's word covers exactly what was seen, by somebody who did not write it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session

from campaigns.approvals.actions import approve_review, return_review, withdraw_approval
from campaigns.approvals.novelty import Novelty, novelties
from campaigns.approvals.to_write import last_returns
from campaigns.approvals.validity import valid_approval
from campaigns.content.actions import write_revision
from campaigns.content.queries import latest_revision
from campaigns.errors import BadInput, Conflict, NotAllowed, NotReady
from campaigns.people.actions.logins import disable_person
from campaigns.people.actions.people import grant_role, revoke_role
from campaigns.people.models import Person
from campaigns.people.queries import load_actor
from campaigns.vocabulary import Role, VariantStatus
from tests import builders


def _valid(session: Session, cast: builders.Cast, digest: str, on: date, channel: str = "feed") -> bool:
    found = valid_approval(
        session, digest=digest, language="de", channel=channel, on=on, programme_id=cast.programme.id or 0
    )
    return found is not None


def test_approval_covers_the_digests_that_were_seen(session: Session, now: datetime) -> None:
    cast = builders.make_cast(session, now=now)
    variant, proofs = builders.approved_variant(session, cast, now=now)
    assert variant.status is VariantStatus.APPROVED
    assert _valid(session, cast, proofs["feed"].digest, now.date())
    assert not _valid(session, cast, proofs["folder"].digest, now.date(), channel="feed")


def test_threat_01_approval_of_other_bytes_than_seen_is_refused(session: Session, now: datetime) -> None:
    cast = builders.make_cast(session, now=now)
    campaign = builders.make_campaign(session, cast, now=now)
    builders.give_pictures(session, campaign, now=now)
    variant = builders.first_variant(session, campaign)
    request = builders.submit(session, cast, variant, now=now)
    old = builders.seen(session, request)
    builders.give_pictures(session, campaign, now=now, tag="other")
    fresh = builders.submit(session, cast, variant, now=now)
    assert builders.seen(session, fresh) != old
    with pytest.raises(Conflict, match="Nothing was decided"):
        approve_review(session, request_id=fresh.id or 0, seen=old, by=cast.lawyer, now=now)


def test_threat_01_an_edit_after_submitting_makes_the_review_void(session: Session, now: datetime) -> None:
    cast = builders.make_cast(session, now=now)
    campaign = builders.make_campaign(session, cast, now=now)
    builders.give_pictures(session, campaign, now=now)
    variant = builders.first_variant(session, campaign)
    request = builders.submit(session, cast, variant, now=now)
    digests = builders.seen(session, request)
    words = {**builders.WORDS["de"].to_dict(), "headline": "260 € Kindergeld im Monat"}
    write_revision(session, variant=variant, words=words, based_on=1, by=cast.staff, now=now)
    with pytest.raises(Conflict):
        approve_review(session, request_id=request.id or 0, seen=digests, by=cast.lawyer, now=now)


def test_nobody_approves_their_own_words(session: Session, now: datetime) -> None:
    cast = builders.make_cast(session, now=now)
    campaign = builders.make_campaign(session, cast, now=now)
    variant = builders.first_variant(session, campaign)
    person = session.get_one(Person, cast.lawyer.person_id)
    grant_role(session, person=person, programme_id=cast.programme.id or 0, role=Role.STAFF, by=None, now=now)
    both = load_actor(session, person, cast.programme.id)
    words = {**builders.WORDS["de"].to_dict(), "body": "Anders."}
    write_revision(session, variant=variant, words=words, based_on=1, by=both, now=now)
    builders.give_pictures(session, campaign, now=now)
    request = builders.submit(session, cast, variant, now=now)
    with pytest.raises(NotAllowed, match="another lawyer"):
        approve_review(
            session, request_id=request.id or 0, seen=builders.seen(session, request), by=both, now=now
        )


def test_a_lawyer_of_another_language_decides_nothing(session: Session, now: datetime) -> None:
    cast = builders.make_cast(session, now=now)
    campaign = builders.make_campaign(session, cast, now=now)
    builders.give_pictures(session, campaign, now=now)
    request = builders.submit(session, cast, builders.first_variant(session, campaign), now=now)
    person = session.get_one(Person, cast.lawyer.person_id)
    revoke_role(
        session,
        person=person,
        programme_id=cast.programme.id or 0,
        role=Role.LAWYER,
        language="de",
        by=None,
        now=now,
    )
    other = load_actor(session, person, cast.programme.id)
    with pytest.raises(NotAllowed):
        approve_review(
            session, request_id=request.id or 0, seen=builders.seen(session, request), by=other, now=now
        )


def test_a_return_needs_a_reason_and_edits_nothing(session: Session, now: datetime) -> None:
    cast = builders.make_cast(session, now=now)
    campaign = builders.make_campaign(session, cast, now=now)
    builders.give_pictures(session, campaign, now=now)
    variant = builders.first_variant(session, campaign)
    request = builders.submit(session, cast, variant, now=now)
    digests = builders.seen(session, request)
    with pytest.raises(BadInput):
        return_review(session, request_id=request.id or 0, seen=digests, reason=" ", by=cast.lawyer, now=now)
    before = latest_revision(session, variant)
    return_review(
        session, request_id=request.id or 0, seen=digests, reason="§ fehlt", by=cast.lawyer, now=now
    )
    assert variant.status is VariantStatus.RETURNED
    assert latest_revision(session, variant) is before


def test_a_lawyer_sees_that_a_returned_text_was_sent_again_unchanged(session: Session, now: datetime) -> None:
    cast = builders.make_cast(session, now=now)
    campaign = builders.make_campaign(session, cast, now=now)
    builders.give_pictures(session, campaign, now=now)
    variant = builders.first_variant(session, campaign)
    request = builders.submit(session, cast, variant, now=now)
    assert novelties(session, [request])[request.id].novelty is Novelty.NEW
    return_review(
        session,
        request_id=request.id or 0,
        seen=builders.seen(session, request),
        reason="§ fehlt",
        by=cast.lawyer,
        now=now,
    )
    again = builders.submit(session, cast, variant, now=now)
    assert novelties(session, [again])[again.id].novelty is Novelty.AGAIN


def test_an_approval_ends_with_its_first_fact(session: Session, now: datetime) -> None:
    cast = builders.make_cast(session, now=now)
    end = now.date() + timedelta(days=10)
    fact = builders.make_fact(session, cast.programme, now=now, valid_to=end)
    campaign = builders.make_campaign(session, cast, now=now, facts=[fact])
    builders.give_pictures(session, campaign, now=now)
    request = builders.submit(session, cast, builders.first_variant(session, campaign), now=now)
    [approval] = builders.approve(session, cast, request, now=now)
    assert _valid(session, cast, approval.digest, end)
    assert not _valid(session, cast, approval.digest, end + timedelta(days=1))


@pytest.mark.parametrize(
    ("wanted", "holds"), [(None, 30), (date(2099, 12, 31), 30), (date(2026, 11, 28), 5)], ids=str
)
def test_no_approval_outlives_what_its_programme_allows(
    session: Session, now: datetime, wanted: date | None, holds: int
) -> None:
    cast = builders.make_cast(session, now=now)
    cast.programme.approval_days = 30
    campaign = builders.make_campaign(session, cast, now=now)
    builders.give_pictures(session, campaign, now=now)
    request = builders.submit(session, cast, builders.first_variant(session, campaign), now=now)
    words = approve_review(
        session,
        request_id=request.id or 0,
        seen=builders.seen(session, request),
        valid_until=wanted,
        by=cast.lawyer,
        now=now,
    )
    assert {word.valid_until for word in words} == {now.date() + timedelta(days=holds)}


@pytest.mark.parametrize("place", ["picture.square", "link", "headline"])
def test_a_return_points_at_words_picture_or_link(session: Session, now: datetime, place: str) -> None:
    cast = builders.make_cast(session, now=now)
    campaign = builders.make_campaign(session, cast, now=now)
    builders.give_pictures(session, campaign, now=now)
    variant = builders.first_variant(session, campaign)
    request = builders.submit(session, cast, variant, now=now)
    said = {"seen": builders.seen(session, request), "reason": "Not so.", "by": cast.lawyer, "now": now}
    with pytest.raises(BadInput, match="no place"):
        return_review(session, request_id=request.id or 0, place="picture.round", **said)
    return_review(session, request_id=request.id or 0, place=place, **said)
    assert last_returns(session, [variant.id or 0])[variant.id or 0] == ("Not so.", place)


def test_a_withdrawn_approval_does_not_count(session: Session, now: datetime) -> None:
    cast = builders.make_cast(session, now=now)
    _, proofs = builders.approved_variant(session, cast, now=now)
    withdraw_approval(
        session,
        proof=proofs["feed"],
        reason="Law changed",
        programme_id=cast.programme.id or 0,
        by=cast.second_lawyer,
        now=now,
    )
    assert not _valid(session, cast, proofs["feed"].digest, now.date())
    assert _valid(session, cast, proofs["folder"].digest, now.date(), channel="folder")


def test_an_approval_ends_when_the_lawyer_leaves(session: Session, now: datetime) -> None:
    cast = builders.make_cast(session, now=now)
    _, proofs = builders.approved_variant(session, cast, now=now)
    disable_person(session, person=session.get_one(Person, cast.lawyer.person_id), by=cast.admin, now=now)
    assert not _valid(session, cast, proofs["feed"].digest, now.date())


def test_words_without_pictures_cannot_be_submitted(session: Session, now: datetime) -> None:
    cast = builders.make_cast(session, now=now)
    campaign = builders.make_campaign(session, cast, now=now)
    with pytest.raises(NotReady, match="Render"):
        builders.submit(session, cast, builders.first_variant(session, campaign), now=now)


def test_another_link_target_is_another_digest(session: Session, now: datetime) -> None:
    cast = builders.make_cast(session, now=now)
    campaign = builders.make_campaign(session, cast, now=now)
    builders.give_pictures(session, campaign, now=now)
    variant = builders.first_variant(session, campaign)
    first = builders.seen(session, builders.submit(session, cast, variant, now=now))
    campaign.link = "https://elsewhere.example/"
    session.flush()
    assert builders.seen(session, builders.submit(session, cast, variant, now=now)) != first


def test_words_being_changed_take_the_approval_with_them(session: Session, now: datetime) -> None:
    """A mistake that somebody is mending must not go out on the approval of the words before."""
    cast = builders.make_cast(session, now=now)
    variant, proofs = builders.approved_variant(session, cast, now=now)
    words = {**builders.WORDS["de"].to_dict(), "body": "Für jedes Kind gibt es 259 €."}
    write_revision(session, variant=variant, words=words, based_on=1, by=cast.staff, now=now)
    assert not _valid(session, cast, proofs["feed"].digest, now.date())
