"""A server of the Mastodon family (docs.joinmastodon.org). `knows_keys`: Mastodon does, GoToSocial does not."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

import regex

from campaigns.clock import Clock
from tests.scheduler.channels.network import Answer, Fake, Post, Request

TOKEN = "mastodon-token"
LIMIT, LINK = 500, 23
DESCRIPTION = 1500
_LINK = re.compile(r"https?://\S+")


def _length(text: str) -> int:
    """As the server counts: grapheme clusters, 23 for a link, a mention without its server."""
    plain = re.sub(r"(@\w+)@[\w.-]+", r"\1", _LINK.sub("x" * LINK, text))
    return len(regex.findall(r"\X", plain))


def _said(request: Request) -> dict[str, Any]:
    """The fields of a post, in either way of sending them."""
    if "json" in request.headers["content-type"]:
        return dict(request.json())
    lists = parse_qs(request.body.decode())
    return {**request.form(), "media_ids": lists.get("media_ids[]", [])}


class MastodonServer(Fake):
    """One account on one instance. A picture is worked on until it was looked at once."""

    def __init__(self, clock: Clock, *, knows_keys: bool = False, slow_media: bool = True) -> None:
        super().__init__(clock)
        self.knows_keys, self.slow_media = knows_keys, slow_media
        self.keys: dict[str, str] = {}
        self.media: dict[str, dict[str, Any]] = {}

    def publishes(self, request: Request) -> bool:
        return request.method == "POST" and request.path == "/api/v1/statuses"

    def answer(self, request: Request) -> Answer:
        # A slash at the end means nothing to these servers.
        request = replace(request, path=request.path.rstrip("/"))
        if request.path == "/api/v2/instance":
            return Answer(200, self._instance())
        if request.path == "/api/v1/instance":
            return Answer(200, {"version": "4.5.0", "uri": "mastodon.example"})
        if request.bearer != TOKEN:
            return Answer(401, {"error": "The access token is invalid"})
        match request.method, request.path.split("/")[3:]:
            case "GET", ["accounts", "verify_credentials"]:
                return Answer(200, self._account())
            case "GET", ["accounts", "7", "statuses"]:
                return Answer(200, self._own(request.query))
            case "POST", ["media"]:
                return self._upload(request)
            case "GET", ["media", number]:
                return self._look_at(number)
            case "POST", ["statuses"]:
                return self._status(request)
            case "GET", ["statuses", number]:
                found = [post for post in self.posts if post.id == number]
                return Answer(200, self._shown(found[0])) if found else self._missing()
            case "PUT", ["statuses", number] if self.has(number):
                return self._edit(number, _said(request))
            case "DELETE", ["statuses", number]:
                kept = [post for post in self.posts if post.id != number]
                gone, self.posts = len(kept) < len(self.posts), kept
                return Answer(200, {"id": number, "text": ""}) if gone else self._missing()
        return self._missing()

    def _missing(self) -> Answer:
        return Answer(404, {"error": "Record not found"})

    def _upload(self, request: Request) -> Answer:
        parts = request.parts()
        if len(parts["description"].text if "description" in parts else "") > DESCRIPTION:
            return Answer(422, {"error": "Validation failed: Description is too long"})
        if parts["file"].media_type not in {"image/jpeg", "image/png", "image/webp", "video/mp4"}:
            return Answer(422, {"error": "Validation failed: File content type is invalid"})
        number = str(500 + len(self.media))
        described = parts["description"].text if "description" in parts else None
        self.media[number] = {"looked": not self.slow_media, "description": described}
        return Answer(202 if self.slow_media else 200, self._file(number))

    def _look_at(self, number: str) -> Answer:
        if number not in self.media:
            return self._missing()
        ready, self.media[number]["looked"] = self.media[number]["looked"], True
        return Answer(200 if ready else 206, self._file(number))

    def _file(self, number: str) -> dict[str, Any]:
        file = self.media[number]
        url = f"https://mastodon.example/media/{number}.jpg" if file["looked"] else None
        described = file["description"]
        return {"id": number, "type": "image", "url": url, "preview_url": url, "description": described}

    def _status(self, request: Request) -> Answer:
        said = _said(request)
        key = request.headers.get("idempotency-key")
        if self.knows_keys and key in self.keys:
            [known] = [post for post in self.posts if post.id == self.keys[key]]
            return Answer(200, self._shown(known))
        text, media = said.get("status", ""), said.get("media_ids") or []
        if not text and not media:
            return Answer(422, {"error": "Validation failed: Text can't be blank"})
        if _length(text) > LIMIT:
            return Answer(422, {"error": "Validation failed: Text character limit of 500 exceeded"})
        if len(media) > 4 or any(each not in self.media for each in media):
            return Answer(422, {"error": "Validation failed: Media could not be found"})
        if not all(self.media[each]["looked"] for each in media):
            return Answer(422, {"error": "Cannot attach files that have not finished processing"})
        number = str(1000 + len(self.posts))
        alts = [self.media[each]["description"] for each in media]
        post = self.publish(number, text, language=said.get("language"), alts=alts, media=media)
        if key:
            self.keys[key] = number
        return Answer(200, self._shown(post))

    def _edit(self, number: str, said: dict[str, Any]) -> Answer:
        """Without their ids the pictures of a post go."""
        if _length(said["status"]) > LIMIT:
            return Answer(422, {"error": "Validation failed: Text character limit of 500 exceeded"})
        media = said.get("media_ids") or []
        alts = [self.media[each]["description"] for each in media]
        post = self.change(number, said["status"], language=said.get("language"), alts=alts, media=media)
        assert post is not None
        return Answer(200, self._shown(post))

    def _own(self, query: Any) -> list[dict[str, Any]]:
        below = int(query.get("max_id", "999999999"))
        newest = [post for post in reversed(self.posts) if int(post.id) < below]
        return [self._shown(post) for post in newest[: int(query.get("limit", "20"))]]

    def _shown(self, post: Post) -> dict[str, Any]:
        """Links are shortened for the eye by hidden parts, as Mastodon does."""
        words = html.escape(post.text, quote=False).replace("\n\n", "</p><p>").replace("\n", "<br />")
        linked = _LINK.sub(
            lambda link: (
                f'<a href="{link[0]}"><span class="invisible">https://</span><span>{link[0][8:]}</span></a>'
            ),
            words,
        )
        return {
            "id": post.id,
            "created_at": post.at.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "url": f"https://mastodon.example/@advice/{post.id}",
            "uri": f"https://mastodon.example/users/advice/statuses/{post.id}",
            "content": f"<p>{linked}</p>",
            "language": post.details["language"],
            "visibility": "public",
            "account": self._account(),
            **self.counts,
            "media_attachments": [
                {"id": each, "type": "image", "description": alt}
                for each, alt in zip(post.details["media"], post.details["alts"], strict=True)
            ],
        }

    def _account(self) -> dict[str, Any]:
        known = {"id": "7", "username": "advice", "acct": "advice", "url": "https://mastodon.example/@advice"}
        return known if self.following is None else {**known, "followers_count": self.following}

    def _instance(self) -> dict[str, Any]:
        statuses = {
            "max_characters": LIMIT,
            "characters_reserved_per_url": LINK,
            "max_media_attachments": 4,
        }
        files = {
            "image_size_limit": 16777216,
            "image_matrix_limit": 33177600,
            "description_limit": DESCRIPTION,
        }
        return {
            "domain": "mastodon.example",
            "version": "4.5.0",
            "api_versions": {"mastodon": 7},
            "configuration": {"statuses": statuses, "media_attachments": files},
        }
