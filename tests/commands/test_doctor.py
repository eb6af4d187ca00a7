"""The doctor on the command line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.commands.conftest import Litfass


def test_a_healthy_home_gives_a_list_and_status_nought(litfass: Litfass, programme: str) -> None:
    findings = litfass("doctor", "--json").document
    assert all(set(one) == {"name", "state", "sentence", "remedy"} for one in findings)
    assert {one["state"] for one in findings} <= {"well", "note"}
    names = {one["name"] for one in findings}
    assert {"sqlite", "fonts", "ffmpeg", "sandbox", "keys", "clock", "disk", "worker", "database"} <= names


def test_something_that_fails_makes_the_status_one(litfass: Litfass, home: Path, programme: str) -> None:
    (home / "keys" / "session.key").chmod(0o644)
    said = litfass("doctor", "--json", status=1)
    assert [one["name"] for one in said.document if one["state"] == "fails"] == ["keys"]
    assert "keys" in said.err


def test_the_doctor_makes_nothing(litfass: Litfass, home: Path) -> None:
    shutil.rmtree(home, ignore_errors=True)
    litfass("doctor")
    assert not home.exists()


def test_a_public_address_without_tls_fails(litfass: Litfass, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LITFASS_BASE_URL", "http://litfass.example.org")
    assert "without TLS" in litfass("doctor", status=1).out
