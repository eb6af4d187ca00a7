"""Programmes and people from the command line."""

from __future__ import annotations

import pytest
from sqlmodel import Session

from campaigns.people.actions.logins import authenticate
from campaigns.people.presets import presets
from campaigns.settings import load_settings
from commands.composition import database
from tests.commands.conftest import Litfass


@pytest.mark.parametrize("key", list(presets()))
def test_a_preset_begins_a_programme_with_its_languages_and_facts(litfass: Litfass, key: str) -> None:
    row = litfass("programme", "add", key, "--json").document
    assert set(row["languages"]) == set(presets()[key].languages)
    assert row["facts"] > 0
    assert [item["key"] for item in litfass("programme", "list", "--json").document] == [key]


def test_a_programme_without_preset_takes_what_is_given(litfass: Litfass) -> None:
    row = litfass(
        "programme", "add", "own", "--name", "Our own", "--language", "de", "--language", "ro",
        "--zone", "Europe/Bucharest", "--json",
    ).document  # fmt: skip
    assert (row["name"], row["languages"], row["zone"]) == ("Our own", ["de", "ro"], "Europe/Bucharest")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["programme", "add", "Not A Key"], "cannot be used"),
        (["programme", "add", "own", "--preset", "nobody"], "Known presets"),
        (["programme", "add", "own", "--language", "xx"], "no language"),
        (["programme", "add", "own", "--zone", "Mars/Base"], "no time zone"),
    ],
)
def test_a_programme_that_cannot_be_is_refused(litfass: Litfass, words: list[str], sentence: str) -> None:
    assert sentence in litfass(*words, status=1).err
    assert litfass("programme", "list", "--json").document == []


def test_a_programme_is_begun_once(litfass: Litfass, programme: str) -> None:
    assert "already" in litfass("programme", "add", programme, status=1).err


def test_a_new_user_logs_in_with_the_shown_password(litfass: Litfass, programme: str) -> None:
    row = litfass(
        "user", "add", "lawyer@advice.example", "--role", "lawyer", "--programme", programme,
        "--language", "de", "--language", "ar", "--json",
    ).document  # fmt: skip
    assert row["languages"] == ["de", "ar"]
    with database(load_settings()) as engine, Session(engine) as session:
        assert (
            authenticate(session, email="lawyer@advice.example", password=row["password"]).email
            == row["email"]
        )


def test_a_known_user_gets_the_role_and_keeps_the_password(litfass: Litfass, programme: str) -> None:
    litfass("user", "add", "a@advice.example", "--role", "staff", "--programme", programme)
    row = litfass(
        "user", "add", "A@advice.example", "--role", "lead", "--programme", programme, "--json"
    ).document
    assert (row["new"], row["granted"], row["password"]) == (False, ["lead"], None)
    again = litfass("user", "add", "a@advice.example", "--role", "lead", "--programme", programme)
    assert "role lead in femos-plus already. Nothing was changed" in again.out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["a@advice.example", "--role", "staff", "--programme", "nobody"], "Known programmes: femos-plus"),
        (["no address", "--role", "staff", "--programme", "femos-plus"], "not an e-mail address"),
        (
            ["a@advice.example", "--role", "lawyer", "--programme", "femos-plus", "--language", "hu"],
            "does not work in this language",
        ),
    ],
)
def test_a_user_that_cannot_be_is_refused(
    litfass: Litfass, programme: str, words: list[str], sentence: str
) -> None:
    assert sentence in litfass("user", "add", *words, status=1).err
