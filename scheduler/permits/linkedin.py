"""LinkedIn: a token of sixty days; where the app was allowed to renew it, for a year from the day of signing in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import ClassVar
from urllib.parse import quote

from campaigns.placements.permits.settling import Page, Times
from scheduler.means import Means
from scheduler.permits.contract import (
    Answer,
    Granted,
    Issuer,
    NotGiven,
    NotReached,
    OurApp,
    listed,
)
from scheduler.transport import Reply

TOKENS, SERVER = "https://www.linkedin.com/oauth/v2", "https://api.linkedin.com"
VERSION = "202611"
#: So long before its end a token is renewed.
BEFORE = timedelta(days=7)


class LinkedIn(Issuer):
    """Pages are those whose administrators the person belongs to."""

    channel: ClassVar[str] = "linkedin"

    def __init__(self, means: Means, tokens: str = TOKENS, server: str = SERVER) -> None:
        super().__init__(means)
        self._tokens, self._server = tokens, server

    def exchange(self, app: OurApp, code: str, verifier: str) -> Answer:
        said = self.token(f"{self._tokens}/accessToken", app, code, more={"client_secret": app.secret})
        if not isinstance(said, Reply):
            return said
        refresh, ends = said.text_at("refresh_token"), self.ends(said)
        times = Times(token_ends_at=ends)
        if refresh and ends:
            times = Times(ends, ends - BEFORE, self.ends(said, "refresh_token_expires_in"))
        secret = {
            "client_id": app.client_id,
            "client_secret": app.secret,
            "token": said.text_at("access_token"),
            "refresh_token": refresh,
        }
        return self._pages(app, secret, times)

    def _pages(self, app: OurApp, secret: Mapping[str, str], times: Times) -> Granted | NotGiven | NotReached:
        headers = {
            "Authorization": f"Bearer {secret['token']}",
            "LinkedIn-Version": VERSION,
            "X-Restli-Protocol-Version": "2.0.0",
        }
        query = {"q": "roleAssignee", "role": "ADMINISTRATOR", "state": "APPROVED", "count": "100"}
        said = self._means.transport.get(
            f"{self._server}/rest/organizationAcls", headers=headers, query=query
        )
        if not (isinstance(said, Reply) and said.is_good):
            return self.without_sense(said, app)
        found = []
        for row in listed(said.at("elements")):
            number = str(row.get("organization", "")).rpartition(":")[2]
            about = self._means.transport.get(
                f"{self._server}/rest/organizations/{quote(number, safe='')}", headers=headers
            )
            name = about.text_at("localizedName") if isinstance(about, Reply) and about.is_good else ""
            found.append(Page(number, name or number, secret))
        return Granted(found, times)
