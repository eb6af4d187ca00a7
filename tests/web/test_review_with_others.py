"""Review beside the single word: several cards at once, second lawyers, notes, links for once, differences, leavers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO

import lxml.html
import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import Engine
from sqlmodel import col, select

from assets.store import Store
from campaigns.approvals.models import Proof, ReviewRequest
from campaigns.approvals.proofs import said_in
from campaigns.content.models import Campaign, Variant
from campaigns.db import read_scope, session_scope
from campaigns.facts.models import Fact
from campaigns.facts.versions import present_state
from campaigns.people.actions import set_password
from campaigns.people.models import Person, Programme
from campaigns.people.queries import load_actor
from campaigns.placements.recall.actions import change_and_recall
from campaigns.settings import Settings
from campaigns.vocabulary import Decision, PlacementStatus, Risk, Role, VariantStatus
from tests.web.conftest import Watch
from tests.web.desk import PASSWORD, Desk, desk_as
from tests.web.desk_stage import approved, placed, placement_row, published_on_feed, seen_on, submitted
from tests.web.stage import Scene, desk_in, paint, scene
from tests.web.test_review import _edit_and_submit, decisions, status_of, words_of

__all__ = ["desk_in", "scene"]

Log = Callable[..., Desk]
ADDRESS = re.compile(r'id="fresh-link-\d+">https?://[^/]+(/review/link/[^<]+)<')
DIFFERENCE = re.compile(r"/review/\d+/difference/[0-9a-f]{64}/[0-9a-f]{64}\.png")


@pytest.fixture
def store(settings: Settings) -> Store:
    return Store(settings.files_url)


@pytest.fixture
def drawn(engine: Engine, scene: Scene, store: Store, now: datetime) -> list[ReviewRequest]:
    """Both languages approved, drawn anew, and waiting once more."""
    for variant in (scene.german, scene.arabic):
        approved(engine, scene, variant, now=now)
    with session_scope(engine) as session:
        paint(session, session.get_one(Campaign, scene.campaign.id), store, now=now, blue=250)
    return [submitted(engine, scene, variant, now=now) for variant in (scene.german, scene.arabic)]


def ticked(requests: list[ReviewRequest]) -> dict[str, str | list[str]]:
    """The form of the queue with these cards ticked."""
    shown = {f"seen.{row.id}.{key}": digest for row in requests for key, digest in row.digests.items()}
    return {**shown, "cards": [str(row.id) for row in requests]}


# Several at once


def test_cards_of_which_only_the_picture_is_new_are_approved_together(
    engine: Engine, scene: Scene, desk_in: Log, drawn: list[ReviewRequest]
) -> None:
    desk = desk_in(Role.LAWYER, languages=("de", "ar"))
    assert "2 cards of which only the picture is drawn anew" in words_of(desk, "/review")

    answer = desk.send("/review/together", ticked(drawn))

    assert answer.status_code == 303
    assert [status_of(engine, each) for each in (scene.german, scene.arabic)] == [VariantStatus.APPROVED] * 2


def test_every_picture_of_a_card_that_is_approved_with_others_stands_beside_the_one_it_replaces(
    engine: Engine, desk_in: Log, drawn: list[ReviewRequest]
) -> None:
    with read_scope(engine) as session:
        proofs = list(session.exec(select(Proof).order_by(col(Proof.id))))
        files = {file["digest"] for proof in proofs for file in said_in(proof)["media"]}

    page = desk_in(Role.LAWYER, languages=("de", "ar")).get("/review").text

    assert len(files) >= 4, "two cards, each drawn twice"
    assert [digest for digest in files if f"{digest}?w=320" not in page] == []
    assert page.count("what differs") == len(files) // 2


def test_one_card_with_other_words_among_them_and_none_is_approved(
    engine: Engine, scene: Scene, store: Store, desk_in: Log, drawn: list[ReviewRequest], now: datetime
) -> None:
    edited = _edit_and_submit(engine, scene, store, now)
    before = len(decisions(engine))

    answer = desk_in(Role.LAWYER, languages=("de", "ar")).send("/review/together", ticked([edited, drawn[1]]))

    assert answer.status_code == 409
    assert "has other words than were approved" in answer.text
    assert len(decisions(engine)) == before


def test_another_picture_than_the_one_shown_in_the_queue_and_none_is_approved(
    engine: Engine, desk_in: Log, drawn: list[ReviewRequest]
) -> None:
    before = len(decisions(engine))
    form = {**ticked(drawn), f"seen.{drawn[1].id}.feed": "0" * 64}

    answer = desk_in(Role.LAWYER, languages=("de", "ar")).send("/review/together", form)

    assert answer.status_code == 409
    assert len(decisions(engine)) == before


def test_nothing_ticked_is_a_sentence(desk_in: Log, drawn: list[ReviewRequest]) -> None:
    answer = desk_in(Role.LAWYER, languages=("de", "ar")).send("/review/together", {})

    assert answer.status_code == 422
    assert "Tick the cards" in answer.text


def test_a_lawyer_of_one_language_does_not_approve_the_other_with_it(
    engine: Engine, desk_in: Log, drawn: list[ReviewRequest]
) -> None:
    before = len(decisions(engine))

    answer = desk_in(Role.LAWYER, languages=("de",)).send("/review/together", ticked(drawn))

    assert answer.status_code == 403
    assert len(decisions(engine)) == before


# A second lawyer


def test_what_is_of_high_risk_waits_for_a_second_lawyer(
    app: Flask, engine: Engine, watch: Watch, scene: Scene, desk_in: Log, now: datetime
) -> None:
    with session_scope(engine) as session:
        session.get_one(Programme, scene.cast.programme.id).second_lawyer = True
        session.get_one(Fact, scene.fact.id).risk = Risk.HIGH
    request = submitted(engine, scene, scene.german, now=now)
    first = desk_in(Role.LAWYER, languages=("de",))
    seen = {**seen_on(first.get(f"/review/{request.id}")), "decision": "approve"}

    first.send(f"/review/{request.id}/decide", seen)
    assert status_of(engine, scene.german) is VariantStatus.SUBMITTED
    waits = f"It waits for a second lawyer: .*{scene.cast.second_lawyer.name}"
    for address in (f"/review/{request.id}", "/review", "/review/decided", "/today"):
        assert re.search(waits, words_of(first, address)), address
    assert 'value="approve"' not in first.get(f"/review/{request.id}").text
    again = first.send(f"/review/{request.id}/decide", seen)
    assert (again.status_code, "a second lawyer has to look" in again.text) == (409, True)
    with session_scope(engine) as session:
        person = session.get_one(Person, scene.cast.second_lawyer.person_id)
        set_password(session, person=person, password=PASSWORD, by=None, now=watch())
    second = app.test_client()
    assert isinstance(second, Desk)
    second.log_in("lawyer2@scene.example", PASSWORD)
    second.send(f"/review/{request.id}/decide", seen)

    assert status_of(engine, scene.german) is VariantStatus.APPROVED


# Notes


def test_the_board_comments_and_decides_nothing(
    engine: Engine, scene: Scene, desk_in: Log, now: datetime
) -> None:
    request = submitted(engine, scene, scene.german, now=now)
    board = desk_in(Role.BOARD)
    seen = seen_on(desk_in(Role.LAWYER, languages=("de",)).get(f"/review/{request.id}"))

    board.send(f"/review/{request.id}/notes", {"note": "The colour is too loud."})
    refused = board.send(f"/review/{request.id}/decide", {**seen, "decision": "approve"})

    told = words_of(board, f"/review/{request.id}")
    assert "The colour is too loud." in told
    assert "Board" in told
    assert (refused.status_code, decisions(engine)) == (403, [])


def test_a_question_stands_on_the_colleagues_desk(
    engine: Engine, scene: Scene, desk_in: Log, now: datetime
) -> None:
    request = submitted(engine, scene, scene.german, now=now)
    staff, lawyer = desk_in(Role.STAFF), desk_in(Role.LAWYER, languages=("de",))
    with read_scope(engine) as session:
        colleague = session.exec(select(Person.id).where(Person.email == "staff.scene@example.org")).one()

    answer = lawyer.send(
        f"/review/{request.id}/notes",
        {"note": "Is § 66 still right?", "note_place": "body", "to_person": str(colleague)},
    )

    assert answer.status_code == 303
    assert "Is § 66 still right?" in words_of(staff, "/today")
    assert "Is § 66 still right?" in words_of(staff, "/review")
    staff.send(f"/review/{request.id}/notes", {"note": "Yes, since January."})
    assert "Is § 66 still right?" not in words_of(staff, "/today")
    assert "Yes, since January." in words_of(lawyer, "/today")
    assert re.search(r"Answer .{1,60} answers ", words_of(lawyer, f"/review/{request.id}"))
    assert status_of(engine, scene.german) is VariantStatus.SUBMITTED


@pytest.mark.parametrize(
    "form",
    [{"note": " "}, {"note": "x", "note_place": "nowhere"}, {"note": "x", "to_person": "999999"}],
    ids=str,
)
def test_a_note_that_cannot_be_is_a_sentence(
    engine: Engine, scene: Scene, desk_in: Log, now: datetime, form: dict[str, str]
) -> None:
    request = submitted(engine, scene, scene.german, now=now)

    assert desk_in(Role.LEAD).send(f"/review/{request.id}/notes", form).status_code == 422


# One-time links


def link(desk: Desk, request: ReviewRequest, kind: str = "lawyer") -> str:
    page = desk.send(
        f"/review/{request.id}/links",
        {"link_kind": kind, "name": "Dr. Outside", "email": "outside@law.example", "channel": "feed"},
    )
    found = ADDRESS.search(page.text)
    assert found is not None, page.text[-2000:]
    return found.group(1)


def a_lawyer(desk_in: Log) -> Desk:
    return desk_in(Role.LAWYER, languages=("de", "ar"))


def test_who_answers_as_a_lawyer_is_for_a_lawyer_to_say(
    engine: Engine, scene: Scene, desk_in: Log, now: datetime
) -> None:
    request = submitted(engine, scene, scene.german, now=now)
    lead = desk_in(Role.LEAD)

    assert 'value="lawyer"' not in lead.get(f"/review/{request.id}").text
    about = {"name": "Dr. Invented", "email": "invented@mail.example", "channel": "feed"}
    refused = lead.send(f"/review/{request.id}/links", {"link_kind": "lawyer", **about})
    assert "/review/link/" not in refused.text
    assert "/review/link/" in lead.send(f"/review/{request.id}/links", {"link_kind": "partner", **about}).text


def test_somebody_outside_decides_once_about_exactly_what_the_page_shows(
    engine: Engine, scene: Scene, desk_in: Log, stranger: Desk, now: datetime
) -> None:
    request = submitted(engine, scene, scene.german, now=now)
    lawyer = a_lawyer(desk_in)
    address = link(lawyer, request)
    page = stranger.get(address)
    digest = request.digests["feed"]

    assert (page.status_code, digest in page.text, "259 € im Monat" in page.text) == (200, True, True)
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert address not in lawyer.get(f"/review/{request.id}").text, "told once"
    other = stranger.send(address, {"seen.feed": "0" * 64, "decision": "approve"})
    assert (other.status_code, decisions(engine)) == (409, [])
    assert stranger.send(address, {"seen.feed": digest, "decision": "approve"}).status_code == 200
    assert [(row.digest, row.by, row.decision) for row in decisions(engine)] == [
        (digest, None, Decision.APPROVE)
    ]
    assert status_of(engine, scene.german) is VariantStatus.APPROVED
    again = stranger.send(address, {"seen.feed": digest, "decision": "return", "reason": "No."})
    assert (again.status_code, len(decisions(engine))) == (404, 1)


def test_what_somebody_outside_returns_has_no_last_day_and_says_where(
    engine: Engine, scene: Scene, desk_in: Log, stranger: Desk, now: datetime
) -> None:
    request = submitted(engine, scene, scene.german, now=now)
    lawyer = a_lawyer(desk_in)
    word = {"decision": "return", "reason": "The deadline is missing.", "place": "headline"}

    stranger.send(link(lawyer, request), {"seen.feed": request.digests["feed"], **word})

    (row,) = decisions(engine)
    assert (row.decision, row.valid_until) == (Decision.RETURN, None)
    told = words_of(lawyer, "/review/decided")
    assert "HeadlineThe deadline is missing." in told
    assert "valid until" not in told


def test_somebody_outside_sees_what_an_inside_lawyer_sees(
    engine: Engine, scene: Scene, store: Store, desk_in: Log, stranger: Desk, now: datetime
) -> None:
    approved(engine, scene, scene.german, now=now)
    _edit_and_submit(engine, scene, store, now)
    with session_scope(engine) as session:
        paint(session, session.get_one(Campaign, scene.campaign.id), store, now=now, blue=250)
    address = link(a_lawyer(desk_in), submitted(engine, scene, scene.german, now=now))

    page = stranger.get(address).text

    for part in ("<ins>", "§ 66 EStG", "At the latest until", "Where and when it leaves", ">Checks<"):
        assert part in page, part
    difference = re.search(rf"{address}/difference/[0-9a-f]+/[0-9a-f]+\.png", page)
    assert difference is not None
    assert stranger.get(difference.group()).mimetype == "image/png"


def test_somebody_outside_reads_why_a_fact_changed_and_what_it_says_now(
    engine: Engine, scene: Scene, store: Store, desk_in: Log, stranger: Desk, now: datetime
) -> None:
    approved(engine, scene, scene.german, now=now)
    with session_scope(engine) as session:
        fact = session.get_one(Fact, scene.fact.id)
        raised = {"rate": {"kind": "amount", "value": "299", "unit": "EUR"}}
        texts = {"de": {"sentence": "Für jedes Kind gibt es {rate} im Monat."}}
        change_and_recall(
            session,
            fact=fact,
            state=replace(present_state(session, fact), values=raised, texts=texts),
            based_on=fact.revision,
            why="The Act of 3 November raised it.",
            by=scene.cast.staff,
            now=now,
        )
    request = _edit_and_submit(engine, scene, store, now, amount="299")

    page = stranger.get(link(desk_in(Role.LEAD), request, "partner"))

    (told,) = lxml.html.document_fromstring(page.get_data(as_text=True)).xpath("//*[@id='fact-moved']")
    assert "The Act of 3 November raised it." in told.text_content()
    assert [each.text_content() for each in told.xpath(".//p/ins")] == ["€299"]


def test_a_link_shows_the_picture_of_its_own_proof_and_no_other(
    engine: Engine, scene: Scene, desk_in: Log, stranger: Desk, now: datetime
) -> None:
    german = submitted(engine, scene, scene.german, now=now)
    arabic = submitted(engine, scene, scene.arabic, now=now)
    lawyer = a_lawyer(desk_in)
    own, other = (
        re.search(r"<img src=\"[^\"]*/([0-9a-f]{64})", lawyer.get(f"/review/{each.id}").text)
        for each in (german, arabic)
    )
    assert own is not None and other is not None
    address = link(lawyer, german)

    assert stranger.get(f"{address}/picture/{own.group(1)}").mimetype == "image/jpeg"
    assert stranger.get(f"{address}/picture/{other.group(1)}").status_code == 404


def test_a_link_taken_back_opens_nothing(
    engine: Engine, scene: Scene, desk_in: Log, stranger: Desk, now: datetime
) -> None:
    request = submitted(engine, scene, scene.german, now=now)
    lawyer = a_lawyer(desk_in)
    address = link(lawyer, request)
    number = re.search(r"/review/links/(\d+)/revoke", lawyer.get(f"/review/{request.id}").text)
    assert number is not None

    lawyer.send(f"/review/links/{number.group(1)}/revoke")

    assert stranger.get(address).status_code == 404


def test_a_link_ends_after_a_week(
    engine: Engine, scene: Scene, desk_in: Log, stranger: Desk, watch: Watch, now: datetime
) -> None:
    address = link(a_lawyer(desk_in), submitted(engine, scene, scene.german, now=now))
    watch.move(days=7)

    assert stranger.get(address).status_code == 404


def test_a_link_names_nothing_any_more_once_the_words_are_others(
    engine: Engine, scene: Scene, store: Store, desk_in: Log, stranger: Desk, now: datetime
) -> None:
    request = submitted(engine, scene, scene.german, now=now)
    address = link(a_lawyer(desk_in), request)
    _edit_and_submit(engine, scene, store, now)

    answer = stranger.send(address, {"seen.feed": request.digests["feed"], "decision": "approve"})

    assert (answer.status_code, decisions(engine)) == (409, [])


def test_somebody_with_a_login_gets_no_link(
    engine: Engine, scene: Scene, desk_in: Log, now: datetime
) -> None:
    request = submitted(engine, scene, scene.german, now=now)

    answer = a_lawyer(desk_in).send(
        f"/review/{request.id}/links",
        {"link_kind": "lawyer", "name": "Lawyer 1", "email": "lawyer1@scene.example", "channel": "feed"},
    )

    assert answer.status_code == 422
    assert "has a login here" in answer.text


# Where a picture differs


def test_the_difference_of_two_pictures_is_a_picture(
    engine: Engine, desk_in: Log, stranger: Desk, drawn: list[ReviewRequest]
) -> None:
    desk = desk_in(Role.LAWYER, languages=("de", "ar"))
    found = DIFFERENCE.search(desk.get(f"/review/{drawn[0].id}").text)
    assert found is not None
    address = found.group(0)

    with Image.open(BytesIO(desk.get(address).data)) as picture:
        assert (picture.format, picture.size) == ("PNG", (800, 800))
        red, green, blue = picture.convert("RGB").getpixel((400, 400))  # type: ignore[misc]
        assert red > green + 40 and red > blue + 40, "another blue is marked, too"
    assert stranger.get(address).status_code == 303
    assert desk.get(re.sub(r"[0-9a-f]{64}\.png", f"{'0' * 64}.png", address)).status_code == 404


def test_a_lawyer_takes_the_evidence_of_the_own_languages_along_and_a_lead_all_of_it(
    engine: Engine, scene: Scene, desk_in: Log, now: datetime
) -> None:
    approved(engine, scene, scene.german, now=now)
    approved(engine, scene, scene.arabic, now=now)
    lawyer, lead = desk_in(Role.LAWYER, languages=("ar",)), desk_in(Role.LEAD)

    assert "what concerns your languages: Arabic" in words_of(lawyer, "/review/decided")
    own, whole = (desk.get("/settings/audit/evidence.json").get_json() for desk in (lawyer, lead))

    assert {line["language"] for line in own["decisions"]} == {"ar"} == set(own["languages"])
    assert {line["language"] for line in whole["decisions"]} == {"ar", "de"}
    assert whole["languages"] is None


# Somebody leaves


def test_what_a_leaver_approved_lately_is_taken_back_in_one_step(
    app: Flask, engine: Engine, watch: Watch, scene: Scene, desk_in: Log, now: datetime
) -> None:
    proof = approved(engine, scene, scene.german, now=now)["feed"]
    approved(engine, scene, scene.arabic, now=now)
    placement = placed(engine, scene, scene.german, proof, now=now, later=timedelta(days=1))
    admin = desk_as(app, engine, watch, scene.cast.programme, Role.ADMIN)
    leaver = scene.cast.lawyer.person_id
    watch.move(minutes=11)
    told = words_of(admin, f"/settings/people/{leaver}/approvals")
    assert told.count("259") >= 2

    asked = admin.send(f"/settings/people/{leaver}/approvals/withdraw", {"reason": "The login was lost."})
    assert ("Confirm that it is you" in asked.text, len(decisions(engine))) == (True, 2)
    admin.send(
        f"/settings/people/{leaver}/approvals/withdraw",
        {"reason": "The login was lost.", "password": PASSWORD},
    )

    assert [row.decision for row in decisions(engine)[2:]] == [Decision.WITHDRAW] * 2
    assert placement_row(engine, placement).status is PlacementStatus.HELD
    with read_scope(engine) as session:
        assert session.get_one(Variant, scene.german.id).status is VariantStatus.RETURNED


def test_what_a_leaver_approved_is_listed_after_their_last_role_is_gone(
    app: Flask, engine: Engine, watch: Watch, scene: Scene, now: datetime
) -> None:
    approved(engine, scene, scene.german, now=now)
    leaver = scene.cast.lawyer.person_id
    admin = desk_as(app, engine, watch, scene.cast.programme, Role.ADMIN)

    for language in ("ar", "de"):
        answer = admin.send(
            f"/settings/people/{leaver}/roles/remove", {"role": "lawyer", "language": language}
        )
        assert answer.location == f"/settings/people/{leaver}/approvals"
    admin.send(f"/settings/people/{leaver}/approvals/withdraw", {"reason": "They left."})

    assert [row.decision for row in decisions(engine)] == [Decision.APPROVE, Decision.WITHDRAW]


def test_a_membership_ends_in_one_step_that_says_beforehand_what_it_holds(
    app: Flask, engine: Engine, watch: Watch, scene: Scene, now: datetime
) -> None:
    out = published_on_feed(engine, scene, scene.arabic, now=now)
    proof = approved(engine, scene, scene.german, now=now)["feed"]
    rows = [placed(engine, scene, scene.german, proof, now=now, later=timedelta(days=day)) for day in (1, 2)]
    leaver = scene.cast.lawyer.person_id
    admin = desk_as(app, engine, watch, scene.cast.programme, Role.ADMIN)
    told = words_of(admin, f"/settings/people/{leaver}/leave")
    assert "2 scheduled posts will be held" in told
    assert "Recall 1 post that is before readers" in told
    assert "Withdraw the approvals of all 2 texts" in told

    without_reason = admin.send(f"/settings/people/{leaver}/leave", {"withdraws": "yes"})
    assert without_reason.status_code == 422
    answer = admin.send(f"/settings/people/{leaver}/leave", {"withdraws": "yes", "reason": "They left."})

    assert "2 scheduled posts are held" in answer.text
    assert answer.text.count("Kindergeld im Monat</a>") == 2
    assert "1 post is before readers" in answer.text
    assert {placement_row(engine, row).status for row in rows} == {PlacementStatus.HELD}
    assert placement_row(engine, out).status is PlacementStatus.PUBLISHED
    with read_scope(engine) as session:
        assert load_actor(session, session.get_one(Person, leaver), scene.cast.programme.id).roles == set()
        assert session.get_one(Person, leaver).disabled_at is not None


def test_without_a_withdrawal_a_leaver_takes_along_what_only_they_answered_for(
    app: Flask, engine: Engine, watch: Watch, scene: Scene, now: datetime
) -> None:
    proof = approved(engine, scene, scene.german, now=now)["feed"]
    row = placed(engine, scene, scene.german, proof, now=now, later=timedelta(days=1))
    admin = desk_as(app, engine, watch, scene.cast.programme, Role.ADMIN)

    admin.send(f"/settings/people/{scene.cast.lawyer.person_id}/leave", {})

    assert placement_row(engine, row).status is PlacementStatus.HELD
    assert [one.decision for one in decisions(engine)] == [Decision.APPROVE]


def test_a_lead_takes_a_single_approval_back(
    engine: Engine, scene: Scene, desk_in: Log, now: datetime
) -> None:
    approved(engine, scene, scene.german, now=now)
    lead = desk_in(Role.LEAD)

    assert f"/review/variants/{scene.german.id}/withdraw" in lead.get("/review/decided").text
    lead.send(f"/review/variants/{scene.german.id}/withdraw", {"reason": "The law changed."})

    assert [row.decision for row in decisions(engine)] == [Decision.APPROVE, Decision.WITHDRAW]


def test_what_is_older_than_a_day_stays(
    app: Flask, engine: Engine, watch: Watch, scene: Scene, now: datetime
) -> None:
    approved(engine, scene, scene.german, now=now)
    watch.move(hours=25)
    admin = desk_as(app, engine, watch, scene.cast.programme, Role.ADMIN)

    answer = admin.send(
        f"/settings/people/{scene.cast.lawyer.person_id}/approvals/withdraw", {"reason": "They left."}
    )

    assert "There is no approval to withdraw" in answer.text
    assert [row.decision for row in decisions(engine)] == [Decision.APPROVE]
