"""Totals of the page of questions and the figure of quality: told from indexes, for a million rows are many to read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import pytest
from sqlalchemy import event
from sqlmodel import Session

from campaigns.needs.learning.queries import confirm_rate, count_examples
from campaigns.needs.models import AdviceNeed
from campaigns.needs.queries import NO_LANGUAGE, Chosen, NeedCounts, need_counts
from campaigns.people.models import Programme
from tests.campaigns.needs.conftest import MOMENT

#: Day, topic, language and who decided.
ASKED = (
    (date(2026, 11, 2), "wage", "de", 1),
    (date(2026, 11, 3), None, "de", 1),
    (date(2026, 11, 4), "wage", "ar", None),
    (date(2026, 11, 5), None, "ar", None),
    (date(2026, 11, 6), None, None, None),
    (date(2026, 11, 7), "housing", None, 2),
)


@pytest.fixture
def asked(session: Session, programme: Programme) -> Sequence[AdviceNeed]:
    found = [
        AdviceNeed(
            programme_id=programme.id or 0,
            day=day,
            week=date(2026, 11, 2),
            language=language,
            topic=topic,
            suggested=topic,
            topic_confirmed_by=decided_by,
            text="asked",
            content_hash=str(number),
            created_at=MOMENT,
        )
        for number, (day, topic, language, decided_by) in enumerate(ASKED)
    ]
    session.add_all(found)
    session.flush()
    return found


@pytest.mark.parametrize(
    ("chosen", "counts"),
    [
        (Chosen(), NeedCounts(6, 3, 2, 3)),
        (Chosen(unconfirmed=True), NeedCounts(3, 2, 1, 0)),
        (Chosen(unclear=True), NeedCounts(3, 3, 1, 1)),
        (Chosen(unclear=True, unconfirmed=True), NeedCounts(2, 2, 1, 0)),
        (Chosen(language=NO_LANGUAGE), NeedCounts(2, 1, 2, 1)),
        (Chosen(topic="wage", since=date(2026, 11, 3)), NeedCounts(1, 0, 0, 0)),
        (Chosen(until=date(2026, 11, 3), unconfirmed=True), NeedCounts(0, 0, 0, 0)),
    ],
)
def test_totals_are_those_of_the_questions_chosen(
    session: Session, programme: Programme, asked: Sequence[AdviceNeed], chosen: Chosen, counts: NeedCounts
) -> None:
    assert need_counts(session, programme_id=programme.id or 0, chosen=chosen) == counts


@pytest.mark.parametrize(
    ("count", "indexes"),
    [
        (need_counts, ["need_recent", "need_decided"]),
        (confirm_rate, ["need_decided"]),
        (count_examples, ["need_decided"]),
    ],
)
def test_what_people_decided_is_counted_without_a_look_at_all_that_was_asked(
    session: Session,
    programme: Programme,
    asked: Sequence[AdviceNeed],
    count: Callable[..., object],
    indexes: Sequence[str],
) -> None:
    if session.get_bind().dialect.name != "sqlite":
        return  # it keeps statistics and chooses by these
    told: list[tuple[str, object]] = []
    connection = session.connection()

    def tell(_connection: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        told.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", tell)
    count(session, programme_id=programme.id or 0)
    event.remove(connection, "before_cursor_execute", tell)
    plans = [
        " ".join(row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters))  # type: ignore[arg-type]
        for statement, parameters in told
    ]
    assert len(plans) == len(indexes)
    assert all(index in plan for plan, index in zip(plans, indexes, strict=True)), plans
