"""Review on the desk: the queue, the card, the word, the password asked again, taking back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import lxml.html
import pytest
from sqlalchemy import Engine, event
from sqlmodel import select

from assets.store import Store
from campaigns.approvals.models import Approval, ReviewRequest
from campaigns.approvals.validity import valid_approval
from campaigns.content.actions import add_revision, write_revision
from campaigns.content.models import Campaign, Variant
from campaigns.db import read_scope, session_scope
from campaigns.facts.models import Fact
from campaigns.people.models import Person
from campaigns.people.queries import load_actor
from campaigns.settings import Settings
from campaigns.vocabulary import Decision, FactStatus, Origin, Role, VariantStatus
from tests.builders import WORDS, submit
from tests.web.conftest import Watch
from tests.web.desk import PASSWORD, Desk
from tests.web.desk_stage import approved, placed, seen_on, submitted
from tests.web.stage import Scene, desk_in, paint, scene

__all__ = ["desk_in", "scene"]

Log = Callable[..., Desk]


@pytest.fixture
def store(settings: Settings) -> Store:
    return Store(settings.files_url)


def words_of(desk: Desk, address: str) -> str:
    response = desk.get(address)
    assert response.status_code == 200
    return " ".join(lxml.html.document_fromstring(response.get_data(as_text=True)).text_content().split())


def decisions(engine: Engine) -> list[Approval]:
    with read_scope(engine) as session:
        found = list(session.exec(select(Approval).order_by(Approval.id)))  # type: ignore[arg-type]
        session.expunge_all()
        return found


def _links(desk: Desk, address: str, words: str) -> list[str]:
    root = lxml.html.document_fromstring(desk.get(address).get_data(as_text=True))
    return [each.get("href") for each in root.xpath("//a[@href]") if each.text_content() == words]


def status_of(engine: Engine, variant: Variant) -> VariantStatus:
    with read_scope(engine) as session:
        return session.get_one(Variant, variant.id).status


def test_queue_shows_a_lawyer_only_the_own_languages(
    engine: Engine, scene: Scene, desk_in: Log, now: datetime
) -> None:
    submitted(engine, scene, scene.german, now=now)
    submitted(engine, scene, scene.arabic, now=now)

    told = words_of(desk_in(Role.LAWYER, languages=("ar",)), "/review")

    assert "Arabic" in told
    assert WORDS["ar"].headline in told
    assert WORDS["de"].headline not in told


def test_queue_shows_staff_every_language(engine: Engine, scene: Scene, desk_in: Log, now: datetime) -> None:
    submitted(engine, scene, scene.german, now=now)
    submitted(engine, scene, scene.arabic, now=now)

    told = words_of(desk_in(Role.STAFF), "/review")

    assert WORDS["ar"].headline in told
    assert WORDS["de"].headline in told


def test_queue_without_cards_says_so(desk_of: Log) -> None:
    assert "Nothing waits for a decision" in words_of(desk_of(Role.LAWYER), "/review")


def test_card_shows_what_leaves_with_its_language_and_direction(
    engine: Engine, scene: Scene, desk_in: Log, now: datetime
) -> None:
    request = submitted(engine, scene, scene.arabic, now=now, channels=("feed", "folder"))

    page = desk_in(Role.LAWYER, languages=("ar",)).get(f"/review/{request.id}")

    root = lxml.html.document_fromstring(page.get_data(as_text=True))
    (text,) = root.xpath("//*[contains(@class, 'leaving__text')]")
    assert (text.get("lang"), text.get("dir")) == ("ar", "rtl")
    assert WORDS["ar"].body in text.text_content()
    (picture,) = root.xpath("//*[contains(@class, 'leaving__picture')]//img")
    assert picture.get("alt") == WORDS["ar"].alt_text
    told = root.text_content()
    assert "https://advice.example/child-benefit" in told
    assert "§ 66 EStG" in told
    assert set(seen_on(page)) == {"seen.feed", "seen.folder"}


def test_card_says_once_what_every_channel_has_and_shows_each_as_it_leaves(
    engine: Engine, scene: Scene, desk_in: Log, now: datetime
) -> None:
    request = submitted(engine, scene, scene.arabic, now=now, channels=("feed", "folder"))

    page = desk_in(Role.LAWYER, languages=("ar",)).get(f"/review/{request.id}")

    root = lxml.html.document_fromstring(page.get_data(as_text=True))
    each = root.xpath("//*[@class='each__channel']")
    assert len(root.xpath("//*[contains(@class, 'leaving__text')]")) == 1
    assert [one.xpath("string(.//*[@class='each__name'])") for one in each] == ["Atom feed", "Folder"]
    seen = seen_on(page)
    for one, channel in zip(each, ("feed", "folder"), strict=True):
        (text,) = one.xpath(".//*[contains(@class, 'each__text')]")
        assert (text.get("lang"), text.get("dir")) == ("ar", "rtl")
        assert WORDS["ar"].body in text.text_content()
        assert seen[f"seen.{channel}"] in one.text_content()
        assert len(one.xpath(".//img")) == 1
    assert len({one.xpath("string(.//*[contains(@class, 'each__text')])") for one in each}) == 2, (
        "short links"
    )


def test_lawyer_approves_what_was_seen(engine: Engine, scene: Scene, desk_in: Log, now: datetime) -> None:
    request = submitted(engine, scene, scene.german, now=now)
    desk = desk_in(Role.LAWYER, languages=("de",))
    seen = seen_on(desk.get(f"/review/{request.id}"))

    answer = desk.send(f"/review/{request.id}/decide", {**seen, "decision": "approve", "comment": "Good."})

    assert answer.status_code == 303
    (row,) = decisions(engine)
    assert (row.decision, row.reason, row.digest) == (Decision.APPROVE, "Good.", seen["seen.feed"])
    assert status_of(engine, scene.german) is VariantStatus.APPROVED


def test_approval_goes_on_to_the_next_card_and_offers_the_way_back(
    engine: Engine, scene: Scene, desk_in: Log, now: datetime
) -> None:
    first = submitted(engine, scene, scene.german, now=now)
    second = submitted(engine, scene, scene.arabic, now=now)
    desk = desk_in(Role.LAWYER, languages=("de", "ar"))
    seen = seen_on(desk.get(f"/review/{first.id}"))

    answer = desk.send(f"/review/{first.id}/decide", {**seen, "decision": "approve"})

    assert answer.headers["Location"] == f"/review/{second.id}"
    (told,) = lxml.html.fromstring(desk.get(answer.headers["Location"]).data).xpath(
        "//*[@id='notices']//*[@class='notice__text']"
    )
    headline = WORDS["de"].headline
    (named,) = told.xpath(".//bdi[@lang='de']")
    assert named.text == headline
    assert named.tail.startswith(", in German, for Atom feed")
    (back,) = told.xpath(".//a")
    assert desk.get(back.get("href")).status_code == 200
    assert back.get("href") == f"/review/variants/{scene.german.id}/withdraw"


def test_whoever_goes_through_one_language_stays_in_it(
    engine: Engine, scene: Scene, desk_in: Log, now: datetime
) -> None:
    submitted(engine, scene, scene.german, now=now)
    first = submitted(engine, scene, scene.arabic, now=now)
    desk = desk_in(Role.LAWYER, languages=("de", "ar"))
    (card,) = lxml.html.fromstring(desk.get("/review?language=ar").text).xpath(
        "//a[@class='queue__link']/@href"
    )

    page = desk.get(card)
    fields = lxml.html.fromstring(page.text).xpath(
        "//form[@data-decides]//input[@type='hidden'][@name='within']"
    )
    sent = {**seen_on(page), **{each.name: each.value for each in fields}}
    answer = desk.send(f"/review/{first.id}/decide", {**sent, "decision": "approve"})

    assert "1 of 1" in page.text
    assert answer.headers["Location"] == "/review"


def test_the_last_day_stands_with_the_decision_with_why_and_can_be_changed(
    engine: Engine, scene: Scene, desk_in: Log, now: datetime
) -> None:
    with session_scope(engine) as session:
        session.get_one(Fact, scene.fact.id).valid_to = now.date() + timedelta(days=30)
    request = submitted(engine, scene, scene.german, now=now)
    desk = desk_in(Role.LAWYER, languages=("de",))
    page = desk.get(f"/review/{request.id}")
    root = lxml.html.document_fromstring(page.get_data(as_text=True))
    (field,) = root.xpath("//section[@class='decision']//input[@name='valid_until']")
    (why,) = root.xpath("//*[@id='valid_until-why']")
    assert field.get("value") == str(now.date() + timedelta(days=30))
    assert "ends" in why.text_content()

    sooner = now.date() + timedelta(days=7)
    desk.send(
        f"/review/{request.id}/decide",
        {**seen_on(page), "decision": "approve", "valid_until": str(sooner)},
    )

    (row,) = decisions(engine)
    assert row.valid_until == sooner
    assert "It holds until 30 Nov 2026" in words_of(desk, "/review")


def test_return_needs_a_reason_and_keeps_the_page(
    engine: Engine, scene: Scene, desk_in: Log, now: datetime
) -> None:
    request = submitted(engine, scene, scene.german, now=now)
    desk = desk_in(Role.LAWYER, languages=("de",))
    seen = seen_on(desk.get(f"/review/{request.id}"))

    answer = desk.send(f"/review/{request.id}/decide", {**seen, "decision": "return", "reason": " "})

    assert answer.status_code == 422
    assert "Say what has to change" in answer.get_data(as_text=True)
    assert decisions(engine) == []


def test_return_sends_the_card_back_with_the_reason(
    engine: Engine, scene: Scene, desk_in: Log, now: datetime
) -> None:
    request = submitted(engine, scene, scene.german, now=now)
    desk = desk_in(Role.LAWYER, languages=("de",))
    seen = seen_on(desk.get(f"/review/{request.id}"))

    desk.send(
        f"/review/{request.id}/decide", {**seen, "decision": "return", "reason": "The form is missing."}
    )

    assert status_of(engine, scene.german) is VariantStatus.RETURNED
    told = lxml.html.fromstring(desk.get("/review").text)
    assert told.xpath(f"//*[@id='notices']//a[@href='/review/{request.id}']"), "the way back to the card"
    assert WORDS["de"].headline in told.xpath("string(//*[@id='notices'])")
    assert "The form is missing." in words_of(desk, "/review/decided")


def test_words_changed_meanwhile_are_not_approved_and_the_new_card_stands_there_with_what_is_different(
    engine: Engine, scene: Scene, store: Store, desk_in: Log, now: datetime
) -> None:
    request = submitted(engine, scene, scene.german, now=now)
    desk = desk_in(Role.LAWYER, languages=("de",))
    seen = seen_on(desk.get(f"/review/{request.id}"))
    newer = _edit_and_submit(engine, scene, store, now)

    answer = desk.send(f"/review/{request.id}/decide", {**seen, "decision": "approve", "comment": "Good."})

    assert answer.status_code == 409
    assert decisions(engine) == []
    root = lxml.html.document_fromstring(answer.get_data(as_text=True))
    (moved,) = root.xpath("//*[@id='moved']")
    assert [each.text_content() for each in moved.xpath(".//ins")] == ["pro"]
    assert [each.text_content() for each in moved.xpath(".//del")] == ["im"]
    # What was typed is still there, and the same form decides anew about what stands here now.
    (form,) = root.xpath("//form[@data-decides]")
    assert form.get("action") == f"/review/{newer.id}/decide"
    assert form.xpath(".//textarea[@name='comment']")[0].text.strip() == "Good."
    desk.send(form.get("action"), {**seen_on(answer), "decision": "approve"})
    assert [row.decision for row in decisions(engine)] == [Decision.APPROVE]


def test_another_digest_than_the_one_seen_is_refused_and_shown(
    engine: Engine, scene: Scene, desk_in: Log, now: datetime
) -> None:
    request = submitted(engine, scene, scene.german, now=now)
    desk = desk_in(Role.LAWYER, languages=("de",))
    seen = seen_on(desk.get(f"/review/{request.id}"))

    answer = desk.send(f"/review/{request.id}/decide", {"seen.feed": "0" * 64, "decision": "approve"})

    assert answer.status_code == 409
    assert "What you saw is not what would leave now" in answer.get_data(as_text=True)
    assert seen_on(answer) == seen
    assert decisions(engine) == []


def test_nobody_approves_own_words_and_the_page_says_why(
    engine: Engine, scene: Scene, store: Store, desk_in: Log, now: datetime
) -> None:
    desk = desk_in(Role.LAWYER, languages=("de",))
    with session_scope(engine) as session:
        person = session.exec(select(Person).where(Person.name == "Lawyer of scene")).one()
        author = load_actor(session, person, scene.cast.programme.id)
        words = replace(WORDS["de"], headline="Mein Satz").to_dict()
        variant = session.get_one(Variant, scene.german.id)
        add_revision(session, variant=variant, words=words, origin=Origin.HUMAN, by=author, now=now)
        paint(session, session.get_one(Campaign, scene.campaign.id), store, now=now)
    request = submitted(engine, scene, scene.german, now=now)

    page = desk.get(f"/review/{request.id}")
    answer = desk.send(f"/review/{request.id}/decide", {"decision": "approve"})

    assert "another lawyer has to decide" in page.get_data(as_text=True)
    assert seen_on(page) == {}
    assert answer.status_code == 403


def test_lawyer_of_another_language_is_told_who_decides(
    engine: Engine, scene: Scene, desk_in: Log, now: datetime
) -> None:
    request = submitted(engine, scene, scene.german, now=now)

    told = words_of(desk_in(Role.LAWYER, languages=("ar",)), f"/review/{request.id}")

    assert "You cannot decide here" in told
    assert "lawyer1" in told


def test_old_login_is_asked_for_the_password_and_nothing_typed_is_lost(
    engine: Engine, scene: Scene, desk_in: Log, watch: Watch, now: datetime
) -> None:
    request = submitted(engine, scene, scene.german, now=now)
    desk = desk_in(Role.LAWYER, languages=("de",))
    watch.move(minutes=11)
    seen = seen_on(desk.get(f"/review/{request.id}"))
    typed = {**seen, "decision": "approve", "comment": "Read “twice” & <checked>."}

    question = desk.send(f"/review/{request.id}/decide", typed)
    assert decisions(engine) == []
    root = lxml.html.document_fromstring(question.get_data(as_text=True))
    kept = {each.get("name"): each.get("value") for each in root.xpath("//main//form//input[@type='hidden']")}
    answer = desk.post(f"/review/{request.id}/decide", data={**kept, "password": PASSWORD})

    assert answer.status_code == 303
    assert [row.reason for row in decisions(engine)] == ["Read “twice” & <checked>."]


def test_wrong_password_decides_nothing_and_asks_again(
    engine: Engine, scene: Scene, desk_in: Log, watch: Watch, now: datetime
) -> None:
    request = submitted(engine, scene, scene.german, now=now)
    desk = desk_in(Role.LAWYER, languages=("de",))
    watch.move(minutes=11)
    seen = seen_on(desk.get(f"/review/{request.id}"))

    answer = desk.send(
        f"/review/{request.id}/decide", {**seen, "decision": "approve", "password": "not-the-boats"}
    )

    assert answer.status_code == 422
    assert "That was not your password" in answer.get_data(as_text=True)
    assert seen["seen.feed"] in answer.get_data(as_text=True)
    assert decisions(engine) == []


def test_tries_of_the_password_are_limited(
    engine: Engine, scene: Scene, desk_in: Log, watch: Watch, now: datetime
) -> None:
    request = submitted(engine, scene, scene.german, now=now)
    desk = desk_in(Role.LAWYER, languages=("de",))
    watch.move(minutes=11)
    wrong = {"decision": "approve", "password": "not-the-boats"}
    for _try in range(5):
        desk.send(f"/review/{request.id}/decide", wrong)

    answer = desk.send(f"/review/{request.id}/decide", {**wrong, "password": PASSWORD})

    assert "Too many tries" in answer.get_data(as_text=True)
    assert decisions(engine) == []


def test_given_password_counts_for_ten_minutes(
    engine: Engine, scene: Scene, desk_in: Log, watch: Watch, now: datetime
) -> None:
    first = submitted(engine, scene, scene.german, now=now)
    second = submitted(engine, scene, scene.arabic, now=now)
    desk = desk_in(Role.LAWYER, languages=("de", "ar"))
    watch.move(minutes=11)
    for request, more in ((first, {"password": PASSWORD}), (second, {})):
        seen = seen_on(desk.get(f"/review/{request.id}"))
        desk.send(f"/review/{request.id}/decide", {**seen, "decision": "approve", **more})
        watch.move(minutes=5)

    assert len(decisions(engine)) == 2


def test_changed_words_are_shown_against_what_was_approved(
    engine: Engine, scene: Scene, store: Store, desk_in: Log, now: datetime
) -> None:
    approved(engine, scene, scene.german, now=now)
    newer = _edit_and_submit(engine, scene, store, now)

    page = desk_in(Role.LAWYER, languages=("de",)).get(f"/review/{newer.id}")

    root = lxml.html.document_fromstring(page.get_data(as_text=True))
    assert [each.text_content() for each in root.xpath("//ins")] == ["pro"]
    assert [each.text_content() for each in root.xpath("//del")] == ["im"]
    (differing,) = root.xpath("//section[@aria-labelledby='since']")
    assert differing.xpath("following::section[@aria-labelledby='leaves']"), "before the picture and the text"


def test_a_translation_whose_source_was_changed_since_says_so_and_shows_what(
    engine: Engine, scene: Scene, store: Store, desk_in: Log, now: datetime
) -> None:
    request = submitted(engine, scene, scene.arabic, now=now)
    desk = desk_in(Role.LAWYER, languages=("ar",))
    assert "since it was translated" not in words_of(desk, f"/review/{request.id}")
    _edit_and_submit(engine, scene, store, now)

    root = lxml.html.document_fromstring(desk.get(f"/review/{request.id}").get_data(as_text=True))
    (moved,) = root.xpath("//section[@aria-labelledby='source-moved']")
    assert [each.text_content() for each in moved.xpath(".//ins")] == ["pro"]
    assert moved.xpath("preceding::section[@aria-labelledby='leaves']")
    (ahead, _closed, asked) = [
        link
        for link in root.xpath("//a[@href='#source-moved']")
        if not link.xpath("ancestor::nav") and link.getparent() is not None
    ]
    assert ahead.xpath("following::section[@aria-labelledby='leaves']"), "told before the card"
    assert "look whether the translation still says the same" in asked.text_content()
    assert asked.xpath("ancestor::details//button[@value='approve']"), "beside the yes"


@pytest.mark.parametrize("status", [FactStatus.DRAFT, FactStatus.CHECKED])
def test_a_yes_for_facts_that_no_lawyer_has_checked_says_so(
    engine: Engine, scene: Scene, desk_in: Log, now: datetime, status: FactStatus
) -> None:
    with session_scope(engine) as session:
        fact = session.get_one(Fact, scene.fact.id)
        if status is FactStatus.CHECKED:
            fact.checked_by, fact.checked_at = scene.cast.second_lawyer.person_id, now
        fact.status = status
    request = submitted(engine, scene, scene.german, now=now)

    page = desk_in(Role.LAWYER, languages=("de",)).get(f"/review/{request.id}")

    (sheet,) = lxml.html.document_fromstring(page.text).xpath("//details[.//button[@value='approve']]")
    told = sheet.text_content()
    assert ("No lawyer has checked the facts behind it" in told) is (status is FactStatus.DRAFT)
    assert "no end is known" in told
    assert "no fact behind it ends earlier" not in told


def test_withdrawn_approval_counts_no_more_and_says_what_is_held(
    engine: Engine, scene: Scene, desk_in: Log, now: datetime
) -> None:
    proof = approved(engine, scene, scene.german, now=now)["feed"]
    placed(engine, scene, scene.german, proof, now=now, later=timedelta(days=1))
    desk = desk_in(Role.LAWYER, languages=("de",))

    told = words_of(desk, f"/review/variants/{scene.german.id}/withdraw")
    (card,) = _links(desk, "/review/decided", WORDS["de"].headline)
    assert WORDS["de"].body in words_of(desk, card)
    answer = desk.send(f"/review/variants/{scene.german.id}/withdraw", {"reason": "The law changed."})

    assert "1 scheduled post is held at once" in told
    assert WORDS["de"].body in told, "what is withdrawn stands there"
    assert "took the approval back" in words_of(desk, card)
    assert "1 scheduled post is held" in answer.get_data(as_text=True)
    assert status_of(engine, scene.german) is VariantStatus.RETURNED
    with read_scope(engine) as session:
        assert (
            valid_approval(
                session,
                digest=proof.digest,
                language="de",
                channel="feed",
                on=now.date(),
                programme_id=scene.cast.programme.id or 0,
            )
            is None
        )


def test_withdrawing_an_older_approval_leaves_newer_words_in_review(
    engine: Engine, scene: Scene, store: Store, desk_in: Log, now: datetime
) -> None:
    approved(engine, scene, scene.german, now=now)
    _edit_and_submit(engine, scene, store, now)

    desk_in(Role.LAWYER, languages=("de",)).send(
        f"/review/variants/{scene.german.id}/withdraw", {"reason": "The old one is wrong."}
    )

    assert decisions(engine)[-1].decision is Decision.WITHDRAW
    assert status_of(engine, scene.german) is VariantStatus.SUBMITTED


def test_withdrawing_without_a_reason_is_refused(
    engine: Engine, scene: Scene, desk_in: Log, now: datetime
) -> None:
    approved(engine, scene, scene.german, now=now)

    answer = desk_in(Role.LAWYER, languages=("de",)).send(
        f"/review/variants/{scene.german.id}/withdraw", {"reason": ""}
    )

    assert answer.status_code == 422
    assert [row.decision for row in decisions(engine)] == [Decision.APPROVE]


def test_today_names_the_cards_of_a_lawyer(engine: Engine, scene: Scene, desk_in: Log, now: datetime) -> None:
    submitted(engine, scene, scene.arabic, now=now)

    told = words_of(desk_in(Role.LAWYER, languages=("ar",)), "/today")

    assert "Cards to approve 1" in told


def test_today_says_which_cards_are_overdue(
    engine: Engine, scene: Scene, desk_in: Log, now: datetime
) -> None:
    requests = [submitted(engine, scene, text, now=now) for text in (scene.german, scene.arabic)]
    with session_scope(engine) as session:
        for request, days in zip(requests, (-1, 1), strict=True):
            session.get_one(ReviewRequest, request.id).due_at = now + timedelta(days=days)

    told = words_of(desk_in(Role.LAWYER, languages=("de", "ar")), "/today")

    late, early = told.index(WORDS["de"].headline), told.index(WORDS["ar"].headline)
    assert told.count("Overdue") == 1
    assert late < told.index("Overdue") < early


def test_today_names_returned_texts_to_their_translator(
    engine: Engine, scene: Scene, desk_in: Log, now: datetime
) -> None:
    request = submitted(engine, scene, scene.arabic, now=now)
    lawyer = desk_in(Role.LAWYER, languages=("ar",))
    seen = seen_on(lawyer.get(f"/review/{request.id}"))
    lawyer.send(f"/review/{request.id}/decide", {**seen, "decision": "return", "reason": "Wrong amount."})

    told = words_of(desk_in(Role.TRANSLATOR, languages=("ar",)), "/today")

    assert "Returned, to mend 1" in told
    assert "Wrong amount." in told


def test_card_asks_the_database_the_same_number_of_questions_for_any_history(
    engine: Engine, scene: Scene, store: Store, desk_in: Log, now: datetime
) -> None:
    request = submitted(engine, scene, scene.german, now=now)
    desk = desk_in(Role.LAWYER, languages=("de", "ar"))
    alone = _questions(engine, desk, f"/review/{request.id}")
    submitted(engine, scene, scene.arabic, now=now)
    seen = seen_on(desk.get(f"/review/{request.id}"))
    desk.send(f"/review/{request.id}/decide", {**seen, "decision": "return", "reason": "No."})
    newer = _edit_and_submit(engine, scene, store, now)

    assert _questions(engine, desk, f"/review/{newer.id}") == alone


def _questions(engine: Engine, desk: Desk, address: str) -> int:
    asked: list[str] = []

    def listen(*args: object) -> None:
        asked.append(str(args[2]))

    event.listen(engine, "before_cursor_execute", listen)
    try:
        assert desk.get(address).status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", listen)
    return len(asked)


def _edit_and_submit(
    engine: Engine, scene: Scene, store: Store, now: datetime, amount: str = "259"
) -> ReviewRequest:
    """The next revision of the German words, with its picture, submitted."""
    with session_scope(engine) as session:
        variant = session.get_one(Variant, scene.german.id)
        headline = WORDS["de"].headline.replace("im Monat", "pro Monat")
        words = {
            name: said.replace("259", amount) if isinstance(said, str) else said
            for name, said in replace(WORDS["de"], headline=headline).to_dict().items()
        }
        write_revision(session, variant=variant, words=words, based_on=1, by=scene.cast.staff, now=now)
        paint(session, session.get_one(Campaign, scene.campaign.id), store, now=now)
        return submit(session, scene.cast, variant, now=now)
