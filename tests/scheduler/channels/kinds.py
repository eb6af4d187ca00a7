"""Every channel with its server and its account."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from campaigns.reach.insights.metrics import Metric
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

#: What the server counts, and what each figure is to us.
MASTODON_COUNTS = {"favourites_count": 3, "replies_count": 0, "reblogs_count": 2}
MASTODON_TOLD = {Metric.REACTIONS: 3, Metric.COMMENTS: 0, Metric.SHARES: 2}
FACEBOOK_COUNTS = {
    "post_media_view": 210,
    "post_total_media_view_unique": 150,
    "post_reactions_by_type_total": {"like": 7, "love": 2},
    "post_clicks_by_type": {"link clicks": 11, "other clicks": 30},
}


def at_version(adapter: Callable[[Means, str], Adapter]) -> Callable[[Means, str], Adapter]:
    """Meta's servers have their version in the address."""
    return lambda means, here: adapter(means, f"{here}/v26.0")


MASTODON = Kind(
    "mastodon",
    mastodon.MastodonServer,
    lambda means, _here: Mastodon(means),
    {"instance": "{here}"},
    {"token": mastodon.TOKEN},
    counts=MASTODON_COUNTS,
    told=MASTODON_TOLD,
    follows=True,
)
#: A server that has shown that it knows a key again.
MASTODON_KEYED = Kind(
    "mastodon",
    lambda clock: mastodon.MastodonServer(clock, knows_keys=True, slow_media=False),
    lambda means, _here: Mastodon(means),
    {"instance": "{here}"},
    {"token": mastodon.TOKEN},
    {"delivery": {"idempotency": "keyed", "key_minutes": 60}},
    counts=MASTODON_COUNTS,
    told=MASTODON_TOLD,
    follows=True,
)
BLUESKY = Kind(
    "bluesky",
    bluesky.BlueskyServer,
    lambda means, _here: Bluesky(means),
    {"server": "{here}", "handle": bluesky.HANDLE},
    {"password": bluesky.PASSWORD},
    counts={"likeCount": 5, "replyCount": 1, "repostCount": 2, "quoteCount": 9, "bookmarkCount": 4},
    told={Metric.REACTIONS: 5, Metric.COMMENTS: 1, Metric.SHARES: 2, Metric.SAVES: 4},
    follows=True,
)
TELEGRAM = Kind(
    "telegram",
    telegram.TelegramServer,
    Telegram,
    {"chat": f"@{telegram.NAME}"},
    {"token": telegram.TOKEN},
    follows=True,
)
MATRIX = Kind(
    "matrix",
    matrix.MatrixServer,
    lambda means, _here: Matrix(means),
    {"homeserver": "{here}", "room": matrix.ROOM},
    {"token": matrix.TOKEN},
    counts={"m.annotation": 7},
    told={Metric.REACTIONS: 7},
    follows=True,
)
WEBHOOK = Kind(
    "webhook",
    webhook.WebhookReceiver,
    lambda means, _here: Webhook(means),
    {"address": "{here}/hook"},
    {"signing_key": webhook.KEY},
)
FACEBOOK = Kind(
    "facebook",
    graph.FacebookServer,
    at_version(Facebook),
    {"page": graph.PAGE},
    {"token": graph.TOKEN},
    counts=FACEBOOK_COUNTS,
    told={Metric.VIEWS: 210, Metric.REACH: 150, Metric.REACTIONS: 9, Metric.LINK_CLICKS: 11},
    follows=True,
)
INSTAGRAM = Kind(
    "instagram",
    graph.InstagramServer,
    at_version(Instagram),
    {"user": graph.USER},
    {"token": graph.TOKEN},
    counts={"views": 90, "reach": 70, "likes": 8, "comments": 2, "shares": 3, "saved": 4},
    told={
        Metric.VIEWS: 90,
        Metric.REACH: 70,
        Metric.REACTIONS: 8,
        Metric.COMMENTS: 2,
        Metric.SHARES: 3,
        Metric.SAVES: 4,
    },
    follows=True,
)
THREADS = Kind(
    "threads",
    graph.ThreadsServer,
    at_version(Threads),
    {"user": graph.USER},
    {"token": graph.TOKEN},
    counts={"views": 60, "likes": 6, "replies": 1, "reposts": 2, "quotes": 9},
    told={Metric.VIEWS: 60, Metric.REACTIONS: 6, Metric.COMMENTS: 1, Metric.SHARES: 2},
    follows=True,
)
YOUTUBE = Kind(
    "youtube",
    youtube.YouTubeServer,
    lambda means, here: YouTube(means, here, here),
    {},
    youtube.SECRET,
    film=True,
    counts={"viewCount": 1200, "likeCount": 31, "commentCount": 0},
    told={Metric.VIEWS: 1200, Metric.REACTIONS: 31, Metric.COMMENTS: 0},
    follows=True,
)
LINKEDIN = Kind(
    "linkedin",
    linkedin.LinkedInServer,
    LinkedIn,
    {"organisation": linkedin.ORGANISATION},
    {"token": linkedin.TOKEN},
    counts={
        "impressionCount": 300,
        "uniqueImpressionsCount": 210,
        "clickCount": 12,
        "likeCount": 9,
        "commentCount": 1,
        "shareCount": 2,
    },
    told={
        Metric.IMPRESSIONS: 300,
        Metric.REACH: 210,
        Metric.LINK_CLICKS: 12,
        Metric.REACTIONS: 9,
        Metric.COMMENTS: 1,
        Metric.SHARES: 2,
    },
    follows=True,
)
X_ = Kind(
    "x",
    x.XServer,
    X,
    {},
    {"token": x.TOKEN, "refresh_token": x.REFRESH, "client_id": "client"},
    counts={
        "impression_count": 400,
        "like_count": 14,
        "reply_count": 2,
        "repost_count": 5,
        "quote_count": 9,
        "bookmark_count": 3,
        "url_link_clicks": 21,
    },
    told={
        Metric.IMPRESSIONS: 400,
        Metric.REACTIONS: 14,
        Metric.COMMENTS: 2,
        Metric.SHARES: 5,
        Metric.SAVES: 3,
        Metric.LINK_CLICKS: 21,
    },
    follows=True,
)
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
