"""A yes rests on facts, a role and a rule: each counts as the trail tells it, whatever its row says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from campaigns.approvals.actions import approve_review, return_review
from campaigns.approvals.models import ReviewRequest
from campaigns.approvals.validity import valid_approval
from campaigns.content.recall.actions import keep_text
from campaigns.content.recall.models import RecallItem
from campaigns.errors import Conflict, NotAllowed
from campaigns.facts.actions import check_fact
from campaigns.facts.models import FactText
from campaigns.facts.versions import present_state
from campaigns.people.actions.logins import disable_person
from campaigns.people.actions.people import grant_role, revoke_role
from campaigns.people.actions.programmes import change_programme
from campaigns.people.actions.voices import check_can_confirm
from campaigns.people.models import Membership, Person
from campaigns.people.new_voices import new_voices
from campaigns.people.queries import load_actor
from campaigns.placements.recall.actions import change_and_recall, check_and_release, doubt_and_recall
from campaigns.vocabulary import Risk, Role
from tests import builders


class Desk:
    """A text that rests on one fact and waits for a lawyer, and the hands of somebody who has the database."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session, self.now = session, now
        self.cast = builders.make_cast(session, now=now)
        self.programme_id = self.cast.programme.id or 0
        amount = {"amount": {"kind": "amount", "value": "259.00", "unit": "EUR"}}
        self.fact = builders.make_fact(
            session, self.cast.programme, now=now, values=amount, risk=Risk.HIGH, valid_to=date(2030, 1, 1)
        )
        for code in ("de", "ar"):
            session.add(
                FactText(fact_id=self.fact.id or 0, language=code, sentence="{amount}", changed_at=now)
            )
        campaign = builders.make_campaign(session, self.cast, now=now, facts=[self.fact])
        builders.give_pictures(session, campaign, now=now)
        self.variant = builders.first_variant(session, campaign)
        self.request = self.submitted()

    def submitted(self) -> ReviewRequest:
        return builders.submit(self.session, self.cast, self.variant, now=self.now)

    def approve(self, *, second: bool = False) -> None:
        approve_review(
            self.session,
            request_id=self.request.id or 0,
            seen=builders.seen(self.session, self.request),
            by=self.cast.second_lawyer if second else self.cast.lawyer,
            now=self.now,
        )

    def run(self, statement: str, **values: object) -> None:
        done = self.session.connection().execute(text(statement), values)
        assert done.rowcount > 0, statement
        self.session.expire_all()

    def may_leave(self) -> bool:
        found = valid_approval(
            self.session,
            digest=builders.seen(self.session, self.request)["feed"],
            language="de",
            channel="feed",
            on=self.now.date(),
            programme_id=self.programme_id,
        )
        return found is not None

    def may_leave_after(self, statement: str) -> bool:
        """What the gate says while this stands in the tables; then it is as before."""
        before = self.session.begin_nested()
        self.run(statement)
        answer = self.may_leave()
        before.rollback()
        self.session.expire_all()
        return answer

    def change_fact(self, value: str = "299.00") -> None:
        old = present_state(self.session, self.fact)
        values = {"amount": {"kind": "amount", "value": value, "unit": "EUR"}}
        change_and_recall(
            self.session,
            fact=self.fact,
            state=replace(old, values=values),
            based_on=self.fact.revision,
            why="It was raised.",
            by=self.cast.staff,
            now=self.now,
        )

    def demand_two(self, demanded: bool) -> None:
        change_programme(
            self.session,
            programme=self.cast.programme,
            by=self.cast.admin,
            now=self.now,
            second_lawyer=demanded,
        )


@pytest.fixture
def desk(session: Session, now: datetime) -> Desk:
    return Desk(session, now)


BY_HAND = {
    "a value": """UPDATE fact SET "values" = '{"amount": {"kind": "amount", "value": "1.00", "unit": "EUR"}}'""",
    "a longer life": "UPDATE fact SET valid_to = '2031-01-01'",
    "another law": """UPDATE fact SET laws = '["§ 1"]'""",
    "a lower risk": "UPDATE fact SET risk = 'low'",
    "the words beside the card": "UPDATE fact_text SET sentence = 'Nobody gets {amount}.' WHERE language = 'de'",
    "the words are gone": "DELETE FROM fact_text WHERE language = 'de'",
}


def test_threat_22_a_fact_written_into_by_hand_holds_what_was_approved_on_it(desk: Desk) -> None:
    desk.approve()
    assert desk.may_leave()

    assert {name: desk.may_leave_after(statement) for name, statement in BY_HAND.items()} == dict.fromkeys(
        BY_HAND, False
    )
    assert desk.may_leave(), "each was taken back"


RECALL_GONE = {
    "the list is emptied": "DELETE FROM recall_item",
    "somebody let it stay, says the table alone": "UPDATE recall_item SET settled_at = '2026-11-23 10:00:00', "
    "settled_by = 1, reason = 'It is so.'",
    "it was for another language": "UPDATE recall_item SET variant_id = (SELECT max(id) FROM variant) "
    "WHERE variant_id = (SELECT min(id) FROM variant)",
}


def test_threat_22_a_recall_taken_out_of_its_table_still_holds(desk: Desk) -> None:
    """The fact changed in the desk, so what was made from it was recalled; the post is tied to it anew by hand."""
    desk.approve()
    desk.change_fact()
    desk.run("UPDATE post_fact SET fact_revision = 99")
    desk.run("DELETE FROM recall_item WHERE variant_id = (SELECT max(id) FROM variant)")

    for name, statement in RECALL_GONE.items():
        assert not desk.may_leave_after(statement), name


def test_a_text_that_a_lawyer_keeps_after_a_recall_leaves(desk: Desk) -> None:
    desk.approve()
    desk.change_fact()
    assert not desk.may_leave()

    item = desk.session.exec(select(RecallItem).where(RecallItem.variant_id == desk.variant.id)).one()
    keep_text(desk.session, item=item, reason="It names no amount.", by=desk.cast.lawyer, now=desk.now)

    assert desk.may_leave()


def test_a_text_whose_fact_was_only_doubted_leaves_when_it_was_checked(desk: Desk) -> None:
    desk.approve()
    doubt_and_recall(desk.session, fact=desk.fact, by=desk.cast.staff, now=desk.now)
    assert not desk.may_leave()

    check_and_release(
        desk.session,
        fact=desk.fact,
        review_on=None,
        read_on=desk.now.date(),
        by=desk.cast.lawyer,
        now=desk.now,
    )

    assert desk.may_leave()


def test_a_change_that_moves_no_words_holds_nothing(desk: Desk) -> None:
    desk.approve()
    old = present_state(desk.session, desk.fact)
    change_and_recall(
        desk.session,
        fact=desk.fact,
        state=replace(old, source_title="Familienkasse"),
        based_on=desk.fact.revision,
        why="It has another name.",
        by=desk.cast.staff,
        now=desk.now,
    )
    assert desk.may_leave()


def test_threat_22_a_role_or_a_login_given_back_by_hand_brings_no_words_back(desk: Desk) -> None:
    desk.approve()
    closed = desk.session.begin_nested()
    disable_person(
        desk.session,
        person=desk.session.get_one(Person, desk.cast.lawyer.person_id),
        by=desk.cast.admin,
        now=desk.now,
    )
    desk.run("UPDATE person SET disabled_at = NULL")
    assert not desk.may_leave()
    closed.rollback()
    desk.session.expire_all()
    assert desk.may_leave()
    person = desk.session.get_one(Person, desk.cast.lawyer.person_id)
    revoke_role(
        desk.session, person=person, programme_id=desk.programme_id, role=Role.LAWYER, language="de",
        by=desk.cast.admin, now=desk.now,
    )  # fmt: skip
    assert not desk.may_leave()

    made_lawyer_by_hand(desk, person.id or 0)

    assert not desk.may_leave()


def test_threat_22_whoever_made_themselves_a_lawyer_in_the_database_cannot_approve(desk: Desk) -> None:
    person_id = desk.cast.advisor.person_id
    made_lawyer_by_hand(desk, person_id)
    forged = load_actor(desk.session, desk.session.get_one(Person, person_id), desk.programme_id)

    with pytest.raises(NotAllowed, match="Only a lawyer"):
        approve_review(
            desk.session,
            request_id=desk.request.id or 0,
            seen=builders.seen(desk.session, desk.request),
            by=forged,
            now=desk.now,
        )


def test_threat_22_a_lead_made_in_the_database_confirms_no_new_voice(desk: Desk) -> None:
    new = builders.make_person(desk.session, "new@test.example", now=desk.now)
    grant_role(
        desk.session, person=new, programme_id=desk.programme_id, role=Role.LAWYER, language="de",
        by=desk.cast.admin, now=desk.now,
    )  # fmt: skip
    voice = new_voices(desk.session, {new.id or 0}, programme_id=desk.programme_id, now=desk.now)[new.id or 0]
    desk.run("UPDATE membership SET role = 'lead' WHERE person_id = :p", p=desk.cast.advisor.person_id)
    forged = load_actor(
        desk.session, desk.session.get_one(Person, desk.cast.advisor.person_id), desk.programme_id
    )

    with pytest.raises(NotAllowed, match="does not include this"):
        check_can_confirm(desk.session, forged, voice, now=desk.now)
    check_can_confirm(desk.session, desk.cast.lead, voice, now=desk.now)


def test_threat_04_an_admin_who_takes_the_rule_of_two_away_releases_nothing_that_waits(desk: Desk) -> None:
    desk.demand_two(True)
    desk.approve()
    assert not desk.may_leave()

    desk.demand_two(False)

    assert not desk.may_leave()
    desk.approve(second=True)
    assert desk.may_leave()


def test_threat_22_the_rule_of_two_taken_away_in_the_table_holds_as_the_trail_tells_it(desk: Desk) -> None:
    desk.demand_two(True)
    desk.run("UPDATE programme SET second_lawyer = false")

    desk.approve()

    assert not desk.may_leave()


def test_what_is_returned_after_the_rule_was_taken_away_needs_one_lawyer(desk: Desk) -> None:
    desk.demand_two(True)
    desk.approve()
    desk.demand_two(False)
    return_review(
        desk.session, request_id=desk.request.id or 0, seen=builders.seen(desk.session, desk.request),
        reason="Once more.", by=desk.cast.second_lawyer, now=desk.now,
    )  # fmt: skip
    desk.request = desk.submitted()

    desk.approve()

    assert desk.may_leave()


def test_threat_22_no_yes_is_said_on_a_fact_that_was_changed_by_hand_before(desk: Desk) -> None:
    """Its risk is written down as low, so that one lawyer would be enough."""
    desk.demand_two(True)
    check_fact(desk.session, fact=desk.fact, review_on=None, by=desk.cast.second_lawyer, now=desk.now)
    desk.run("UPDATE fact SET risk = 'low'")
    with pytest.raises(Conflict, match="past Litfass"):
        desk.approve()
    desk.run("UPDATE fact SET risk = 'high'")
    desk.approve()


def made_lawyer_by_hand(desk: Desk, person_id: int) -> None:
    desk.session.add(
        Membership(
            person_id=person_id,
            programme_id=desk.programme_id,
            role=Role.LAWYER,
            language="de",
            created_at=desk.now,
        )
    )
    desk.session.flush()
