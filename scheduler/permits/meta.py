"""What Instagram and Threads have in common: a token of an hour becomes one of sixty days, which can be renewed once it
is a day old; and how Meta says no."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import ClassVar

from campaigns.placements.permits.settling import Page, Times
from scheduler.graph import graph_fine_print
from scheduler.permits.contract import Answer, Granted, Issuer, OurApp
from scheduler.transport import Reply, Said

#: “At least 24 hours old”, both documentations say.
RENEWABLE_AFTER = timedelta(hours=25)


class SixtyDays(Issuer):
    """`_tokens` gives the short token, `_server` the long one. `grant` and `number` are the channel's own words."""

    grant: ClassVar[str]
    fields: ClassVar[str]
    number: ClassVar[str]
    _tokens: str
    _server: str

    def exchange(self, app: OurApp, code: str, verifier: str) -> Answer:
        said = self._means.transport.call(
            "POST",
            f"{self._tokens}/oauth/access_token",
            form={
                "client_id": app.client_id,
                "client_secret": app.secret,
                "grant_type": "authorization_code",
                "redirect_uri": app.back,
                # Meta appends it to the address; some browsers hand it on with the code.
                "code": code.removesuffix("#_"),
            },
        )
        short = _first(said)
        if not short:
            return self.no(said, app, codes_of(said))
        rights = short.at("permissions")
        if rights is not None:
            given = rights.split(",") if isinstance(rights, str) else [str(each) for each in rights]
            if lacking := self.lacking(each.strip() for each in given):
                return lacking
        return self._lasting(app, short.text_at("access_token"))

    def _lasting(self, app: OurApp, short: str) -> Answer:
        root = self._server.rpartition("/")[0]
        query = {"grant_type": self.grant, "client_secret": app.secret, "access_token": short}
        long = self._means.transport.get(f"{root}/access_token", query=query)
        if not (isinstance(long, Reply) and long.is_good and long.text_at("access_token")):
            return self.without_sense(long, app)
        token = long.text_at("access_token")
        headers = {"Authorization": f"Bearer {token}"}
        me = self._means.transport.get(f"{self._server}/me", headers=headers, query={"fields": self.fields})
        if not (isinstance(me, Reply) and me.is_good and me.text_at(self.number)):
            return self.without_sense(me, app)
        page = Page(me.text_at(self.number), f"@{me.text_at('username')}", {"token": token})
        renew = self._means.clock() + RENEWABLE_AFTER
        return Granted([page], Times(token_ends_at=self.ends(long), renew_at=renew))


def codes_of(said: Said) -> Sequence[str]:
    """The numbers of a refusal, and in words what Meta tells by its message alone: which of the two was wrong."""
    if not isinstance(said, Reply):
        return ()
    codes = list(graph_fine_print(said).codes)
    told = f"{said.text_at('error', 'message')} {said.text_at('error_message')}".lower()
    if "client secret" in told or "app id" in told or "client_id" in told or "platform app" in told:
        codes.append("invalid_client")
    elif "redirect_uri" in told:
        codes.append("invalid_redirect_uri")
    elif "code" in told:
        codes.append("invalid_grant")
    return codes


def _first(said: Said) -> Reply | None:
    """The token's answer; Instagram has put it into a list of one since 2024."""
    if not (isinstance(said, Reply) and said.is_good):
        return None
    inner = said.at("data", 0) or said.data
    found = Reply(said.status, said.headers, inner)
    return found if found.text_at("access_token") else None
