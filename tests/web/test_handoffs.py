"""Hand-offs on the phone: what is due where, copying, the picture, saying that it is posted."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO

import lxml.html
import pytest
from sqlalchemy import Engine, text
from sqlmodel import select

from campaigns.approvals.models import Proof
from campaigns.content.actions import NewPost, create_campaign
from campaigns.content.queries import posts_of_campaign, variant_of
from campaigns.db import read_scope, session_scope
from campaigns.people.models import AuditEntry
from campaigns.placements import reasons
from campaigns.placements.actions import add_account, mark_posted
from campaigns.placements.actions.restored import doubt_restored
from campaigns.placements.approval_ends.withdrawing import withdraw_and_hold
from campaigns.placements.calendar.compared import differences
from campaigns.placements.models import Placement, Publication, Space
from campaigns.placements.spaces.register import is_as_told
from campaigns.reach.models import Insight, ReachRow
from campaigns.vocabulary import PlacementStatus, Role
from tests.builders import WORDS, approve, select_last, submit
from tests.web.conftest import Watch
from tests.web.desk import Desk
from tests.web.desk_stage import approved, group, in_group, placed, placement_row
from tests.web.stage import Scene, desk_in, picture_bytes, scene

__all__ = ["desk_in", "scene"]

Log = Callable[..., Desk]


def words_of(desk: Desk, address: str) -> str:
    response = desk.get(address)
    assert response.status_code == 200
    return " ".join(lxml.html.document_fromstring(response.get_data(as_text=True)).text_content().split())


def proof_of(engine: Engine, placement: Placement) -> Proof:
    with read_scope(engine) as session:
        found = session.get_one(Proof, placement.proof_id)
        session.expunge_all()
        return found


@pytest.fixture
def space(engine: Engine, scene: Scene, now: datetime) -> Space:
    return group(engine, scene, now=now)


@pytest.fixture
def due(engine: Engine, scene: Scene, space: Space, now: datetime) -> Placement:
    """The Arabic post, due in the group this minute."""
    proof = approved(engine, scene, scene.arabic, now=now, channels=["feed"])["feed"]
    return in_group(engine, scene, scene.arabic, proof, space, now=now)


def test_advisor_sees_what_is_due_in_which_group(due: Placement, desk_in: Log) -> None:
    told = words_of(desk_in(Role.ADVISOR), "/handoffs")

    assert "Mothers of the town" in told
    assert WORDS["ar"].headline in told


def test_nothing_due_is_a_good_state(desk_of: Log) -> None:
    assert "Nothing is due" in words_of(desk_of(Role.ADVISOR), "/handoffs")


def test_page_has_rules_words_to_copy_picture_and_group(due: Placement, desk_in: Log) -> None:
    page = desk_in(Role.ADVISOR).get(f"/handoffs/{due.id}")

    root = lxml.html.document_fromstring(page.get_data(as_text=True))
    words = root.get_element_by_id("words")
    assert (words.tag, words.get("lang"), words.get("dir")) == ("textarea", "ar", "rtl")
    assert words.get("readonly") is not None
    assert WORDS["ar"].body in words.text
    assert root.xpath("//button[@data-copy='words']")
    assert root.xpath("//a[@download]/@href") == [f"/handoffs/{due.id}/files/1"]
    assert "https://groups.example/1" in root.xpath("//a[@target='_blank']/@href")
    assert "One post a week." in root.text_content()


def test_picture_is_the_approved_one_byte_for_byte(engine: Engine, due: Placement, desk_in: Log) -> None:
    page = desk_in(Role.ADVISOR).get(f"/handoffs/{due.id}/files/1")

    assert page.headers["Content-Disposition"] == 'attachment; filename="child_benefit-ar.jpg"'
    assert page.content_type == "image/jpeg"
    assert hashlib.sha256(page.data).hexdigest() in proof_of(engine, due).manifest


def test_what_does_not_fit_there_is_told_where_it_is_planned_and_where_it_is_posted(
    engine: Engine, scene: Scene, due: Placement, space: Space, desk_in: Log, now: datetime
) -> None:
    staff = desk_in(Role.STAFF)
    pages = (f"/handoffs/{due.id}", f"/calendar/placements/{due.id}")
    assert not any("as it counts" in words_of(staff, page) for page in pages)
    with session_scope(engine) as session:
        small = add_account(
            session,
            programme_id=space.programme_id,
            channel="mastodon",
            name="Small",
            by=scene.cast.admin,
            now=now,
        )
        small.capabilities = {"text": {"limit": 20}}
        session.get_one(Space, space.id).account_id = small.id
    told = [words_of(staff, page) for page in pages]
    assert all("Mastodon takes 20 characters as it counts" in each for each in told)


def test_a_pause_stops_hands_as_well(
    engine: Engine, due: Placement, scene: Scene, desk_in: Log, now: datetime
) -> None:
    advisor, lead = desk_in(Role.ADVISOR), desk_in(Role.LEAD)
    pages = (f"/handoffs/{due.id}", "/handoffs", "/handoffs/comments")
    lead.send("/calendar/sending/pause", {"reason": "A wrong amount is out."})
    assert all("A wrong amount is out." in words_of(advisor, page) for page in (*pages, "/today"))
    assert WORDS["ar"].body not in words_of(advisor, pages[0])
    answers = [advisor.get(f"/handoffs/{due.id}/{what}").status_code for what in ("still", "files/1")]
    assert answers == [409, 404]
    lead.send("/calendar/sending/resume")
    assert not any("A wrong amount is out." in words_of(advisor, page) for page in pages)
    assert WORDS["ar"].body in words_of(advisor, pages[0])


def test_a_hand_off_from_a_backup_is_looked_for_first(
    engine: Engine, due: Placement, desk_in: Log, now: datetime
) -> None:
    advisor = desk_in(Role.ADVISOR)
    assert "this may have been posted since" not in words_of(advisor, f"/handoffs/{due.id}")
    with session_scope(engine) as session:
        doubt_restored(session, backed_up_at=now - timedelta(days=1), now=now)
    assert "this may have been posted since" in words_of(advisor, f"/handoffs/{due.id}")
    assert "may stand there already" in words_of(advisor, "/handoffs")
    assert placement_row(engine, due).status is PlacementStatus.SCHEDULED


def test_what_was_posted_can_be_said_while_sending_stands_still(
    engine: Engine, due: Placement, desk_in: Log
) -> None:
    desk_in(Role.LEAD).send("/calendar/sending/pause", {"reason": "A wrong amount is out."})
    desk_in(Role.ADVISOR).send(f"/handoffs/{due.id}/posted", {"url": "https://groups.example/1/posts/7"})
    assert placement_row(engine, due).status is PlacementStatus.PUBLISHED
    with read_scope(engine) as session:
        assert session.exec(select(Publication)).one().against == ""


def test_posted_with_its_address_is_published(engine: Engine, due: Placement, desk_in: Log) -> None:
    desk = desk_in(Role.ADVISOR)

    answer = desk.send(f"/handoffs/{due.id}/posted", {"url": "https://groups.example/1/posts/7"})

    assert answer.status_code == 303
    assert placement_row(engine, due).status is PlacementStatus.PUBLISHED
    with read_scope(engine) as session:
        assert session.exec(select(Publication)).one().url == "https://groups.example/1/posts/7"
    assert "Posted lately" in words_of(desk, "/handoffs")


def test_posted_asks_for_an_address_or_a_screenshot(engine: Engine, due: Placement, desk_in: Log) -> None:
    answer = desk_in(Role.ADVISOR).send(f"/handoffs/{due.id}/posted", {"url": ""})

    assert answer.status_code == 422
    root = lxml.html.document_fromstring(answer.get_data(as_text=True))
    assert "address of the post or a screenshot" in root.get_element_by_id("url-error").text_content()
    assert placement_row(engine, due).status is PlacementStatus.SCHEDULED


def test_where_neither_can_be_had_a_sentence_is_told_as_unproven_until_there_is_proof(
    engine: Engine, due: Placement, desk_in: Log
) -> None:
    desk, lead = desk_in(Role.ADVISOR), desk_in(Role.LEAD)

    desk.send(f"/handoffs/{due.id}/posted", {"unproven": "It stands on top of the group."})

    assert placement_row(engine, due).status is PlacementStatus.PUBLISHED
    assert "not proven yet" in words_of(desk, "/handoffs")
    page = words_of(desk, f"/handoffs/{due.id}")
    assert "It stands on top of the group." in page
    assert "Add the proof" in page
    assert "Neither is possible" not in page
    assert "1 (1 of them without address or screenshot)" in words_of(lead, "/reach/programme")
    with read_scope(engine) as session:
        entry = session.exec(select(AuditEntry).where(AuditEntry.action == "mark_posted")).one()
        assert '"proof":"word"' in entry.detail.replace(" ", "")
    desk.send(f"/handoffs/{due.id}/posted", {"url": "https://groups.example/7"})
    assert "not proven yet" not in words_of(desk, "/handoffs")
    assert "without address or screenshot" not in words_of(lead, "/reach/programme")


def test_a_mistaken_posted_is_taken_back_and_the_task_waits_again(
    engine: Engine, due: Placement, desk_in: Log
) -> None:
    desk, lead = desk_in(Role.ADVISOR), desk_in(Role.LEAD)
    desk.send(f"/handoffs/{due.id}/posted", {"url": "https://groups.example/7"})
    assert "Nothing was published in this period" not in words_of(lead, "/reach/programme")

    assert desk.send(f"/handoffs/{due.id}/not-posted").status_code == 303

    assert WORDS["ar"].body in desk.get(f"/handoffs/{due.id}").get_data(as_text=True)
    assert "Posted lately" not in words_of(desk, "/handoffs")
    assert "Nothing was published in this period" in words_of(lead, "/reach/programme")
    with read_scope(engine) as session:
        assert differences(session) == []
        assert (session.exec(select(Publication)).all(), session.exec(select(ReachRow)).all()) == ([], [])
    desk.send(f"/handoffs/{due.id}/posted", {"url": "https://groups.example/8"})
    assert placement_row(engine, due).status is PlacementStatus.PUBLISHED


def test_what_was_held_when_it_was_said_to_be_posted_is_held_again(
    engine: Engine, withdrawn: Placement, desk_in: Log
) -> None:
    desk = desk_in(Role.ADVISOR)
    desk.send(f"/handoffs/{withdrawn.id}/posted", {"url": "https://groups.example/1/7"})

    desk.send(f"/handoffs/{withdrawn.id}/not-posted")

    row = placement_row(engine, withdrawn)
    assert (row.status, row.reason) == (PlacementStatus.HELD, reasons.WITHDRAWN)
    assert "Out without an approval" not in words_of(desk_in(Role.LEAD), "/today")


def test_posted_is_not_taken_back_after_its_week_nor_once_figures_are_noted(
    engine: Engine, scene: Scene, due: Placement, desk_in: Log, watch: Watch, now: datetime
) -> None:
    number = posted_before(engine, scene, due, now)
    watch.move(days=7, minutes=1)
    late = desk_in(Role.ADVISOR)
    assert "It is not there after all" not in words_of(late, f"/handoffs/{due.id}")
    assert late.send(f"/handoffs/{due.id}/not-posted").status_code == 409
    watch.move(days=-1)
    desk = desk_in(Role.STAFF)
    assert "It is not there after all" in words_of(desk, f"/handoffs/{due.id}")
    desk.send(f"/handoffs/publications/{number}/figures", {"reactions": "3"})
    assert desk.send(f"/handoffs/{due.id}/not-posted").status_code == 409


def test_address_that_is_none_is_refused_beside_its_field(
    engine: Engine, due: Placement, desk_in: Log
) -> None:
    answer = desk_in(Role.ADVISOR).send(f"/handoffs/{due.id}/posted", {"url": "in the group"})

    root = lxml.html.document_fromstring(answer.get_data(as_text=True))
    assert answer.status_code == 422
    assert "whole web address" in root.get_element_by_id("url-error").text_content()
    assert root.get_element_by_id("url").get("value") == "in the group"
    assert placement_row(engine, due).status is PlacementStatus.SCHEDULED


def test_second_person_is_told_that_somebody_was_quicker(due: Placement, desk_in: Log) -> None:
    desk_in(Role.ADVISOR).send(f"/handoffs/{due.id}/posted", {"url": "https://groups.example/7"})

    assert "This was posted already" in words_of(desk_in(Role.STAFF), f"/handoffs/{due.id}")


def test_group_that_is_not_free_hands_nothing_out_and_the_post_is_put_off(
    engine: Engine, scene: Scene, space: Space, due: Placement, desk_in: Log, watch: Watch, now: datetime
) -> None:
    again = in_group(engine, scene, scene.arabic, proof_of(engine, due), space, now=now + timedelta(days=7))
    posted_before(engine, scene, due, now + timedelta(days=4))
    watch.move(days=7, minutes=2)
    desk = desk_in(Role.ADVISOR)

    page = desk.get(f"/handoffs/{again.id}").get_data(as_text=True)

    assert "7 days lie between two posts. Its words are handed out from 4 Dec 2026 on." in page
    assert WORDS["ar"].body not in page
    assert desk.get(f"/handoffs/{again.id}/files/1").status_code == 404
    assert desk.send(f"/handoffs/{again.id}/put-off").status_code == 303
    assert placement_row(engine, again).wall.day == 4


def test_admins_of_the_group_may_allow_it_early(
    engine: Engine, scene: Scene, space: Space, due: Placement, desk_in: Log, watch: Watch, now: datetime
) -> None:
    again = in_group(engine, scene, scene.arabic, proof_of(engine, due), space, now=now + timedelta(days=7))
    posted_before(engine, scene, due, now + timedelta(days=7))
    watch.move(days=7, minutes=2)
    desk = desk_in(Role.ADVISOR)

    desk.send(f"/handoffs/{again.id}/early", {"who": "Moderator, today"})

    assert WORDS["ar"].body in desk.get(f"/handoffs/{again.id}").get_data(as_text=True)


def test_posted_is_said_twice_without_harm_and_the_second_time_with_proof(
    engine: Engine, due: Placement, desk_in: Log
) -> None:
    desk = desk_in(Role.ADVISOR)
    picture = (BytesIO(picture_bytes((10, 20, 30))), "screen.jpg")

    answers = [
        desk.send(f"/handoffs/{due.id}/posted", {"unproven": "I saw it there."}),
        desk.send(f"/handoffs/{due.id}/posted", {"url": "https://groups.example/7"}),
        desk.send(f"/handoffs/{due.id}/posted", {"screenshot": picture}, content_type="multipart/form-data"),
    ]

    assert [each.status_code for each in answers] == [303, 303, 303]
    with read_scope(engine) as session:
        assert session.exec(select(Publication)).one().url == "https://groups.example/7"
    shown = desk.get(f"/handoffs/{due.id}/screenshot")
    assert (shown.content_type, shown.data[:3]) == ("image/jpeg", b"\xff\xd8\xff")


def test_address_that_is_not_the_noted_one_is_told_of(due: Placement, desk_in: Log) -> None:
    desk = desk_in(Role.ADVISOR)
    desk.send(f"/handoffs/{due.id}/posted", {"url": "https://groups.example/7"})

    answer = desk.send(f"/handoffs/{due.id}/posted", {"url": "https://groups.example/8"})

    assert answer.status_code == 422
    assert "another address is noted already" in answer.get_data(as_text=True)


@pytest.fixture
def of_staff(engine: Engine, scene: Scene, space: Space, due: Placement) -> Placement:
    """The post is the task of somebody of the staff."""
    with session_scope(engine) as session:
        session.get_one(Space, space.id).keeper_id = scene.cast.staff.person_id
    return due


def test_tasks_of_somebody_else_stand_apart_until_they_are_taken_over(
    of_staff: Placement, desk_in: Log
) -> None:
    desk = desk_in(Role.ADVISOR)

    assert "To post in groups" not in words_of(desk, "/today")
    assert "Due with others Mothers of the town" in words_of(desk, "/handoffs")
    desk.send(f"/handoffs/{of_staff.id}/take-over")
    assert "To post in groups 1" in words_of(desk, "/today")


def test_lead_sees_what_lies_for_a_day(of_staff: Placement, desk_in: Log, watch: Watch) -> None:
    assert "Overdue" not in words_of(desk_in(Role.ADVISOR), f"/handoffs/{of_staff.id}")
    watch.move(hours=23, minutes=50)
    desk = desk_in(Role.LEAD)

    assert "To post in groups" not in words_of(desk, "/today")
    watch.move(minutes=20)
    assert "To post in groups 1" in words_of(desk, "/today")
    for page in ("/today", "/handoffs", f"/handoffs/{of_staff.id}"):
        assert "Overdue" in words_of(desk, page)


def posted_before(engine: Engine, scene: Scene, row: Placement, at: datetime) -> int:
    """The number of its publication."""
    with session_scope(engine) as session:
        posted = mark_posted(
            session, placement_id=row.id or 0, unproven="I saw it there.", by=scene.cast.advisor, now=at
        )
        return posted.id or 0


def test_figures_typed_on_the_round_reach_the_report(
    engine: Engine, scene: Scene, space: Space, due: Placement, desk_in: Log, now: datetime
) -> None:
    number = posted_before(engine, scene, due, now - timedelta(days=3))
    desk = desk_in(Role.ADVISOR)
    assert f"Figures of the post of Fri 20 Nov {WORDS['de'].headline}" in words_of(desk, "/handoffs/round")

    refused = desk.send(f"/handoffs/publications/{number}/figures", {"reactions": "many"})
    guessed = desk.send(f"/handoffs/publications/{number}/figures", {"reactions": "1,5"})
    desk.send(f"/handoffs/publications/{number}/figures", {"reactions": "1.204", "comments": "٧"})

    assert (refused.status_code, guessed.status_code) == (422, 422)
    page = lxml.html.document_fromstring(guessed.get_data(as_text=True))
    beside = page.xpath("//label[input[@name='reactions'][@value='1,5']]")[0]
    assert "Type the whole number" in beside.text_content()
    with read_scope(engine) as session:
        row = session.exec(select(ReachRow)).one()
        assert (row.reactions, row.comments, row.views, row.space_id) == (1204, 7, None, space.id)
    assert "Figures of the post" not in words_of(desk, "/handoffs/round")


@pytest.mark.parametrize(
    ("platform", "definition"),
    [("facebook_group", "facebook.views.2"), ("facebook", "facebook.views.2"), ("whatsapp", "any.views.1")],
)
def test_a_figure_read_in_a_group_is_counted_as_its_platform_counts(
    engine: Engine,
    scene: Scene,
    space: Space,
    due: Placement,
    desk_in: Log,
    now: datetime,
    platform: str,
    definition: str,
) -> None:
    with session_scope(engine) as session:
        session.get_one(Space, space.id).platform = platform
    number = posted_before(engine, scene, due, now - timedelta(days=3))

    desk_in(Role.ADVISOR).send(f"/handoffs/publications/{number}/figures", {"views": "1200"})

    with read_scope(engine) as session:
        assert session.exec(select(Insight.definition).where(Insight.metric == "views")).one() == definition


def test_group_that_shows_no_figures_is_not_asked_again_and_is_no_nought(
    engine: Engine, scene: Scene, due: Placement, desk_in: Log, now: datetime
) -> None:
    number = posted_before(engine, scene, due, now - timedelta(days=3))
    desk = desk_in(Role.ADVISOR)

    desk.send(f"/handoffs/publications/{number}/figures", {"none": "yes"})

    assert "Figures of the post" not in words_of(desk, "/handoffs/round")
    with read_scope(engine) as session:
        assert session.exec(select(ReachRow)).one().views is None


def test_what_waits_on_the_round_is_called_by_its_headline(
    scene: Scene, due: Placement, desk_in: Log
) -> None:
    page = lxml.html.document_fromstring(desk_in(Role.ADVISOR).get("/handoffs/round").get_data(as_text=True))
    assert [each.text_content() for each in page.xpath("//a[@class='list__title']")] == [WORDS["de"].headline]


def test_today_reminds_of_the_round_from_wednesday_on(space: Space, desk_in: Log, watch: Watch) -> None:
    watch.move(days=1, hours=13, minutes=45)
    desk = desk_in(Role.ADVISOR)
    assert "Round of the week" not in words_of(desk, "/today")
    watch.move(minutes=20)
    assert "1 group to look through" in words_of(desk, "/today")

    desk.send(f"/handoffs/groups/{space.id}/visited")

    assert "1 of 1 group looked through since Monday" in words_of(desk, "/handoffs/round")
    assert "Round of the week" not in words_of(desk, "/today")


def test_somebody_who_is_away_says_so_and_is_back(desk_in: Log, watch: Watch) -> None:
    desk = desk_in(Role.ADVISOR)

    desk.send("/handoffs/away", {"until": "2026-11-27"})
    assert "You are away until 27 Nov 2026" in words_of(desk, "/handoffs/round")
    desk.send("/handoffs/away")
    assert "I am away until" in words_of(desk, "/handoffs/round")
    assert desk.send("/handoffs/away", {"until": "2020-01-01"}).status_code == 422


@pytest.fixture
def withdrawn(engine: Engine, scene: Scene, due: Placement, now: datetime) -> Placement:
    """The lawyer takes the approval back before anybody has posted it."""
    withdraw(engine, scene, now)
    return due


def withdraw(engine: Engine, scene: Scene, now: datetime) -> None:
    with session_scope(engine) as session:
        withdraw_and_hold(
            session,
            variant_ids={scene.arabic.id or 0},
            reason="The law changed.",
            programme_id=scene.cast.programme.id or 0,
            by=scene.cast.lawyer,
            now=now,
        )


def test_withdrawn_words_are_not_handed_out_and_nothing_invites_to_post(
    withdrawn: Placement, desk_in: Log
) -> None:
    desk = desk_in(Role.ADVISOR)

    page = desk.get(f"/handoffs/{withdrawn.id}").get_data(as_text=True)

    assert "Do not post this" in page
    assert "The approval was taken back" in page
    assert WORDS["ar"].body not in page
    for invitation in ("data-copy", "data-share", "download", "/files/", "groups.example"):
        assert invitation not in page
    assert desk.get(f"/handoffs/{withdrawn.id}/files/1").status_code == 404
    assert desk.get(f"/handoffs/{withdrawn.id}/still").status_code == 409
    assert "To post in groups" not in words_of(desk, "/today")


def test_what_was_posted_all_the_same_is_known_as_unapproved_until_it_is_taken_down(
    engine: Engine, withdrawn: Placement, desk_in: Log
) -> None:
    advisor, lead = desk_in(Role.ADVISOR), desk_in(Role.LEAD)

    told = advisor.send(f"/handoffs/{withdrawn.id}/posted", {"url": "https://groups.example/1/7"})

    assert told.status_code == 303
    assert "Noted as posted without approval" in words_of(advisor, f"/handoffs/{withdrawn.id}")
    with read_scope(engine) as session:
        row = session.exec(select(Publication)).one()
        assert (row.url, row.against) == ("https://groups.example/1/7", reasons.WITHDRAWN)
        entry = session.exec(select_last(AuditEntry)).first()
        assert entry is not None and entry.action == "mark_posted_against"
    for desk in (advisor, lead):
        assert "Out without an approval 1 Mothers of the town" in words_of(desk, "/today")
    advisor.send(f"/handoffs/{withdrawn.id}/taken-down")
    assert "Out without an approval" not in words_of(lead, "/today")
    assert "Taken down" in words_of(lead, f"/calendar/placements/{withdrawn.id}")


def test_what_stands_in_a_group_when_its_approval_is_withdrawn_is_to_come_down(
    engine: Engine, scene: Scene, due: Placement, desk_in: Log, now: datetime
) -> None:
    posted_before(engine, scene, due, now)
    lead = desk_in(Role.LEAD)
    assert "Out without an approval" not in words_of(lead, "/today")

    withdraw(engine, scene, now)

    assert "Out without an approval 1" in words_of(lead, "/today")
    assert "Take it down there" in words_of(lead, f"/handoffs/{due.id}")
    lead.send(f"/calendar/placements/{due.id}/take-down")
    assert "Out without an approval" not in words_of(lead, "/today")


def test_tampered_words_are_not_handed_out(engine: Engine, due: Placement, desk_in: Log) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE proof SET manifest = replace(manifest, '259', '295')"))

    page = desk_in(Role.ADVISOR).get(f"/handoffs/{due.id}").get_data(as_text=True)

    assert "295" not in page
    assert "Do not post this" in page


def test_placement_of_the_worker_is_no_hand_off(
    engine: Engine, scene: Scene, desk_in: Log, now: datetime
) -> None:
    proof = approved(engine, scene, scene.german, now=now)["feed"]
    row = placed(engine, scene, scene.german, proof, now=now, later=timedelta(days=1))

    assert desk_in(Role.ADVISOR).get(f"/handoffs/{row.id}").status_code == 404


def test_other_programmes_do_not_find_it(due: Placement, desk_of: Log) -> None:
    assert desk_of(Role.ADVISOR).get(f"/handoffs/{due.id}").status_code == 404


def test_today_names_what_is_to_be_posted(due: Placement, desk_in: Log) -> None:
    assert "To post in groups 1" in words_of(desk_in(Role.ADVISOR), "/today")


def test_approved_comments_are_offered_for_copying(
    engine: Engine, scene: Scene, desk_in: Log, now: datetime
) -> None:
    group(engine, scene, now=now)
    _comment(engine, scene, now)

    root = lxml.html.document_fromstring(
        desk_in(Role.ADVISOR).get("/handoffs/comments?language=ar").get_data(as_text=True)
    )

    (comment,) = root.xpath("//textarea[@lang='ar' and @dir='rtl']")
    assert WORDS["ar"].body in comment.text
    assert root.xpath(f"//button[@data-copy='{comment.get('id')}']")


def _comment(engine: Engine, scene: Scene, now: datetime) -> None:
    """A comment for groups, approved in Arabic."""
    with session_scope(engine) as session:
        campaign = create_campaign(
            session,
            programme_id=scene.cast.programme.id or 0,
            topic="child_benefit",
            title="Answers",
            starts_on=now.date(),
            languages=["de", "ar"],
            link="https://advice.example/child-benefit",
            plan={},
            posts=[
                NewPost(
                    kind="group_comment",
                    aim="Answer in threads.",
                    layout="explainer",
                    formats=(),
                    facts=[],
                    drafts={code: WORDS[code].to_dict() for code in ("de", "ar")},
                    missing={},
                )
            ],
            by=scene.cast.staff,
            now=now,
        )
        post = posts_of_campaign(session, campaign.id or 0)[0]
        variant = variant_of(session, post_id=post.id or 0, language="ar")
        request = submit(session, scene.cast, variant, now=now, channels=["handoff"])
        approve(session, scene.cast, request, now=now)


def test_an_entry_that_was_changed_past_litfass_leads_nowhere(
    engine: Engine, due: Placement, space: Space, desk_in: Log
) -> None:
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE space SET url = 'https://elsewhere.example', rules = 'Pay first.' WHERE id = :id"),
            {"id": space.id},
        )
    page = desk_in(Role.ADVISOR).get(f"/handoffs/{due.id}").get_data(as_text=True)
    assert "elsewhere.example" not in page
    assert "Pay first." not in page
    assert "was changed past Litfass" in page


def test_an_account_of_ours_that_is_posted_to_by_hand_has_no_entry_to_compare(
    engine: Engine, scene: Scene, now: datetime
) -> None:
    with session_scope(engine) as session:
        ours = Space(
            programme_id=scene.cast.programme.id or 0,
            name="Feed",
            platform="feed",
            language="ar",
            created_at=now,
        )
        session.add(ours)
        session.flush()
        assert is_as_told(session, ours)
        ours.rules = "Pay first."
        assert not is_as_told(session, ours)


@pytest.mark.parametrize("address", ["/handoffs/{id}", "/handoffs/round"])
def test_no_address_of_a_group_runs_anything(
    engine: Engine, due: Placement, space: Space, desk_in: Log, address: str
) -> None:
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE space SET url = 'javascript:alert(1)' WHERE id = :id"), {"id": space.id}
        )
    page = desk_in(Role.ADVISOR).get(address.format(id=due.id))
    assert page.status_code == 200
    assert "javascript:alert" not in page.get_data(as_text=True)
