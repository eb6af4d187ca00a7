"""`litfass kit`: the ZIP a partner gets, the same bytes each time, and refusals that leave no file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import text
from sqlmodel import select

from campaigns.kits.actions import add_partner, make_kits
from campaigns.kits.desk import KitDesk
from campaigns.mail.outbox import Outbox
from campaigns.people.models import AuditEntry
from campaigns.settings import secret_key
from commands.composition import instance
from tests import builders
from tests.commands.conftest import Litfass
from tests.web.stage import build_scene


@pytest.fixture
def campaign(litfass: Litfass, once: Callable[[str, Callable[[], str]], str]) -> str:
    """A campaign approved in German and Arabic, whose German kit a partner has."""
    return once("kit", lambda: _with_a_kit(litfass))


def _with_a_kit(litfass: Litfass) -> str:
    litfass("programme", "list")
    with instance() as here, here.transaction() as session:
        scene = build_scene(session, now=here.now, pictures=here.store)
        for variant in (scene.german, scene.arabic):
            request = builders.submit(session, scene.cast, variant, now=here.now, channels=("handoff",))
            builders.approve(session, scene.cast, request, now=here.now)
        partner = add_partner(
            session, programme_id=scene.cast.programme.id or 0, name="Club", by=None, now=here.now
        )
        make_kits(
            session,
            campaign=scene.campaign,
            partners=[partner],
            languages=["de"],
            desk=KitDesk("https://litfass.example", Outbox(secret_key(here.settings, "secrets.key"), False)),
            by=None,
            now=here.now,
        )
        return str(scene.campaign.id)


def inside(path: Path) -> dict[str, bytes]:
    with ZipFile(BytesIO(path.read_bytes())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_kit_holds_a_folder_for_each_language(litfass: Litfass, campaign: str, tmp_path: Path) -> None:
    out = tmp_path / "kit.zip"
    said = litfass(
        "kit", campaign, "--language", "ar", "--language", "de", "--out", str(out), "--json"
    ).document
    assert said["languages"] == ["ar", "de"]
    assert said["posts"] == {"ar": 1, "de": 1}
    assert said["digest"] == hashlib.sha256(out.read_bytes()).hexdigest()
    files = inside(out)
    assert {name.split("/")[0] for name in files} == {"ar", "de"}
    assert builders.WORDS["ar"].body in files["ar/01-explainer/text-handoff.txt"].decode()
    assert files["de/01-erklaerbeitrag/quadrat.jpg"].startswith(b"\xff\xd8")


def test_the_same_kit_is_the_same_bytes(
    litfass: Litfass, campaign: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day, name in ((23, "first"), (29, "second")):
        monkeypatch.setenv("LITFASS_NOW", f"2026-11-{day}T15:00:00+00:00")
        litfass("kit", campaign, "--language", "de", "--partner", "club", "--out", str(tmp_path / name))
    assert (tmp_path / "first").read_bytes() == (tmp_path / "second").read_bytes()


def test_the_kit_of_a_partner_has_its_own_link(litfass: Litfass, campaign: str, tmp_path: Path) -> None:
    for words, name in (((), "anybody"), (("--partner", "Club"), "club")):
        litfass("kit", campaign, "--language", "de", *words, "--out", str(tmp_path / name))
    anybody, club = (
        json.loads(inside(tmp_path / name)[f"{folder}/kit.json"])
        for name, folder in (("anybody", "de"), ("club", "de-v1"))
    )
    assert anybody["link"] is None
    assert club["link"]["target"] == "https://advice.example/child-benefit"
    assert (anybody["partner"], club["partner"]) == ("", "Club")


def test_writing_a_kit_stands_in_the_trail(litfass: Litfass, campaign: str, tmp_path: Path) -> None:
    litfass("kit", campaign, "--language", "de", "--out", str(tmp_path / "kit.zip"))
    with instance() as here, here.reading() as session:
        told = session.exec(select(AuditEntry.detail).where(AuditEntry.action == "write_kit")).all()
    assert [json.loads(detail) for detail in told] == [{"languages": ["de"]}]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--language", "uk"), "no post of this campaign may leave today"),
        (("--language", "xx"), "no language “xx”"),
        (("--language", "ar", "--partner", "Club"), "has no kit of the campaign in ar"),
        (("--language", "de", "--partner", "Nobody"), "has no kit"),
    ],
)
def test_a_kit_that_cannot_be_is_refused_and_leaves_no_file(
    litfass: Litfass, campaign: str, tmp_path: Path, words: tuple[str, ...], sentence: str
) -> None:
    out = tmp_path / "kit.zip"
    assert sentence in litfass("kit", campaign, *words, "--out", str(out), status=1).err
    assert not out.exists()


def test_what_a_lawyer_did_not_see_is_not_written(litfass: Litfass, campaign: str, tmp_path: Path) -> None:
    with instance() as here, here.transaction() as session:
        session.connection().execute(text("UPDATE short_link SET target = 'https://phish.example/'"))
    out = tmp_path / "kit.zip"
    for words in ((), ("--partner", "Club")):
        litfass("kit", campaign, "--language", "de", *words, "--out", str(out), status=1)
    assert not out.exists()


def test_a_folder_that_does_not_exist_is_a_sentence(litfass: Litfass, campaign: str, tmp_path: Path) -> None:
    out = tmp_path / "nowhere" / "kit.zip"
    assert (
        "cannot be written" in litfass("kit", campaign, "--language", "de", "--out", str(out), status=1).err
    )
    assert "no campaign 77" in litfass("kit", "77", "--language", "de", "--out", str(out), status=1).err


def test_without_a_language_the_usage_is_wrong(litfass: Litfass, tmp_path: Path) -> None:
    litfass("kit", "1", "--out", str(tmp_path / "kit.zip"), status=2)
