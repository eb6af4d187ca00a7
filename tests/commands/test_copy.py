"""`litfass copy`: texts out to translators' tools and back in."""

from __future__ import annotations

import json
from pathlib import Path

import lxml.etree
import pytest
from sqlmodel import col, select

from campaigns.content.models import Revision
from campaigns.db import read_scope
from campaigns.people.models import Person
from campaigns.settings import load_settings
from commands.composition import database
from tests.commands.conftest import Litfass

XLIFF = "{urn:oasis:names:tc:xliff:document:2.0}"


@pytest.fixture
def campaign(planned: int) -> str:
    return str(planned)


def test_xliff_of_every_language_comes_back_unchanged(
    litfass: Litfass, campaign: str, tmp_path: Path
) -> None:
    out = tmp_path / "texts.xlf"
    files = litfass("copy", "export", campaign, "--format", "xliff", "--out", str(out), "--json").document[
        "files"
    ]

    assert [Path(each["path"]).name for each in files] == [
        f"texts.{each['languages'][0]}.xlf" for each in files
    ]
    assert {code for each in files for code in each["languages"]} == {
        "ar",
        "en",
        "fa",
        "uk",
        "ru",
        "tr",
        "fr",
    }
    for each in files:
        root = lxml.etree.parse(each["path"]).getroot()
        assert [root.get("trgLang")] == each["languages"]
        assert len(root.findall(f".//{XLIFF}segment")) >= each["places"] > 10
        result = litfass("copy", "import", each["path"], "--json").document
        assert (result["changed"], result["conflicts"], result["rejected"]) == (0, [], [])
        assert result["read"] == result["unchanged"] == each["places"]


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_changed_words_are_written_once(litfass: Litfass, campaign: str, tmp_path: Path, kind: str) -> None:
    out = tmp_path / f"texts.{kind}"
    litfass("copy", "export", campaign, "--format", kind, "--language", "fr", "--out", str(out))
    encoding = "utf-8-sig" if kind == "csv" else "utf-8"
    text = out.read_text(encoding=encoding)
    assert "Allocations familiales" in text
    out.write_text(text.replace("Allocations familiales", "Allocs"), encoding=encoding, newline="")

    first = litfass("copy", "import", str(out), "--dry-run", "--json").document
    assert first["changed"] > 0 and first["kept"] is False
    assert litfass("copy", "import", str(out), "--json").document["changed"] == first["changed"]
    again = litfass("copy", "import", str(out), "--json").document
    assert (again["changed"], again["conflicts"]) == (0, [])


def test_conflict_is_told_with_both_versions(litfass: Litfass, campaign: str, tmp_path: Path) -> None:
    out = tmp_path / "texts.json"
    litfass("copy", "export", campaign, "--format", "json", "--language", "fr", "--out", str(out))
    document = json.loads(out.read_text(encoding="utf-8"))
    row = next(each for each in document["segments"] if each["place"] == "headline")
    before = row["target"]
    for text in ("Première", "Seconde"):
        row["target"] = text
        out.write_text(json.dumps(document), encoding="utf-8")
        result = litfass("copy", "import", str(out), "--json").document

    (conflict,) = result["conflicts"]
    assert (conflict["known_target"], conflict["present_target"], conflict["received"]) == (
        before,
        "Première",
        "Seconde",
    )
    assert conflict["reason"] == "target_changed"


def test_zip_holds_all_languages(litfass: Litfass, campaign: str, tmp_path: Path) -> None:
    out = tmp_path / "texts.zip"
    litfass("copy", "export", campaign, "--format", "xliff", "--out", str(out))

    assert litfass("copy", "import", str(out), "--json").document["unchanged"] > 50


def test_unknown_language_and_bad_file_are_refused_with_a_sentence(
    litfass: Litfass, campaign: str, tmp_path: Path
) -> None:
    out = str(tmp_path / "x.xlf")
    said = litfass(
        "copy", "export", campaign, "--format", "xliff", "--language", "fi", "--out", out, status=1
    )
    assert "no texts in fi" in said.err
    bad = tmp_path / "bad.xlf"
    bad.write_text("<!DOCTYPE a><xliff/>", encoding="utf-8")
    assert "document type" in litfass("copy", "import", str(bad), status=1).err


def test_words_that_are_brought_are_those_of_whoever_is_named(
    litfass: Litfass, campaign: str, tmp_path: Path
) -> None:
    """`--by`: the author is known in the review, and nobody who works nowhere here can be named as one."""
    person = ("--role", "translator", "--language", "fr", "--programme", "femos-plus")
    litfass("user", "add", "translator.fr@femos-plus.example", *person)
    out = tmp_path / "texts.json"
    litfass("copy", "export", campaign, "--format", "json", "--language", "fr", "--out", str(out))
    document = json.loads(out.read_text(encoding="utf-8"))
    next(each for each in document["segments"] if each["place"] == "headline")["target"] = "Première"
    out.write_text(json.dumps(document), encoding="utf-8")

    refused = litfass("copy", "import", str(out), "--by", "nobody@femos-plus.example", status=1)
    assert "Nobody with this address works in the programme" in refused.err
    assert authors("Première") == []
    litfass("copy", "import", str(out), "--by", "Translator.FR@femos-plus.example")

    assert authors("Première") == ["translator.fr@femos-plus.example"]


def authors(headline: str) -> list[str]:
    """Whose revisions have this headline."""
    with database(load_settings()) as engine, read_scope(engine) as session:
        rows = session.exec(
            select(Revision, Person.email).join(Person, col(Person.id) == Revision.created_by)
        )
        return [email for revision, email in rows if revision.words["headline"] == headline]
