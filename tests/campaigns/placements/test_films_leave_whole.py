"""A film's captions and poster are part of what was approved: another byte in any of them and nothing leaves."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from types import MappingProxyType

import pytest

from campaigns.canonical import digest_of
from campaigns.clock import system_clock
from campaigns.placements.sending.wire import BesideFile, Tampered, Wire, WireFile, check_wire

FILM, VTT, POSTER = b"film", b"WEBVTT\n", b"\xff\xd8\xff"


def beside(content: bytes, kind: str, media_type: str) -> tuple[BesideFile, dict[str, str]]:
    said = {"kind": kind, "media_type": media_type, "digest": sha256(content).hexdigest()}
    return BesideFile(content, kind, media_type), said


@pytest.fixture
def wire() -> Wire:
    captions, said_captions = beside(VTT, "captions", "text/vtt")
    poster, said_poster = beside(POSTER, "poster", "image/jpeg")
    said = {
        "digest": sha256(FILM).hexdigest(),
        "media_type": "video/mp4",
        "width": 1080,
        "height": 1920,
        "format": "film/story",
        "alt": "",
        "seconds": 12.5,
        "beside": [said_captions, said_poster],
    }
    manifest = {"media": [said], "text": "words"}
    file = WireFile(
        FILM, str(said["digest"]), "video/mp4", "film/story", 1080, 1920, "", 12.5, (captions, poster)
    )
    return Wire(
        "key",
        digest_of(manifest),
        MappingProxyType(manifest),
        (file,),
        system_clock(),
        "Europe/Berlin",
        system_clock(),
    )


def test_the_whole_film_may_leave(wire: Wire) -> None:
    check_wire(wire)


@pytest.mark.parametrize("number", [0, 1])
def test_other_captions_or_another_poster_may_not(wire: Wire, number: int) -> None:
    (film,) = wire.files
    changed = list(film.beside)
    changed[number] = replace(changed[number], content=b"other")
    with pytest.raises(Tampered):
        check_wire(replace(wire, files=(replace(film, beside=tuple(changed)),)))
