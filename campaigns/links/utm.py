"""UTM parameters: what the site behind a short link is told of where its visitor comes from.

They are added when a link is followed. What was approved is the target without them, and it stays so. They name a kind
of channel and a language, so that thousands of readers have the same ones, and never a partner or a person.
Names as of https://support.google.com/analytics/answer/10917952; Matomo and Plausible read the same ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl, quote_plus, urlsplit, urlunsplit

from campaigns.links.kits import KIT, is_kit_channel

#: The way by which a channel's readers come; all others are social media.
MEDIA: Mapping[str, str] = {
    KIT: "partner",
    "feed": "feed",
    "newsletter": "email",
    "print": "print",
    "webhook": "referral",
}
SOCIAL = "social"


def with_utm(target: str, *, channel: str, language: str) -> str:
    """The target with `utm_source`, `utm_medium` and `utm_content` (the language), beside what its query has.

    What it has already under such a name was approved and stays as it is, as does every other part, byte for byte.
    """
    source = KIT if is_kit_channel(channel) else channel
    said = {"utm_source": source, "utm_medium": MEDIA.get(source, SOCIAL), "utm_content": language}
    parts = urlsplit(target)
    there = {name for name, _value in parse_qsl(parts.query, keep_blank_values=True)}
    more = "&".join(f"{name}={quote_plus(value)}" for name, value in said.items() if name not in there)
    query = "&".join(filter(None, (parts.query, more)))
    return urlunsplit(parts._replace(query=query))
