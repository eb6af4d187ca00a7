"""Facebook: a person's short token becomes a long one, and each page they look after gives its own without an end."""

from __future__ import annotations

from typing import Any, ClassVar

from campaigns.placements.permits.settling import Page
from scheduler.means import Means
from scheduler.permits.contract import Answer, Granted, Issuer, NotGiven, NotReached, OurApp, listed
from scheduler.permits.meta import codes_of
from scheduler.transport import Reply

SERVER = "https://graph.facebook.com/v26.0"
#: What somebody must be able to do with a page for posts to appear on it.
TASK = "CREATE_CONTENT"


class Facebook(Issuer):
    """The token of a page that was got with a long token ends with the person's role there, not with time."""

    channel: ClassVar[str] = "facebook"

    def __init__(self, means: Means, server: str = SERVER) -> None:
        super().__init__(means)
        self._server = server

    def exchange(self, app: OurApp, code: str, verifier: str) -> Answer:
        ours = {"client_id": app.client_id, "client_secret": app.secret}
        short = self._token({**ours, "redirect_uri": app.back, "code": code})
        if not isinstance(short, str):
            return self.no(short, app, codes_of(short))
        long = self._token({**ours, "grant_type": "fb_exchange_token", "fb_exchange_token": short})
        if not isinstance(long, str):
            return self.without_sense(long, app)
        headers = {"Authorization": f"Bearer {long}"}
        said = self._means.transport.get(f"{self._server}/me/permissions", headers=headers)
        if not (isinstance(said, Reply) and said.is_good):
            return self.without_sense(said, app)
        given = [
            str(row.get("permission")) for row in listed(said.at("data")) if row.get("status") == "granted"
        ]
        return self.lacking(given) or self._pages(headers, app)

    def _token(self, query: dict[str, str]) -> Any:
        said = self._means.transport.get(f"{self._server}/oauth/access_token", query=query)
        token = said.text_at("access_token") if isinstance(said, Reply) and said.is_good else ""
        return token or said

    def _pages(self, headers: dict[str, str], app: OurApp) -> Granted | NotGiven | NotReached:
        found: list[Page] = []
        after = ""
        while True:
            query = {"fields": "id,name,access_token,tasks", "limit": "100"} | (
                {"after": after} if after else {}
            )
            said = self._means.transport.get(f"{self._server}/me/accounts", headers=headers, query=query)
            if not (isinstance(said, Reply) and said.is_good):
                return self.without_sense(said, app)
            found += [
                Page(str(row.get("id", "")), str(row.get("name", "")), {"token": str(row["access_token"])})
                for row in listed(said.at("data"))
                if row.get("id") and row.get("access_token") and TASK in (row.get("tasks") or [TASK])
            ]
            after = said.text_at("paging", "cursors", "after")
            if not said.text_at("paging", "next") or not after or len(found) >= 500:
                return Granted(found)
