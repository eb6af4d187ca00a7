"""What a channel would refuse is said when a post is planned."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from campaigns.channels import group_rooms, profile
from campaigns.placements.calendar.preflight import of_address, preflight, preflight_by_hand
from campaigns.placements.models import Account

DUE = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
FILE = {"digest": "d", "media_type": "image/jpeg", "width": 1080, "height": 1350, "alt": "A pillar"}


def account(channel: str, **more: Any) -> Account:
    values = {"programme_id": 1, "channel": channel, "name": "Ours", "secret": b"x", "created_at": DUE}
    return Account(**values | more)


def concerns(
    channel: str, *, size: int = 1000, text: str = "Guten Tag", file: Any = FILE, **more: Any
) -> list[str]:
    manifest = {"text": text, "title": "Guten Tag", "media": [file] if file else []}
    found = preflight(
        manifest, account(channel, **more), due_at=DUE, sizes={"d": size}, needs_secret=channel != "feed"
    )
    return [str(each.reason) for each in found]


@pytest.mark.parametrize(
    "channel", ["mastodon", "bluesky", "telegram", "matrix", "facebook", "instagram", "threads"]
)
def test_an_ordinary_post_is_welcome(channel: str) -> None:
    assert concerns(channel) == []


@pytest.mark.parametrize(
    ("channel", "change", "word"),
    [
        ("bluesky", {"text": "x" * 301}, "takes 300 characters"),
        ("mastodon", {"text": "x" * 501}, "takes 500 characters"),
        ("bluesky", {"size": 2_000_001}, "is 2.1 MB; Bluesky takes 2.0 MB"),
        ("instagram", {"file": None}, "takes no post without a picture"),
        (
            "instagram",
            {"file": FILE | {"media_type": "image/png"}},
            "does not take files of the kind image/png",
        ),
        ("instagram", {"file": FILE | {"width": 2000, "height": 900}}, "too narrow or too wide"),
        ("instagram", {"file": FILE | {"width": 300, "height": 300}}, "too small"),
        ("bluesky", {"file": FILE | {"alt": " "}}, "demands a description"),
        ("mastodon", {"file": FILE | {"alt": "x" * 1501}}, "takes 1500 characters of a description"),
        ("telegram", {"secret": None}, "not connected"),
        ("telegram", {"paused_at": DUE}, "account is paused"),
        ("telegram", {"health": "It is ill."}, "has a problem: It is ill."),
        ("threads", {"expires_at": datetime(2026, 11, 30, tzinfo=UTC)}, "token ends on 2026-11-30"),
    ],
)
def test_what_would_be_refused_is_said_in_plain_words(channel: str, change: Any, word: str) -> None:
    [told] = concerns(channel, **change)
    assert word in told


def test_a_film_that_runs_too_long_is_told() -> None:
    film = FILE | {"media_type": "video/mp4", "width": 1080, "height": 1920, "seconds": 300.5}
    assert "runs 301 seconds; Threads takes 300" in " ".join(concerns("threads", file=film))
    assert "runs" not in " ".join(concerns("threads", file=film | {"seconds": 300.0}))


def test_by_hand_length_and_number_are_told_and_nothing_is_final() -> None:
    manifest = {"text": "x" * 281, "title": "T", "media": [FILE | {"media_type": "image/png"}]}
    [told] = preflight_by_hand(manifest, profile("x"), sizes={})
    assert "takes 280 characters" in str(told.reason)
    assert not told.is_final


def by_hand(service: str, text: str, *files: dict[str, Any], size: int = 1000) -> list[str]:
    manifest = {"text": text, "title": "T", "media": list(files)}
    return [
        str(each.reason) for each in preflight_by_hand(manifest, group_rooms()[service], sizes={"d": size})
    ]


def test_by_hand_a_text_may_be_longer_alone_than_under_a_picture() -> None:
    text = "x" * 1025
    assert by_hand("whatsapp", text) == []
    [told] = by_hand("whatsapp", text, FILE)
    assert told.startswith("Under a picture or film WhatsApp takes 1024 characters; this text has 1025.")
    # What is too long for any message is said once, as that.
    [told] = by_hand("whatsapp", "x" * 4097, FILE)
    assert told.startswith("WhatsApp takes 4096 characters")


def test_by_hand_a_film_may_be_too_heavy_where_the_app_makes_pictures_smaller() -> None:
    film = FILE | {"media_type": "video/mp4", "seconds": 20.0}
    assert by_hand("whatsapp", "Guten Tag", FILE, size=16_100_000) == []
    [told] = by_hand("whatsapp", "Guten Tag", film, size=16_100_000)
    assert "16.1 MB; WhatsApp takes 16.0 MB" in told


def test_pictures_that_a_channel_fetches_need_an_address_that_it_reaches() -> None:
    manifest = {"text": "T", "title": "T", "media": [FILE]}
    [told] = of_address("instagram", manifest, is_public=False)
    assert "LITFASS_BASE_URL" in str(told.reason)
    assert not told.is_final
    assert of_address("instagram", manifest, is_public=True) == []
    assert of_address("mastodon", manifest, is_public=False) == []


def test_a_server_with_more_room_is_believed() -> None:
    wide = {"text": {"limit": 5000, "link_cost": 25}}
    assert concerns("mastodon", text="x" * 501, capabilities=wide) == []


def test_the_end_of_a_token_is_told_by_the_clock_of_the_account() -> None:
    [told] = concerns("threads", expires_at=datetime(2026, 11, 30, 23, 30, tzinfo=UTC), zone="Europe/Berlin")
    assert "token ends on 2026-12-01" in told


def test_a_token_that_ends_after_the_moment_is_no_concern() -> None:
    assert concerns("threads", expires_at=datetime(2026, 12, 2, tzinfo=UTC)) == []
