"""Secrets that a library writes into a log leave it masked; everything else stays readable."""

from __future__ import annotations

import io
import logging

import pytest

from campaigns.log_filter import NoSecrets

SECRET = "s3cretS3CRETs3cret"


@pytest.mark.parametrize(
    "said",
    [
        f"cannot reach smtp://desk:{SECRET}@mail.example.org:587",
        f"postgresql+psycopg://litfass:{SECRET}@db/litfass refused",
        f"GET /login/link/{SECRET} 404",
        f"Authorization: Bearer {SECRET}",
        f"headers {{'Authorization': 'DeepL-Auth-Key {SECRET}'}}",
        f"Cookie: litfass={SECRET}; other=1",
        f"POST body grant_type=code&client_secret={SECRET}&x=1",
        f"https://graph.example/me?access_token={SECRET}",
        f"token gAAAAA{SECRET * 3}",
        f"id eyJhbGciOiJub25l.eyJzdWIiOiJ4{SECRET}.x",
        f"https://api.telegram.example/bot1234567890:{SECRET * 2}/sendMessage",
    ],
)
def test_a_secret_is_masked(said: str) -> None:
    assert SECRET not in logged("%s", said)
    assert "•••" in logged("%s", said)


def test_a_secret_in_an_error_is_masked_too() -> None:
    try:
        raise ValueError(f"smtp://a:{SECRET}@b")
    except ValueError:
        assert SECRET not in logged("it failed", exc_info=True)


@pytest.mark.parametrize(
    "said", ["work 7 (report) begins", "placement 12: code 429, wait 30 s", "http://127.0.0.1:8000/today 200"]
)
def test_everything_else_stays_as_it_is(said: str) -> None:
    assert logged("%s", said) == said + "\n"


def logged(message: str, *values: object, exc_info: bool = False) -> str:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.addFilter(NoSecrets())
    logger = logging.Logger("test")
    logger.addHandler(handler)
    logger.error(message, *values, exc_info=exc_info)
    return out.getvalue()
