"""Where something changed since a file left, both versions wait; nothing is overwritten silently."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from sqlmodel import Session

from campaigns.content.actions import write_revision
from campaigns.content.exchange.actions import decide_text, import_copy
from campaigns.content.exchange.collecting import collect_texts
from campaigns.content.exchange.files import Format, Incoming, read_file, write_file
from campaigns.content.exchange.queries import waiting_texts
from campaigns.content.models import Campaign, Revision, Variant
from campaigns.content.queries import latest_revision
from campaigns.errors import Conflict, NotAllowed
from campaigns.vocabulary import WaitingReason
from tests.builders import WORDS, Cast, first_variant, make_campaign, make_cast


@pytest.fixture
def cast(session: Session, now: datetime) -> Cast:
    return make_cast(session, now=now)


@pytest.fixture
def campaign(session: Session, cast: Cast, now: datetime) -> Campaign:
    return make_campaign(session, cast, now=now)


def file_with(session: Session, campaign: Campaign, **changes: str) -> Incoming:
    """An XLIFF file as it comes back with other words at some places."""
    (package,) = collect_texts(session, campaign_id=campaign.id or 0)
    incoming = read_file(write_file([package], Format.XLIFF))
    return Incoming(
        [replace(each, target=changes.get(each.place, each.target)) for each in incoming.received]
    )


def words_of(session: Session, variant: Variant) -> Revision:
    found = latest_revision(session, variant)
    assert found is not None
    return found


def edit(session: Session, cast: Cast, variant: Variant, *, now: datetime, **changes: str) -> None:
    present = words_of(session, variant)
    write_revision(
        session,
        variant=variant,
        words={**present.words, **changes},
        based_on=variant.revision,
        by=cast.staff,
        now=now,
        source_digest=present.source_digest,
    )


def test_changed_source_makes_the_text_wait(
    session: Session, cast: Cast, campaign: Campaign, now: datetime
) -> None:
    incoming = file_with(session, campaign, body="نص جديد", headline="عنوان جديد")
    edit(session, cast, first_variant(session, campaign), now=now, body="Für jedes Kind gibt es 260 €.")
    outcome = import_copy(session, incoming=incoming, by=cast.translator, now=now)

    assert [(each.place, each.reason) for each in outcome.waiting] == [("body", WaitingReason.SOURCE_CHANGED)]
    present = words_of(session, first_variant(session, campaign, "ar"))
    assert present.words["headline"] == "عنوان جديد"
    assert present.words["body"] == WORDS["ar"].body
    source = words_of(session, first_variant(session, campaign))
    assert present.source_digest != source.digest, "the text would pass for up to date"


def test_changed_translation_makes_the_text_wait(
    session: Session, cast: Cast, campaign: Campaign, now: datetime
) -> None:
    incoming = file_with(session, campaign, body="من الملف")
    arabic = first_variant(session, campaign, "ar")
    edit(session, cast, arabic, now=now, body="من المكتب")
    outcome = import_copy(session, incoming=incoming, by=cast.translator, now=now)

    assert [each.reason for each in outcome.waiting] == [WaitingReason.TARGET_CHANGED]
    assert words_of(session, arabic).words["body"] == "من المكتب"
    (waiting,) = waiting_texts(
        session, programme_id=cast.programme.id or 0, languages=["ar"], source_language="de"
    )
    assert (waiting.row.text, waiting.target_now) == ("من الملف", "من المكتب")


def test_same_change_on_both_sides_is_no_conflict(
    session: Session, cast: Cast, campaign: Campaign, now: datetime
) -> None:
    incoming = file_with(session, campaign, body="كلاهما")
    edit(session, cast, first_variant(session, campaign, "ar"), now=now, body="كلاهما")

    assert import_copy(session, incoming=incoming, by=cast.translator, now=now).waiting == []


@pytest.mark.parametrize(("take", "expected"), [(True, "من الملف"), (False, "من المكتب")])
def test_person_chooses_between_both(
    take: bool, expected: str, session: Session, cast: Cast, campaign: Campaign, now: datetime
) -> None:
    incoming = file_with(session, campaign, body="من الملف")
    arabic = first_variant(session, campaign, "ar")
    edit(session, cast, arabic, now=now, body="من المكتب")
    (waiting,) = import_copy(session, incoming=incoming, by=cast.translator, now=now).waiting

    decide_text(session, waiting_id=waiting.id or 0, take=take, by=cast.translator, now=now)
    assert words_of(session, arabic).words["body"] == expected
    with pytest.raises(Conflict):
        decide_text(session, waiting_id=waiting.id or 0, take=True, by=cast.translator, now=now)


def test_file_of_another_language_is_not_the_translators(
    session: Session, cast: Cast, campaign: Campaign, now: datetime
) -> None:
    incoming = file_with(session, campaign, body="نص")
    outcome = import_copy(session, incoming=incoming, by=cast.advisor, now=now)

    assert [type(each.refusal) for each in outcome.rejected] == [NotAllowed]
    assert outcome.written == []


def test_file_of_another_instance_is_rejected(
    session: Session, cast: Cast, campaign: Campaign, now: datetime
) -> None:
    incoming = file_with(session, campaign, body="نص")
    foreign = Incoming([replace(each, source_revision=9) for each in incoming.received])
    outcome = import_copy(session, incoming=foreign, by=None, now=now)

    assert "somewhere else" in str(outcome.rejected[0].refusal)
    assert outcome.written == []


def test_sentence_left_empty_writes_nothing(
    session: Session, cast: Cast, campaign: Campaign, now: datetime
) -> None:
    (package,) = collect_texts(session, campaign_id=campaign.id or 0)
    data = write_file([package], Format.CSV).decode("utf-8-sig").replace(WORDS["ar"].body, "")
    outcome = import_copy(session, incoming=read_file(data.encode("utf-8-sig")), by=None, now=now)

    assert words_of(session, first_variant(session, campaign, "ar")).words["body"] == WORDS["ar"].body
    assert outcome.untranslated >= 1


def test_text_that_stands_twice_in_other_words_is_refused_and_nothing_written(
    session: Session, cast: Cast, campaign: Campaign, now: datetime
) -> None:
    incoming = file_with(session, campaign, body="نص")
    again = next(each for each in incoming.received if each.place == "body")
    twice = Incoming([*incoming.received, again, replace(again, target="نص آخر")])

    outcome = import_copy(session, incoming=twice, by=None, now=now)

    assert [(each.place, str(each.refusal)) for each in outcome.rejected] == [
        (
            "body",
            "The file says this twice, in different words: “نص” and “نص آخر”. Leave one of them in the file.",
        )
    ]
    assert words_of(session, first_variant(session, campaign, "ar")).words["body"] == WORDS["ar"].body


def table_with(session: Session, campaign: Campaign, *more: str) -> Incoming:
    """A table as it comes back, with the row of the body again, in which `more` stands for number and target."""
    (package,) = collect_texts(session, campaign_id=campaign.id or 0)
    incoming = read_file(write_file([package], Format.CSV))
    body = next(row for row in incoming.rows if row.place == "body")
    number, target = more
    return Incoming(rows=[*incoming.rows, replace(body, number=int(number), target=target)])


def test_row_that_stands_twice_in_other_words_is_refused(
    session: Session, cast: Cast, campaign: Campaign, now: datetime
) -> None:
    outcome = import_copy(session, incoming=table_with(session, campaign, "1", "نص آخر"), by=None, now=now)

    assert [each.place for each in outcome.rejected] == ["body"]
    assert "twice" in str(outcome.rejected[0].refusal)
    assert outcome.written == []


def test_row_of_a_sentence_that_never_left_is_refused_by_its_number(
    session: Session, cast: Cast, campaign: Campaign, now: datetime
) -> None:
    outcome = import_copy(
        session, incoming=table_with(session, campaign, "2", "جملة أخرى."), by=None, now=now
    )

    (refused,) = outcome.rejected
    assert (refused.place, "sentence 2" in str(refused.refusal)) == ("body", True)
    assert outcome.written == []
