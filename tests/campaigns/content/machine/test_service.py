"""Setting up machine help, its budget, and what it is asked."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from campaigns.content.actions import write_revision
from campaigns.content.machine.asking import ask_machine
from campaigns.content.machine.budget import add_use, spent
from campaigns.content.machine.models import MachineService, Suggestion
from campaigns.content.machine.order import order_of
from campaigns.content.machine.service import set_up_machine, switch_off_machine
from campaigns.content.machine.suggestions import origin_with
from campaigns.content.models import Variant
from campaigns.content.queries import latest_revision
from campaigns.errors import BadInput, NotAllowed, NotReady
from campaigns.people.actor import Actor
from campaigns.sealing import seal
from campaigns.vocabulary import MachineKind, MachineTask, Origin, WorkKind, WorkStatus
from tests.builders import Cast, first_variant, make_campaign, make_cast

SEALED = seal(b"key:fx", b"0" * 32, purpose="test")


@pytest.fixture
def cast(session: Session, now: datetime) -> Cast:
    return make_cast(session, now=now)


def set_up(session: Session, cast: Cast, now: datetime, **more: object) -> MachineService:
    values = {
        "kind": MachineKind.DEEPL,
        "endpoint": "https://api.deepl.example",
        "model": "",
        "sealed_key": SEALED,
        "tasks": [MachineTask.TRANSLATE, MachineTask.BACK_TRANSLATE],
        "monthly_characters": 1000,
        "by": cast.admin,
    }
    return set_up_machine(session, programme_id=cast.programme.id or 0, now=now, **{**values, **more})  # type: ignore[arg-type]


def texts(session: Session, cast: Cast, now: datetime) -> dict[str, Variant]:
    campaign = make_campaign(session, cast, now=now)
    return {code: first_variant(session, campaign, code) for code in campaign.languages}


def test_without_a_service_nothing_is_asked(session: Session, cast: Cast, now: datetime) -> None:
    variants = texts(session, cast, now)
    with pytest.raises(NotReady, match="switched off"):
        ask_machine(session, variant=variants["ar"], task=MachineTask.TRANSLATE, by=cast.staff, now=now)


def test_only_an_admin_decides_where_texts_go(session: Session, cast: Cast, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        set_up(session, cast, now, by=cast.staff)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"endpoint": "ftp://service.example"}, "endpoint"),
        ({"endpoint": "http://service.example"}, "endpoint"),
        ({"endpoint": "https://me:secret@service.example"}, "endpoint"),
        ({"sealed_key": None}, "key"),
        ({"tasks": []}, "tasks"),
        ({"tasks": [MachineTask.SIMPLIFY]}, "tasks"),
        ({"kind": MachineKind.CHAT, "model": " "}, "model"),
        ({"monthly_characters": -1}, "monthly_characters"),
    ],
)
def test_a_service_that_cannot_be_is_refused(
    session: Session, cast: Cast, now: datetime, more: dict[str, object], field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        set_up(session, cast, now, **more)
    assert refused.value.field == field


@pytest.mark.parametrize("host", ["127.0.0.1:11434", "localhost:5000", "192.168.1.20", "models.local"])
def test_a_machine_of_ones_own_may_be_reached_without_tls(
    session: Session, cast: Cast, now: datetime, host: str
) -> None:
    service = set_up(
        session, cast, now, kind=MachineKind.LIBRETRANSLATE, endpoint=f"http://{host}/", sealed_key=None
    )
    assert service.endpoint == f"http://{host}"


def test_a_key_stays_where_it_was_entered_for(session: Session, cast: Cast, now: datetime) -> None:
    set_up(session, cast, now)
    assert set_up(session, cast, now, sealed_key=None, monthly_characters=5).sealed_key == SEALED
    moved = set_up(
        session,
        cast,
        now,
        kind=MachineKind.LIBRETRANSLATE,
        endpoint="https://elsewhere.example",
        sealed_key=None,
    )
    assert moved.sealed_key is None


def test_switching_off_forgets_the_key(session: Session, cast: Cast, now: datetime) -> None:
    service = set_up(session, cast, now)
    switch_off_machine(session, programme_id=cast.programme.id or 0, by=cast.admin, now=now)
    assert not service.is_on
    assert service.sealed_key is None


def test_a_writer_asks_and_the_worker_gets_it_once(session: Session, cast: Cast, now: datetime) -> None:
    set_up(session, cast, now)
    variants = texts(session, cast, now)
    work = ask_machine(
        session, variant=variants["ar"], task=MachineTask.TRANSLATE, by=cast.translator, now=now
    )
    assert (work.kind, work.status, work.subject_id) == (
        WorkKind.MACHINE_HELP,
        WorkStatus.WAITING,
        variants["ar"].id,
    )
    with pytest.raises(NotReady, match="already at work"):
        ask_machine(session, variant=variants["ar"], task=MachineTask.TRANSLATE, by=cast.staff, now=now)


def test_a_lawyer_asks_what_a_text_says_and_no_more(session: Session, cast: Cast, now: datetime) -> None:
    set_up(session, cast, now)
    variants = texts(session, cast, now)
    with pytest.raises(NotAllowed):
        ask_machine(session, variant=variants["ar"], task=MachineTask.TRANSLATE, by=cast.lawyer, now=now)
    assert ask_machine(
        session, variant=variants["ar"], task=MachineTask.BACK_TRANSLATE, by=cast.lawyer, now=now
    ).id


def test_what_the_budget_does_not_carry_is_not_sent(session: Session, cast: Cast, now: datetime) -> None:
    service = set_up(session, cast, now, monthly_characters=300)
    variants = texts(session, cast, now)
    add_use(
        session,
        service=service,
        variant_id=variants["ar"].id or 0,
        task=MachineTask.TRANSLATE,
        characters=299,
        asked_by=None,
        now=now,
    )
    with pytest.raises(NotReady, match="1 are left"):
        ask_machine(session, variant=variants["ar"], task=MachineTask.TRANSLATE, by=cast.staff, now=now)
    assert spent(session, programme_id=cast.programme.id or 0, now=now) == 299
    assert spent(session, programme_id=cast.programme.id or 0, now=now + timedelta(days=31)) == 0


def test_standing_lines_are_never_sent(session: Session, cast: Cast, now: datetime) -> None:
    order = order_of(session, variant=texts(session, cast, now)["ar"], task=MachineTask.TRANSLATE)
    assert (order.source, order.target) == ("de", "ar")
    assert set(order.texts) == {"headline", "body", "call_to_action", "alt_text"}


def test_only_places_that_changed_are_translated_again(session: Session, cast: Cast, now: datetime) -> None:
    variants = texts(session, cast, now)

    def write(code: str, by: Actor, source_digest: str | None = None, **words: str) -> str:
        variant = variants[code]
        present = latest_revision(session, variant)
        return write_revision(
            session,
            variant=variant,
            words={**(present.words if present else {}), **words},
            based_on=variant.revision,
            by=by,
            now=now,
            source_digest=source_digest,
        ).digest

    source = write("de", cast.staff, body="Für jedes Kind gibt es Geld.")
    write("ar", cast.translator, source, body="لكل طفل مال.")
    write("de", cast.staff, body="Für jedes Kind gibt es 259 € im Monat.")
    order = order_of(session, variant=variants["ar"], task=MachineTask.TRANSLATE)
    assert dict(order.texts) == {"body": "Für jedes Kind gibt es 259 € im Monat."}


def test_the_source_language_is_not_translated(session: Session, cast: Cast, now: datetime) -> None:
    with pytest.raises(NotReady, match="written, not translated"):
        order_of(session, variant=texts(session, cast, now)["de"], task=MachineTask.TRANSLATE)


def test_the_origin_says_whether_a_person_changed_what_the_machine_wrote() -> None:
    suggestion = Suggestion(texts={"body": "مال", "steps.1": "خطوة"})
    assert origin_with(suggestion, {"headline": "x", "body": "مال", "steps": ["خطوة"]}) is Origin.MACHINE
    assert origin_with(suggestion, {"body": "مالٌ", "steps": ["خطوة"]}) is Origin.MACHINE_EDITED
    assert origin_with(None, {"body": "مال"}) is Origin.HUMAN


def test_a_source_that_is_too_hard_is_not_translated_but_may_be_simplified(
    session: Session, cast: Cast, now: datetime
) -> None:
    set_up(session, cast, now, kind=MachineKind.CHAT, model="local", tasks=list(MachineTask))
    variants = texts(session, cast, now)
    source = variants["de"]
    write_revision(
        session,
        variant=source,
        words={
            "headline": "Anspruchsvoraussetzungen",
            "body": "Unbeschadet weitergehender sozialversicherungsrechtlicher Mitwirkungsverpflichtungen entsteht der "
            "Leistungsanspruch vorbehaltlich einer abschließenden Bedürftigkeitsfeststellung durch die zuständige "
            "Bewilligungsbehörde erst mit vollständiger Antragstellung einschließlich sämtlicher erforderlicher "
            "Einkommensnachweise und Vermögensaufstellungen aller Haushaltsangehörigen.",
        },
        based_on=source.revision,
        by=cast.staff,
        now=now,
    )
    with pytest.raises(NotReady, match="too hard to read"):
        ask_machine(session, variant=variants["ar"], task=MachineTask.TRANSLATE, by=cast.staff, now=now)
    assert ask_machine(session, variant=source, task=MachineTask.SIMPLIFY, by=cast.staff, now=now).id
