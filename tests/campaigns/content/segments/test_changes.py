"""Only changed sentences come back to the translator; a small correction brings none."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlmodel import Session

from campaigns.approvals.to_write import Waits, texts_to_write
from campaigns.content.actions import write_revision
from campaigns.content.exchange.collecting import known_source
from campaigns.content.models import Campaign
from campaigns.content.queries import latest_revision
from campaigns.content.segments.changes import SegmentState, source_places
from campaigns.content.segments.coverage import campaign_coverage, programme_coverage
from campaigns.vocabulary import Coverage, Origin
from tests.builders import WORDS, Cast, first_variant, make_campaign, make_cast


def body(now: str, then: str) -> list[tuple[str, SegmentState, int | None]]:
    place = source_places({"body": now}, {"body": then}, language="de")["body"]
    return [(each.segment.text, each.state, each.was) for each in place.segments]


def test_sentence_in_the_middle_changes_alone() -> None:
    assert body("Eins. Zwei neu. Drei.", "Eins. Zwei. Drei.") == [
        ("Eins.", SegmentState.SAME, 0),
        ("Zwei neu.", SegmentState.CHANGED, 1),
        ("Drei.", SegmentState.SAME, 2),
    ]


def test_new_sentence_leaves_the_others_as_they_are() -> None:
    assert body("Neu. Eins. Zwei.", "Eins. Zwei.") == [
        ("Neu.", SegmentState.NEW, None),
        ("Eins.", SegmentState.SAME, 0),
        ("Zwei.", SegmentState.SAME, 1),
    ]


def test_sentence_taken_out_is_told() -> None:
    place = source_places({"body": "Eins."}, {"body": "Eins. Zwei."}, language="de")["body"]

    assert place.gone == ("Zwei.",)
    assert place.is_changed


def test_place_that_is_gone_is_told() -> None:
    places = source_places({"body": "Eins."}, {"body": "Eins.", "date": "Ab Januar."}, language="de")

    assert places["date"].gone == ("Ab Januar.",)
    assert not places["body"].is_changed


@pytest.fixture
def cast(session: Session, now: datetime) -> Cast:
    return make_cast(session, now=now)


@pytest.fixture
def campaign(session: Session, cast: Cast, now: datetime) -> Campaign:
    return make_campaign(session, cast, now=now)


def mend(session: Session, cast: Cast, campaign: Campaign, text: str, *, now: datetime, minor: bool) -> None:
    german = first_variant(session, campaign)
    write_revision(
        session,
        variant=german,
        words={**WORDS["de"].to_dict(), "body": text},
        based_on=german.revision,
        by=cast.staff,
        now=now,
        is_minor=minor,
    )


def arabic(session: Session, cast: Cast, campaign: Campaign) -> Coverage:
    states = campaign_coverage(session, campaign_id=campaign.id or 0, source_language="de")
    return states[first_variant(session, campaign, "ar").id or 0]


def waits(session: Session, cast: Cast) -> list[Waits]:
    rows = texts_to_write(session, programme_id=cast.programme.id or 0, language="ar", source_language="de")
    return [row.waits for row in rows]


def test_small_corrections_outdate_no_translation_a_real_one_does(
    session: Session, cast: Cast, campaign: Campaign, now: datetime
) -> None:
    mend(session, cast, campaign, "Für jedes Kind gibt es 259 € pro Monat.", now=now, minor=True)
    mend(session, cast, campaign, "Für jedes Kind gibt es 259 €, pro Monat.", now=now, minor=True)
    assert arabic(session, cast, campaign) is Coverage.IN_WORK
    assert waits(session, cast) == [Waits.DRAFT]

    mend(session, cast, campaign, "Für jedes Kind gibt es 260 € pro Monat.", now=now, minor=False)
    assert arabic(session, cast, campaign) is Coverage.OUTDATED
    source = latest_revision(session, first_variant(session, campaign))
    known = source and known_source(
        session, source, latest_revision(session, first_variant(session, campaign, "ar"))
    )
    assert known is not None
    assert known.words["body"] == "Für jedes Kind gibt es 259 €, pro Monat.", "small corrections come back"
    assert waits(session, cast) == [Waits.SOURCE_MOVED]


def test_translation_that_still_fits_is_confirmed_without_a_new_revision(
    session: Session, cast: Cast, campaign: Campaign, now: datetime
) -> None:
    mend(session, cast, campaign, "Für jedes Kind gibt es 260 €.", now=now, minor=False)
    variant = first_variant(session, campaign, "ar")
    source = latest_revision(session, first_variant(session, campaign))
    assert source is not None
    write_revision(
        session,
        variant=variant,
        words=WORDS["ar"].to_dict(),
        based_on=1,
        by=cast.translator,
        now=now,
        source_digest=source.digest,
    )

    assert variant.revision == 1
    assert arabic(session, cast, campaign) is Coverage.IN_WORK


def test_machine_text_is_told_apart_until_a_person_edits_it(
    session: Session, cast: Cast, campaign: Campaign, now: datetime
) -> None:
    variant = first_variant(session, campaign, "ar")
    source = latest_revision(session, first_variant(session, campaign))
    assert source is not None
    write_revision(
        session,
        variant=variant,
        words={**WORDS["ar"].to_dict(), "body": "آلة"},
        based_on=1,
        by=cast.translator,
        now=now,
        origin=Origin.MACHINE,
        source_digest=source.digest,
    )

    assert arabic(session, cast, campaign) is Coverage.MACHINE
    rows = programme_coverage(session, programme_id=cast.programme.id or 0, source_language="de")
    assert {row.language: row.share(Coverage.MACHINE) for row in rows} == {"de": 0.0, "ar": 1.0}
