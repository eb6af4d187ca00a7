"""A server of the Mastodon family: each one takes our registration from the worker, and no two are alike otherwise."""

from __future__ import annotations

from typing import ClassVar

from campaigns.placements.permits.settling import Page
from scheduler.permits.contract import Answer, Granted, Issuer, NotGiven, NotReached, OurApp, granted_rights
from scheduler.transport import Reply

#: Readers of the server see it below posts.
OUR_NAME = "Litfass"


class Mastodon(Issuer):
    """Tokens have no end. The server is a stranger's word: the guard of the transport says where it may lie."""

    channel: ClassVar[str] = "mastodon"

    def introduce(self, server: str, back: str) -> tuple[str, str] | NotGiven | NotReached:
        said = self._means.transport.call(
            "POST",
            f"{server}/api/v1/apps",
            form={
                "client_name": OUR_NAME,
                "redirect_uris": back,
                "scopes": " ".join(self.network.rights),
            },
        )
        if not (isinstance(said, Reply) and said.is_good):
            return self.no(said, OurApp("", "", back))
        client_id, secret = said.text_at("client_id"), said.text_at("client_secret")
        return (client_id, secret) if client_id and secret else self.no(said, OurApp("", "", back))

    def exchange(self, app: OurApp, code: str, verifier: str) -> Answer:
        said = self._means.transport.call(
            "POST",
            f"{app.server}/oauth/token",
            form={
                "grant_type": "authorization_code",
                "code": code,
                "client_id": app.client_id,
                "client_secret": app.secret,
                "redirect_uri": app.back,
                "scope": " ".join(self.network.rights),
                "code_verifier": verifier,
            },
        )
        if not (isinstance(said, Reply) and said.is_good and said.text_at("access_token")):
            return self.no(said, app)
        lacking = self.lacking(self._spelt_out(granted_rights(said)))
        if lacking:
            return lacking
        token = said.text_at("access_token")
        who = self._means.transport.get(
            f"{app.server}/api/v1/accounts/verify_credentials", headers={"Authorization": f"Bearer {token}"}
        )
        if not (isinstance(who, Reply) and who.is_good and who.text_at("id")):
            return self.without_sense(who, app)
        name = f"@{who.text_at('acct') or who.text_at('username')}"
        return Granted([Page(who.text_at("id"), name, {"token": token})])

    def _spelt_out(self, given: list[str]) -> list[str]:
        """A whole scope contains its parts: `write` contains `write:media`."""
        return [*given, *(right for right in self.network.rights if right.partition(":")[0] in given)]
