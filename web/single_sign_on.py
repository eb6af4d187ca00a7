"""Whether this desk offers single sign-on, and under which name."""

from __future__ import annotations

from urllib.parse import urlsplit

from web.letters import settings


def name() -> str:
    """What the button calls the provider, '' without one."""
    chosen = settings()
    if not chosen.oidc_issuer or not chosen.oidc_client_id:
        return ""
    return chosen.oidc_name or urlsplit(chosen.oidc_issuer).hostname or chosen.oidc_issuer
