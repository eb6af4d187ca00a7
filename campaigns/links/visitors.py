"""Telling persons from the machines that fetch a link to preview or index it."""

from __future__ import annotations

import re

from campaigns.vocabulary import Visitor

# Networks and messengers fetch every link once for its preview, and each Mastodon server does so again;
# counted as persons they would make a small post look read. The list names what such fetchers call
# themselves; most carry one of the general words.
_BOT = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|preview|fetch|scan|monitor|facebookexternalhit|facebookcatalog|whatsapp|"
    r"telegram|mastodon|pleroma|akkoma|misskey|gotosocial|friendica|lemmy|bluesky|cardyb|linkedin|vkshare|"
    r"skypeuri|slack|discord|embedly|pinterest|curl|wget|python|httpx|aiohttp|go-http|okhttp|java/|libwww|"
    r"headless|lighthouse|feed|rss|http\.rb",
    re.IGNORECASE,
)


def visitor_kind(user_agent: str | None, *, purpose: str | None = None, method: str = "GET") -> Visitor:
    """Who asks, by what the request says of itself. Without a user agent, or as a prefetch, it is a bot."""
    if method != "GET" or not user_agent or (purpose or "").lower() in {"prefetch", "preview"}:
        return Visitor.BOT
    return Visitor.BOT if _BOT.search(user_agent) else Visitor.PERSON
