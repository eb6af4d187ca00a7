"""Rumours: logged without identifiers, judged with a source, answered fact first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from campaigns.content.checks.finding import Severity
from campaigns.content.checks.placeholders import find_left_over
from campaigns.errors import BadInput, Conflict, NotAllowed, NotFound, NotReady
from campaigns.needs.actions import forget_old_needs
from campaigns.needs.rumours.actions import (
    judge_rumour,
    log_rumour,
    mark_rumour_published,
    start_checking,
    watch_rumour,
)
from campaigns.needs.rumours.models import Rumour
from campaigns.needs.rumours.myth import myth_post, refuse_redacted
from campaigns.needs.rumours.queries import get_rumour, rumour_counts, rumours
from campaigns.needs.rumours.rules import can_see_hearings
from campaigns.needs.topics.taxonomy import taxonomy
from campaigns.people.actor import Actor
from campaigns.people.models import Programme
from campaigns.vocabulary import Role, RumourStatus
from tests.campaigns.needs.conftest import MOMENT
from tests.campaigns.needs.identifiers import planted
from tests.campaigns.needs.thief import compact, traces

DAY = date(2026, 11, 20)
CLAIM = "Wer krank ist, dem darf sofort gekündigt werden"
FACT = "Krankheit allein ist kein Grund: Es gilt der Kündigungsschutz."


def logged(session: Session, programme: Programme, **more: object) -> Rumour:
    given = {"claim": CLAIM, "risk": 2, "day": DAY, "by": None, "now": MOMENT, **more}
    return log_rumour(session, programme=programme, **given)  # type: ignore[arg-type]


def refuted(session: Session, rumour: Rumour, by: Actor) -> Rumour:
    start_checking(session, rumour_id=rumour.id or 0, by=by, now=MOMENT)
    return judge_rumour(
        session,
        rumour_id=rumour.id or 0,
        verdict=RumourStatus.REFUTED,
        finding=FACT,
        sources=["KSchG § 1"],
        by=by,
        now=MOMENT,
    )


def test_a_rumour_is_logged_without_identifiers_and_with_language_and_topic(
    session: Session, programme: Programme
) -> None:
    row = logged(
        session, programme, claim=f"{CLAIM}, ruf 0171 2345678", space="Gruppe @anna_k", platform="Facebook"
    )
    assert "2345678" not in row.claim
    assert "anna" not in (row.space or "")
    assert (row.language, row.topic, row.status) == ("de", "termination", RumourStatus.NEW)


@pytest.mark.any_database
def test_no_planted_identifier_is_kept_with_a_rumour(session: Session, programme: Programme) -> None:
    cases = list(planted())[::12]
    for case in cases:
        row = logged(session, programme, claim=case.text, space=case.text[:100])
        kept = compact(f"{row.claim} {row.space}")
        assert not [piece for piece in traces(case.secret) if piece in kept], row.claim
    assert len(cases) >= 200


def test_the_same_rumour_again_is_heard_once_more_and_keeps_the_higher_risk(
    session: Session, programme: Programme
) -> None:
    first = logged(session, programme)
    again = logged(session, programme, claim=f"  {CLAIM.upper()}!", risk=3, day=DAY + timedelta(days=2))
    assert (again.id, again.heard, again.risk) == (first.id, 2, 3)
    assert (again.first_heard_on, again.last_heard_on) == (DAY, DAY + timedelta(days=2))


@pytest.mark.parametrize(
    ("more", "words"),
    [({"claim": "…"}, "one sentence"), ({"claim": "a" * 300}, "280"), ({"risk": 4}, "risk")],
)
def test_a_rumour_that_cannot_be_kept_is_refused(
    session: Session, programme: Programme, more: dict[str, object], words: str
) -> None:
    with pytest.raises(BadInput, match=words):
        logged(session, programme, **more)
    assert not session.exec(select(Rumour)).all()


def test_a_rumour_is_checked_refuted_answered_and_watched(
    session: Session, programme: Programme, acting: Callable[[Role], Actor]
) -> None:
    staff = acting(Role.STAFF)
    row = refuted(session, logged(session, programme), staff)
    assert (row.status, row.verdict, row.judged_by) == (RumourStatus.REFUTED, "refuted", staff.person_id)
    mark_rumour_published(session, rumour_id=row.id or 0, by=staff, now=MOMENT)
    watch_rumour(session, rumour_id=row.id or 0, by=staff, now=MOMENT)
    assert rumour_counts(session, programme_id=programme.id or 0)[RumourStatus.MONITORED] == 1
    start_checking(session, rumour_id=row.id or 0, by=staff, now=MOMENT)
    assert rumours(session, programme_id=programme.id or 0, status=RumourStatus.CHECKING) == [row]


def test_a_verdict_needs_what_is_so_and_a_source_and_its_turn(
    session: Session, programme: Programme, acting: Callable[[Role], Actor]
) -> None:
    staff, row = acting(Role.STAFF), logged(session, programme)
    arguments = {"rumour_id": row.id or 0, "by": staff, "now": MOMENT}
    with pytest.raises(Conflict, match="What can follow: checking"):
        judge_rumour(
            session,
            verdict=RumourStatus.REFUTED,
            finding=FACT,
            sources=["§ 1"],
            **arguments,  # type: ignore[arg-type]
        )
    start_checking(session, **arguments)  # type: ignore[arg-type]
    for finding, sources in (("", ["§ 1"]), (FACT, [])):
        with pytest.raises(BadInput, match="source"):
            judge_rumour(
                session,
                verdict=RumourStatus.TRUE,
                finding=finding,
                sources=sources,
                **arguments,  # type: ignore[arg-type]
            )
    judge_rumour(session, verdict=RumourStatus.UNCLEAR, finding="", **arguments)  # type: ignore[arg-type]
    with pytest.raises(Conflict):
        mark_rumour_published(session, **arguments)  # type: ignore[arg-type]


def test_an_advisor_logs_but_does_not_judge_and_others_see_nothing(
    session: Session, programme: Programme, acting: Callable[[Role], Actor]
) -> None:
    advisor = acting(Role.ADVISOR)
    row = logged(session, programme, by=advisor)
    with pytest.raises(NotAllowed):
        start_checking(session, rumour_id=row.id or 0, by=advisor, now=MOMENT)
    with pytest.raises(NotAllowed):
        logged(session, programme, by=acting(Role.BOARD))
    with pytest.raises(NotFound):
        get_rumour(session, programme_id=(programme.id or 0) + 1, rumour_id=row.id or 0)


def test_a_refuted_rumour_becomes_a_post_with_the_fact_first_and_last(
    session: Session, programme: Programme, acting: Callable[[Role], Actor]
) -> None:
    row = logged(session, programme)
    with pytest.raises(NotReady, match="refuted"):
        myth_post(row, book=taxonomy())
    post = myth_post(refuted(session, row, acting(Role.LEAD)), book=taxonomy())
    assert post.in_order == (FACT, CLAIM, FACT)
    assert (post.topic, post.language, post.kinds) == ("termination", "de", ("myth_fact", "group_comment"))


def test_a_placeholder_of_what_was_taken_out_never_goes_public() -> None:
    refuse_redacted(headline=FACT, claim=CLAIM)
    for shown in ("⟨phone⟩", "⟨Telefonnummer⟩", "⟨رقم هاتف⟩"):
        with pytest.raises(BadInput, match="Take the placeholder out") as refused:
            refuse_redacted(headline=FACT, claim=f"{CLAIM}, sagt {shown}")
        assert refused.value.field == "claim"
        [finding] = find_left_over(f"{CLAIM}, sagt {shown}")
        assert (finding.severity, finding.target_value) == (Severity.ERROR, shown)


def test_a_rumour_heard_once_is_told_to_those_who_hear_them_alone(acting: Callable[[Role], Actor]) -> None:
    told = {role for role in Role if can_see_hearings(acting(role))}
    assert told == {Role.ADVISOR, Role.STAFF, Role.LEAD}


def test_a_rumour_on_violence_never_becomes_a_post(
    session: Session, programme: Programme, acting: Callable[[Role], Actor]
) -> None:
    row = refuted(session, logged(session, programme, topic="violence_protection"), acting(Role.STAFF))
    with pytest.raises(NotReady, match="116 016"):
        myth_post(row, book=taxonomy())


def test_rumours_are_forgotten_with_the_questions(session: Session, programme: Programme) -> None:
    programme.retention_days = 30
    logged(session, programme)
    logged(session, programme, claim="Das Jobcenter zahlt nie wieder Miete", day=DAY - timedelta(days=60))
    forget_old_needs(session, programme=programme, now=MOMENT)
    assert [row.claim for row in session.exec(select(Rumour))] == [CLAIM]
