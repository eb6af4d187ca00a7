"""Importing: nothing lost, nothing twice, nobody's data kept."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from campaigns.errors import BadInput, Conflict, NotAllowed, NotFound, Refusal
from campaigns.needs.actions import (
    confirm_topic,
    dismiss_proposal,
    forget_old_needs,
    import_needs,
    mark_planned,
    record_need,
    save_proposal,
    undo_import,
)
from campaigns.needs.actions.forgetting import overdue_needs
from campaigns.needs.actions.import_result import ImportResult
from campaigns.needs.actions.importing import ImportStopped
from campaigns.needs.held import Undone, what_undoing_does
from campaigns.needs.looking import look_at
from campaigns.needs.models import AdviceNeed, NeedBatch, NeedHeld, NeedSpace, NeedWeek
from campaigns.needs.proposals.drafting import ProgrammeView, propose
from campaigns.needs.queries import (
    need_counts,
    open_proposals,
    radar_of,
    recent_batches,
    recent_needs,
    spaces_of_topic,
    week_counts,
)
from campaigns.needs.radar.regional import radar_of_region
from campaigns.people.actor import Actor
from campaigns.people.models import Person, Programme, ProgrammeLanguage
from campaigns.vocabulary import Role
from tests.whole import some_of

from .identifiers import planted
from .thief import compact, traces
from .waiting import let_in

KEY = b"k" * 32
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LANGUAGES = ("de", "ar", "uk", "ru", "en", "fa", "tr", "fr")
HEAD = "Datum;Anfrage;Gruppe;Fallnummer\n"


@pytest.fixture
def programme(session: Session) -> Programme:
    found = Programme(
        key="femos-plus", name="Fem.OS Plus", organisation="Minor", keeps_free_text=True, created_at=NOW
    )
    session.add(found)
    session.flush()
    session.add_all(ProgrammeLanguage(programme_id=found.id or 0, language=code) for code in LANGUAGES)
    session.flush()
    return found


@pytest.fixture
def advisor(session: Session, programme: Programme) -> Iterator[Actor]:
    person = Person(email="advisor@example.org", name="Advisor 1", created_at=NOW)
    session.add(person)
    session.flush()
    yield Actor(person.id or 0, "Advisor 1", programme.id, frozenset({(Role.ADVISOR, "")}))


def take(session: Session, programme: Programme, data: bytes | str, **more: object) -> ImportResult:
    content = data.encode() if isinstance(data, str) else data
    arguments = {"name": "liste.csv", "key": KEY, "by": None, "now": NOW, **more}
    return import_needs(session, programme=programme, data=content, **arguments)  # type: ignore[arg-type]


def adds_up(result: ImportResult) -> bool:
    shown = result.as_json()
    return shown["read"] == shown["imported"] + shown["duplicates"] + len(shown["rejected"]) and shown[
        "imported"
    ] == sum(shown["topics"].values()) + shown["unclear"] == sum(shown["languages"].values())


def test_import_of_the_advice_log_loses_nothing_and_knows_every_language(
    session: Session, programme: Programme, shared_data: Path
) -> None:
    for name, rows in (("anfragen_2026.csv", 1500), ("requests_2026.tsv", 300)):
        result = take(session, programme, (shared_data / "advice-log" / name).read_bytes(), name=name)
        assert result.read == rows
        assert adds_up(result)
        assert not result.rejected
    long_without = [
        need.text
        for need in session.exec(select(AdviceNeed).where(AdviceNeed.language == None))  # noqa: E711
        if len(need.text or "") > 20
    ]
    assert not long_without


def test_import_of_the_same_file_again_adds_nothing(
    session: Session, programme: Programme, shared_data: Path
) -> None:
    data = (shared_data / "advice-log" / "anfragen_2026.csv").read_bytes()
    first = take(session, programme, data)
    before = week_counts(session, programme_id=programme.id or 0, until=date(2026, 12, 31))
    copies = sorted(session.exec(select(AdviceNeed.copies)))
    again = take(session, programme, data)
    assert (again.imported, again.duplicates) == (0, first.read)
    assert adds_up(again)
    after = week_counts(session, programme_id=programme.id or 0, until=date(2026, 12, 31))
    assert sorted(before, key=str) == sorted(after, key=str)
    assert sorted(session.exec(select(AdviceNeed.copies))) == copies


def test_radar_of_the_advice_log_puts_the_planted_rise_first(
    session: Session, programme: Programme, shared_data: Path
) -> None:
    take(session, programme, (shared_data / "advice-log" / "anfragen_2026.csv").read_bytes())
    rows = radar_of(session, programme=programme, as_of=date(2026, 11, 22))
    assert {(row.topic, row.language) for row in rows[:4]} == {
        ("childcare", "ar"), ("childcare", "uk"), ("child_benefit", "ar"), ("child_benefit", "uk"),
    }  # fmt: skip
    assert all((row.surprise or 0) > 2 for row in rows[:4])
    assert (rows[4].surprise or 0) < 1
    json.dumps([row.as_json() for row in rows])


def test_import_groups_the_same_question_of_a_day_and_keeps_different_cases_apart(
    session: Session, programme: Programme
) -> None:
    result = take(
        session,
        programme,
        HEAD
        + "02.11.2026;Wann kommt mein Lohn?;G1;7\n02.11.2026;wann  kommt mein lohn?;G1;7\n"
        + "02.11.2026;Wann kommt mein Lohn?;G2;7\n02.11.2026;Wann kommt mein Lohn?;G1;8\n"
        + "03.11.2026;Wann kommt mein Lohn?;G1;7\n",
    )
    assert (result.imported, result.duplicates) == (4, 1)
    assert sorted(session.exec(select(AdviceNeed.copies))) == [1, 1, 1, 2]
    let_in(session, programme.id or 0)
    assert sum(row.asked for row in session.exec(select(NeedWeek))) == 4


def test_import_of_a_grown_sheet_adds_only_what_is_new(session: Session, programme: Programme) -> None:
    old = HEAD + "02.11.2026;Wann kommt mein Lohn?;G1;\n"
    take(session, programme, old)
    grown = take(session, programme, old + "04.11.2026;Darf mein Chef kündigen?;G1;\n")
    assert (grown.imported, grown.duplicates) == (1, 1)


def test_import_of_json_lines_rejects_the_broken_one_alone(session: Session, programme: Programme) -> None:
    sound = '{"date": "2026-11-02", "text": "Wann kommt mein Lohn?"}'
    result = take(session, programme, f'{sound}\n{{"date": "2026-11-03", "te\n'.encode(), name="x.jsonl")
    assert (result.read, result.imported) == (2, 1)
    assert [(one.row, one.column, one.value_hint) for one in result.rejected] == [(2, "", "")]


def test_import_rejects_rows_one_by_one_and_says_where_and_why(
    session: Session, programme: Programme
) -> None:
    result = take(
        session,
        programme,
        HEAD
        + "02.11.2026;Wann kommt mein Lohn?;G1;\n31.02.2026;Frage;G1;\n;Frage;G1;\n02.11.2028;Frage;G1;\n"
        + "02.11.2026;;G1;\n02.11.1990;Frage;G1;\nruf 0171 2345678 an;Frage;G1;\n",
    )
    assert [(one.row, one.column) for one in result.rejected] == [
        (3, "Datum"), (4, "Datum"), (5, "Datum"), (6, "Anfrage"), (7, "Datum"), (8, "Datum"),
    ]  # fmt: skip
    assert adds_up(result)
    assert result.rejected[0].value_hint == "31.02.2026"
    assert result.rejected[-1].value_hint == "… ⟨phone⟩ …"
    assert all(len(one.value_hint) <= 20 and one.reason.endswith(".") for one in result.rejected)


def test_import_that_cannot_start_leaves_nothing(session: Session, programme: Programme) -> None:
    for data, words in (
        (b"", "is empty"),
        (b"Day;Text\n03/04/2026;Frage\n", "two ways"),
        (b"Beginn;Was\n03.04.2026;Frage\n", "No column holds the date"),
    ):
        with pytest.raises(BadInput, match=words):
            take(session, programme, data)
    assert not session.exec(select(NeedBatch)).all()
    chosen = take(session, programme, "Day;Text\n03/04/2026;Frage\n", choices=["Day=date:mdy"])
    assert chosen.imported == 1
    assert session.exec(select(AdviceNeed.day)).one() == date(2026, 3, 4)


def test_a_date_of_the_other_order_is_told_how_to_be_read(session: Session, programme: Programme) -> None:
    mixed = "Day;Frage\n28/07/2026;Wann kommt mein Lohn?\n07/28/2026;Wer zahlt den Arzt?\n"
    result = take(session, programme, mixed, choices=["Day=date:dmy"])
    assert result.imported == 1
    assert "month before day" in result.rejected[0].reason
    assert "--map" not in result.rejected[0].reason
    assert "choose that order for the column" in result.rejected[0].reason


def test_import_remembers_the_mapping_of_these_headers(session: Session, programme: Programme) -> None:
    take(session, programme, "Day;Was\n03/04/2026;Frage eins\n", choices=["Day=date:mdy", "Was=text"])
    again = take(session, programme, "Was;Day\nFrage zwei;05/06/2026\n")
    assert again.imported == 1
    assert sorted(session.exec(select(AdviceNeed.day)))[-1] == date(2026, 5, 6)


def test_import_stopped_half_way_is_taken_back_whole(session: Session, programme: Programme) -> None:
    session.commit()
    rows = "".join(
        f"02.11.2026;Frage Nummer {chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)}?;G;\n"
        for n in range(2500)
    )
    with pytest.raises(ImportStopped):
        take(session, programme, HEAD + rows, progress=lambda done, total: done >= 2000)
    session.rollback()
    assert need_counts(session, programme_id=programme.id or 0).asked == 0


def test_import_without_free_text_keeps_only_the_classification(
    session: Session, programme: Programme
) -> None:
    programme.keeps_free_text = False
    take(session, programme, HEAD + "02.11.2026;Wann kommt mein Lohn?;G1;4711\n")
    need = session.exec(select(AdviceNeed)).one()
    assert (need.text, need.topic, need.language) == (None, "wage", "de")
    assert need.case_hash and "4711" not in need.case_hash


def test_import_of_topics_without_texts_counts_each_row_once(session: Session, programme: Programme) -> None:
    data = "Datum;Thema;Sprache\n" + "02.11.2026;child_benefit;ar\n" * 3
    assert take(session, programme, data).imported == 3
    assert take(session, programme, data).duplicates == 3


BARE = "Datum;Thema;Sprache\n" + "02.11.2026;wage;uk\n" * 4 + "03.11.2026;wage;ar\n"
ANOTHER_BARE = "Datum;Thema;Sprache\n" + "02.11.2026;wage;uk\n" * 4 + "04.11.2026;wage;ar\n" * 2


@pytest.mark.parametrize(
    ("first", "then", "counts"),
    [
        ("02.11.2026;Kindergeld Antrag;G;\n" * 8, "02.11.2026;Kindergeld Antrag;G;\n" * 8, (8, 0, 8)),
        ("02.11.2026;Kindergeld?;G;\n" * 2, "02.11.2026;Kindergeld?;G;9\n" * 2, (2, 1, 1)),
        # Grown at either end, sorted anew.
        (BARE, BARE + "09.11.2026;wage;uk\n" * 2, (5, 2, 5)),
        (BARE, BARE.replace("uk\n", "uk\n09.11.2026;wage;uk\n", 1), (5, 1, 5)),
        # Two teams of one day.
        (BARE, ANOTHER_BARE, (5, 6, 0)),
    ],
)
def test_rows_that_say_little_count_each_unless_their_list_is_known(
    session: Session, programme: Programme, first: str, then: str, counts: tuple[int, int, int]
) -> None:
    lists = [one if one.startswith("Datum") else HEAD + one for one in (first, then)]
    came, again = [take(session, programme, one) for one in lists]
    assert (came.imported, again.imported, again.duplicates) == counts
    seen = look_at(
        session,
        programme=programme,
        data=lists[1].encode(),
        name="x.csv",
        choices=(),
        key=KEY,
        today=NOW.date(),
    )
    assert seen.again == seen.tried == again.read


def test_single_entries_that_say_little_count_each_but_not_the_same_form_twice(
    session: Session, programme: Programme
) -> None:
    told = [
        record_need(
            session, programme=programme, values={"topic": "wage"}, key=KEY, by=None, now=NOW, once=sign
        )
        for sign in ("", "", "form 1", "form 2", "form 2")
    ]
    assert [one.imported for one in told] == [1, 1, 1, 1, 0]


def test_import_of_planted_identifiers_leaves_no_trace_in_the_database_file(
    session: Session, programme: Programme, engine: Engine, tmp_path: Path
) -> None:
    cases = some_of(planted(), one_in=7)
    rows = [{"date": "2026-11-02", "text": case.text, "group": f"G {case.text}"} for case in cases]
    result = take(session, programme, json.dumps(rows), name="canary.json")
    session.commit()
    assert result.read == len(cases)
    assert adds_up(result)
    assert sum(result.redacted.values()) >= len(cases)
    everything = {piece for case in cases for piece in traces(case.secret)}
    for need in session.exec(select(AdviceNeed)):
        for kept in (need.text, need.space):
            words = compact(kept or "")
            assert not [piece for piece in everything if piece in words], kept
    if engine.dialect.name == "sqlite":
        files = b"".join(file.read_bytes() for file in tmp_path.iterdir())
        plain = re.sub(rb"[^0-9A-Za-z]", b"", files).lower()
        assert b"chef" in files or b"patron" in files
        assert not [case.secret for case in cases if case.secret.encode() in plain]


def test_import_refuses_who_may_not_and_names_no_person(
    session: Session, programme: Programme, advisor: Actor
) -> None:
    board = Actor(advisor.person_id, "Board 1", programme.id, frozenset({(Role.BOARD, "")}))
    with pytest.raises(NotAllowed):
        take(session, programme, HEAD + "02.11.2026;Frage;;\n", by=board)
    assert take(session, programme, HEAD + "02.11.2026;Frage;;\n", by=advisor).imported == 1


def test_undo_of_an_import_takes_its_questions_and_counts_back(
    session: Session, programme: Programme, advisor: Actor
) -> None:
    first = take(session, programme, HEAD + "02.11.2026;Wann kommt mein Lohn?;G1;\n")
    second = take(session, programme, HEAD + "03.11.2026;Bekomme ich Kindergeld?;G1;\n", by=advisor)
    assert undo_import(session, batch_id=second.batch_id or 0, by=advisor, now=NOW).deleted == 1
    let_in(session, programme.id or 0)
    assert [need.batch_id for need in session.exec(select(AdviceNeed))] == [first.batch_id]
    assert [(row.topic, row.asked) for row in session.exec(select(NeedWeek))] == [("wage", 1)]
    assert [row.topic for row in session.exec(select(NeedSpace))] == ["wage"]
    with pytest.raises(Conflict):
        undo_import(session, batch_id=second.batch_id or 0, by=advisor, now=NOW)
    with pytest.raises(NotAllowed):
        undo_import(session, batch_id=first.batch_id or 0, by=advisor, now=NOW)
    with pytest.raises(NotFound):
        undo_import(session, batch_id=999, by=None, now=NOW)
    again = take(session, programme, HEAD + "03.11.2026;Bekomme ich Kindergeld?;G1;\n")
    assert again.imported == 1


def test_regions_are_counted_apart_in_steps_of_ten(session: Session, programme: Programme) -> None:
    places = {"Berlin": 20, "Hamburg": 14, "Bayern": 3}
    lines = "".join(
        f"02.11.2026;Wann kommt mein Lohn, Fall {chr(97 + at)}?;{place}\n"
        for place, count in places.items()
        for at in range(count)
    )
    batch = take(session, programme, f"Datum;Anfrage;Bundesland\n{lines}")
    as_of = date(2026, 11, 8)
    let_in(session, programme.id or 0)

    def shown(region: str) -> list[tuple[str, int | None]]:
        rows = radar_of_region(session, programme=programme, region=region, as_of=as_of)
        return [(row.topic, row.count) for row in rows]

    assert [shown(one) for one in ("DE-BE", "DE-HH", "DE-BY")] == [[("wage", 20)], [("wage", 10)], []]
    undo_import(session, batch_id=batch.batch_id or 0, by=None, now=NOW)
    assert shown("DE-BE") == []


def test_a_file_that_was_taken_in_is_not_counted_again_by_leaving_a_column_out(
    session: Session, programme: Programme
) -> None:
    data = HEAD + "02.11.2026;Wann kommt mein Lohn?;G1;\n"
    first = take(session, programme, data)
    assert take(session, programme, data).imported == 0
    looked = {
        "programme": programme,
        "data": data.encode(),
        "name": "liste.csv",
        "key": KEY,
        "today": NOW.date(),
    }
    again = look_at(session, choices=(), **looked)
    assert (again.taken_on, again.would_count_twice, again.is_ready) == (NOW.date(), False, True)
    otherwise = {"choices": ["Anfrage=ignore", "Gruppe=text"]}
    other = look_at(session, **otherwise, **looked)
    assert (other.would_count_twice, other.is_ready) == (True, False)
    with pytest.raises(Conflict, match="taken in on 2026-11-23"):
        take(session, programme, data, **otherwise)
    undo_import(session, batch_id=first.batch_id or 0, by=None, now=NOW)
    assert look_at(session, **otherwise, **looked).is_ready


def test_undo_keeps_what_a_later_file_also_held(session: Session, programme: Programme) -> None:
    both = HEAD + "02.11.2026;Wann kommt mein Lohn?;G1;\n"
    alone = "03.11.2026;Bekomme ich Kindergeld?;G1;\n"
    first = take(session, programme, both + alone)
    second = take(session, programme, both + "02.11.2026;Wann kommt mein Lohn?;G1;\n")
    third = take(session, programme, both)
    assert session.exec(select(AdviceNeed.copies).order_by(col(AdviceNeed.day))).all() == [2, 1]
    foreseen = what_undoing_does(session, programme_id=programme.id or 0, batch_ids=[first.batch_id or 0])
    undone = undo_import(session, batch_id=first.batch_id or 0, by=None, now=NOW)
    assert undone == Undone(1, {second.batch_id or 0: 1}) == foreseen[first.batch_id or 0]
    session.expire_all()
    need = session.exec(select(AdviceNeed)).one()
    assert (need.batch_id, need.copies) == (second.batch_id, 2)
    assert undo_import(session, batch_id=second.batch_id or 0, by=None, now=NOW).deleted == 0
    session.expire_all()
    need = session.exec(select(AdviceNeed)).one()
    assert (need.batch_id, need.copies) == (third.batch_id, 1)
    let_in(session, programme.id or 0)
    assert [(row.topic, row.asked) for row in session.exec(select(NeedWeek))] == [("wage", 1)]
    assert undo_import(session, batch_id=third.batch_id or 0, by=None, now=NOW).deleted == 1
    assert not session.exec(select(NeedWeek)).all()
    assert not session.exec(select(NeedHeld)).all()


def test_undo_of_a_later_file_leaves_the_earlier_one_as_it_was(
    session: Session, programme: Programme
) -> None:
    row = "02.11.2026;Wann kommt mein Lohn?;G1;\n"
    first = take(session, programme, HEAD + row)
    second = take(session, programme, HEAD + row * 3)
    assert undo_import(session, batch_id=second.batch_id or 0, by=None, now=NOW).deleted == 0
    session.expire_all()
    need = session.exec(select(AdviceNeed)).one()
    assert (need.batch_id, need.copies) == (first.batch_id, 1)


def test_words_without_a_code_are_told_by_row_and_never_kept(session: Session, programme: Programme) -> None:
    data = (
        "Datum;Anfrage;Bundesland;Sprache;Plattform;Risiko\n"
        "02.11.2026;Wann kommt mein Lohn?;Olena;klingonisch;Myspace;sehr\n"
        "03.11.2026;Bekomme ich Kindergeld?;Berlin;Deutsch;Telegram;hoch\n"
        "04.11.2026;Was steht in der Kündigung?;unbekannt;k. A.;;-\n"
        "05.11.2026;Wie lange gilt die Duldung?;Olena;;;\n"
    )
    batch = take(session, programme, data)
    assert (batch.imported, len(batch.rejected)) == (4, 0)
    report = batch.as_report()
    assert report["unknown"] == {
        "region": {"rows": 2, "first": [2, 5]},
        "language": {"rows": 1, "first": [2]},
        "platform": {"rows": 1, "first": [2]},
        "risk": {"rows": 1, "first": [2]},
    }
    assert "Olena" not in json.dumps(report)
    assert batch.unknown["region"].told == ["Olena"]


def test_the_words_of_a_question_decide_where_its_topic_is_a_whole_field(
    session: Session, programme: Programme
) -> None:
    data = (
        "Datum;Anfrage;Thema\n"
        "02.11.2026;Mein Chef bezahlt die Überstunden nicht.;Arbeitsrecht\n"
        "03.11.2026;;Arbeitsrecht\n"
    )
    batch = take(session, programme, data)
    assert (batch.unknown["topic"].told, [line.row for line in batch.rejected]) == (["Arbeitsrecht"], [3])
    assert session.exec(select(AdviceNeed)).one().topic == "wage"


def test_one_question_from_the_phone_is_recorded(
    session: Session, programme: Programme, advisor: Actor
) -> None:
    result = record_need(
        session,
        programme=programme,
        values={"text": "متى يصل راتبي؟ 0171 2345678", "platform": "telegram", "space": "G1"},
        key=KEY,
        by=advisor,
        now=NOW,
    )
    need = session.exec(select(AdviceNeed)).one()
    assert (result.imported, need.language, need.topic, need.day) == (1, "ar", "wage", NOW.date())
    assert "2345678" not in (need.text or "")
    with pytest.raises(Refusal):
        record_need(
            session, programme=programme, values={"platform": "telegram"}, key=KEY, by=advisor, now=NOW
        )


def test_confirming_topics_corrects_counts_in_bulk(
    session: Session, programme: Programme, advisor: Actor
) -> None:
    take(
        session, programme, HEAD + "02.11.2026;Wann kommt mein Lohn?;G1;\n02.11.2026;Guten Tag an alle;G1;\n"
    )
    ids = [need.id or 0 for need in recent_needs(session, programme_id=programme.id or 0)]
    assert confirm_topic(session, need_ids=ids, topic="wage", by=advisor, now=NOW) == 1
    let_in(session, programme.id or 0)
    assert [(row.topic, row.asked) for row in session.exec(select(NeedWeek))] == [("wage", 2)]
    assert need_counts(session, programme_id=programme.id or 0).confirmed == 2
    with pytest.raises(NotFound):
        confirm_topic(session, need_ids=[*ids, 999], topic="wage", by=advisor, now=NOW)


def test_proposal_is_kept_planned_once_and_listed_while_open(
    session: Session, programme: Programme, shared_data: Path
) -> None:
    take(session, programme, (shared_data / "advice-log" / "anfragen_2026.csv").read_bytes())
    as_of = date(2026, 11, 22)
    spaces = spaces_of_topic(
        session, programme=programme, topic="child_benefit", since=date(2026, 10, 1), until=as_of
    )
    proposal = propose(
        radar_of(session, programme=programme, as_of=as_of),
        "child_benefit",
        ProgrammeView(LANGUAGES, spaces=spaces),
        today=as_of,
    )
    row = save_proposal(
        session, programme_id=programme.id or 0, proposal=proposal, as_of=as_of, by=None, now=NOW
    )
    assert [one.id for one in open_proposals(session, programme_id=programme.id or 0)] == [row.id]
    assert set(row.languages) == set(LANGUAGES)
    mark_planned(session, proposal_id=row.id or 0, by=None, now=NOW)
    assert not open_proposals(session, programme_id=programme.id or 0)
    with pytest.raises(Conflict):
        dismiss_proposal(session, proposal_id=row.id or 0, by=None, now=NOW)


def test_batches_keep_their_report(session: Session, programme: Programme) -> None:
    take(session, programme, HEAD + "02.11.2026;Wann kommt mein Lohn?;G1;\n;x;;\n")
    batch = recent_batches(session, programme_id=programme.id or 0)[0]
    assert (batch.report["imported"], batch.report["rejected_count"], batch.source) == (1, 1, "csv")


def test_questions_older_than_the_retention_are_forgotten_and_their_counts_stay(
    session: Session, programme: Programme
) -> None:
    programme.retention_days = 30
    take(
        session, programme, HEAD + "02.11.2026;Wann kommt mein Lohn?;G1;\n20.09.2026;Wo ist mein Lohn?;G1;\n"
    )
    let_in(session, programme.id or 0)
    assert overdue_needs(session, programme=programme, now=NOW, grace=timedelta(days=2)) == 1
    assert forget_old_needs(session, programme=programme, now=NOW) == 1
    assert overdue_needs(session, programme=programme, now=NOW, grace=timedelta(days=2)) == 0
    assert [need.day for need in session.exec(select(AdviceNeed))] == [date(2026, 11, 2)]
    assert sum(row.asked for row in session.exec(select(NeedWeek))) == 2
