"""Seven channels' sign-ins with the few calls that tell who somebody is there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from campaigns.clock import Clock
from campaigns.placements.permits.networks import NETWORKS
from tests.scheduler.channels.fakes.graph import error
from tests.scheduler.channels.network import Answer, Request
from tests.signing_in.authority import Authority, Code, basic, in_form

DAY_S = 86_400


def offered(channel: str, *more: str) -> frozenset[str]:
    """The rights that a channel has, those that Litfass asks for among them."""
    return frozenset({*NETWORKS[channel].rights, *more})


class MastodonAuthority(Authority):
    """A server of 4.3 or later. Anybody may register; the code counts for ten minutes, the token for ever."""

    rights = offered("mastodon", "read", "write", "follow")
    page = "/oauth/authorize"

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.apps, self.backs = {}, {}

    def answer(self, request: Request) -> Answer:
        match request.method, request.path.rstrip("/"):
            case "POST", "/api/v1/apps":
                return self._register(request.form())
            case "POST", "/oauth/token":
                return self._token(request.form())
            case "GET", "/api/v1/accounts/verify_credentials" if self.holder(request):
                return Answer(
                    200, {"id": self.person.number, "username": self.person.name, "acct": self.person.name}
                )
            case "GET", "/api/v2/instance":
                return Answer(
                    200, {"version": "4.5.0", "configuration": {"statuses": {"max_characters": 640}}}
                )
            case "GET", "/api/v1/instance":
                return Answer(200, {"version": "4.5.0", "uri": "social.example"})
        return Answer(401, {"error": "The access token is invalid"})

    def _register(self, said: dict[str, str]) -> Answer:
        wanted = set(said.get("scopes", "read").split())
        if not said.get("client_name") or not said.get("redirect_uris") or wanted - self.rights:
            return Answer(422, {"error": "Validation failed"})
        client, secret = self.fresh("app"), self.fresh("secret")
        self.apps[client], self.backs[client] = secret, set(said["redirect_uris"].split("\n"))
        told = {"id": "1", "client_id": client, "client_secret": secret, "client_secret_expires_at": 0}
        return Answer(200, {**told, "name": said["client_name"], "redirect_uri": said["redirect_uris"]})

    def _token(self, said: dict[str, str]) -> Answer:
        code = self.exchanged(said, in_form(said))
        if self.fault == "broken":
            return Answer(502, None)
        if not isinstance(code, Code):
            return Answer(401 if code == "invalid_client" else 400, {"error": code})
        given = " ".join(sorted(code.rights))
        token = self.give(code.who, code.rights)
        stamp = int(self.clock().timestamp())
        return Answer(
            200, {"access_token": token, "token_type": "Bearer", "scope": given, "created_at": stamp}
        )


class FacebookAuthority(Authority):
    """A person's token of an hour, one of sixty days for it, and pages with tokens of their own."""

    rights = offered("facebook", "email", "public_profile")
    separator = ","
    page = "/v26.0/dialog/oauth"

    def answer(self, request: Request) -> Answer:
        path = request.path.removeprefix("/v26.0")
        if path == "/oauth/access_token":
            return self._token(request.query)
        holder, page = self.holder(request), self.holder(request, "page")
        match request.method, path:
            case "GET", "/me" if page:
                return Answer(200, {"id": page.who, "name": self.person.pages[page.who]})
            case "GET", "/me/permissions" if holder:
                given = [{"permission": each, "status": "granted"} for each in sorted(holder.rights)]
                declined = [
                    {"permission": each, "status": "declined"} for each in sorted(self.person.unticks)
                ]
                return Answer(200, {"data": given + declined})
            case "GET", "/me/accounts" if holder:
                return self._pages(request.query)
        return error(190, 463, status=401, message="Error validating access token")

    def _token(self, said: Any) -> Answer:
        if said.get("grant_type") == "fb_exchange_token":
            short = self.tokens.get(said.get("fb_exchange_token", ""))
            if in_form(said) != (next(iter(self.apps)), next(iter(self.apps.values()))) or short is None:
                return error(1, message="Error validating client secret.")
            token = self.give(short.who, short.rights, 60 * DAY_S)
            return Answer(200, {"access_token": token, "token_type": "bearer", "expires_in": 60 * DAY_S})
        code = self.exchanged(dict(said), in_form(said))
        if self.fault == "broken":
            return error(2, status=503, message="Service temporarily unavailable")
        if code == "invalid_client":
            return error(1, message="Error validating client secret.")
        if code == "redirect_uri_mismatch":
            return error(
                100, 36008, message="Error validating verification code. redirect_uri isn't identical"
            )
        if not isinstance(code, Code):
            return error(100, 36009, message="This authorization code has been used.")
        token = self.give(code.who, code.rights, 3600)
        return Answer(200, {"access_token": token, "token_type": "bearer", "expires_in": 3600})

    def _pages(self, query: Any) -> Answer:
        """Two a time, whatever was asked for: a client has to turn the pages."""
        rows = [
            {
                "id": number,
                "name": name,
                "access_token": self.give(number, frozenset(), kind="page"),
                "tasks": ["ANALYZE"] if name == "Only to look at" else ["CREATE_CONTENT", "ANALYZE"],
            }
            for number, name in self.person.pages.items()
        ]
        start = int(query.get("after", "0"))
        paging: dict[str, Any] = {"cursors": {"after": str(start + 2)}}
        if start + 2 < len(rows):
            paging["next"] = "https://graph.facebook.com/next"
        return Answer(200, {"data": rows[start : start + 2], "paging": paging})


class SixtyDayAuthority(Authority):
    """Instagram or Threads: `grant` names the exchange, `again` the renewal, for which a token has to be a day old."""

    separator = ","
    page = "/oauth/authorize"
    grant, again, root = "", "", ""

    def answer(self, request: Request) -> Answer:
        holder = self.holder(request)
        match request.method, request.path:
            case "POST", "/oauth/access_token":
                return self._token(request.form())
            case "GET", "/access_token":
                return self._long(request.query)
            case "GET", "/refresh_access_token" if holder and request.query["grant_type"] == self.again:
                if not holder.until or holder.until - self.clock() > timedelta(days=59):
                    return error(10, message="The token is too young")
                return self._sixty(holder.who, holder.rights)
            case "GET", path if holder and path == f"{self.root}/me":
                number = self.person.number
                return Answer(200, {"id": number, "user_id": number, "username": self.person.name})
        return error(190, 463, status=401, message="Error validating access token")

    def _token(self, said: dict[str, str]) -> Answer:
        code = self.exchanged(said, in_form(said))
        if self.fault == "broken":
            return error(2, status=500, message="An unknown error occurred")
        if code == "invalid_client":
            return Answer(
                400, {"error_type": "OAuthException", "code": 400, "error_message": "Invalid platform app"}
            )
        if not isinstance(code, Code):
            told = "Matching code was not found or was already used"
            return Answer(400, {"error_type": "OAuthException", "code": 400, "error_message": told})
        token = self.give(code.who, code.rights, 3600, "short")
        told_rights = {} if self.grant.startswith("th") else {"permissions": ",".join(sorted(code.rights))}
        inner = {"access_token": token, "user_id": code.who, **told_rights}
        return Answer(200, inner if self.grant.startswith("th") else {"data": [inner]})

    def _long(self, said: Any) -> Answer:
        short = self.tokens.get(said.get("access_token", ""))
        right = said.get("grant_type") == self.grant and said.get("client_secret") in self.apps.values()
        if not right or short is None or short.kind != "short":
            return error(452, message="Session key invalid")
        return self._sixty(short.who, short.rights)

    def _sixty(self, who: str, rights: frozenset[str]) -> Answer:
        token = self.give(who, rights, 60 * DAY_S)
        return Answer(200, {"access_token": token, "token_type": "bearer", "expires_in": 60 * DAY_S})


class InstagramAuthority(SixtyDayAuthority):
    rights = offered("instagram", "instagram_business_manage_comments")
    grant, again, root = "ig_exchange_token", "ig_refresh_token", "/v26.0"


class ThreadsAuthority(SixtyDayAuthority):
    rights = offered("threads", "threads_read_replies")
    grant, again, root = "th_exchange_token", "th_refresh_token", "/v1.0"


class GoogleAuthority(Authority):
    """A lasting token the first time, and again only where consent is asked for each time."""

    rights = offered("youtube", "openid")
    page = "/o/oauth2/v2/auth"

    def authorise(self, address: str) -> str:
        self.lasting = "access_type=offline" in address and "prompt=consent" in address
        return super().authorise(address)

    def answer(self, request: Request) -> Answer:
        if request.path == "/token":
            return self._token(request.form())
        if not self.holder(request):
            return Answer(401, {"error": {"code": 401, "errors": [{"reason": "authError"}]}})
        pages = self.person.pages.items()
        rows = [{"id": number, "snippet": {"title": name}, "statistics": {}} for number, name in pages]
        return Answer(200, {"items": rows[:1]} if rows else {})

    def _token(self, said: dict[str, str]) -> Answer:
        if said.get("grant_type") == "refresh_token":
            held = self.tokens.get(said.get("refresh_token", ""))
            right = (
                held is not None and held.kind == "refresh" and in_form(said) == next(iter(self.apps.items()))
            )
            if not right or held is None or (held.until and self.clock() >= held.until):
                return Answer(
                    400, {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}
                )
            return Answer(200, {"access_token": self.give(held.who, held.rights, 3599), "expires_in": 3599})
        code = self.exchanged(said, in_form(said))
        if self.fault == "broken":
            return Answer(503, None)
        if not isinstance(code, Code):
            return Answer(401 if code == "invalid_client" else 400, {"error": code})
        told: dict[str, Any] = {
            "access_token": self.give(code.who, code.rights, 3599),
            "expires_in": 3599,
            "token_type": "Bearer",
            "scope": " ".join(sorted(code.rights)),
        }
        if self.lasting and self.fault != "no_refresh":
            told["refresh_token"] = self.give(code.who, code.rights, 7 * DAY_S, "refresh")
            told["refresh_token_expires_in"] = 7 * DAY_S - 1
        return Answer(200, told)


class LinkedInAuthority(Authority):
    """Sixty days, and a year for approved apps: the year counts from signing in, not from the last renewal."""

    rights = offered("linkedin", "openid", "profile")
    page = "/oauth/v2/authorization"
    declined = "user_cancelled_authorize"
    code_lives = timedelta(minutes=30)

    def answer(self, request: Request) -> Answer:
        if request.path == "/oauth/v2/accessToken":
            return self._token(request.form())
        if not self.holder(request):
            return Answer(401, {"code": "INVALID_ACCESS_TOKEN", "status": 401})
        if (
            not request.headers.get("linkedin-version")
            or request.headers.get("x-restli-protocol-version") != "2.0.0"
        ):
            return Answer(400, {"code": "VERSION_MISSING", "status": 400})
        match request.path.split("/")[2:]:
            case ["organizationAcls"]:
                role = {"role": "ADMINISTRATOR", "state": "APPROVED", "roleAssignee": "urn:li:person:a"}
                rows = [{**role, "organization": f"urn:li:organization:{each}"} for each in self.person.pages]
                return Answer(200, {"elements": rows, "paging": {"count": 100, "start": 0}})
            case ["organizations", number] if number in self.person.pages:
                return Answer(200, {"id": int(number), "localizedName": self.person.pages[number]})
        return Answer(404, {"code": "NOT_FOUND", "status": 404})

    def _token(self, said: dict[str, str]) -> Answer:
        if said.get("grant_type") == "refresh_token":
            held = self.tokens.get(said.get("refresh_token", ""))
            if held is None or held.until is None or self.clock() >= held.until:
                return Answer(
                    400, {"error": "invalid_request", "error_description": "The provided token is invalid"}
                )
            if in_form(said) not in self.apps.items():
                return Answer(401, {"error": "invalid_client"})
            left = int((held.until - self.clock()).total_seconds())
            return self._tokens(held.who, held.rights, said["refresh_token"], left)
        code = self.exchanged(said, in_form(said))
        if self.fault == "broken":
            return Answer(500, None)
        if not isinstance(code, Code):
            named = {"redirect_uri_mismatch": "invalid_redirect_uri", "invalid_grant": "invalid_request"}
            return Answer(401 if code == "invalid_client" else 400, {"error": named.get(code, code)})
        if self.fault == "no_refresh":
            return self._tokens(code.who, code.rights, "", 0)
        refresh = self.give(code.who, code.rights, 365 * DAY_S, "refresh")
        return self._tokens(code.who, code.rights, refresh, 365 * DAY_S)

    def _tokens(self, who: str, rights: frozenset[str], refresh: str, left: int) -> Answer:
        lives = min(60 * DAY_S, left) if refresh else 60 * DAY_S
        told: dict[str, Any] = {
            "access_token": self.give(who, rights, lives),
            "expires_in": lives,
            "scope": ",".join(sorted(rights)),
        }
        return Answer(
            200, told | ({"refresh_token": refresh, "refresh_token_expires_in": left} if refresh else {})
        )


class XAuthority(Authority):
    """Half a minute for a code, two hours for a token, and a lasting one that counts once: used again, all is over."""

    rights = offered("x", "follows.read")
    page = "/i/oauth2/authorize"
    needs_challenge = True
    code_lives = timedelta(seconds=30)

    def answer(self, request: Request) -> Answer:
        if request.path == "/2/oauth2/token":
            return self._token(request)
        if not self.holder(request):
            return Answer(401, {"title": "Unauthorized", "type": "about:blank", "status": 401})
        told = {"id": self.person.number, "name": "Advice", "username": self.person.name}
        return Answer(200, {"data": told})

    def _token(self, request: Request) -> Answer:
        said = request.form()
        proof = basic(request) or in_form(said)
        if said.get("grant_type") == "refresh_token":
            held = self.tokens.pop(said.get("refresh_token", ""), None)
            if held is None or held.kind != "refresh" or proof not in self.apps.items():
                self.tokens.clear()
                return Answer(
                    400,
                    {
                        "error": "invalid_request",
                        "error_description": "Value passed for the token was invalid.",
                    },
                )
            return self._tokens(held.who, held.rights)
        code = self.exchanged(said, proof)
        if self.fault == "broken":
            return Answer(503, None)
        if not isinstance(code, Code):
            named = {"invalid_grant": "invalid_request", "redirect_uri_mismatch": "invalid_request"}
            return Answer(401 if code == "invalid_client" else 400, {"error": named.get(code, code)})
        return self._tokens(code.who, code.rights)

    def _tokens(self, who: str, rights: frozenset[str]) -> Answer:
        told: dict[str, Any] = {
            "access_token": self.give(who, rights, 7200),
            "token_type": "bearer",
            "expires_in": 7200,
            "scope": " ".join(sorted(rights)),
        }
        if "offline.access" in rights:
            told["refresh_token"] = self.give(who, rights, kind="refresh")
        return Answer(200, told)


#: By channel, with every host that its documentation names.
AUTHORITIES: dict[str, tuple[type[Authority], tuple[str, ...]]] = {
    "facebook": (FacebookAuthority, ("www.facebook.com", "graph.facebook.com")),
    "instagram": (InstagramAuthority, ("www.instagram.com", "api.instagram.com", "graph.instagram.com")),
    "threads": (ThreadsAuthority, ("threads.com", "graph.threads.net")),
    "youtube": (GoogleAuthority, ("accounts.google.com", "oauth2.googleapis.com", "www.googleapis.com")),
    "linkedin": (LinkedInAuthority, ("www.linkedin.com", "api.linkedin.com")),
    "x": (XAuthority, ("x.com", "api.x.com")),
}
