"""Every channel with its server and its account."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from scheduler.channels.bluesky import Bluesky
from scheduler.channels.facebook import Facebook
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
from tests.scheduler.channels.fakes import (
    bluesky,
    graph,
    linkedin,
    mail,
    mastodon,
    matrix,
    telegram,
    webhook,
    x,
    youtube,
)
from tests.scheduler.channels.network import loopback_only
from tests.scheduler.channels.world import Kind
from tests.scheduler.readers import subscribe


def at_version(adapter: Callable[[Means, str], Adapter]) -> Callable[[Means, str], Adapter]:
    """Meta's servers have their version in the address."""
    return lambda means, here: adapter(means, f"{here}/v26.0")


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
FACEBOOK = Kind(
    "facebook", graph.FacebookServer, at_version(Facebook), {"page": graph.PAGE}, {"token": graph.TOKEN}
)
INSTAGRAM = Kind(
    "instagram", graph.InstagramServer, at_version(Instagram), {"user": graph.USER}, {"token": graph.TOKEN}
)
THREADS = Kind(
    "threads", graph.ThreadsServer, at_version(Threads), {"user": graph.USER}, {"token": graph.TOKEN}
)
YOUTUBE = Kind(
    "youtube",
    youtube.YouTubeServer,
    lambda means, here: YouTube(means, here, here),
    {},
    youtube.SECRET,
    film=True,
)
LINKEDIN = Kind(
    "linkedin",
    linkedin.LinkedInServer,
    LinkedIn,
    {"organisation": linkedin.ORGANISATION},
    {"token": linkedin.TOKEN},
)
X_ = Kind("x", x.XServer, X, {}, {"token": x.TOKEN, "refresh_token": x.REFRESH, "client_id": "client"})
NEWSLETTER = Kind(
    "newsletter",
    mail.MailServer,
    lambda means, _here: Newsletter(means, Roads("", Path("unused"), loopback_only)),
    {"server": "127.0.0.1:{port}", "sender": mail.SENDER, "user": mail.USER},
    {"password": mail.PASSWORD},
    begin=lambda stage: subscribe(stage, "reader@example.org", ["de"]),
    doubts=True,
)
KINDS = {
    "mastodon": MASTODON,
    "mastodon_keyed": MASTODON_KEYED,
    "bluesky": BLUESKY,
    "telegram": TELEGRAM,
    "matrix": MATRIX,
    "webhook": WEBHOOK,
    "facebook": FACEBOOK,
    "instagram": INSTAGRAM,
    "threads": THREADS,
    "youtube": YOUTUBE,
    "linkedin": LINKEDIN,
    "x": X_,
    "newsletter": NEWSLETTER,
}
