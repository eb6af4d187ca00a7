"""X: a code of seconds, a token of two hours, and a lasting one that is exchanged for the next each time it is used."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from campaigns.placements.permits.settling import Page, Times
from campaigns.reasons import Reason
from scheduler.means import Means
from scheduler.permits.contract import (
    NOTHING_LASTING,
    Answer,
    Granted,
    Issuer,
    NotGiven,
    OurApp,
)
from scheduler.signing_in import proof_of
from scheduler.transport import Reply

SERVER = "https://api.x.com"
#: So long before its end a token is renewed.
BEFORE = timedelta(minutes=40)


class X(Issuer):
    """An app with a secret proves itself in a header, one without names its id in the form."""

    channel: ClassVar[str] = "x"

    def __init__(self, means: Means, server: str = SERVER) -> None:
        super().__init__(means)
        self._server = server

    def exchange(self, app: OurApp, code: str, verifier: str) -> Answer:
        said = self.token(
            f"{self._server}/2/oauth2/token",
            app,
            code,
            more={"code_verifier": verifier},
            headers=proof_of(app.client_id, app.secret),
            # X says so of a code that is over.
            means={"invalid_request": "invalid_grant"},
        )
        if not isinstance(said, Reply):
            return said
        if not said.text_at("refresh_token"):
            return NotGiven(Reason(NOTHING_LASTING, {"channel": self.network.name}))
        token = said.text_at("access_token")
        me = self._means.transport.get(
            f"{self._server}/2/users/me", headers={"Authorization": f"Bearer {token}"}
        )
        if not (isinstance(me, Reply) and me.is_good and me.text_at("data", "id")):
            return self.without_sense(me, app)
        secret = {
            "token": token,
            "refresh_token": said.text_at("refresh_token"),
            "client_id": app.client_id,
            "client_secret": app.secret,
        }
        page = Page(me.text_at("data", "id"), f"@{me.text_at('data', 'username')}", secret)
        ends = self.ends(said)
        return Granted([page], Times(token_ends_at=ends, renew_at=ends - BEFORE if ends else None))
