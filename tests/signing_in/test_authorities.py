"""Our sign-ins are believed because programs of other people can sign in at them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.scheduler.channels.network import running
from tests.signing_in.authority import CLIENT, SECRET, Authority, Refused
from tests.signing_in.channels import (
    GoogleAuthority,
    LinkedInAuthority,
    MastodonAuthority,
    ThreadsAuthority,
    XAuthority,
)

BACK = "https://desk.example/back"
VERIFIER = "v" * 64


class Clock:
    moment = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment


@contextmanager
def opened(authority: Authority) -> Iterator[str]:
    with running(authority) as port:
        yield f"http://127.0.0.1:{port}"


def code_of(address: str) -> str:
    return dict(parse_qsl(urlsplit(address).query))["code"]


def test_mastodon_py_registers_signs_in_and_reads_who_it_is(tmp_path) -> None:
    from mastodon import Mastodon

    there = MastodonAuthority(Clock())
    with opened(there) as here:
        client_id, secret = Mastodon.create_app(
            "Litfass", scopes=["read:accounts", "write:statuses"], redirect_uris=BACK, api_base_url=here
        )
        client = Mastodon(client_id, secret, api_base_url=here, version_check_mode="none")
        away = client.auth_request_url(
            redirect_uris=BACK, scopes=["read:accounts", "write:statuses"], state="s"
        )
        back = there.authorise(away)
        assert "state=s" in back
        client.log_in(code=code_of(back), redirect_uri=BACK, scopes=["read:accounts", "write:statuses"])
        assert client.account_verify_credentials().acct == "advice"


@pytest.mark.parametrize(
    ("kind", "path", "method"),
    [
        (LinkedInAuthority, "/oauth/v2/accessToken", "client_secret_post"),
        (GoogleAuthority, "/token", "client_secret_post"),
        (XAuthority, "/2/oauth2/token", "client_secret_basic"),
        (ThreadsAuthority, "/oauth/access_token", "client_secret_post"),
    ],
)
def test_authlib_signs_in_with_a_challenge_and_renews(kind: type[Authority], path: str, method: str) -> None:
    from authlib.integrations.httpx_client import OAuth2Client

    there = kind(Clock(), [BACK])
    with opened(there) as here:
        client = OAuth2Client(
            CLIENT,
            SECRET,
            token_endpoint_auth_method=method,
            scope=there.separator.join(sorted(there.rights)),
            redirect_uri=BACK,
            code_challenge_method="S256",
            trust_env=False,
        )
        extra = {"access_type": "offline", "prompt": "consent"} if kind is GoogleAuthority else {}
        away, _state = client.create_authorization_url(
            f"https://x.example{there.page}", code_verifier=VERIFIER, **extra
        )
        back = there.authorise(away)
        token = client.fetch_token(f"{here}{path}", authorization_response=back, code_verifier=VERIFIER)
        assert token["access_token"] in there.tokens
        if "refresh_token" in token:
            new = client.refresh_token(f"{here}{path}", token["refresh_token"])
            assert new["access_token"] != token["access_token"]
        client.close()


def asked(there: Authority, **more: str) -> str:
    from urllib.parse import urlencode

    query = {
        "client_id": CLIENT,
        "redirect_uri": BACK,
        "response_type": "code",
        "scope": there.separator.join(sorted(there.rights)),
        "state": "s",
        "code_challenge": "c" * 43,
        "code_challenge_method": "S256",
    }
    return f"https://x.example{there.page}?{urlencode(query | more)}"


def test_the_servers_are_strict() -> None:
    clock = Clock()
    there = LinkedInAuthority(clock, [BACK])
    for wrong in ({"redirect_uri": f"{BACK}/"}, {"client_id": "nobody"}):
        with pytest.raises(Refused):
            there.authorise(asked(there, **wrong))
    assert "invalid_scope" in there.authorise(asked(there, scope="everything"))
    said = {"code": code_of(there.authorise(asked(there))), "redirect_uri": BACK}
    assert (
        there.exchanged(said | {"redirect_uri": "https://else.example"}, (CLIENT, SECRET))
        == "redirect_uri_mismatch"
    )
    assert there.exchanged(said, (CLIENT, "guess")) == "invalid_client"
    # The verifier does not fit the challenge.
    assert there.exchanged(said | {"code_verifier": VERIFIER}, (CLIENT, SECRET)) == "invalid_grant"
    there.codes[said["code"]].challenge = ""
    assert not isinstance(there.exchanged(said, (CLIENT, SECRET)), str)
    assert there.exchanged(said, (CLIENT, SECRET)) == "invalid_grant"
    late = {"code": code_of(there.authorise(asked(there, code_challenge=""))), "redirect_uri": BACK}
    clock.moment += timedelta(minutes=30)
    assert there.exchanged(late, (CLIENT, SECRET)) == "invalid_grant"
