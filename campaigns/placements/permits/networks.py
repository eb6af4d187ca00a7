"""How each channel is asked for leave to post: where, for which rights, and what an office registers there first.

Only channels through which Litfass posts by itself and whose own documentation signs in this way. Bluesky is not
among them: its app passwords are made for exactly this and can be taken back one by one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from campaigns.errors import BadInput


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """One channel's sign-in. `page` is where the browser goes; on a server of the account's own it is a path.

    `rights` are all needed; `separator` stands between them. `has_challenge`: a code is bound to a verifier (PKCE).
    `introduces`: a server takes our registration from the worker, so nobody has to fetch an id. `option` is the
    account's option that names the page or account chosen. `needs_secret`: the app has one. `console` is where an
    office registers, `steps` what it does there. `house` is whose sign-in it is where that is not the channel's own.
    """

    name: str
    page: str
    rights: tuple[str, ...]
    source: str
    as_of: date
    separator: str = " "
    has_challenge: bool = False
    introduces: bool = False
    needs_secret: bool = True
    option: str = ""
    more: Mapping[str, str] = field(default_factory=dict)
    console: str = ""
    steps: str = ""
    house: str = ""

    @property
    def door(self) -> str:
        """At whom a person signs in."""
        return self.house or self.name


AS_OF = date(2026, 11, 28)

NETWORKS: Mapping[str, Network] = MappingProxyType(
    {
        "mastodon": Network(
            name="Mastodon",
            page="/oauth/authorize",
            rights=("read:accounts", "read:statuses", "write:media", "write:statuses"),
            has_challenge=True,
            introduces=True,
            # Somebody who is logged in there privately must be able to choose the organisation's account.
            more={"force_login": "true"},
            source="docs.joinmastodon.org: OAuth, POST /api/v1/apps; PKCE since 4.3, passed over by older servers",
            as_of=AS_OF,
        ),
        "facebook": Network(
            name="Facebook",
            page="https://www.facebook.com/v26.0/dialog/oauth",
            rights=("pages_show_list", "pages_manage_posts", "pages_read_engagement", "read_insights"),
            separator=",",
            option="page",
            more={"auth_type": "rerequest"},
            console="https://developers.facebook.com/apps",
            steps="Make an app of the kind Business and add Facebook Login. Id and secret stand under App settings, "
            "Basic. Enter the address for the way back under Facebook Login, Settings.",
            source="developers.facebook.com: manually build a login flow, long-lived tokens, /me/accounts",
            as_of=AS_OF,
        ),
        "instagram": Network(
            name="Instagram",
            page="https://www.instagram.com/oauth/authorize",
            rights=(
                "instagram_business_basic",
                "instagram_business_content_publish",
                "instagram_business_manage_insights",
            ),
            separator=",",
            option="user",
            more={"force_reauth": "true"},
            console="https://developers.facebook.com/apps",
            steps="Add Instagram to an app of the kind Business and set up the login with Instagram. Take the "
            "Instagram app id and its secret, not those of the app. Enter the address for the way back under "
            "Business login.",
            source="developers.facebook.com: Business Login for Instagram, 2026-03-13",
            as_of=AS_OF,
        ),
        "threads": Network(
            name="Threads",
            page="https://threads.com/oauth/authorize",
            rights=("threads_basic", "threads_content_publish", "threads_manage_insights", "threads_delete"),
            separator=",",
            option="user",
            console="https://developers.facebook.com/apps",
            steps="Make an app with the use case Threads. Take the Threads app id and its secret, not those of the "
            "app. Enter the address for the way back in the settings of that use case.",
            source="developers.facebook.com: Threads, get access tokens, 2026-08-12",
            as_of=AS_OF,
        ),
        "youtube": Network(
            name="YouTube",
            house="Google",
            page="https://accounts.google.com/o/oauth2/v2/auth",
            rights=("https://www.googleapis.com/auth/youtube",),
            has_challenge=True,
            # Without them Google gives the lasting token the first time only, and never asks which channel.
            more={"access_type": "offline", "prompt": "consent select_account"},
            console="https://console.cloud.google.com/apis/credentials",
            steps="Enable the YouTube Data API v3, set the consent screen to “in production” and make a client of the "
            "kind Web application. Enter the address for the way back there as an authorised redirect URI.",
            source="developers.google.com: OAuth 2.0 for web server applications",
            as_of=AS_OF,
        ),
        "linkedin": Network(
            name="LinkedIn",
            page="https://www.linkedin.com/oauth/v2/authorization",
            rights=("w_organization_social", "r_organization_social", "rw_organization_admin"),
            option="organisation",
            console="https://www.linkedin.com/developers/apps",
            steps="Make an app for the organisation's page and apply for the Community Management API. Id and secret "
            "stand under Auth; enter the address for the way back there as an authorized redirect URL.",
            source="learn.microsoft.com/linkedin: authorization code flow, programmatic refresh tokens",
            as_of=AS_OF,
        ),
        "x": Network(
            name="X",
            page="https://x.com/i/oauth2/authorize",
            rights=("tweet.read", "tweet.write", "users.read", "media.write", "offline.access"),
            has_challenge=True,
            needs_secret=False,
            console="https://console.x.com",
            steps="Make an app and set up the login of users: the kind Web App, read and write, the address for the "
            "way back. Take the OAuth 2.0 client id and its secret.",
            source="docs.x.com: OAuth 2.0 authorization code flow with PKCE",
            as_of=AS_OF,
        ),
    }
)


def network(channel: str) -> Network:
    """How a channel is asked; refuses one that is not asked in the browser."""
    found = NETWORKS.get(channel)
    if found is None:
        raise BadInput("An account of this channel is not connected through the browser.")
    return found


def signs_in(channel: str) -> bool:
    """Whether accounts of this channel are connected through the browser."""
    return channel in NETWORKS
