"""Meta's three: a Facebook Page, Instagram and Threads, with their two steps and their numbered errors."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal

from campaigns.clock import Clock
from tests.scheduler.channels.network import Answer, Fake, Post, Request

TOKEN, PAGE, USER = "EAAG-page-token", "104057", "17841400"


def error(
    code: int, subcode: int | None = None, *, status: int = 400, message: str = "(#x) Something"
) -> Answer:
    """An error as the platform writes it."""
    said: dict[str, Any] = {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "A"}
    return Answer(status, {"error": said | ({"error_subcode": subcode} if subcode else {})})


class GraphFake(Fake):
    """What all three have in common."""

    def too_many(self) -> Answer:
        return error(4, status=403, message="(#4) Application request limit reached")

    def signed_out(self) -> Answer:
        return error(190, 463, status=401, message="Error validating access token: Session has expired")

    def busy(self) -> Answer:
        return error(2, status=503, message="Service temporarily unavailable")

    def broken(self) -> Answer:
        return error(1, status=500, message="An unknown error occurred")

    def token_of(self, request: Request) -> str:
        return (
            request.bearer or request.form().get("access_token", "") or request.query.get("access_token", "")
        )

    def answer(self, request: Request) -> Answer:
        if self.token_of(request) != TOKEN:
            return self.signed_out()
        version, *path = request.path.strip("/").split("/")
        return self.found(request, path if version.startswith("v") else [version, *path])

    def found(self, request: Request, path: list[str]) -> Answer:
        raise NotImplementedError

    def insights(self, number: str, request: Request) -> Answer:
        """Figures by a comma or as a list in JSON. One name that is unknown or was retired makes the call fail."""
        asked = request.query.get("metric", "")
        names = json.loads(asked) if asked.startswith("[") else asked.split(",")
        if not self.has(number):
            return error(100, 33, message="Object does not exist")
        if not set(names) <= set(self.counts):
            return error(100, message="(#100) The value must be a valid insights metric")
        told = [
            {
                "name": name,
                "period": "lifetime",
                "values": [{"value": self.counts[name]}],
                "id": f"{number}/insights/{name}/lifetime",
            }
            for name in names
        ]
        return Answer(200, {"data": told})


class FacebookServer(GraphFake):
    """One page. A photo is uploaded unseen and shown by a post."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.photos: dict[str, dict[str, Any]] = {}

    def publishes(self, request: Request) -> bool:
        return request.method == "POST" and request.path.endswith("/feed")

    def found(self, request: Request, path: list[str]) -> Answer:
        match request.method, path:
            case "GET", ["me"]:
                return Answer(200, {"id": PAGE, "name": "House of Advice"})
            case "POST", [page, "photos"] if page == PAGE:
                return self._photo(request)
            case "POST", [page, "feed"] if page == PAGE:
                return self._post(request.form())
            case "GET", [page, "published_posts"] if page == PAGE:
                return self._listed(request)
            case "POST", [number]:
                changed = self.change(number, request.form()["message"])
                return Answer(200, {"success": True}) if changed else error(100, 33)
            case "DELETE", [number]:
                kept = [post for post in self.posts if post.id != number]
                gone, self.posts = len(kept) < len(self.posts), kept
                return Answer(200, {"success": True}) if gone else error(100, 33)
            case "GET", [number] if number == PAGE:
                return Answer(200, {"id": PAGE, "name": "House of Advice", "followers_count": self.following})
            case "GET", [number, "insights"]:
                return self.insights(number, request)
        return error(100, 33, message="Unsupported request")

    def _photo(self, request: Request) -> Answer:
        parts = request.parts()
        file = next((part for part in parts.values() if part.file_name), None)
        if file is None or file.media_type not in {"image/jpeg", "image/png"}:
            return error(324, message="(#324) Missing or invalid image file")
        number = str(900 + len(self.photos))
        self.photos[number] = {key: part.text for key, part in parts.items() if not part.file_name}
        return Answer(200, {"id": number})

    def _post(self, said: dict[str, str]) -> Answer:
        attached = [one["media_fbid"] for one in json.loads(said.get("attached_media", "[]"))]
        if not said.get("message") and not attached:
            return error(100, message="(#100) Missing message or attachment")
        if any(self.photos.get(one, {}).get("published") != "false" for one in attached):
            return error(100, message="(#100) Invalid attached media")
        number = f"{PAGE}_{7000 + len(self.posts)}"
        alts = [self.photos[one].get("alt_text_custom") for one in attached]
        self.publish(number, said.get("message", ""), alts=alts)
        return Answer(200, {"id": number})

    def _listed(self, request: Request) -> Answer:
        since, start = int(request.query.get("since", "0")), int(request.query.get("after", "0"))
        newest = [post for post in reversed(self.posts) if post.at.timestamp() >= since]
        page = [self._shown(post) for post in newest[start : start + int(request.query["limit"])]]
        end = start + len(page)
        paging: dict[str, Any] = {"cursors": {"before": str(start), "after": str(end)}}
        if end < len(newest):
            paging["next"] = "https://graph.facebook.com/next"
        return Answer(200, {"data": page, "paging": paging})

    def _shown(self, post: Post) -> dict[str, Any]:
        return {
            "id": post.id,
            "message": post.text,
            "created_time": post.at.strftime("%Y-%m-%dT%H:%M:%S+0000"),
            "permalink_url": f"https://www.facebook.com/{post.id}",
        }


@dataclass
class Container:
    """What was made and waits to be published."""

    fields: dict[str, str]
    state: str = "IN_PROGRESS"


class ContainerServer(GraphFake):
    """Instagram or Threads: a container is worked on until it was looked at once, and published once.

    `suspects`: it takes the account for a sender of spam, and says so of a post that it "held" back or has "shown".
    """

    suspects: Literal["", "held", "shown"] = ""

    made, published, state, words = "media", "media_publish", "status_code", "caption"

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.containers: dict[str, Container] = {}

    def publishes(self, request: Request) -> bool:
        return request.method == "POST" and request.path.endswith(f"/{self.published}")

    def found(self, request: Request, path: list[str]) -> Answer:
        match request.method, path:
            case "GET", ["me"]:
                return Answer(200, {"id": USER, "user_id": USER, "username": "advice"})
            case "GET", ["refresh_access_token"]:
                return Answer(200, {"access_token": TOKEN, "token_type": "bearer", "expires_in": 5_184_000})
            case "POST", [user, what] if user == USER and what == self.made:
                return self._make(request.form())
            case "POST", [user, what] if user == USER and what == self.published:
                return self._publish(request.form())
            case "GET", [user, what] if user == USER and what == self.made:
                newest = list(reversed(self.posts))[: int(request.query.get("limit", "25"))]
                return Answer(200, {"data": [self._shown(post) for post in newest]})
            case "GET", [number, "insights"]:
                return self.insights(number, request)
            case "GET", [user, "threads_insights"] if user == USER and self.made == "threads":
                told = {"name": request.query["metric"], "period": "day"}
                return Answer(200, {"data": [{**told, "total_value": {"value": self.following}}]})
            case "GET", [user] if user == USER and self.made == "media":
                return Answer(200, {"id": USER, "followers_count": self.following})
            case "DELETE", [number] if self.made == "threads":
                kept = [post for post in self.posts if post.id != number]
                gone, self.posts = len(kept) < len(self.posts), kept
                return (
                    Answer(200, {"success": True, "deleted_id": number})
                    if gone
                    else error(100, 33, status=404)
                )
            case "GET", [number] if number in self.containers:
                return self._look_at(number)
            case "GET", [number]:
                known = [post for post in self.posts if post.id == number]
                return Answer(200, self._shown(known[0])) if known else error(100, 33)
        return error(100, 33, message="Unsupported request")

    def _make(self, said: dict[str, str]) -> Answer:
        problem = self.problem(said)
        if problem:
            return problem
        for child in said.get("children", "").split(",") if "children" in said else []:
            if child not in self.containers:
                return error(100, message="Invalid child")
        number = str(18_000 + len(self.containers))
        self.containers[number] = Container(said)
        return Answer(200, {"id": number})

    def problem(self, said: dict[str, str]) -> Answer | None:
        raise NotImplementedError

    def _look_at(self, number: str) -> Answer:
        container = self.containers[number]
        shown = container.state
        if container.state == "IN_PROGRESS":
            container.state = "FINISHED"
        return Answer(200, {self.state: shown, "id": number})

    def _publish(self, said: dict[str, str]) -> Answer:
        container = self.containers.get(said.get("creation_id", ""))
        if container is None:
            return error(100, message="Invalid container")
        if container.state == "IN_PROGRESS":
            return error(9007, 2207027, message="Media ID is not available")
        if container.state == "PUBLISHED":
            return error(9007, 2207089, message="The container was published already")
        spam = error(4, 2207051, message="We restrict certain activity to protect our community")
        if self.suspects == "held":
            return spam
        container.state = "PUBLISHED"
        number = str(17_900 + len(self.posts))
        self.publish(number, container.fields.get(self.words, ""), fields=container.fields)
        return spam if self.suspects == "shown" else Answer(200, {"id": number})

    def _shown(self, post: Post) -> dict[str, Any]:
        return {
            "id": post.id,
            self.words: post.text,
            "timestamp": post.at.strftime("%Y-%m-%dT%H:%M:%S+0000"),
            "permalink": f"https://social.example/p/{post.id}/",
        }


class InstagramServer(ContainerServer):
    """Pictures come from a public https address and are JPEG; there is no post of words alone."""

    def problem(self, said: dict[str, str]) -> Answer | None:
        address = said.get("image_url") or said.get("video_url") or ""
        if "children" not in said and not address.startswith("https://"):
            return error(9004, 2207052, message="The media could not be fetched from this URI")
        if said.get("image_url") and not address.endswith(".jpg"):
            return error(36001, 2207005, message="The image format is not supported")
        if len(said.get("caption", "")) > 2200 or said.get("caption", "").count("#") > 30:
            return error(36000, 2207010, message="The caption is too long")
        return None


class ThreadsServer(ContainerServer):
    """Words alone are welcome; an emoji counts as its bytes."""

    made, published, state, words = "threads", "threads_publish", "status", "text"

    def problem(self, said: dict[str, str]) -> Answer | None:
        kind = said.get("media_type")
        if kind not in {"TEXT", "IMAGE", "VIDEO", "CAROUSEL"}:
            return error(100, message="Invalid media_type")
        if kind == "IMAGE" and not said.get("image_url", "").startswith("https://"):
            return error(100, 2207052, message="The media could not be fetched from this URI")
        if len(said.get("text", "")) > 500:
            return error(100, message="Param text must be at most 500 characters long.")
        return None
