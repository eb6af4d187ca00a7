"""A log that names towns is counted by Land; of the town itself nothing stays."""

from __future__ import annotations

import pytest
from sqlmodel import Session, col, select

from campaigns.needs.actions import import_needs
from campaigns.needs.intake.mapping import propose_mapping
from campaigns.needs.intake.towns import is_known_place, region_of
from campaigns.needs.looking import look_at
from campaigns.needs.models import AdviceNeed
from campaigns.people.models import Programme

from .conftest import MOMENT

LOG = (
    "Datum;Anfrage;Ort\n2026-11-12;Wann kommt mein Lohn?;Leipzig\n2026-11-12;Wie melde ich mich um?;50667 Köln\n"
    "2026-11-12;Wo ist die Kita?;Frankfurt\n2026-11-12;Wer hilft bei Schulden?;Hessen\n"
).encode()


@pytest.mark.parametrize(
    ("written", "land"),
    [
        ("Leipzig", "DE-SN"),
        ("koeln", "DE-NW"),
        ("KÖLN", "DE-NW"),
        ("04109 Leipzig", "DE-SN"),
        ("Frankfurt (Oder)", "DE-BB"),
        ("Frankfurt/Main", "DE-HE"),
        ("Raum Stuttgart", "DE-BW"),
        ("Berlin-Neukölln", "DE-BE"),
        ("Munich", "DE-BY"),
        ("NRW", "DE-NW"),
        ("abroad", "abroad"),
    ],
)
def test_a_town_is_its_land(written: str, land: str) -> None:
    assert region_of(written) == land


@pytest.mark.parametrize("written", ["Frankfurt", "Halle", "Springfield", "Berlin/Brandenburg", "Frau Köln"])
def test_a_name_that_could_be_two_or_none_is_not_guessed(written: str) -> None:
    assert region_of(written) is None
    assert not is_known_place(written)


def test_a_column_of_the_land_goes_before_one_of_the_town() -> None:
    mapping = propose_mapping(["Datum", "Stadt", "Bundesland", "Frage"])
    assert mapping.column("region") == "Bundesland"
    assert propose_mapping(["Datum", "Stadt", "Frage"]).column("region") == "Stadt"


def test_the_look_says_which_towns_count_for_which_land(session: Session, programme: Programme) -> None:
    look = look_at(
        session, programme=programme, data=LOG, name="log.csv", choices=(), key=b"k" * 32, today=MOMENT.date()
    )
    assert look.towns == {"Leipzig": "DE-SN", "50667 Köln": "DE-NW"}
    assert look.unknown["region"].told == ["Frankfurt"]


def test_of_a_town_only_its_land_is_kept(session: Session, programme: Programme) -> None:
    import_needs(session, programme=programme, data=LOG, name="log.csv", key=b"k" * 32, by=None, now=MOMENT)
    kept = session.exec(select(AdviceNeed.region).order_by(col(AdviceNeed.id))).all()
    assert kept == ["DE-SN", "DE-NW", None, "DE-HE"]
    assert not any("Leipzig" in str(row.model_dump()) for row in session.exec(select(AdviceNeed)))
