"""What leaves comes back letter by letter, in every format."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from campaigns.content.actions import write_revision
from campaigns.content.exchange.actions import Outcome, import_copy
from campaigns.content.exchange.collecting import collect_texts
from campaigns.content.exchange.files import Format, read_file, write_file, write_zip
from campaigns.content.exchange.package import Package, Text, Unit
from campaigns.content.exchange.xliff import write_xliff
from campaigns.content.exchange.xliff_reading import read_xliff
from campaigns.content.models import Campaign
from campaigns.content.queries import latest_revision
from campaigns.content.segments.alignment import Pair, align, text_of
from campaigns.content.segments.splitting import Segment
from campaigns.vocabulary import Origin
from tests.builders import WORDS, Cast, first_variant, make_campaign, make_cast
from tests.campaigns.content.exchange.letters import TEXT


def packed(source: str, target: str) -> Package:
    pairs = align(source, target, source_language="de", language="ar")
    return Package(
        1, "Titel", "de", "ar", [Text(7, 1, "explainer", 3, 4, [Unit("body", pairs, is_open=False)])]
    )


@settings(deadline=None)
@given(source=TEXT, target=TEXT)
def test_xliff_returns_every_letter(source: str, target: str) -> None:
    (received,) = read_xliff(write_xliff(packed(source, target)))

    assert received.target == target
    assert (received.variant_id, received.revision, received.source_revision) == (7, 3, 4)


@settings(deadline=None)
@given(source=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_xliff_carries_even_what_xml_cannot_hold(source: str) -> None:
    pair = Pair(Segment("x"), Segment(source))
    package = replace(packed("x", "y"), texts=[Text(7, 1, "k", 3, 4, [Unit("body", (pair,), is_open=False)])])

    assert read_xliff(write_xliff(package))[0].target == source


def test_codes_that_a_tool_made_of_our_words_become_our_words_again() -> None:
    written = write_xliff(packed("<b>Bis 3 Uhr</b> {name}", "x")).decode()
    kept = {"d1": "&lt;b>", "d2": "&lt;/b>", "d3": "{name}"}
    data = "".join(f'<data id="{key}">{text}</data>' for key, text in kept.items())
    data = f"<originalData>{data}</originalData>"
    coded = (
        '<pc id="1" dataRefStart="d1" dataRefEnd="d2">Until <mrk id="m1" type="term">3</mrk></pc> '
        '<ph id="2" dataRef="d3"/><ph id="3" equiv="!"/>'
    )
    written = written.replace("<segment", f"{data}<segment", 1).replace(">x</target>", f">{coded}</target>")

    assert read_xliff(written.encode())[0].target == "<b>Until 3</b> {name}!"


@pytest.fixture
def cast(session: Session, now: datetime) -> Cast:
    return make_cast(session, now=now)


@pytest.fixture
def campaign(session: Session, cast: Cast, now: datetime) -> Campaign:
    return make_campaign(session, cast, now=now)


def brought_back(
    session: Session, campaign: Campaign, kind: Format, *, now: datetime, **changes: str
) -> Outcome:
    """Exports, lets a translator write other words into places, and imports."""
    (package,) = collect_texts(session, campaign_id=campaign.id or 0)
    texts = [
        replace(
            text,
            units=[
                _changed(unit, changes[unit.place]) if unit.place in changes else unit for unit in text.units
            ],
        )
        for text in package.texts
    ]
    data = write_file([replace(package, texts=texts)], kind)
    return import_copy(session, incoming=read_file(data), by=None, now=now)


def _changed(unit: Unit, text: str | None) -> Unit:
    if text is None:
        return unit
    if len(unit.pairs) != 1:
        raise AssertionError(f"{unit.place} has several sentences")
    return replace(unit, pairs=(Pair(unit.pairs[0].source, Segment(text)),))


@pytest.mark.parametrize("kind", Format)
def test_untouched_file_changes_nothing(
    kind: Format, session: Session, campaign: Campaign, now: datetime
) -> None:
    outcome = brought_back(session, campaign, kind, now=now)

    assert outcome.read == outcome.unchanged + outcome.untranslated > 5
    assert outcome.written == outcome.waiting == outcome.rejected == []


@pytest.mark.parametrize("kind", Format)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(target=TEXT)
def test_translation_is_written_as_it_came(
    kind: Format, target: str, session: Session, campaign: Campaign, now: datetime
) -> None:
    before = latest_revision(session, first_variant(session, campaign, "ar"))
    assert before is not None
    outcome = brought_back(session, campaign, kind, now=now, headline=target)

    assert not outcome.waiting and not outcome.rejected
    present = latest_revision(session, first_variant(session, campaign, "ar"))
    assert present is not None
    assert present.words == {**before.words, "headline": target}
    assert present.origin is Origin.HUMAN or present.number == before.number


def test_several_languages_lie_in_one_zip(session: Session, campaign: Campaign, now: datetime) -> None:
    packages = collect_texts(session, campaign_id=campaign.id or 0)
    incoming = read_file(write_zip(packages, Format.XLIFF, now=now))

    assert {each.language for each in incoming.received} == {"ar"}


def test_only_what_is_open_leaves_when_asked(
    session: Session, cast: Cast, campaign: Campaign, now: datetime
) -> None:
    german = first_variant(session, campaign)
    words = {**WORDS["de"].to_dict(), "body": "Für jedes Kind gibt es 260 € im Monat."}
    write_revision(session, variant=german, words=words, based_on=1, by=cast.staff, now=now)

    (package,) = collect_texts(session, campaign_id=campaign.id or 0, only_open=True)
    places = {unit.place: unit for unit in package.texts[0].units}
    assert set(places) == {"body", "hashtags.1", "source"}
    assert places["body"].was == "Für jedes Kind gibt es 259 € im Monat."
    assert text_of(places["body"].pairs) == WORDS["ar"].body


def test_empty_translations_leave_room_sentence_by_sentence(
    session: Session, cast: Cast, now: datetime
) -> None:
    pairs = align("Eins. Zwei.\nDrei.", "", source_language="de", language="ar")

    assert [pair.target.text for pair in pairs] == ["", "", ""]
    assert text_of(tuple(Pair(p.source, Segment("x", p.target.gap)) for p in pairs)) == "x x\nx"
