"""Which adapters this worker has."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from campaigns.channels import account_profile
from campaigns.placements.sending.wire import Sender
from campaigns.settings import Settings
from campaigns.vocabulary import IdempotencyClass
from scheduler.channels.bluesky import Bluesky
from scheduler.channels.facebook import Facebook
from scheduler.channels.feed import Feed
from scheduler.channels.folder import Folder
from scheduler.channels.instagram import Instagram
from scheduler.channels.linkedin import LinkedIn
from scheduler.channels.mastodon import Mastodon
from scheduler.channels.matrix import Matrix
from scheduler.channels.newsletter import Newsletter
from scheduler.channels.telegram import Telegram
from scheduler.channels.threads import Threads
from scheduler.channels.webhook import Webhook
from scheduler.channels.x import X
from scheduler.channels.youtube import YouTube
from scheduler.contract import Adapter
from scheduler.means import Means
from scheduler.posting.addressing import Roads

#: No channel is asked earlier about a lost reply.
SHORTEST_SETTLE = timedelta(seconds=5)

Adapters = Mapping[str, Adapter]


def make_adapters(settings: Settings, means: Means) -> Adapters:
    """Every adapter by the channel it serves."""
    known: list[Adapter] = [
        Feed(settings.base_url, means.transport),
        Folder(settings.outbox_dir),
        Mastodon(means),
        Bluesky(means),
        Telegram(means),
        Matrix(means),
        Webhook(means),
        Facebook(means),
        Instagram(means),
        Threads(means),
        YouTube(means),
        LinkedIn(means),
        X(means),
        Newsletter(means, Roads(settings.smtp_url, settings.outbox_dir)),
    ]
    return MappingProxyType({adapter.channel: adapter for adapter in known})


def effective_class(adapter: Adapter, sender: Sender) -> IdempotencyClass:
    """What a repeat does on this very account: the adapter's word, unless its server has shown otherwise."""
    shown = (sender.capabilities.get("delivery") or {}).get("idempotency")
    return IdempotencyClass(shown) if shown else adapter.idempotency


def settle_time(adapter: Adapter, sender: Sender) -> timedelta:
    """How long after a lost reply this account's server is asked at the earliest, and its “no” believed."""
    seconds = account_profile(adapter.channel, sender.capabilities).delivery.settle_seconds
    return max(SHORTEST_SETTLE, timedelta(seconds=seconds))


def key_minutes(adapter: Adapter, sender: Sender) -> int | None:
    """For how many minutes this account's server remembers a key, or None when it takes none."""
    shown = (sender.capabilities.get("delivery") or {}).get("key_minutes")
    return int(shown) if shown else adapter.key_minutes
