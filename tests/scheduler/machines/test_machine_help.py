"""The worker asks the programme's service: within the budget, outside any transaction, judged before it is kept."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlmodel import Session, select

from campaigns.content.actions import write_revision
from campaigns.content.glossary.queries import terms_of
from campaigns.content.machine.asking import ask_machine
from campaigns.content.machine.budget import spent
from campaigns.content.machine.models import PURPOSE, MachineUse, Suggestion
from campaigns.content.machine.service import set_up_machine, switch_off_machine
from campaigns.content.models import Variant
from campaigns.content.queries import latest_revision, variant_of
from campaigns.db import session_scope
from campaigns.sealing import seal
from campaigns.settings import prepare_home, secret_key
from campaigns.vocabulary import MachineKind, MachineTask, WorkStatus
from campaigns.work.models import Work
from scheduler.jobs import machine_help
from scheduler.rounds import run_once
from tests import builders
from tests.scheduler.machines.servers import KEY, Service
from tests.scheduler.stage import Stage
from tests.scheduler.test_jobs import run_here

HELP_AR = "اتصلي بالرقم \u2066116 016\u2069 إذا احتجتِ إلى مساعدة."
LAW_AR = "هذا منصوص عليه في \u2066§ 622 BGB\u2069 & يسري على الجميع."


@pytest.fixture(autouse=True)
def _nobody_waits(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    pauses: list[float] = []
    monkeypatch.setitem(machine_help.run.__kwdefaults__, "pause", pauses.append)
    yield pauses


def set_up(
    stage: Stage,
    service: Service,
    *,
    characters: int = 1000,
    kind: MachineKind = MachineKind.DEEPL,
    model: str = "",
) -> int:
    """A German text with its two sentences, an Arabic variant that waits, and DeepL; answers the variant's id."""
    prepare_home(stage.settings)
    key = seal(KEY.encode(), secret_key(stage.settings, "secrets.key"), purpose=PURPOSE)
    with session_scope(stage.engine) as session:
        campaign = builders.make_campaign(session, stage.cast, now=stage.now)
        source = builders.first_variant(session, campaign, "de")
        write_revision(
            session,
            variant=source,
            words={
                "headline": "Das steht in § 622 BGB & gilt für alle.",
                "body": "Ruf 116 016 an, wenn du Hilfe brauchst.",
            },
            based_on=source.revision,
            by=stage.cast.staff,
            now=stage.now,
        )
        set_up_machine(
            session,
            programme_id=stage.cast.programme.id or 0,
            kind=kind,
            endpoint=service.url,
            model=model,
            sealed_key=key,
            tasks=[MachineTask.TRANSLATE],
            monthly_characters=characters,
            by=stage.cast.admin,
            now=stage.now,
        )
        return builders.first_variant(session, campaign, "ar").id or 0


def asked(stage: Stage, variant_id: int) -> int:
    with session_scope(stage.engine) as session:
        variant = session.get_one(Variant, variant_id)
        return (
            ask_machine(
                session,
                variant=variant,
                task=MachineTask.TRANSLATE,
                by=stage.cast.translator,
                now=stage.now,
            ).id
            or 0
        )


def done(stage: Stage, work_id: int) -> Work:
    run_once(stage.deps(run_work=run_here))
    with Session(stage.engine, expire_on_commit=False) as session:
        return session.get_one(Work, work_id)


def suggestions(stage: Stage) -> list[Suggestion]:
    with Session(stage.engine, expire_on_commit=False) as session:
        return list(session.exec(select(Suggestion)))


def total(stage: Stage) -> int:
    with Session(stage.engine) as session:
        return spent(session, programme_id=stage.cast.programme.id or 0, now=stage.now)


def test_an_answer_becomes_a_suggestion_and_no_word_changes(stage: Stage, deepl: Service) -> None:
    variant_id = set_up(stage, deepl)
    work = done(stage, asked(stage, variant_id))
    assert work.status is WorkStatus.DONE, work.refusal
    (suggestion,) = suggestions(stage)
    assert suggestion.texts == {"headline": LAW_AR, "body": HELP_AR}
    assert suggestion.problems == []
    with Session(stage.engine) as session:
        present = latest_revision(session, session.get_one(Variant, variant_id))
        assert present is not None and present.number == 1
    assert total(stage) == 78


def test_a_changed_number_is_refused_and_the_rest_is_kept(stage: Stage, deepl: Service) -> None:
    deepl.mood = "loses"
    work = done(stage, asked(stage, set_up(stage, deepl)))
    assert work.status is WorkStatus.DONE, work.refusal
    (suggestion,) = suggestions(stage)
    assert suggestion.texts == {"headline": LAW_AR}
    assert suggestion.problems == [
        {
            "place": "body",
            "message": "The machine did not keep “{piece}” as it is.",
            "values": {"piece": "116 016"},
        }
    ]


def test_a_busy_service_is_asked_again_after_its_time(
    stage: Stage, deepl: Service, _nobody_waits: list[float]
) -> None:
    deepl.busy_times = 2
    work = done(stage, asked(stage, set_up(stage, deepl)))
    assert work.status is WorkStatus.DONE, work.refusal
    assert _nobody_waits == [1.0, 1.0]
    assert total(stage) == 78


def test_a_service_that_stays_busy_is_given_up(stage: Stage, deepl: Service) -> None:
    deepl.busy_times = 9
    work = done(stage, asked(stage, set_up(stage, deepl)))
    assert work.status is WorkStatus.REFUSED
    assert "write the text yourself" in (work.refusal or "")
    assert len(deepl.asked) == 3
    assert total(stage) == 0


def test_what_the_budget_does_not_carry_is_never_sent(stage: Stage, deepl: Service) -> None:
    variant_id = set_up(stage, deepl, characters=100)
    work_id = asked(stage, variant_id)
    with session_scope(stage.engine) as session:
        session.add(
            MachineUse(
                programme_id=stage.cast.programme.id or 0,
                variant_id=variant_id,
                month="2026-11",
                kind=MachineKind.DEEPL,
                task=MachineTask.TRANSLATE,
                characters=50,
                at=stage.now,
            )
        )
    work = done(stage, work_id)
    assert work.status is WorkStatus.REFUSED
    assert "budget" in (work.refusal or "")
    assert not deepl.asked


def test_a_service_that_was_switched_off_meanwhile_is_not_asked(stage: Stage, deepl: Service) -> None:
    work_id = asked(stage, set_up(stage, deepl))
    with session_scope(stage.engine) as session:
        switch_off_machine(
            session, programme_id=stage.cast.programme.id or 0, by=stage.cast.admin, now=stage.now
        )
    assert done(stage, work_id).status is WorkStatus.REFUSED
    assert not deepl.asked


def test_no_key_and_no_text_reaches_the_log(
    stage: Stage, deepl: Service, caplog: pytest.LogCaptureFixture
) -> None:
    deepl.mood = "no json"
    with caplog.at_level("DEBUG"):
        work = done(stage, asked(stage, set_up(stage, deepl)))
    assert work.status is WorkStatus.REFUSED
    assert KEY not in caplog.text and "116 016" not in caplog.text
    assert KEY not in str(work.refusal) + str(work.refusal_values)


def test_terms_of_the_glossary_stay_or_take_their_form(stage: Stage, chat: Service) -> None:
    variant_id = set_up(stage, chat, kind=MachineKind.CHAT, model="local-7b")
    with session_scope(stage.engine) as session:
        source = variant_of(session, post_id=session.get_one(Variant, variant_id).post_id, language="de")
        write_revision(
            session,
            variant=source,
            words={"headline": "Das Jobcenter zahlt nach dem SGB II."},
            based_on=source.revision,
            by=stage.cast.staff,
            now=stage.now,
        )
    done(stage, asked(stage, variant_id))
    orders, material = (message["content"] for message in chat.asked[0]["messages"])
    with Session(stage.engine) as session:
        terms = terms_of(session, programme_id=stage.cast.programme.id or 0)
    hits = terms.hits("Das Jobcenter zahlt nach dem SGB II.", "de")
    assert hits
    for hit in hits:
        if hit.term.is_untranslatable:
            assert f"<k>{hit.form}</k>" in material
        else:
            assert f"- {hit.form}: {hit.term.suggestion('ar')}" in orders
