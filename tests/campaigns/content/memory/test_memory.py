"""What was translated once is offered again; the likeness is that of the textbook."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from campaigns.content.actions import write_revision
from campaigns.content.memory.feeding import remember_pairs, remember_revision
from campaigns.content.memory.likeness import likeness
from campaigns.content.memory.models import MemoryUnit
from campaigns.content.memory.queries import find_matches
from campaigns.content.models import Revision, Variant
from campaigns.content.queries import campaign_of_variant, latest_revision
from campaigns.vocabulary import Origin
from tests.builders import WORDS, Cast, first_variant, make_campaign, make_cast

LETTERS = st.text("abcdé ي", max_size=14)


def common_by_table(one: str, other: str) -> int:
    """The longest common subsequence, as every textbook fills its table."""
    row = [0] * (len(other) + 1)
    for letter in one:
        before = 0
        for place, each in enumerate(other, start=1):
            before, row[place] = row[place], before + 1 if letter == each else max(row[place], row[place - 1])
    return row[-1]


@settings(deadline=None)
@given(one=LETTERS, other=LETTERS)
def test_likeness_is_the_share_of_common_letters(one: str, other: str) -> None:
    total = len(one) + len(other)
    expected = 1.0 if one == other else 2 * common_by_table(one, other) / total

    assert likeness(one, other) == pytest.approx(min(expected, 0.99) if one != other else 1.0)


@pytest.fixture
def cast(session: Session, now: datetime) -> Cast:
    return make_cast(session, now=now)


def remember(
    session: Session, cast: Cast, source: str, target: str, *, now: datetime, **more: object
) -> None:
    remember_pairs(
        session,
        programme_id=cast.programme.id or 0,
        source_language="de",
        language="ar",
        pairs=[(source, target)],
        revision_id=None,
        now=now,
        **{"origin": Origin.HUMAN, **more},  # type: ignore[arg-type]
    )


def found(session: Session, cast: Cast, text: str, language: str = "ar") -> list[tuple[int, str]]:
    matches = find_matches(
        session,
        programme_id=cast.programme.id or 0,
        source_language="de",
        language=language,
        text=text,
    )
    return [(match.percent, match.text) for match in matches]


def test_same_sentence_is_a_full_match_and_a_similar_one_less(
    session: Session, cast: Cast, now: datetime
) -> None:
    remember(session, cast, "Der Mindestlohn beträgt 13,90 € in der Stunde.", "الحد الأدنى 13,90", now=now)

    assert found(session, cast, "Der Mindestlohn beträgt 13,90 € in der Stunde.") == [
        (100, "الحد الأدنى 13,90")
    ]
    ((percent, _text),) = found(session, cast, "Der Mindestlohn beträgt 14,60 € in der Stunde.")
    assert 90 <= percent < 100
    assert found(session, cast, "Kündigungen müssen schriftlich sein.") == []


def test_a_headline_is_not_offered_a_hashtag_or_the_description_of_a_picture(
    session: Session, cast: Cast, now: datetime
) -> None:
    remember(session, cast, "#ImIntegrationskurs", "#دورة_الاندماج", now=now)
    remember(session, cast, "Text auf dem Bild: Was im Integrationskurs passiert.", "النص في الصورة", now=now)

    assert found(session, cast, "Im Integrationskurs") == []
    assert found(session, cast, "Was im Integrationskurs nun passiert") == []
    assert found(session, cast, "#ImIntegrationskurs") == [(100, "#دورة_الاندماج")]
    described = found(session, cast, "Text auf dem Bild: Was im Integrationskurs nun passiert.")
    assert [text for _percent, text in described] == ["النص في الصورة"]


def test_three_best_stand_in_order(session: Session, cast: Cast, now: datetime) -> None:
    base = "Die Frist beträgt drei Monate nach der Geburt des Kindes"
    for number, end in enumerate((".", "!", " und mehr.", " oder etwas später, je nach Land.", " ?")):
        remember(session, cast, base + end, f"نص {number}", now=now)

    matches = found(session, cast, f"{base}.")
    assert len(matches) == 3
    assert matches[0] == (100, "نص 0")
    assert [percent for percent, _ in matches] == sorted((p for p, _ in matches), reverse=True)


def test_same_words_for_several_sentences_are_offered_once(
    session: Session, cast: Cast, now: datetime
) -> None:
    remember(session, cast, "Die Frist beträgt drei Monate.", "المهلة ثلاثة أشهر.", now=now)
    remember(session, cast, "Die Frist beträgt drei Monate!", "المهلة ثلاثة أشهر.", now=now)

    assert found(session, cast, "Die Frist beträgt drei Monate.") == [(100, "المهلة ثلاثة أشهر.")]


def test_persons_words_stand_before_the_machines(session: Session, cast: Cast, now: datetime) -> None:
    remember(session, cast, "Fragen Sie uns.", "آلة", now=now, origin=Origin.MACHINE)
    remember(session, cast, "Fragen Sie uns.", "إنسان", now=now)

    assert [text for _percent, text in found(session, cast, "Fragen Sie uns.")] == ["إنسان", "آلة"]


def test_same_translation_is_kept_once_with_the_better_origin(
    session: Session, cast: Cast, now: datetime
) -> None:
    for origin in (Origin.HUMAN, Origin.MACHINE):
        remember(session, cast, "Fragen Sie uns.", "اسألونا", now=now, origin=origin)

    (unit,) = session.exec(select(MemoryUnit)).all()
    assert unit.origin is Origin.HUMAN


def test_other_programmes_and_languages_see_nothing(session: Session, cast: Cast, now: datetime) -> None:
    remember(session, cast, "Fragen Sie uns.", "اسألونا", now=now)
    other = make_cast(session, now=now, key="other")

    assert found(session, other, "Fragen Sie uns.") == []
    assert found(session, cast, "Fragen Sie uns.", language="fr") == []


def test_saved_translation_feeds_the_memory(session: Session, cast: Cast, now: datetime) -> None:
    campaign = make_campaign(session, cast, now=now)
    arabic = first_variant(session, campaign, "ar")
    source = latest_revision(session, first_variant(session, campaign))
    assert source is not None
    write_revision(
        session,
        variant=arabic,
        words={**WORDS["ar"].to_dict(), "body": "جملة جديدة: ⁦259 €⁩ لكل طفل."},
        based_on=1,
        by=cast.translator,
        now=now,
        source_digest=source.digest,
    )

    matches = found(session, cast, WORDS["de"].body)
    assert (100, "جملة جديدة: ⁦259 €⁩ لكل طفل.") in matches
    assert (100, WORDS["ar"].body) in matches, "the frame's own words are kept, too"
    (best, *_rest) = find_matches(
        session,
        programme_id=cast.programme.id or 0,
        source_language="de",
        language="ar",
        text=WORDS["de"].body,
    )
    assert best.origin is Origin.HUMAN


def test_source_words_teach_nothing(session: Session, cast: Cast, now: datetime) -> None:
    campaign = make_campaign(session, cast, now=now, languages=("de",))
    write_revision(
        session,
        variant=first_variant(session, campaign),
        words={**WORDS["de"].to_dict(), "body": "Neu."},
        based_on=1,
        by=cast.staff,
        now=now,
    )

    assert session.exec(select(MemoryUnit)).all() == []
    assert session.exec(select(Revision)).all() != []


def save(session: Session, cast: Cast, *, body: str, now: datetime, based_on: int = 1) -> Variant:
    """A translator's Arabic for the German body of the scene."""
    campaign = make_campaign(session, cast, now=now)
    arabic = first_variant(session, campaign, "ar")
    source = latest_revision(session, first_variant(session, campaign))
    assert source is not None
    write_revision(
        session,
        variant=arabic,
        words={**WORDS["ar"].to_dict(), "body": body},
        based_on=based_on,
        by=cast.translator,
        now=now,
        source_digest=source.digest,
    )
    return arabic


def test_sentence_with_another_amount_is_not_offered_again(
    session: Session, cast: Cast, now: datetime
) -> None:
    wrong = WORDS["ar"].body.replace("259", "295")
    assert wrong != WORDS["ar"].body
    save(session, cast, body=wrong, now=now)

    assert wrong not in [text for _percent, text in found(session, cast, WORDS["de"].body)]


def test_error_that_may_stand_is_remembered_when_the_text_is_submitted(
    session: Session, cast: Cast, now: datetime
) -> None:
    wrong = WORDS["ar"].body.replace("259", "295")
    arabic = save(session, cast, body=wrong, now=now)
    revision = latest_revision(session, arabic)
    campaign, _post = campaign_of_variant(session, arabic)
    assert revision is not None
    remember_revision(
        session,
        variant=arabic,
        revision=revision,
        campaign=campaign,
        before=revision,
        is_judged=True,
        now=now,
    )

    assert (100, wrong) in found(session, cast, WORDS["de"].body)


def test_sentences_that_nobody_touched_keep_their_origin(session: Session, cast: Cast, now: datetime) -> None:
    save(session, cast, body="جملة جديدة: ⁦259 €⁩ لكل طفل.", now=now)
    origins = {
        unit.text: unit.origin for unit in session.exec(select(MemoryUnit).where(MemoryUnit.language == "ar"))
    }

    assert origins["جملة جديدة: ⁦259 €⁩ لكل طفل."] is Origin.HUMAN
    assert origins[WORDS["ar"].headline] is Origin.FRAME
