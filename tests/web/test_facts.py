"""The screens of facts: found, read, checked, changed; and the recall that follows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import Engine
from sqlmodel import select
from werkzeug.datastructures import MultiDict

from assets.store import Store
from campaigns.content.recall.models import Recall, RecallItem
from campaigns.content.recall.queries import open_items
from campaigns.db import read_scope, session_scope
from campaigns.facts.models import Fact
from campaigns.facts.state import FactState
from campaigns.facts.versions import present_state
from campaigns.kits.actions import add_partner, make_kits, send_kits
from campaigns.placements.models import Placement, Publication
from campaigns.settings import Settings
from campaigns.vocabulary import PlacementStatus, Role
from tests.campaigns.placements.recall.stage import Scene, minimum_wage
from tests.web.conftest import Watch
from tests.web.desk import Desk, desk_as
from web import database
from web.forms import Form
from web.kit_desk import kit_desk
from web.views.facts.typed import typed_state
from web.words.facts import figure_read, figure_typed


@pytest.fixture
def wage(engine: Engine, now: datetime, settings: Settings) -> Scene:
    """The rate of 2026 in two languages: German scheduled for 15 December, Arabic out in a group."""
    Store(settings.files_url)
    with session_scope(engine) as session:
        scene = minimum_wage(session, now=now)
        scene.place(session, "de", datetime(2026, 12, 15, 18), now)
        scene.post_by_hand(session, "ar", now)
        session.flush()
        session.expunge_all()
    return scene


@pytest.fixture
def desk_in(app: Flask, engine: Engine, watch: Watch, wage: Scene) -> Callable[..., Desk]:
    def log_in(role: Role, **kwargs: object) -> Desk:
        return desk_as(app, engine, watch, wage.cast.programme, role, **kwargs)

    return log_in


def form_of(desk: Desk, wage: Scene, **typed: str) -> dict[str, str]:
    """The form of the change as it is shown, with what was typed."""
    with desk.application.app_context():
        engine = database.engine()
    with read_scope(engine) as session:
        texts = {}
        fact = session.get_one(Fact, wage.rate.id)
        state = present_state(session, fact)
        for code, parts in state.texts.items():
            texts |= {f"{part}.{code}": text for part, text in parts.items()}
        return {
            "based_on": str(fact.revision),
            "laws": "§ 1 MiLoG",
            "source_title": state.source_title,
            "source_url": state.source_url,
            "read_on": "2026-11-21",
            "valid_from": "2026-01-01",
            "valid_to": "2026-12-31",
            "kind.wage": "amount",
            "value.wage": "13,90",
            "unit.wage": "EUR",
            "why": "",
            **texts,
            **typed,
        }


def changed(desk: Desk, wage: Scene, **typed: str):  # type: ignore[no-untyped-def]
    return desk.send(f"/facts/{wage.rate.id}/change", form_of(desk, wage, **typed))


def test_facts_are_found_by_word_law_topic_and_state(desk_in: Callable[..., Desk]) -> None:
    desk = desk_in(Role.STAFF)
    every = desk.get("/facts").get_data(as_text=True)
    assert "Minimum wage: €13.90 an hour" in every.replace("\u2066", "")
    assert "2 texts" in every
    assert "Nothing found" in desk.get("/facts?q=childcare").get_data(as_text=True)
    found = desk.get("/facts?q=13.90").get_data(as_text=True)
    assert "€14.60 an hour" not in found
    assert "ends" in desk.get("/facts?state=ends").get_data(as_text=True)
    assert desk.get("/facts?state=nonsense&topic=nothing").status_code == 200


def test_fact_says_what_rests_on_it_and_what_comes_next(desk_in: Callable[..., Desk], wage: Scene) -> None:
    page = desk_in(Role.BOARD).get(f"/facts/{wage.rate.id}").get_data(as_text=True)
    assert "From 1 Jan 2027 on another fact takes its place" in page
    assert "https://groups.example/post/7" in page
    assert 'dir="rtl"' in page
    assert "Correct it now" not in page


def test_lawyer_answers_for_a_fact_until_its_review(
    desk_in: Callable[..., Desk], wage: Scene, engine: Engine
) -> None:
    desk = desk_in(Role.LAWYER)
    assert desk.send(f"/facts/{wage.rate.id}/check", {"review_on": "2020-01-01"}).status_code == 422
    assert desk.send(f"/facts/{wage.rate.id}/check", {"review_on": "2026-12-20"}).status_code == 303
    with read_scope(engine) as session:
        assert session.get_one(Fact, wage.rate.id).status.value == "checked"
    assert "Checked" in desk.get(f"/facts/{wage.rate.id}").get_data(as_text=True)


def test_change_recalls_and_its_page_leads_through_the_work(
    desk_in: Callable[..., Desk], wage: Scene, engine: Engine
) -> None:
    staff = desk_in(Role.STAFF)
    response = changed(staff, wage, **{"value.wage": "14,20", "why": "A new ordinance."})
    assert response.status_code == 303
    address = response.headers["Location"]
    page = staff.get(address).get_data(as_text=True)
    assert "€13.90" in page
    assert "€14.20" in page
    assert "A new ordinance." in page
    assert "<dt>pictures</dt>" in page
    assert "Look at these too" in page
    with read_scope(engine) as session:
        other = session.exec(select(Fact).where(Fact.key == "minimum_wage.change_2027")).one()
        assert f'href="/facts/{other.id}"' in page
        assert other.revision == 1
    assert "https://groups.example/post/7" in page
    with read_scope(engine) as session:
        held = session.exec(select(Placement).where(Placement.status == PlacementStatus.HELD)).one()
        assert "has changed" in held.reason
        item = next(one.item.id for one in open_items(session) if one.variant.language == "de")
        publication = session.exec(select(Publication.id)).one()
    assert "A fact behind this text has moved" in staff.get(f"/copy/{wage.variants['de'].id}").get_data(
        as_text=True
    )
    assert staff.send(f"/recalls/items/{item}/take", {"based_on": "1"}).status_code == 303
    assert staff.send(f"/recalls/items/{item}/take", {"based_on": "1"}).status_code == 422
    recall_id = int(address.rsplit("/", 1)[1])
    assert staff.send(f"/recalls/{recall_id}/publications/{publication}/down").status_code == 303
    assert "Taken down" in staff.get(address).get_data(as_text=True)


def test_staff_write_a_fact_of_their_own(desk_in: Callable[..., Desk], engine: Engine) -> None:
    desk = desk_in(Role.STAFF)
    assert "Write a fact" in desk.get("/facts").get_data(as_text=True)
    form = {
        "topic": "wage",
        "kind": "amount",
        "risk": "high",
        "jurisdiction": "de",
        "name.new1": "rate",
        "kind.new1": "percent",
        "value.new1": "12,5",
        "headline.de": "Zuschlag: {rate}",
        "sentence.de": "Der Zuschlag beträgt {rate}.",
        "laws": "§ 6 ArbZG",
    }
    refused = desk.send("/facts/new", {**form, "headline.de": "Zuschlag: {share}"})
    assert refused.status_code == 422
    assert "has no such value" in refused.get_data(as_text=True)
    response = desk.send("/facts/new", form)
    assert response.status_code == 303
    page = desk.get(response.headers["Location"]).get_data(as_text=True)
    assert "12,5\u00a0%" in page
    assert "Not checked" in page
    with read_scope(engine) as session:
        fact = session.exec(select(Fact).where(Fact.key == "wage.own_1")).one()
        assert fact.values == {"rate": {"kind": "percent", "value": "12.5"}}


def test_translator_and_lawyer_find_the_delta_on_today(
    desk_in: Callable[..., Desk], wage: Scene, engine: Engine
) -> None:
    changed(desk_in(Role.STAFF), wage, **{"value.wage": "14.20", "why": "A new ordinance."})
    german = desk_in(Role.TRANSLATOR, languages=("de",))
    assert "Words to renew" in german.get("/today").get_data(as_text=True)
    assert "Take the new words" in german.get(_recall(engine)).get_data(as_text=True)
    lawyer = desk_in(Role.LAWYER, languages=("de",))
    today = lawyer.get("/today").get_data(as_text=True)
    assert "Facts to check" in today
    assert "changed on" in today
    assert ": A new ordinance." in today


def test_changed_words_tell_on_today_why(desk_in: Callable[..., Desk], wage: Scene) -> None:
    changed(
        desk_in(Role.STAFF), wage, **{"sentence.de": "Es sind {wage} pro Stunde.", "why": "Said plainly."}
    )
    german = desk_in(Role.TRANSLATOR, languages=("de",))
    assert "Changed: Said plainly." in german.get("/today").get_data(as_text=True)


def test_change_tells_how_many_posts_were_held_or_that_none_was(
    desk_in: Callable[..., Desk], wage: Scene
) -> None:
    staff = desk_in(Role.STAFF)
    told = []
    for words in ("Es sind {wage} pro Stunde.", "Es sind {wage} brutto pro Stunde."):
        answer = changed(staff, wage, **{"sentence.de": words, "why": "Said plainly."})
        told.append(staff.get(answer.headers["Location"]).get_data(as_text=True))
    assert "1 post is held." in told[0]
    assert "No scheduled post had to be held." in told[1]


def test_staff_find_what_is_out_with_old_words_on_today(desk_in: Callable[..., Desk], wage: Scene) -> None:
    staff = desk_in(Role.STAFF)
    assert "Out with old words" not in staff.get("/today").get_data(as_text=True)
    changed(staff, wage, **{"value.wage": "14.20", "why": "A new ordinance."})
    assert "Out with old words" in staff.get("/today").get_data(as_text=True)


def test_lawyer_keeps_words_with_a_reason(desk_in: Callable[..., Desk], wage: Scene, engine: Engine) -> None:
    lawyer = desk_in(Role.LAWYER, languages=("ar", "de"))
    changed(lawyer, wage, **{"value.wage": "14.20", "why": "A new ordinance."})
    with read_scope(engine) as session:
        items = [one.item.id for one in open_items(session)]
    assert lawyer.send(f"/recalls/items/{items[0]}/keep", {"reason": ""}).status_code == 422
    assert lawyer.send(f"/recalls/items/{items[0]}/keep", {"reason": "On purpose."}).status_code == 303
    with read_scope(engine) as session:
        assert session.get_one(RecallItem, items[0]).reason == "On purpose."


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"value.wage": "vierzehn", "why": "x"}, "does not fit the kind"),
        ({"value.wage": "14,20"}, "Say why it changes"),
        ({"why": "x"}, "Nothing is different"),
        ({"value.wage": "14,20", "why": "x", "based_on": "7"}, "Somebody changed this fact meanwhile"),
        ({"value.wage": "14,20", "why": "x", "sentence.de": "Es gibt {lohn}."}, "the fact has no such value"),
        ({"value.wage": "14,20", "why": "x", "value.new1": "3"}, "Name the value"),
        ({"value.wage": "14,20", "why": "x", "valid_to": "2025-01-01"}, "lies before the first"),
    ],
)
def test_wrong_change_is_told_and_kept(
    desk_in: Callable[..., Desk], wage: Scene, engine: Engine, typed: dict[str, str], told: str
) -> None:
    response = changed(desk_in(Role.STAFF), wage, **typed)
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert told in page
    assert typed.get("value.wage", "13,90") in page
    with read_scope(engine) as session:
        assert session.exec(select(Recall)).all() == []


def test_successor_is_written_from_the_same_form(
    desk_in: Callable[..., Desk], wage: Scene, engine: Engine
) -> None:
    desk = desk_in(Role.LEAD)
    assert desk.get(f"/facts/{wage.next_rate.id}/next").status_code == 200
    typed = form_of(
        desk, wage, **{"value.wage": "14", "valid_from": "2026-12-10", "valid_to": "", "why": "Earlier."}
    )
    response = desk.send(f"/facts/{wage.rate.id}/next", typed)
    assert response.status_code == 303
    with read_scope(engine) as session:
        held = session.exec(select(Placement).where(Placement.status == PlacementStatus.HELD)).one()
        assert "is no longer so" in held.reason


def test_doubt_and_withdrawal_lead_to_the_recall(
    desk_in: Callable[..., Desk], wage: Scene, engine: Engine
) -> None:
    staff = desk_in(Role.STAFF)
    question = staff.get(f"/facts/{wage.rate.id}").get_data(as_text=True)
    assert "Stops 2 texts, 1 scheduled post is held" in question
    assert "/recalls/" in staff.send(f"/facts/{wage.rate.id}/doubt").headers["Location"]
    assert "/recalls/" in staff.send(f"/facts/{wage.rate.id}/retire").headers["Location"]
    page = staff.get(f"/facts/{wage.rate.id}").get_data(as_text=True)
    assert "This fact was withdrawn" in page
    assert "Correct it now" not in page


def test_recall_names_the_kits_that_hold_its_words(
    app: Flask, desk_in: Callable[..., Desk], wage: Scene, engine: Engine, now: datetime
) -> None:
    with app.app_context():
        maker = kit_desk()
    with session_scope(engine) as session:
        partner = add_partner(
            session,
            programme_id=wage.cast.programme.id or 0,
            name="Mothers' Club",
            email="",
            interface="en",
            languages=["ar"],
            by=wage.cast.staff,
            now=now,
        )
        (kit,) = make_kits(
            session,
            campaign=wage.campaign,
            partners=[partner],
            languages=["ar"],
            desk=maker,
            by=wage.cast.staff,
            now=now,
        )
        send_kits(session, kits=[kit], desk=maker, by=wage.cast.staff, now=now)
        number = kit.id
    staff = desk_in(Role.STAFF)
    address = changed(staff, wage, **{"value.wage": "14,20", "why": "A new ordinance."}).headers["Location"]
    page = staff.get(address).get_data(as_text=True)
    link = f'<a href="/kits/{number}"><bdi>Mothers&#39; Club</bdi></a>'
    assert link in page
    assert "Held" in page.partition(link)[2].partition("</li>")[0], "its page shows nothing already"
    assert f'href="/kits/{number}"' not in desk_in(Role.TRANSLATOR).get(address).get_data(as_text=True)


def test_fact_of_another_programme_is_not_there(
    app: Flask, engine: Engine, watch: Watch, wage: Scene, programme: object
) -> None:
    stranger = desk_as(app, engine, watch, programme, Role.LAWYER)  # type: ignore[arg-type]
    assert stranger.get(f"/facts/{wage.rate.id}").status_code == 404
    assert stranger.send(f"/facts/{wage.rate.id}/check").status_code == 404


def test_german_reader_gets_german_words_and_figures(desk_in: Callable[..., Desk], wage: Scene) -> None:
    page = desk_in(Role.LAWYER, interface="de").get(f"/facts/{wage.rate.id}").get_data(as_text=True)
    assert "Mindestlohn: 13,90\u00a0€ pro Stunde" in page


def _recall(engine: Engine) -> str:
    with read_scope(engine) as session:
        recall = session.exec(select(Recall)).one()
        return f"/recalls/{recall.id}"


@pytest.mark.parametrize(
    ("language", "typed", "kept"),
    [
        ("de", "13,90", "13.90"),
        ("de", "1.800", "1800"),
        ("de", "1.800,50", "1800.50"),
        ("de", "2,575", "2.575"),
        ("en", "1,800", "1800"),
        ("en", "2.575", "2.575"),
        ("en", "13,90", "13.90"),
    ],
)
def test_figure_is_read_as_the_reader_writes_it(app: Flask, language: str, typed: str, kept: str) -> None:
    with app.test_request_context(), force_locale(language):
        assert figure_read(typed) == kept
        assert figure_read(figure_typed(kept)) == kept


def test_a_value_called_new_is_no_empty_row(app: Flask) -> None:
    held = FactState(
        jurisdiction="DE",
        values={
            "new": {"kind": "amount", "value": "14.60", "unit": "EUR"},
            "old": {"kind": "amount", "value": "13.90", "unit": "EUR"},
        },
    )
    sent = MultiDict({"kind.new": "amount", "value.new": "14.70", "kind.old": "amount", "value.old": "13.90"})
    with app.test_request_context(), force_locale("en"):
        state = typed_state(Form(sent), held, [])
    assert {name: value["value"] for name, value in state.values.items()} == {"new": "14.70", "old": "13.90"}


def test_words_changed_in_the_source_alone_are_shown_to_every_other_language(
    desk_in: Callable[..., Desk], wage: Scene
) -> None:
    desk = desk_in(Role.LAWYER)
    typed = form_of(desk, wage, **{"sentence.de": "Ab dem ersten Tag gelten {wage} brutto pro Stunde."})
    recall = desk.send(f"/facts/{wage.rate.id}/change", {**typed, "why": "Clearer."}).headers["Location"]
    shown = desk.get(f"{recall}?language=ar").get_data(as_text=True)
    assert "words in Arabic were left as they were" in shown
    assert "what German says now" in shown
    left = desk.get(f"/facts/{wage.rate.id}").get_data(as_text=True).partition("left as they were in: ")[2]
    assert "ar" in left.partition("<")[0].split(", ")
    bench = desk_in(Role.TRANSLATOR).get(f"/copy/{wage.variants['ar'].id}").get_data(as_text=True)
    assert "words in Arabic were left as they were" in bench


def test_fact_that_holds_from_a_day_on_says_so_before_it(desk_in: Callable[..., Desk], wage: Scene) -> None:
    page = desk_in(Role.BOARD).get(f"/facts/{wage.next_rate.id}").get_data(as_text=True)
    assert "is worded for the days from then on" in page
    assert "Look at these too" not in page, "the fact on the change names the old amount on purpose"
