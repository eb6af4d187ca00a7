"""An account changes or is removed: nothing leaves through what is gone, and nothing of what was said is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlmodel import Session, select

from campaigns.errors import BadInput, Conflict, NotAllowed
from campaigns.people.actor import Actor
from campaigns.people.models import AuditEntry, Programme
from campaigns.placements.accounts.connecting import check_options
from campaigns.placements.accounts.secrets import keep_secret
from campaigns.placements.actions import (
    add_account,
    cancel,
    change_habits,
    change_options,
    close_account,
    hand_over,
    move,
    place,
    propose_placement,
    rename_account,
    resume_account,
    schedule,
    what_hangs_on,
)
from campaigns.placements.actions.place import BY_HAND
from campaigns.placements.models import Account, Placement, Space
from campaigns.placements.plans.outlets import outlets_of
from campaigns.placements.queries import accounts_of, removed_accounts
from campaigns.placements.reasons import ACCOUNT_GONE
from campaigns.placements.spaces.register import is_as_told
from campaigns.placements.spaces.whose import whose
from campaigns.vocabulary import PlacementStatus, Role
from tests import builders

KEY = b"k" * 32
WALL = datetime(2026, 11, 30, 18, 0)


class Office:
    """An approved German post, and an account of Mastodon with a token."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session, self.now = session, now
        self.cast = builders.make_cast(session, now=now)
        self.variant, self.proofs = builders.approved_variant(
            session, self.cast, now=now, channels=("mastodon",)
        )
        self.account = self.add("News")
        number = self.account.id or 0
        change_options(
            session,
            account_id=number,
            values={"instance": "https://social.example"},
            key=KEY,
            by=self.admin,
            now=now,
        )
        keep_secret(session, account_id=number, values={"token": "t"}, key=KEY, by=self.admin, now=now)

    @property
    def admin(self) -> Actor:
        return self.cast.admin

    @property
    def both(self) -> Actor:
        """Somebody who looks after accounts and places posts."""
        return replace(self.admin, roles=self.admin.roles | {(Role.LEAD, "")})

    def add(self, name: str) -> Account:
        return add_account(
            self.session,
            programme_id=self.cast.programme.id or 0,
            channel="mastodon",
            name=name,
            by=self.cast.admin,
            now=self.now,
        )

    def put(self, **more: Any) -> Placement:
        values = {"account": self.account, "wall": WALL, **more}
        return place(
            self.session,
            variant_id=self.variant.id or 0,
            proof=self.proofs["mastodon"],
            zone="Europe/Berlin",
            by=self.cast.staff,
            now=self.now,
            **values,
        )

    def propose(self) -> Placement:
        return propose_placement(
            self.session,
            variant_id=self.variant.id or 0,
            account=self.account,
            wall=WALL.replace(day=29),
            zone="Europe/Berlin",
            by=self.cast.staff,
            now=self.now,
        )

    def close(self, **more: Any) -> Account:
        return close_account(
            self.session, **{"account_id": self.account.id or 0, "by": self.admin, "now": self.now, **more}
        )

    def told(self, action: str) -> list[AuditEntry]:
        return list(self.session.exec(select(AuditEntry).where(AuditEntry.action == action)))


@pytest.fixture
def office(session: Session, now: datetime) -> Office:
    return Office(session, now)


@pytest.mark.any_database
def test_what_waits_is_held_with_the_reason_and_proposals_leave_the_calendar(office: Office) -> None:
    waiting, proposed = office.put(), office.propose()
    hanging = what_hangs_on(office.session, office.account.id or 0)
    assert (hanging.waiting, hanging.proposed, hanging.published) == (1, 1, 0)

    office.close()

    assert (waiting.status, waiting.reason, waiting.next_at) == (PlacementStatus.HELD, ACCOUNT_GONE, None)
    assert proposed.status is PlacementStatus.CANCELLED
    [told] = office.told("close_account")
    assert (told.by, told.subject_id) == (office.admin.person_id, office.account.id)


@pytest.mark.any_database
def test_its_secret_is_erased_and_it_is_offered_no_more(office: Office) -> None:
    office.close()
    programme_id = office.cast.programme.id or 0
    assert (office.account.secret, office.account.closed_at) == (None, office.now)
    assert accounts_of(office.session, programme_id=programme_id) == []
    assert removed_accounts(office.session, programme_id=programme_id) == [office.account]


@pytest.mark.any_database
def test_what_waits_becomes_a_hand_off_where_somebody_who_places_posts_wants_it(office: Office) -> None:
    row = office.put()
    office.close(by_hand=True, by=office.both)
    assert row.status is PlacementStatus.CANCELLED
    new = office.session.exec(select(Placement).where(Placement.channel == BY_HAND)).one()
    assert (new.status, new.wall, new.proof_id) == (PlacementStatus.SCHEDULED, row.wall, row.proof_id)


def test_what_was_held_for_it_can_still_become_a_hand_off(office: Office) -> None:
    row = office.put()
    office.close()
    new = hand_over(office.session, placement_id=row.id or 0, by=office.cast.staff, now=office.now)
    assert (row.status, new.status) == (PlacementStatus.CANCELLED, PlacementStatus.SCHEDULED)


def test_a_hand_off_is_the_task_of_whoever_made_it_one_on_the_account_itself(office: Office) -> None:
    row = office.put()
    office.account.identity = "@news"
    new = hand_over(office.session, placement_id=row.id or 0, by=office.cast.staff, now=office.now)
    space = office.session.get_one(Space, new.space_id)
    assert whose(space, new) == office.cast.staff.person_id
    assert space.deputy_id == office.cast.lead.person_id
    assert (space.account_id, space.url) == (office.account.id, "https://social.example/@news")
    assert is_as_told(office.session, space)
    office.account.name = "Called otherwise"
    again = hand_over(
        office.session,
        placement_id=office.put(wall=WALL.replace(hour=19)).id or 0,
        by=office.cast.staff,
        now=office.now,
    )
    assert again.space_id == space.id


def test_nothing_is_planned_for_an_account_twice_because_people_posted_there_by_hand(office: Office) -> None:
    new = hand_over(office.session, placement_id=office.put().id or 0, by=office.cast.staff, now=office.now)
    programme = office.session.get_one(Programme, office.account.programme_id)
    keys = {each.key for each in outlets_of(office.session, programme, since=office.now)}
    assert f"account:{office.account.id}" in keys
    assert f"space:{new.space_id}" not in keys


@pytest.mark.parametrize("channel", ["feed", "folder", "newsletter", "webhook"])
def test_where_no_person_can_post_nothing_becomes_a_hand_off(office: Office, channel: str) -> None:
    row = office.put()
    office.account.channel = channel
    with pytest.raises(Conflict, match="nobody can post it by hand"):
        hand_over(office.session, placement_id=row.id or 0, by=office.cast.staff, now=office.now)
    assert row.status is PlacementStatus.SCHEDULED


def test_who_places_no_posts_makes_none_a_hand_off(office: Office) -> None:
    row = office.put()
    with pytest.raises(NotAllowed):
        office.close(by_hand=True)
    assert (row.status, office.account.closed_at) == (PlacementStatus.SCHEDULED, None)


def test_what_cannot_be_posted_by_hand_is_held(office: Office) -> None:
    row = office.put()
    row.proof_id = None
    office.session.flush()
    office.close(by_hand=True, by=office.both)
    assert (row.status, row.reason) == (PlacementStatus.HELD, ACCOUNT_GONE)


@pytest.mark.any_database
@pytest.mark.parametrize("status", [PlacementStatus.SENDING, PlacementStatus.UNCONFIRMED])
def test_an_account_stays_while_its_channel_has_to_be_asked(office: Office, status: PlacementStatus) -> None:
    row = office.put()
    row.status, row.token, row.sending_at = status, "w", office.now
    office.session.flush()
    with pytest.raises(Conflict):
        office.close()
    assert office.account.secret is not None


def test_nothing_goes_back_to_an_account_that_was_removed(office: Office) -> None:
    row = office.put()
    office.close()
    about = {"by": office.cast.staff, "now": office.now}
    with pytest.raises(Conflict, match="was removed"):
        schedule(office.session, placement_id=row.id or 0, proof=office.proofs["mastodon"], **about)
    with pytest.raises(Conflict, match="was removed"):
        office.put(wall=WALL.replace(hour=19))
    row.status = PlacementStatus.EXPIRED
    with pytest.raises(Conflict, match="was removed"):
        move(office.session, placement_id=row.id or 0, wall=WALL.replace(hour=20), **about)
    number = office.account.id or 0
    with pytest.raises(Conflict, match="was removed"):
        resume_account(office.session, account_id=number, by=office.admin, now=office.now)
    with pytest.raises(Conflict, match="was removed"):
        keep_secret(
            office.session, account_id=number, values={"token": "t"}, key=KEY, by=None, now=office.now
        )
    with pytest.raises(Conflict, match="removed already"):
        office.close()


@pytest.mark.any_database
def test_a_new_account_may_have_the_name_of_one_that_was_removed(office: Office) -> None:
    office.close()
    assert office.add("News").id != office.account.id


def test_a_name_is_exchanged_here_and_told(office: Office) -> None:
    rename_account(
        office.session, account_id=office.account.id or 0, name=" Advice ", by=office.admin, now=office.now
    )
    assert office.account.name == "Advice"
    [told] = office.told("rename_account")
    assert "News" in told.detail
    office.add("News")
    with pytest.raises(Conflict, match="Choose another name"):
        rename_account(
            office.session, account_id=office.account.id or 0, name="News", by=office.admin, now=office.now
        )


def habits(office: Office, **more: Any) -> Account:
    values: dict[str, Any] = {"language": None, "slots": ["18:00"], "quiet": ("22:00", "07:00")}
    values |= {"spacing_days": 1, "zone": "Europe/Berlin", "keeps_moments": False, **more}
    return change_habits(
        office.session, account_id=office.account.id or 0, by=office.admin, now=office.now, **values
    )


def test_times_are_changed_and_told_and_what_is_planned_keeps_its_moment(office: Office) -> None:
    row = office.put()
    account = habits(office, slots=["Tue 12:30", "18:00"], spacing_days=3)
    assert (account.slots, account.quiet) == (["Tue 12:30", "18:00"], ["22:00", "07:00"])
    assert account.spacing_days == 3
    assert row.wall == WALL
    assert len(office.told("change_habits")) == 1
    habits(office, slots=["Tue 12:30", "18:00"], spacing_days=3)
    assert len(office.told("change_habits")) == 1


def test_another_zone_is_taken_once_somebody_knows_that_what_waits_keeps_its_moment(office: Office) -> None:
    row = office.put()
    stood = (row.wall, row.zone, row.due_at)
    with pytest.raises(BadInput, match="Posts wait on this account: 1"):
        habits(office, zone="Europe/Helsinki")

    account = habits(office, zone="Europe/Helsinki", keeps_moments=True)

    assert account.zone == "Europe/Helsinki"
    assert (row.wall, row.zone, row.due_at) == stood
    [told] = office.told("change_habits")
    assert "Europe/Helsinki" in told.detail


def test_zone_of_an_account_on_which_nothing_waits_is_changed_at_once(office: Office) -> None:
    assert habits(office, zone="Europe/Kyiv").zone == "Europe/Kyiv"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"zone": "Europe/Bonn"}, "no time zone"),
        ({"slots": ["noon"]}, "is not a slot"),
        ({"quiet": ("22:00", "")}, "Fill in both"),
        ({"quiet": ("late", "early")}, "Write a time"),
        ({"spacing_days": -1}, "between 0 and 60"),
    ],
)
def test_times_that_are_none_are_refused(office: Office, wrong: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        habits(office, **wrong)


def test_an_account_keeps_its_language_while_posts_in_others_wait(office: Office) -> None:
    row = office.put()
    with pytest.raises(Conflict, match="in other languages wait"):
        habits(office, language="ar")
    cancel(office.session, placement_id=row.id or 0, by=office.cast.staff, now=office.now)
    assert habits(office, language="ar").language == "ar"


@pytest.mark.parametrize(
    ("channel", "part", "kept"),
    [
        ("feed", "hub", "https://hub.example/push/"),
        ("webhook", "address", "https://hub.example/push/"),
        ("mastodon", "instance", "https://hub.example/push"),
    ],
)
def test_an_address_keeps_its_last_slash_unless_paths_are_put_behind_it(
    channel: str, part: str, kept: str
) -> None:
    assert check_options(channel, {part: "https://hub.example/push/"})[part] == kept
