"""Writing never overwrites, and every step after it starts anew."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlmodel import Session, select

from campaigns.content.actions import write_revision
from campaigns.content.models import Rendition
from campaigns.content.queries import current_renditions, latest_revision, revisions_of
from campaigns.errors import BadInput, Conflict, NotAllowed
from campaigns.people.actor import Actor
from campaigns.vocabulary import Origin, Role, VariantStatus
from tests import builders

CHANGED = {**builders.WORDS["de"].to_dict(), "headline": "Kindergeld: 259 € im Monat"}


def test_a_draft_from_frames_is_the_first_revision(session: Session, now: datetime) -> None:
    cast = builders.make_cast(session, now=now)
    variant = builders.first_variant(session, builders.make_campaign(session, cast, now=now))
    revision = latest_revision(session, variant)
    assert revision is not None
    assert (revision.number, revision.origin, variant.status) == (1, Origin.FRAME, VariantStatus.DRAFT)


def test_an_edit_on_an_old_revision_overwrites_nothing(session: Session, now: datetime) -> None:
    cast = builders.make_cast(session, now=now)
    variant = builders.first_variant(session, builders.make_campaign(session, cast, now=now))
    write_revision(session, variant=variant, words=CHANGED, based_on=1, by=cast.staff, now=now)
    with pytest.raises(Conflict, match="revision 2"):
        write_revision(
            session,
            variant=variant,
            words={**CHANGED, "body": "Anders."},
            based_on=1,
            by=cast.translator,
            now=now,
        )
    assert [revision.number for revision in revisions_of(session, variant.id or 0)] == [2, 1]


def test_saving_the_same_words_is_no_revision(session: Session, now: datetime) -> None:
    cast = builders.make_cast(session, now=now)
    variant = builders.first_variant(session, builders.make_campaign(session, cast, now=now))
    words = builders.WORDS["de"].to_dict()
    assert (
        write_revision(session, variant=variant, words=words, based_on=1, by=cast.staff, now=now).number == 1
    )


def test_a_translator_writes_only_their_own_languages(session: Session, now: datetime) -> None:
    cast = builders.make_cast(session, now=now)
    variant = builders.first_variant(session, builders.make_campaign(session, cast, now=now))
    only_arabic = Actor(
        person_id=cast.translator.person_id,
        name="Translator AR",
        programme_id=cast.programme.id,
        roles=frozenset({(Role.TRANSLATOR, "ar")}),
    )
    with pytest.raises(NotAllowed):
        write_revision(session, variant=variant, words=CHANGED, based_on=1, by=only_arabic, now=now)


def test_an_edit_takes_an_approved_variant_back_to_draft(session: Session, now: datetime) -> None:
    cast = builders.make_cast(session, now=now)
    variant, _ = builders.approved_variant(session, cast, now=now)
    write_revision(session, variant=variant, words=CHANGED, based_on=1, by=cast.staff, now=now)
    assert variant.status is VariantStatus.DRAFT


def test_the_same_picture_again_changes_nothing(session: Session, now: datetime) -> None:
    cast = builders.make_cast(session, now=now)
    campaign = builders.make_campaign(session, cast, now=now)
    builders.give_pictures(session, campaign, now=now)
    before = len(session.exec(select(Rendition)).all())
    builders.give_pictures(session, campaign, now=now)
    assert len(session.exec(select(Rendition)).all()) == before


def test_another_picture_takes_an_approved_variant_back_to_rendered(session: Session, now: datetime) -> None:
    cast = builders.make_cast(session, now=now)
    campaign = builders.make_campaign(session, cast, now=now)
    builders.give_pictures(session, campaign, now=now)
    variant = builders.first_variant(session, campaign)
    builders.approve(session, cast, builders.submit(session, cast, variant, now=now), now=now)
    builders.give_pictures(session, campaign, now=now, tag="new logo")
    revision = latest_revision(session, variant)
    assert revision is not None
    assert variant.status is VariantStatus.RENDERED
    assert len(current_renditions(session, [revision.id or 0])[revision.id or 0]) == 1


@pytest.mark.parametrize("letter", ["\u202e", "\u0007", "\u0090"])
def test_threat_20_a_hidden_control_character_is_refused_on_saving(
    session: Session, now: datetime, letter: str
) -> None:
    cast = builders.make_cast(session, now=now)
    variant = builders.first_variant(session, builders.make_campaign(session, cast, now=now))
    words = {**CHANGED, "body": f"259{letter} €"}
    with pytest.raises(BadInput, match="hidden character"):
        write_revision(session, variant=variant, words=words, based_on=1, by=cast.staff, now=now)
