"""The same counts everywhere: on the command line, in the batch, and in what the desk shows of an upload."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from campaigns.db import read_scope
from campaigns.work.models import Work
from tests.campaigns.needs.invented import invented
from tests.rules.canary_house import HEADERS, House, Plants, Way, by_upload, house
from tests.rules.canary_house import by_command as command
from tests.whole import some_of

COUNTS = ("read", "imported", "duplicates", "unclear", "redacted", "languages", "topics")


def check(document: dict[str, Any], rows: int, columns: tuple[str, ...] = HEADERS) -> None:
    assert document["read"] == rows
    assert document["read"] == document["imported"] + document["duplicates"] + len(document["rejected"])
    assert document["imported"] == document["unclear"] + sum(document["topics"].values())
    assert document["rejected"]
    assert document["duplicates"]
    assert {row["column"] for row in document["rejected"]} <= set(columns)


@pytest.mark.parametrize("kind", some_of(("csv", "json", "xlsx", "jsonl"), one_in=2))
def test_a_file_counts_the_same_by_command_and_by_upload(tmp_path: Path, kind: str) -> None:
    some = list(invented(9))[::40]
    plants: Plants = [*some, *some[:20]]
    documents = []
    for name, way in (("command", command(kind)), ("upload", by_upload(kind))):
        with house(tmp_path / name) as here:
            # Copies of the same rows stand on other days, so they are asked again: those of one day are duplicates.
            here.run(_twice(way), plants)
            documents.append(_document(here) if name == "command" else _result(here))
            batch = here.reports()[-1]
            assert {key: batch[key] for key in COUNTS} == {key: documents[-1][key] for key in COUNTS}
    for document in documents:
        check(document, len(plants))
    assert {key: documents[0][key] for key in COUNTS} == {key: documents[1][key] for key in COUNTS}
    assert documents[0]["rejected"] == documents[1]["rejected"]


def _twice(way: Way) -> Way:
    """The file after a part of it was taken in already."""

    def both(here: House, plants: Plants) -> None:
        try:
            command("csv")(here, plants[:15])
        except SystemExit as ended:
            assert not ended.code
        way(here, plants)

    return both


def _document(here: House) -> dict[str, Any]:
    said = (here.folder / "said" / "out").read_text(encoding="utf-8")
    decoder, at, found = json.JSONDecoder(), 0, {}
    while said[at:].strip():
        found, used = decoder.raw_decode(said[at:].lstrip())
        at += len(said[at:]) - len(said[at:].lstrip()) + used
    return found


def _result(here: House) -> dict[str, Any]:
    with read_scope(here.engine) as session:
        return session.exec(select(Work.result).where(Work.kind == "import_needs")).one()
