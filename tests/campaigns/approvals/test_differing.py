"""What differs between two versions is named, whatever it is: two digests are never called the same."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.approvals.differing import Other, Part, Version, difference

WORDS = {"headline": "Kindergeld", "body": "259 Euro im Monat.", "alt_text": "Ein Kind."}


def manifest(channel: str = "feed") -> dict[str, Any]:
    return {
        "version": 1,
        "channel": channel,
        "language": "de",
        "direction": "ltr",
        "title": "Kindergeld",
        "text": f"Kindergeld https://l.example/s/{channel}",
        "link": f"https://l.example/s/{channel}",
        "target": "https://advice.example/",
        "notice": "Keine Rechtsberatung.",
        "funder": "",
        "media": [
            {"digest": "a" * 64, "media_type": "image/png", "width": 1080, "height": 1080, "format": "square",
             "alt": "Ein Kind."},
            {"digest": "b" * 64, "media_type": "video/mp4", "width": 1080, "height": 1920, "format": "film/story",
             "alt": "Ein Kind.", "seconds": 9.5,
             "beside": [{"kind": "captions", "media_type": "text/vtt", "digest": "c" * 64}]},
        ],
    }  # fmt: skip


def version(**manifests: dict[str, Any]) -> Version:
    return Version(1, WORDS, manifests)


def changed(change: Callable[[dict[str, Any]], object]) -> list[Other]:
    after = manifest()
    change(after)
    return list(difference(version(feed=manifest()), version(feed=after)).others)


@pytest.mark.parametrize(
    ("change", "part"),
    [
        (lambda said: said.update(target="https://other.example/"), Part.TARGET),
        (lambda said: said.update(funder="Gefördert."), Part.FUNDER),
        (lambda said: said.update(text=said["text"] + "!"), Part.TEXT),
        (lambda said: said.update(language="tr"), Part.OTHER),
        (lambda said: said["media"][0].update(digest="d" * 64), Part.PICTURE),
        (lambda said: said["media"][1].update(digest="d" * 64), Part.FILM),
        (lambda said: said["media"][1]["beside"][0].update(digest="d" * 64), Part.CAPTIONS),
        (lambda said: said["media"][0].update(alt="Zwei Kinder."), Part.DESCRIPTION),
        (lambda said: said["media"][0].update(width=1200), Part.SIZE),
        (lambda said: said["media"].pop(), Part.FILE_GONE),
        (lambda said: said["media"].reverse(), Part.ORDER),
    ],
    ids=lambda each: each.value if isinstance(each, Part) else "",
)
def test_what_changed_is_called_by_its_name(change: Callable[[dict[str, Any]], object], part: Part) -> None:
    assert [other.part for other in changed(change)] == [part]


def test_the_same_link_in_the_text_is_no_other_text() -> None:
    def shorten(said: dict[str, Any]) -> None:
        said.update(text=said["text"].replace("s/feed", "s/x"), link="https://l.example/s/x")

    assert [other.part for other in changed(shorten)] == [Part.SHORT_LINK]


def test_a_channel_more_and_a_channel_less() -> None:
    found = difference(version(feed=manifest()), version(folder=manifest("folder")))
    assert [(other.part, other.which) for other in found.others] == [
        (Part.CHANNEL_GONE, "feed"),
        (Part.CHANNEL_ADDED, "folder"),
    ]


LEAVES = [
    *((name,) for name in manifest() if name != "media"),
    *(("media", 0, name) for name in manifest()["media"][0]),
    *(("media", 1, name) for name in manifest()["media"][1] if name != "beside"),
    ("media", 1, "beside", 0, "digest"),
]


@given(leaf=st.sampled_from(LEAVES), value=st.text(min_size=1, max_size=20))
def test_no_change_of_a_manifest_is_called_the_same(leaf: tuple[Any, ...], value: str) -> None:
    after = copy.deepcopy(manifest())
    inside: Any = after
    for step in leaf[:-1]:
        inside = inside[step]
    inside[leaf[-1]] = f"{inside[leaf[-1]]}{value}"
    found = difference(version(feed=manifest()), version(feed=after))
    assert found.others
