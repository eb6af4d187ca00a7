"""Google, for a YouTube channel: one lasting token, given the first time only unless it is asked for each time."""

from __future__ import annotations

from typing import ClassVar

from campaigns.placements.permits.settling import Page, Times
from scheduler.means import Means
from scheduler.permits.contract import Answer, Granted, Issuer, OurApp, listed
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
        more = {"client_secret": app.secret, "code_verifier": verifier}
        # People can untick single rights on Google's page.
        said = self.token(f"{self._tokens}/token", app, code, more=more)
        if not isinstance(said, Reply):
            return said
        mine = self._means.transport.get(
            f"{self._server}/youtube/v3/channels",
            headers={"Authorization": f"Bearer {said.text_at('access_token')}"},
            query={"part": "snippet", "mine": "true"},
        )
        if not (isinstance(mine, Reply) and mine.is_good):
            return self.without_sense(mine, app)
        secret = {
            "client_id": app.client_id,
            "client_secret": app.secret,
            "refresh_token": said.text_at("refresh_token"),
        }
        pages = [
            Page(str(row.get("id", "")), str((row.get("snippet") or {}).get("title", "")), secret)
            for row in listed(mine.at("items"))
        ]
        return Granted(pages, Times(expires_at=self.ends(said, "refresh_token_expires_in")))
