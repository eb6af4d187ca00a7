"""The YouTube Data API v3: a resumable upload, then an update. `audited`: other projects' films stay private."""

from __future__ import annotations

import re
from typing import Any

from campaigns.clock import Clock
from tests.scheduler.channels.network import Answer, Fake, Post, Request

SECRET = {"client_id": "client", "client_secret": "hush", "refresh_token": "1//refresh"}
ACCESS = "ya29.access"


def error(status: int, reason: str) -> Answer:
    """An error as Google writes it."""
    told = [{"reason": reason, "domain": "youtube", "message": reason}]
    return Answer(status, {"error": {"code": status, "message": reason, "errors": told}})


class YouTubeServer(Fake):
    """One channel. A film counts as a post when it is public."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.audited = True
        self.sessions: dict[str, dict[str, Any]] = {}
        self.films: dict[str, dict[str, Any]] = {}

    def publishes(self, request: Request) -> bool:
        return (
            request.method == "PUT"
            and request.path == "/youtube/v3/videos"
            and request.query["part"] == "status"
        )

    def too_many(self) -> Answer:
        return error(403, "rateLimitExceeded")

    def signed_out(self) -> Answer:
        return error(401, "authError")

    def answer(self, request: Request) -> Answer:
        if request.path == "/token":
            said = request.form()
            right = all(said.get(name) == value for name, value in SECRET.items())
            fine = Answer(200, {"access_token": ACCESS, "expires_in": 3599, "token_type": "Bearer"})
            return fine if right else Answer(400, {"error": "invalid_grant"})
        if request.bearer != ACCESS:
            return self.signed_out()
        match request.method, request.path:
            case "POST", "/upload/youtube/v3/videos":
                return self._begin(request)
            case "PUT", "/upload/youtube/v3/videos":
                return self._take(request)
            case "PUT", "/youtube/v3/videos":
                return self._update(request)
            case "GET", "/youtube/v3/videos":
                found = self.films.get(request.query["id"])
                if request.query["part"] == "statistics":
                    told = {name: str(value) for name, value in self.counts.items()}
                    return Answer(200, {"items": [{"statistics": told}] if found else []})
                items = [{"id": request.query["id"], "status": found["status"]}] if found else []
                return Answer(200, {"items": items})
            case "GET", "/youtube/v3/channels" if request.query["part"] == "statistics":
                told = {"subscriberCount": str(self.following), "hiddenSubscriberCount": False}
                return Answer(200, {"items": [{"id": "UC1", "statistics": told}]})
            case "GET", "/youtube/v3/channels":
                return Answer(200, {"items": [{"id": "UC1", "snippet": {"title": "House of Advice"}}]})
            case "DELETE", "/youtube/v3/videos":
                self.posts = [post for post in self.posts if post.id != request.query["id"]]
                return (
                    Answer(204) if self.films.pop(request.query["id"], None) else error(404, "videoNotFound")
                )
        return error(404, "notFound")

    def _begin(self, request: Request) -> Answer:
        said = request.json()
        snippet = said["snippet"]
        if not 0 < len(snippet["title"]) <= 100 or "<" in snippet["title"]:
            return error(400, "invalidTitle")
        if len(snippet["description"].encode()) > 5000:
            return error(400, "invalidDescription")
        number = f"upload{len(self.sessions)}"
        size = int(request.headers["x-upload-content-length"])
        self.sessions[number] = {"said": said, "size": size, "content": b"", "video": ""}
        return Answer(200, None, {"Location": f"{self.address}/upload/youtube/v3/videos?upload_id={number}"})

    def _take(self, request: Request) -> Answer:
        session = self.sessions.get(request.query.get("upload_id", ""))
        if session is None:
            return error(404, "notFound")
        if session["video"]:
            return Answer(200, {"id": session["video"]})
        span = re.fullmatch(r"bytes (?:\*|(\d+)-\d+)/\d+", request.headers["content-range"])
        assert span is not None
        if span[1] is not None:
            assert int(span[1]) == len(session["content"]), "a gap in the upload"
            session["content"] += request.body
        if len(session["content"]) < session["size"]:
            got = len(session["content"])
            return Answer(308, None, {"Range": f"bytes=0-{got - 1}"} if got else {})
        session["video"] = f"film{len(self.films)}"
        self.films[session["video"]] = {**session["said"], "content": session["content"]}
        return Answer(200, {"id": session["video"], "status": session["said"]["status"]})

    def _update(self, request: Request) -> Answer:
        said = request.json()
        film = self.films.get(said["id"])
        if film is None:
            return error(404, "videoNotFound")
        if request.query["part"] == "snippet":
            # Whatever a snippet does not name is taken away; without a title or category it is refused.
            if not said["snippet"].get("title") or not said["snippet"].get("categoryId"):
                return error(400, "invalidTitle")
            film["snippet"] = said["snippet"]
            self.change(said["id"], said["snippet"]["description"], **said["snippet"])
            return Answer(200, {"id": said["id"], "snippet": said["snippet"]})
        wanted = said["status"]["privacyStatus"] if self.audited else "private"
        if wanted == "public" and film["status"]["privacyStatus"] != "public":
            snippet = film["snippet"]
            self.posts.append(Post(said["id"], snippet["description"], self.clock(), snippet))
        film["status"] = {**film["status"], "privacyStatus": wanted}
        return Answer(200, {"id": said["id"], "status": film["status"]})
