"""An error stops submitting until somebody says why it may stand; the reason stays with the text."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from sqlmodel import Session, select

from campaigns.content.actions import write_revision
from campaigns.content.checks.actions import dismiss_finding, reopen_finding
from campaigns.content.checks.gathering import Judged, judge
from campaigns.content.models import Variant
from campaigns.errors import BadInput, NotFound, NotReady
from campaigns.people.models import AuditEntry
from tests.builders import WORDS, Cast, first_variant, give_pictures, make_campaign, make_cast, submit


def wrong_arabic(session: Session, cast: Cast, now: datetime, amount: str = "295") -> Variant:
    campaign = make_campaign(session, cast, now=now)
    variant = first_variant(session, campaign, "ar")
    write(session, cast, variant, now, amount)
    give_pictures(session, campaign, now=now)
    return variant


def write(session: Session, cast: Cast, variant: Variant, now: datetime, amount: str) -> None:
    words = replace(WORDS["ar"], body=WORDS["ar"].body.replace("259", amount)).to_dict()
    write_revision(
        session, variant=variant, words=words, based_on=variant.revision, by=cast.translator, now=now
    )


def stopping(session: Session, variant: Variant, now: datetime) -> list[Judged]:
    return [one for one in judge(session, variant=variant, now=now) if one.stops]


def test_wrong_amount_is_not_submitted(session: Session, now: datetime) -> None:
    cast = make_cast(session, now=now)
    with pytest.raises(NotReady) as refusal:
        submit(session, cast, wrong_arabic(session, cast, now), now=now)
    assert "295" in str(refusal.value.values["first"])


def test_finding_that_may_stand_stops_nothing_and_is_recorded(session: Session, now: datetime) -> None:
    cast = make_cast(session, now=now)
    variant = wrong_arabic(session, cast, now)
    (one,) = stopping(session, variant, now)
    dismiss_finding(
        session, variant=variant, finding=one.finding.key, reason="Old amount.", by=cast.translator, now=now
    )

    submit(session, cast, variant, now=now)
    assert "dismiss_finding" in session.exec(select(AuditEntry.action)).all()


def test_finding_counts_again_when_that_is_taken_back(session: Session, now: datetime) -> None:
    cast = make_cast(session, now=now)
    variant = wrong_arabic(session, cast, now)
    (one,) = stopping(session, variant, now)
    about = {"variant": variant, "finding": one.finding.key, "by": cast.translator, "now": now}
    dismiss_finding(session, reason="Old amount.", **about)
    assert stopping(session, variant, now) == []

    reopen_finding(session, **about)
    assert len(stopping(session, variant, now)) == 1
    assert "reopen_finding" in session.exec(select(AuditEntry.action)).all()
    with pytest.raises(NotFound):
        reopen_finding(session, **about)


def test_another_wrong_value_needs_another_reason(session: Session, now: datetime) -> None:
    cast = make_cast(session, now=now)
    variant = wrong_arabic(session, cast, now)
    (one,) = stopping(session, variant, now)
    dismiss_finding(
        session, variant=variant, finding=one.finding.key, reason="Old amount.", by=cast.translator, now=now
    )
    write(session, cast, variant, now, "952")
    assert len(stopping(session, variant, now)) == 1


def test_reason_is_asked_for_and_only_what_was_found_can_stand(session: Session, now: datetime) -> None:
    cast = make_cast(session, now=now)
    variant = wrong_arabic(session, cast, now)
    (one,) = stopping(session, variant, now)
    with pytest.raises(BadInput):
        dismiss_finding(
            session, variant=variant, finding=one.finding.key, reason=" ", by=cast.translator, now=now
        )
    with pytest.raises(NotFound):
        dismiss_finding(session, variant=variant, finding="0" * 32, reason="x", by=cast.translator, now=now)
