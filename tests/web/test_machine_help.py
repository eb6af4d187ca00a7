"""Machine help on the desk: setting it up, asking, the answer beside the text, taking it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from campaigns.content.actions import write_revision
from campaigns.content.machine.judging import Flaw
from campaigns.content.machine.models import PURPOSE, MachineService, Suggestion
from campaigns.content.machine.order import order_of
from campaigns.content.machine.suggestions import record_suggestion
from campaigns.content.models import Variant
from campaigns.content.queries import latest_revision
from campaigns.db import read_scope, session_scope
from campaigns.sealing import unseal
from campaigns.settings import Settings, secret_key
from campaigns.vocabulary import MachineTask, Origin, Role, WorkKind, WorkStatus
from campaigns.work.models import Work
from tests.web.desk import Desk
from tests.web.stage import Scene, desk_in, scene

__all__ = ["desk_in", "scene"]

Log = Callable[..., Desk]
FORM = {
    "kind": "deepl",
    "endpoint": "",
    "model": "",
    "key": "very-secret-key:fx",
    "tasks": ["translate", "back_translate"],
    "monthly_characters": "1000",
}

HARD = (
    "Anspruchsberechtigte Personen, deren aufenthaltsrechtliche Voraussetzungen ordnungsgemäß nachgewiesen worden "
    "sind, erhalten kindergeldrechtliche Leistungen ausschließlich vorbehaltlich der Mitwirkungsverpflichtungen, "
    "deren Vernachlässigung leistungsrechtliche Konsequenzen einschließlich Rückforderungsbescheiden nach sich zieht."
)


def service_of(engine: Engine) -> MachineService:
    with read_scope(engine) as session:
        found = session.exec(select(MachineService)).one()
        session.expunge(found)
        return found


@pytest.fixture
def machine(scene: Scene, desk_in: Log) -> Desk:
    """The admin's desk, on which DeepL was set up."""
    admin = desk_in(Role.ADMIN)
    assert admin.send("/settings/machine", FORM).status_code == 303
    return admin


def suggest(
    engine: Engine,
    scene: Scene,
    now: datetime,
    task: MachineTask = MachineTask.TRANSLATE,
    *,
    headline: str = "إعانة الطفل ٢٥٩ يورو",
) -> Suggestion:
    """What the worker writes down after the machine answered."""
    with session_scope(engine) as session:
        variant = session.get_one(Variant, scene.arabic.id)
        found = record_suggestion(
            session,
            variant_id=variant.id or 0,
            order=order_of(session, variant=variant, task=task),
            texts={"headline": headline, "body": "لكل طفل مال."},
            flaws=[Flaw("alt_text", "The machine did not keep “{piece}” as it is.", {"piece": "§ 62 EStG"})],
            service=session.exec(select(MachineService)).one(),
            asked_by=None,
            now=now,
        )
        session.flush()
        session.refresh(found)
        session.expunge(found)
        return found


def test_a_key_is_kept_sealed_and_never_shown(
    scene: Scene, desk_in: Log, engine: Engine, settings: Settings
) -> None:
    admin = desk_in(Role.ADMIN)
    assert "No text leaves this house" in admin.get("/settings/machine").get_data(as_text=True)
    assert admin.send("/settings/machine", FORM).status_code == 303
    service = service_of(engine)
    assert service.endpoint == "https://api-free.deepl.com"
    assert service.sealed_key is not None and b"very-secret" not in service.sealed_key
    assert (
        unseal(service.sealed_key, secret_key(settings, "secrets.key"), purpose=PURPOSE)
        == b"very-secret-key:fx"
    )
    assert "very-secret" not in admin.get("/settings/machine").get_data(as_text=True)


def test_a_refused_form_keeps_everything_but_the_key(scene: Scene, desk_in: Log) -> None:
    page = desk_in(Role.ADMIN).send("/settings/machine", {**FORM, "endpoint": "http://far.example"})
    text = page.get_data(as_text=True)
    assert page.status_code == 422
    assert "begins with https://" in text and "http://far.example" in text
    assert "very-secret" not in text


def test_switched_off_no_text_shows_it(scene: Scene, desk_in: Log, engine: Engine, machine: Desk) -> None:
    address = f"/copy/{scene.arabic.id}"
    writer = desk_in(Role.TRANSLATOR, languages=("ar",))
    assert "/machine" in writer.get(address).get_data(as_text=True)
    assert machine.send("/settings/machine/off").status_code == 303
    assert service_of(engine).sealed_key is None
    assert "/machine" not in writer.get(address).get_data(as_text=True)


@pytest.mark.usefixtures("machine")
def test_a_translator_asks_and_sees_that_it_runs(scene: Scene, desk_in: Log, engine: Engine) -> None:
    writer = desk_in(Role.TRANSLATOR, languages=("ar",))
    address = f"/copy/{scene.arabic.id}/machine"
    assert writer.send(address, {"task": "translate"}).status_code == 303
    with read_scope(engine) as session:
        assert session.exec(select(Work).where(Work.kind == WorkKind.MACHINE_HELP)).one().order == {
            "task": "translate"
        }
    assert "The machine is asked" in writer.fragment(address).get_data(as_text=True)


@pytest.mark.usefixtures("machine")
def test_a_source_that_is_too_hard_to_read_is_not_sent_and_the_page_says_how_hard_it_is(
    scene: Scene, desk_in: Log, engine: Engine, now: datetime
) -> None:
    with session_scope(engine) as session:
        source = session.get_one(Variant, scene.german.id)
        words = {"headline": "Kindergeldbezugsberechtigung", "body": HARD}
        write_revision(session, variant=source, words=words, based_on=1, by=scene.cast.staff, now=now)
    writer = desk_in(Role.TRANSLATOR, languages=("ar",))

    refused = writer.send(f"/copy/{scene.arabic.id}/machine", {"task": "translate"}, follow_redirects=True)

    said = re.search(
        r"too hard to read for a machine to translate: LIX (\d+), where plain posts stay under (\d+)\. Shorten",
        refused.get_data(as_text=True),
    )
    assert said is not None and int(said[1]) >= int(said[2])
    with read_scope(engine) as session:
        assert session.exec(select(Work).where(Work.kind == WorkKind.MACHINE_HELP)).first() is None


@pytest.mark.usefixtures("machine")
def test_an_answer_is_taken_with_its_origin(
    scene: Scene, desk_in: Log, engine: Engine, now: datetime
) -> None:
    suggestion = suggest(engine, scene, now)
    writer = desk_in(Role.TRANSLATOR, languages=("ar",))
    address = f"/copy/{scene.arabic.id}/machine"
    shown = writer.fragment(address).get_data(as_text=True)
    assert "لكل طفل مال." in shown and "did not keep “§ 62 EStG”" in shown
    assert (
        writer.send(f"{address}/take", {"suggestion": str(suggestion.id), "based_on": "1"}).status_code == 303
    )
    with read_scope(engine) as session:
        present = latest_revision(session, session.get_one(Variant, scene.arabic.id))
        assert present is not None
        assert (present.number, present.origin) == (2, Origin.MACHINE)
        assert present.words["body"] == "لكل طفل مال."
        assert present.words["notice"]


@pytest.mark.usefixtures("machine")
def test_what_an_answer_lost_stands_beside_it_before_it_is_taken(
    scene: Scene, desk_in: Log, engine: Engine, now: datetime
) -> None:
    writer, address = desk_in(Role.TRANSLATOR, languages=("ar",)), f"/copy/{scene.arabic.id}/machine"
    suggest(engine, scene, now, headline="إعانة الطفل ٢٥٩ يورو شهريًا")
    clean = writer.fragment(address).get_data(as_text=True)
    suggest(engine, scene, now, headline="إعانة الطفل ٢٩٥ يورو شهريًا")
    shown = writer.fragment(address).get_data(as_text=True)

    said = "259 €\u2069” in the source is “\u2068٢٩٥ يورو"
    assert said in shown and "in the source is" not in clean


@pytest.mark.usefixtures("machine")
def test_an_answer_about_an_older_text_is_no_longer_shown(
    scene: Scene, desk_in: Log, engine: Engine, now: datetime
) -> None:
    suggestion = suggest(engine, scene, now, MachineTask.BACK_TRANSLATE)
    writer = desk_in(Role.TRANSLATOR, languages=("ar",))
    address = f"/copy/{scene.arabic.id}/machine"
    refused = writer.send(f"{address}/take", {"suggestion": str(suggestion.id), "based_on": "1"})
    assert refused.status_code == 303
    with read_scope(engine) as session:
        assert session.get_one(Variant, scene.arabic.id).revision == 1


@pytest.mark.usefixtures("machine")
def test_an_error_after_an_older_answer_is_said(
    scene: Scene, desk_in: Log, engine: Engine, now: datetime
) -> None:
    suggest(engine, scene, now)
    writer = desk_in(Role.TRANSLATOR, languages=("ar",))
    address = f"/copy/{scene.arabic.id}/machine"
    writer.send(address, {"task": "translate"})
    with session_scope(engine) as session:
        work = session.exec(select(Work).where(Work.kind == WorkKind.MACHINE_HELP)).one()
        work.status, work.ended_at = WorkStatus.REFUSED, now + timedelta(minutes=5)
        work.refusal = "The machine's server is out of order."
        session.add(work)
    assert "The machine's server is out of order." in unescape(
        writer.fragment(address).get_data(as_text=True)
    )
