"""Copy on the desk: what waits, the source beside the text, saving, conflicts, previews."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import lxml.html
import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import Engine
from sqlmodel import col, select

from campaigns.approvals.actions import return_review
from campaigns.content.actions import write_revision
from campaigns.content.checks.actions import check_is_sound
from campaigns.content.models import Post, Revision, Variant
from campaigns.content.queries import latest_revision
from campaigns.db import read_scope, session_scope
from campaigns.errors import NotReady
from campaigns.vocabulary import Origin, Role, VariantStatus, WorkKind
from campaigns.work.models import Work
from tests.builders import WORDS, first_variant, make_campaign, seen, submit
from tests.web.desk import Desk
from tests.web.stage import Scene, desk_in, scene
from web.words.sentences import sentence

__all__ = ["desk_in", "scene"]

Log = Callable[..., Desk]


def page_of(desk: Desk, address: str) -> Any:
    response = desk.get(address)
    assert response.status_code == 200
    return lxml.html.document_fromstring(response.get_data(as_text=True))


def words_of(element: Any) -> str:
    return " ".join(element.text_content().split())


def typed(language: str, based_on: int = 1, **changes: str) -> dict[str, str]:
    """The form of a text as it stands, with what somebody changed."""
    words = WORDS[language].to_dict()
    form = {name: "\n".join(value) if isinstance(value, list) else value for name, value in words.items()}
    return {**form, "based_on": str(based_on), **changes}


def latest(engine: Engine, variant: Variant) -> dict[str, Any]:
    with read_scope(engine) as session:
        row = latest_revision(session, session.get_one(Variant, variant.id))
        assert row is not None
        return {**row.words, "revision": row.number, "source_digest": row.source_digest, "origin": row.origin}


def test_list_shows_translators_only_their_languages(scene: Scene, desk_in: Log) -> None:
    page = page_of(desk_in(Role.TRANSLATOR, languages=("ar",)), "/copy")

    assert [words_of(tab) for tab in page.find_class("tabs__link")] == ["Arabic 1"]


def test_list_of_a_language_that_is_not_ones_own_shows_ones_own(scene: Scene, desk_in: Log) -> None:
    page = page_of(desk_in(Role.TRANSLATOR, languages=("ar",)), "/copy?language=de")

    assert "/copy/" + str(scene.arabic.id) in page.xpath("//main//a/@href")


def test_returned_text_stands_first_with_the_lawyers_reason(
    scene: Scene, engine: Engine, now: datetime, desk_in: Log
) -> None:
    with session_scope(engine) as session:
        request = submit(session, scene.cast, session.get_one(Variant, scene.arabic.id), now=now)
        return_review(
            session,
            request_id=request.id or 0,
            seen=seen(session, request),
            reason="Name the office.",
            by=scene.cast.lawyer,
            now=now,
        )

    desk = desk_in(Role.STAFF)
    first = page_of(desk, "/copy?language=ar").find_class("to-write")[0]
    assert "Name the office." in words_of(first)
    assert "Name the office." in words_of(page_of(desk, f"/copy/{scene.arabic.id}"))


def test_text_stands_beside_its_source_with_language_and_direction(scene: Scene, desk_in: Log) -> None:
    page = page_of(desk_in(Role.TRANSLATOR, languages=("ar",)), f"/copy/{scene.arabic.id}")

    source = page.find_class("pair__source")[0]
    assert (source.get("lang"), source.get("dir")) == ("de", "ltr")
    assert "259 € Kindergeld im Monat" in words_of(source)
    field = page.get_element_by_id("headline")
    assert (field.get("lang"), field.get("dir")) == ("ar", "rtl")
    assert field.text.strip() == WORDS["ar"].headline


def test_source_language_is_written_alone(scene: Scene, desk_in: Log) -> None:
    page = page_of(desk_in(Role.STAFF), f"/copy/{scene.german.id}")

    assert page.find_class("pair__source") == []


def test_saving_makes_the_next_revision_by_a_person(scene: Scene, engine: Engine, desk_in: Log) -> None:
    answer = desk_in(Role.TRANSLATOR, languages=("ar",)).send(
        f"/copy/{scene.arabic.id}", typed("ar", body="نص جديد")
    )

    assert answer.status_code == 303
    saved = latest(engine, scene.arabic)
    assert (saved["revision"], saved["body"], saved["origin"]) == (2, "نص جديد", Origin.HUMAN)


def test_the_description_follows_the_headline(scene: Scene, engine: Engine, desk_in: Log) -> None:
    desk_in(Role.STAFF).send(f"/copy/{scene.german.id}", typed("de", headline="300 € Kindergeld im Monat"))

    assert latest(engine, scene.german)["alt_text"] == "Text auf dem Bild: 300 € Kindergeld im Monat."


def test_saving_remembers_the_source_it_was_made_from(scene: Scene, engine: Engine, desk_in: Log) -> None:
    desk_in(Role.STAFF).send(f"/copy/{scene.arabic.id}", typed("ar", body="نص جديد"))

    with read_scope(engine) as session:
        source = latest_revision(session, session.get_one(Variant, scene.german.id))
        assert source is not None
        digest = source.digest
    assert latest(engine, scene.arabic)["source_digest"] == digest


def test_changed_source_brings_the_translation_back_to_the_list(
    scene: Scene, engine: Engine, now: datetime, desk_in: Log
) -> None:
    desk = desk_in(Role.STAFF)
    desk.send(f"/copy/{scene.arabic.id}", typed("ar", body="نص جديد"))
    desk.send(f"/copy/{scene.german.id}", typed("de", body="Ein neuer Satz."))

    told = words_of(page_of(desk, "/copy?language=ar"))
    assert "Source changed" in told
    assert "The source has changed" in words_of(page_of(desk, f"/copy/{scene.arabic.id}"))


def test_saving_asks_for_the_pictures_of_these_words(scene: Scene, engine: Engine, desk_in: Log) -> None:
    desk_in(Role.TRANSLATOR, languages=("ar",)).send(f"/copy/{scene.arabic.id}", typed("ar", body="نص جديد"))

    with read_scope(engine) as session:
        work = session.exec(select(Work).where(Work.kind == WorkKind.RENDER_CAMPAIGN)).one()
        assert work.order == {"posts": [scene.post.id], "languages": ["ar"]}


def test_saving_the_same_words_changes_nothing(scene: Scene, engine: Engine, desk_in: Log) -> None:
    desk_in(Role.STAFF).send(f"/copy/{scene.arabic.id}", typed("ar"))

    assert latest(engine, scene.arabic)["revision"] == 1
    with read_scope(engine) as session:
        assert session.exec(select(Work)).all() == []


def test_lists_are_written_one_line_an_entry(scene: Scene, engine: Engine, desk_in: Log) -> None:
    desk_in(Role.STAFF).send(f"/copy/{scene.german.id}", typed("de", hashtags="#Eins\r\n\r\n #Zwei "))

    assert latest(engine, scene.german)["hashtags"] == ["#Eins", "#Zwei"]


def test_headline_cannot_be_empty_and_the_rest_is_kept(scene: Scene, desk_in: Log) -> None:
    answer = desk_in(Role.STAFF).send(
        f"/copy/{scene.german.id}", typed("de", headline="", body="Das bleibt stehen.")
    )

    assert answer.status_code == 422
    page = lxml.html.document_fromstring(answer.get_data(as_text=True))
    assert page.get_element_by_id("headline-error").text_content()
    assert page.get_element_by_id("body").text.strip() == "Das bleibt stehen."


def test_conflict_shows_both_texts_and_overwrites_nothing(
    scene: Scene, engine: Engine, now: datetime, desk_in: Log
) -> None:
    with session_scope(engine) as session:
        variant = session.get_one(Variant, scene.german.id)
        theirs = {**WORDS["de"].to_dict(), "body": "Von jemand anderem."}
        write_revision(session, variant=variant, words=theirs, based_on=1, by=scene.cast.staff, now=now)
    desk = desk_in(Role.STAFF)
    answer = desk.send(f"/copy/{scene.german.id}", typed("de", body="Von mir."))

    page = lxml.html.document_fromstring(answer.get_data(as_text=True))
    assert answer.status_code == 422
    assert page.get_element_by_id("body").text.strip() == "Von mir."
    assert "Von jemand anderem." in words_of(page.find_class("theirs")[0])
    assert latest(engine, scene.german)["body"] == "Von jemand anderem."

    based_on = page.xpath("//input[@name='based_on']/@value")[0]
    desk.send(f"/copy/{scene.german.id}", typed("de", based_on=int(based_on), body="Von uns beiden."))
    assert latest(engine, scene.german)["body"] == "Von uns beiden."


def test_translator_of_another_language_reads_but_does_not_write(
    scene: Scene, engine: Engine, desk_in: Log
) -> None:
    desk = desk_in(Role.TRANSLATOR, languages=("de",))

    assert page_of(desk, f"/copy/{scene.arabic.id}").xpath("//textarea[not(@readonly)]") == []
    assert desk.send(f"/copy/{scene.arabic.id}", typed("ar", body="x")).status_code == 403
    assert latest(engine, scene.arabic)["revision"] == 1


def test_history_shows_what_changed_word_by_word(scene: Scene, desk_in: Log) -> None:
    desk = desk_in(Role.STAFF)
    desk.send(f"/copy/{scene.german.id}", typed("de", body="Für jedes Kind gibt es 260 € im Monat."))

    page = page_of(desk, f"/copy/{scene.german.id}")
    newest = page.find_class("history__step")[0]
    assert [words_of(each) for each in newest.xpath(".//del")] == ["259"]
    assert [words_of(each) for each in newest.xpath(".//ins")] == ["260"]


def test_preview_counts_what_is_typed_as_the_channel_counts(scene: Scene, desk_in: Log) -> None:
    desk = desk_in(Role.STAFF)
    answer = desk.send(
        f"/copy/{scene.german.id}/preview",
        typed("de", headline="Eine andere Überschrift"),
        headers={"HX-Request": "true"},
    )

    told = answer.get_data(as_text=True)
    assert "Eine andere Überschrift" in told
    assert "of 5,000" in told
    assert "<html" not in told


def test_preview_says_that_a_text_is_too_long(scene: Scene, desk_in: Log) -> None:
    answer = desk_in(Role.STAFF).send(
        f"/copy/{scene.german.id}/preview",
        typed("de", headline="Lang " * 790, body=""),
        headers={"HX-Request": "true"},
    )

    assert answer.status_code == 200


def test_preview_keeps_nothing(scene: Scene, engine: Engine, desk_in: Log) -> None:
    desk_in(Role.STAFF).send(f"/copy/{scene.german.id}/preview", typed("de", body="Nur geschaut."))

    with read_scope(engine) as session:
        bodies = [row.words["body"] for row in session.exec(select(Revision).order_by(col(Revision.id)))]
    assert "Nur geschaut." not in bodies


def test_refused_text_tells_its_errors_first(scene: Scene, engine: Engine, desk_in: Log) -> None:
    desk = desk_in(Role.TRANSLATOR, languages=("ar",))
    wrong = WORDS["ar"].body.replace("259", "295")
    desk.send(f"/copy/{scene.arabic.id}", typed("ar", body=wrong))
    page = page_of(desk, desk.send(f"/copy/{scene.arabic.id}/submit").headers["Location"])

    (told,) = page.xpath("//section[@aria-labelledby='stopping']")
    assert "295" in words_of(told) and "was not submitted" in words_of(told)
    assert told.xpath(".//a/@href")[0] == "#body"


def test_a_finished_text_without_pictures_gets_them_by_one_button(
    scene: Scene, engine: Engine, now: datetime, desk_in: Log
) -> None:
    with session_scope(engine) as session:
        arabic = first_variant(session, make_campaign(session, scene.cast, now=now), "ar")
        address = f"/copy/{arabic.id}"
    desk = desk_in(Role.TRANSLATOR, languages=("ar",))
    page = page_of(desk, address)
    (button,) = page.xpath("//button[@form]")
    assert words_of(button) == "Make pictures" and button.get("disabled") is None

    form = page.get_element_by_id(button.get("form"))
    desk.send(form.get("action"), dict(form.form_values()))
    assert "are being made" in words_of(page_of(desk, address))
    assert latest(engine, arabic)["revision"] == 1


def test_button_stays_while_pictures_are_made_and_says_why(
    scene: Scene, engine: Engine, desk_in: Log
) -> None:
    with session_scope(engine) as session:
        session.get_one(Post, scene.post.id).formats = ["square"]
    desk = desk_in(Role.TRANSLATOR, languages=("ar",))
    desk.send(f"/copy/{scene.arabic.id}", typed("ar", body=f"{WORDS['ar'].body} نعم."))
    page = page_of(desk, f"/copy/{scene.arabic.id}")

    (button,) = page.xpath("//button[@disabled]")
    assert words_of(button) == "Submit for approval"
    assert "are being made" in words_of(page.get_element_by_id(button.get("aria-describedby")))


def test_translator_submits_their_language(scene: Scene, engine: Engine, desk_in: Log) -> None:
    desk_in(Role.TRANSLATOR, languages=("ar",)).send(f"/copy/{scene.arabic.id}/submit")

    with read_scope(engine) as session:
        assert session.get_one(Variant, scene.arabic.id).status is VariantStatus.SUBMITTED


def test_refused_submission_tells_the_first_error_in_the_readers_language(
    scene: Scene, engine: Engine, now: datetime, app: Flask
) -> None:
    with session_scope(engine) as session:
        variant = session.get_one(Variant, scene.arabic.id)
        words = {**WORDS["ar"].to_dict(), "headline": "299 يورو إعانة طفل شهريًا"}
        write_revision(session, variant=variant, words=words, based_on=1, by=scene.cast.staff, now=now)
        with pytest.raises(NotReady) as refused:
            check_is_sound(session, variant=variant, now=now)
    with app.test_request_context(), force_locale("de"):
        said = sentence(refused.value)
    assert "In der Quelle steht" in said and "in the source" not in said
    assert "in the source is" in str(refused.value)


def test_text_of_another_programme_is_not_found(scene: Scene, desk_of: Log) -> None:
    assert desk_of(Role.STAFF).get(f"/copy/{scene.arabic.id}").status_code == 404


def test_today_tells_translators_what_waits_in_their_language(scene: Scene, desk_in: Log) -> None:
    page = page_of(desk_in(Role.TRANSLATOR, languages=("ar",)), "/today")

    assert "To write: Arabic" in words_of(page)
    assert f"/copy/{scene.arabic.id}" in page.xpath("//main//a/@href")
    assert f"/copy/{scene.german.id}" not in page.xpath("//main//a/@href")
