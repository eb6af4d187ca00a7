"""Topics, new needs, rumours and the checking of questions on the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import lxml.html
import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from campaigns.content.copy import Copy
from campaigns.content.models import Campaign, Post, Variant
from campaigns.content.queries import latest_revision
from campaigns.db import read_scope, session_scope
from campaigns.facts.models import Fact, FactText
from campaigns.needs.actions import import_needs
from campaigns.needs.emerging.actions import save_phrases
from campaigns.needs.emerging.models import EmergingPhrase
from campaigns.needs.emerging.phrases import Phrase
from campaigns.needs.models import AdviceNeed
from campaigns.needs.own_topics.models import OwnTopic
from campaigns.needs.rumours.models import Rumour
from campaigns.needs.topics.sentences import topic_sentences
from campaigns.needs.topics.taxonomy import taxonomy
from campaigns.people.actions import change_programme
from campaigns.people.models import AuditEntry, Programme
from campaigns.vocabulary import FactKind, FactStatus, Role, RumourStatus, WorkKind
from campaigns.work.models import Work
from tests.web.conftest import Watch
from tests.web.desk import Desk
from web.words.radar import rough_word

Log = Callable[..., Desk]
TODAY = date(2026, 11, 23)
CLAIM = "Eine Kündigung per WhatsApp gilt."
FINDING = "Eine Kündigung gilt nur auf Papier und mit Unterschrift. Eine Nachricht am Telefon beendet nichts."


@pytest.fixture
def words(engine: Engine, programme: Programme, watch: Watch) -> None:
    """The programme keeps free text and has an imprint."""
    with session_scope(engine) as session:
        change_programme(
            session,
            programme=session.get_one(Programme, programme.id),
            keeps_free_text=True,
            imprint_url="https://advice.example/imprint",
            by=None,
            now=watch(),
        )


@pytest.fixture
def take(engine: Engine, programme: Programme, watch: Watch, words: None) -> Callable[..., list[int]]:
    """Takes questions in, a sentence a day backwards from today; says their ids in the order of the sentences."""

    def taken(*texts: str) -> list[int]:
        rows = [f"{TODAY - timedelta(days=back)};{text}" for back, text in enumerate(texts)]
        with session_scope(engine) as session:
            import_needs(
                session,
                programme=session.get_one(Programme, programme.id),
                data="\n".join(["Datum;Anfrage", *rows]).encode(),
                name="log.csv",
                key=b"k" * 32,
                by=None,
                now=watch(),
            )
            query = select(AdviceNeed.id).order_by(AdviceNeed.day.desc())  # type: ignore[attr-defined]
            return [number or 0 for number in session.exec(query)]

    return taken


@pytest.fixture
def phrase(engine: Engine, programme: Programme, watch: Watch, words: None) -> int:
    """A phrase that came up."""
    with session_scope(engine) as session:
        save_phrases(
            session,
            programme=session.get_one(Programme, programme.id),
            phrases=[Phrase("chancenkonto", "de", 9, None, 40.0, "Chancenkonto")],
            as_of=TODAY,
            now=watch(),
        )
        return session.exec(select(EmergingPhrase.id)).one() or 0


def page_of(desk: Desk, address: str) -> Any:
    response = desk.get(address)
    assert response.status_code == 200, response.get_data(as_text=True)
    return lxml.html.document_fromstring(response.get_data(as_text=True))


def words_of(element: Any) -> str:
    return " ".join(element.text_content().split())


def main_of(desk: Desk, address: str) -> str:
    return words_of(page_of(desk, address).get_element_by_id("main"))


def one(engine: Engine, kind: Any) -> Any:
    with Session(engine, expire_on_commit=False) as session:
        return session.exec(select(kind)).one()


def test_a_question_is_confirmed_in_one_click_and_its_line_comes_back(
    desk_of: Log, take: Callable[..., list[int]], engine: Engine
) -> None:
    (need_id,) = take("Mein Chef zahlt den Lohn nicht")
    desk = desk_of(Role.ADVISOR)
    assert "Pay and unpaid wages 82%" in main_of(desk, "/needs/questions")
    data = {"csrf_token": desk.token(), "topic": "wage"}
    answer = desk.post(f"/needs/questions/{need_id}", data=data, headers={"HX-Request": "true"})
    assert f'id="need-{need_id}"' in answer.get_data(as_text=True)
    assert one(engine, AdviceNeed).topic_confirmed_by is not None
    assert "Pay and unpaid wages" in words_of(lxml.html.fromstring(answer.get_data(as_text=True)))


def test_that_no_topic_fits_is_an_answer_that_counts(
    desk_of: Log, take: Callable[..., list[int]], engine: Engine
) -> None:
    (need_id,) = take("Guten Morgen zusammen")
    desk = desk_of(Role.ADVISOR)
    desk.send(f"/needs/questions/{need_id}", {"topic": "none"})
    need = one(engine, AdviceNeed)
    assert (need.topic, need.topic_confirmed_by is None) == (None, False)
    assert "No topic fits" in main_of(desk, "/needs/questions")


def test_ticked_questions_keep_each_their_own_topic(
    desk_of: Log, take: Callable[..., list[int]], engine: Engine
) -> None:
    ids = take("Mein Chef zahlt den Lohn nicht", "Wie hoch ist das Kindergeld?", "Guten Morgen")
    desk = desk_of(Role.STAFF)
    answer = desk.send("/needs/questions", {"need": ids, "as": "suggested", "back_open": "yes"})
    assert answer.location.endswith("/needs/questions?open=yes")
    with Session(engine) as session:
        rows = session.exec(select(AdviceNeed.topic, AdviceNeed.topic_confirmed_by)).all()
    assert {topic for topic, _by in rows} == {"wage", "child_benefit", None}
    assert all(by is not None for _topic, by in rows)
    assert "No question here" in main_of(desk, "/needs/questions?open=yes")


def test_the_quality_figure_names_divisor_and_period(desk_of: Log, take: Callable[..., list[int]]) -> None:
    ids = take(*(f"Mein Chef zahlt den Lohn von Woche {number} nicht" for number in range(57)))
    desk = desk_of(Role.STAFF)
    desk.send("/needs/questions", {"need": ids[:40], "as": "suggested"})
    assert "fewer than 50 suggestions" in main_of(desk, "/needs/questions")
    desk.send("/needs/questions", {"need": ids[40:], "chosen": "minijob", "as": "topic"})
    told = words_of(page_of(desk, "/needs/questions"))
    assert "17 questions are changed." in told
    assert (
        "Of at least 50 suggestions that people checked, about 70% stood (questions from 23 Nov 2025 to 23 Nov 2026;"
        in told
    )


def test_a_sentence_is_tried_and_nothing_of_it_is_kept(desk_of: Log, words: None, engine: Engine) -> None:
    desk = desk_of(Role.EVALUATOR)
    answer = desk.send("/needs/topics/try", {"sentence": "Mein Chef zahlt den Lohn nicht"})
    page = lxml.html.document_fromstring(answer.get_data(as_text=True))
    assert "Pay and unpaid wages 82%" in words_of(page.get_element_by_id("tried"))
    with Session(engine) as session:
        assert session.exec(select(AdviceNeed)).first() is None


def topic_form(**more: str) -> dict[str, str]:
    return {
        "name_de": "Chancenkonto",
        "name_en": "Chance account",
        "keywords_de": "Chancenkonto",
        "test_sentences": "de: Wer bekommt das Chancenkonto?",
        **more,
    }


def test_a_topic_is_made_of_a_phrase_and_is_named_everywhere(
    desk_of: Log, phrase: int, take: Callable[..., list[int]], engine: Engine
) -> None:
    desk = desk_of(Role.STAFF, interface="de")
    form = page_of(desk, f"/needs/topics/new?phrase={phrase}")
    assert form.xpath("//textarea[@name='keywords_de']")[0].text.strip() == "Chancenkonto"
    answer = desk.send("/needs/topics/new", topic_form(phrase=str(phrase)))
    assert answer.location == "/needs/topics/own_chance_account"
    assert "Chancenkonto" in main_of(desk, answer.location)
    take("Wo bekomme ich das Chancenkonto?")
    asked = page_of(desk, "/needs/questions").find_class("pick--first")[0]
    assert words_of(asked).startswith("Chancenkonto")
    assert one(engine, EmergingPhrase).topic == "own_chance_account"


def test_one_click_makes_a_topic_of_a_phrase_and_leads_to_it(
    desk_of: Log, phrase: int, engine: Engine
) -> None:
    desk = desk_of(Role.STAFF)
    [form] = page_of(desk, "/needs/emerging").xpath("//li//form[.//input[@name='phrase']]")
    sent = {each.get("name"): each.get("value") for each in form.xpath(".//input[@type='hidden']")}
    answer = desk.send(form.get("action"), sent)
    topic = one(engine, OwnTopic)
    assert (topic.name_de, topic.keywords) == ("Chancenkonto", {"de": ["Chancenkonto"]})
    assert answer.location == f"/needs/topics/{topic.key}"
    assert one(engine, EmergingPhrase).topic == topic.key


def test_trying_a_topic_leads_back_to_making_it(desk_of: Log, phrase: int, engine: Engine) -> None:
    desk = desk_of(Role.STAFF)
    answer = desk.send("/needs/topics/check", topic_form(phrase=str(phrase)))
    page = lxml.html.document_fromstring(answer.get_data(as_text=True))
    [form] = page.find_class("topic-form")
    desk.send(form.get("action"), topic_form(phrase=form.xpath(".//input[@name='phrase']/@value")[0]))
    assert one(engine, OwnTopic).key == "own_chance_account"


@pytest.mark.parametrize("address", ["/needs/topics/new", "/needs/topics/check"])
@pytest.mark.parametrize("wrong", [{"keywords_de": ""}, {"keywords_uk": "a", "test_sentences": "de: Hallo"}])
def test_a_topic_of_a_phrase_that_is_refused_keeps_what_was_typed(
    desk_of: Log, phrase: int, address: str, wrong: dict[str, str]
) -> None:
    answer = desk_of(Role.STAFF).send(address, topic_form(phrase=str(phrase), **wrong))
    assert answer.status_code == 422
    [form] = lxml.html.document_fromstring(answer.get_data(as_text=True)).find_class("topic-form")
    assert form.xpath(".//input[@name='phrase' or @name='name_en']/@value") == [str(phrase), "Chance account"]


def test_a_name_and_a_keyword_that_another_topic_has_are_told_and_not_refused(desk_of: Log) -> None:
    shipped = taxonomy().topics["child_benefit"]
    more = {"name_de": shipped.de, "keywords_de": shipped.keywords["de"][0], "test_sentences": ""}
    answer = desk_of(Role.STAFF).send("/needs/topics/check", topic_form(**more))
    told = words_of(lxml.html.document_fromstring(answer.get_data(as_text=True)).get_element_by_id("checked"))
    assert f"“{shipped.de}” is already the name of the topic “{shipped.en}”" in told
    assert f"is already a keyword of the topic “{shipped.en}”; questions will count for both." in told


def test_trying_a_changed_topic_leads_back_to_saving_it(desk_of: Log) -> None:
    answer = desk_of(Role.LEAD).send("/needs/topics/check", topic_form(key="wage"))
    page = lxml.html.document_fromstring(answer.get_data(as_text=True))
    assert page.find_class("topic-form")[0].get("action") == "/needs/topics/wage/edit"


def test_a_test_sentence_that_is_not_found_is_asked_about_before_saving(desk_of: Log, engine: Engine) -> None:
    desk = desk_of(Role.STAFF)
    answer = desk.send("/needs/topics/new", topic_form(test_sentences="de: Guten Morgen"))
    assert answer.status_code == 422
    assert "1 test sentence would not get this topic" in answer.get_data(as_text=True)
    with Session(engine) as session:
        assert session.exec(select(OwnTopic)).first() is None
    desk.send("/needs/topics/new", topic_form(test_sentences="de: Guten Morgen", despite="yes"))
    assert one(engine, OwnTopic).key == "own_chance_account"


def test_a_keyword_that_would_take_questions_from_other_topics_is_told(desk_of: Log) -> None:
    desk = desk_of(Role.STAFF)
    said = next(one for one in topic_sentences() if one.topic == "child_benefit" and one.language == "de")
    parts = said.text.split()
    stolen = "\n".join(" ".join(parts[start : start + 4]) for start in range(len(parts) - 3))
    answer = desk.send("/needs/topics/new", topic_form(keywords_de=stolen, test_sentences=""))
    assert answer.status_code == 422
    assert "1 test sentence of another topic would come here" in answer.get_data(as_text=True)


def test_a_topic_of_the_product_is_changed_with_versions_and_put_back(desk_of: Log, engine: Engine) -> None:
    desk = desk_of(Role.LEAD)
    page = page_of(desk, "/needs/topics/wage/edit")
    given = {
        field.get("name"): (field.text or "").lstrip("\n")
        for field in page.xpath("//form[contains(@class, 'topic-form')]//textarea")
    }
    given |= {"name_de": "Lohn", "name_en": "Pay", "keywords_de": given["keywords_de"] + "\nZaster"}
    answer = desk.send("/needs/topics/wage/edit", given)
    assert answer.status_code == 303
    row = one(engine, OwnTopic)
    assert (row.key, row.keywords, row.left_out) == ("wage", {"de": ["Zaster"]}, {})
    told = main_of(desk, "/needs/topics/wage")
    assert "From Litfass, changed, version 1" in told
    assert "Lead of paper-boats" in told
    desk.send("/needs/topics/wage/retire")
    assert "Pay and unpaid wages" in main_of(desk, "/needs/topics/wage")


def test_a_sensitive_topic_shows_the_helpline(desk_of: Log) -> None:
    assert "116 016" in main_of(desk_of(Role.STAFF), "/needs/topics/violence_protection")


def test_examples_of_a_phrase_need_five_sources_that_still_stand(
    desk_of: Log, phrase: int, take: Callable[..., list[int]]
) -> None:
    desk = desk_of(Role.ADVISOR)
    take(*(f"Was ist das Chancenkonto, Frage {number}" for number in "abcd"))
    assert "Frage" not in main_of(desk, f"/needs/emerging/{phrase}")
    take(*(f"Wem hilft das Chancenkonto, Frage {number}" for number in "efgh"))
    assert "Frage" in main_of(desk, f"/needs/emerging/{phrase}")


def test_how_often_a_phrase_came_up_is_told_in_steps() -> None:
    assert [rough_word(count, 5) for count in (5, 9, 22, 29)] == [
        "under 10",
        "under 10",
        "about 20",
        "about 25",
    ]


def test_a_phrase_is_dismissed_with_a_reason_and_taken_back(desk_of: Log, phrase: int) -> None:
    desk = desk_of(Role.STAFF)
    assert desk.send(f"/needs/emerging/{phrase}/dismiss", {"reason": ""}).status_code == 422
    desk.send(f"/needs/emerging/{phrase}/dismiss", {"reason": "An advertisement"})
    told = main_of(desk, "/needs/emerging")
    assert "Nothing new came up" in told
    assert "An advertisement" in told
    desk.send(f"/needs/emerging/{phrase}/restore")
    assert "Chancenkonto" in main_of(desk, "/needs/emerging")


def test_a_look_is_asked_for_once(desk_of: Log, words: None, engine: Engine) -> None:
    desk = desk_of(Role.STAFF)
    desk.send("/needs/emerging")
    desk.send("/needs/emerging")
    assert one(engine, Work).kind is WorkKind.FIND_PHRASES


def test_new_needs_of_a_programme_without_words_say_why_there_are_none(desk_of: Log) -> None:
    assert "keeps no words" in main_of(desk_of(Role.STAFF), "/needs/emerging")


def logged(desk: Desk, **more: str) -> str:
    given = {"claim": CLAIM, "risk": "2", "day": TODAY.isoformat(), "platform": "facebook_group", **more}
    return desk.send("/needs/rumours/new", given).location


def test_a_rumour_walks_from_being_heard_to_a_post_with_the_fact_first(
    desk_of: Log, words: None, engine: Engine
) -> None:
    address = logged(desk_of(Role.ADVISOR))
    staff = desk_of(Role.STAFF)
    refused = staff.send(f"{address}/judge", {"verdict": "refuted", "finding": FINDING, "sources": ""})
    assert "name at least one source" in refused.get_data(as_text=True)
    staff.send(f"{address}/judge", {"verdict": "refuted", "finding": FINDING, "sources": "§ 623 BGB"})
    page = page_of(staff, address)
    given = {
        field.get("name"): field.get("value") or (field.text or "").strip()
        for field in page.xpath("//form[contains(@action, '/answer')]//*[self::input or self::textarea]")
        if field.get("name") != "csrf_token"
    }
    assert given["headline"] == FINDING.partition(". ")[0] + "."
    answer = staff.send(f"{address}/answer", given)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    with read_scope(engine) as session:
        campaign = session.exec(select(Campaign)).one()
        posts = session.exec(select(Post).order_by(Post.position)).all()  # type: ignore[arg-type]
        assert {post.kind for post in posts} == {"myth_fact", "group_comment"}
        fact = session.exec(select(Fact)).one()
        assert (fact.kind, fact.status, fact.laws) == (FactKind.MYTH, FactStatus.DRAFT, ["§ 623 BGB"])
        card = next(post for post in posts if post.kind == "myth_fact")
        variant = session.exec(
            select(Variant).where(Variant.post_id == card.id, Variant.language == "de")
        ).one()
        revision = latest_revision(session, variant)
        assert revision is not None
        waits = session.exec(select(Variant.id).where(Variant.language == "ar")).first()
        copy = Copy(**{name: value for name, value in revision.words.items() if isinstance(value, str)})
        assert copy.headline == given["headline"]
        assert CLAIM.rstrip(".") in copy.myth
        assert copy.body == FINDING
        assert session.exec(select(Rumour.campaign_id)).one() == campaign.id
    german = main_of(desk_of(Role.LEAD, interface="de"), f"/copy/{waits}")
    assert f"Dem Fakt „{given['headline']}“ fehlt auf Arabisch noch: falsche Behauptung." in german
    assert staff.send(f"{address}/answer", given).status_code == 422
    staff.send(f"{address}/published")
    staff.send(f"{address}/watch", {"look_again_on": "2026-12-20"})
    assert "listen again on 20 Dec 2026" in main_of(staff, address)
    with Session(engine) as session:
        deeds = set(session.exec(select(AuditEntry.action)))
    assert {"log_rumour", "check_rumour", "judge_rumour", "answer_rumour", "publish_rumour"} <= deeds


def test_a_rumour_written_down_in_another_language_asks_for_its_claim_in_the_source_language(
    desk_of: Log, words: None, engine: Engine
) -> None:
    claim = "الفصل من العمل عبر رسالة واتساب صحيح وملزم قانونيا"
    address = logged(desk_of(Role.ADVISOR), claim=claim, topic="termination")
    staff = desk_of(Role.STAFF)
    staff.send(f"{address}/judge", {"verdict": "refuted", "finding": FINDING, "sources": "§ 623 BGB"})
    given = {"headline": "Nur auf Papier", "sentence": FINDING, "claim": "", "start": "2026-12-01"}
    assert staff.send(f"{address}/answer", given).status_code == 422
    staff.send(f"{address}/answer", {**given, "claim": CLAIM})
    with Session(engine) as session:
        claims = dict(session.exec(select(FactText.language, FactText.claim)).all())
    assert claims == {"de": CLAIM, "ar": claim}


def test_a_rumour_that_is_heard_again_while_it_is_watched_is_due(
    desk_of: Log, words: None, watch: Watch, engine: Engine
) -> None:
    staff = desk_of(Role.STAFF)
    address = logged(staff)
    staff.send(f"{address}/judge", {"verdict": "true", "finding": FINDING, "sources": "§ 623 BGB"})
    staff.send(f"{address}/watch", {"look_again_on": "2026-12-20"})
    assert "No rumour here" in main_of(staff, "/needs/rumours?due=yes")
    watch.move(days=2)
    staff = desk_of(Role.ADVISOR)
    staff.send(f"{address}/again")
    assert "back again" in main_of(staff, "/needs/rumours?due=yes")
    assert one(engine, Rumour).status is RumourStatus.MONITORED


def test_a_rumour_on_violence_is_never_offered_as_a_post(desk_of: Log, words: None) -> None:
    staff = desk_of(Role.STAFF)
    address = logged(staff, topic="violence_protection")
    staff.send(f"{address}/judge", {"verdict": "refuted", "finding": FINDING, "sources": "§ 1 GewSchG"})
    page = page_of(staff, address)
    assert "116 016" in words_of(page.get_element_by_id("main"))
    assert not page.xpath("//form[contains(@action, '/answer')]")


def test_a_lawyer_judges_but_does_not_plan(desk_of: Log, words: None) -> None:
    address = logged(desk_of(Role.ADVISOR))
    lawyer = desk_of(Role.LAWYER)
    lawyer.send(f"{address}/judge", {"verdict": "refuted", "finding": FINDING, "sources": "§ 623 BGB"})
    page = page_of(lawyer, address)
    assert "Refuted" in words_of(page.get_element_by_id("main"))
    assert not page.xpath("//form[contains(@action, '/answer')]")
