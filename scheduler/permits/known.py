"""Which channels' sign-ins this worker knows."""

from __future__ import annotations

from types import MappingProxyType

from scheduler.means import Means
from scheduler.permits.contract import Issuer, Issuers
from scheduler.permits.facebook import Facebook
from scheduler.permits.instagram import Instagram
from scheduler.permits.linkedin import LinkedIn
from scheduler.permits.mastodon import Mastodon
from scheduler.permits.threads import Threads
from scheduler.permits.x import X
from scheduler.permits.youtube import YouTube


def make_issuers(means: Means) -> Issuers:
    """Every sign-in by its channel, at the addresses of its documentation."""
    known: list[Issuer] = [
        Mastodon(means),
        Facebook(means),
        Instagram(means),
        Threads(means),
        YouTube(means),
        LinkedIn(means),
        X(means),
    ]
    return MappingProxyType({issuer.channel: issuer for issuer in known})
