"""Facts of the library are taken in with the voice of the programme, and with what nobody has compared yet."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlmodel import Session, col, select

from campaigns.facts.actions.adopting import adopt_topic
from campaigns.facts.models import Fact, FactText, FactVersion
from tests.builders import make_cast


@pytest.mark.parametrize(("women", "said"), [(True, "راجعي قسيمة الراتب"), (False, "راجعوا قسيمة الراتب")])
def test_a_programme_gets_the_words_in_its_voice(
    session: Session, now: datetime, women: bool, said: str
) -> None:
    programme = make_cast(session, now=now).programme
    programme.speaks_to_women = women
    adopt_topic(session, programme_id=programme.id or 0, topic="wage", by=None, now=now)
    fact = session.exec(select(Fact).where(Fact.key == "wage.step_check")).one()

    assert session.get_one(FactText, (fact.id, "ar")).headline.startswith(said)


def test_a_note_of_the_library_stands_in_the_first_version(session: Session, now: datetime) -> None:
    programme = make_cast(session, now=now).programme
    adopt_topic(session, programme_id=programme.id or 0, topic="recognition", by=None, now=now)
    notes = session.exec(select(FactVersion.why).where(col(FactVersion.why) != "")).all()

    assert [note.partition(" (")[0] for note in notes] == ["§ 3 Abs. 5 BQFG"]
