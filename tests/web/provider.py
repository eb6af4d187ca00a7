"""A provider of single sign-on on this machine, written by hand: the code flow with PKCE, and every way to cheat."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

CLIENT, SECRET = "litfass-desk", "the-desks-secret-at-the-provider"


def encoded(part: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


@cache
def own_key() -> Any:
    """Made once: making one takes longer than a test."""
    return RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})


@cache
def strange_key(name: str) -> Any:
    return RSAKey.generate_key(2048, {"kid": name})


@dataclass
class Provider:
    """What it answers. Each field can be turned into a lie by a test before the browser comes."""

    address: str = ""
    key: Any = field(default_factory=own_key)
    published: list[Any] = field(default_factory=list)
    now: int = 0
    claims: dict[str, Any] = field(default_factory=dict)
    algorithm: str = "RS256"
    discovery: dict[str, Any] = field(default_factory=dict)
    #: Makes the token instead of the honest way.
    forge: Callable[[Provider, dict[str, Any]], str] | None = None
    asked: dict[str, str] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    handed: list[dict[str, str]] = field(default_factory=list)
    #: An answer of the token endpoint instead of the right one: status, headers, body.
    token_answer: tuple[int, dict[str, str], bytes] | None = None

    def describe(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            **self.discovery,
        }

    def keys(self) -> dict[str, Any]:
        return {"keys": [key.as_dict(private=False) for key in self.published or [self.key]]}

    def authorise(self, address: str, code: str = "the-code") -> str:
        """What the browser's visit comes to: the address it is sent back to."""
        self.asked = {name: each[0] for name, each in parse_qs(urlsplit(address).query).items()}
        self.codes[code] = self.asked
        return f"{self.asked['redirect_uri']}?code={code}&state={self.asked['state']}"

    def token(self, form: dict[str, str]) -> dict[str, Any] | None:
        """The answer to the desk; None when the desk is not who it says or did not begin this."""
        self.handed.append(form)
        asked = self.codes.pop(form.get("code", ""), None)
        if asked is None:
            return None
        proof = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=")
        if proof.decode() != asked["code_challenge"] or asked["code_challenge_method"] != "S256":
            return None
        claims = {
            "iss": self.address,
            "aud": CLIENT,
            "sub": "person-7",
            "iat": self.now,
            "exp": self.now + 300,
            "auth_time": self.now,
            "nonce": asked["nonce"],
            "email": "staff.paper-boats@example.org",
            "email_verified": True,
            **self.claims,
        }
        return {"access_token": "x", "token_type": "Bearer", "id_token": self.sign(claims)}

    def sign(self, claims: dict[str, Any]) -> str:
        if self.forge is not None:
            return self.forge(self, claims)
        kept = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(
            {"alg": self.algorithm, "kid": self.key.as_dict().get("kid", "one")},
            kept,
            self.key,
            algorithms=[self.algorithm],
        )


def unsigned(_provider: Provider, claims: dict[str, Any]) -> str:
    return f"{encoded({'alg': 'none'})}.{encoded(claims)}."


def stripped(provider: Provider, claims: dict[str, Any]) -> str:
    """Signed honestly, then the signature is cut off."""
    provider.forge = None
    return provider.sign(claims).rpartition(".")[0] + "."


def swapped_claims(provider: Provider, claims: dict[str, Any]) -> str:
    """An honest signature under another payload."""
    provider.forge = None
    head, _, signature = provider.sign(claims).split(".")
    return f"{head}.{encoded({**claims, 'email': 'admin.paper-boats@example.org'})}.{signature}"


def with_public_key_as_secret(provider: Provider, claims: dict[str, Any]) -> str:
    """The published key taken for a secret of HMAC (key confusion)."""
    signed = f"{encoded({'alg': 'HS256', 'kid': 'one'})}.{encoded(claims)}"
    mark = hmac.new(provider.key.as_pem(private=False), signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{base64.urlsafe_b64encode(mark).rstrip(b'=').decode()}"


def with_client_secret(_provider: Provider, claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET), algorithms=["HS256"])


def with_another_key(_provider: Provider, claims: dict[str, Any]) -> str:
    header = {"alg": "RS256", "kid": "one"}
    return jwt.encode(header, claims, strange_key("one"), algorithms=["RS256"])


def with_own_key_inside(_provider: Provider, claims: dict[str, Any]) -> str:
    """The token brings its key along in its header."""
    stranger = strange_key("mine")
    head = {"alg": "RS256", "kid": "mine", "jwk": stranger.as_dict(private=False)}
    return jwt.encode(head, claims, stranger, algorithms=["RS256"])


def ec_key() -> Any:
    return ECKey.generate_key("P-256", {"kid": "two", "use": "sig"})


@contextmanager
def serving(provider: Provider) -> Iterator[Provider]:
    """The provider on a free port of this machine."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/.well-known/openid-configuration":
                self._json(200, provider.describe())
            elif self.path == "/keys":
                self._json(200, provider.keys())
            else:
                self._json(404, {})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            expected = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
            if provider.token_answer is not None:
                status, headers, content = provider.token_answer
                self._bytes(status, content, headers)
                return
            form = {name: each[0] for name, each in parse_qs(body).items()}
            known = self.headers.get("Authorization") == f"Basic {expected}"
            answer = provider.token(form) if known else None
            self._json(200 if answer else 400, answer or {"error": "invalid_grant"})

        def _json(self, status: int, body: dict[str, Any]) -> None:
            self._bytes(status, json.dumps(body).encode(), {"Content-Type": "application/json"})

        def _bytes(self, status: int, body: bytes, headers: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    provider.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
