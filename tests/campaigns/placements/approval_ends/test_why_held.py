"""Why something may not leave is said: each cause has its own sentence, with what to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from campaigns.approvals.actions import decide_by_link, issue_links, revoke_link, withdraw_approval
from campaigns.approvals.causes import Cause
from campaigns.approvals.models import Proof
from campaigns.approvals.queries import proofs_of_review
from campaigns.content.actions import write_revision
from campaigns.content.queries import latest_revision
from campaigns.people.actions import change_programme, disable_person
from campaigns.people.models import Person
from campaigns.placements import reasons
from campaigns.placements.actions import add_account, place
from campaigns.placements.approval_ends import reasons as approval_reasons
from campaigns.placements.approval_ends.lapsing import digests_that_lapsed, hold_lapsed
from campaigns.placements.approval_ends.reasons import SENTENCES
from campaigns.placements.gate import Departure, closed_for
from campaigns.placements.models import Placement
from campaigns.reasons import Reason
from campaigns.vocabulary import DeciderKind, Decision, PlacementStatus
from tests import builders
from tests.campaigns.approvals.test_grounds import Desk


class Waiting(Desk):
    """A text that was approved for the feed and is to leave."""

    def __init__(self, session: Session, now: datetime) -> None:
        super().__init__(session, now)
        self.digest = builders.seen(session, self.request)["feed"]

    def against(self, *, channel: str = "feed", on: date | None = None) -> Reason | None:
        one = Departure(
            self.variant.id or 0, self.digest, "de", channel, on or self.now.date(), self.programme_id
        )
        return closed_for(self.session, [one]).get(one)

    def proof(self) -> Proof:
        return next(one for one in proofs_of_review(self.session, self.request) if one.digest == self.digest)

    def withdraw(self) -> None:
        withdraw_approval(
            self.session, proof=self.proof(), reason="A doubt.", programme_id=self.programme_id,
            by=self.cast.lawyer, now=self.now,
        )  # fmt: skip

    def let_a_link_decide(self) -> None:
        """Approved by a lawyer outside instead, whose link is taken back."""
        self.withdraw()
        self.request = self.submitted()
        [(link, token)] = issue_links(
            self.session, request_id=self.request.id or 0, channels=["feed"], kind=DeciderKind.LAWYER,
            name="Lawyer 9", email="lawyer9@chambers.example", by=self.cast.second_lawyer, now=self.now,
        )  # fmt: skip
        seen = {"feed": self.digest}
        decide_by_link(self.session, token=token, seen=seen, decision=Decision.APPROVE, now=self.now)
        assert self.against() is None
        revoke_link(self.session, link_id=link.id or 0, by=self.cast.second_lawyer, now=self.now)

    def write(self) -> None:
        found = latest_revision(self.session, self.variant)
        assert found is not None
        words = {**found.words, "headline": "299 € Kindergeld im Monat"}
        write_revision(
            self.session, variant=self.variant, words=words, based_on=found.number, by=self.cast.staff, now=self.now
        )  # fmt: skip

    def close_the_lawyers_login(self) -> None:
        person = self.session.get_one(Person, self.cast.lawyer.person_id)
        disable_person(self.session, person=person, by=self.cast.admin, now=self.now)

    def change_funder(self) -> None:
        programme = self.cast.programme
        programme.funder = {"statement": "Paid by another fund"}
        self.session.add(programme)
        change_programme(self.session, programme=programme, by=self.cast.admin, now=self.now)


@pytest.fixture
def desk(session: Session, now: datetime) -> Waiting:
    waiting = Waiting(session, now)
    waiting.approve()
    assert waiting.against() is None
    return waiting


def by_hand(statement: str) -> Callable[[Waiting], None]:
    return lambda desk: desk.run(statement)


CASES: dict[Cause, Callable[[Waiting], None]] = {
    Cause.NO_PROOF: by_hand("UPDATE proof SET digest = 'another' WHERE channel = 'feed'"),
    Cause.UNREADABLE: by_hand("""UPDATE revision SET words = '["no words"]'"""),
    Cause.BY_HAND: by_hand("""UPDATE revision SET words = '{"headline": "Another"}'"""),
    Cause.WORDS: Waiting.write,
    Cause.TARGET: by_hand("UPDATE campaign SET link = 'https://elsewhere.example/'"),
    Cause.SHORT_LINK: by_hand("UPDATE short_link SET target = 'https://elsewhere.example/'"),
    Cause.FUNDER: Waiting.change_funder,
    Cause.LOOK: by_hand("UPDATE rendition SET current = false"),
    Cause.NEVER: by_hand("DELETE FROM approval"),
    Cause.WITHDRAWN: Waiting.withdraw,
    Cause.UNTOLD: by_hand("UPDATE approval SET valid_until = '2031-01-01'"),
    Cause.ROLE_GONE: Waiting.close_the_lawyers_login,
    Cause.LINK_BACK: Waiting.let_a_link_decide,
    Cause.FACT: by_hand("UPDATE fact SET valid_to = '2031-01-01'"),
}


@pytest.mark.parametrize("cause", CASES)
def test_each_cause_is_the_one_that_is_said(desk: Waiting, cause: Cause) -> None:
    CASES[cause](desk)
    assert desk.against() == Reason(SENTENCES[cause])


def test_an_approval_for_another_channel_or_a_later_day_says_so(desk: Waiting) -> None:
    assert desk.against(channel="folder") == Reason(approval_reasons.OTHER_PLACE)
    last = desk.now.date() + timedelta(days=365)
    late = desk.against(on=last + timedelta(days=1))
    assert late is not None
    assert (late.msgid, late.values.keys()) == (reasons.APPROVAL_ENDED, {"last"})


def test_a_second_lawyer_who_is_missing_is_said(session: Session, now: datetime) -> None:
    desk = Waiting(session, now)
    desk.demand_two(True)
    desk.approve()
    assert desk.against() == Reason(approval_reasons.SECOND_MISSING)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"layout": "another"}, approval_reasons.LAYOUT_CHANGED),
        ({"renderer": "another"}, approval_reasons.RENDERER_CHANGED),
    ],
)
def test_a_picture_drawn_anew_says_by_what(desk: Waiting, changed: dict[str, str], said: str) -> None:
    [(name, value)] = changed.items()
    campaign, _post = builders.campaign_of_variant(desk.session, desk.variant)
    builders.give_pictures(desk.session, campaign, now=desk.now, tag="drawn anew")
    desk.run(f"UPDATE rendition SET {name} = '{value}' WHERE current = true")  # noqa: S608
    assert desk.against() == Reason(said)


@pytest.mark.parametrize("words", ["{broken", '["a list"]', '{"headline": 5}', '{"no field": "x"}'])
def test_words_that_cannot_be_read_hold_long_before_the_moment(desk: Waiting, words: str) -> None:
    """Somebody broke them in the table: others are not held for it, and nothing is refused with an error."""
    account = add_account(
        desk.session, programme_id=desk.programme_id, channel="feed", name="Feed", by=desk.cast.admin, now=desk.now
    )  # fmt: skip
    about: dict[str, Any] = {
        "account": account,
        "zone": "Europe/Berlin",
        "by": desk.cast.staff,
        "now": desk.now,
    }
    place(
        desk.session, variant_id=desk.variant.id or 0, proof=desk.proof(), wall=datetime(2026, 12, 9, 10), **about
    )  # fmt: skip
    assert digests_that_lapsed(desk.session, now=desk.now) == set()
    if desk.session.connection().dialect.name == "postgresql" and words == "{broken":
        return  # a column of JSON takes nothing else there
    desk.run(f"UPDATE revision SET words = '{words.replace(':', chr(92) + ':')}'")  # noqa: S608

    lapsed = digests_that_lapsed(desk.session, now=desk.now)
    assert lapsed == {desk.digest}
    [held] = hold_lapsed(desk.session, digests=lapsed, by=None, now=desk.now)

    row = desk.session.exec(select(Placement)).one()
    assert (held.id, row.status, row.reason) == (row.id, PlacementStatus.HELD, approval_reasons.UNREADABLE)


def test_every_cause_has_a_sentence() -> None:
    assert set(SENTENCES) == set(Cause)
