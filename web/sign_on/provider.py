"""What the provider says about itself, and the ID token it gives: read with an allow-list, checked claim by claim."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from authlib.common.security import generate_token
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from authlib.oidc.discovery import OpenIDProviderMetadata
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, RSAKey

from campaigns.errors import Refusal
from campaigns.settings import Settings
from web.sign_on import calls
from web.sign_on.calls import ProviderFails

#: Signatures with the provider's private key. No "none", and nothing for which a public key could serve as secret.
ALGORITHMS = ("RS256", "ES256")
#: Seconds by which two clocks may differ.
LEEWAY_S = 60
SCOPE = "openid email profile"


class NotVouched(Refusal):
    """The provider's word about somebody cannot be believed."""

    status = 401


@dataclass(frozen=True)
class Started:
    """What this browser has to bring back: kept in its signed cookie, used once.

    `anew_since`: the person has to prove themselves to the provider after this instant (seconds); 0 asks for nothing.
    """

    state: str
    nonce: str
    verifier: str
    anew_since: int = 0


@dataclass(frozen=True)
class Vouched:
    """Who the provider says it is. `proven_at`: when they proved it there (auth_time), None where it is not said."""

    issuer: str
    subject: str
    email: str
    email_is_verified: bool
    proven_at: datetime | None


def start(*, anew_since: datetime | None = None) -> Started:
    return Started(
        state=secrets.token_urlsafe(24),
        nonce=secrets.token_urlsafe(24),
        verifier=generate_token(64),
        anew_since=int(anew_since.timestamp()) if anew_since else 0,
    )


def address_to_go_to(settings: Settings, started: Started, *, back: str) -> str:
    """Where the browser goes to log in.

    Where somebody has to prove themselves anew, the provider is to ask even somebody it still knows, and `max_age`
    obliges it to say when it did (OpenID Connect Core 1.0 §3.1.2.1).
    """
    query = {
        **({"prompt": "login", "max_age": "0"} if started.anew_since else {}),
        "response_type": "code",
        "client_id": settings.oidc_client_id,
        "redirect_uri": back,
        "scope": SCOPE,
        "state": started.state,
        "nonce": started.nonce,
        "code_challenge": create_s256_code_challenge(started.verifier),
        "code_challenge_method": "S256",
    }
    endpoint = str(_metadata(settings)["authorization_endpoint"])
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(query)}"


def vouch(
    settings: Settings, started: Started, *, state: str, code: str, back: str, now: datetime
) -> Vouched:
    """Exchanges the code and believes the ID token only when everything about it is right."""
    if not hmac.compare_digest(state.encode(), started.state.encode()) or not code:
        raise _unbelievable()
    metadata = _metadata(settings)
    answer = calls.post_form(
        str(metadata["token_endpoint"]),
        {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "client_id": settings.oidc_client_id,
            "code_verifier": started.verifier,
        },
        login=(settings.oidc_client_id, settings.oidc_client_secret) if settings.oidc_client_secret else None,
    )
    keys = calls.fetch_json(str(metadata["jwks_uri"]))
    vouched = _read_token(settings, str(answer.get("id_token", "")), keys, nonce=started.nonce, now=now)
    if started.anew_since:
        _check_proven_anew(vouched, started)
    return vouched


def _metadata(settings: Settings) -> dict[str, Any]:
    """The provider's own description, which has to name the issuer the operator named (RFC 8414 §3.3)."""
    found = calls.fetch_json(settings.oidc_issuer.rstrip("/") + "/.well-known/openid-configuration")
    metadata = OpenIDProviderMetadata(found)
    if found.get("issuer") != settings.oidc_issuer or not all(
        isinstance(metadata.get(name), str)
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")
    ):
        raise ProviderFails(
            "The provider of single sign-on does not answer as it should. Log in with your password."
        )
    return dict(metadata)


def _read_token(
    settings: Settings, token: str, published: dict[str, Any], *, nonce: str, now: datetime
) -> Vouched:
    try:
        read = jwt.decode(token, _signing_keys(published), algorithms=list(ALGORITHMS))
        claims = CodeIDToken(
            read.claims,
            read.header,
            options={
                "iss": {"essential": True, "value": settings.oidc_issuer},
                "aud": {"essential": True, "value": settings.oidc_client_id},
                "sub": {"essential": True},
                "exp": {"essential": True},
                "iat": {"essential": True},
                "nonce": {"essential": True, "value": nonce},
            },
            params={"client_id": settings.oidc_client_id, "nonce": nonce},
        )
        claims.validate(now=int(now.timestamp()), leeway=LEEWAY_S)
    except (JoseError, ValueError, TypeError, KeyError, AttributeError):
        raise _unbelievable() from None
    except Exception as problem:
        # The library's own refusals share no base with the others.
        if type(problem).__module__.startswith("authlib"):
            raise _unbelievable() from None
        raise
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= 255:
        raise _unbelievable()
    return Vouched(
        issuer=settings.oidc_issuer,
        subject=subject,
        email=str(claims.get("email", "")),
        email_is_verified=claims.get("email_verified") is True,
        proven_at=_proven_at(claims.get("auth_time"), now),
    )


def _proven_at(said: Any, now: datetime) -> datetime | None:
    """When the person proved themselves there; nothing where it is not said, or lies ahead of us."""
    if isinstance(said, bool) or not isinstance(said, int) or not 0 < said <= now.timestamp() + LEEWAY_S:
        return None
    return min(datetime.fromtimestamp(said, UTC), now)


def _check_proven_anew(vouched: Vouched, started: Started) -> None:
    """A provider may pass over `prompt`; what it says of the moment is what counts."""
    if vouched.proven_at is None or vouched.proven_at.timestamp() < started.anew_since - LEEWAY_S:
        raise NotVouched(
            "The provider did not ask again who you are, so nothing was confirmed. Log out there and try once more; "
            "if it stays so, ask an admin for a link with which you choose a password here."
        )


def _signing_keys(published: dict[str, Any]) -> KeySet:
    """Public keys for signatures alone: a secret key that somebody slipped into the list is left out."""
    kinds: dict[str, Callable[[Any], Any]] = {"RSA": RSAKey.import_key, "EC": ECKey.import_key}
    return KeySet(
        [
            kinds[each["kty"]](each)
            for each in published["keys"]
            if each.get("kty") in kinds and each.get("use", "sig") == "sig"
        ]
    )


def _unbelievable() -> NotVouched:
    return NotVouched(
        "The provider's answer cannot be believed, so nobody was logged in. Begin again at the login; if it stays so, "
        "tell whoever looks after Litfass."
    )
