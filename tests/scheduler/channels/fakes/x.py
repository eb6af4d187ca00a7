"""X (OpenAPI 2.168): weighted length, links wrapped, tokens of two hours renewed once each, the same text refused.

Fields of a post are asked for as `known_as`; another name is refused, or passed over where the server `is_lenient`.
"""

from __future__ import annotations

import base64
import re
from typing import Any

from campaigns.clock import Clock
from campaigns.content.weighted import count_weighted
from tests.scheduler.channels.network import Answer, Fake, Post, Request

TOKEN, REFRESH = "x-token", "x-refresh"
PROBLEM = "https://api.x.com/2/problems/invalid-request"
OURS = {"url_link_clicks", "user_profile_clicks"}
_LINK = re.compile(r"https?://\S+")


class XServer(Fake):
    """One account."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.token, self.refresh, self.renewals = TOKEN, REFRESH, 0
        self.media: dict[str, str] = {}
        self.known_as, self.is_lenient = "post.fields", False
        self.has_credits = True

    def publishes(self, request: Request) -> bool:
        return request.method == "POST" and request.path == "/2/tweets"

    def too_many(self) -> Answer:
        reset = str(int(self.clock().timestamp()) + 60)
        return Answer(429, {"title": "Too Many Requests", "status": 429}, {"x-rate-limit-reset": reset})

    def signed_out(self) -> Answer:
        self.refresh = "revoked"
        return Answer(401, {"title": "Unauthorized", "type": "about:blank", "status": 401})

    def answer(self, request: Request) -> Answer:
        if request.path == "/2/oauth2/token":
            return self._renew(request.form())
        if request.bearer != self.token:
            return Answer(401, {"title": "Unauthorized", "type": "about:blank", "status": 401})
        if not self.has_credits:
            spent = {"title": "CreditsDepleted", "type": "https://api.x.com/2/problems/credits"}
            return Answer(402, {**spent, "detail": "Your enrolled account [1] does not have any credits"})
        match request.method, request.path.split("/")[2:]:
            case "GET", _ if self._strangers(request) and not self.is_lenient:
                return self._refused(self._strangers(request))
            case "GET", ["users", "me"]:
                told = {"public_metrics": self._followed()} if request.query else {}
                return Answer(200, {"data": {"id": "44", "name": "Advice", "username": "advice", **told}})
            case "GET", ["tweets", number] if self.has(number):
                return self._counted(number, self._fields(request))
            case "GET", ["users", "44", "tweets"]:
                newest = [self._shown(post, self._fields(request)) for post in reversed(self.posts)]
                return Answer(200, {"data": newest, "meta": {"result_count": len(newest)}})
            case "POST", ["media", "upload"]:
                assert self._content(request)
                number = str(8000 + len(self.media))
                self.media[number] = ""
                return Answer(200, {"data": {"id": number, "media_key": f"3_{number}"}})
            case "POST", ["media", "metadata"]:
                said = request.json()
                self.media[said["id"]] = said["metadata"]["alt_text"]["text"]
                return Answer(200, {"data": {"id": said["id"]}})
            case "POST", ["tweets"]:
                return self._post(request.json())
            case "DELETE", ["tweets", number]:
                self.posts = [post for post in self.posts if post.id != number]
                return Answer(200, {"data": {"deleted": True}})
        return Answer(404, {"title": "Not Found", "status": 404})

    def _strangers(self, request: Request) -> list[str]:
        """Names of fields parameters that this server does not know."""
        names = {name for name in request.query if name.endswith(".fields")}
        return sorted(names - {self.known_as, "user.fields"})

    def _refused(self, names: list[str]) -> Answer:
        errors = [{"parameters": {name: []}, "message": f"The query parameter [{name}]"} for name in names]
        return Answer(400, {"errors": errors, "title": "Invalid Request", "type": PROBLEM})

    def _fields(self, request: Request) -> str:
        return request.query.get(self.known_as, "")

    @staticmethod
    def _content(request: Request) -> bytes:
        """A file comes as bytes in a form or, in base64, in JSON."""
        if request.headers["content-type"].startswith("application/json"):
            return base64.b64decode(request.json()["media"], validate=True)
        return request.parts()["media"].content

    def _counted(self, number: str, fields: str) -> Answer:
        """Only ours are told by `non_public_metrics`, for 30 days; afterwards the field is an error."""
        if not fields:
            return Answer(200, {"data": {"id": number}})
        ours = {name: value for name, value in self.counts.items() if name in OURS}
        told = ours if fields == "non_public_metrics" else self._public()
        if not told:
            problem = {"title": "Field Authorization Error", "parameter": fields}
            return Answer(200, {"data": {"id": number}, "errors": [problem]})
        return Answer(200, {"data": {"id": number, fields: told}})

    def _public(self) -> dict[str, Any]:
        """Shares are counted under another name where the parameter has its old one."""
        old = self.known_as != "post.fields"
        names = {"repost_count": "retweet_count" if old else "repost_count"}
        return {names.get(name, name): value for name, value in self.counts.items()}

    def _followed(self) -> dict[str, Any]:
        others = {"following_count": 3, "listed_count": 0, "post_count": len(self.posts)}
        return {"followers_count": self.following, **others}

    def _renew(self, said: dict[str, str]) -> Answer:
        if said.get("refresh_token") != self.refresh:
            return Answer(400, {"error": "invalid_request"})
        self.renewals += 1
        self.token, self.refresh = f"{TOKEN}{self.renewals}", f"{REFRESH}{self.renewals}"
        return Answer(200, {"access_token": self.token, "refresh_token": self.refresh, "expires_in": 7200})

    def _post(self, said: dict[str, Any]) -> Answer:
        text, media = said["text"], said.get("media", {}).get("media_ids", [])
        if count_weighted(text) > 280 or any(one not in self.media for one in media):
            return Answer(400, {"title": "Invalid Request", "type": PROBLEM})
        recent = [post for post in self.posts if (self.clock() - post.at).total_seconds() < 3600]
        if any(post.text == text for post in recent):
            said_no = "You are not allowed to create a Tweet with duplicate content."
            return Answer(
                403, {"detail": said_no, "type": "about:blank", "title": "Forbidden", "status": 403}
            )
        number = str(1_700_000 + len(self.posts))
        self.publish(number, text, alts=[self.media[one] for one in media])
        return Answer(201, {"data": {"id": number, "text": text}})

    def _shown(self, post: Post, fields: str) -> dict[str, Any]:
        """Its id and words, and its moment where that was asked for."""
        shown = {"id": post.id, "text": _LINK.sub("https://t.co/Ab12Cd34", post.text)}
        moment = {"created_at": post.at.strftime("%Y-%m-%dT%H:%M:%S.000Z")}
        return {**shown, **(moment if "created_at" in fields.split(",") else {})}
