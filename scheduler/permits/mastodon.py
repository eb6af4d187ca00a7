"""A server of the Mastodon family: each one takes our registration from the worker, and no two are alike otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from campaigns.placements.permits.settling import Page
from scheduler.permits.contract import Answer, Granted, Introducer, NotGiven, NotReached, OurApp
from scheduler.transport import Reply

#: Readers of the server see it below posts.
OUR_NAME = "Litfass"


class Mastodon(Introducer):
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
        more = {
            "client_secret": app.secret,
            "scope": " ".join(self.network.rights),
            "code_verifier": verifier,
        }
        said = self.token(f"{app.server}/oauth/token", app, code, more=more)
        if not isinstance(said, Reply):
            return said
        token = said.text_at("access_token")
        who = self._means.transport.get(
            f"{app.server}/api/v1/accounts/verify_credentials", headers={"Authorization": f"Bearer {token}"}
        )
        if not (isinstance(who, Reply) and who.is_good and who.text_at("id")):
            return self.without_sense(who, app)
        name = f"@{who.text_at('acct') or who.text_at('username')}"
        return Granted([Page(who.text_at("id"), name, {"token": token})])

    def given(self, said: Reply) -> Sequence[str]:
        """A whole scope contains its parts: `write` contains `write:media`."""
        given = super().given(said)
        return [*given, *(right for right in self.network.rights if right.partition(":")[0] in given)]
