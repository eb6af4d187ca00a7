"""The ZIP of a kit: the same bytes for the same version, approved bytes inside, names and rights that travel."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

import pytest
from sqlmodel import Session, select

from campaigns.approvals.models import Proof
from campaigns.kits.actions import correct_kits, keep_region
from campaigns.kits.archive import write_archive
from campaigns.kits.opening import OpenKit
from tests.campaigns.kits.stage import DESK, Scene, build, opened


@pytest.fixture
def scene(session: Session, now: datetime) -> Scene:
    return build(session, now)


def contents(digest: str) -> bytes:
    """Stands for the store: bytes that tell which file was asked for."""
    return f"bytes of {digest}".encode()


def packed(*kits: OpenKit) -> bytes:
    out = BytesIO()
    write_archive(kits, read_file=contents, out=out)
    return out.getvalue()


def names(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_same_version_is_the_same_bytes_on_another_day(
    session: Session, scene: Scene, now: datetime
) -> None:
    first = packed(opened(session, scene.kit("ar"), now))
    session.expire_all()
    assert packed(opened(session, scene.kit("ar"), now + timedelta(days=30))) == first


def test_another_version_is_other_bytes(session: Session, scene: Scene, now: datetime) -> None:
    first = packed(opened(session, scene.kit(), now))
    region = keep_region(
        session,
        programme_id=scene.cast.programme.id or 0,
        name="N",
        contacts={"de": "Tel. 1"},
        by=None,
        now=now,
    )
    scene.partners[0].region_id = region.id
    correct_kits(session, kits=[scene.kit()], why="", desk=DESK, by=scene.cast.staff, now=now)
    second = packed(opened(session, scene.kit(), now))
    assert second != first
    assert names(second)["de-v2/kontakt.txt"] == b"Tel. 1\n"


def test_texts_are_inside_byte_for_byte(session: Session, scene: Scene, now: datetime) -> None:
    inside = names(packed(opened(session, scene.kit("ar"), now)))
    variant = opened(session, scene.kit("ar"), now).posts[0].said["variant"]
    proofs = session.exec(select(Proof).where(Proof.variant_id == variant)).all()
    assert {proof.channel for proof in proofs} == {"feed", "handoff"}
    for proof in proofs:
        assert (
            inside[f"ar-v1/01-explainer/text-{proof.channel}.txt"].decode()
            == json.loads(proof.manifest)["text"]
        )


def test_every_file_is_inside_with_its_description(session: Session, scene: Scene, now: datetime) -> None:
    kit = opened(session, scene.kit(), now)
    inside = names(packed(kit))
    (picture,) = kit.posts[0].files
    assert inside[f"de-v1/01-erklaerbeitrag/{picture.name}"] == contents(picture.digest)
    assert inside["de-v1/01-erklaerbeitrag/quadrat-beschreibung.txt"].decode() == picture.alt
    said = json.loads(inside["de-v1/kit.json"])
    assert said["posts"][0]["files"][0]["sha256"] == picture.digest
    assert said["stamp"] in inside["de-v1/LIESMICH.txt"].decode()


def test_readme_says_which_link_counts_for_the_partner(session: Session, scene: Scene, now: datetime) -> None:
    kit = opened(session, scene.kit(), now)
    readme = names(packed(kit))["de-v1/LIESMICH.txt"].decode()
    link = json.loads(names(packed(kit))["de-v1/kit.json"])["link"]["address"]
    assert f"{link}\nFührt auf dieselbe Seite" in readme
    assert "Besuche über den Link im Text zählen nicht für die eigene Organisation." in readme


def test_names_dates_and_rights_are_plain(session: Session, scene: Scene, now: datetime) -> None:
    with ZipFile(
        BytesIO(packed(*(opened(session, scene.kit(code), now) for code in ("de", "ar"))))
    ) as archive:
        rows = archive.infolist()
    assert {row.filename.split("/")[0] for row in rows} == {"de-v1", "ar-v1"}
    assert len({row.filename for row in rows}) == len(rows)
    for row in rows:
        assert row.filename.isascii()
        assert (row.compress_type, row.create_system, row.external_attr >> 16) == (ZIP_STORED, 3, 0o100644)
        assert row.date_time == (2026, 11, 23, 0, 0, 0)


def test_nobody_is_named_inside_but_organisations(session: Session, scene: Scene, now: datetime) -> None:
    found = names(packed(opened(session, scene.kit(), now)))
    everything = b"\n".join([*(name.encode() for name in found), *found.values()])
    for secret in ("partner.example", "@", DESK.token(scene.kit()), "staff", "lawyer"):
        assert secret.encode() not in everything


def test_films_travel_with_captions_and_poster(session: Session, scene: Scene, now: datetime) -> None:
    kit = opened(session, scene.kit(), now)
    from dataclasses import replace

    from campaigns.kits.opening import OpenFile

    beside = (
        OpenFile("b" * 64, "text/vtt", "film-story.vtt", kind="captions"),
        OpenFile("c" * 64, "application/x-subrip", "film-story.srt", kind="captions"),
        OpenFile("d" * 64, "image/jpeg", "film-story.jpg", kind="poster"),
    )
    film = OpenFile("a" * 64, "video/mp4", "film-story.mp4", seconds=12.0, beside=beside)
    inside = names(packed(replace(kit, posts=(replace(kit.posts[0], files=(film,)),))))
    for name, letter in (("mp4", "a"), ("vtt", "b"), ("srt", "c"), ("jpg", "d")):
        assert inside[f"de-v1/01-erklaerbeitrag/film-story.{name}"] == contents(letter * 64)
