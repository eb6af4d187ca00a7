"""Every channel with its server and its account."""

from __future__ import annotations

from scheduler.channels.bluesky import Bluesky
from scheduler.channels.mastodon import Mastodon
from scheduler.channels.matrix import Matrix
from scheduler.channels.telegram import Telegram
from scheduler.channels.webhook import Webhook
from tests.scheduler.channels.fakes import bluesky, mastodon, matrix, telegram, webhook
from tests.scheduler.channels.world import Kind

MASTODON = Kind(
    "mastodon",
    mastodon.MastodonServer,
    lambda means, _here: Mastodon(means),
    {"instance": "{here}"},
    {"token": mastodon.TOKEN},
)
#: A server that has shown that it knows a key again.
MASTODON_KEYED = Kind(
    "mastodon",
    lambda clock: mastodon.MastodonServer(clock, knows_keys=True, slow_media=False),
    lambda means, _here: Mastodon(means),
    {"instance": "{here}"},
    {"token": mastodon.TOKEN},
    {"delivery": {"idempotency": "keyed", "key_minutes": 60}},
)
BLUESKY = Kind(
    "bluesky",
    bluesky.BlueskyServer,
    lambda means, _here: Bluesky(means),
    {"server": "{here}", "handle": bluesky.HANDLE},
    {"password": bluesky.PASSWORD},
)
TELEGRAM = Kind(
    "telegram",
    telegram.TelegramServer,
    Telegram,
    {"chat": f"@{telegram.NAME}"},
    {"token": telegram.TOKEN},
)
MATRIX = Kind(
    "matrix",
    matrix.MatrixServer,
    lambda means, _here: Matrix(means),
    {"homeserver": "{here}", "room": matrix.ROOM},
    {"token": matrix.TOKEN},
)
WEBHOOK = Kind(
    "webhook",
    webhook.WebhookReceiver,
    lambda means, _here: Webhook(means),
    {"address": "{here}/hook"},
    {"signing_key": webhook.KEY},
)
KINDS = {
    "mastodon": MASTODON,
    "mastodon_keyed": MASTODON_KEYED,
    "bluesky": BLUESKY,
    "telegram": TELEGRAM,
    "matrix": MATRIX,
    "webhook": WEBHOOK,
}
