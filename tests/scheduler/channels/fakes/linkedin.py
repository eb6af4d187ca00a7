"""LinkedIn's Posts API. A text is cut at the first bracket that is not escaped; the same text again is refused."""

from __future__ import annotations

import re
from typing import Any

from campaigns.clock import Clock
from tests.scheduler.channels.network import Answer, Fake, Post, Request

TOKEN, ORGANISATION = "linkedin-token", "2414183"
AUTHOR = f"urn:li:organization:{ORGANISATION}"
#: What is shown of a list where nothing else is asked for.
PAGING = (("start", "0"), ("count", "10"))
_END = re.compile(r"(?<!\\)[|{}@\[\]()<>*_~]")


def _seen(commentary: str) -> str:
    """What readers get of it."""
    end = _END.search(commentary)
    return re.sub(r"\\(.)", r"\1", commentary[: end.start()] if end else commentary)


class LinkedInServer(Fake):
    """One page. Versions older than `oldest` are refused. `working`: for how many posts it still works on pictures."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.images: dict[str, bytes] = {}
        self.oldest, self.working = "202512", 0

    def publishes(self, request: Request) -> bool:
        return request.method == "POST" and request.path == "/rest/posts"

    def too_many(self) -> Answer:
        return Answer(429, {"code": "TOO_MANY_REQUESTS", "status": 429})

    def signed_out(self) -> Answer:
        return Answer(401, {"code": "REVOKED_ACCESS_TOKEN", "status": 401})

    def answer(self, request: Request) -> Answer:
        if request.bearer != TOKEN:
            return self.signed_out()
        if request.method == "PUT" and request.path.startswith("/upload/"):
            self.images[request.path.rpartition("/")[2]] = request.body
            return Answer(201)
        if not self.oldest <= request.headers.get("linkedin-version", "") <= "202612":
            return Answer(426, {"code": "NONEXISTENT_VERSION", "status": 426})
        if ":" in request.target:
            # Keys in paths are encoded (Rest.li 2.0).
            return Answer(400, {"code": "ILLEGAL_ARGUMENT", "status": 400})
        match request.method, request.path.split("/")[2:]:
            case "POST", ["images"]:
                number = f"C4E{len(self.images)}"
                self.images[number] = b""
                value = {
                    "uploadUrl": f"{self.address}/upload/{number}",
                    "image": f"urn:li:image:{number}",
                    "uploadUrlExpiresAt": 0,
                }
                return Answer(200, {"value": value})
            case "POST", ["posts", number] if request.headers.get("x-restli-method") == "PARTIAL_UPDATE":
                commentary = request.json()["patch"]["$set"]["commentary"]
                changed = self.change(number, _seen(commentary), commentary=commentary)
                return Answer(204) if changed else Answer(404, {"code": "NOT_FOUND", "status": 404})
            case "POST", ["posts"]:
                return self._post(request.json())
            case "GET", ["posts"]:
                assert request.query["author"] == AUTHOR
                start, count = (int(request.query.get(name, usual)) for name, usual in PAGING)
                newest = [self._shown(post) for post in reversed(self.posts)][start : start + count]
                return Answer(200, {"elements": newest, "paging": {"start": start, "count": count}})
            case "GET", ["organizations", number] if number == ORGANISATION:
                return Answer(200, {"id": int(number), "localizedName": "House of Advice"})
            case "GET", ["organizationalEntityShareStatistics"]:
                assert request.query["organizationalEntity"] == AUTHOR
                known = self.has(request.query["shares"].removeprefix("List(").removesuffix(")"))
                told = {
                    "organizationalEntity": AUTHOR,
                    "totalShareStatistics": {**self.counts, "engagement": 0.1},
                }
                return Answer(200, {"elements": [told] if known else []})
            case "GET", ["networkSizes", urn] if urn == AUTHOR:
                assert request.query["edgeType"] == "COMPANY_FOLLOWED_BY_MEMBER"
                return Answer(200, {"firstDegreeSize": self.following})
            case "DELETE", ["posts", number]:
                self.posts = [post for post in self.posts if post.id != number]
                return Answer(204)
        return Answer(404, {"code": "NOT_FOUND", "status": 404})

    def _post(self, said: dict[str, Any]) -> Answer:
        commentary = said["commentary"]
        if said["author"] != AUTHOR or len(commentary) > 3000:
            return Answer(400, {"code": "INVALID_REQUEST", "status": 400})
        media = said.get("content", {}).get("media", {})
        if media and not self.images.get(media["id"].rpartition(":")[2]):
            return Answer(400, {"code": "MEDIA_ASSET_WAITING_UPLOAD", "status": 400})
        if media and self.working:
            self.working -= 1
            return Answer(400, {"code": "MEDIA_ASSET_PROCESSING", "status": 400})
        hour = [post for post in self.posts if (self.clock() - post.at).total_seconds() < 3600]
        if any(post.details["commentary"] == commentary for post in hour):
            inner = [{"code": "DUPLICATE_POST", "description": hour[-1].id}]
            return Answer(422, {"status": 422, "errorDetails": {"inputErrors": inner}})
        number = f"urn:li:share:{6000 + len(self.posts)}"
        self.publish(number, _seen(commentary), commentary=commentary, alt=media.get("altText"))
        return Answer(201, None, {"x-restli-id": number})

    def _shown(self, post: Post) -> dict[str, Any]:
        return {
            "id": post.id,
            "author": AUTHOR,
            "commentary": post.details["commentary"],
            "createdAt": int(post.at.timestamp() * 1000),
            "lifecycleState": "PUBLISHED",
        }
