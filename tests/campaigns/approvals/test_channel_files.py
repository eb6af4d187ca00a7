"""Every channel's limits hold for every picture made for it, read back from the files."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from functools import cache
from io import BytesIO
from random import Random
from typing import Any

import pytest
from PIL import Image
from sqlmodel import Session

from assets.formats import FORMATS
from assets.image import render_card
from assets.spec import Photo
from campaigns.approvals.preparing import choose_renditions, prepare_parts
from campaigns.approvals.proofs import build_manifest
from campaigns.channels import Profile, account_profile, profiles
from campaigns.content.copy import Copy
from campaigns.content.models import Post, Rendition
from campaigns.content.queries import current_renditions, latest_revision
from campaigns.content.rendering.slides import slide_format, slides_of, spoken_of_slides
from campaigns.content.rendering.targets import film_room, targets_of
from tests.assets import cards
from tests.builders import DESK, first_variant, give_pictures, make_campaign, make_cast

SCREENS = tuple(key for key, fmt in FORMATS.items() if not fmt.is_print)
#: Servers that say less of themselves than their kind does: less room, no JPEG, few pixels, hardly any room.
LITTLE_ROOM = account_profile("mastodon", {"media": {"max_bytes": 600_000}})
NO_JPEG = account_profile("mastodon", {"media": {"types": ["image/webp", "image/png"]}})
FEW_PIXELS = account_profile("mastodon", {"media": {"max_pixels": 1_200_000}})
HARDLY_ROOM = account_profile("mastodon", {"media": {"max_bytes": 390_000}})
ODD = (LITTLE_ROOM, NO_JPEG, FEW_PIXELS, HARDLY_ROOM)
TAKEN_AS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/avif": "AVIF"}
WORDS = Copy(
    headline="Lohn: das Wichtigste",
    kicker="Kurz erklärt",
    steps=("Lohn steht dir zu", "Schreib Stunden auf", "Prüf die Abrechnung"),
    details=("Auch ohne Papier.", "Jeden Tag mit Uhrzeit.", "Jeden Monat."),
    call_to_action="Frag uns.",
    contact="Tel. +49 30 1234 567",
    alt_text="Drei Punkte zum Lohn.",
).to_dict()


@cache
def noise() -> Photo:
    """The photo that takes most room: no pixel is like its neighbour."""
    picture = Image.frombytes("RGB", (800, 600), Random(7).randbytes(800 * 600 * 3))
    buffer = BytesIO()
    picture.resize((1600, 1200), Image.Resampling.NEAREST).save(buffer, "JPEG", quality=95)
    return Photo(buffer.getvalue())


@cache
def made(odd: bool, layout: str = "cover") -> list[tuple[Rendition, bytes]]:
    """Every picture of a post in every format, as ordered for these channels."""
    channels = (*profiles().values(), *(ODD if odd else ()))
    found = []
    for key in ("square", "portrait") if odd else SCREENS:
        spec = cards.card(layout, "de", key)
        if spec.photo is not None:
            spec = replace(spec, photo=noise())
        for target in targets_of(key, channels):
            picture = render_card(spec, media_type=target.media_type, most_bytes=target.most_bytes)
            row = rendition(key, target.media_type, len(picture.data), picture.width, picture.height)
            found.append((row, picture.data))
    return found


def rendition(key: str, media_type: str, size: int, width: int, height: int) -> Rendition:
    said: dict[str, Any] = {"layout": "cover", "layout_version": "1", "renderer": "", "created_at": None}
    row = Rendition(revision_id=1, format=key, media_type=media_type, digest=key, size=size, **said)
    row.width, row.height = width, height
    return row


def post(kind: str = "explainer") -> Post:
    return Post(campaign_id=1, position=1, kind=kind, layout="cover", formats=list(SCREENS))


def check(channel: Profile, files: Collection[tuple[Rendition, bytes]]) -> list[str]:
    """The pictures that leave on a channel, each held against every limit of its profile on the very file."""
    chosen = choose_renditions(channel, post(), [row for row, _ in files])
    data = {id(row): one for row, one in files}
    media = channel.media
    for row in chosen:
        content = data[id(row)]
        assert media.max_bytes is None or len(content) <= media.max_bytes
        with Image.open(BytesIO(content)) as picture:
            picture.load()
            assert picture.format == TAKEN_AS[row.media_type] and row.media_type in media.types
            assert picture.mode == "RGB" and not picture.getexif()
            width, height = picture.size
        narrowest, widest = media.aspects or (0, 100)
        assert narrowest - 0.005 <= width / height <= widest + 0.005
        assert min(width, height) >= (media.min_side or 0)
        assert max(width, height) <= (media.max_side or 100_000)
        assert width * height <= (media.max_pixels or 10**9)
    return [row.format for row in chosen]


@pytest.mark.parametrize("channel", [one for one in profiles().values() if "image/jpeg" in one.media.types])
def test_every_channel_gets_a_picture_within_its_limits(channel: Profile) -> None:
    for layout in cards.WORDS["de"]:
        assert check(channel, made(False, layout)) == [channel.media.formats[0]], layout


def test_a_server_with_other_limits_gets_files_within_them_and_the_others_keep_theirs() -> None:
    files = made(odd=True)
    assert {channel: check(channel, files) for channel in (*ODD, profiles()["newsletter"])} == {
        LITTLE_ROOM: ["portrait"],
        NO_JPEG: ["portrait"],
        FEW_PIXELS: ["square"],
        HARDLY_ROOM: ["portrait"],
        profiles()["newsletter"]: ["square"],
    }
    usual = next(row for row, _ in made(odd=False) if row.format == "portrait")
    assert not LITTLE_ROOM.media.takes(usual.size, None), (
        "the usual file would have done; this proves nothing"
    )


def carousel(places: Collection[int]) -> list[Rendition]:
    names = ("portrait", *(slide_format("portrait", place) for place in places))
    return [rendition(name, "image/jpeg", 9, 1080, 1350) for name in names]


@pytest.mark.parametrize(
    ("channel", "leaves"),
    [("instagram", 5), ("facebook", 5), ("feed", 5), ("bluesky", 1), ("newsletter", 1)],
)
def test_a_carousel_leaves_whole_or_as_its_first_picture(channel: str, leaves: int) -> None:
    chosen = choose_renditions(profiles()[channel], post("carousel"), carousel((4, 3, 2, 1)), slides=4)
    assert [row.format for row in chosen] == [
        "portrait",
        *(f"portrait/{place}" for place in range(1, leaves)),
    ]


def test_a_carousel_that_lacks_a_slide_leaves_as_its_first_picture() -> None:
    chosen = choose_renditions(profiles()["instagram"], post("carousel"), carousel((1, 2, 4)), slides=4)
    assert [row.format for row in chosen] == ["portrait"]


def test_a_carousel_is_ordered_with_its_slides_and_each_is_described_by_what_it_says(
    session: Session, now: datetime
) -> None:
    cast = make_cast(session, now=now)
    campaign = make_campaign(session, cast, now=now, languages=("de",), formats=("portrait",))
    variant = first_variant(session, campaign)
    words, row = latest_revision(session, variant), session.get_one(Post, variant.post_id)
    assert words is not None
    words.words, row.kind, row.layout = WORDS, "carousel", "checklist"
    give_pictures(session, campaign, now=now)

    bluesky, instagram = (
        build_manifest(parts)["media"]
        for parts in prepare_parts(
            session, variant=variant, channels=["bluesky", "instagram"], desk=DESK, now=now
        )
    )

    assert [file["format"] for file in bluesky] == ["portrait"]
    assert [file["format"] for file in instagram] == ["portrait", *(f"portrait/{n}" for n in range(1, 5))]
    assert instagram[0]["alt"] == "Drei Punkte zum Lohn."
    assert [file["alt"] for file in instagram[1:]] == list(spoken_of_slides("carousel", WORDS))
    assert len(current_renditions(session, [words.id or 0])[words.id or 0]) == 1, "slides are no cards"


def test_slides_say_each_point_and_end_with_who_helps() -> None:
    slides = slides_of("carousel", WORDS, "square")
    assert [(layout, words.headline) for layout, words in slides] == [
        ("slide", "Lohn steht dir zu"),
        ("slide", "Schreib Stunden auf"),
        ("slide", "Prüf die Abrechnung"),
        ("referral", "Lohn: das Wichtigste"),
    ]
    assert spoken_of_slides("carousel", WORDS)[::3] == (
        "Lohn steht dir zu\nAuch ohne Papier.",
        "Lohn: das Wichtigste\nFrag uns.\nTel. +49 30 1234 567",
    )
    assert slides_of("checklist", WORDS, "square") == ()


def test_a_film_keeps_within_the_least_room_of_the_channels_that_take_it() -> None:
    narrow = account_profile("mastodon", {"media": {"film_bytes": 9_000_000}})
    assert film_room("story", profiles().values()) == 50_000_000
    assert film_room("story", [*profiles().values(), narrow]) == 9_000_000
    assert film_room("story", [profiles()["linkedin"]]) is None


@pytest.mark.parametrize("channel", ["handoff", "newsletter", "vk"])
def test_a_post_in_a_format_a_channel_does_not_ask_for_leaves_with_it_all_the_same(channel: str) -> None:
    row = Post(campaign_id=1, position=1, kind="film", layout="steps", formats=["story"])
    picture = rendition("story", "image/jpeg", 9, 1080, 1920)
    assert choose_renditions(profiles()[channel], row, [picture]) == (picture,)


def test_a_group_gets_the_film_where_there_is_one() -> None:
    row = Post(campaign_id=1, position=1, kind="film", layout="steps", formats=["story"])
    film = rendition("film/story", "video/mp4", 9, 1080, 1920)
    film.seconds = 20
    files = [film, rendition("story", "image/jpeg", 9, 1080, 1920)]
    assert choose_renditions(profiles()["handoff"], row, files) == (film,)
