"""Google, for a YouTube channel: one lasting token, given the first time only unless it is asked for each time."""

from __future__ import annotations

from typing import ClassVar

from campaigns.placements.permits.settling import Page, Times
from scheduler.means import Means
from scheduler.permits.contract import Answer, Granted, Issuer, OurApp, granted_rights, listed
from scheduler.transport import Reply

TOKENS, SERVER = "https://oauth2.googleapis.com", "https://www.googleapis.com"


class YouTube(Issuer):
    """The lasting token never changes; where Google says when it ends, only a person can put that off. An answer
    without one leaves the one that is kept."""

    channel: ClassVar[str] = "youtube"

    def __init__(self, means: Means, tokens: str = TOKENS, server: str = SERVER) -> None:
        super().__init__(means)
        self._tokens, self._server = tokens, server

    def exchange(self, app: OurApp, code: str, verifier: str) -> Answer:
        ours = {"client_id": app.client_id, "client_secret": app.secret}
        said = self._means.transport.call(
            "POST",
            f"{self._tokens}/token",
            form={
                **ours,
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": app.back,
                "code_verifier": verifier,
            },
        )
        if not (isinstance(said, Reply) and said.is_good and said.text_at("access_token")):
            return self.no(said, app)
        # People can untick single rights on Google's page.
        if lacking := self.lacking(granted_rights(said)):
            return lacking
        mine = self._means.transport.get(
            f"{self._server}/youtube/v3/channels",
            headers={"Authorization": f"Bearer {said.text_at('access_token')}"},
            query={"part": "snippet", "mine": "true"},
        )
        if not (isinstance(mine, Reply) and mine.is_good):
            return self.without_sense(mine, app)
        secret = {**ours, "refresh_token": said.text_at("refresh_token")}
        pages = [
            Page(str(row.get("id", "")), str((row.get("snippet") or {}).get("title", "")), secret)
            for row in listed(mine.at("items"))
        ]
        return Granted(pages, Times(expires_at=self.ends(said, "refresh_token_expires_in")))
