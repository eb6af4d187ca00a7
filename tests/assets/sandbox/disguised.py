"""Playlists that call themselves sound: texts and boxes that name a neighbour's file or an address, each in disguises.

`disguised(neighbour, address)` gives 60 of them. None may yield the neighbour's sound or call the address.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

Box = tuple[str, bytes]


def disguised(neighbour: Path, address: str, m4a: bytes) -> Iterator[Box]:
    """Names and bytes: five kinds of list, each for a file and an address, in five disguises; and ten movies whose
    samples are said to lie in another file. `m4a` is a real one to change."""
    for target in (str(neighbour), f"file:{neighbour}", address):
        for kind, text in _lists(target).items():
            if kind in ("subfile",) and target == address:
                continue
            for disguise, data in _disguises(text.encode()).items():
                yield f"{kind} {disguise} {target[:5]}", data
    for target in (str(neighbour), address):
        for kind in (b"url ", b"alis", b"rsrc", b"urn "):
            yield f"dref {kind!r} {target[:5]}", elsewhere(m4a, kind, target)


def _lists(target: str) -> dict[str, str]:
    return {
        "hls": f"#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:9\n#EXTINF:2.0,\n{target}\n#EXT-X-ENDLIST\n",
        "ffconcat": f"ffconcat version 1.0\nfile '{target}'\n",
        "dash": '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" '
        'mediaPresentationDuration="PT2S"><Period><AdaptationSet mimeType="audio/wav"><Representation id="1" '
        f'bandwidth="1000"><BaseURL>{target}</BaseURL></Representation></AdaptationSet></Period></MPD>',
        "sdp": f"v=0\no=- 0 0 IN IP4 127.0.0.1\ns={target}\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 9 RTP/AVP 0\n",
        "subfile": f"subfile,,start,0,end,100000,,:{target}\n",
    }


def _disguises(text: bytes) -> dict[str, bytes]:
    """The bare text, and behind the first bytes of each sound that is read."""
    id3 = b"ID3\x03\x00\x00" + bytes([0, 0, 0, 10]) + bytes(10)
    wav = b"RIFF" + struct.pack("<I", len(text) + 4) + b"WAVE"
    return {
        "bare": text,
        "id3": id3 + text,
        "wav": wav + text,
        "ftyp": b"\x00\x00\x00\x14ftypM4A \x00\x00\x00\x00M4A " + text,
    }


def elsewhere(m4a: bytes, kind: bytes, target: str) -> bytes:
    """The movie with a data reference to another file in place of "in this file"."""
    old = m4a.index(b"url \x00\x00\x00\x01") - 4
    path = target.encode() + b"\x00"
    entry = struct.pack(">I", 12 + len(path)) + kind + b"\x00\x00\x00\x00" + path
    grown = len(entry) - struct.unpack(">I", m4a[old : old + 4])[0]
    data = bytearray(m4a[:old] + entry + m4a[old + 12 :])
    for name in (b"dref", b"dinf", b"minf", b"mdia", b"trak", b"moov"):
        place = data.rindex(name, 0, old) - 4
        size = struct.unpack(">I", data[place : place + 4])[0]
        data[place : place + 4] = struct.pack(">I", size + grown)
    return bytes(data)
