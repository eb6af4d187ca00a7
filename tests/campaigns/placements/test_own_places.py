"""Where a person posts for an account of ours: by the profile of its channel and what the account is called there."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from campaigns.placements.models import Account
from campaigns.placements.spaces.own import page_of


@pytest.mark.parametrize(
    ("channel", "identity", "options", "page"),
    [
        ("mastodon", "@ne ws", {"instance": "https://social.example/"}, "https://social.example/@ne%20ws"),
        ("mastodon", "@news", {}, ""),
        ("mastodon", "news", {"instance": "https://social.example"}, ""),
        ("bluesky", "", {"handle": "advice.bsky.social"}, "https://bsky.app/profile/advice.bsky.social"),
        ("telegram", "", {"chat": "@advice"}, "https://t.me/advice"),
        # A channel without a public name has no address.
        ("telegram", "", {"chat": "-1001"}, ""),
        ("threads", "@advice", {}, "https://www.threads.net/@advice"),
        ("threads", "", {}, "https://www.threads.net/"),
        ("matrix", "", {"room": "!ab#c:matrix.example"}, "https://matrix.to/#/!ab%23c:matrix.example"),
        ("facebook", "", {"page": "104/x"}, "https://www.facebook.com/104%2Fx"),
        ("linkedin", "", {"organisation": "2" * 300}, ""),
        ("feed", "@news", {}, ""),
    ],
)
def test_the_page_of_an_account(channel: str, identity: str, options: dict[str, str], page: str) -> None:
    row = Account(
        programme_id=1,
        channel=channel,
        name="News",
        identity=identity,
        options=options,
        created_at=datetime(2026, 11, 23, tzinfo=UTC),
    )
    assert page_of(row) == page
