"""The writer's bench: changed sentences, suggestions, terms, small corrections, who else is here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import lxml.html
from sqlalchemy import Engine

from campaigns.content.actions import write_revision
from campaigns.content.models import Variant
from campaigns.db import session_scope
from campaigns.vocabulary import Origin, Role
from tests.builders import WORDS
from tests.web.conftest import Watch
from tests.web.desk import Desk
from tests.web.stage import Scene, desk_in, scene
from tests.web.test_copy import latest, page_of, typed, words_of

__all__ = ["desk_in", "scene"]

Log = Callable[..., Desk]


def change_source(engine: Engine, scene: Scene, text: str, *, now: datetime) -> None:
    with session_scope(engine) as session:
        german = session.get_one(Variant, scene.german.id)
        write_revision(
            session,
            variant=german,
            words={**WORDS["de"].to_dict(), "body": text},
            based_on=german.revision,
            by=scene.cast.staff,
            now=now,
        )


def test_changed_sentences_are_marked_word_by_word_and_stand_first(
    scene: Scene, engine: Engine, now: datetime, desk_in: Log
) -> None:
    change_source(engine, scene, "Für jedes Kind gibt es 260 € im Monat. Auch beim Jobcenter.", now=now)
    page = page_of(desk_in(Role.TRANSLATOR, languages=("ar",)), f"/copy/{scene.arabic.id}")

    (changed,) = page.find_class("segment--changed")
    assert (
        [words_of(each) for each in changed.xpath(".//del")],
        [words_of(each) for each in changed.xpath(".//ins")],
    ) == (
        ["259"],
        ["260"],
    )
    (new,) = page.find_class("segment--new")
    assert words_of(new.find_class("term")[0]) == "Jobcenter"
    folded = page.xpath("//details[contains(@class, 'bench__standing')]//textarea/@name")
    assert "headline" in folded and "body" not in folded


def test_saving_unchanged_words_says_that_they_fit_again(
    scene: Scene, engine: Engine, now: datetime, desk_in: Log
) -> None:
    change_source(engine, scene, "Für jedes Kind gibt es 260 €.", now=now)
    desk = desk_in(Role.TRANSLATOR, languages=("ar",))
    desk.send(f"/copy/{scene.arabic.id}", typed("ar"))

    assert latest(engine, scene.arabic)["revision"] == 1
    assert page_of(desk, f"/copy/{scene.arabic.id}").find_class("segment--changed") == []


def test_small_correction_leaves_translations_as_good_as_they_were(
    scene: Scene, engine: Engine, desk_in: Log
) -> None:
    desk = desk_in(Role.STAFF)
    desk.send(
        f"/copy/{scene.german.id}", typed("de", body="Pro Kind gibt es 259 € im Monat.", is_minor="yes")
    )

    assert "The source has changed" not in words_of(page_of(desk, f"/copy/{scene.arabic.id}"))


def test_suggestions_come_from_memory_and_glossary(
    scene: Scene, engine: Engine, now: datetime, desk_in: Log
) -> None:
    desk = desk_in(Role.TRANSLATOR, languages=("ar",))
    told = desk.fragment(f"/copy/{scene.arabic.id}/help?place=body&sentence=0").get_data(as_text=True)

    assert WORDS["ar"].body in told
    assert "100" in told and "From a sentence pattern" in told
    page = page_of(desk, f"/copy/{scene.arabic.id}?place=headline")
    assert "إعانة الأطفال (Kindergeld)" in words_of(page.get_element_by_id("help"))


def test_suggestions_for_the_sentences_of_a_field_have_keys_of_their_own(
    scene: Scene, engine: Engine, now: datetime, desk_in: Log
) -> None:
    old = WORDS["de"].body
    change_source(engine, scene, f"{old} {old}", now=now)
    page = page_of(desk_in(Role.TRANSLATOR, languages=("ar",)), f"/copy/{scene.arabic.id}?place=body")

    keys = [key.text_content() for key in page.get_element_by_id("help").iter("kbd")]
    assert keys == ["Alt 1", "Alt 2"]


def test_words_from_the_memory_are_known_as_such(scene: Scene, engine: Engine, desk_in: Log) -> None:
    desk = desk_in(Role.TRANSLATOR, languages=("ar",))
    desk.send(f"/copy/{scene.arabic.id}", typed("ar", body="كتبته بنفسي."))
    assert latest(engine, scene.arabic)["origin"] is Origin.HUMAN
    desk.send(f"/copy/{scene.arabic.id}", typed("ar", based_on=2) | {"inserted": WORDS["ar"].body})
    assert latest(engine, scene.arabic)["origin"] is Origin.MEMORY


def test_typed_words_are_a_persons_also_where_the_memory_knows_them(
    scene: Scene, engine: Engine, desk_in: Log
) -> None:
    desk = desk_in(Role.TRANSLATOR, languages=("ar",))
    desk.send(f"/copy/{scene.arabic.id}", typed("ar", body="كتبته بنفسي."))
    desk.send(f"/copy/{scene.arabic.id}", typed("ar", based_on=2))
    assert latest(engine, scene.arabic)["origin"] is Origin.HUMAN


def test_what_was_inserted_and_then_changed_is_a_persons(scene: Scene, engine: Engine, desk_in: Log) -> None:
    desk = desk_in(Role.TRANSLATOR, languages=("ar",))
    sent = typed("ar", body=f"{WORDS['ar'].body} وكتبت هذا.") | {"inserted": WORDS["ar"].body}
    desk.send(f"/copy/{scene.arabic.id}", sent)
    assert latest(engine, scene.arabic)["origin"] is Origin.HUMAN


def test_edited_machine_text_stays_known_as_such(
    scene: Scene, engine: Engine, now: datetime, desk_in: Log
) -> None:
    with session_scope(engine) as session:
        write_revision(
            session,
            variant=session.get_one(Variant, scene.arabic.id),
            words={**WORDS["ar"].to_dict(), "body": "آلة"},
            based_on=1,
            by=scene.cast.staff,
            now=now,
            origin=Origin.MACHINE,
        )
    desk_in(Role.STAFF).send(f"/copy/{scene.arabic.id}", typed("ar", based_on=2, body="إنسان"))

    assert latest(engine, scene.arabic)["origin"] is Origin.MACHINE_EDITED


def test_two_people_on_one_text_see_each_other_for_a_while(scene: Scene, desk_in: Log, watch: Watch) -> None:
    staff, lead = desk_in(Role.STAFF), desk_in(Role.LEAD)
    address = f"/copy/{scene.arabic.id}/here"
    assert staff.send(address).get_data(as_text=True).strip() == ""
    assert "Staff of" in lead.send(address).get_data(as_text=True)
    watch.move(minutes=2)
    assert lead.send(address).get_data(as_text=True).strip() == ""


def test_coverage_of_every_language_stands_below_the_list(scene: Scene, desk_in: Log) -> None:
    page = page_of(desk_in(Role.STAFF), "/copy")

    assert words_of(page.find_class("coverage")[0]).startswith("How far every language is")


def test_errors_found_while_typing_are_told_beside_the_button_to_save(scene: Scene, desk_in: Log) -> None:
    desk = desk_in(Role.TRANSLATOR, languages=("ar",))
    wrong = WORDS["ar"].body.replace("259", "295")
    address = f"/copy/{scene.arabic.id}/findings"
    response = desk.send(address, typed("ar", body=wrong), headers={"HX-Request": "true"})

    told = lxml.html.fragment_fromstring(response.get_data(as_text=True), create_parent=True)
    (bar,) = told.xpath(".//span[@hx-swap-oob='innerHTML:#found']")
    assert "error" in words_of(bar)
