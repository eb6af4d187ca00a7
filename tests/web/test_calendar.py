"""The calendar on the desk: views and filters, one placement, placing, pauses, the feed for other calendars."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, event
from sqlmodel import select

from campaigns.backup.making import PAUSE
from campaigns.clock import wall_time
from campaigns.db import read_scope, session_scope
from campaigns.people.actions import add_programme
from campaigns.people.models import AuditEntry, Person
from campaigns.placements.actions import propose_placement
from campaigns.placements.actions.pauses import pause_sending
from campaigns.placements.models import Account, Placement, SendingPause
from campaigns.placements.reasons import STILL_UNKNOWN
from campaigns.placements.sending.settle import Ticket, settle_unconfirmed
from campaigns.reasons import Reason
from campaigns.vocabulary import PlacementStatus, Role
from tests.web.conftest import Watch
from tests.web.desk import Desk
from tests.web.desk_stage import ZONE, approved, feed_account, placed, placement_row
from tests.web.stage import Scene, desk_in, scene
from web.ics import FOLD, escape, fold

__all__ = ["desk_in", "scene"]

Log = Callable[..., Desk]
DAY = timedelta(days=1)


def words_of(desk: Desk, address: str) -> str:
    response = desk.get(address)
    assert response.status_code == 200
    return " ".join(lxml.html.document_fromstring(response.get_data(as_text=True)).text_content().split())


@pytest.fixture
def scheduled(engine: Engine, scene: Scene, now: datetime) -> Placement:
    """The German post on the feed, tomorrow."""
    proof = approved(engine, scene, scene.german, now=now)["feed"]
    return placed(engine, scene, scene.german, proof, now=now, later=DAY)


@pytest.fixture
def proposed(engine: Engine, scene: Scene, now: datetime) -> Placement:
    """The German post proposed for tomorrow, not approved."""
    return propose(engine, scene, now)


def propose(engine: Engine, scene: Scene, now: datetime) -> Placement:
    with session_scope(engine) as session:
        return propose_placement(
            session,
            variant_id=scene.german.id or 0,
            account=feed_account(session, scene.cast),
            wall=wall_time(now + DAY, ZONE),
            zone=ZONE,
            by=scene.cast.staff,
            now=now,
        )


def lost(engine: Engine, placement: Placement, *, now: datetime) -> None:
    """The worker sent it and nobody knows what became of it."""
    with session_scope(engine) as session:
        row = session.get_one(Placement, placement.id)
        row.status, row.token, row.sending_at = PlacementStatus.SENDING, "t.1", now
        session.add(row)
        session.flush()
        settle_unconfirmed(
            session.connection(),
            Ticket(placement.id or 0, "t.1"),
            reason=Reason(STILL_UNKNOWN),
            next_at=None,
            now=now,
        )


@pytest.mark.parametrize("view", ["month", "week", "list"])
def test_every_view_shows_the_post_with_its_zone_and_state(
    scheduled: Placement, desk_in: Log, view: str
) -> None:
    told = words_of(desk_in(Role.STAFF), f"/calendar?view={view}&day=2026-11-24")

    assert "259 € Kindergeld im Monat" in told
    assert "10:00 CET" in told
    assert "Scheduled" in told


@pytest.mark.parametrize("interface", ["de", "en"])
def test_calendar_opens_in_both_languages(desk_of: Log, interface: str) -> None:
    assert desk_of(Role.STAFF, interface=interface).get("/calendar?view=week").status_code == 200


def test_month_names_holidays_and_feasts_of_the_readers(scene: Scene, desk_in: Log) -> None:
    told = words_of(desk_in(Role.STAFF), "/calendar?view=month&day=2026-12-01")

    assert "Christmas" in told
    assert "Yalda" not in told  # nobody here reads Persian


def test_filters_of_the_address_leave_others_out(scheduled: Placement, desk_in: Log) -> None:
    desk = desk_in(Role.STAFF)

    assert "Kindergeld im Monat" not in words_of(desk, "/calendar?view=list&day=2026-11-24&language=ar")
    assert "Kindergeld im Monat" not in words_of(desk, "/calendar?view=list&day=2026-11-24&place=account:999")
    assert "Kindergeld im Monat" not in words_of(desk, "/calendar?view=list&day=2026-11-24&state=held")
    assert "Kindergeld im Monat" in words_of(
        desk, f"/calendar?view=list&day=2026-11-24&language=de&place=account:{scheduled.account_id}"
    )


@pytest.mark.parametrize(
    "address", ["/calendar?day=tomorrow", "/calendar?view=year", "/calendar?day=9999-12-31"]
)
def test_nonsense_in_the_address_shows_the_present_month(desk_of: Log, address: str) -> None:
    assert "November 2026" in words_of(desk_of(Role.STAFF), address)


def test_strangers_to_the_programme_do_not_find_a_placement(scheduled: Placement, desk_of: Log) -> None:
    assert desk_of(Role.STAFF).get(f"/calendar/placements/{scheduled.id}").status_code == 404


def test_moving_gives_another_moment(engine: Engine, scheduled: Placement, desk_in: Log) -> None:
    answer = desk_in(Role.STAFF).send(
        f"/calendar/placements/{scheduled.id}/move", {"day": "2026-12-01", "at": "18:30"}
    )

    assert answer.status_code == 303
    assert placement_row(engine, scheduled).wall == datetime(2026, 12, 1, 18, 30)


def test_skipped_hour_is_refused_at_its_field(engine: Engine, proposed: Placement, desk_in: Log) -> None:
    answer = desk_in(Role.STAFF).send(
        f"/calendar/placements/{proposed.id}/move", {"day": "2027-03-28", "at": "02:30"}
    )

    root = lxml.html.document_fromstring(answer.get_data(as_text=True))
    assert answer.status_code == 422
    assert "does not exist" in root.get_element_by_id("at-error").text_content()
    assert root.get_element_by_id("at").get("value") == "02:30"
    assert placement_row(engine, proposed).wall == proposed.wall


def test_doubled_hour_asks_which_one_and_takes_the_answer(
    engine: Engine, proposed: Placement, desk_in: Log
) -> None:
    desk = desk_in(Role.STAFF)
    typed = {"day": "2027-10-31", "at": "02:30"}

    question = desk.send(f"/calendar/placements/{proposed.id}/move", typed)
    answer = desk.send(f"/calendar/placements/{proposed.id}/move", {**typed, "fold": "1", "knowing": "yes"})

    assert "Which of the two hours?" in question.get_data(as_text=True)
    assert answer.status_code == 303
    row = placement_row(engine, proposed)
    assert row.due_at is not None
    assert (row.fold, row.due_at.isoformat()) == (1, "2027-10-31T01:30:00+00:00")


def test_moment_that_is_over_is_refused(scheduled: Placement, desk_in: Log) -> None:
    answer = desk_in(Role.STAFF).send(
        f"/calendar/placements/{scheduled.id}/move", {"day": "2026-11-01", "at": "10:00"}
    )

    assert answer.status_code == 422
    assert "is over" in answer.get_data(as_text=True)


def test_proposal_becomes_binding_once_it_is_approved(
    engine: Engine, scene: Scene, proposed: Placement, desk_in: Log, now: datetime
) -> None:
    desk = desk_in(Role.STAFF)
    early = desk.send(f"/calendar/placements/{proposed.id}/schedule")
    proof = approved(engine, scene, scene.german, now=now)["feed"]

    answer = desk.send(f"/calendar/placements/{proposed.id}/schedule")

    assert early.status_code == 422
    assert answer.status_code == 303
    row = placement_row(engine, proposed)
    assert (row.status, row.digest) == (PlacementStatus.SCHEDULED, proof.digest)


def test_cancelling_takes_it_out(engine: Engine, scheduled: Placement, desk_in: Log) -> None:
    desk_in(Role.STAFF).send(f"/calendar/placements/{scheduled.id}/cancel")

    assert placement_row(engine, scheduled).status is PlacementStatus.CANCELLED


def test_holding_keeps_the_reason(engine: Engine, scheduled: Placement, desk_in: Log) -> None:
    desk = desk_in(Role.STAFF)
    desk.send(f"/calendar/placements/{scheduled.id}/hold", {"reason": "The office asks us to wait."})

    assert placement_row(engine, scheduled).status is PlacementStatus.HELD
    assert "The office asks us to wait." in words_of(desk, f"/calendar/placements/{scheduled.id}")


def test_lost_post_asks_and_what_was_seen_stands_in_the_trail_with_the_name(
    engine: Engine, scheduled: Placement, desk_in: Log, now: datetime
) -> None:
    lost(engine, scheduled, now=now)
    desk = desk_in(Role.STAFF)
    page = words_of(desk, f"/calendar/placements/{scheduled.id}")

    desk.send(
        f"/calendar/placements/{scheduled.id}/decide", {"found": "there", "url": "https://social.example/1"}
    )

    assert "Is it there?" in page
    assert placement_row(engine, scheduled).status is PlacementStatus.PUBLISHED
    with read_scope(engine) as session:
        entry = session.exec(select(AuditEntry).where(AuditEntry.action == "confirm_published")).one()
        assert session.get_one(Person, entry.by).name == "Staff of scene"


def test_threat_05_a_lost_post_is_sent_again_only_by_somebody_who_says_they_looked(
    engine: Engine, scheduled: Placement, desk_in: Log, now: datetime
) -> None:
    lost(engine, scheduled, now=now)
    desk = desk_in(Role.STAFF)

    without = desk.send(f"/calendar/placements/{scheduled.id}/decide", {"found": "again"})
    assert placement_row(engine, scheduled).status is PlacementStatus.UNCONFIRMED
    desk.send(f"/calendar/placements/{scheduled.id}/decide", {"found": "again", "looked": "yes"})

    assert without.status_code == 422
    assert placement_row(engine, scheduled).status is PlacementStatus.SCHEDULED
    with read_scope(engine) as session:
        entry = session.exec(select(AuditEntry).where(AuditEntry.action == "send_again")).one()
        assert session.get_one(Person, entry.by).name == "Staff of scene"


def test_lost_post_that_is_not_there_stays_unsent(
    engine: Engine, scheduled: Placement, desk_in: Log, now: datetime
) -> None:
    lost(engine, scheduled, now=now)

    desk_in(Role.STAFF).send(
        f"/calendar/placements/{scheduled.id}/decide", {"found": "absent", "looked": "yes"}
    )

    assert placement_row(engine, scheduled).status is PlacementStatus.FAILED


def test_today_puts_a_lost_post_first(
    engine: Engine, scheduled: Placement, desk_in: Log, now: datetime
) -> None:
    lost(engine, scheduled, now=now)

    told = words_of(desk_in(Role.STAFF), "/today")

    assert "Posts at risk 1" in told
    assert "Unconfirmed" in told


def test_approved_post_is_placed_binding_and_another_as_a_proposal(
    engine: Engine, scene: Scene, desk_in: Log, now: datetime
) -> None:
    approved(engine, scene, scene.german, now=now)
    desk = desk_in(Role.STAFF)
    with read_scope(engine) as session:
        account = feed_account(session, scene.cast).id
    form = {"post": scene.post.id, "account": f"account:{account}", "day": "2026-12-01", "at": "18:00"}

    for language in ("de", "ar"):
        answer = desk.send(f"/calendar/place?campaign={scene.campaign.id}", {**form, "language": language})
        assert answer.status_code == 303

    with read_scope(engine) as session:
        rows = {row.variant_id: row.status for row in session.exec(select(Placement))}
    assert rows == {
        scene.german.id: PlacementStatus.SCHEDULED,
        scene.arabic.id: PlacementStatus.PROPOSED,
    }


def test_same_text_for_the_same_readers_is_asked_about_once(
    engine: Engine, scene: Scene, scheduled: Placement, desk_in: Log
) -> None:
    desk, address = desk_in(Role.STAFF), f"/calendar/place?campaign={scene.campaign.id}"
    account = f"account:{scheduled.account_id}"
    form = {"post": scene.post.id, "language": "de", "account": account, "day": "2026-12-01", "at": "18:00"}

    answer = desk.send(address, form)
    assert answer.status_code == 422
    assert "already, for 24 Nov 2026" in answer.get_data(as_text=True)
    with read_scope(engine) as session:
        assert len(session.exec(select(Placement)).all()) == 1
    assert desk.send(address, {**form, "again": "yes"}).status_code == 303


def test_place_form_keeps_what_was_typed_and_names_the_field(scene: Scene, desk_in: Log) -> None:
    answer = desk_in(Role.STAFF).send(
        f"/calendar/place?campaign={scene.campaign.id}",
        {"post": scene.post.id, "language": "ar", "account": "", "day": "2026-12-01", "at": "18:00"},
    )

    root = lxml.html.document_fromstring(answer.get_data(as_text=True))
    assert answer.status_code == 422
    assert "Choose an account or a group." in root.get_element_by_id("account-error").text_content()
    assert root.xpath("//select[@id='language']/option[@selected]/@value") == ["ar"]


def test_everything_approved_of_a_campaign_is_scheduled_at_once(
    engine: Engine, scene: Scene, proposed: Placement, desk_in: Log, now: datetime
) -> None:
    approved(engine, scene, scene.german, now=now)
    desk = desk_in(Role.STAFF)
    told = words_of(desk, "/calendar/sending")

    desk.send(f"/calendar/campaigns/{scene.campaign.id}/schedule")

    assert "1 proposal with approved words" in told
    assert placement_row(engine, proposed).status is PlacementStatus.SCHEDULED


def test_words_approved_for_another_channel_only_do_not_make_a_proposal_ready(
    engine: Engine, scene: Scene, proposed: Placement, desk_in: Log, now: datetime
) -> None:
    approved(engine, scene, scene.german, now=now, channels=("handoff",))

    assert "with approved words" not in words_of(desk_in(Role.STAFF), "/calendar/sending")


def test_lead_stops_sending_and_lets_it_go_on(engine: Engine, scene: Scene, desk_in: Log) -> None:
    desk = desk_in(Role.LEAD)
    desk.send("/calendar/sending/pause", {"reason": "A wrong amount is out."})
    told = words_of(desk, "/calendar")
    desk.send("/calendar/sending/resume")

    assert "Sending is paused" in told
    with read_scope(engine) as session:
        (pause,) = session.exec(select(SendingPause)).all()
        assert pause.ended_at is not None


def test_a_post_to_come_says_that_sending_stands_still(
    engine: Engine, scene: Scene, proposed: Placement, desk_in: Log
) -> None:
    lead, page = desk_in(Role.LEAD), f"/calendar/placements/{proposed.id}"
    lead.send("/calendar/sending/pause", {"reason": "A wrong amount is out."})
    assert "A wrong amount is out." in words_of(lead, page)
    lead.send("/calendar/sending/resume")

    assert "A wrong amount is out." not in words_of(lead, page)


def test_why_a_restored_home_stands_still_is_read_in_the_reader_s_language(
    engine: Engine, desk_in: Log, now: datetime
) -> None:
    with session_scope(engine) as session:
        pause_sending(session, programme_id=None, reason="We move {house}.", by=None, now=now)
        restored = Reason(PAUSE, {"made_at": "2026-11-22T10:00"})
        pause_sending(session, programme_id=None, reason=restored, by=None, now=now, replaces=True)

    desk = desk_in(Role.LEAD, interface="de")

    for page in ("/calendar/sending", "/today"):
        told = words_of(desk, page)
        assert "Aus einer Sicherung vom 22.11.2026, 11:00 MEZ" in told
        assert "Vorher stand der Versand schon still: We move {house}." in told


def test_pause_without_a_reason_is_refused(engine: Engine, scene: Scene, desk_in: Log) -> None:
    answer = desk_in(Role.LEAD).send("/calendar/sending/pause", {"reason": " "})

    assert answer.status_code == 422
    with read_scope(engine) as session:
        assert session.exec(select(SendingPause)).all() == []


def test_pause_of_everything_is_shown_and_not_ended_by_one_programme(
    engine: Engine, scene: Scene, desk_in: Log, now: datetime
) -> None:
    with session_scope(engine) as session:
        pause_sending(session, programme_id=None, reason="Moving house.", by=None, now=now)

    desk = desk_in(Role.LEAD)
    told = words_of(desk, "/calendar/sending")
    today = words_of(desk, "/today")
    desk.send("/calendar/sending/resume-everything")

    assert "Moving house." in told
    assert "Let it go on" not in told
    assert "Moving house." in today
    with read_scope(engine) as session:
        assert session.exec(select(SendingPause)).one().ended_at is None


def test_admin_of_every_programme_stops_and_resumes_everything(
    engine: Engine, scene: Scene, desk_in: Log
) -> None:
    desk, form = desk_in(Role.ADMIN), {"which": "everything", "reason": "Moving house."}
    question = desk.send("/calendar/sending/pause", form)
    desk.send("/calendar/sending/pause", {**form, "sure": "yes"})
    with read_scope(engine) as session:
        begun = [(each.programme_id, each.ended_at) for each in session.exec(select(SendingPause))]
    desk.send("/calendar/sending/resume-everything")

    assert question.status_code == 422
    assert begun == [(None, None)]
    with read_scope(engine) as session:
        assert session.exec(select(SendingPause)).one().ended_at is not None


def test_admin_of_one_programme_among_others_stops_only_that(
    engine: Engine, scene: Scene, desk_in: Log, now: datetime
) -> None:
    with session_scope(engine) as session:
        add_programme(
            session, key="other", name="Another", organisation="X", languages=["de"], by=None, now=now
        )
    answer = desk_in(Role.ADMIN).send(
        "/calendar/sending/pause", {"which": "everything", "reason": "Moving house.", "sure": "yes"}
    )

    assert "an admin in every programme" in answer.get_data(as_text=True)
    with read_scope(engine) as session:
        assert session.exec(select(SendingPause)).all() == []


def test_staff_pause_and_resume_an_account(engine: Engine, scene: Scene, desk_in: Log) -> None:
    desk = desk_in(Role.STAFF)
    with read_scope(engine) as session:
        number = feed_account(session, scene.cast).id
    paused = []
    for act in ("pause", "resume"):
        desk.send(f"/calendar/accounts/{number}/{act}")
        with read_scope(engine) as session:
            paused.append(session.get_one(Account, number).paused_at is not None)

    assert paused == [True, False]


def test_what_leaves_at_once_is_counted_before_sending_goes_on(
    engine: Engine, scene: Scene, scheduled: Placement, desk_in: Log, now: datetime
) -> None:
    lead, number = desk_in(Role.LEAD), scheduled.account_id
    lead.send("/calendar/sending/pause", {"reason": "A wrong amount is out."})
    lead.send(f"/calendar/accounts/{number}/pause")
    admin, pages = desk_in(Role.ADMIN), ("/calendar/sending", "/settings/accounts")
    assert not any("goes out at once" in words_of(admin, page) for page in pages)

    def due(ago: timedelta) -> list[int]:
        with session_scope(engine) as session:
            session.get_one(Placement, scheduled.id).due_at = now - ago
        return [words_of(admin, page).count("1 post whose moment is over goes out at once") for page in pages]

    # Once for the programme and once for the account; by its limit a post is too late after six hours.
    assert due(timedelta(hours=5)) == [2, 1]
    assert due(timedelta(hours=7)) == [0, 0]


def test_other_calendars_get_the_posts_by_an_address_of_their_own(
    scheduled: Placement, desk_in: Log, stranger: Desk
) -> None:
    body = stranger.get(feed_address(desk_in(Role.STAFF))).get_data(as_text=True)

    assert body.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert body.endswith("END:VEVENT\r\nEND:VCALENDAR\r\n")
    assert "DTSTART:20261124T090000Z" in body
    assert f"UID:{scheduled.key}@litfass" in body
    assert "SUMMARY:259 € Kindergeld im Monat (de)" in body
    assert all(len(line.encode()) <= FOLD for line in body.split("\r\n"))


def test_guessed_address_of_a_calendar_is_not_found(
    scheduled: Placement, desk_in: Log, stranger: Desk
) -> None:
    address = feed_address(desk_in(Role.STAFF))

    assert stranger.get(address.replace(".ics", "A.ics")).status_code == 404
    assert stranger.get("/calendar/feed/WzEsMSwiIl0.ics").status_code == 404


@pytest.mark.parametrize("change", ["password", "leaving"])
def test_address_of_a_calendar_ends_with_the_password_or_the_login(
    engine: Engine, scheduled: Placement, desk_in: Log, stranger: Desk, now: datetime, change: str
) -> None:
    address = feed_address(desk_in(Role.STAFF))
    with session_scope(engine) as session:
        person = session.exec(select(Person).where(Person.name == "Staff of scene")).one()
        if change == "password":
            person.password_hash = "another"
        else:
            person.disabled_at = now
        session.add(person)

    assert stranger.get(address).status_code == 404


def feed_address(desk: Desk) -> str:
    page = desk.get("/calendar/subscribe").get_data(as_text=True)
    return urlsplit(lxml.html.document_fromstring(page).get_element_by_id("feed-address").text).path


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300))
def test_folded_line_unfolds_to_itself_and_keeps_within_its_length(text: str) -> None:
    pieces = list(fold(text))

    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == text
    assert all(len(piece.encode()) <= FOLD for piece in pieces)
    assert all(piece.startswith(" ") for piece in pieces[1:])


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_escaped_text_is_one_line_without_bare_separators(text: str) -> None:
    escaped = escape(text)

    assert not {"\n", "\r"} & set(escaped)
    bare = escaped.replace("\\\\", "").replace("\\;", "").replace("\\,", "").replace("\\n", "")
    assert not {";", ",", "\\"} & set(bare)


def test_no_worker_is_told_to_those_whose_posts_wait(desk_of: Log, watch: Watch) -> None:
    for role in (Role.STAFF, Role.LEAD):
        assert "No worker runs here." in words_of(desk_of(role), "/today")
    assert "No worker" not in words_of(desk_of(Role.ADVISOR), "/today")


def test_long_list_is_paged(engine: Engine, scene: Scene, desk_in: Log, now: datetime) -> None:
    with session_scope(engine) as session:
        account = feed_account(session, scene.cast)
        for number in range(101):
            propose_placement(
                session,
                variant_id=scene.german.id or 0,
                account=account,
                wall=wall_time(now + timedelta(minutes=10 + number), ZONE),
                zone=ZONE,
                by=scene.cast.staff,
                now=now,
            )
    desk = desk_in(Role.STAFF)
    address = "/calendar?view=list&day=2026-11-23"

    pages = [
        len(lxml.html.document_fromstring(desk.get(one).text).xpath("//li[@class='agenda__item']"))
        for one in (address, f"{address}&page=2", f"{address}&page=-3")
    ]

    assert pages == [100, 1, 100]


def test_places_of_a_post_bear_their_own_signs_only_where_these_differ(
    engine: Engine, scene: Scene, scheduled: Placement, desk_in: Log, now: datetime
) -> None:
    proof = approved(engine, scene, scene.arabic, now=now)["feed"]
    placed(engine, scene, scene.arabic, proof, now=now, later=DAY)
    desk, address = desk_in(Role.STAFF), "/calendar?day=2026-11-24"

    alike = signs_of_places(desk, address)
    lost(engine, scheduled, now=now)

    assert (alike, sorted(signs_of_places(desk, address))) == (["", ""], ["Scheduled", "Unconfirmed"])


def signs_of_places(desk: Desk, address: str) -> list[str]:
    root = lxml.html.document_fromstring(desk.get(address).get_data(as_text=True))
    places = root.xpath("//ul[@class='slot__list']/li")
    return ["".join(place.xpath(".//*[@class='mark__word']/text()")).strip() for place in places]


def test_calendar_asks_the_same_number_of_questions_for_any_number_of_posts(
    engine: Engine, scene: Scene, scheduled: Placement, desk_in: Log, now: datetime
) -> None:
    desk = desk_in(Role.STAFF)
    addresses = ["/calendar?day=2026-11-24", "/calendar/sending", "/calendar?view=list&day=2026-11-24"]
    few = [questions(engine, desk, address) for address in addresses]
    for hours in (30, 31, 32, 33):
        proof = approved(engine, scene, scene.arabic, now=now)["feed"]
        placed(engine, scene, scene.arabic, proof, now=now, later=timedelta(hours=hours))

    assert [questions(engine, desk, address) for address in addresses] == few


def questions(engine: Engine, desk: Desk, address: str) -> int:
    asked: list[str] = []

    def listen(*args: object) -> None:
        asked.append(str(args[2]))

    event.listen(engine, "before_cursor_execute", listen)
    try:
        assert desk.get(address).status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", listen)
    return len(asked)
