"""The evidence for funders: whole, readable in both languages, and checked by somebody who has nothing else."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from campaigns.approvals.actions import add_note, withdraw_approval
from campaigns.approvals.queries import open_review_of
from campaigns.content.models import PostFact, Variant
from campaigns.people.heads import present_head
from campaigns.placements.actions import add_account, place
from campaigns.placements.sending.claim import Wanted, claim_placements
from campaigns.reach.evidence import LANGUAGES, Dossier, evidence_zip, gather_evidence
from campaigns.reach.evidence.archive import TABLES
from campaigns.reach.evidence.book import book, columns_of
from campaigns.reach.evidence.check import main as check
from campaigns.vocabulary import Decision, FactStatus, NoteKind, Origin, Risk, Role
from tests import builders
from tests.settling import note_published


@pytest.fixture
def dossier(session: Session, now: datetime) -> Dossier:
    """A text that was approved after a question, published into a folder of the machine, and withdrawn."""
    cast = builders.make_cast(session, now=now)
    variant, proofs = builders.approved_variant(session, cast, now=now, channels=("feed", "folder"))
    programme = cast.programme.id or 0
    account = add_account(
        session, programme_id=programme, channel="folder", name="Folder", by=cast.admin, now=now
    )
    placement = place(
        session,
        variant_id=variant.id or 0,
        proof=proofs["folder"],
        account=account,
        wall=datetime(2026, 11, 26, 10, 0),
        zone="Europe/Berlin",
        by=cast.staff,
        now=now,
    )
    connection, due = session.connection(), placement.due_at
    assert due is not None
    wanted = Wanted(placement.id or 0, placement.digest or "")
    assert claim_placements(connection, wanted=[wanted], token="t.1", now=due)[0]
    note_published(
        connection, placement, token="t.1", remote_id="post", url="file:///srv/posts/post", now=due
    )
    withdraw_approval(
        session,
        proof=proofs["feed"],
        reason="=2+3 is no reason",
        programme_id=programme,
        by=cast.lawyer,
        now=now,
    )
    request = builders.submit(session, cast, variant, now=now)
    assert open_review_of(session, variant.id or 0) == request
    add_note(
        session,
        request_id=request.id or 0,
        text="Is § 66 right?",
        to_person=cast.second_lawyer.person_id,
        by=cast.lawyer,
        now=now,
    )
    fact = builders.make_fact(session, cast.programme, now=now, laws=["§ 66 EStG"])
    session.add(PostFact(post_id=variant.post_id, fact_id=fact.id or 0, fact_revision=1, position=1))
    session.flush()
    head = present_head(session, now=now)
    assert head is not None
    return gather_evidence(session, programme=cast.programme, heads=[head], now=now)


@pytest.fixture
def folder(dossier: Dossier, tmp_path: Path) -> Path:
    zipfile.ZipFile(io.BytesIO(evidence_zip(dossier, language="de"))).extractall(tmp_path)
    return tmp_path


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    text = (folder / name).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def test_the_tables_tell_who_decided_what_about_which_text_in_german(folder: Path) -> None:
    decided = rows(folder, "entscheidungen.csv")
    assert [row["Entscheidung"] for row in decided] == ["freigegeben", "freigegeben", "Freigabe widerrufen"]
    assert {row["In welcher Rolle"] for row in decided} == {"juristische Prüfung"}
    assert {row["Kanal"] for row in decided} == {"Atom-Feed", "Ordner"}
    headline = builders.WORDS["de"].headline
    assert all(
        row["Überschrift"] == headline and headline in row["Text, wie er hinausgeht"] for row in decided
    )
    assert decided[2]["Begründung, Anmerkung"] == "'=2+3 is no reason"
    (text,) = rows(folder, "texte.csv")
    assert (text["Herkunft"], text["Geschrieben von"] != "") == ("Satzmuster", True)
    assert rows(folder, "fakten.csv")[0]["Rechtsgrundlage"] == "§ 66 EStG"
    assert rows(folder, "anmerkungen.csv")[0]["Gefragt wird"] == "lawyer2"
    assert all(len(row["Prüfsumme der Datei"]) == 64 for row in rows(folder, "dateien.csv"))


def test_each_approval_names_what_its_facts_said_and_whether_they_say_it_still(
    session: Session, now: datetime
) -> None:
    cast = builders.make_cast(session, now=now)
    fact = builders.make_fact(session, cast.programme, now=now, laws=["§ 66 EStG"])
    campaign = builders.make_campaign(session, cast, now=now, facts=[fact])
    builders.give_pictures(session, campaign, now=now)
    request = builders.submit(session, cast, builders.first_variant(session, campaign), now=now)
    builders.approve(session, cast, request, now=now)

    def said() -> list[bool]:
        found = gather_evidence(session, programme=cast.programme, heads=[], now=now)
        return [row.says_the_same for row in found.grounds]

    assert set(said()) == {True}
    fact.laws = ["§ 6 BKGG"]
    assert set(said()) == {False}


def test_a_note_about_a_card_that_nobody_has_decided_is_told_with_its_text(
    session: Session, now: datetime
) -> None:
    cast = builders.make_cast(session, now=now)
    variant = _waiting(session, cast, now)

    found = gather_evidence(session, programme=cast.programme, heads=[], now=now)
    later = gather_evidence(
        session, programme=cast.programme, heads=[], now=now, since=now + timedelta(days=1)
    )

    assert [(note.text_id, note.reason) for note in found.notes] == [(variant.id, "Is § 66 right?")]
    assert {row.text_id for row in found.texts} == {variant.id}
    assert (found.decisions, later.notes, later.texts) == ([], [], [])


def test_evidence_of_one_language_holds_nothing_of_another(session: Session, now: datetime) -> None:
    cast = builders.make_cast(session, now=now)
    approved, _proofs = builders.approved_variant(session, cast, now=now)
    _waiting(session, cast, now)

    own = gather_evidence(session, programme=cast.programme, heads=[], now=now, languages=["de"])
    other = gather_evidence(session, programme=cast.programme, heads=[], now=now, languages=["ar"])

    assert {row.text_id for row in own.texts} >= {approved.id}
    assert own.notes and own.decisions and own.manifests
    for name in ("decisions", "texts", "facts", "grounds", "files", "notes", "publications"):
        assert list(getattr(other, name)) == [], name
    assert (other.manifests, list(other.trail.full)) == ({}, [])


def _waiting(session: Session, cast: builders.Cast, now: datetime) -> Variant:
    """A German text about which something was said and nothing decided."""
    campaign = builders.make_campaign(session, cast, now=now, facts=[])
    builders.give_pictures(session, campaign, now=now)
    variant = builders.first_variant(session, campaign)
    request = builders.submit(session, cast, variant, now=now)
    add_note(session, request_id=request.id or 0, text="Is § 66 right?", by=cast.lawyer, now=now)
    return variant


def test_no_path_of_the_machine_is_told(folder: Path) -> None:
    (published,) = rows(folder, "veroeffentlichungen.csv")
    assert published["Adresse"] == ""
    assert not any(b"file:" in path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_the_folder_checks_itself(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(folder) == 0
    assert "all of it holds" in capsys.readouterr().out


def _other_bytes(folder: Path) -> None:
    path = next((folder / "manifests").iterdir())
    path.write_bytes(path.read_bytes() + b" ")


def _other_row(folder: Path) -> None:
    path = folder / "trail.jsonl"
    path.write_text(path.read_text().replace("withdraw_approval", "approve_variant", 1))


def _row_less(folder: Path) -> None:
    path = folder / "trail.jsonl"
    path.write_text("".join(path.read_text().splitlines(keepends=True)[1:]))


def _other_head(folder: Path) -> None:
    path = folder / "heads.txt"
    moment, row, _digest = path.read_text().split()
    path.write_text(f"{moment} {row} {'0' * 64}\n")


def _other_word(folder: Path) -> None:
    path = folder / "evidence.json"
    document = json.loads(path.read_text())
    document["decisions"][2]["decision"] = "return"
    path.write_text(json.dumps(document))


def _other_text(folder: Path) -> None:
    path = folder / "evidence.json"
    document = json.loads(path.read_text())
    document["decisions"][0]["text"] += "!"
    path.write_text(json.dumps(document))


def _publication_less(folder: Path) -> None:
    path = folder / "evidence.json"
    document = json.loads(path.read_text())
    document["publications"].clear()
    path.write_text(json.dumps(document))


def _taken_down(folder: Path) -> None:
    path = folder / "evidence.json"
    document = json.loads(path.read_text())
    document["publications"][0]["taken_down_at"] = document["made_at"]
    path.write_text(json.dumps(document))


@pytest.mark.parametrize(
    "tamper",
    [
        _other_bytes,
        _other_row,
        _row_less,
        _other_head,
        _other_word,
        _other_text,
        _publication_less,
        _taken_down,
    ],
)
def test_a_folder_somebody_wrote_into_does_not_hold(folder: Path, tamper: Callable[[Path], None]) -> None:
    tamper(folder)
    assert check(folder) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_and_every_word_is_explained(language: str) -> None:
    for name, row_type in TABLES.items():
        assert all(book()["tables"][name][language])
        for column in columns_of(row_type):
            assert len([text for text in book()["columns"][column][language] if text]) == 2, column
    for kind, words in {
        "decision": Decision, "origin": Origin, "risk": Risk, "status": FactStatus, "note": NoteKind, "roles": Role,
    }.items():  # fmt: skip
        assert all(book()["words"][kind][word.value][language] for word in words), kind
