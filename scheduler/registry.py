"""Which adapters this worker has."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from campaigns.placements.wire import Sender
from campaigns.settings import Settings
from campaigns.vocabulary import IdempotencyClass
from scheduler.channels.feed import Feed
from scheduler.channels.folder import Folder
from scheduler.contract import Adapter

Adapters = Mapping[str, Adapter]


def make_adapters(settings: Settings) -> Adapters:
    """Every adapter by the channel it serves."""
    known: list[Adapter] = [Feed(settings.base_url), Folder(settings.outbox_dir)]
    return MappingProxyType({adapter.channel: adapter for adapter in known})


def effective_class(adapter: Adapter, sender: Sender) -> IdempotencyClass:
    """What a repeat does on this very account: the adapter's word, unless its server has shown otherwise."""
    shown = (sender.capabilities.get("delivery") or {}).get("idempotency")
    return IdempotencyClass(shown) if shown else adapter.idempotency


def key_minutes(adapter: Adapter, sender: Sender) -> int | None:
    """For how many minutes this account's server remembers a key, or None when it takes none."""
    shown = (sender.capabilities.get("delivery") or {}).get("key_minutes")
    return int(shown) if shown else adapter.key_minutes
