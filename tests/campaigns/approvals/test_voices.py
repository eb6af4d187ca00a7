"""Whose word counts: two lawyers where the risk is high, people outside by a link that names one digest, once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from campaigns.approvals.actions import (
    add_note,
    approve_review,
    decide_by_link,
    issue_links,
    return_review,
    revoke_link,
)
from campaigns.approvals.actions.links import link_behind
from campaigns.approvals.decided import recent_decisions, standing_approvals
from campaigns.approvals.models import Approval, ReviewLink, ReviewRequest
from campaigns.approvals.novelty import Novelty, novelties
from campaigns.approvals.queries import fresh_answers, notes_about, open_questions
from campaigns.approvals.validity import valid_approval
from campaigns.content.actions import write_revision
from campaigns.content.models import Variant
from campaigns.errors import BadInput, Conflict, NotAllowed, NotFound
from campaigns.people.actions.logins import set_password
from campaigns.people.actions.people import grant_role
from campaigns.people.actor import Actor
from campaigns.people.models import AuditEntry, Person
from campaigns.people.queries import load_actor
from campaigns.placements.approval_ends.objecting import close_way_in
from campaigns.vocabulary import DeciderKind, Decision, NoteKind, Risk, Role, VariantStatus
from tests import builders


def submitted(
    session: Session, cast: builders.Cast, now: datetime, *, risk: Risk = Risk.LOW
) -> tuple[Variant, ReviewRequest]:
    fact = builders.make_fact(session, cast.programme, now=now, risk=risk)
    campaign = builders.make_campaign(session, cast, now=now, facts=[fact])
    builders.give_pictures(session, campaign, now=now)
    variant = builders.first_variant(session, campaign)
    return variant, builders.submit(session, cast, variant, now=now)


def may_leave(session: Session, cast: builders.Cast, digest: str, now: datetime) -> bool:
    found = valid_approval(
        session,
        digest=digest,
        language="de",
        channel="feed",
        on=now.date(),
        programme_id=cast.programme.id or 0,
    )
    return found is not None


def test_high_risk_needs_two_lawyers_where_the_programme_says_so(session: Session, now: datetime) -> None:
    cast = builders.make_cast(session, now=now)
    cast.programme.second_lawyer = True
    variant, request = submitted(session, cast, now, risk=Risk.HIGH)
    seen = builders.seen(session, request)

    approve_review(session, request_id=request.id or 0, seen=seen, by=cast.lawyer, now=now)

    assert not may_leave(session, cast, seen["feed"], now)
    assert variant.status is VariantStatus.SUBMITTED
    with pytest.raises(Conflict, match="second lawyer"):
        approve_review(session, request_id=request.id or 0, seen=seen, by=cast.lawyer, now=now)
    approve_review(session, request_id=request.id or 0, seen=seen, by=cast.second_lawyer, now=now)
    assert may_leave(session, cast, seen["feed"], now)
    assert variant.status is VariantStatus.APPROVED


def test_low_risk_needs_one_lawyer(session: Session, now: datetime) -> None:
    cast = builders.make_cast(session, now=now)
    cast.programme.second_lawyer = True
    _variant, request = submitted(session, cast, now)
    builders.approve(session, cast, request, now=now)
    assert may_leave(session, cast, builders.seen(session, request)["feed"], now)


def test_threat_04_a_lawyer_is_not_two_through_a_link_of_their_own(session: Session, now: datetime) -> None:
    cast = builders.make_cast(session, now=now)
    cast.programme.second_lawyer = True
    _variant, request = submitted(session, cast, now, risk=Risk.HIGH)
    seen = builders.seen(session, request)
    _link, token = given(session, cast, request, now, by=cast.lawyer)
    approve_review(session, request_id=request.id or 0, seen=seen, by=cast.lawyer, now=now)
    decide(session, token, seen["feed"], now)

    assert not may_leave(session, cast, seen["feed"], now)
    with pytest.raises(Conflict, match="somebody else"):
        given(session, cast, request, now, by=cast.lawyer)


def test_threat_04_nobody_approves_their_own_words_through_a_second_role(
    session: Session, now: datetime
) -> None:
    cast = builders.make_cast(session, now=now)
    variant, _request = submitted(session, cast, now)
    person = session.get_one(Person, cast.translator.person_id)
    grant_role(
        session,
        person=person,
        programme_id=cast.programme.id or 0,
        role=Role.LAWYER,
        language="de",
        by=cast.admin,
        now=now,
    )
    both = load_actor(session, person, cast.programme.id)
    words = {**builders.WORDS["de"].to_dict(), "body": "Für jedes Kind gibt es 259 € monatlich."}
    write_revision(session, variant=variant, words=words, based_on=1, by=both, now=now)
    builders.give_pictures(session, builders.campaign_of_variant(session, variant)[0], now=now, tag="b")
    request = builders.submit(session, cast, variant, now=now)

    with pytest.raises(NotAllowed, match="another lawyer"):
        approve_review(
            session, request_id=request.id or 0, seen=builders.seen(session, request), by=both, now=now
        )


def given(
    session: Session,
    cast: builders.Cast,
    request: ReviewRequest,
    now: datetime,
    *,
    kind: DeciderKind = DeciderKind.LAWYER,
    by: Actor | None = None,
) -> tuple[int, str]:
    [(link, token)] = issue_links(
        session,
        request_id=request.id or 0,
        channels=["feed"],
        kind=kind,
        name="Lawyer from outside",
        email="outside@law.example",
        by=by or cast.second_lawyer,
        now=now,
    )
    return link.id or 0, token


def decide(session: Session, token: str, digest: str, now: datetime, reason: str = "") -> Approval:
    decision = Decision.RETURN if reason else Decision.APPROVE
    return decide_by_link(
        session, token=token, seen={"feed": digest}, decision=decision, reason=reason, now=now
    )


def test_a_lawyer_outside_approves_one_digest_once(session: Session, now: datetime) -> None:
    cast = builders.make_cast(session, now=now)
    _variant, request = submitted(session, cast, now)
    digest = builders.seen(session, request)["feed"]
    _link, token = given(session, cast, request, now)

    decide(session, token, digest, now)

    assert may_leave(session, cast, digest, now)
    with pytest.raises(NotFound, match="not good any more"):
        decide(session, token, digest, now)


def test_a_link_taken_back_takes_its_approval_with_it(session: Session, now: datetime) -> None:
    cast = builders.make_cast(session, now=now)
    _variant, request = submitted(session, cast, now)
    digest = builders.seen(session, request)["feed"]
    link, token = given(session, cast, request, now)
    decide(session, token, digest, now)

    revoke_link(session, link_id=link, by=cast.lead, now=now)

    assert not may_leave(session, cast, digest, now)


def test_threat_03_whoever_takes_their_login_back_closes_the_links_given_out_in_their_name(
    session: Session, now: datetime
) -> None:
    """An admin opens the lawyer's login, waits a day, and lets a mailbox of their own decide; the lawyer comes back."""
    cast = builders.make_cast(session, now=now)
    _variant, request = submitted(session, cast, now)
    digest = builders.seen(session, request)["feed"]
    lawyer = session.get_one(Person, cast.second_lawyer.person_id)
    set_password(
        session, person=lawyer, password="seven-paper-kites", hand=cast.admin.person_id, by=None, now=now
    )
    deed = session.exec(builders.select_last(AuditEntry)).first()
    later = now + timedelta(days=2)
    _link, waiting = given(session, cast, request, later)
    _link, used = given(session, cast, request, later)
    decide(session, used, digest, later)
    assert may_leave(session, cast, digest, later)

    close_way_in(session, person=lawyer, up_to=deed.id, by=cast.second_lawyer, now=later)

    assert not may_leave(session, cast, digest, later)
    with pytest.raises(NotFound):
        link_behind(session, waiting, now=later)
    assert {link.revoked_at for link in session.exec(select(ReviewLink))} == {later}


def test_a_link_ends_by_itself(session: Session, now: datetime) -> None:
    cast = builders.make_cast(session, now=now)
    _variant, request = submitted(session, cast, now)
    _link, token = given(session, cast, request, now)
    with pytest.raises(NotFound):
        decide(session, token, builders.seen(session, request)["feed"], now + timedelta(days=7))


def test_a_link_decides_about_nothing_but_its_digest(session: Session, now: datetime) -> None:
    cast = builders.make_cast(session, now=now)
    variant, request = submitted(session, cast, now)
    old = builders.seen(session, request)["feed"]
    _link, token = given(session, cast, request, now)
    builders.give_pictures(session, builders.campaign_of_variant(session, variant)[0], now=now, tag="b")
    fresh = builders.seen(session, builders.submit(session, cast, variant, now=now))["feed"]

    for digest in (old, fresh):
        with pytest.raises(Conflict, match="Nothing was decided"):
            decide(session, token, digest, now)


def test_a_partners_yes_opens_nothing_and_a_partners_no_returns(session: Session, now: datetime) -> None:
    cast = builders.make_cast(session, now=now)
    variant, request = submitted(session, cast, now)
    digest = builders.seen(session, request)["feed"]
    _link, yes = given(session, cast, request, now, kind=DeciderKind.PARTNER)
    _link, no = given(session, cast, request, now, kind=DeciderKind.PARTNER)

    decide(session, yes, digest, now)
    assert not may_leave(session, cast, digest, now)
    decide(session, no, digest, now, reason="Not our logo.")
    assert variant.status is VariantStatus.RETURNED


def test_a_partners_yes_is_told_as_a_partners_and_leaves_the_card_as_new_as_it_was(
    session: Session, now: datetime
) -> None:
    cast = builders.make_cast(session, now=now)
    variant, request = submitted(session, cast, now)
    digest = builders.seen(session, request)["feed"]
    _link, token = given(session, cast, request, now, kind=DeciderKind.PARTNER)

    decide(session, token, digest, now)

    (line,) = recent_decisions(session, programme_id=cast.programme.id or 0)
    assert line.is_partners and line.channel == "feed" and not line.stands
    assert standing_approvals(session, variant.id or 0) == []
    assert novelties(session, [request])[request.id].novelty is Novelty.NEW


def test_a_partners_yes_after_a_lawyers_leaves_the_lawyers_to_be_taken_back(
    session: Session, now: datetime
) -> None:
    cast = builders.make_cast(session, now=now)
    variant, request = submitted(session, cast, now)
    digest = builders.seen(session, request)["feed"]
    for kind in (DeciderKind.LAWYER, DeciderKind.PARTNER):
        request = builders.submit(session, cast, variant, now=now)
        _link, token = given(session, cast, request, now, kind=kind)
        decide(session, token, digest, now)

    lines = recent_decisions(session, programme_id=cast.programme.id or 0)
    assert [(line.is_partners, line.stands) for line in lines] == [(True, False), (False, True)]
    assert [proof.digest for proof in standing_approvals(session, variant.id or 0)] == [digest]


def test_each_link_names_one_digest_and_says_nothing_of_another(session: Session, now: datetime) -> None:
    cast = builders.make_cast(session, now=now)
    campaign = builders.make_campaign(session, cast, now=now)
    builders.give_pictures(session, campaign, now=now)
    variant = builders.first_variant(session, campaign)
    request = builders.submit(session, cast, variant, now=now, channels=("feed", "folder", "handoff"))
    seen = builders.seen(session, request)
    who = {"kind": DeciderKind.LAWYER, "name": "Lawyer from outside", "email": "outside@law.example"}
    issued = issue_links(
        session, request_id=request.id or 0, channels=list(seen), by=cast.second_lawyer, now=now, **who
    )
    assert {one.link.digest for one in issued} == set(seen.values())
    assert len({one.token for one in issued}) == len(seen)

    with pytest.raises(Conflict):
        decide_by_link(session, token=issued[0].token, seen=seen, decision=Decision.APPROVE, now=now)
    for number, (link, token) in enumerate(issued, 1):
        channel = next(key for key, digest in seen.items() if digest == link.digest)
        about = {channel: link.digest}
        word = decide_by_link(session, token=token, seen=about, decision=Decision.APPROVE, now=now)
        assert (word.digest, word.link_id) == (link.digest, link.id)
        assert (variant.status is VariantStatus.APPROVED) is (number == len(issued))
    revoke_link(session, link_id=issued[0].link.id or 0, by=cast.lead, now=now)
    assert not may_leave(session, cast, seen["feed"], now)


def test_nobody_with_a_login_and_no_author_gives_themselves_a_link(session: Session, now: datetime) -> None:
    cast = builders.make_cast(session, now=now)
    _variant, request = submitted(session, cast, now)
    values = {"request_id": request.id or 0, "channels": ["feed"], "kind": DeciderKind.LAWYER, "name": "X"}
    with pytest.raises(BadInput, match="has a login"):
        issue_links(session, **values, email="STAFF@test.example", by=cast.second_lawyer, now=now)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        issue_links(session, **values, email="x@y.example", by=cast.staff, now=now)  # type: ignore[arg-type]


def test_a_return_says_where(session: Session, now: datetime) -> None:
    cast = builders.make_cast(session, now=now)
    _variant, request = submitted(session, cast, now)
    values = {"request_id": request.id or 0, "seen": builders.seen(session, request), "reason": "§ fehlt."}
    with pytest.raises(BadInput, match="no place"):
        return_review(session, **values, place="steps.9", by=cast.lawyer, now=now)  # type: ignore[arg-type]
    return_review(session, **values, place="body", by=cast.lawyer, now=now)  # type: ignore[arg-type]
    row = session.exec(builders.select_last(Approval)).first()
    assert row is not None
    assert (row.decision, row.place) == (Decision.RETURN, "body")


def test_a_question_waits_for_the_colleague_until_they_answer(session: Session, now: datetime) -> None:
    cast = builders.make_cast(session, now=now)
    variant, request = submitted(session, cast, now)
    colleague = cast.second_lawyer.person_id
    add_note(
        session,
        request_id=request.id or 0,
        text="Is § 66 right?",
        to_person=colleague,
        by=cast.lawyer,
        now=now,
    )
    where = {"person_id": colleague, "programme_id": cast.programme.id or 0}
    assert [name for _note, name in open_questions(session, **where)] == ["lawyer1"]
    add_note(session, request_id=request.id or 0, text="It is.", by=cast.second_lawyer, now=now)
    assert open_questions(session, **where) == []
    question, answer = notes_about(session, variant.id or 0)
    assert (question.note.kind, question.asked) == (NoteKind.QUESTION, "lawyer2")
    assert answer.answered == ["lawyer1"]
    asker = {"person_id": cast.lawyer.person_id, "programme_id": cast.programme.id or 0}
    assert [note.text for note, _name in fresh_answers(session, **asker)] == ["It is."]
    add_note(session, request_id=request.id or 0, text="Thanks.", by=cast.lawyer, now=now)
    assert fresh_answers(session, **asker) == []


def test_the_board_comments_and_decides_nothing(session: Session, now: datetime) -> None:
    cast = builders.make_cast(session, now=now)
    _variant, request = submitted(session, cast, now)
    person = builders.make_person(session, "board@test.example", now=now)
    programme = cast.programme.id or 0
    grant_role(session, person=person, programme_id=programme, role=Role.BOARD, by=None, now=now)
    board = load_actor(session, person, programme)

    note = add_note(session, request_id=request.id or 0, text="Nice.", by=board, now=now)

    assert note.kind is NoteKind.BOARD
    with pytest.raises(NotAllowed):
        approve_review(
            session, request_id=request.id or 0, seen=builders.seen(session, request), by=board, now=now
        )
