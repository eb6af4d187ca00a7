"""What has to be in order before people elsewhere may reach the desk: whoever starts the web process asks it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import chain

from campaigns.doctor.data import check_data
from campaigns.doctor.finding import Finding, State, fails, well
from campaigns.doctor.home import check_address, check_disk, check_filesystem, check_home, check_keys
from campaigns.doctor.machine import check_pillow
from campaigns.doctor.running import run_check
from campaigns.errors import Unusable
from campaigns.settings import Settings

#: Switches with which Flask and Python show their inside to whoever asks.
SHOWING = ("FLASK_DEBUG", "WERKZEUG_DEBUG_PIN", "PYTHONASYNCIODEBUG")


def check_debug(environment: Mapping[str, str]) -> Finding:
    """No switch is on that shows the inside to strangers."""
    on = [
        name for name in SHOWING if environment.get(name, "").lower() not in {"", "0", "false", "off", "no"}
    ]
    if on:
        return fails(
            "debug",
            "{name} is set: an error would show code and values to whoever caused it.",
            "Unset {name}, then start again.",
            name=on[0],
        )
    return well("debug", "Nothing shows its inside to strangers.")


def check_cookies(config: Mapping[str, object]) -> Finding:
    """Cookies stay out of reach of scripts, of other sites, and of connections without TLS."""
    right = (
        config.get("SESSION_COOKIE_SECURE") is True
        and config.get("SESSION_COOKIE_HTTPONLY") is True
        and config.get("SESSION_COOKIE_SAMESITE") in {"Lax", "Strict"}
        and str(config.get("SESSION_COOKIE_NAME", "")).startswith("__Host-")
    )
    if not right:
        return fails(
            "cookies",
            "The cookies of the login lack a flag (Secure, HttpOnly, SameSite, __Host-).",
            "Set LITFASS_BASE_URL to the https address of the desk, and change nothing in web/app.py.",
        )
    return well("cookies", "The cookies of the login are bound to this host.")


def check_hosts(config: Mapping[str, object]) -> Finding:
    """The desk answers under its own name alone, so that no link in a letter can be bent."""
    hosts = config.get("TRUSTED_HOSTS")
    if not isinstance(hosts, Sequence) or not hosts or any("*" in str(each) or not each for each in hosts):
        return fails(
            "hosts",
            "The desk would answer under any name (TRUSTED_HOSTS).",
            "Set LITFASS_BASE_URL to the address of the desk, and change nothing in web/app.py.",
        )
    return well("hosts", "The desk answers under {hosts} alone.", hosts=", ".join(map(str, hosts)))


def check_before_serving(
    settings: Settings, *, config: Mapping[str, object], environment: Mapping[str, str], now: datetime
) -> None:
    """Refuses to serve people elsewhere while a rule is broken; on this machine alone nothing is refused."""
    if not settings.is_secure:
        return
    checks: dict[str, Callable[[], Finding]] = {
        "debug": lambda: check_debug(environment),
        "cookies": lambda: check_cookies(config),
        "hosts": lambda: check_hosts(config),
        "keys": lambda: check_keys(settings),
        "home": lambda: check_home(settings),
        "file system": lambda: check_filesystem(settings),
        "disk": lambda: check_disk(settings),
        "address": lambda: check_address(settings),
        "pillow": check_pillow,
    }
    found = chain.from_iterable(run_check(name, check) for name, check in checks.items())
    # Of the database what endangers people's data; a worker that is not running yet is no reason.
    data = [one for one in check_data(settings, now) if one.name in {"database", "clock"}]
    broken = [one for one in [*found, *data] if one.state is State.FAILS]
    if broken:
        raise Unusable(
            "Litfass does not serve the desk like this: {reason} {advice} (“litfass doctor” shows everything.)",
            reason=str(broken[0].sentence),
            advice=str(broken[0].advice),
        )
