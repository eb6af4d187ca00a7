"""What each kind of channel has to be told before it can be used, and where a person finds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.headerregistry import Address
from ipaddress import ip_address
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from campaigns.errors import BadInput
from campaigns.mail.server import MAIL_PORTS, OUR_FOLDER, OUR_SERVER, read_server

LONGEST = 300
#: Ends of names that no public name server knows (RFC 6761, 6762 and 8375; .internal by ICANN, 2024).
INSIDE = (".localhost", ".local", ".internal", ".home.arpa")


@dataclass(frozen=True, slots=True)
class Part:
    """One field of the form. `is_secret`: it is sealed and never shown. `is_address`: a whole https address.
    `is_base`: paths of the server's interface are put behind it, so it bears no slash at its end."""

    name: str
    label: str
    hint: str = ""
    is_secret: bool = False
    is_needed: bool = True
    is_address: bool = False
    is_base: bool = False


_TOKEN = Part("token", "Token", is_secret=True)

#: By channel; one that is not named needs nothing but a name.
PARTS: Mapping[str, tuple[Part, ...]] = MappingProxyType(
    {
        "feed": (
            Part(
                "hub",
                "Hub",
                "A WebSub hub, like https://hub.example. It tells readers' programs at once that the feed changed.",
                is_needed=False,
                is_address=True,
            ),
        ),
        "mastodon": (
            Part(
                "instance",
                "Address of the server",
                "Like https://social.example.",
                is_address=True,
                is_base=True,
            ),
            Part(
                "token",
                "Token",
                "On the server: Preferences, Development, New application, with the rights read and write.",
                is_secret=True,
            ),
        ),
        "bluesky": (
            Part("handle", "Handle", "Like advice.bsky.social, without @."),
            Part(
                "password",
                "App password",
                "In Bluesky: Settings, Privacy and security, App passwords. Never the password of the account.",
                is_secret=True,
            ),
            Part(
                "server",
                "Address of the server",
                "Only for a server of your own; it is bsky.social otherwise.",
                is_needed=False,
                is_address=True,
                is_base=True,
            ),
        ),
        "telegram": (
            Part("chat", "Channel", "Its public name with @, or its number that begins with -100."),
            Part(
                "token",
                "Token of the bot",
                "@BotFather gives it. Make the bot an administrator of the channel that may post.",
                is_secret=True,
            ),
        ),
        "matrix": (
            Part(
                "homeserver",
                "Address of the server",
                "Like https://matrix.example.",
                is_address=True,
                is_base=True,
            ),
            Part("room", "Room", "Its inner name, which begins with !; it stands in the room's settings."),
            Part(
                "token",
                "Token",
                "Of a login that is used for nothing else: the server knows messages again by login.",
                is_secret=True,
            ),
        ),
        "webhook": (
            Part("address", "Address of the receiver", "Like https://example.org/posts.", is_address=True),
            Part(
                "signing_key",
                "Signing key",
                "Begins with whsec_; the receiver has the same one (Standard Webhooks).",
                is_secret=True,
            ),
        ),
        "facebook": (
            Part("page", "Number of the page", "It stands under About, Page transparency."),
            Part(
                "token",
                "Token of the page",
                "The page's own, not a person's, with the right pages_manage_posts.",
                is_secret=True,
            ),
        ),
        "instagram": (Part("user", "Number of the account"), _TOKEN),
        "threads": (Part("user", "Number of the account"), _TOKEN),
        "youtube": (
            Part("client_id", "Client id", "Of the project in the Google console.", is_secret=True),
            Part("client_secret", "Client secret", is_secret=True),
            Part(
                "refresh_token",
                "Refresh token",
                "It ends after seven days while the project's consent screen is “in testing”.",
                is_secret=True,
            ),
        ),
        "linkedin": (
            Part("organisation", "Number of the page", "It stands in the address of the page's admin view."),
            Part("token", "Token", "With the right w_organization_social.", is_secret=True),
            Part(
                "version",
                "Version of the interface",
                "Six digits like 202611; empty for ours.",
                is_needed=False,
            ),
        ),
        "newsletter": (
            Part(
                "server",
                "Mail server",
                "Like smtp.example.org:587. The word litfass takes the mail server of this Litfass, the word outbox "
                "writes the mails into a folder on its machine.",
            ),
            Part(
                "sender",
                "Sender",
                "An e-mail address whose domain allows this server to send for it (SPF, DKIM).",
            ),
            Part("user", "Name for logging in", is_needed=False),
            Part("password", "Password", is_secret=True, is_needed=False),
        ),
        "x": (
            _TOKEN,
            Part("client_id", "Client id", "Renews the token, together with the next one.", is_secret=True),
            Part("refresh_token", "Refresh token", is_secret=True, is_needed=False),
        ),
    }
)


def parts_of(channel: str) -> tuple[Part, ...]:
    """The fields of a channel's form, in their order."""
    return PARTS.get(channel, ())


def check_options(channel: str, values: Mapping[str, str]) -> dict[str, str]:
    """What is no secret, looked at; refuses a field that is missing or no address."""
    found: dict[str, str] = {}
    for part in parts_of(channel):
        if part.is_secret:
            continue
        value = values.get(part.name, "").strip()
        if part.is_needed and not value:
            raise BadInput("Fill this in.", field=part.name)
        if len(value) > LONGEST:
            raise BadInput(
                "This is longer than {longest} characters. Shorten it.", field=part.name, longest=LONGEST
            )
        if part.is_address and value:
            _check_address(value, part.name)
            # Any other address is used as it stands: with and without a slash it may lead to two things.
            value = value.rstrip("/") if part.is_base else value
        if value:
            found[part.name] = value
    if channel == "newsletter":
        _check_mail(found)
    return found


def is_connected(channel: str, options: Mapping[str, Any], *, has_secret: bool) -> bool:
    """Whether everything an account of this channel needs has been said."""
    parts = parts_of(channel)
    said = all(options.get(part.name) for part in parts if part.is_needed and not part.is_secret)
    needs_secret = any(part.is_secret and part.is_needed for part in parts) or bool(options.get("user"))
    return said and (has_secret or not needs_secret)


def _check_mail(values: Mapping[str, str]) -> None:
    """A server on a port for mail, and a sender that is an address."""
    server, sender = values["server"], values["sender"]
    if server not in (OUR_SERVER, OUR_FOLDER):
        _host, port = read_server(server)
        if port not in MAIL_PORTS:
            raise BadInput(
                "Mail goes to one of the ports {ports}. Ask whoever runs the server.",
                field="server",
                ports=", ".join(str(each) for each in sorted(MAIL_PORTS)),
            )
    try:
        Address(addr_spec=sender)
        fits = sender.isascii() and "@" in sender
    except (ValueError, HeaderParseError):
        fits = False
    if not fits:
        raise BadInput("Write an address like news@example.org.", field="sender")


def check_server(value: str, field: str) -> str:
    """The address of a server that somebody typed, looked at and without a slash at its end."""
    value = value.strip()
    if not value:
        raise BadInput("Fill this in.", field=field)
    if "://" not in value:
        value = f"https://{value}"
    value = value.rstrip("/")
    _check_address(value, field)
    if urlsplit(value).path or urlsplit(value).fragment:
        raise BadInput("Give the address of the server alone, like https://social.example.", field=field)
    return value.lower()


def _check_address(value: str, field: str) -> None:
    """Only https on its usual port, without a name or a password in it: the worker connects nowhere else."""
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if (
        parts.scheme != "https"
        or not parts.hostname
        or port not in (None, 443)
        or parts.username
        or parts.query
    ):
        raise BadInput(
            "Give the whole address, like https://social.example. Only https on its usual port can be used.",
            field=field,
        )
    if _is_inside(parts.hostname):
        raise BadInput(
            "This address leads to this machine or into a network of your own. The worker connects to the public "
            "internet only.",
            field=field,
        )


def _is_inside(host: str) -> bool:
    """Whether a host's very name says that it is not in the public internet; the worker looks at where it leads."""
    try:
        return not ip_address(host).is_global
    except ValueError:
        return "." not in host.strip(".") or host.rstrip(".").endswith(INSIDE)
