"""A card says what leaves once, and everything by which a channel is different."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from campaigns.approvals.leaving import AllLeaving, all_leaving
from campaigns.approvals.models import Proof
from campaigns.canonical import canonical_json, digest_of
from campaigns.content.word_diff import Piece

PICTURE = {
    "digest": "a" * 64,
    "media_type": "image/png",
    "width": 1080,
    "height": 1080,
    "format": "square",
    "alt": "Ein Kind.",
}
STORY = PICTURE | {"digest": "b" * 64, "height": 1920, "format": "story"}


def proof(channel: str, paragraphs: list[str], *, link: bool = True, **other: Any) -> Proof:
    """A proof with a text of these paragraphs and its own short link, where it has one."""
    address = f"https://l.example/s/{channel}" if link else ""
    said = {
        "version": 1,
        "channel": channel,
        "language": "de",
        "direction": "ltr",
        "title": "Kindergeld",
        "text": "\n\n".join([*paragraphs, *([address] if link else [])]),
        "link": address,
        "target": "https://advice.example/",
        "notice": "Keine Rechtsberatung.",
        "funder": "",
        "media": [PICTURE],
    } | other
    return Proof(
        variant_id=1,
        revision_id=1,
        channel=channel,
        manifest=canonical_json(said),
        digest=digest_of(said),
        created_at=datetime(2026, 11, 23, tzinfo=UTC),
    )


def changes(found: AllLeaving, channel: str) -> list[Piece]:
    (group,) = [each for each in found.groups if channel in each.channels]
    return [piece for piece in group.differs if piece.kind != "same"]


def test_channels_that_differ_in_nothing_but_the_short_link_are_one() -> None:
    found = all_leaving(
        [proof("feed", ["Kindergeld", "259 Euro."]), proof("folder", ["Kindergeld", "259 Euro."])]
    )

    (group,) = found.groups
    assert group.channels == ["feed", "folder"]
    assert group.links == {"feed": "https://l.example/s/feed", "folder": "https://l.example/s/folder"}


def test_the_longest_text_stands_first_and_the_others_say_what_they_lack() -> None:
    short = proof("bluesky", ["Kindergeld"])
    found = all_leaving([short, proof("feed", ["Kindergeld", "259 Euro im Monat."])])

    assert found.groups[0].channels == ["feed"]
    assert changes(found, "feed") == []
    (lacking,) = changes(found, "bluesky")
    assert lacking == Piece("taken", "259 Euro im Monat.")


def test_of_a_paragraph_that_is_another_the_words_are_told() -> None:
    found = all_leaving([proof("feed", ["Kindergeld", "#geld #kind"]), proof("x", ["Kindergeld", "#geld"])])

    assert "".join(piece.text for piece in changes(found, "x")) == " #kind"


def test_a_paragraph_in_which_hardly_a_word_is_the_same_is_told_whole() -> None:
    long = "Unterschreibe nichts, was du nicht verstehst. Frag vorher nach."
    found = all_leaving([proof("feed", [long]), proof("handoff", ["Erst lesen, dann unterschreiben."])])

    assert changes(found, "handoff") == [
        Piece("taken", long),
        Piece("added", "Erst lesen, dann unterschreiben."),
    ]


def test_a_link_that_only_one_text_has_is_told_with_its_address() -> None:
    found = all_leaving([proof("feed", ["Kindergeld"]), proof("instagram", ["Kindergeld"], link=False)])

    assert changes(found, "instagram") == [Piece("taken", "https://l.example/s/feed")]


def test_another_notice_or_target_is_named() -> None:
    found = all_leaving(
        [
            proof("feed", ["Kindergeld"]),
            proof("x", ["Kinder"], notice="Anders.", target="https://other.example/"),
        ]
    )

    assert [group.other for group in found.groups] == [(), ("target", "notice")]


def test_every_file_stands_once_with_the_channels_it_leaves_on() -> None:
    found = all_leaving(
        [
            proof("feed", ["Kindergeld"]),
            proof("folder", ["Kindergeld"], media=[PICTURE, STORY]),
            proof("print", [], link=False, text="", media=[STORY | {"alt": "Ein anderes Kind."}]),
        ]
    )

    assert [(file.said["format"], file.channels) for file in found.files] == [
        ("square", ("feed", "folder")),
        ("story", ("folder",)),
        ("story", ("print",)),
    ]
    assert not found.has_one_description


_PARAGRAPHS = st.lists(st.sampled_from(["Kindergeld", "259 Euro.", "حق", "a b", "a c", "#x"]), max_size=6)


@given(st.lists(_PARAGRAPHS, min_size=1, max_size=5))
def test_no_channel_is_shown_as_the_text_above_when_its_words_are_others(texts: list[list[str]]) -> None:
    found = all_leaving([proof(f"c{number}", each) for number, each in enumerate(texts)])

    first = found.groups[0].manifest
    for group in found.groups:
        same = group.manifest["text"].replace(group.manifest["link"], "") == first["text"].replace(
            first["link"], ""
        )
        assert same == (not group.differs)
        assert len(group.manifest["text"]) - len(group.manifest["link"]) <= len(first["text"]) - len(
            first["link"]
        )
