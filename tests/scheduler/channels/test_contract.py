"""Every adapter keeps the contract."""

from __future__ import annotations

from tests.scheduler.channels.contract import EveryAdapter
from tests.scheduler.channels.kinds import KINDS


class TestMastodon(EveryAdapter):
    kind = KINDS["mastodon"]


class TestMastodonThatKnowsKeys(EveryAdapter):
    kind = KINDS["mastodon_keyed"]

    def test_its_profile_and_its_class_agree(self) -> None:
        """The profile trusts no key; this account's server has shown that it knows one."""


class TestBluesky(EveryAdapter):
    kind = KINDS["bluesky"]


class TestTelegram(EveryAdapter):
    kind = KINDS["telegram"]


class TestMatrix(EveryAdapter):
    kind = KINDS["matrix"]


class TestWebhook(EveryAdapter):
    kind = KINDS["webhook"]


class TestFacebook(EveryAdapter):
    kind = KINDS["facebook"]


class TestInstagram(EveryAdapter):
    kind = KINDS["instagram"]


class TestThreads(EveryAdapter):
    kind = KINDS["threads"]


class TestYouTube(EveryAdapter):
    kind = KINDS["youtube"]


class TestLinkedIn(EveryAdapter):
    kind = KINDS["linkedin"]


class TestX(EveryAdapter):
    kind = KINDS["x"]


class TestNewsletter(EveryAdapter):
    kind = KINDS["newsletter"]
